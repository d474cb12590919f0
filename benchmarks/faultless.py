"""What an index holds, compared with what was acknowledged, and with an index that was made without faults.

In: addresses of indexes. Out: values to compare, and in words what is wrong; "" when nothing is.
"""

from __future__ import annotations

from contextlib import closing

from engines import open_index
from engines.contract import IndexMissing, SearchRequest
from indexer.verifying import faults_of_index
from tests import loader


def held(address: str) -> set[str]:
    """Return the ids that a reader sees now."""
    try:
        with closing(open_index(address)) as engine:
            return {article.id for article in engine.scan(SearchRequest())}
    except IndexMissing:
        return set()


def position(address: str) -> int:
    """Return how far the engine's loader has come, as the index remembers it."""
    try:
        with closing(open_index(address)) as engine:
            mark = engine.progress(loader.INPUT)
            return int(mark.position) if mark else 0
    except IndexMissing:
        return 0


def lost(address: str, acknowledged: str) -> str:
    """Return what of the output of the engine's loader is not in the index, or ""."""
    lines = acknowledged.split("\n")[:-1]
    marks = [int(line) for line in lines if line.isdigit()]
    gone = {line for line in lines if line and not line.isdigit()} - held(address)
    if gone or position(address) < max(marks, default=0):
        return f"{len(gone)} of {len(lines)} acknowledged lost, {position(address)} of {marks[-1:]}"
    return ""


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
