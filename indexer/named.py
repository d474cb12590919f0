"""What revisits name captures by: record id, address and time, digest of the payload.

In: captures, as one run reads them, and the articles they gave. Out: for a name, which article it is and which capture
of it. Kept in a temporary file, some 150 bytes a capture, for there may be more than fit into memory.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.capture import Capture, Revisit
from indexer.identity import identity_key
from mappings.article import Article


@dataclass(frozen=True, slots=True)
class Meant:
    """A capture that a revisit names: of which article, and when."""

    id: str
    captured: str | None


class Named:
    """The names of one run's captures. Written first, then asked."""

    def __init__(self) -> None:
        # "" is a file of SQLite's own that nobody sees, and that is gone with the connection
        self._sql = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE name (key INTEGER, id TEXT, captured TEXT)",
        ):
            self._sql.execute(statement)
        self._is_ordered = False

    def close(self) -> None:
        """Remove the file."""
        self._sql.close()

    def add(self, names: Mapping[str, tuple[int, ...]], articles: Iterable[Article]) -> None:
        """Keep the names of captures, given by locator, of which these are the articles."""
        rows = [(key, article.id, article.captured) for article in articles for key in names.get(article.locator, ())]
        if rows:
            self._sql.execute("BEGIN")
            self._sql.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
            self._sql.execute("COMMIT")

    def meant(self, key: int) -> Meant | None:
        """Return the capture of a name; of several the newest."""
        if not self._is_ordered:
            self._sql.execute("CREATE INDEX IF NOT EXISTS names ON name (key, captured)")
            self._is_ordered = True
        found = self._sql.execute(
            "SELECT id, captured FROM name WHERE key = ? ORDER BY captured DESC LIMIT 1", (key,)
        ).fetchone()
        return Meant(*found) if found else None


def names_of(capture: Capture) -> tuple[int, ...]:
    """Return the keys that revisits may name a capture by; none for one that is no record of a WARC file."""
    if not capture.record:
        return ()
    digest = (_key("digest", capture.digest),) if capture.digest else ()
    return (_key("record", capture.record), _visit(capture.url, capture.captured), *digest)


def named_by(revisit: Revisit) -> Iterator[int]:
    """Yield the keys of the capture that a revisit names for certain: its record, else its address and time."""
    if revisit.of_record:
        yield _key("record", revisit.of_record)
    if revisit.of_captured:
        yield _visit(revisit.of_url, revisit.of_captured)


def like(revisit: Revisit) -> Iterator[int]:
    """Yield the key of captures with the payload that a revisit says to have seen."""
    if revisit.digest:
        yield _key("digest", revisit.digest)


def _visit(url: str | None, captured: str | None) -> int:
    return _key("visit", f"{identity_key(url or '')} {captured}")


def _key(kind: str, name: str) -> int:
    """Return 63 bits of a name's hash: among ten million names, two are one with a chance of 1 to 100,000."""
    digest = hashlib.blake2b(f"{kind} {name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
