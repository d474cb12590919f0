"""From archives through workers into an engine; every page ends in exactly one counted outcome.

In: paths and an engine, or paths alone. Out: a tally, or articles. An input's progress is recorded only after all
before it was loaded, whatever order workers are done in: a run that is stopped goes on where it stopped.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from engines.contract import Engine, InputProgress
from indexer.archives import Start
from indexer.batches import Batches, ProgressOf
from indexer.capture import Skipped
from indexer.extract import read_capture
from indexer.progress import Progress
from indexer.tally import Tally
from indexer.workers import Setup, read_all
from mappings.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What to read, and with what."""

    starts: tuple[Start, ...]
    roots: Mapping[str, Path]
    workers: Setup
    stopping: threading.Event = field(default_factory=threading.Event)  # set it to end at the next batch


def articles(run: Run, tally: Tally, progress: Progress) -> Generator[Article]:
    """Yield the article of each page; pages that give none are counted."""
    with closing(_events(run, None, tally, progress)) as events:
        for event in events:
            if isinstance(event, Article):
                yield event


def index(run: Run, engine: Engine, tally: Tally, progress: Progress, *, again: bool = False) -> None:
    """Load the articles of each page into an engine, and count what became of each.

    Files that an earlier run has read to their end are passed over, others begun where it stopped, unless `again`.
    """
    known = (lambda key: None) if again else engine.progress
    with closing(_events(run, known, tally, progress)) as events:
        for outcome in engine.load(events):
            tally.loaded(outcome)


def _events(
    run: Run, progress_of: ProgressOf | None, tally: Tally, progress: Progress
) -> Generator[Article | InputProgress]:
    batches = Batches(run.starts, run.roots, progress_of)
    waiting: dict[int, list[InputProgress]] = {}  # marks of batches done before an earlier one
    due = 0
    with closing(read_all(batches, run.workers, run.stopping)) as done:
        for batch in done:
            beside = batches.beside(batch.number)
            for skipped in beside.skipped:
                tally.skipped(skipped)
            for result in batch.results:
                if isinstance(result, Skipped):
                    tally.skipped(result)
                else:
                    yield result
            progress.advance(beside.bytes, len(batch.results))
            tally.finished_before += beside.finished_before
            waiting[batch.number] = list(beside.marks.values())
            while due in waiting:
                yield from waiting.pop(due)
                due += 1


def workers(count: int | None) -> Setup:
    """Return so many workers that extract articles; by default as many as this process may use processors."""
    return Setup(count=count or _processors(), read=read_capture)


def _processors() -> int:
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on macOS and Windows
        return max(1, os.cpu_count() or 1)
