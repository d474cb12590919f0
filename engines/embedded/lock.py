"""One writer at a time, on every system: SQLite's own file lock, which goes when its process goes.

In: a file. Out: a lock that is held until it is closed, or IndexLocked with who holds it. The file is never deleted.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from engines.contract import IndexLocked


class WriterLock:
    """The right to write to one index, held while the object is open."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._take()
        except sqlite3.OperationalError as error:
            holder = self._holder()
            self._connection.close()
            if "locked" not in str(error):
                raise
            raise IndexLocked(
                f"Another process is writing to {path.parent}{holder}. "
                "Wait until it ends, or end it, then run the command again; reading goes on meanwhile."
            ) from error

    def _take(self) -> None:
        """Reserve the right to write, leave a note of who has it, reserve it again; readers see the note all along."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("CREATE TABLE IF NOT EXISTS holder (process INTEGER, host TEXT, since TEXT)")
        self._connection.execute("DELETE FROM holder")
        since = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        self._connection.execute("INSERT INTO holder VALUES (?, ?, ?)", (os.getpid(), socket.gethostname(), since))
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN IMMEDIATE")

    def _holder(self) -> str:
        try:
            found = self._connection.execute("SELECT process, host, since FROM holder").fetchone()
        except sqlite3.Error:
            return ""
        return f" (process {found[0]} on {found[1]}, since {found[2]})" if found else ""

    def close(self) -> None:
        """Give the right back; closing twice does nothing."""
        self._connection.close()
