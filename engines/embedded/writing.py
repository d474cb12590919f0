"""Loading: articles into the capture records and the index, in batches that survive a crash at any moment.

In: articles as read from one capture each, and progress marks. Out: one outcome for each, once it is durable. A batch:
records stored with their ids pending → index committed → marks cleared and progress advanced. What is pending when a
writer begins is computed anew from the records; doing that twice does no harm.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import tantivy

from engines.analysis import Analyzers
from engines.contract import InputProgress, Outcome, Withdrawal
from engines.embedded.codec import pack
from engines.embedded.failures import failures
from engines.embedded.merging import Change, merged, outcomes
from engines.embedded.records import make_records
from engines.embedded.schema import SCHEMA, DocumentMaker, build_schema, open_index
from engines.embedded.terms import TermsWriter
from mappings.article import Article, article_of

_CHUNK = 500  # articles whose records are looked up together
_CHUNK_LETTERS = 4_000_000
_CHUNK_SECONDS = 2.0
_BATCH = 20_000  # articles of a batch: each commit makes a segment, and segments must be merged
_BATCH_LETTERS = 80_000_000
_BATCH_SECONDS = 10.0
_REPLAYED = 1_000  # articles computed anew at a time

Item = Article | InputProgress


@dataclass(slots=True)
class Batch:
    """What was taken and is not durable yet."""

    outcomes: list[Outcome] = field(default_factory=list)
    marks: list[InputProgress] = field(default_factory=list)
    letters: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def full(self) -> bool:
        old = time.monotonic() - self.began >= _BATCH_SECONDS
        return old or len(self.outcomes) >= _BATCH or self.letters >= _BATCH_LETTERS


class Store:
    """One generation, open for writing: its records and its index."""

    def __init__(self, generation: Path, analyzers: Analyzers, where: Path) -> None:
        self._where = where
        self._maker = DocumentMaker(analyzers)
        self._terms = TermsWriter(generation / "terms")
        self.records = make_records(generation / "captures.db")

    @classmethod
    def make(cls, generation: Path, analyzers: Analyzers, where: Path) -> Store:
        """Make an empty generation."""
        open_index(generation / "terms", build_schema())
        store = cls(generation, analyzers, where)
        store.records.begin()
        store.records.set_note("schema", str(SCHEMA))
        store.records.commit()
        return store

    def load(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """Load articles and progress marks; see `Engine.load`."""
        self.replay()
        try:
            for batch in self._batches(iter(items)):
                yield from batch.outcomes
        finally:
            self.release()

    def replay(self) -> None:
        """Finish what a broken load left: index anew whatever is pending."""
        with failures(self._where), self._undone_on_failure():
            pending = self.records.pending()
            if not pending:
                return
            for start in range(0, len(pending), _REPLAYED):
                ids = pending[start : start + _REPLAYED]
                kept = self.records.of(ids)
                for key in ids:
                    if records := kept.get(key):
                        article = article_of(one.record for one in records)
                        self._terms.put(key, self._maker.document(article, pack(article)), new=False)
                    else:
                        self._terms.delete(key)
            self._terms.commit()
            self._settle()

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Take an article and its records out, and remember that it stays out."""
        self.replay()
        with failures(self._where), self._undone_on_failure():
            self.records.begin()
            self.records.withdraw(withdrawal)
            self.records.mark_pending([withdrawal.id])
            self.records.commit()
            self._terms.delete(withdrawal.id)
            self._terms.commit()
            self._settle()
        self.release()

    def allow(self, id: str) -> None:
        """Lift a withdrawal; nothing comes back before the article is loaded again."""
        with failures(self._where), self._undone_on_failure():
            self.records.begin()
            self.records.allow(id)
            self.records.commit()

    def release(self) -> None:
        """Let the index go, so that another writer can have it."""
        with failures(self._where):
            self._terms.release()

    def close(self) -> None:
        self._terms.abandon()
        self.records.close()

    # ---- batches

    def _batches(self, source: Iterator[Item]) -> Iterator[Batch]:
        """Yield one batch after the other, each durable. When the source fails, what was taken of it is kept."""
        batch, ended = Batch(), False
        while not ended:
            chunk, ended, failure = _chunk(source)
            with failures(self._where), self._undone_on_failure():
                self._take(chunk, batch)
                if ended or batch.full:
                    self._commit(batch)
            if failure is not None:
                raise failure
            if ended or batch.full:
                yield batch
                batch = Batch()

    def _take(self, chunk: Sequence[Item], batch: Batch) -> None:
        """Store a chunk's records and index its articles; nothing of it is durable yet."""
        told = iter(self._merge([item for item in chunk if isinstance(item, Article)]))
        for item in chunk:
            if isinstance(item, Article):
                batch.outcomes.append(next(told))
                batch.letters += _letters(item)
            else:
                batch.marks.append(item)
                batch.outcomes.append(Outcome(kind="progress", progress=item))

    def _merge(self, articles: Sequence[Article]) -> list[Outcome]:
        ids = {article.id for article in articles}
        withdrawn = self.records.withdrawn_among(ids)
        changes = merged(articles, self.records.of(ids), withdrawn)
        refused: dict[str, str] = {}
        self.records.begin()
        for key, change in changes.items():
            if change.changed and key not in withdrawn:
                try:
                    document, packed = self._document(change)
                except (ValueError, TypeError, OverflowError) as error:
                    refused[key] = f"It cannot be indexed: {error}"
                else:
                    self._store(key, change, packed)
                    self._terms.put(key, document, new=not change.before)
        return outcomes(articles, changes, withdrawn, refused)

    def _document(self, change: Change) -> tuple[tantivy.Document, list[bytes]]:
        """Return an article as the index keeps it, and the records to add, packed."""
        article = change.article()
        whole = pack(article)
        packed = [whole if record.article == article else pack(record.article) for record in change.new]
        return self._maker.document(article, whole), packed

    def _store(self, id: str, change: Change, packed: Sequence[bytes]) -> None:
        self.records.add([(id, one) for one in packed])
        for kept in change.reread:
            self.records.replace(kept)
        self.records.mark_pending([id])

    def _commit(self, batch: Batch) -> None:
        """Make a batch durable."""
        self.records.begin()
        self.records.set_analysis(self._maker.used)
        self.records.commit()
        self._terms.commit()
        self._settle(batch.marks, loaded=bool(batch.outcomes))

    def _settle(self, marks: Sequence[InputProgress] = (), *, loaded: bool = False) -> None:
        """Clear the pending marks, which are indexed now, and remember how far the inputs have been loaded."""
        self.records.begin()
        self.records.clear_pending()
        self.records.advance(marks)
        if loaded:
            self.records.set_note("loaded", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        self.records.commit()

    @contextmanager
    def _undone_on_failure(self) -> Iterator[None]:
        """Forget what is not durable when something fails; what is pending then is finished by the next writer."""
        try:
            yield
        except BaseException:
            self._terms.abandon()
            self.records.rollback()
            raise


def _chunk(source: Iterator[Item]) -> tuple[list[Item], bool, BaseException | None]:
    """Take some items: not many, not much text, not for long. Return them, whether they are the last, and why."""
    chunk: list[Item] = []
    letters, until = 0, time.monotonic() + _CHUNK_SECONDS
    try:
        for item in source:
            chunk.append(item)
            letters += _letters(item) if isinstance(item, Article) else 0
            if len(chunk) >= _CHUNK or letters >= _CHUNK_LETTERS or time.monotonic() > until:
                return chunk, False, None
    except BaseException as failure:  # it is raised again as soon as what came before it is durable
        return chunk, True, failure
    return chunk, True, None


def _letters(article: Article) -> int:
    return len(article.body) + len(article.title) + len(article.lead)
