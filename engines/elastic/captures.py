"""The captures index: one entry per article with its capture records, and what else a generation remembers.

In: ids, records, progress, withdrawals. Out: entries with the sequence number under which they were read, so that two
loaders cannot overwrite each other's records unseen.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from elasticsearch import ApiError, Elasticsearch, NotFoundError

from engines.contract import IndexUnavailable, InputProgress, Withdrawal
from engines.elastic.codec import records_from, records_source
from engines.elastic.sending import Operation
from mappings.article import CaptureRecord

PAGE = 500
LONGEST_ID = 64  # an id has 22 characters
LOG = logging.getLogger("backfile.elastic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is kept of one article; `seq_no` is None while there is nothing."""

    id: str
    records: tuple[CaptureRecord, ...] = ()
    language: str | None = None  # whose index holds the article
    withdrawn: tuple[str, str] | None = None  # reason, when
    seq_no: int | None = None
    primary_term: int | None = None


def now() -> str:
    """Return this moment, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_entries(client: Elasticsearch, index: str, ids: Sequence[str]) -> dict[str, Entry]:
    """Return the entries of these ids, also of articles that nothing is kept of; as they are now, refreshed or not."""
    if not ids:
        return {}
    told = client.mget(index=index, ids=list(ids)).body["docs"]
    failed = next((one["error"] for one in told if "error" in one), None)
    if failed:
        raise IndexUnavailable(
            f"a part of {index} does not answer ({failed.get('type')}): look at the cluster's health."
        )
    return {one["_id"]: entry_of(one) for one in told}


def read_entry(client: Elasticsearch, index: str, id: str) -> Entry:
    """Return the entry of one id; whatever stood in a URL may be asked for."""
    if not id or len(id) > LONGEST_ID or not id.isascii():
        return Entry(id=id)
    try:
        return entry_of(client.get(index=index, id=id).body)
    except NotFoundError as error:
        if isinstance(error.body, dict) and "found" in error.body:
            return Entry(id=id)
        raise


def entry_of(told: Mapping[str, Any]) -> Entry:
    """Return the entry that a read or a search told."""
    if not told.get("found"):
        return Entry(id=told["_id"])
    source = told["_source"]
    note = source.get("note") or {}
    return Entry(
        id=told["_id"],
        records=records_from(told["_id"], source.get("records") or {}),
        language=source.get("language"),
        withdrawn=(note.get("reason", ""), source.get("when", "")) if source.get("withdrawn") else None,
        seq_no=told.get("_seq_no"),
        primary_term=told.get("_primary_term"),
    )


def write_entry(index: str, entry: Entry) -> Operation:
    """Return the operation that writes an entry: refused with 409 when it changed since it was read."""
    action: dict[str, Any] = {"_index": index, "_id": entry.id}
    if entry.seq_no is None:
        return Operation({"create": action}, _source(entry))
    return Operation(
        {"index": action | {"if_seq_no": entry.seq_no, "if_primary_term": entry.primary_term}}, _source(entry)
    )


def _source(entry: Entry) -> bytes:
    source: dict[str, Any] = {"kind": "article", "when": now()}
    if entry.records:
        source["records"] = records_source(entry.records)
    if entry.language:
        source["language"] = entry.language
    if entry.withdrawn:
        source |= {"withdrawn": True, "note": {"reason": entry.withdrawn[0]}, "when": entry.withdrawn[1]}
    return orjson.dumps(source)


def write_progress(index: str, marks: Iterable[InputProgress]) -> list[Operation]:
    """Return the operations that remember how far inputs were loaded: of several marks of one input the last."""
    latest = {mark.input: mark for mark in marks}
    return [
        Operation(
            {"index": {"_index": index, "_id": _progress_id(mark.input)}},
            orjson.dumps({"kind": "progress", "when": now(), "note": mark}),
        )
        for mark in latest.values()
    ]


def read_progress(client: Elasticsearch, index: str, key: str) -> InputProgress | None:
    try:
        note = client.get(index=index, id=_progress_id(key)).body["_source"]["note"]
    except NotFoundError as error:
        if isinstance(error.body, dict) and "found" in error.body:
            return None
        raise
    return InputProgress(**note)


def _progress_id(key: str) -> str:
    return "progress:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def entries(client: Elasticsearch, index: str, query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every entry that a query matches, each once, as it was when asked; in constant memory."""
    pit = client.open_point_in_time(index=index, keep_alive="5m")["id"]
    after: list[Any] | None = None
    try:
        while True:
            told = client.search(
                pit={"id": pit, "keep_alive": "5m"},
                query=dict(query),
                size=PAGE,
                sort=["_shard_doc"],
                search_after=after,
                seq_no_primary_term=True,
                track_total_hits=False,
                allow_partial_search_results=False,
            )
            pit, hits = told["pit_id"], told["hits"]["hits"]
            for hit in hits:
                yield {**hit, "found": True}
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        close_pit(client, pit)


def close_pit(client: Elasticsearch, pit: str) -> None:
    """Close a point in time; one that is gone already does no harm."""
    try:
        client.close_point_in_time(id=pit)
    except ApiError:
        return


ARTICLES: Mapping[str, Any] = {
    "bool": {"filter": [{"term": {"kind": "article"}}], "must_not": [{"term": {"withdrawn": True}}]}
}
WITHDRAWN: Mapping[str, Any] = {"term": {"withdrawn": True}}


def all_records(client: Elasticsearch, index: str) -> Iterator[CaptureRecord]:
    """Yield every capture record that is kept."""
    for found in entries(client, index, ARTICLES):
        yield from entry_of(found).records


def all_withdrawals(client: Elasticsearch, index: str) -> tuple[Withdrawal, ...]:
    """Return what is withdrawn, in the order in which it was."""
    found = [entry_of(one) for one in entries(client, index, WITHDRAWN)]
    told = [Withdrawal(id=one.id, reason=one.withdrawn[0], when=one.withdrawn[1]) for one in found if one.withdrawn]
    return tuple(sorted(told, key=lambda one: (one.when, one.id)))


def entries_since(client: Elasticsearch, index: str, when: str) -> Iterator[Entry]:
    """Yield the entries of articles that were written at this moment or later."""
    written = {"bool": {"filter": [{"term": {"kind": "article"}}, {"range": {"when": {"gte": when}}}]}}
    for found in entries(client, index, written):
        yield entry_of(found)
