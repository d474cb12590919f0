"""A fresh generation beside the live one: filled, checked, put in its place in one step, or thrown away.

In: articles. Out: outcomes; then a swap of the aliases that readers do not notice. Until the swap, and after any
failure, the old generation serves.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from elasticsearch import ConflictError, Elasticsearch

from engines.contract import BackfileError, IndexLocked, InputProgress, Outcome
from engines.elastic import captures
from engines.elastic.address import CAPTURES
from engines.elastic.captures import Entry
from engines.elastic.client import errors
from engines.elastic.indices import Indices
from engines.elastic.loading import Loader
from engines.elastic.sending import Sender
from engines.elastic.storing import Store, Target
from mappings.article import Article, article_of

LOCK = "rebuild"
CANNED = 50  # articles looked for in the new generation before it may serve
READERS_GO_ON = 600.0  # seconds that the old generation waits for exports and walks that still read it
_GRACE = 1.0  # for requests already on their way


@dataclass(slots=True)
class ElasticGeneration:
    """A generation that no reader sees yet."""

    client: Elasticsearch
    indices: Indices
    where: str
    patience: float
    old: str | None
    name: str
    began: str

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        """Load articles into this generation; withdrawals of the live one hold here too."""
        with errors(self.where):
            self._carry_withdrawals()
            yield from Loader(self._store()).load(articles)

    def publish(self) -> None:
        """Check this generation and put it in the place of the live one, with what was loaded there meanwhile."""
        with errors(self.where):
            self.indices.restore(self.name)
            self._carry_over()
            self.indices.refresh(self.name)
            self.client.options(request_timeout=330).cluster.health(
                index=f"{self.indices.names.name}-*-{self.name}", wait_for_status="yellow", timeout="300s"
            )
            self._check()
            old = self.indices.indices(self.old) if self.old else {}
            self.indices.swap(self.old, self.name)
            self._carry_over()
            self.indices.refresh(self.name)
            self._unlock()
            self._wait_for_readers(list(old))
            self.indices.drop(old)

    def discard(self) -> None:
        """Throw this generation away; the live one goes on."""
        with errors(self.where):
            self.indices.drop(self.indices.indices(self.name))
            self._unlock()

    def _store(self) -> Store:
        target = Target(self.indices.names, self.name, live=False)
        return Store(self.client, self.indices, Sender(self.client, self.where, self.patience), target)

    def _captures(self, generation: str) -> str:
        return self.indices.names.index(CAPTURES, generation)

    def _carry_withdrawals(self) -> None:
        if not self.old:
            return
        store = self._store()
        there = captures.all_withdrawals(self.client, self._captures(self.old))
        for withdrawn in there:
            store.withdraw(withdrawn.id, withdrawn.reason, withdrawn.when)
        self.client.indices.refresh(index=self._captures(self.name))
        for lifted in captures.all_withdrawals(self.client, self._captures(self.name)):
            if lifted.id not in {one.id for one in there}:
                store.allow(lifted.id)

    def _carry_over(self) -> None:
        """Bring what other loaders wrote into the live generation since this one was begun."""
        if not self.old:
            return
        self.client.indices.refresh(index=self._captures(self.old))
        self._carry_withdrawals()
        store = self._store()
        batch: list[Entry] = []
        for entry in captures.entries_since(self.client, self._captures(self.old), self.began):
            if not entry.withdrawn:
                batch.append(entry)
            if len(batch) >= captures.PAGE:
                self._carry(store, batch)
                batch = []
        self._carry(store, batch)

    def _carry(self, store: Store, entries: list[Entry]) -> None:
        """Store the captures that this generation does not have; those it has were read anew."""
        here = captures.read_entries(self.client, store.target.captures, [entry.id for entry in entries])
        known = {(*record.order, record.locator) for entry in here.values() for record in entry.records}
        records = (record for entry in entries for record in entry.records)
        articles = [record.article for record in records if (*record.order, record.locator) not in known]
        if articles:
            store.store(articles, "pending:carried")
            store.forget(["pending:carried"])

    def _check(self) -> None:
        """Refuse to serve what is not whole: counts that differ, or articles that are not found again."""
        names = self.indices.names
        readers = f"{names.name}-*-{self.name},-{self._captures(self.name)}"
        kept = self.client.count(index=self._captures(self.name), query=dict(captures.ARTICLES))["count"]
        found = self.client.count(index=readers)["count"]
        if kept != found:
            raise BackfileError(
                f"the rebuilt index holds {found} articles where {kept} were read: the old one goes on; run it again."
            )
        if self.old and not found and self.client.count(index=names.read)["count"]:
            raise BackfileError(
                "the rebuilt index is empty and the old one is not: the old one goes on; check the archives' paths."
            )
        sample = self.client.search(index=self._captures(self.name), query=dict(captures.ARTICLES), size=CANNED)[
            "hits"
        ]["hits"]
        for told in sample:
            self._check_found(readers, captures.entry_of({**told, "found": True}))

    def _check_found(self, readers: str, entry: Entry) -> None:
        article = article_of(entry.records)
        query = {
            "bool": {
                "filter": [
                    {"ids": {"values": [entry.id]}},
                    {"match": {"title": {"query": article.title, "operator": "and"}}},
                ]
            }
        }
        if article.title.strip(" \n.…-—") and not self.client.count(index=readers, query=query)["count"]:
            raise BackfileError(
                f"the rebuilt index does not find {article.url or entry.id} by its title: the old one goes on."
            )

    def _wait_for_readers(self, old: list[str]) -> None:
        if not old:
            return
        end = time.monotonic() + READERS_GO_ON
        time.sleep(_GRACE)
        while time.monotonic() < end:
            told = self.client.indices.stats(index=",".join(old), metric="search")
            if not told["_all"]["total"].get("search", {}).get("open_contexts", 0):
                return
            time.sleep(_GRACE)

    def _unlock(self) -> None:
        if self.old:
            self.client.options(ignore_status=404).delete(index=self._captures(self.old), id=LOCK)


def begin(client: Elasticsearch, indices: Indices, where: str, patience: float) -> ElasticGeneration:
    """Make a fresh generation; one rebuild at a time, and what an earlier one left behind goes."""
    old = indices.live()
    if old:
        captured = indices.names.index(CAPTURES, old)
        note = {"kind": "rebuild", "when": captures.now()}
        try:
            client.index(index=captured, id=LOCK, document=note, op_type="create")
        except ConflictError as error:
            since = client.get(index=captured, id=LOCK)["_source"]["when"]
            if since[:10] >= captures.now()[:10]:
                raise IndexLocked(
                    f"{where} is being rebuilt since {since}: wait for it. If that rebuild is dead, this works again "
                    f"tomorrow, or at once after deleting the entry {LOCK!r} of {captured}."
                ) from error
            client.index(index=captured, id=LOCK, document=note)
    indices.drop(index for index, generation in indices.indices().items() if generation != old)
    began = captures.now()
    return ElasticGeneration(client, indices, where, patience, old, indices.create(live=False), began)
