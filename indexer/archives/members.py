"""A compressed file as one plain stream that knows which member (gzip) or frame (zstd) each byte came from.

In: a raw stream and where to begin. Out: `read`, and `place` for any byte read: the raw offset at which decompression
can begin again, and the distance from there. Archives are compressed record by record so that
one can begin in the middle.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from typing import BinaryIO

from indexer.archives.bounds import FREE_EXPANSION, MAX_RATIO, STEP
from indexer.archives.decoders import MARK, BadData, Decoder, decoder_for, dictionary_of

_RECORD = b"WARC/1."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: the raw offset of its member, and how far into the member decompressed.

    Written `1024`, or `1024~56` when the member holds other records before it (a file gzipped as a whole: `0~56`).

    >>> Place.parse("1024~56"), str(Place(1024))
    (Place(offset=1024, inner=56), '1024')
    """

    offset: int
    inner: int = 0

    def __str__(self) -> str:
        return f"{self.offset}~{self.inner}" if self.inner else str(self.offset)

    @classmethod
    def parse(cls, text: str) -> Place:
        """Return the place written so; "" is the beginning."""
        offset, _, inner = text.partition("~")
        return cls(int(offset or 0), int(inner or 0))


class Members:
    """A raw stream read as plain bytes, member by member; a plain file is given out as it is.

    Reading ends at the file's end or where the data breaks; then `failed` says why, and `failed_at` where the bad
    member begins in the raw stream.
    """

    def __init__(self, raw: BinaryIO, start: int = 0) -> None:
        self.failed = ""
        self.failed_at = start
        self._dictionary = dictionary_of(raw)
        self._plain = _is_plain(raw, start)
        self.plain_size = raw.seek(0, os.SEEK_END) - start if self._plain else None
        raw.seek(start)
        self._raw = raw
        self._begin = self._raw_taken = start
        self._ahead = b""  # raw bytes not yet used
        self._back = b""  # plain bytes to give out again
        self._made = 0  # plain bytes given out
        self._starts: deque[tuple[int, int]] = deque()  # (plain position, raw offset) of each member
        self._decoder: Decoder | None = None
        self._more_inside = False  # the decoder may hold plain bytes back

    def read(self, size: int = -1) -> bytes:
        """Return some of the next bytes, at most `size` of them unless it is negative; empty at the end."""
        out, self._back = self._back, b""
        while not out and not self.failed:
            if self._plain and self._fill():
                out, self._ahead = self._ahead, b""
            elif not self._plain and self._inside_member():
                out = self._step()
            else:
                break
        if 0 <= size < len(out):
            out, self._back = out[:size], out[size:]
        self._made += len(out)
        return out

    def peek(self) -> bytes:
        """Return some of the next bytes and leave them to be read; empty at the end."""
        out = self.read()
        self._back = out
        self._made -= len(out)
        return out

    def skip(self, size: int) -> None:
        """Pass over so many plain bytes."""
        end = self._made + size
        while self._made < end and self.read(end - self._made):
            pass

    def tell(self) -> int:
        """Return how many plain bytes were given out."""
        return self._made

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse: this stream only goes on."""
        raise OSError("this stream only goes on")

    def close(self) -> None:
        """Leave the raw stream open: it is its opener's."""

    @property
    def raw_read(self) -> int:
        """Raw bytes taken from the file and used."""
        return self._raw_taken - len(self._ahead)

    def place(self, position: int) -> Place:
        """Return where the byte at this plain position can be found again; positions must not fall between calls."""
        if self._plain or not self._starts:
            return Place(self._begin + position)
        while len(self._starts) > 1 and self._starts[1][0] <= position:
            self._starts.popleft()
        made, offset = self._starts[0]
        if isinstance(self._decoder, _Plain) and len(self._starts) == 1:
            return Place(offset + position - made)
        return Place(offset, position - made)

    def member_begins_between(self, position: int, end: int) -> bool:
        """Tell whether a member begins after one plain position and before another."""
        return any(position < made < end for made, _ in self._starts)

    def _fill(self) -> bool:
        """Take raw bytes from the file when none are ahead; False at its end."""
        if not self._ahead:
            self._ahead = self._raw.read(STEP)
            self._raw_taken += len(self._ahead)
        return bool(self._ahead)

    def _inside_member(self) -> bool:
        """Go on to the next member when one has ended; False at the file's end, or when something else follows."""
        if self._decoder is not None and not self._decoder.ended:
            return True
        while self._fill() and not self._ahead.strip(b"\0"):  # padding
            self._ahead = b""
        self._ahead = self._ahead.lstrip(b"\0")
        if not self._ahead:
            return False
        self.failed_at = self.raw_read
        if len(self._ahead) < MARK:
            more = self._raw.read(STEP)
            self._raw_taken += len(more)
            self._ahead += more
        self._decoder = decoder_for(self._ahead, self._dictionary)
        if self._decoder is None and self._ahead.startswith(_RECORD):
            self._decoder = _Plain()
        if self._decoder is None:
            self.failed = "what follows is no compressed member"
            return False
        self._starts.append((self._made, self.failed_at))
        return True

    def _step(self) -> bytes:
        assert self._decoder is not None
        if not self._more_inside and not self._fill():
            if isinstance(self._decoder, _Plain):
                self._decoder.ended = True
                return b""
            self.failed = "the file ends inside a compressed member"
            return b""
        try:
            out, self._ahead = self._decoder.step(self._ahead)
        except BadData as error:
            self.failed = f"a compressed member is corrupt ({error})"
            return b""
        self._more_inside = len(out) >= 4 * STEP
        made = self._made + len(out) - self._starts[-1][0]
        if made > FREE_EXPANSION and made > MAX_RATIO * (self.raw_read - self._starts[-1][1]):
            self.failed = f"a compressed member grows to more than {MAX_RATIO} times its size"
        return out


class _Plain:
    """Records that are not compressed behind some that are: the rest of the file."""

    def __init__(self) -> None:
        self.ended = False

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        return data, b""


def _is_plain(raw: BinaryIO, start: int) -> bool:
    """Tell whether a file is read as it is: what does not begin a member there goes by the file's beginning."""
    raw.seek(start)
    here = raw.read(MARK)
    if decoder_for(here) is not None:
        return False
    raw.seek(0)
    return here.startswith(_RECORD) or decoder_for(raw.read(MARK)) is None
