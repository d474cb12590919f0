"""The capture records of one generation, in SQLite: the truth that articles are computed from; progress; withdrawals.

In: capture records and marks. Out: the same, and which articles a broken load left pending. One connection writes; any
number of readers open their own.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import orjson

from engines.contract import InputProgress, Withdrawal
from engines.embedded.codec import pack, unpack
from mappings.article import CaptureRecord

_TABLES = """
CREATE TABLE IF NOT EXISTS capture (number INTEGER PRIMARY KEY, id TEXT NOT NULL, article BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS capture_id ON capture (id);
CREATE TABLE IF NOT EXISTS progress (input TEXT PRIMARY KEY, position TEXT NOT NULL, finished INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS withdrawal (id TEXT PRIMARY KEY, reason TEXT NOT NULL, moment TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pending (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS analysis (language TEXT PRIMARY KEY, name TEXT NOT NULL);
"""
_MANY = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture record as it is kept: under its number."""

    number: int | None  # None: not stored yet
    record: CaptureRecord


class Records:
    """One connection to a generation's records; open one with `open_records`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def begin(self) -> None:
        """Begin to write; nothing is kept before `commit`."""
        if not self._sql.in_transaction:
            self._sql.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make durable what was written since `begin`."""
        if self._sql.in_transaction:
            self._sql.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what was written since `begin`."""
        if self._sql.in_transaction:
            self._sql.execute("ROLLBACK")

    # ---- capture records

    def of(self, ids: Iterable[str]) -> dict[str, list[Kept]]:
        """Return the records of these articles, in the order in which they came; articles without any are left out."""
        found: dict[str, list[Kept]] = defaultdict(list)
        rows = self._sql.execute(
            "SELECT number, article FROM capture WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number",
            (orjson.dumps(list(ids)).decode(),),
        )
        for number, article in rows:
            record = CaptureRecord.of(unpack(article))
            found[record.id].append(Kept(number, record))
        return found

    def all(self) -> Iterator[CaptureRecord]:
        """Yield every record, in the order in which they came; a writer is not held up meanwhile."""
        last = 0
        while True:
            rows = self._sql.execute(
                "SELECT number, article FROM capture WHERE number > ? ORDER BY number LIMIT ?", (last, _MANY)
            ).fetchall()
            for last, article in rows:  # noqa: B007
                yield CaptureRecord.of(unpack(article))
            if len(rows) < _MANY:
                return

    def add(self, articles: Sequence[tuple[str, bytes]]) -> None:
        """Store new records: the id and packed article of each."""
        self._sql.executemany("INSERT INTO capture (id, article) VALUES (?, ?)", articles)

    def replace(self, kept: Kept) -> None:
        """Put another reading of a capture in the place of the one under its number."""
        self._sql.execute("UPDATE capture SET article = ? WHERE number = ?", (pack(kept.record.article), kept.number))

    def count(self) -> int:
        """Return how many records there are."""
        return int(self._sql.execute("SELECT count(*) FROM capture").fetchone()[0])

    # ---- pending: stored here, not yet known to be in the index

    def mark_pending(self, ids: Iterable[str]) -> None:
        self._sql.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((each,) for each in ids))

    def pending(self) -> list[str]:
        return [row[0] for row in self._sql.execute("SELECT id FROM pending ORDER BY id")]

    def clear_pending(self) -> None:
        self._sql.execute("DELETE FROM pending")

    # ---- progress

    def progress(self, key: str) -> InputProgress | None:
        row = self._sql.execute("SELECT input, position, finished FROM progress WHERE input = ?", (key,)).fetchone()
        return InputProgress(input=row[0], position=row[1], finished=bool(row[2])) if row else None

    def advance(self, marks: Iterable[InputProgress]) -> None:
        """Remember how far inputs have been loaded."""
        rows = ((mark.input, mark.position, int(mark.finished)) for mark in marks)
        self._sql.executemany("INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", rows)

    # ---- withdrawals

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Take an article's records out, and remember why; the first reason given stays."""
        self._sql.execute("DELETE FROM capture WHERE id = ?", (withdrawal.id,))
        self._sql.execute(
            "INSERT OR IGNORE INTO withdrawal VALUES (?, ?, ?)", (withdrawal.id, withdrawal.reason, withdrawal.when)
        )

    def allow(self, id: str) -> None:
        self._sql.execute("DELETE FROM withdrawal WHERE id = ?", (id,))

    def withdrawn_among(self, ids: Iterable[str]) -> dict[str, str]:
        """Return those of these articles that are withdrawn, with the reason."""
        return dict(
            self._sql.execute(
                "SELECT id, reason FROM withdrawal WHERE id IN (SELECT value FROM json_each(?))",
                (orjson.dumps(list(ids)).decode(),),
            )
        )

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        rows = self._sql.execute("SELECT id, reason, moment FROM withdrawal ORDER BY moment, id")
        return tuple(Withdrawal(id=row[0], reason=row[1], when=row[2]) for row in rows)

    # ---- notes

    def note(self, name: str) -> str | None:
        row = self._sql.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_note(self, name: str, value: str) -> None:
        self._sql.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def analysis(self) -> dict[str, str]:
        """Return how the words of each language were analysed."""
        return dict(self._sql.execute("SELECT language, name FROM analysis ORDER BY language"))

    def set_analysis(self, names: Mapping[str, str]) -> None:
        self._sql.executemany("INSERT OR REPLACE INTO analysis VALUES (?, ?)", names.items())

    def back_up(self, path: Path) -> None:
        """Copy all of this, as of one moment, into a new file; loading may go on meanwhile."""
        with closing(sqlite3.connect(path)) as target:
            self._sql.backup(target)

    def close(self) -> None:
        self._sql.close()


def make_records(path: Path) -> Records:
    """Open a generation's records for writing; make them when they are not there."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(_TABLES)
    return Records(connection)


def open_records(path: Path) -> Records:
    """Open a generation's records for reading only."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("SELECT 1 FROM note LIMIT 1")
    except sqlite3.OperationalError:
        connection.close()  # a folder on read-only media: no other process can be writing
        return Records(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False))
    return Records(connection)
