"""A search: one `_msearch` for hits, facets, what is held, and the state of the index; a result of the contract back.

In: a request. Out: a `SearchResult`; what did not answer in time or on every shard is said in `partial`, never kept
silent.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from elasticsearch import Elasticsearch

from engines.access import Access
from engines.contract import (
    MAX_WINDOW,
    BadRequest,
    Histogram,
    Hit,
    IndexMissing,
    IndexUnavailable,
    Interval,
    SearchRequest,
    SearchResult,
)
from engines.cursors import read_cursor, write_cursor
from engines.elastic import counting
from engines.elastic.address import Names
from engines.elastic.asking import both, dated, filters, text_query
from engines.elastic.codec import SOURCE
from engines.elastic.indices import Indices
from engines.elastic.marking import highlight_of, hit_texts
from engines.request import check, ranks, sort_of
from mappings.article import article_from

_LOG = logging.getLogger(__name__)

Json = dict[str, Any]
SECONDS = 10  # a shard that has not answered by then is left out, and the result says so
STATE: Json = {
    "size": 0,
    "aggs": {"indices": {"terms": {"field": "_index", "size": 100}, "aggs": {"last": {"stats": {"field": "_seq_no"}}}}},
}
GENERATION: Json = {"size": 1, "query": {"term": {"kind": "generation"}}, "_source": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is sent: sorted as it will be, with the bodies of its parts."""

    request: SearchRequest
    sort: str
    began: float  # time.perf_counter()
    after: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Searcher:
    """Asks one index."""

    client: Elasticsearch
    names: Names
    where: str

    def search(self, request: SearchRequest) -> SearchResult:
        """Return hits, facets and histogram of a request."""
        check(request)
        began = time.perf_counter()
        after = read_cursor(request, self._live()) if request.cursor else None
        asked = Asked(request, sort_of(request), began, after)
        parts = {"hits": hits_body(asked), "counts": counts_body(request), "held": held_body(request), "state": STATE}
        told = self.ask({name: body for name, body in parts.items() if body})
        if request.interval == "auto":
            told |= self._by_day(request, told)
        return self._result(asked, told)

    def ask(self, parts: Mapping[str, Json]) -> dict[str, Json]:
        """Send searches over all articles at once, and one for the generation; return the answers by name."""
        told = self.client.msearch(searches=self.lines_of(parts)).body["responses"]
        for answer in told:
            if "error" in answer:
                raise self._failed(answer)
        self._log_failure(told)
        return dict(zip([*parts, "generation"], told, strict=True))

    def lines_of(self, parts: Mapping[str, Json]) -> list[Json]:
        """Return the lines of an `_msearch`: a head and a body for each search."""
        lines: list[Json] = []
        for body in parts.values():
            lines += [{"index": self.names.read}, {"timeout": f"{SECONDS}s", **body}]
        return [*lines, {"index": self.names.captures}, GENERATION]

    def _log_failure(self, told: Sequence[Json]) -> None:
        """Log why a part of the index did not answer; a reader is told only that it did not."""
        failures = [failure for answer in told for failure in answer["_shards"].get("failures", ())]
        if failures:
            why = failures[0]["reason"]
            _LOG.warning("%s: a part of the index did not answer (%s): %s", self.where, why["type"], why.get("reason"))

    def _failed(self, answer: Json) -> Exception:
        kind, reason = answer["error"].get("type", ""), str(answer["error"].get("reason", ""))
        causes = answer["error"].get("root_cause") or [{}]
        if kind == "index_not_found_exception":
            return IndexMissing(
                f"there is no index at {self.where}: load one with 'backfile index … --index {self.where}'."
            )
        if answer["status"] >= 500 or answer["status"] == 429:
            kind = causes[0].get("type") or kind
            why = causes[0].get("reason") or "some of its shards are away"
            return IndexUnavailable(f"{self.where} cannot answer now ({kind}): {why}; look at its health and its log.")
        return BadRequest(f"{self.where} refused the search ({kind}): {causes[0].get('reason', reason)}")

    def _by_day(self, request: SearchRequest, told: Mapping[str, Json]) -> dict[str, Json]:
        """Ask for the bars once more when the span turned out short enough for days."""
        if counting.interval_of(told["counts"]["aggregations"]["span"]) != "day":
            return {}
        fixed = replace(request, interval="day", facets=())
        found, held = counts_body(fixed), held_body(fixed)
        days = self.ask({"counts": found or {}, "held": held or {}})
        return {"day counts": days["counts"], "day held": days["held"]}

    def _result(self, asked: Asked, told: Mapping[str, Json]) -> SearchResult:
        request, hits = asked.request, told["hits"]["hits"]
        found = hits["hits"]
        generation = self.generation_of(told["generation"])
        facets = told.get("counts", {}).get("aggregations", {})
        rest = facets.get("left out", {}).get("undated", {}).get("doc_count", 0)
        return SearchResult(
            total=hits["total"]["value"],
            relation=hits["total"]["relation"],
            hits=tuple(_hit(one, request, asked.sort) for one in found[: request.size]),
            facets={name: counting.facet_of(name, facets[f"facet:{name}"], request) for name in request.facets},
            histogram=_histogram(request, told),
            undated_left_out=rest,
            next_cursor=_next(asked, found, generation),
            partial=partial(told),
            generation=generation,
            state=state_of(told["state"], generation),
            took_ms=(time.perf_counter() - asked.began) * 1000,
        )

    def _live(self) -> str:
        return Indices(self.client, self.names, Access()).live() or ""

    def generation_of(self, told: Json) -> str:
        """Return the generation that answered."""
        found = told["hits"]["hits"]
        parts = self.names.parts(found[0]["_index"]) if found else None
        return parts[1] if parts else ""


