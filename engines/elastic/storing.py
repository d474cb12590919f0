"""One batch of articles, stored so that a crash at any moment loses nothing that was acknowledged.

In: articles as read from one capture each. Out: an outcome for each. The order of writing: a note of the ids that are
pending; the entries with the capture records (truth); the articles computed from them, each into the index of its
language and out of the one that held it before. A writer that finds a note left behind computes those articles anew.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from elasticsearch import Elasticsearch

from engines.contract import InputProgress, Kind, Outcome
from engines.elastic import captures
from engines.elastic.address import CAPTURES, Names
from engines.elastic.captures import Entry
from engines.elastic.codec import article_source, version_of
from engines.elastic.indices import Indices
from engines.elastic.sending import Answer, Operation, Sender, busy, missing_alias, no_index
from mappings.article import Article, CaptureRecord, article_of

_ROUNDS = 12  # two loaders may meet over one article again and again, but not so often


@dataclass(frozen=True, slots=True)
class Target:
    """Which generation is written: the live one through its aliases, so that a swap is followed, or a fresh one."""

    names: Names
    generation: str
    live: bool

    def index(self, language: str) -> str:
        return self.names.write(language) if self.live else self.names.index(language, self.generation)

    @property
    def captures(self) -> str:
        return self.index(CAPTURES)


@dataclass(slots=True)
class Plan:
    """What is to become of one article: its entry as it was and as it will be, an outcome for each capture."""

    before: Entry
    after: Entry
    kinds: list[Kind]
    changed: bool


@dataclass(slots=True)
class Store:
    """Writes batches into one generation; safe to use from several threads."""

    client: Elasticsearch
    indices: Indices
    sender: Sender
    target: Target
    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    made: set[str] = field(default_factory=set)

    def store(self, articles: Sequence[Article], slot: str) -> list[Outcome]:
        """Store a batch and return an outcome for each article, in their order; durable when it returns."""
        batch: dict[str, list[Article]] = {}
        for article in articles:
            batch.setdefault(article.id, []).append(article)
        self._note(slot, list(batch))
        plans = self._write_records(batch)
        changed = {key: plan for key, plan in plans.items() if plan.changed}
        refused = self._write_articles(changed)
        self._take_back({key: changed[key] for key in refused})
        return _outcomes(articles, plans, refused)

    def _note(self, slot: str, ids: Sequence[str]) -> None:
        source = {"kind": "pending", "when": captures.now(), "note": {"ids": ids, "owner": self.owner}}
        self.send([Operation({"index": {"_index": self.target.captures, "_id": slot}}, orjson.dumps(source))])

    def mark(self, marks: Sequence[InputProgress]) -> None:
        """Remember how far inputs were loaded."""
        self.send(captures.write_progress(self.target.captures, marks))

    def forget(self, slots: Iterable[str]) -> None:
        """Take the notes of pending articles away: all are stored."""
        self.send([Operation({"delete": {"_index": self.target.captures, "_id": slot}}) for slot in slots])

    def _write_records(self, batch: Mapping[str, Sequence[Article]]) -> dict[str, Plan]:
        """Write the entries of a batch; those that another loader changed in between are read and merged again."""
        plans: dict[str, Plan] = {}
        left = list(batch)
        for _ in range(_ROUNDS):
            for key, entry in self.entries(left).items():
                plans[key] = self._plan(entry, batch[key], plans.get(key))
            writing = [key for key in left if plans[key].after is not plans[key].before]
            operations = [captures.write_entry(self.target.captures, plans[key].after) for key in writing]
            answers = self.send(operations)
            left = [key for key, answer in zip(writing, answers, strict=True) if answer.status == 409]
            if not left:
                return plans
        raise busy(self.sender.where, left[0])

    def _plan(self, entry: Entry, articles: Sequence[Article], earlier: Plan | None) -> Plan:
        if entry.withdrawn:
            return Plan(entry, entry, ["withdrawn" for _ in articles], changed=False)
        records, kinds = list(entry.records), []
        for article in articles:
            kinds.append(_add(records, CaptureRecord.of(article)))
        if all(kind == "unchanged" for kind in kinds):
            # Sent before, and the answer was lost: the records are there, the article may not be.
            return Plan(entry, entry, earlier.kinds if earlier else kinds, changed=earlier is not None)
        language = self.indices.home(article_of(records).language)
        return Plan(entry, replace(entry, records=tuple(records), language=language), kinds, changed=True)

    def _write_articles(self, plans: Mapping[str, Plan]) -> dict[str, str]:
        """Write the articles of changed entries; return id → reason of those that were refused."""
        moved = [plan.before.language for plan in plans.values() if plan.before.language != plan.after.language]
        left = {language for language in moved if language}
        self.made -= left  # looked at anew: a deletion from an index that is not there would make one
        self.ensure({language for plan in plans.values() if (language := plan.after.language)} | left)
        operations: list[Operation] = []
        refused: dict[str, str] = {}
        for key, plan in plans.items():
            try:
                operations += self.article_operations(plan.after, plan.before.language)
            except ValueError as error:  # a date that is none, and the like
                refused[key] = str(error)
        answers = self.send(operations)
        for operation, answer in zip(operations, answers, strict=True):
            if not answer.stored and answer.status not in (404, 409):
                refused[operation.action["index"]["_id"]] = answer.reason
        return refused

    def article_operations(self, entry: Entry, before: str | None) -> list[Operation]:
        """Return the operations that put an article where its entry says, and out of the language it had before."""
        article, language = article_of(entry.records), entry.language or ""
        version = {"_id": entry.id, "version": version_of(article), "version_type": "external_gte"}
        source = orjson.dumps(article_source(article))
        operations = [Operation({"index": {"_index": self.target.index(language), **version}}, source)]
        if before and before != language:
            operations.append(Operation({"delete": {"_index": self.target.index(before), **version}}))
        return operations

    def _take_back(self, refused: Mapping[str, Plan]) -> None:
        """Restore the entries of articles that were refused: what is not searchable is not kept as loaded."""
        now = self.entries(list(refused))
        operations = []
        for key, plan in refused.items():
            here = now[key]
            if here.records != plan.after.records:
                continue  # another loader was here
            if plan.before.seq_no is None:
                guard = {"if_seq_no": here.seq_no, "if_primary_term": here.primary_term}
                operations.append(Operation({"delete": {"_index": self.target.captures, "_id": key, **guard}}))
            else:
                old = replace(plan.before, seq_no=here.seq_no, primary_term=here.primary_term)
                operations.append(captures.write_entry(self.target.captures, old))
        self.send(operations)

    def withdraw(self, id: str, reason: str, when: str) -> None:
        """Take an article out with all its captures, and remember that it stays out."""

        def without(entry: Entry) -> Entry:
            return replace(entry, records=(), language=None, withdrawn=entry.withdrawn or (reason, when))

        before = self._change(id, without)
        if before.records and before.language:
            self.made.discard(before.language)
            self.ensure([before.language])
            version = {"version": version_of(article_of(before.records)), "version_type": "external_gte"}
            self.send([Operation({"delete": {"_index": self.target.index(before.language), "_id": id, **version}})])

    def allow(self, id: str) -> None:
        """Lift a withdrawal; nothing comes back before the article is loaded again."""
        self._change(id, lambda entry: replace(entry, withdrawn=None))

    def _change(self, id: str, change: Callable[[Entry], Entry]) -> Entry:
        """Write an entry as changed, however many loaders work on it; return it as it was."""
        for _ in range(_ROUNDS):
            before = self.entries([id])[id]
            after = change(before)
            if after == before:
                return before
            if self.send([captures.write_entry(self.target.captures, after)])[0].stored:
                return before
        raise busy(self.sender.where, id)

    def entries(self, ids: Sequence[str]) -> dict[str, Entry]:
        """Return the entries of these ids as they are now; waits while the cluster is away."""
        return self.sender.patiently(lambda: captures.read_entries(self.client, self.target.captures, ids))

    def ensure(self, languages: Iterable[str]) -> None:
        """Make the indices of languages that have none yet."""
        for language in sorted(set(languages) - self.made):
            self.sender.patiently(lambda one=language: self._ensure(one))  # type: ignore[misc]
            self.made.add(language)

    def _ensure(self, language: str) -> None:
        if not self.target.live or not self.client.indices.exists_alias(name=self.target.index(language)):
            self.indices.ensure(language, self.target.generation, live=self.target.live)

    def send(self, operations: Sequence[Operation]) -> list[Answer]:
        if not operations:
            return []
        answers = self.sender.send(operations, require_alias=self.target.live)
        if missing_alias(answers):
            raise no_index(self.sender.where)
        return answers


def _add(records: list[CaptureRecord], record: CaptureRecord) -> Kind:
    """Add a capture record, or put it in the place of an older reading of the same capture; say what it is."""
    same = (record.captured, record.payload_hash, record.locator)
    for place, known in enumerate(records):
        if (known.captured, known.payload_hash, known.locator) == same:
            if known == record:
                return "unchanged"
            records[place] = record
            break
    else:
        records.append(record)
    newest = max(records, key=lambda one: (*one.order, one.locator))
    return "indexed" if newest == record else "older capture"


def _outcomes(articles: Sequence[Article], plans: Mapping[str, Plan], refused: Mapping[str, str]) -> list[Outcome]:
    kinds = {key: iter(plan.kinds) for key, plan in plans.items()}
    outcomes = []
    for article in articles:
        kind: Any = next(kinds[article.id])
        reason = ""
        if article.id in refused and kind != "unchanged":
            kind, reason = "refused", refused[article.id]
        elif kind == "withdrawn":
            reason = (plans[article.id].before.withdrawn or ("", ""))[0]
        outcomes.append(Outcome(kind=kind, id=article.id, locator=article.locator, url=article.url, reason=reason))
    return outcomes
