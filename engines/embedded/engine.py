"""The engine in a folder: every method of the contract, each a few lines over the modules beside it.

In: values of the contract. Out: values of the contract; what Tantivy, SQLite and the file system raise is translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from tantivy import Query

from engines.analysis import Analyzers
from engines.contract import (
    FacetValue,
    FormatMismatch,
    Hit,
    IndexNotWritable,
    InputProgress,
    Outcome,
    SearchRequest,
    SearchResult,
    Status,
    Withdrawal,
)
from engines.embedded import likeness, searching, walking
from engines.embedded.failures import failures
from engines.embedded.folder import Folder
from engines.embedded.generation import EmbeddedGeneration
from engines.embedded.histogram import by_year, span_of
from engines.embedded.lock import WriterLock
from engines.embedded.view import Reader, View, check
from engines.embedded.writing import Store
from engines.request import check as check_request
from mappings.article import Article, CaptureRecord

_MOST = 10_000


class EmbeddedEngine:
    """An index in a folder; open one with `engines.open_index`."""

    def __init__(self, path: Path, *, write: bool, old: bool = False) -> None:
        self.path = path
        self._folder = Folder(path)
        self._analyzers = Analyzers()
        self._reader = Reader(self._folder, self._analyzers)
        self._lock: WriterLock | None = None
        self._store: Store | None = None
        self._mismatch: FormatMismatch | None = None
        with failures(path):
            if write:
                self._open_for_writing(old=old)
            else:
                self._folder.check(old=old)
                if not old:
                    self._reader.view()

    def _open_for_writing(self, *, old: bool) -> None:
        self._folder.make(old=old)
        self._lock = WriterLock(self._folder.lock)
        try:
            live = self._folder.live()
            if live is None:
                self._folder.must_be_new()
                live = self._folder.new_generation()
                Store.make(self._folder.generation(live), self._analyzers, self.path).close()
                self._folder.publish(live)
            self._folder.remove_all_but(live)
            self._use(live)
        except BaseException:
            self.close()
            raise

    def _use(self, live: str) -> None:
        """Write to this generation from now on. One of another analysis can only be read and rebuilt."""
        generation = self._folder.generation(live)
        self._store = Store(generation, self._analyzers, self.path)
        try:
            check(generation, self._analyzers)
            self._store.replay()
            self._store.release()
        except FormatMismatch as error:
            self._mismatch = error

    # ---- writing

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        """Load articles as read from one capture each, and progress marks between them; yield one outcome for each."""
        yield from self._writable().load(articles)

    def withdraw(self, id: str, reason: str, when: str = "") -> None:
        """Take an article and its captures out for good; loading it again does not bring it back."""
        moment = when or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._writable().withdraw(Withdrawal(id=id, reason=reason, when=moment))

    def allow(self, id: str) -> None:
        """Lift a withdrawal: the next load brings the article back."""
        self._writable().allow(id)

    def new_generation(self) -> EmbeddedGeneration:
        """Make a fresh generation beside the live one."""
        live = self._opened()
        with failures(self.path):
            name = self._folder.new_generation()
            store = Store.make(self._folder.generation(name), self._analyzers, self.path)
        return EmbeddedGeneration(self._folder, name, store, live.records, self._published)

    def _published(self, name: str, store: Store) -> None:
        """Write to a generation that has just become the live one; the one before it goes."""
        if self._store is not None:
            self._store.close()
        self._store, self._mismatch = store, None
        self._folder.renew()
        self._folder.remove_all_but(name)

    def _opened(self) -> Store:
        if self._store is None:
            raise IndexNotWritable(f"{self.path} was opened for reading only.")
        return self._store

    def _writable(self) -> Store:
        if self._mismatch is not None:
            raise self._mismatch
        return self._opened()

    # ---- reading

    def search(self, request: SearchRequest) -> SearchResult:
        with failures(self.path):
            return searching.search(self._reader.view(), self._analyzers, request)

    def scan(self, request: SearchRequest) -> Iterator[Article]:
        """Yield every article that matches, each once, in the request's sort, as it was when the walk began."""
        with failures(self.path):
            bare = replace(request, size=0, page=1, cursor=None, facets=(), facet_prefix={}, interval=None)
            check_request(bare)
            yield from walking.walk(self._reader.view(), bare)

    def get(self, id: str) -> Article | None:
        with failures(self.path):
            return _article(self._reader.view(), id)

    def captures(self, id: str) -> tuple[CaptureRecord, ...]:
        """Return the capture records of one article, newest first."""
        with failures(self.path), closing(self._reader.records()) as records:
            kept = [one.record for one in records.of([id]).get(id, ())]
        return tuple(sorted(kept, key=lambda record: (*record.order, record.locator), reverse=True))

    def all_captures(self) -> Iterator[CaptureRecord]:
        with failures(self.path), closing(self._reader.records()) as records:
            yield from records.all()

    def progress(self, key: str) -> InputProgress | None:
        with failures(self.path), closing(self._reader.records()) as records:
            return records.progress(key)

    def withdrawn(self) -> tuple[Withdrawal, ...]:
        with failures(self.path), closing(self._reader.records()) as records:
            return records.withdrawals()

    def complete(self, name: str, prefix: str, limit: int = 10) -> tuple[FacetValue, ...]:
        asked = SearchRequest(size=0, facets=(name,), facet_size=limit, facet_prefix={name: prefix} if prefix else {})
        return self.search(asked).facets[name].values

    def suggest(self, text: str) -> tuple[str, ...]:
        with failures(self.path):
            return likeness.suggested(self._reader.view(), text)

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Return the articles that share most of the rarest words of this one."""
        with failures(self.path):
            view = self._reader.view()
            article = _article(view, id)
            if article is None or limit < 1:
                return ()
            found = view.searcher.search(likeness.similar_to(view, article, self._analyzers), limit, count=False).hits
            marker = searching.Marker(self._analyzers, None)
            return tuple(marker.hit(view.article(address), score) for score, address in found)

    def analyze(self, language: str, text: str) -> tuple[tuple[str, ...], ...]:
        return tuple(self._analyzers.get(language).terms(text))

    def status(self) -> Status:
        with failures(self.path), closing(self._reader.records()) as records:
            view = self._reader.view()
            facets = self._everything().facets
            span = span_of(view, Query.all_query())
            return Status(
                address=str(self.path),
                engine=f"embedded (Tantivy {version('tantivy')})",
                generation=view.generation,
                state=view.state,
                articles=view.searcher.num_docs,
                captures=records.count(),
                withdrawn=len(records.withdrawals()),
                by_source=tuple((value.value, value.count) for value in facets["source"].values),
                by_language=tuple((value.value, value.count) for value in facets["lang"].values),
                by_year=_years(view),
                first_day=date.fromordinal(span[0]).isoformat() if span else None,
                last_day=date.fromordinal(span[1]).isoformat() if span else None,
                last_loaded=records.note("loaded"),
                size_bytes=self._folder.size(),
                analysis=records.analysis(),
            )

    def _everything(self) -> SearchResult:
        return self.search(SearchRequest(size=0, facets=("source", "lang"), facet_size=_MOST))

    def close(self) -> None:
        """Let the index go; closing twice does nothing."""
        if self._store is not None:
            self._store.close()
        if self._lock is not None:
            self._lock.close()


def _article(view: View, id: str) -> Article | None:
    found = view.searcher.search(Query.term_query(view.asking.schema, "id", id), 1, count=False).hits
    return view.article(found[0][1]) if found else None


def _years(view: View) -> tuple[tuple[str, int], ...]:
    counts = {f"{year:04d}": count for year, count in by_year(view).items()}
    if undated := view.searcher.num_docs - sum(counts.values()):
        counts[""] = undated
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