def sort_body(sort: str) -> list[Json]:
    by_date = {"newest": "desc", "oldest": "asc"}.get(sort, "desc")
    dated = [{"sort_key": {"order": by_date, "missing": "_last"}}, {"id": {"order": by_date}}]
    return dated if sort != "relevance" else [{"_score": {"order": "desc"}}, *dated]


def found_query(request: SearchRequest) -> Json:
    """Return the query of all that a request finds."""
    query = text_query(request.query)
    narrowed = both(dated(request)[0], *filters(request))
    if "bool" not in narrowed:
        return query
    return {"bool": {"must": [query], "filter": narrowed["bool"]["filter"]}}


def hits_body(asked: Asked) -> Json:
    request = asked.request
    body: Json = {
        "query": found_query(request),
        "size": request.size + 1,  # one more: is there a next page?
        "sort": sort_body(asked.sort),
        "track_total_hits": True,
        "track_scores": asked.sort == "relevance",
        "_source": SOURCE,
    }
    if asked.after:
        body["search_after"] = list(asked.after)
    else:
        body["from"] = (request.page - 1) * request.size
    body["size"] = min(body["size"], MAX_WINDOW - body.get("from", 0))
    if request.highlight and ranks(request.query):
        body["highlight"] = highlight_of(request.query)
    return body


def counts_body(request: SearchRequest) -> Json | None:
    """Return the search that counts: facets, histogram, undated; None when nothing of it is asked for."""
    aggregations = counting.facet_aggregations(request)
    everywhere = both(*filters(request))
    left_out = dated(request)[1]
    if left_out:
        aggregations["left out"] = {"filter": everywhere, "aggs": {"undated": {"filter": left_out}}}
    for interval in _intervals(request):
        bars = counting.histogram_aggregations(interval)
        aggregations[f"bars:{interval}"] = {"filter": everywhere, "aggs": bars}
    if request.interval == "auto":
        aggregations["span"] = {"filter": everywhere, "aggs": counting.span_aggregations()}
    if not aggregations:
        return None
    return {"size": 0, "query": text_query(request.query), "track_total_hits": False, "aggs": aggregations}


def held_body(request: SearchRequest) -> Json | None:
    """Return the search that counts what the index holds, for the bars behind the bars."""
    if not request.interval:
        return None
    bars = {
        f"bars:{one}": {"filter": {"match_all": {}}, "aggs": counting.histogram_aggregations(one)}
        for one in _intervals(request)
    }
    return {"size": 0, "track_total_hits": False, "aggs": bars}


def _intervals(request: SearchRequest) -> Sequence[Interval]:
    if request.interval is None:
        return ()
    return ("month", "year") if request.interval == "auto" else (request.interval,)


def _histogram(request: SearchRequest, told: Mapping[str, Json]) -> Histogram | None:
    if not request.interval:
        return None
    found, held = told["counts"]["aggregations"], told["held"]["aggregations"]
    interval = counting.interval_of(found["span"]) if request.interval == "auto" else request.interval
    if "day counts" in told:
        found, held = told["day counts"]["aggregations"], told["day held"]["aggregations"]
    return counting.histogram_of(interval, found[f"bars:{interval}"], held[f"bars:{interval}"])


def _hit(found: Json, request: SearchRequest, sort: str) -> Hit:
    article = article_from(found["_source"])
    title, snippets = hit_texts(article, found.get("highlight", {}))
    score = found.get("_score") if sort == "relevance" else None
    return Hit(article=article, title=title, snippets=snippets if request.highlight else (), score=score)


def _next(asked: Asked, found: Sequence[Json], generation: str) -> str | None:
    request = asked.request
    if asked.sort == "relevance" or len(found) <= request.size or not request.size:
        return None
    return write_cursor(request, generation, tuple(found[request.size - 1]["sort"]))


def partial(told: Mapping[str, Json]) -> str:
    """Say what is missing from an answer; "" when it is whole."""
    failed = max((answer["_shards"]["failed"] for answer in told.values()), default=0)
    if failed:
        return f"{failed} of the index's parts did not answer: counts and hits are incomplete"
    if any(answer["timed_out"] for answer in told.values()):
        return f"the search was stopped after {SECONDS} seconds: counts and hits are incomplete"
    return ""


def state_of(told: Json, generation: str) -> str:
    """Return a name for what readers see now: it changes with every commit that they can see."""
    seen = [generation]
    for bucket in sorted(told["aggregations"]["indices"]["buckets"], key=lambda one: str(one["key"])):
        last = bucket["last"]
        seen.append(f"{bucket['key']} {bucket['doc_count']} {last['max']} {last['sum']}")
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]
