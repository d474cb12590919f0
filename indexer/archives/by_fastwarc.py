"""WARC records as FastWARC finds them.

In: a plain stream. Out: the records in it, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastwarc.warc import ArchiveIterator, WarcRecord

from indexer.archives.framing import BrokenFraming, Raw
from indexer.archives.members import Members


def raws(stream: Members) -> Iterator[Raw]:
    """Yield the records; BrokenFraming where something else begins."""
    records = ArchiveIterator(stream, parse_http=False, stream_detect=False)
    while (record := _next(records)) is not None:
        headers = {name.lower(): value for name, value in record.headers.items()}
        yield Raw(record.stream_pos, headers, record.reader.read)


def _next(records: ArchiveIterator) -> WarcRecord | None:
    try:
        return next(iter(records), None)
    except (OSError, ValueError) as error:
        raise BrokenFraming("no WARC record begins where one should") from error
    except BaseException as error:  # a panic in FastWARC's Rust code is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise BrokenFraming("a record that FastWARC cannot read") from error
