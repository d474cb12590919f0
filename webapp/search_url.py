"""URL arguments to a question and back; every link is made here.

In: the arguments of an address, as pairs. Out: `Asked`, and addresses from it. `read` and `write` are inverse.
Arguments that are unknown or hold what they can't are kept as `problems`, with what is allowed; empty ones are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import has_request_context
from flask import request as here

from engines.contract import MAX_WINDOW, Filter, SearchRequest
from engines.derive import facet_key
from engines.query import Hint, Node, parse
from webapp.parameters import FACETS, NAMES, PARAMETERS, Problem, checked, nearest

SEARCH = "/search"
ARTICLES = "/articles"
API = "/api/v1/articles"
FACET_SIZE = 10
FACET_SIZE_NAMED = 1_000  # when a facet is asked for by name
_QUOTED = re.compile(r"[^A-Za-z0-9_.~ -]+")
USUAL = SearchRequest(facets=FACETS, facet_size=FACET_SIZE, interval="auto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as an address asks it."""

    text: str = ""  # q, as typed
    request: SearchRequest = USUAL
    hints: tuple[Hint, ...] = ()
    fields: tuple[str, ...] = ()  # of the article, in API and exports; empty: the usual ones
    ui: str = ""  # interface language; "": what the browser says
    problems: tuple[Problem, ...] = ()


def read(arguments: Iterable[tuple[str, str]], names: Iterable[str] = NAMES) -> Asked:
    """Read the arguments of an address; `names` are those that this address knows.

    >>> asked = read([("q", "музей"), ("lang", "uk"), ("lang", "ru"), ("author.missing", "1")])
    >>> asked.request.filters["lang"].any_of, asked.request.filters["author"].missing
    (('uk', 'ru'), True)
    >>> print(*read([("autor", "Вербняк")]).problems)
    There is no parameter autor. Did you mean author?
    """
    given, problems = _given(arguments, frozenset(names))
    text = "".join(given.get("q", ()))
    parsed = parse(text)
    request = _request(given, parsed.tree)
    return Asked(
        text=text,
        request=request,
        hints=parsed.hints,
        fields=tuple(given.get("fields", ())),
        ui="".join(given.get("ui", ())),
        problems=(*problems, *_conflicts(request)),
    )


def write(asked: Asked) -> str:
    """Write the arguments that ask this question, without `?`; what is usual is left out, so "" asks for everything.

    >>> write(read([("to", "2024"), ("q", '"літній театр"'), ("page", "1"), ("author", "")]))
    'q=%22%D0%BB%D1%96%D1%82%D0%BD%D1%96%D0%B9+%D1%82%D0%B5%D0%B0%D1%82%D1%80%22&to=2024'
    """
    # a page makes some two hundred addresses; the names need no quoting
    return "&".join(f"{name}={quoted(value)}" for name, value in pairs(asked))


