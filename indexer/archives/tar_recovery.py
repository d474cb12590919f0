"""Where reading can go on after a broken place in a tar file: at the next header whose checksum is right.

In: the raw file and the place of the damage. Out: the place of the next header, or None. In what decompresses it is
looked for in the bytes; past what does not, in the next gzip member or zstd frame. Only headers marked `ustar` are
found so: all that tar programs wrote since 1988.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from indexer.archives.bounds import STEP
from indexer.archives.members import Members, Place
from indexer.archives.sniff import is_tar_header

_MARK = re.compile(b"ustar")
_MARK_AT = 257  # bytes of a header before its mark
_BLOCK = 512
_MEMBER = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd")
_CANDIDATE = 8 * STEP  # what opening one is counted for, about a millisecond


class TarRecovery:
    """Looks for the next header, as long as its budget of bytes read again lasts: 4 GiB, half a minute."""

    def __init__(self, raw: BinaryIO, budget: int = 4 << 30) -> None:
        self._raw = raw
        self._left = budget

    def next_header(self, broken: Place, ahead: int = 1) -> Place | None:
        """Return the first header `ahead` plain bytes or more behind a place; None when there is none."""
        stream = Members(self._raw, broken.offset)
        found = self._in(stream, broken.inner + ahead)
        if found is not None or not stream.failed:
            return found
        for offset in self._members(stream.failed_at + 1):
            stream = Members(self._raw, offset)
            found = self._in(stream, 0)
            if found is not None or not stream.failed:
                return found
        return None

    def _in(self, stream: Members, start: int) -> Place | None:
        """Return the place of the first header at a plain position from `start` on."""
        position, window = 0, b""  # plain position of the window's first byte
        while part := self._spend(stream.read()):
            window += part
            dropped = min(max(0, start - position), len(window))
            position, window = position + dropped, window[dropped:]
            for mark in _MARK.finditer(window):
                at = mark.start() - _MARK_AT
                if at >= 0 and is_tar_header(window[at : at + _BLOCK]):
                    return stream.place(position + at)
            dropped = max(0, len(window) - _BLOCK)
            position, window = position + dropped, window[dropped:]
        return None

    def _members(self, start: int) -> Iterator[int]:
        """Yield the raw offsets from one on where a compressed member may begin."""
        offset, window = start, b""
        while True:
            self._raw.seek(offset + len(window))
            more = self._spend(self._raw.read(STEP))
            window += more
            for candidate in _MEMBER.finditer(window):
                self._left -= _CANDIDATE
                if self._left <= 0:
                    return
                yield offset + candidate.start()
            if not more:
                return
            kept = min(3, len(window))
            offset, window = offset + len(window) - kept, window[len(window) - kept :]

    def _spend(self, data: bytes) -> bytes:
        """Take data into account; empty, as at the end of a file, once the budget is spent."""
        self._left -= len(data)
        return data if self._left > 0 else b""
