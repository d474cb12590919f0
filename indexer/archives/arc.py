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
    rb"(?:https?|ftp|dns|filedesc):[^\s]{1,4096} [0-9a-fA-F.:-]{1,45} \d{14} [^\n]{1,512}? ?\d{1,12}\r?\n"
)


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
        if not BEGINNING.fullmatch(line):
            raise BrokenFraming("no ARC record begins where one should")
        headers = _headers(line)
        lines.begin_block(int(headers["content-length"]))
        yield Raw(position, headers, lines.read)


def _headers(line: bytes) -> dict[str, str]:
    url, _, date, media_type, *_, length = line.decode("utf-8", "replace").split(" ")
    moment = from_digits(date)
    return {
        "warc-type": "response" if url.startswith("http") else url.partition(":")[0],
        "warc-target-uri": url,
        "warc-date": moment or "",
        "content-type": media_type,
        "content-length": length.strip(),
    }
