"""What narrows a search, as the page shows it: chips and facets.

In: a question and its answer. Out: rows with links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from engines.contract import Facet, FacetValue, Filter, SearchResult
from engines.derive import facet_key
from webapp import search_url
from webapp.links import Links
from webapp.parameters import MAX_VALUE
from webapp.pieces import cut
from webapp.search_url import Asked, link
from webapp.wording import fragment_language, gettext, language_name, number, range_name

ORDER = ("source", "author", "tag", "lang", "cited", "section")
FINDABLE = ("author", "tag", "source", "cited")  # facets of many values: a part of a name finds them


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    text: str
    url: str  # the search without this filter
    kind: str = ""
    language: str = ""
    excluded: bool = False


class Value(NamedTuple):
    """A row of a facet: a box to tick, and links for this value alone, without it, or allowing it again."""

    field: str
    value: str
    text: str
    found: str = ""
    language: str = ""
    checked: bool = False
    excluded: bool = False
    only: str = ""
    only_name: str = ""
    exclude: str = ""
    exclude_name: str = ""
    allow: str = ""
    allow_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRows:
    name: str
    title: str
    values: tuple[Value, ...]
    find: str = ""
    more: str = ""
    more_name: str = ""


def titles() -> dict[str, str]:
    """Return the heading of each facet."""
    return {
        "source": gettext("Source"),
        "author": gettext("Author"),
        "tag": gettext("Tag"),
        "lang": gettext("Language"),
        "cited": gettext("Cited"),
        "section": gettext("Section"),
    }


def without(name: str) -> str:
    """Return what an article is called that has no value in this facet."""
    return {
        "source": gettext("no source known"),
        "author": gettext("no byline"),
        "tag": gettext("no tags"),
        "lang": gettext("no language known"),
        "cited": gettext("names no source"),
        "section": gettext("no section"),
    }[name]


def printed(name: str, value: str) -> str:
    """Return a facet value as it is shown: languages by name, all else as printed in the article."""
    return language_name(value) if name == "lang" else cut(value)


# ---- chips -----------------------------------------------------------------------------------------------------------


def chips(asked: Asked) -> tuple[Chip, ...]:
    """Return the filters in force, each with the search without it."""
    request, found = asked.request, []
    if request.since or request.until:
        found.append(
            Chip(text=range_name(request.since, request.until), url=link(search_url.between(asked, None, None)))
        )
    if request.undated:
        found.append(Chip(text=gettext("undated"), url=link(search_url.undated(asked, only=False))))
    for name in ORDER:
        if name in request.filters:
            found += _facet_chips(asked, name, request.filters[name])
    return tuple(found)


def _facet_chips(asked: Asked, name: str, chosen: Filter) -> list[Chip]:
    kind = titles()[name].lower()
    not_kind = gettext("not %(kind)s", kind=kind)
    found = [
        _chip(asked, name, value, kind=kind if value in chosen.any_of else not_kind, excluded=value in chosen.none_of)
        for value in (*chosen.any_of, *chosen.none_of)
    ]
    if chosen.missing:
        found.append(Chip(text=without(name), url=link(search_url.with_missing(asked, name, missing=False))))
    return found


def _chip(asked: Asked, name: str, value: str, *, kind: str, excluded: bool) -> Chip:
    text = printed(name, value)
    return Chip(
        text=text,
        kind=kind,
        excluded=excluded,
        language="" if name == "lang" else fragment_language(text),
        url=link(search_url.without_value(asked, name, value)),
    )


# ---- facets ----------------------------------------------------------------------------------------------------------


def facets(asked: Asked, links: Links, result: SearchResult) -> tuple[FacetRows, ...]:
    """Return the facets that have anything to choose, in the order of the page."""
    named = titles()
    rows = (_facet(asked, links, result.facets[name], named[name]) for name in ORDER if name in result.facets)
    return tuple(row for row in rows if row.values)


def _facet(asked: Asked, links: Links, facet: Facet, title: str) -> FacetRows:
    name, chosen = facet.name, asked.request.filters.get(facet.name, Filter())
    excluded = [_excluded(asked, name, value) for value in chosen.none_of]
    barred = {facet_key(value) for value in chosen.none_of}
    words = gettext("Only %(value)s:"), gettext("Exclude %(value)s")  # asked for once, not for each value
    values = [
        _value(links, name, value, words)
        for value in facet.values
        if value.key not in barred and len(value.value) <= MAX_VALUE  # an address holds no longer ones
    ]
    missing = [_missing(links, facet, chosen)] if facet.missing or chosen.missing else []
    more = facet.distinct > len(facet.values) and asked.request.facet_size == search_url.FACET_SIZE
    return FacetRows(
        name=name,
        title=title,
        values=(*excluded, *values, *missing) if excluded or values else (),
        find=gettext("Find: %(facet)s", facet=title.lower()) if name in FINDABLE and more else "",
        more=links.whole(name) if more else "",
        more_name=gettext("all %(count)s", count=number(facet.distinct)) if more else "",
    )


def _value(links: Links, name: str, value: FacetValue, words: tuple[str, str]) -> Value:
    text = printed(name, value.value)
    only, exclude = words
    return Value(
        field=name,
        value=value.value,
        text=text,
        found=number(value.count),
        language="" if name == "lang" else fragment_language(text),
        checked=value.selected,
        only=links.only(name, value.value),
        only_name=only % {"value": text},
        exclude=links.excluding(name, value.value),
        exclude_name=exclude % {"value": text},
    )


def _excluded(asked: Asked, name: str, value: str) -> Value:
    text = printed(name, value)
    return Value(
        field=f"{name}.not",
        value=value,
        text=text,
        language="" if name == "lang" else fragment_language(text),
        checked=True,
        excluded=True,
        allow=link(search_url.without_value(asked, name, value)),
        allow_name=gettext("Allow %(value)s again", value=text),
    )


def _missing(links: Links, facet: Facet, chosen: Filter) -> Value:
    text = without(facet.name)
    return Value(
        field=f"{facet.name}.missing",
        value="1",
        text=text,
        found=number(facet.missing),
        checked=chosen.missing,
        only=links.missing(facet.name),
        only_name=gettext("Only %(value)s:", value=text),
    )
