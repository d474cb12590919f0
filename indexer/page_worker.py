"""What runs in a worker process: pages in by a pipe, articles out, one batch at a time.

In: tuples of captures. Out: lists of articles and `Skipped`s in the same order. The shared clock tells the parent which
page is in hand and since when, so that it can end a worker that hangs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, MutableSequence
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

_log = logging.getLogger(__name__)


def serve(pipe: Connection, clock: Clock, read: Read, seconds: float, memory: int) -> None:
    """Read batch after batch until the pipe closes or None comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_die_with_parent, daemon=True).start()
    _bound_memory(memory)
    with contextlib.suppress(EOFError, OSError):
        while (pages := pipe.recv()) is not None:
            pipe.send([_read(page, number, clock, read, seconds) for number, page in enumerate(pages)])


def _read(page: Capture, number: int, clock: Clock, read: Read, seconds: float) -> Article | Skipped:
    clock[0] = number
    clock[1] = time.monotonic()
    _ring_after(int(seconds) + 10)  # for when no parent is left to look at the clock
    try:
        return read(page)
    except MemoryError:
        return _skipped(page, "too large", "Reading it needs more memory than a page may take.")
    except Exception as error:  # the one place where a page is counted as failed
        _log.exception("Reading %s failed.", page.locator)
        return _skipped(page, "undecodable", f"Reading it failed: {type(error).__name__}: {error}"[:500])
    finally:
        _ring_after(0)
        clock[1] = 0.0


def _ring_after(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)  # which ends the process, even inside a library's code


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
