"""What is known of single publishers: one TOML file each, data and never code.

In: a page's URL and the day of its capture. Out: `Site`: the publisher's name, time zone, story id, and the rules of
the layout that the page had on that day. A page of no known publisher has an empty `Site`; the general rules read it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

FIELDS = frozenset({"title", "lead", "body", "authors", "published", "tags", "section", "cited"})


class ProfileError(ValueError):
    """A profile that cannot be read: the message names the file, the key and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Where one field is on a page, and how it is cleaned. One of `css`, `meta` and `linked_data` is given."""

    css: str = ""  # a CSS selector
    meta: str = ""  # the name or property of a <meta>
    linked_data: str = ""  # a property of the page's JSON-LD article
    attribute: str = ""  # with css: read this attribute, not the text
    drop: tuple[str, ...] = ()  # values that are left out
    strip: tuple[str, ...] = ()  # text that is cut from both ends of a value
    split: str = ""  # what parts several values in one text
    first: bool = False  # only the first value counts


@dataclass(frozen=True, slots=True)
class TextRules:
    """How this publisher's pages look as plain text: whole lines that are no text, and lines that end the article."""

    drop: frozenset[str] = frozenset()  # of HTML pages too: a paragraph that is such a line
    end: frozenset[str] = frozenset()
    recognise: frozenset[str] = frozenset()  # lines that stand on this publisher's pages alone


@dataclass(frozen=True, slots=True)
class Site:
    """One publisher, as it was on the day of the capture."""

    name: str = ""  # "" when the publisher is not known
    hosts: tuple[str, ...] = ()
    timezone: str = ""  # IANA name: times without a zone are told in it
    language: str = ""  # of pages that do not say theirs
    story: str = ""  # pattern; what its groups match in a path is the same in all editions of a story
    rules: Mapping[str, Rule] = field(default_factory=dict)
    text: TextRules = TextRules()

    def story_id(self, url: str) -> str | None:
        """Return the id that the editions of a story share, or none."""
        match = re.search(self.story, urlsplit(url).path) if self.story else None
        return "/".join(group for group in match.groups() if group) or None if match else None


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    site: Site
    layouts: tuple[tuple[date | None, Mapping[str, Rule]], ...]  # (last day, rules), oldest first

    def on(self, day: date | None) -> Site:
        for until, rules in self.layouts:
            if until is None or (day is not None and day <= until):
                return Site(
                    **{name: getattr(self.site, name) for name in Site.__slots__ if name != "rules"}, rules=rules
                )
        return self.site


def site_for(url: str | None, captured: str | None = None) -> Site:
    """Return what is known of a page's publisher, in the layout of its capture day (unknown: today's).

    >>> site_for("https://www.pravda.com.ua/news/2024/11/11/7484012/").timezone
    'Europe/Kyiv'
    >>> site_for("https://газета.example/1").name
    ''
    """
    try:
        host = (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        host = ""
    profile = _find(host, profiles()) if host else None
    return profile.on(_day(captured)) if profile else Site()


def _day(captured: str | None) -> date | None:
    try:
        return date.fromisoformat(captured[:10]) if captured else None
    except ValueError:
        return None


def site_of_text(text: str) -> Site:
    """Return what is known of the publisher of a plain text without a URL, by lines that only its pages have."""
    lines = {line.strip() for line in text.splitlines()}
    for profile in dict.fromkeys(profiles().values()):
        if profile.site.text.recognise & lines:
            return profile.on(None)
    return Site()


def _find(host: str, known: Mapping[str, _Profile]) -> _Profile | None:
    """Return the profile of a host, or of the nearest domain above it that has one."""
    labels = host.lower().rstrip(".").split(".")
    for start in range(len(labels) - 1):
        if profile := known.get(".".join(labels[start:])):
            return profile
    return None


@cache
def profiles() -> Mapping[str, _Profile]:
    """Return all profiles by host: those of the package, and over them those in the folder `BACKFILE_SITES` names.

    Raises `ProfileError`.
    """
    shipped = read_profiles(_texts(resources.files("indexer.sites")))
    own = os.environ.get("BACKFILE_SITES")
    if not own:
        return shipped
    if not Path(own).is_dir():
        raise ProfileError(f"BACKFILE_SITES names {own}, which is no folder.")
    return {**shipped, **read_profiles(_texts(Path(own)))}


def _texts(folder: Traversable) -> list[tuple[str, str]]:
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    try:
        return [(file.name, file.read_text(encoding="utf-8")) for file in files]
    except UnicodeDecodeError:
        raise ProfileError(f"A profile in {folder} is not written in UTF-8. Save it so.") from None


def read_site(file: str, text: str, captured: str | None = None) -> Site:
    """Return the site that one profile describes, in the layout of the capture's day. Raises `ProfileError`."""
    return _read(file, text).on(_day(captured))


def read_profiles(files: Iterable[tuple[str, str]]) -> Mapping[str, _Profile]:
    """Return profiles by host from (file name, TOML text). Raises `ProfileError` that names the file and the key."""
    found: dict[str, _Profile] = {}
    for name, text in files:
        profile = _read(name, text)
        for host in profile.site.hosts:
            if host in found:
                raise ProfileError(f"{name}: hosts: another profile has {host!r} already. Leave it in one of them.")
            found[host] = profile
    return found


def _read(file: str, text: str) -> _Profile:
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))  # some editors put a mark before the first letter
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"{file} is no valid TOML: {error}. Texts stand in straight quotes, lists in square brackets."
        ) from None
    _known(
        file,
        "",
        data,
        {"name": str, "hosts": list, "timezone": str, "language": str, "story": str, "layout": list, "text": dict},
    )
    _check(file, data)
    text_rules = data.get("text", {})
    site = Site(
        name=data["name"],
        hosts=tuple(host.lower().removeprefix("www.") for host in data["hosts"]),
        timezone=data.get("timezone", ""),
        language=data.get("language", ""),
        story=data.get("story", ""),
        text=TextRules(**{key: frozenset(lines) for key, lines in text_rules.items()}),
    )
    layouts = [_layout(file, number, layout) for number, layout in enumerate(data.get("layout", ()), 1)]
    return _Profile(site, tuple(sorted(layouts, key=lambda layout: layout[0] or date.max)))


