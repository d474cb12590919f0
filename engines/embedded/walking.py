"""Articles in order, from any place on: windows of a sort, and a walk over everything that matches.

In: a query, a sort, and the key and id behind which to go on. Out: rows, each article once. Keys can be equal (30 bits
of the id in a minute); then the id decides, so a window always looks at whole groups of equal keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import tantivy
from tantivy import FieldType, Order, Query

from engines.contract import MAX_WINDOW, SearchRequest
from engines.embedded.asking import both, unscored
from engines.embedded.view import View
from engines.request import sort_of
from mappings.article import Article

ByDate = Literal["newest", "oldest"]
Place = tuple[int, str]  # sort key, id
_WINDOW = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One article in its place."""

    key: int
    article: Article

    @property
    def place(self) -> Place:
        return self.key, self.article.id


def window(view: View, query: Query, sort: ByDate, after: Place | None, size: int) -> list[Row]:
    """Return the next `size` articles behind a place, and one more if there is one."""
    if after is not None:
        ends = (None, after[0]) if sort == "newest" else (after[0], None)
        query = both(query, unscored(Query.range_query(view.asking.schema, sort, FieldType.Unsigned, *ends)))
    limit = size + 2
    while True:
        hits = _sorted_hits(view, query, sort, limit)
        whole = len(hits) < limit
        if not whole:
            hits = [hit for hit in hits if hit[0] != hits[-1][0]]  # of the last key there may be more
        rows = sorted((Row(key, view.article(address)) for key, address in hits), key=lambda row: row.place)
        if sort == "newest":
            rows.reverse()
        rows = [row for row in rows if after is None or _beyond(row.place, after, sort)]
        if whole or len(rows) > size:
            return rows[: size + 1]
        limit *= 2


def page(view: View, query: Query, sort: ByDate, offset: int, size: int) -> list[Row]:
    """Return `size` articles from the n-th on, and one more if there is one."""
    hits = _sorted_hits(view, query, sort, size + 1, offset)
    return [Row(key, view.article(address)) for key, address in hits]


def walk(view: View, request: SearchRequest) -> Iterator[Article]:
    """Yield every article that a request finds, each once, in its sort, as of one commit."""
    query, sort = view.asking.found(request), sort_of(request)
    if sort == "relevance":
        yield from _by_relevance(view, query)
        return
    after: Place | None = None
    while True:
        rows = window(view, query, sort, after, _WINDOW)
        yield from (row.article for row in rows[:_WINDOW])
        if len(rows) <= _WINDOW:
            return
        after = rows[_WINDOW - 1].place


def _by_relevance(view: View, query: Query) -> Iterator[Article]:
    at = 0
    while True:
        hits = view.searcher.search(query, MAX_WINDOW, count=False, offset=at).hits
        yield from (view.article(address) for _, address in hits)
        if len(hits) < MAX_WINDOW:
            return
        at += MAX_WINDOW


def _sorted_hits(
    view: View, query: Query, sort: ByDate, limit: int, offset: int = 0
) -> list[tuple[int, tantivy.DocAddress]]:
    order = Order.Desc if sort == "newest" else Order.Asc
    found = view.searcher.search(query, limit, count=False, order_by_field=sort, order=order, offset=offset)
    return found.hits


def _beyond(place: Place, after: Place, sort: ByDate) -> bool:
    return place < after if sort == "newest" else place > after
