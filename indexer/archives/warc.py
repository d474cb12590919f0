"""WARC files, compressed or not, and WET files: what a crawler got, as it got it.

In: a source, and where to go on. Out: a capture for each response, resource or conversion record that holds a page, a
revisit for each revisit record. FastWARC finds where records begin and end; where it has no wheel, and where lines
end in bare line feeds, warcio does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.archives import by_warcio
from indexer.archives.found import Found, Source
from indexer.archives.framing import Raw
from indexer.archives.members import Members
from indexer.archives.records import Format, read_records

try:
    from indexer.archives.by_fastwarc import raws
except ImportError:
    from indexer.archives.by_warcio import raws

LIBRARY = raws.__module__.rpartition("by_")[2]
_BARE_FEED = re.compile(rb"\s*WARC/1\.\d{1,2}\n")


def _raws(stream: Members) -> Iterator[Raw]:
    """Yield the records; FastWARC does not know a header's lines by bare line feeds."""
    yield from (by_warcio.raws if _BARE_FEED.match(stream.peek()) else raws)(stream)


FORMAT = Format(
    raws=_raws,
    beginning=re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?:[A-Za-z-]+:[^\n]*\n){0,40}?WARC-Type:", re.IGNORECASE),
    mark=b"WARC/1.",
)


def read(source: Source, position: str = "") -> Iterator[Found]:
    """Yield what a WARC file holds, from a position (of `Found`) on."""
    yield from read_records(source, position, FORMAT)
