"""Articles in order, from any place on: windows of a sort, and a walk over everything that matches.

In: a query, a sort, and the key and id behind which to go on. Out: rows, each article once. Keys can be equal (30 bits
of the id in a minute); then the id decides, so a window always looks at whole groups of equal keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter, itemgetter
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


def window(view: View, query: Query, sort: ByDate, after: Place | None, size: int, skip: int = 0) -> list[Row]:
    """Return the next `size` articles behind a place, and one more if there is one; `skip` some first."""
    if after is not None:
        ends = (None, after[0]) if sort == "newest" else (after[0], None)
        query = both(query, unscored(Query.range_query(view.asking.schema, sort, FieldType.Unsigned, *ends)))
    limit = skip + size + 2
    while True:
        hits = _sorted_hits(view, query, sort, limit)
        whole = len(hits) < limit
        if not whole:
            hits = [hit for hit in hits if hit[0] != hits[-1][0]]  # of the last key there may be more
        rows = (row for row in _rows(view, hits, sort, skip) if after is None or _beyond(row.place, after, sort))
        found = list(islice(rows, size + 1))
        if whole or len(found) > size:
            return found
        limit *= 2


def _rows(view: View, hits: Sequence[tuple[int, tantivy.DocAddress]], sort: ByDate, skip: int) -> Iterator[Row]:
    """Yield the articles at these places from the n-th on, equal keys in the order of their ids."""
    at = 0
    for _, group in groupby(hits, key=itemgetter(0)):
        members = list(group)
        if at + len(members) > skip:
            rows = [Row(key, view.article(address)) for key, address in members]
            rows.sort(key=attrgetter("place"), reverse=sort == "newest")
            yield from rows[max(0, skip - at) :]
        at += len(members)


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


def _sorted_hits(view: View, query: Query, sort: ByDate, limit: int) -> list[tuple[int, tantivy.DocAddress]]:
    order = Order.Desc if sort == "newest" else Order.Asc
    return view.searcher.search(query, limit, count=False, order_by_field=sort, order=order).hits


def _beyond(place: Place, after: Place, sort: ByDate) -> bool:
    return place < after if sort == "newest" else place > after
