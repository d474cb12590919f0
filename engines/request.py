"""What a request means, before any engine looks at it: its bounds, its real sort, the values it chooses.

In: a `SearchRequest`. Out: plain values; both engines go by them, so that they cannot differ in them.
"""

from __future__ import annotations

import mappings
from engines.contract import MAX_SIZE, MAX_WINDOW, BadRequest, Filter, SearchRequest, Sort
from engines.derive import DateRange, date_range, facet_key
from engines.query import And, Field, Node, Or, Phrase, Prefix, Word

_FACETS = mappings.facet_fields()
MAX_FACET_SIZE = 10_000
AUTO_DAYS, AUTO_MONTHS = 92, 120  # the longest span shown by day (three months), by month (ten years)


def check(request: SearchRequest) -> None:
    """Raise BadRequest for a request outside the bounds of the contract."""
    if not 0 <= request.size <= MAX_SIZE:
        raise BadRequest(f"size must be between 0 and {MAX_SIZE}, not {request.size}")
    if request.page < 1 or request.page * request.size > MAX_WINDOW:
        raise BadRequest(
            f"page × size may be at most {MAX_WINDOW}; sort by newest or oldest and go on with a cursor instead"
        )
    if request.cursor and (request.page > 1 or sort_of(request) == "relevance"):
        raise BadRequest("a cursor goes with sort newest or oldest, and without a page")
    if not 0 <= request.facet_size <= MAX_FACET_SIZE:
        raise BadRequest(f"a facet has between 0 and {MAX_FACET_SIZE} values, not {request.facet_size}")
    for name in (*request.filters, *request.facets, *request.facet_prefix):
        if name not in _FACETS:
            raise BadRequest(f"there is no facet {name!r}; facets are {', '.join(_FACETS)}")
    days_of(request)


def sort_of(request: SearchRequest) -> Sort:
    """Return the sort as it will be: relevance without words to rank by is newest."""
    return request.sort if request.sort != "relevance" or ranks(request.query) else "newest"


def ranks(node: Node | None) -> bool:
    """Say whether a query can put articles in order: it looks for words in texts, not in fields alone."""
    match node:
        case Word() | Phrase() | Prefix():
            return True
        case Field(name, inner):
            return name == "title" and ranks(inner)
        case And(nodes) | Or(nodes):
            return any(ranks(one) for one in nodes)
    return False


def days_of(request: SearchRequest) -> DateRange | None:
    """Return the date filter of a request; None without one. Raises BadRequest for a bound that is no date."""
    if request.undated or not (request.since or request.until):
        return None
    try:
        return date_range(request.since, request.until)
    except ValueError as error:
        raise BadRequest(str(error)) from error


def chosen(request: SearchRequest, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a facet's filter selects and what it excludes: key → as asked for."""
    asked = request.filters.get(name, Filter())
    return {facet_key(value): value for value in asked.any_of}, {facet_key(value): value for value in asked.none_of}
