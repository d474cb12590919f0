"""What a rebuild from archives would lose: captures that the index holds and the archives do not, as they lie now.

In: the articles that a rebuild reads, then the old generation. Out: nothing, or `Losses` with numbers and examples. A
capture is the same wherever its file lies now: by its time and its bytes. One whose bytes are still in their place was
read otherwise by this version, and is not lost.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from engines.contract import BackfileError, Engine
from indexer.archives import Absent, capture_at
from mappings.article import Article, CaptureRecord

_EXAMPLES = 3
_T = TypeVar("_T")


class Losses(BackfileError):
    """A rebuild that would give up captures which the index holds."""


class Seen:
    """The captures that a rebuild has read, in a temporary file: some 30 bytes each. Written first, then asked."""

    def __init__(self) -> None:
        self._sql = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # a file that nobody else sees
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE seen (key INTEGER)",
            "BEGIN",
        ):
            self._sql.execute(statement)

    def close(self) -> None:
        """Remove the file."""
        self._sql.close()

    def noted(self, items: Iterable[_T]) -> Iterator[_T]:
        """Pass everything on, and remember the captures among it."""
        for item in items:
            if isinstance(item, Article):
                self._sql.execute("INSERT INTO seen VALUES (?)", (_key(item),))
            yield item

    def lacks(self, article: Article) -> bool:
        """Tell whether this capture was not read."""
        if self._sql.in_transaction:
            self._sql.execute("COMMIT")
            self._sql.execute("CREATE INDEX seen_key ON seen (key)")
        return self._sql.execute("SELECT 1 FROM seen WHERE key = ? LIMIT 1", (_key(article),)).fetchone() is None


def must_lose_nothing(engine: Engine, seen: Seen, roots: Mapping[str, Path]) -> None:
    """Raise Losses when captures that the index holds were not read, and are not where they were either."""
    held = lost = 0
    examples: list[str] = []
    for record in engine.all_captures():
        held += 1
        reason = _gone(record, seen, roots)
        if reason:
            lost += 1
            if len(examples) < _EXAMPLES:
                examples.append(f"{record.locator}  {record.article.title}: {reason}")
    if lost:
        raise Losses(
            f"The archives lack {lost:,} of the {held:,} captures that the index holds, so nothing was changed:\n"
            + "".join(f"  {example}\n" for example in examples)
            + "Put the archives back (is a disk not mounted?) or say where they lie with --archives NAME=PATH. Without "
            "them, `backfile rebuild --from-captures` keeps everything; --let-go gives up what the archives lack."
        )


def _gone(record: CaptureRecord, seen: Seen, roots: Mapping[str, Path]) -> str:
    if not seen.lacks(record.article):
        return ""
    page = capture_at(record.locator, roots, record.payload_hash)
    return page.reason if isinstance(page, Absent) else ""


def _key(article: Article) -> int:
    """Return 63 bits of a capture's hash: among ten million captures, two are one with a chance of 1 to 100,000."""
    digest = hashlib.blake2b(f"{article.captured} {article.payload_hash}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
