"""From archives through workers into an engine; every page ends in exactly one counted outcome.

In: paths and an engine, or paths alone. Out: a tally, or articles. An input's progress is recorded only after all
before it was loaded, whatever order workers are done in: a run that is stopped goes on where it stopped.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from engines.contract import Engine, InputProgress
from indexer import dead_letters
from indexer.archives import Start
from indexer.batches import Batches, Beside, ProgressOf
from indexer.capture import Revisit, Skipped
from indexer.disk import full_disk_told
from indexer.extract import read_capture
from indexer.extract.language import told
from indexer.losses import Seen, must_lose_nothing
from indexer.named import Named
from indexer.progress import Progress
from indexer.revisits import resolved, skipped, unknown, waiting, waiting_mark
from indexer.spool import Spool
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
    with closing(_Reading(run, None, tally, progress)) as reading, closing(reading.events()) as events:
        for event in events:
            if isinstance(event, Article):
                yield event


@full_disk_told()
def index(
    run: Run,
    engine: Engine,
    tally: Tally,
    progress: Progress,
    *,
    again: bool = False,
    refused: Path = dead_letters.FILE,
) -> None:
    """Load the articles of each page into an engine, and count what became of each.

    Files that an earlier run has read to their end are passed over, others begun where it stopped, unless `again`.
    Articles that the engine refuses go into the file `refused`, from which `backfile retry` loads them.
    """
    known: ProgressOf = (lambda key: None) if again else engine.progress
    with closing(_Reading(run, known, tally, progress)) as reading:
        for events in (reading.events(), reading.revisits(engine)):
            with closing(events):
                for outcome in dead_letters.loaded(engine.load, events, refused):
                    tally.loaded(outcome)
                    progress.loaded(outcome)


@full_disk_told()
def rebuild(
    run: Run,
    engine: Engine,
    marks: Iterable[InputProgress],
    tally: Tally,
    progress: Progress,
    *,
    let_go: bool = False,
) -> None:
    """Read everything into a new generation and put it in the place of the old one, with `marks` recorded in it.

    If that fails or is stopped, nothing changes. It fails with `Losses` when the archives lack what the index holds,
    unless that is `let_go`.
    """
    with closing(_Reading(run, lambda key: None, tally, progress)) as reading, closing(Seen()) as seen:
        generation = engine.new_generation()
        try:
            with closing(reading.events()) as events:
                for outcome in dead_letters.loaded(
                    generation.load, chain(marks, seen.noted(events)), dead_letters.FILE
                ):
                    tally.loaded(outcome)
                    progress.loaded(outcome)
            if run.stopping.is_set():
                generation.discard()
                return
            if not let_go:
                must_lose_nothing(engine, seen, run.roots)
            generation.publish()
        except BaseException:
            generation.discard()
            raise
        with closing(reading.revisits(engine)) as revisits:
            for outcome in dead_letters.loaded(engine.load, revisits, dead_letters.FILE):
                tally.loaded(outcome)


class _Reading:
    """One reading of some archives: what comes out of the workers, and when progress is true."""

    def __init__(self, run: Run, progress_of: ProgressOf | None, tally: Tally, progress: Progress) -> None:
        self._run = run
        self._batches = Batches(run.starts, run.roots, progress_of)
        self._with_engine = progress_of is not None
        self._tally = tally
        self._progress = progress
        self._revisits: Spool[Revisit] = Spool()
        self._named = Named()
        self._after_revisits: dict[str, InputProgress] = {}  # of files that hold revisits
        self._found = False  # any article: then revisits of earlier runs may find their page

    def close(self) -> None:
        self._revisits.close()
        self._named.close()

    def events(self) -> Generator[Article | InputProgress]:
        """Yield articles as workers get done, and the progress of a file as soon as all before it was yielded."""
        waiting: dict[int, Beside] = {}  # batches done before an earlier one
        due = 0
        with closing(read_all(self._batches, self._run.workers, self._run.stopping)) as done:
            for batch in done:
                waiting[batch.number] = beside = self._batches.beside(batch.number)
                for result in (*beside.skipped, *batch.results):
                    if isinstance(result, Skipped):
                        self._tally.skipped(result)
                    else:
                        self._found = True
                        self._progress.sent()
                        yield result
                if self._with_engine:
                    self._named.add(beside.names, (one for one in batch.results if isinstance(one, Article)))
                self._progress.advance(beside.bytes, len(batch.results))
                self._tally.finished_before += beside.finished_before
                self._tally.damaged_before += beside.damaged_before
                while due in waiting:
                    yield from self._marks(waiting.pop(due))
                    due += 1

    def revisits(self, engine: Engine) -> Generator[Article | InputProgress]:
        """Yield the articles that revisits name, now that all pages are loaded, and the progress held back for them."""
        if self._run.stopping.is_set():
            return
        before = waiting(engine)
        left: dict[str, Revisit] = {} if self._found else dict(before)
        for result in resolved(before.values() if self._found else (), engine, self._named):
            if isinstance(result, Revisit):
                left[result.locator] = result
            else:
                yield result
        for result in resolved(self._revisits, engine, self._named):
            if isinstance(result, Revisit):
                left[result.locator] = result
                self._tally.skipped(unknown(result))
            else:
                yield result
        if left != before:
            yield waiting_mark(left)
        yield from self._after_revisits.values()

    def _marks(self, beside: Beside) -> Iterator[InputProgress]:
        for revisit in beside.revisits:
            if self._with_engine:
                self._revisits.add(revisit)
            else:
                self._tally.skipped(skipped(revisit))
        for key, mark in beside.marks.items():
            if key in self._after_revisits or (beside.revisits and self._with_engine):
                self._after_revisits[key] = mark
            else:
                yield mark


def workers(count: int | None) -> Setup:
    """Return so many workers that extract articles; by default as many as this process may use processors."""
    return Setup(count=count or _processors(), read=read_capture, load=_load)


def _load() -> None:
    """Load the model that tells languages apart, which is a file, by telling one."""
    told("Прочитати мову цього речення можна лише за допомогою моделі, яка лежить у файлі.", [])


def _processors() -> int:
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on macOS and Windows
        return max(1, os.cpu_count() or 1)
