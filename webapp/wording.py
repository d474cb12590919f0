"""Numbers, dates and names as the interface's language writes them. In: plain values. Out: text for a page.

Everything here works inside a request, whose language Flask-Babel knows.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache, partial
from gettext import NullTranslations
from typing import NamedTuple

import flask_babel  # type: ignore[import-untyped]
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_group_symbol
from flask import current_app, g
from markupsafe import Markup, escape

from engines.contract import Bar
from mappings.article import Article

# one order of day, month and year for the three languages: dates stand first and are compared down the page
DAY, LONG_DAY, MONTH = "d MMM y", "EEEE d MMMM y", "LLLL y"
KEPT = 4_096  # messages, dates, names and fragments that each language remembers
_CLOCK = re.compile(r"T(\d\d:\d\d)")
_UKRAINIAN, _RUSSIAN = re.compile(r"[іїєґ]", re.IGNORECASE), re.compile(r"[ыэъё]", re.IGNORECASE)
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[A-Za-z]")
_IN_CYRILLIC = frozenset({"uk", "ru", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"})


class Moment(NamedTuple):
    """A date as it is read, and as the `datetime` attribute has it ("" where it is not known)."""

    text: str
    machine: str = ""


class Speech:
    """A language that pages are in: its locale and messages. It lives with the app, and keeps what it worked out."""

    def __init__(self, locale: Locale, messages: NullTranslations) -> None:
        self.locale, self.tongue = locale, locale.language
        self.message = lru_cache(KEPT)(messages.gettext)
        self.plural = lru_cache(KEPT)(messages.ngettext)
        self.group = get_group_symbol(locale)  # between thousands
        self.day = lru_cache(KEPT)(partial(_day, locale))
        self.own_name = lru_cache(KEPT)(_own_name)
        self.fragment = lru_cache(KEPT)(partial(_fragment, locale.language))


def speech() -> Speech:
    """Return the language that this page speaks."""
    page = g._get_current_object()  # a page asks a thousand times, and the proxy is slow
    try:
        found: Speech = page.speech
    except AttributeError:
        found = page.speech = _speech()
    return found


def _speech() -> Speech:
    locale = flask_babel.get_locale()
    if not isinstance(locale, Locale) or locale.language == "en":
        locale = Locale("en", "GB")  # day before month, as in the other two
    spoken: dict[str, Speech] = current_app.extensions.setdefault("backfile-speech", {})
    if locale.language not in spoken:
        spoken[locale.language] = Speech(locale, flask_babel.get_translations())
    return spoken[locale.language]


def locale() -> Locale:
    """Return the locale of this page."""
    return speech().locale


def tongue() -> str:
    """Return the language of this page: uk, en or ru."""
    return speech().tongue


def gettext(message: str, /, **values: object) -> str:
    """Return a message in the language of this page, with values put in."""
    found = speech().message(message)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """Return a message in the form that a number asks for; `%(num)s` in it is the number."""
    return speech().plural(one, many, num) % {"num": num, **values}


def number(value: int) -> str:
    """Return a whole number as the interface's language groups it: "1,284", "1 284"."""
    return str(value) if 0 <= value < 1000 else f"{value:,}".replace(",", speech().group)


def say(message: str, /, **values: object) -> Markup:
    """Return a translated message with values put in; the values are escaped unless they are markup already."""
    return Markup(gettext(message)) % {name: escape(value) for name, value in values.items()}


def listed(parts: list[Markup], style: str) -> Markup:
    """Return "a, b and c" (style `standard`) or "a, b or c" (style `or`), in the interface's language."""
    return Markup(format_list([str(part) for part in parts], style=style, locale=locale()))  # type: ignore[arg-type]


def published(article: Article, long: bool = False) -> Moment:
    """Return when an article was published, as precisely as it is known; and its clock.

    The clock stands only beside the day it belongs to: a page may write it in another zone than its day is counted in.
    """
    if article.published_day is None:
        return Moment(gettext("undated"))
    if article.published_precision == "month":
        month = _formatted(article.published_day, MONTH)
        return Moment(gettext("%(month)s, day unknown", month=month), article.published_day[:7])
    day = _formatted(article.published_day, LONG_DAY if long else DAY)
    clock = _CLOCK.search(article.published or "")
    if article.published_precision != "minute" or not clock or article.published is None:
        return Moment(day, article.published_day)
    if article.published[:10] != article.published_day:
        return Moment(day, article.published)
    return Moment(f"{day}, {clock[1]}", article.published)


