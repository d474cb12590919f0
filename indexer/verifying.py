"""Whether an index is what its captures say, and whether the archives still hold the bytes.

In: an engine and where its archives lie. Out: a `Fault` for each thing that is not as it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engines.contract import Engine
from indexer.archives import Absent, capture_at
from mappings.article import CaptureRecord


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: of which article, where, and a sentence."""

    id: str
    locator: str
    what: str


def faults_of_index(engine: Engine) -> Iterator[Fault]:
    """Yield where articles and captures disagree: each article reads as its newest capture, and counts all of them."""
    records = newest = captures = 0
    for record in engine.all_captures():
        records += 1
        article = engine.get(record.id)
        if article is None:
            yield Fault(record.id, record.locator, "It has a capture and is not found.")
            continue
        shown = (article.captured or "", article.payload_hash)
        if shown < record.order:
            yield Fault(record.id, record.locator, "The article is older than this capture of it.")
        elif shown == record.order and article.locator == record.locator:
            newest += 1
            captures += article.captures
            over_all = {"first_captured": None, "captures": 1, "revisions": 1}
            if replace(article, **over_all) != replace(record.article, **over_all):  # type: ignore[arg-type]
                yield Fault(record.id, record.locator, "The article does not read as its newest capture does.")
    held = engine.status().articles
    if held != newest:
        yield Fault("", "", f"{held} articles are found, and {newest} have a newest capture.")
    if captures != records:
        yield Fault("", "", f"The articles count {captures} captures, and {records} are kept.")


def faults_of_archives(engine: Engine, roots: Mapping[str, Path]) -> Iterator[Fault]:
    """Yield the captures whose bytes are not where they were, or are others."""
    for record in engine.all_captures():
        what = _gone(record, roots)
        if what:
            yield Fault(record.id, record.locator, what)


def _gone(record: CaptureRecord, roots: Mapping[str, Path]) -> str:
    page = capture_at(record.locator, roots, record.payload_hash)
    return page.reason if isinstance(page, Absent) else ""
