"""Progress shown while archives are read: a bar on a terminal, a line every half minute elsewhere.

In: bytes, pages and outcomes as they get done. Out: what stands on the screen or in a log.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from tqdm import tqdm

from engines.contract import Outcome

_EVERY = 30.0  # seconds between two lines in a log


class Progress:
    """How far reading has come, of so many bytes; shown on `stream`."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._stream = stream
        self._total = total
        self._bytes = self._pages = self._sent = 0
        self._outcomes: Counter[str] = Counter()
        self._begun = self._shown = time.monotonic()
        self._bar: tqdm[Any] | None = None
        if stream.isatty():
            self._bar = tqdm(total=total, unit="B", unit_scale=True, file=stream, dynamic_ncols=True)
        else:
            self._say(f"Reading {total / 1e6:,.1f} MB.")

    def advance(self, size: int, pages: int) -> None:
        """Take so many more bytes and pages as done."""
        self._bytes += size
        self._pages += pages
        if self._bar is not None:
            self._bar.set_postfix_str(self._pace(), refresh=False)
            self._bar.update(size)
        elif time.monotonic() - self._shown >= _EVERY:
            self._shown = time.monotonic()
            self._say(str(self))

    def sent(self) -> None:
        """Take one more article as given to an engine."""
        self._sent += 1

    def loaded(self, outcome: Outcome) -> None:
        """Take what an engine did with one article; a progress mark is none."""
        if outcome.kind != "progress":
            self._outcomes[outcome.kind] += 1

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()

    def __str__(self) -> str:
        share = f"{100 * self._bytes / self._total:.0f} %" if self._total else "0 bytes"
        return f"{share} of {self._total / 1e6:,.1f} MB read, {self._pages:,} pages, {self._pace()}"

    def _say(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()

    def _pace(self) -> str:
        seconds = max(0.001, time.monotonic() - self._begun)
        return ", ".join([f"{self._pages / seconds:,.0f} pages/s", *self._load()])

    def _load(self) -> list[str]:
        """Say how far loading is: articles sent, stored, older than what is there or the same (stale), refused."""
        if not self._outcomes:
            return []
        count = self._outcomes
        stale = count["older capture"] + count["unchanged"]
        return [
            f"{self._sent:,} sent",
            f"{count['indexed']:,} stored",
            f"{stale:,} stale",
            f"{count['refused']:,} refused",
        ]


@contextmanager
def shown(total: int, stream: TextIO | None = None) -> Iterator[Progress]:
    """Show progress on standard error while the block runs."""
    progress = Progress(total, stream or sys.stderr)
    try:
        yield progress
    finally:
        progress.close()
