"""What runs in a worker process: pages in by a pipe, articles out, one batch at a time.

In: tuples of captures. Out: lists of articles and `Skipped`s in the same order, or `Broken` and the worker's end: a
full disk or a missing file is no property of a page, so no page is counted for it. The shared clock tells the parent
which page is in hand and since when, so that it can end a worker that hangs.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from indexer.capture import Capture, Skipped
from mappings.article import Article

try:
    import resource
except ImportError:  # Windows has none; there a page is bounded by time and size alone
    resource = None  # type: ignore[assignment]

Read = Callable[[Capture], Article | Skipped]
Clock = MutableSequence[float]  # [number of the page in hand, when it was taken up or 0 between pages]

_OF_A_PAGE = {0, errno.EINVAL, errno.EOVERFLOW, errno.ERANGE}  # what odd dates and damaged gzip data raise, too
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one page may take."""

    seconds: float = 20.0  # wall clock; a page takes 0.02 s on average
    memory: int = 1 << 30  # bytes of address space above what a worker has from the start; 0: no limit


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a worker cannot read any page, in a sentence."""

    reason: str


class _Environment(Exception):
    """Something that a page cannot help is in the way of reading it."""


def nothing() -> None:
    """Have nothing to load before the first page."""


def serve(pipe: Connection, clock: Clock, read: Read, load: Callable[[], None], limits: Limits) -> None:
    """Load what reading needs, then read batch after batch until the pipe closes or None comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        try:
            _load(load)
            _bound_memory(limits.memory)
            while (pages := pipe.recv()) is not None:
                pipe.send([_read(page, number, clock, read, limits.seconds) for number, page in enumerate(pages)])
        except _Environment as error:
            pipe.send(Broken(f"{error}"))


def _load(load: Callable[[], None]) -> None:
    try:
        load()
    except Exception as error:
        raise _Environment(_told(error)) from error


def _read(page: Capture, number: int, clock: Clock, read: Read, seconds: float) -> Article | Skipped:
    clock[0] = number
    clock[1] = time.monotonic()
    _ring_after(int(seconds) + 10)  # for when no parent is left to look at the clock
    try:
        return read(page)
    except MemoryError:
        return _skipped(page, "too large", "Reading it needs more memory than a page may take.")
    except (OSError, ImportError) as error:
        if isinstance(error, OSError) and (error.errno or 0) in _OF_A_PAGE:
            return _failed(page, error)
        raise _Environment(_told(error)) from error
    except Exception as error:  # the one place where a page is counted as failed
        return _failed(page, error)
    finally:
        _ring_after(0)
        clock[1] = 0.0


def _ring_after(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)  # which ends the process, even inside a library's code


def _failed(page: Capture, error: Exception) -> Skipped:
    _log.error("Reading %s failed.", page.locator, exc_info=error)
    return _skipped(page, "undecodable", f"Reading it failed: {type(error).__name__}: {error}"[:500])


def _told(error: Exception) -> str:
    """Return what is in the way, and what to do about it."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        where = error.filename or f"probably that of temporary files, {tempfile.gettempdir()}"
        return f"the disk is full ({where}). Make room there, or name another folder for temporary files with TMPDIR"
    if isinstance(error, OSError) and error.errno:
        return f"{error.strerror}{f': {error.filename}' if error.filename else ''}"
    return f"a part of this installation does not work ({type(error).__name__}: {error}). Install Backfile again"


def _skipped(page: Capture, outcome: str, reason: str) -> Skipped:
    return Skipped(locator=page.locator, url=page.url, outcome=outcome, reason=reason)  # type: ignore[arg-type]


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _bound_memory(memory: int) -> None:
    """Let this process have so many bytes of address space more than now, on systems that can bound it."""
    try:
        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError, ValueError):
        return
    if resource is not None and memory:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (now + memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
