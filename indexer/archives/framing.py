"""Records out of a stream of archive bytes, and what is wrong with them: the same for WARC and ARC.

In: records as a library finds them (`Raw`) in a plain, decompressed stream. Out: `Frame`s: header fields, block and
position of each record. How a record is broken is told here, for libraries give a cut one out as if it were empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from indexer.archives.bounds import MAX_HEAD, MAX_PAGE, STEP
from indexer.archives.members import Members

MAX_BLOCK = MAX_PAGE + MAX_HEAD  # bytes of a record that are kept; of longer ones only the beginning


class BrokenFraming(Exception):
    """No record begins where one should; the message says what was found."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A record before its block was read. Header fields are named as in WARC, in lower case."""

    position: int  # plain bytes before it
    headers: dict[str, str]
    read: Callable[[int], bytes]  # some of the next bytes of the block, at most so many; empty at its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One record as it lies in the archive."""

    position: int  # plain bytes before it
    headers: dict[str, str] = field(repr=False)
    block: bytes = field(repr=False)  # at most `MAX_BLOCK` bytes
    length: int  # as declared
    problem: str = ""  # what is wrong with it; empty when it is whole

    @property
    def type(self) -> str:
        """WARC-Type in lower case: response, resource, request …"""
        return self.headers.get("warc-type", "").strip().lower()

    @property
    def is_whole(self) -> bool:
        """False when the block holds only the record's beginning."""
        return self.length <= len(self.block)


def frames(raws: Iterator[Raw], stream: Members, mark: bytes) -> Iterator[Frame]:
    """Yield the records of a stream one after the other; `raws` raises `BrokenFraming` where something else begins.

    `mark` is what a record begins with. After a frame with a problem nothing more comes: what follows cannot be trusted
    to begin where it seems to.
    """
    for raw in raws:
        declared = raw.headers.get("content-length", "").strip()
        if not declared.isascii() or not declared.isdigit():
            problem = stream.failed or "its header is cut or has no length"
            yield Frame(position=raw.position, headers=raw.headers, block=b"", length=0, problem=problem)
            return
        length = int(declared)
        block, problem = _block(raw, length, stream, mark)
        yield Frame(position=raw.position, headers=raw.headers, block=block, length=length, problem=problem)
        if problem:
            return


def _block(raw: Raw, length: int, stream: Members, mark: bytes) -> tuple[bytes, str]:
    """Read a record's block to its end, keep the beginning; say whether it is cut or runs into another record."""
    if stream.plain_size is not None and raw.position + length > stream.plain_size:
        return b"", f"it should have {length} bytes and the file ends before"
    parts: list[bytes] = []
    got = kept = 0
    tail = b""
    while got < length:
        part = raw.read(min(STEP, length - got))
        if not part:
            return b"".join(parts), stream.failed or f"it should have {length} bytes and ends after {got}"
        got += len(part)
        if kept < MAX_BLOCK:
            parts.append(part)
            kept += len(part)
        if stream.member_begins_between(raw.position, raw.position + got) and mark in tail + part:
            return b"".join(parts), f"its length, {length} bytes, runs into the records after it"
        tail = part[-16:]
    return b"".join(parts), ""