def _check(file: str, data: Mapping[str, Any]) -> None:
    for key in ("name", "hosts"):
        if not data.get(key):
            raise ProfileError(f"{file}: {key} is missing. Every profile needs a name and a list of hosts.")
    for host in data["hosts"]:
        if not isinstance(host, str) or not _HOST.fullmatch(host):
            raise ProfileError(f"{file}: hosts has {host!r}. Write it like gazeta.example, without https:// and path.")
    if data.get("timezone"):
        _check_zone(file, data["timezone"])
    _known(file, "text.", data.get("text", {}), dict.fromkeys(("drop", "end", "recognise"), list))
    _check_story(file, data.get("story", ""))


def _layout(file: str, number: int, data: Mapping[str, Any]) -> tuple[date | None, Mapping[str, Rule]]:
    place = f"layout {number}: "
    _known(file, place, data, dict.fromkeys(FIELDS, (str, dict)) | {"until": date})
    return data.get("until"), {
        name: _rule(file, place + name, value) for name, value in data.items() if name != "until"
    }


_HOST = re.compile(r"[^\s/:@?#]+")
RULE_KEYS: Mapping[str, type] = {
    "css": str, "meta": str, "linked_data": str, "attribute": str, "drop": list, "strip": list, "split": str,
    "first": bool,
}  # fmt: skip


def _rule(file: str, place: str, value: Any) -> Rule:
    if isinstance(value, str):
        value = {"css": value}
    _known(file, place + ".", value, RULE_KEYS)
    if value.get("css"):
        _check_selector(file, place, value["css"])
    if sum(bool(value.get(source)) for source in ("css", "meta", "linked_data")) != 1:
        raise ProfileError(f"{file}: {place} needs one of css, meta and linked_data.")
    fields: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in value.items()}
    return Rule(**fields)


def _check_selector(file: str, place: str, selector: str) -> None:
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError as error:
        raise ProfileError(f"{file}: {place} has {selector!r}, which is no valid CSS selector: {error}") from None


def _check_story(file: str, pattern: str) -> None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ProfileError(f"{file}: story is no valid pattern: {error}") from None
    if pattern and not groups:
        raise ProfileError(f"{file}: story needs brackets around the part that is the story: '/(\\d+)/?$'")


def _check_zone(file: str, name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ProfileError(f"{file}: timezone {name!r} is unknown. Write it like Europe/Kyiv.") from None


def _known(file: str, place: str, data: Mapping[str, Any], kinds: Mapping[str, Any]) -> None:
    for key, value in data.items():
        if key not in kinds:
            raise ProfileError(f"{file}: {place}{key} is unknown. Known here: {', '.join(sorted(kinds))}.")
        if kinds[key] is list and isinstance(value, str):
            raise ProfileError(f'{file}: {place}{key} is a list, even of one: {key.split(".")[-1]} = ["…"]')
        if kinds[key] is list and isinstance(value, dict):
            raise ProfileError(f"{file}: {place}{key} stands in two brackets on each side: [[{key}]]")
        if not isinstance(value, kinds[key]):
            raise ProfileError(f"{file}: {place}{key} is a {type(value).__name__}, which does not fit.")
