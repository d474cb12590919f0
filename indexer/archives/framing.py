"""Records out of a stream of WARC bytes, and what is wrong with them.

In: a plain (decompressed) stream. Out: `Frame`s: header fields, block and position of each record. FastWARC finds where
records begin and end; how a record is broken is told here, for it gives a cut one out as if it were empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fastwarc.warc import ArchiveIterator, WarcRecord

from indexer.archives.bounds import MAX_HEAD, MAX_PAGE, STEP
from indexer.archives.members import Members

MAX_BLOCK = MAX_PAGE + MAX_HEAD  # bytes of a record that are kept; of longer ones only the beginning


class BrokenFraming(Exception):
    """No record begins where one should; the message says what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One record as it lies in the archive."""

    position: int  # plain bytes before it
    type: str  # WARC-Type
    headers: dict[str, str] = field(repr=False)  # lower-case names
    block: bytes = field(repr=False)  # at most `MAX_BLOCK` bytes
    length: int  # as declared
    problem: str = ""  # what is wrong with it; empty when it is whole

    @property
    def is_whole(self) -> bool:
        """False when the block holds only the record's beginning."""
        return self.length <= len(self.block)


def frames(stream: Members) -> Iterator[Frame]:
    """Yield the records of a stream one after the other; `BrokenFraming` where something else begins.

    After a frame with a problem nothing more comes: what follows cannot be trusted to begin where it seems to.
    """
    records = ArchiveIterator(stream, parse_http=False, stream_detect=False)
    while True:
        record = _next(records)
        if record is None:
            return
        frame = _frame(record, stream)
        yield frame
        if frame.problem:
            return


def _next(records: ArchiveIterator) -> WarcRecord | None:
    try:
        return next(records, None)
    except (OSError, ValueError) as error:
        raise BrokenFraming("no WARC record begins where one should") from error
    except BaseException as error:  # a panic in FastWARC's Rust code is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenFraming("a record that FastWARC cannot read") from error


def _frame(record: WarcRecord, stream: Members) -> Frame:
    headers = {name.lower(): value for name, value in record.headers.items()}
    position = record.stream_pos
    declared = headers.get("content-length", "").strip()
    if not declared.isascii() or not declared.isdigit():
        return Frame(
            position=position,
            type="",
            headers=headers,
            block=b"",
            length=0,
            problem=stream.failed or "its header is cut",
        )
    length = int(declared)
    block, problem = _block(record, length, stream)
    kind = headers.get("warc-type", "").strip().lower()
    return Frame(position=position, type=kind, headers=headers, block=block, length=length, problem=problem)


def _block(record: WarcRecord, length: int, stream: Members) -> tuple[bytes, str]:
    """Read a record's block to its end, keep the beginning; say whether it is cut or runs into another record."""
    if stream.plain_size is not None and record.stream_pos + length > stream.plain_size:
        return b"", f"it should have {length} bytes and the file ends before"
    parts: list[bytes] = []
    got = kept = 0
    tail = b""
    while got < length:
        part = record.reader.read(min(STEP, length - got))
        if not part:
            return b"".join(parts), stream.failed or f"it should have {length} bytes and ends after {got}"
        got += len(part)
        if kept < MAX_BLOCK:
            parts.append(part)
            kept += len(part)
        if stream.member_begins_between(record.stream_pos, record.stream_pos + got) and b"WARC/1." in tail + part:
            return b"".join(parts), f"its length, {length} bytes, runs into the records after it"
        tail = part[-16:]
    return b"".join(parts), ""
