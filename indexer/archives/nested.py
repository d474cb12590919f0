"""Files inside files: a member of a container made something to read from.

In: a member's bytes, as a stream that only goes on, or as a stretch of the container. Out: a `Source`. Members are kept
in memory up to the size of a page and in a temporary file beyond, within bounds: an archive must not fill the disk.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from indexer.archives.bounds import FREE_EXPANSION, MAX_HEAD, MAX_PAGE, MAX_RATIO, MAX_SPOOLED, STEP, Overgrown
from indexer.archives.sniff import head_of, kind_of


class Slice(io.RawIOBase):
    """A stretch of a stream, as a stream of its own; the container's is left open."""

    def __init__(self, raw: BinaryIO, start: int, size: int) -> None:
        self._raw = raw
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        base = {0: 0, 1: self._at, 2: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        container_at = self._raw.tell()  # where the container's own reader goes on
        self._raw.seek(self._start + self._at)
        part = self._raw.read(max(0, min(len(buffer), self._size - self._at)))
        self._raw.seek(container_at)
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)


def opener(raw: BinaryIO, start: int, size: int) -> Callable[[], BinaryIO]:
    """Return what opens a stretch of a stream, any number of times."""
    return lambda: cast("BinaryIO", io.BufferedReader(Slice(raw, start, size), STEP))


@contextmanager
def kept(stream: BinaryIO, name: str, packed_size: int) -> Iterator[tuple[Callable[[], BinaryIO], int]]:
    """Keep what a stream gives while the block runs; yields what opens it, and its size.

    Of what is neither a page nor an archive only the beginning is kept. Raises Overgrown when there is more than
    `packed_size` bytes can honestly hold, or more than may lie in a temporary file.
    """
    head = head_of(stream)
    if len(head) < MAX_HEAD or kind_of(head, name) == "other":
        yield lambda: io.BytesIO(head), len(head)
        return
    with tempfile.SpooledTemporaryFile(max_size=MAX_PAGE) as file:
        size, part = 0, head
        while part:
            size += len(part)
            if size > FREE_EXPANSION and size > MAX_RATIO * packed_size:
                raise Overgrown(f"it grows to more than {MAX_RATIO} times its size when decompressed")
            if size > MAX_SPOOLED:
                raise Overgrown(
                    f"it has more than {MAX_SPOOLED >> 30} GB inside another archive; unpack that one first"
                )
            file.write(part)
            part = stream.read(STEP)
        yield opener(cast("BinaryIO", file), 0, size), size
