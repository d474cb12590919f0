"""A search: hits with their marks, facets, histogram, and what a date filter left out, all of one view.

In: a request. Out: a `SearchResult`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tantivy import Query

from engines.analysis import Analyzers
from engines.contract import Highlighted, Hit, SearchRequest, SearchResult
from engines.cursors import read_cursor, write_cursor
from engines.embedded.asking import both
from engines.embedded.counting import facets_of
from engines.embedded.histogram import histogram_of
from engines.embedded.view import View
from engines.embedded.walking import ByDate, Place, Row, window
from engines.highlight import Highlighter
from engines.query import Node
from engines.request import check, days_of, ranks, sort_of
from mappings.article import Article

_SNIPPETS = 3


@dataclass(slots=True)
class Marker:
    """Makes hits of articles: marks each in its own language."""

    analyzers: Analyzers
    query: Node | None
    _made: dict[str, Highlighter] = field(default_factory=dict)

    def hit(self, article: Article, score: float | None = None, *, marked: bool = True) -> Hit:
        """Return an article as a hit: its title, and the passages of lead and body that show most of the query."""
        if not marked:
            return Hit(article=article, title=Highlighted(article.title), score=score)
        highlighter = self._made.get(article.language)
        if highlighter is None:
            highlighter = Highlighter(self.analyzers.get(article.language), self.query)
            self._made[article.language] = highlighter
        found = [
            *highlighter.snippets(article.lead, _SNIPPETS, "lead"),
            *highlighter.snippets(article.body, _SNIPPETS, "body"),
        ]
        snippets = [snippet for snippet in found if snippet.marks][:_SNIPPETS] or found[:1]
        return Hit(article=article, title=highlighter.whole(article.title), snippets=tuple(snippets), score=score)


def search(view: View, analyzers: Analyzers, request: SearchRequest) -> SearchResult:
    """Return what a request finds; raises BadRequest and BadCursor."""
    began = time.perf_counter()
    check(request)
    query = view.asking.found(request)
    if sort_of(request) == "relevance":
        total, hits, following = _by_relevance(view, analyzers, request, query)
    else:
        total, hits, following = _by_date(view, analyzers, request, query)
    return SearchResult(
        total=total,
        hits=hits,
        facets=facets_of(view, request),
        histogram=histogram_of(view, request),
        undated_left_out=_undated_left_out(view, request),
        next_cursor=following,
        generation=view.generation,
        state=view.state,
        took_ms=(time.perf_counter() - began) * 1000,
    )


Found = tuple[int, tuple[Hit, ...], str | None]


def _by_relevance(view: View, analyzers: Analyzers, request: SearchRequest, query: Query) -> Found:
    offset = (request.page - 1) * request.size
    found = view.searcher.search(query, request.size or 1, offset=offset)
    marker = Marker(analyzers, request.query)
    hits = [
        marker.hit(view.article(address), score, marked=request.highlight)
        for score, address in found.hits[: request.size]
    ]
    return found.count, tuple(hits), None  # type: ignore[attr-defined]


def _by_date(view: View, analyzers: Analyzers, request: SearchRequest, query: Query) -> Found:
    rows = _rows(view, request, query)
    marker = Marker(analyzers, request.query if ranks(request.query) else None)
    hits = tuple(marker.hit(row.article, marked=request.highlight) for row in rows[: request.size])
    more = len(rows) > request.size > 0
    following = write_cursor(request, view.generation, rows[request.size - 1].place) if more else None
    return view.count(query), hits, following


def _rows(view: View, request: SearchRequest, query: Query) -> Sequence[Row]:
    sort: ByDate = "oldest" if sort_of(request) == "oldest" else "newest"
    after: Place | None = read_cursor(request, view.generation) if request.cursor else None
    if not request.size:
        return ()
    return window(view, query, sort, after, request.size, skip=(request.page - 1) * request.size)


def _undated_left_out(view: View, request: SearchRequest) -> int:
    """Count what matches all but the date filter and is not dated precisely enough to pass or fail it."""
    days = days_of(request)
    if days is None:
        return 0
    asking = view.asking
    undated = [Query.exists_query(days.column)]
    return view.count(both(asking.text(request.query), *asking.filters(request), neither=undated))