def moment(iso: str | None) -> Moment:
    """Return a time given as ISO 8601, with its zone if it has one; "unknown" for none."""
    if not iso:
        return Moment(gettext("unknown"))
    clock = re.search(r"T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$", iso)
    zone = {"Z": " UTC", None: ""}.get(clock[2], f" {clock[2]}") if clock else ""
    return Moment(_formatted(iso[:10], DAY) + (f", {clock[1]}{zone}" if clock else ""), iso)


def bar_name(bar: Bar) -> str:
    """Return the days of a histogram's bar in words: "2024", "November 2024", "3 Nov 2024", "2014 – 2017"."""
    if bar.start[5:] == "01-01" and bar.end[5:] == "12-31":
        return bar.start[:4] if bar.start[:4] == bar.end[:4] else f"{bar.start[:4]} – {bar.end[:4]}"
    if bar.start == bar.end:
        return _formatted(bar.start, DAY)
    if bar.start[:7] == bar.end[:7] and bar.start.endswith("-01"):
        return _formatted(bar.start, MONTH)
    return f"{_formatted(bar.start, DAY)} – {_formatted(bar.end, DAY)}"


def bar_label(bar: Bar) -> str:
    """Return the few letters under a bar: "24", "Nov", "3"."""
    if bar.start[:4] != bar.end[:4] or (bar.start[5:] == "01-01" and bar.end[5:] == "12-31"):
        return bar.start[2:4]
    if bar.start == bar.end or not bar.start.endswith("-01"):
        return str(int(bar.start[8:]))
    return _formatted(bar.start, "LLL")[:3]


def range_name(since: str | None, until: str | None) -> str:
    """Return a date range in words, as a chip shows it: "2019 – 2024", "since May 2024"."""
    if since and until:
        first, last = _partial(since), _partial(until)
        return first if since == until else f"{first} – {last}"
    if since:
        return gettext("since %(date)s", date=_partial(since))
    return gettext("until %(date)s", date=_partial(until or ""))


def language_name(code: str) -> str:
    """Return a language's name in the interface's language; the code itself where none is known."""
    if code == "und":
        return gettext("unknown language")
    return str(locale().languages.get(code, code))


def own_name(code: str) -> str:
    """Return a language's name in that language: "українська"; the code where none is known."""
    return speech().own_name(code)


def _own_name(code: str) -> str:
    try:
        return str(Locale.parse(code).languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def fragment_language(text: str, near: str = "") -> str:
    """Return the `lang` attribute a fragment needs on this page, "" for none. `near` is the language of its article.

    Names carry no language; its letters tell Ukrainian from Russian, else its article does.
    """
    return speech().fragment(text, near)


def _fragment(page: str, text: str, near: str) -> str:
    language = near
    if _CYRILLIC.search(text):
        known = "uk" if _UKRAINIAN.search(text) else "ru" if _RUSSIAN.search(text) else ""
        ours = page if page in _IN_CYRILLIC else "uk"
        language = known or (near if near in _IN_CYRILLIC else ours)
    elif _LATIN.search(text):
        language = "en" if near in _IN_CYRILLIC or near in ("", "und") else near
    return "" if language in ("", "und", page) else language


def _partial(text: str) -> str:
    """Return a date given as YYYY, YYYY-MM or YYYY-MM-DD in words."""
    if len(text) == 4:
        return text
    return _formatted(f"{text}-01", MONTH) if len(text) == 7 else _formatted(text, DAY)


def _formatted(day: str, pattern: str) -> str:
    return speech().day(day[:10], pattern)


def _day(locale: Locale, day: str, pattern: str) -> str:
    try:
        return format_date(date.fromisoformat(day), pattern, locale=locale)
    except ValueError:
        return day
