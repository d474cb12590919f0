"""What an index holds, compared with what was acknowledged, and with an index that was made without faults.

In: addresses of indexes. Out: values to compare, and in words what is wrong; "" when nothing is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

from engines import open_index
from engines.contract import Engine, IndexMissing, IndexUnavailable, SearchRequest
from indexer.verifying import faults_of_index
from tests import loader

PATIENCE = 60  # seconds in which an index whose maker was killed has to answer
_Seen = TypeVar("_Seen")


def held(address: str) -> set[str]:
    """Return the ids that a reader sees now."""
    return seen(address, lambda engine: {article.id for article in engine.scan(SearchRequest())}, set())


def position(address: str) -> int:
    """Return how far the engine's loader has come, as the index remembers it."""
    mark = seen(address, lambda engine: engine.progress(loader.INPUT), None)
    return int(mark.position) if mark else 0


def seen(address: str, look: Callable[[Engine], _Seen], nothing: _Seen) -> _Seen:
    """Return what a reader sees in an index as soon as it answers; `nothing` where there is none."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(open_index(address)) as engine:
                return look(engine)
        except IndexMissing:
            return nothing
        except IndexUnavailable:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def lost(address: str, acknowledged: str) -> str:
    """Return what of the output of the engine's loader is not in the index, or "".

    What is durable may be seen a little later: Elasticsearch shows it with the next refresh, within 30 seconds.
    """
    lines = acknowledged.split("\n")[:-1]
    marks = [int(line) for line in lines if line.isdigit()]
    until = time.monotonic() + PATIENCE
    while True:
        gone = {line for line in lines if line and not line.isdigit()} - held(address)
        reached = position(address)
        if not gone and reached >= max(marks, default=0):
            return ""
        if time.monotonic() > until:
            return f"{len(gone)} of {len(lines)} acknowledged lost, {reached} of {marks[-1:]}"
        time.sleep(1)


def difference(address: str, before: set[str], faultless: object) -> str:
    """Return how an index differs from what was seen in it before and from a faultless one, or ""."""
    if not before <= held(address):
        return "something was lost"
    return "" if contents(address) == faultless else "another outcome"


def contents(address: str) -> object:
    """Return all that readers can see of an index, but its name and times; and where it does not agree with itself."""
    with closing(open_index(address)) as engine:
        facets = ("author", "tag", "source", "lang")
        result = engine.search(SearchRequest(facets=facets, facet_size=1_000, interval="month"))
        articles = sorted(engine.scan(SearchRequest()), key=lambda article: article.id)
        captures = sorted((record.id, record.locator) for record in engine.all_captures())
        faults = list(faults_of_index(engine))
        return result.total, result.facets, result.histogram, articles, captures, faults, engine.progress(loader.INPUT)
