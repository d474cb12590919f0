"""Where reading can go on after a broken place in a file of records: at the next one that begins in earnest.

In: the raw file, what records begin with, the place of the damage. Out: the place of the next record, or None. In what
decompresses it is looked for in the bytes; past what does not, at the next gzip member or zstd frame that begins so.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from indexer.archives.bounds import STEP
from indexer.archives.decoders import MARK, decoder_for
from indexer.archives.members import Members, Place

_MEMBER = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd")
_OVERLAP = 8 << 10  # bytes in which a record's beginning must show


class Recovery:
    """Looks for the next record, as long as its budget of bytes read again lasts.

    A file can be broken in a million places. The default budget, 4 GiB, is about half a minute of decompression.
    """

    def __init__(self, raw: BinaryIO, beginning: re.Pattern[bytes], budget: int = 4 << 30) -> None:
        self._raw = raw
        self._beginning = beginning
        self._left = budget

    def next_record(self, broken: Place, *, is_packed: bool) -> Place | None:
        """Return where the first record after a broken one begins; None when there is none, or the budget is spent."""
        if self._left <= 0:
            return None
        self._raw.seek(broken.offset)
        if is_packed and decoder_for(self._raw.read(MARK)) is None:  # between members: what lies there is no record
            return self._next_member(broken.offset + 1) or self._next_line(
                Members(self._raw, broken.offset), broken.inner + 1
            )
        stream = Members(self._raw, broken.offset)
        found = self._next_line(stream, broken.inner + 1)
        if found is None and (stream.failed or not is_packed):
            found = self._next_member((stream.failed_at if stream.failed else broken.offset) + 1)
        return found

    def charge(self, size: int) -> None:
        """Take bytes into account that were read in vain."""
        self._left -= size

    def _next_line(self, stream: Members, start: int) -> Place | None:
        """Return the place of the first record header at a plain position from `start` on."""
        position, window = 0, b""  # plain position of the window's first byte
        while part := self._spend(stream.read()):
            window += part
            if position < start:
                dropped = min(start - position, len(window))
                position, window = position + dropped, window[dropped:]
            found = self._beginning.search(window)
            if found:
                return stream.place(position + found.start())
            dropped = max(0, len(window) - _OVERLAP)
            position, window = position + dropped, window[dropped:]
        return None

    def _next_member(self, start: int) -> Place | None:
        """Return the first member from a raw offset on that decompresses to the beginning of a record."""
        offset, window = start, b""
        while True:
            self._raw.seek(offset + len(window))
            more = self._spend(self._raw.read(STEP))
            window += more
            searched = len(window) - 3 if more else len(window)
            for candidate in _MEMBER.finditer(window):
                self.charge(8 * STEP)  # for opening it, a millisecond
                if self._beginning.match(self._spend(Members(self._raw, offset + candidate.start()).read())):
                    return Place(offset + candidate.start())
            if not more:
                return None
            offset, window = offset + max(0, searched), window[max(0, searched) :]

    def _spend(self, data: bytes) -> bytes:
        """Take data into account; empty, as at the end of a file, once the budget is spent."""
        self.charge(len(data))
        return data if self._left > 0 else b""
