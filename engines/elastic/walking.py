"""A walk through everything that matches, each article once, as it was when the walk began.

In: a request. Out: articles in its sort, a page at a time, in constant memory. What is loaded meanwhile is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch

from engines.contract import SearchRequest
from engines.elastic.captures import close_pit
from engines.elastic.codec import SOURCE
from engines.elastic.searching import found_query, sort_body
from engines.request import check, sort_of
from mappings.article import Article, article_from

PAGE = 500
KEPT = "5m"  # how long the cluster keeps the view between two pages


def scan(client: Elasticsearch, index: str, request: SearchRequest) -> Iterator[Article]:
    """Yield every article that matches; an answer that is not whole raises, since a walk must not skip in silence."""
    check(replace(request, size=0, page=1, cursor=None))
    pit = client.open_point_in_time(index=index, keep_alive=KEPT)["id"]
    after: list[Any] | None = None
    try:
        while True:
            told = client.search(
                pit={"id": pit, "keep_alive": KEPT},
                query=found_query(request),
                size=PAGE,
                sort=[*sort_body(sort_of(request)), "_shard_doc"],
                search_after=after,
                source_includes=SOURCE,
                track_total_hits=False,
                allow_partial_search_results=False,
            )
            pit, hits = told["pit_id"], told["hits"]["hits"]
            for hit in hits:
                yield article_from(hit["_source"])
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        close_pit(client, pit)
