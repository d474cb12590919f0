"""What goes wrong below, said in the words of the contract: one place for SQLite, Tantivy and the file system.

In: an exception. Out: an error of `engines.contract` that says what happened, where, and what to do.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.contract import BackfileError, BadRequest, FormatMismatch, IndexLocked, IndexNotWritable, IndexUnavailable

_FULL = re.compile(r"no space left|disk is full|quota exceeded|file too large|os error (28|27|122|112)\b", re.I)
_FORBIDDEN = re.compile(r"permission denied|read-?only|access is denied|os error (13|30|5)\b", re.I)
_BUSY = re.compile(r"lockbusy|database is locked|database table is locked", re.I)
_OTHER_FIELDS = re.compile(r"schema does not match", re.I)
_TOO_WIDE = re.compile(r"exceeded max expansions", re.I)
_GONE = re.compile(r"no such file|unable to open|not found|os error (2|3)\b|no such table", re.I)
_KILLED = re.compile(r"index writer was killed", re.I)  # what Tantivy says when a thread of its could not write
_LITTLE = 256_000_000  # bytes free: a merge takes more
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def failures(where: Path) -> Iterator[None]:
    """Translate what Tantivy, SQLite and the file system raise inside; errors of the contract pass as they are.

    Tantivy raises ValueError for everything, and its panics are no `Exception`.
    """
    try:
        yield
    except BackfileError:
        raise
    except (sqlite3.Error, OSError, ValueError) as error:
        raise told(error, where) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise told(error, where) from error


def told(error: BaseException, where: Path) -> BackfileError:
    """Return the error of the contract for one from below."""
    text = _plain(error)
    if (isinstance(error, OSError) and error.errno in _NO_ROOM) or _FULL.search(text) or _no_room_to_write(text, where):
        return IndexNotWritable(
            f"The disk of {where} is full. What was reported as loaded is safe: "
            "make room and run the same command again."
        )
    if isinstance(error, PermissionError) or _FORBIDDEN.search(text):
        return IndexNotWritable(
            f"{where} cannot be written ({text}): give this user the right to read and write there. "
            "Searching needs it too, for the locks that readers share."
        )
    if _BUSY.search(text):
        return IndexLocked(f"Another process is writing to {where}: wait until it ends, then run the command again.")
    if _TOO_WIDE.search(text):
        return BadRequest("Too many words begin as one of this query does: write more of its letters before the *.")
    if _OTHER_FIELDS.search(text):
        return FormatMismatch(
            f"The index at {where} was made with other fields than this Backfile's. Make it anew from what it holds: "
            f"backfile rebuild --from-captures --index {where}"
        )
    if _GONE.search(text):
        return IndexUnavailable(f"A part of the index at {where} cannot be opened ({text}): try again; {_CURE}")
    return IndexUnavailable(f"The index at {where} cannot be read ({type(error).__name__}: {text}): {_CURE}")


def _no_room_to_write(text: str, where: Path) -> bool:
    """Tell whether Tantivy's writer stopped, which doesn't say why, where there is hardly any room left."""
    try:
        return bool(_KILLED.search(text)) and shutil.disk_usage(where).free < _LITTLE
    except OSError:
        return False


def _plain(error: BaseException) -> str:
    """Return what an error says, without numbers of the system's."""
    if not isinstance(error, OSError) or not error.errno:
        return f"{error}"
    return ": ".join(filter(None, (os.fsdecode(error.filename or ""), error.strerror)))


_CURE = (
    "if it stays so, check the disk, then put a backup back (backfile restore) or make the index anew "
    "from the captures it keeps: backfile rebuild --from-captures"
)
