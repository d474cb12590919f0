"""A stream of members read by lines and by blocks, for formats whose records begin with lines.

In: a plain stream. Out: lines of bounded length, blocks, and the position of each.
"""

from __future__ import annotations

import io

from indexer.archives.bounds import MAX_HEAD, STEP
from indexer.archives.members import Members


class Lines:
    """Lines and blocks, one after the other."""

    def __init__(self, stream: Members) -> None:
        self.position = stream.tell()  # plain bytes before what comes next
        self._reader = io.BufferedReader(_Bytes(stream), STEP)
        self._block = 0  # bytes of the present block not yet read

    def line(self) -> bytes:
        """Return the next line, cut at 64 KB; what is left of a block is passed over before. Empty at the end."""
        while self.read(STEP):
            pass
        line = self._reader.readline(MAX_HEAD)
        self.position += len(line)
        return line

    def begin_block(self, length: int) -> None:
        """Say that a block of so many bytes comes next."""
        self._block = length

    def read(self, size: int) -> bytes:
        """Return some of the next bytes of the block, at most so many; empty at its end."""
        part = self._reader.read1(min(size, self._block)) if self._block else b""
        self._block = self._block - len(part) if part else 0
        self.position += len(part)
        return part


class _Bytes(io.RawIOBase):
    """A stream of members as Python's own buffered reader wants it."""

    def __init__(self, stream: Members) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