def pairs(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield the arguments that ask this question, in their order; what is usual is left out."""
    request, usual = asked.request, USUAL
    if asked.text:
        yield "q", asked.text
    for name in FACETS:
        chosen = request.filters.get(name)
        if chosen is None:
            continue
        yield from ((name, value) for value in chosen.any_of)
        yield from ((f"{name}.not", value) for value in chosen.none_of)
        if chosen.missing:
            yield f"{name}.missing", "1"
    single = {
        "from": request.since,
        "to": request.until,
        "published.missing": "1" if request.undated else None,
        "sort": request.sort if request.sort != usual.sort else None,
        "size": str(request.size) if request.size != usual.size else None,
        "page": str(request.page) if request.page != usual.page else None,
        "cursor": request.cursor,
    }
    yield from ((name, value) for name, value in single.items() if value)
    if request.facet_size == FACET_SIZE_NAMED:
        asked_for = (*request.facets, "published") if request.interval else request.facets
        yield from (("facet", name) for name in asked_for or ("none",))
    if asked.fields:
        yield "fields", ",".join(asked.fields)
    if asked.ui:
        yield "ui", asked.ui


def quoted(value: str) -> str:
    """Return a value as addresses hold it: what `urllib.parse.quote_plus` returns, in a third of its time.

    >>> quoted("Кур’єр & Co")
    '%D0%9A%D1%83%D1%80%E2%80%99%D1%94%D1%80+%26+Co'
    """
    return _QUOTED.sub(lambda run: "%" + run[0].encode().hex("%").upper(), value).replace(" ", "+")


def link(asked: Asked, path: str = SEARCH) -> str:
    """Return the address that asks this question."""
    arguments = write(asked)
    return f"{rooted(path)}?{arguments}" if arguments else rooted(path)


def article_link(id: str, asked: Asked = Asked(), path: str = ARTICLES) -> str:
    """Return the address of one article, with the question it was found by."""
    return link(asked, f"{path}/{quote(id, safe='')}")


def rooted(path: str) -> str:
    """Return a path of this app as browsers must ask for it: below the prefix that the app is served under, if any."""
    return f"{here.script_root}{path}" if has_request_context() else path


# ---- the same question, changed; each change goes back to the first page ---------------------------------------------


def asking(asked: Asked, text: str) -> Asked:
    """The same filters with another query text."""
    parsed = parse(_clean(text))
    return _changed(replace(asked, text=_clean(text), hints=parsed.hints), query=parsed.tree)


def with_value(asked: Asked, facet: str, value: str) -> Asked:
    """Any of the values chosen so far, or this one."""
    old = asked.request.filters.get(facet, Filter())
    any_of, none_of = _without(old.any_of, value), _without(old.none_of, value)
    return _filtered(asked, facet, replace(old, any_of=(*any_of, value), none_of=none_of))


def only_value(asked: Asked, facet: str, value: str) -> Asked:
    """This value alone, in this facet."""
    return _filtered(asked, facet, Filter(any_of=(value,)))


def not_value(asked: Asked, facet: str, value: str) -> Asked:
    """Not this value."""
    old = asked.request.filters.get(facet, Filter())
    any_of, none_of = _without(old.any_of, value), _without(old.none_of, value)
    return _filtered(asked, facet, replace(old, any_of=any_of, none_of=(*none_of, value)))


def without_value(asked: Asked, facet: str, value: str) -> Asked:
    """This value neither chosen nor excluded."""
    old = asked.request.filters.get(facet, Filter())
    any_of, none_of = _without(old.any_of, value), _without(old.none_of, value)
    return _filtered(asked, facet, replace(old, any_of=any_of, none_of=none_of))


def with_missing(asked: Asked, facet: str, *, missing: bool) -> Asked:
    """Articles without any value in this facet, or no longer so."""
    return _filtered(asked, facet, replace(asked.request.filters.get(facet, Filter()), missing=missing))


def without_facet(asked: Asked, facet: str) -> Asked:
    """Nothing chosen in this facet."""
    return _filtered(asked, facet, Filter())


def between(asked: Asked, since: str | None, until: str | None) -> Asked:
    """Published from `since` to `until`, inclusive; None leaves that end open."""
    return _changed(asked, since=since, until=until, undated=False)


def undated(asked: Asked, *, only: bool) -> Asked:
    """Only articles without a date, or all again."""
    return _changed(asked, undated=only, since=None, until=None)


def sorted_by(asked: Asked, sort: str) -> Asked:
    """In another order."""
    return _changed(asked, sort=sort)


def on_page(asked: Asked, page: int) -> Asked:
    """Another page of the same hits."""
    return replace(asked, request=replace(asked.request, page=page, cursor=None))


def after_cursor(asked: Asked, cursor: str) -> Asked:
    """What follows a cursor."""
    return replace(asked, request=replace(asked.request, page=1, cursor=cursor))


def in_interface(asked: Asked, ui: str) -> Asked:
    """The same page in another interface language."""
    return replace(asked, ui=ui)


# ---- details ---------------------------------------------------------------------------------------------------------


def _changed(asked: Asked, **changes: object) -> Asked:
    request = replace(asked.request, page=1, cursor=None, **changes)  # type: ignore[arg-type]  # the callers above
    return replace(asked, request=request)


def _filtered(asked: Asked, facet: str, chosen: Filter) -> Asked:
    filters = {name: old for name, old in asked.request.filters.items() if name != facet}
    if chosen != Filter():
        filters[facet] = chosen
    return _changed(asked, filters={name: filters[name] for name in FACETS if name in filters})


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(old for old in values if facet_key(old) != facet_key(value))


def _clean(value: str) -> str:
    """NFC, no characters that are no text, no space around."""
    readable = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in value)
    return unicodedata.normalize("NFC", readable).strip()


def _given(arguments: Iterable[tuple[str, str]], names: frozenset[str]) -> tuple[dict[str, list[str]], list[Problem]]:
    """Sort the arguments that can be understood by name; name the problems of the others."""
    given: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for name, typed in arguments:
        value = _clean(typed)
        if name not in names:
            problems.append(Problem(name, value, "unknown", suggestion=nearest(name, names)))
        elif value:
            parameter = PARAMETERS[name]
            parts = value.split(",") if parameter.listed else [value]
            for part in filter(None, (part.strip() for part in parts)):
                held = given.setdefault(name, [])
                problem = checked(parameter, part, held)
                if problem:
                    problems.append(problem)
                elif facet_key(part) not in map(facet_key, held):
                    held.append(part)
    return {name: values for name, values in given.items() if values}, problems


def _request(given: dict[str, list[str]], tree: Node | None) -> SearchRequest:
    single = {name: values[0] for name, values in given.items()}
    named = given.get("facet", [])
    return SearchRequest(
        query=tree,
        filters={name: found for name in FACETS if (found := _filter(name, given)) != Filter()},
        since=single.get("from"),
        until=single.get("to"),
        undated="published.missing" in given,
        sort=single.get("sort", USUAL.sort),  # type: ignore[arg-type]  # one of them: `checked` saw to it
        size=int(single.get("size", USUAL.size)),
        page=int(single.get("page", USUAL.page)),
        cursor=single.get("cursor"),
        facets=tuple(name for name in named if name in FACETS) if named else FACETS,
        facet_size=FACET_SIZE_NAMED if named else FACET_SIZE,
        interval=None if named and "published" not in named else "auto",
    )


def _filter(name: str, given: dict[str, list[str]]) -> Filter:
    return Filter(
        any_of=tuple(given.get(name, ())),
        none_of=tuple(given.get(f"{name}.not", ())),
        missing=f"{name}.missing" in given,
    )


def _conflicts(request: SearchRequest) -> list[Problem]:
    """Values that are allowed alone and not together."""
    found = []
    if request.page * request.size > MAX_WINDOW:
        found.append(Problem("page", str(request.page), "window", allowed=str(MAX_WINDOW // request.size)))
    if request.cursor and request.sort == "relevance":
        found.append(Problem("cursor", request.cursor, "cursor-sort", allowed="newest, oldest"))
    if request.cursor and request.page > 1:
        found.append(Problem("page", str(request.page), "cursor-page"))
    if request.since and request.until and _later(request.since, request.until):
        found.append(Problem("from", request.since, "after-to", allowed=request.until))
    return found


def _later(since: str, until: str) -> bool:
    """Tell whether nothing lies between: both cut to the coarser precision."""
    shared = min(len(since), len(until))
    return since[:shared] > until[:shared]
