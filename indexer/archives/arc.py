"""ARC files, compressed or not: what web archives wrote before 2009.

In: a source, and where to go on. Out: a capture for each record that holds a page. A record is one line, `URL IP DATE
TYPE … LENGTH`, and so many bytes of what the server sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.archives.found import Found, Source
from indexer.archives.framing import BrokenFraming, Raw
from indexer.archives.lines import Lines
from indexer.archives.members import Members
from indexer.archives.records import Format, read_records
from indexer.archives.times import from_digits

BEGINNING = re.compile(
    rb"((?:https?|ftp|dns|filedesc):[^\s]{1,4096}) [0-9a-fA-F.:-]{1,45} (\d{14}) "
    rb"([^ \n]{0,256}) (?:[^\n]{0,512} )?(\d{1,12})\r?\n"
)  # address, date, type, length


def read(source: Source, position: str = "") -> Iterator[Found]:
    """Yield what an ARC file holds, from a position (of `Found`) on."""
    yield from read_records(source, position, Format(raws=_raws, beginning=BEGINNING, mark=b"://"))


def _raws(stream: Members) -> Iterator[Raw]:
    lines = Lines(stream)
    while True:
        position = lines.position
        line = lines.line()
        if not line:
            return
        if not line.strip():
            continue
        header = BEGINNING.fullmatch(line)
        if header is None:
            raise BrokenFraming("no ARC record begins where one should")
        lines.begin_block(int(header[4]))
        yield Raw(position, _headers(*(part.decode("utf-8", "replace") for part in header.groups())), lines.read)


def _headers(url: str, date: str, media_type: str, length: str) -> dict[str, str]:
    return {
        "warc-type": "response" if url.startswith("http") else url.partition(":")[0],
        "warc-target-uri": url,
        "warc-date": from_digits(date) or "",
        "content-type": media_type,
        "content-length": length,
    }
