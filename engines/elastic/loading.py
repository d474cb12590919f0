"""Loading: articles and progress marks in, outcomes out, several requests in flight.

In: an iterable that is pulled as needed. Out: outcomes in its order, each given out once it is durable; a progress
mark is stored once everything before it is. Closing the iterator stores what was taken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import uuid4

from engines.contract import InputProgress, Outcome
from engines.elastic.storing import Store
from mappings.article import Article

BATCH = 500  # articles
BATCH_CHARACTERS = 2_000_000  # of title, lead and body: about 4 MB of Cyrillic
IN_FLIGHT = 3  # batches


@dataclass(slots=True)
class Batch:
    """What is sent at once: articles, and the progress marks that stood between them."""

    taken: list[Article | InputProgress] = field(default_factory=list)
    characters: int = 0
    articles: int = 0

    def add(self, one: Article | InputProgress) -> None:
        self.taken.append(one)
        if isinstance(one, Article):
            self.articles += 1
            self.characters += len(one.title) + len(one.lead) + len(one.body)

    @property
    def full(self) -> bool:
        return self.articles >= BATCH or self.characters >= BATCH_CHARACTERS or len(self.taken) >= 4 * BATCH

    @property
    def ids(self) -> set[str]:
        return {one.id for one in self.taken if isinstance(one, Article)}


@dataclass(slots=True)
class Flight:
    """A batch on its way."""

    batch: Batch
    slot: str
    stored: Future[list[Outcome]]


class Loader:
    """One load into one generation."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pool = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="backfile-load")
        self._flying: deque[Flight] = deque()
        self._free = [f"pending:{uuid4().hex}:{number}" for number in range(IN_FLIGHT)]
        self._used: set[str] = set()
        self._waiting = Batch()

    @property
    def stored(self) -> bool:
        """Say whether any article was sent: progress marks alone need no refresh."""
        return bool(self._used)

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        """Load articles; yield one outcome for each and for each progress mark, in their order."""
        batch = Batch()
        try:
            for one in articles:
                batch.add(one)
                if batch.full:
                    self._waiting, batch = batch, Batch()
                    yield from self._launch()
            self._waiting, batch = batch, Batch()
            yield from self._launch()
            while self._flying:
                yield from self._land()
        finally:
            self._end(batch)

    def _launch(self) -> Iterator[Outcome]:
        """Send the waiting batch off, after those with an article in common and when one of the slots is free."""
        ids = self._waiting.ids
        while self._flying and (not self._free or any(ids & one.batch.ids for one in self._flying)):
            yield from self._land()
        self._start()

    def _start(self) -> None:
        batch, self._waiting = self._waiting, Batch()
        if not batch.taken:
            return
        articles, slot = [one for one in batch.taken if isinstance(one, Article)], self._free.pop()
        if articles:
            self._used.add(slot)
            stored = self._pool.submit(self._store.store, articles, slot)
        else:
            stored = Future()
            stored.set_result([])
        self._flying.append(Flight(batch, slot, stored))

    def _land(self) -> list[Outcome]:
        """Wait for the oldest batch, store its progress marks, and return its outcomes."""
        flight = self._flying[0]
        stored = iter(flight.stored.result())
        marks = [one for one in flight.batch.taken if isinstance(one, InputProgress)]
        self._store.mark(marks)
        self._flying.popleft()
        self._free.append(flight.slot)
        return [_outcome(one, stored) for one in flight.batch.taken]

    def _end(self, batch: Batch) -> None:
        """Store what was taken and not given out: the reader stopped, or something went wrong."""
        try:
            for left in (self._waiting, batch):
                while self._flying:
                    self._land()
                self._waiting = left
                self._start()
            while self._flying:
                self._land()
            self._store.forget(sorted(self._used))
        finally:
            self._store.sender.stopping.set()
            self._pool.shutdown(wait=True)


def _outcome(one: Article | InputProgress, stored: Iterator[Outcome]) -> Outcome:
    return Outcome(kind="progress", progress=one) if isinstance(one, InputProgress) else next(stored)
