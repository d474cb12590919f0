"""Worker processes that read pages: no page can hang or kill the run.

In: batches of captures. Out: for each batch an article or a `Skipped` for every page, in any order of batches. One
that takes too long over a page, or dies of it, loses that page alone: the rest of the batch goes to a new worker. A
page whose worker died is tried once more by itself, since something else may have killed it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import RawArray

from engines.contract import BackfileError
from indexer.capture import Capture, Reason, Skipped
from indexer.page_worker import Broken, Clock, Limits, Read, nothing, serve
from mappings.article import Article

__all__ = ["Batch", "Done", "Limits", "Setup", "WorkersBroken", "read_all", "start_context"]

_LOOK = 0.25  # seconds between two looks at a worker's clock
_STARTS = 20  # tries to start a worker, a tenth of a second apart: a fork server that was killed starts again


class WorkersBroken(BackfileError):
    """Workers cannot read pages; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How many processes there are, and what they do with each page."""

    count: int
    read: Read  # a function of a module, as workers import it
    load: Callable[[], None] = nothing  # what a worker does first, so that what is missing shows before any page
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some pages, numbered in order of reading."""

    number: int
    pages: tuple[Capture, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the pages of a batch, in their order."""

    number: int
    results: tuple[Article | Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Lost:
    """A worker that did not answer: the page it had in hand, by its number in the batch, and what happened."""

    page: int | None
    outcome: Reason = "killed its worker"
    reason: str = ""


def read_all(batches: Iterable[Batch], setup: Setup, stopping: threading.Event) -> Generator[Done]:
    """Yield what became of each batch, as it gets done, until all are done or `stopping` is set.

    Closing the iterator ends the processes. `batches` is iterated in threads, by one at a time.
    """
    crew = _Crew(iter(batches), setup)
    try:
        yield from crew.done(stopping)
    finally:
        crew.stop()


def start_context() -> BaseContext:
    """Return how processes are started: as was set before, else by a fork server where there is one, else by spawning.

    Never by forking: this process has threads by then.
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context(
        chosen if chosen not in (None, "fork") else "forkserver" if "forkserver" in known else "spawn"
    )
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(["indexer.extract"])
    return context


class _Crew:
    """Threads that hand batches out, each with a worker process of its own."""

    def __init__(self, batches: Iterator[Batch], setup: Setup) -> None:
        self._batches = batches
        self._taking = threading.Lock()
        self._stopping = threading.Event()
        self._results: queue.Queue[Done | BaseException | None] = queue.Queue(maxsize=2 * setup.count)
        context = start_context()
        workers = [_Worker(context, setup, self._stopping) for _ in range(setup.count)]
        self._threads = [threading.Thread(target=self._tend, args=(worker,), daemon=True) for worker in workers]
        for thread in self._threads:
            thread.start()

    def done(self, stopping: threading.Event) -> Iterator[Done]:
        working = len(self._threads)
        while working and not stopping.is_set():
            try:
                result = self._results.get(timeout=0.5)  # a wait without end would not hear Ctrl-C on Windows
            except queue.Empty:
                continue
            if result is None:
                working -= 1
            elif isinstance(result, BaseException):
                raise result
            else:
                yield result

    def stop(self) -> None:
        self._stopping.set()
        while any(thread.is_alive() for thread in self._threads):
            with contextlib.suppress(queue.Empty):  # make room for a thread that waits to put its result
                self._results.get(timeout=0.02)

    def _tend(self, worker: _Worker) -> None:
        try:
            while not self._stopping.is_set():
                with self._taking:
                    batch = next(self._batches, None)
                if batch is None:
                    break
                self._results.put(Done(batch.number, worker.results(batch.pages)))
            self._results.put(None)
        except BaseException as error:  # handed on to the thread that iterates
            self._results.put(error)
        finally:
            worker.end()


class _Worker:
    """One process, started when first needed and again after it died."""

    def __init__(self, context: BaseContext, setup: Setup, stopping: threading.Event) -> None:
        self._context = context
        self._setup = setup
        self._limits = setup.limits
        self._stopping = stopping
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._clock: Clock = [0.0, 0.0]
        self._idle_deaths = 0

    def results(self, pages: tuple[Capture, ...]) -> tuple[Article | Skipped, ...]:
        """Return what each page gave, in order; fewer once the crew is stopping."""
        results: dict[int, Article | Skipped] = {}
        suspects: set[int] = set()
        groups = [tuple(range(len(pages)))] if pages else []
        while groups and not self._stopping.is_set():
            group = groups.pop(0)
            answer = self._ask(tuple(pages[i] for i in group))
            if not isinstance(answer, _Lost):
                results.update(zip(group, answer, strict=True))
                continue
            culprit = None if answer.page is None else group[answer.page]
            if rest := tuple(i for i in group if i != culprit):
                groups.insert(0, rest)
            if culprit is None:
                continue
            if answer.outcome == "killed its worker" and culprit not in suspects:
                suspects.add(culprit)
                groups.append((culprit,))
            else:
                page = pages[culprit]
                results[culprit] = Skipped(
                    locator=page.locator, url=page.url, outcome=answer.outcome, reason=answer.reason
                )
        return tuple(results[i] for i in sorted(results))

    def end(self) -> None:
        """End the process; nothing of it is left."""
        if self._process is None or self._pipe is None:
            return
        with contextlib.suppress(OSError):
            if not self._clock[1]:
                self._pipe.send(None)
        self._pipe.close()
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
        self._process = self._pipe = None

    def _ask(self, pages: tuple[Capture, ...]) -> list[Article | Skipped] | _Lost:
        process, pipe = self._started()
        try:
            pipe.send(pages)
            while not self._stopping.is_set():
                if pipe in wait([pipe, process.sentinel], timeout=_LOOK):
                    answer: list[Article | Skipped] | Broken = pipe.recv()
                    if isinstance(answer, Broken):
                        raise WorkersBroken(
                            f"Pages cannot be read: {answer.reason}. Then run the same command again: what was "
                            "loaded is safe, and no file that was in hand counts as read."
                        )
                    self._idle_deaths = 0
                    return answer
                if not process.is_alive() and not pipe.poll():
                    break
                page, since = int(self._clock[0]), self._clock[1]
                if since and time.monotonic() - since > self._limits.seconds:
                    self._kill(process)
                    return _Lost(page, "too slow", f"Reading it took more than {self._limits.seconds:g} seconds.")
        except (EOFError, OSError):
            pass
        return _Lost(None) if self._stopping.is_set() else self._mourn(process)

    def _mourn(self, process: BaseProcess) -> _Lost:
        """Say what a dead worker had in hand; without a page it was not a page's fault."""
        process.join(5)
        code = process.exitcode
        busy = bool(self._clock[1])
        self._kill(process)
        if busy:
            return _Lost(int(self._clock[0]), reason=f"The process that read it died twice (exit code {code}).")
        self._idle_deaths += 1
        if self._idle_deaths > 3:
            raise WorkersBroken(f"Worker processes die before they read a page (exit code {code}).")
        return _Lost(None)

    def _kill(self, process: BaseProcess) -> None:
        process.kill()
        process.join()
        process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _started(self) -> tuple[BaseProcess, Connection]:
        if self._process is not None and self._pipe is not None:
            return self._process, self._pipe
        _hide_interrupts()
        for left in reversed(range(_STARTS)):
            ours, theirs = self._context.Pipe()
            self._clock = RawArray("d", 2)
            process = self._context.Process(  # type: ignore[attr-defined]
                target=serve,
                args=(theirs, self._clock, self._setup.read, self._setup.load, self._limits),
                daemon=True,
            )
            try:
                process.start()
            except (OSError, EOFError) as error:  # a fork server that has just been killed
                ours.close()
                if not left:
                    raise WorkersBroken(f"Worker processes cannot be started ({type(error).__name__}).") from error
                time.sleep(0.1)
            else:
                self._process, self._pipe = process, ours
                break
            finally:
                theirs.close()
        return process, ours


def _hide_interrupts() -> None:
    """Keep Ctrl-C from processes that this thread starts: they inherit what it blocks.

    The tracker that Python starts beside them lets the signal through again when it starts, so it comes first.
    """
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
