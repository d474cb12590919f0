"""Batches: the pages of archives in portions for the workers, and what goes with each portion.

In: where to start, and how far each file was read before. Out: batches, numbered; beside each, kept until its pages are
done: what was skipped in reading, how many bytes were read, and the progress to record once all before it is loaded.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engines.contract import InputProgress
from indexer.archives import Found, Input, Start, inputs, read_input
from indexer.capture import Capture, Revisit, Skipped
from indexer.named import names_of
from indexer.tally import INCOMPLETE
from indexer.workers import Batch

_PAGES = 32  # of a batch: half a second of a worker's time
_BYTES = 2 << 20
_FOUND = 1000  # records that are no pages cost nothing, but their progress is worth recording

_NOT_WHOLE = "not whole"  # the position of a file that was read to its end, past damage

ProgressOf = Callable[[str], InputProgress | None]


@dataclass(slots=True)
class Beside:
    """What goes with a batch: never sent to a worker."""

    skipped: list[Skipped] = field(default_factory=list)
    revisits: list[Revisit] = field(default_factory=list)
    names: dict[str, tuple[int, ...]] = field(default_factory=dict)  # what revisits name a page by, for its locator
    marks: dict[str, InputProgress] = field(default_factory=dict)  # the last for each input
    bytes: int = 0
    finished_before: int = 0  # files that an earlier run had read to their end
    damaged_before: int = 0  # of these, files that were not whole


class Batches:
    """An iterator over the batches of some archives; `beside` gives what goes with one, once."""

    def __init__(self, starts: Iterable[Start], roots: Mapping[str, Path], progress_of: ProgressOf | None) -> None:
        self._starts = starts
        self._roots = roots
        self._progress_of = progress_of
        self._beside: dict[int, Beside] = {}
        self._pages: list[Capture] = []
        self._weight = 0
        self._now = Beside()
        self._number = 0

    def beside(self, number: int) -> Beside:
        """Return what goes with a batch, and forget it."""
        return self._beside.pop(number)

    def __iter__(self) -> Iterator[Batch]:
        for start in self._starts:
            for given in inputs(start, self._roots):
                if isinstance(given, Skipped):
                    self._now.skipped.append(given)
                else:
                    yield from self._of_input(given)
                if self._is_full():
                    yield self._cut()
        yield self._cut()

    def _of_input(self, given: Input) -> Iterator[Batch]:
        key, position = "", ""
        if self._progress_of is not None:
            with contextlib.suppress(OSError):  # reading it will say so
                key = given.key()
            before = self._progress_of(key) if key else None
            if before and before.finished:
                self._now.bytes += given.size
                self._now.finished_before += 1
                self._now.damaged_before += before.position == _NOT_WHOLE
                return
            position = before.position if before else ""
        read = 0
        unreadable = damaged = False
        for found in read_input(given, position):
            self._take(found)
            unreadable = _is_unread(found.page, given)
            damaged = damaged or (isinstance(found.page, Skipped) and found.page.outcome in INCOMPLETE)
            self._now.bytes += found.read - read
            read = found.read
            if found.position and key:
                self._now.marks[key] = InputProgress(input=key, position=found.position)
            if self._is_full():
                yield self._cut()
        self._now.bytes += given.size - read
        if key and not unreadable:
            self._now.marks[key] = InputProgress(input=key, position=_NOT_WHOLE if damaged else "", finished=True)

    def _take(self, found: Found) -> None:
        if isinstance(found.page, Skipped):
            self._now.skipped.append(found.page)
        elif isinstance(found.page, Revisit):
            self._now.revisits.append(found.page)
        else:
            self._pages.append(found.page)
            if names := names_of(found.page):
                self._now.names[found.page.locator] = names
            self._weight += len(found.page.payload)

    def _is_full(self) -> bool:
        return (
            len(self._pages) >= _PAGES
            or self._weight >= _BYTES
            or len(self._now.skipped) + len(self._now.revisits) >= _FOUND
        )

    def _cut(self) -> Batch:
        batch = Batch(self._number, tuple(self._pages))
        self._beside[self._number] = self._now
        self._number += 1
        self._pages, self._weight, self._now = [], 0, Beside()
        return batch


def _is_unread(page: Capture | Revisit | Skipped, given: Input) -> bool:
    """Tell whether a file could not be read at all: then it is tried again the next time."""
    return isinstance(page, Skipped) and page.outcome == "unreadable input" and page.locator == given.locator
