"""After a crash: the articles that a broken load left pending are computed anew from their capture records.

In: the notes of pending ids that a loader left in the captures index. Out: articles where they belong, in no other
language, and the notes of dead loaders gone. Doing it twice, or beside a loader that lives, does no harm.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from engines.elastic import captures
from engines.elastic.address import CAPTURES
from engines.elastic.captures import Entry
from engines.elastic.codec import version_of
from engines.elastic.sending import Operation
from engines.elastic.storing import Store
from mappings.article import article_of

_DEAD_AFTER = timedelta(hours=1)  # a loader that lives writes its note anew with every batch
_CHUNK = 200


def finish(store: Store) -> int:
    """Finish what broken loads left; return how many articles were written anew."""
    captured = store.target.captures
    store.client.indices.refresh(index=captured)
    done = 0
    for told in captures.entries(store.client, captured, {"term": {"kind": "pending"}}):
        ids = told["_source"]["note"]["ids"]
        for start in range(0, len(ids), _CHUNK):
            done += _write(store, ids[start : start + _CHUNK])
        if _is_dead(told["_source"]):
            guard = {"if_seq_no": told["_seq_no"], "if_primary_term": told["_primary_term"]}
            store.send([Operation({"delete": {"_index": captured, "_id": told["_id"], **guard}})])
    return done


def _write(store: Store, ids: Sequence[str]) -> int:
    entries = captures.read_entries(store.client, store.target.captures, ids).values()
    kept = [entry for entry in entries if entry.records and entry.language]
    store.ensure({entry.language or "" for entry in kept})
    held = {
        parts[0]
        for index in store.indices.indices(store.target.generation)
        if (parts := store.indices.names.parts(index))
    }
    operations = [one for entry in kept for one in _operations(store, entry, held - {CAPTURES})]
    store.send(operations)
    return len(kept)


def _operations(store: Store, entry: Entry, languages: set[str]) -> list[Operation]:
    version = {"version": version_of(article_of(entry.records)), "version_type": "external_gte"}
    others = sorted(languages - {entry.language or ""})
    gone = [Operation({"delete": {"_index": store.target.index(one), "_id": entry.id, **version}}) for one in others]
    return [*store.article_operations(entry, None), *gone]


def _is_dead(source: Mapping[str, Any]) -> bool:
    """Say whether the loader of a note is gone: its process on this machine, or its last sign long ago."""
    host, _, pid = source["note"]["owner"].rpartition(":")
    if host == socket.gethostname() and os.name == "posix":
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
    return datetime.fromisoformat(source["when"]) < datetime.now(UTC) - _DEAD_AFTER
