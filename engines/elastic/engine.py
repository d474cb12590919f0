"""The engine on Elasticsearch: every method of the contract, each a few lines over the modules beside it.

In: values of the contract. Out: values of the contract; the client's errors are translated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from elasticsearch import ApiError, Elasticsearch

from engines.access import Access
from engines.contract import (
    BackfileError,
    FacetValue,
    Hit,
    IndexMissing,
    IndexNotWritable,
    InputProgress,
    Outcome,
    SearchRequest,
    SearchResult,
    Status,
    Withdrawal,
)
from engines.elastic import captures, generation, likeness, overview, replay, walking
from engines.elastic.address import Address, Names
from engines.elastic.client import connect, errors
from engines.elastic.indices import Indices
from engines.elastic.loading import Loader
from engines.elastic.searching import Searcher
from engines.elastic.sending import Sender
from engines.elastic.storing import Store, Target
from mappings.article import Article, CaptureRecord, article_of


class ElasticEngine:
    """An index on a cluster; open one with `engines.open_index`."""

    def __init__(self, address: Address, access: Access, *, write: bool) -> None:
        self.address = address
        self._where = str(address)
        self._access = access
        self._writes = write
        self._client: Elasticsearch = connect(address, access)
        self._names = Names(address.name)
        self._indices = Indices(self._client, self._names, access)
        self._fresh = ""  # a generation made here, not served yet
        self._searcher = Searcher(self._client, self._names, self._where)

    def open(self) -> ElasticEngine:
        """Look whether the index is there; a writer makes it, and finishes what a broken load left."""
        with errors(self._where):
            live = self._indices.live()
            if live is None and not self._writes:
                raise IndexMissing(
                    f"there is no index at {self._where}: load one with 'backfile index PATH… --index {self._where}'."
                )
            if live is None:
                self._fresh = self._indices.create(live=True)
            elif self._writes:
                replay.finish(self._store(live))
                if self._indices.restore(live):
                    self._indices.refresh(live)
        return self

    # ---- writing

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        """Load articles as read from one capture each, and progress marks between them; yield one outcome for each."""
        live = self._live_for_writing()
        loader = Loader(self._store(live))
        try:
            with errors(self._where):
                yield from loader.load(articles)
        finally:
            if loader.stored:
                self._serve(live)

    def _serve(self, live: str) -> None:
        """Give the indices back what serving ones have, and show readers what was loaded; also after a failure."""
        self._fresh = ""
        try:
            with errors(self._where):
                self._indices.restore(live)
                self._indices.refresh(live)
        except BackfileError as error:  # the load's own error is the one to tell; the next writer restores
            captures.LOG.warning("%s: not restored yet: %s", self._where, error)

    def _live_for_writing(self) -> str:
        if not self._writes:
            raise IndexNotWritable(f"{self._where} was opened for reading only.")
        with errors(self._where):
            return self._indices.live() or self._indices.create(live=True)

    def _store(self, live: str) -> Store:
        sender = Sender(self._client, self._where, self._access.patience)
        return Store(self._client, self._indices, sender, Target(self._names, live, live=True))

    def progress(self, key: str) -> InputProgress | None:
        with errors(self._where):
            return captures.read_progress(self._client, self._names.captures, key)

    def withdraw(self, id: str, reason: str, when: str = "") -> None:
        """Take an article and its captures out for good; loading it again does not bring it back."""
        live = self._live_for_writing()
        with errors(self._where):
            self._store(live).withdraw(id, reason, when or captures.now()[:19] + "Z")
            self._indices.refresh(live)

    def allow(self, id: str) -> None:
        """Lift a withdrawal: the next load brings the article back."""
        live = self._live_for_writing()
        with errors(self._where):
            self._store(live).allow(id)
            self._indices.refresh(live)

    def withdrawn(self) -> tuple[Withdrawal, ...]:
        with errors(self._where):
            return captures.all_withdrawals(self._client, self._names.captures)

    def new_generation(self) -> generation.ElasticGeneration:
        """Make a fresh index beside the live one."""
        self._live_for_writing()
        with errors(self._where):
            return generation.begin(self._client, self._indices, self._where, self._access.patience)

    # ---- reading

    def search(self, request: SearchRequest) -> SearchResult:
        with errors(self._where):
            return self._searcher.search(request)

    def scan(self, request: SearchRequest) -> Iterator[Article]:
        with errors(self._where):
            yield from walking.scan(self._client, self._names.read, request)

    def get(self, id: str) -> Article | None:
        records = self.captures(id)
        return article_of(records) if records else None

    def captures(self, id: str) -> tuple[CaptureRecord, ...]:
        """Return the capture records of one article, newest first."""
        with errors(self._where):
            records = captures.read_entry(self._client, self._names.captures, id).records
        return tuple(sorted(records, key=lambda one: (*one.order, one.locator), reverse=True))

    def all_captures(self) -> Iterator[CaptureRecord]:
        with errors(self._where):
            try:
                self._client.indices.refresh(index=self._names.captures)
            except ApiError as error:
                if error.status_code != 403:
                    raise
            yield from captures.all_records(self._client, self._names.captures)

    def complete(self, name: str, prefix: str, limit: int = 10) -> tuple[FacetValue, ...]:
        asked = SearchRequest(size=0, facets=(name,), facet_size=limit, facet_prefix={name: prefix} if prefix else {})
        return self.search(asked).facets[name].values[:limit]

    def suggest(self, text: str) -> tuple[str, ...]:
        with errors(self._where):
            return likeness.suggest(self._client, self._names.read, text)

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        with errors(self._where):
            return likeness.similar(self._client, self._names, id, limit)

    def status(self) -> Status:
        with errors(self._where):
            seen = self._searcher.ask({"state": overview.STATE_AND_COUNTS})
            return replace(overview.status(self._client, self._names, self._searcher, seen), address=self._where)

    def analyze(self, language: str, text: str) -> tuple[tuple[str, ...], ...]:
        with errors(self._where):
            return overview.analyze(self._client, self._indices, language, text)

    def close(self) -> None:
        if self._fresh:
            self._serve(self._fresh)
        self._client.close()
