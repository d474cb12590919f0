"""WARC records as warcio finds them: slower than FastWARC, for systems that have no wheel of it.

In: a plain stream. Out: the records in it, one after the other. Only warcio's header parser is asked: its iterator
passes damage over without a word.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]
from warcio.statusandheaders import (  # type: ignore[import-untyped]
    StatusAndHeadersParser,
    StatusAndHeadersParserException,
)

from indexer.archives.bounds import MAX_HEAD
from indexer.archives.framing import BrokenFraming, Raw
from indexer.archives.lines import Lines
from indexer.archives.members import Members


def raws(stream: Members) -> Iterator[Raw]:
    """Yield the records; BrokenFraming where something else begins."""
    parser = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
    lines = Lines(stream)
    while True:
        position = lines.position
        line = lines.line()
        if not line:
            return
        if not line.strip():
            continue
        headers = _headers(line, lines, parser)
        length = headers.get("content-length", "").strip()
        lines.begin_block(int(length) if length.isascii() and length.isdigit() else 0)
        yield Raw(position, headers, lines.read)


def _headers(line: bytes, lines: Lines, parser: StatusAndHeadersParser) -> dict[str, str]:
    """Return the header fields that begin with this line."""
    header = line
    while line.strip():
        line = lines.line()
        header += line
        if len(header) > MAX_HEAD:
            raise BrokenFraming("a record's header does not end")
    if b"WARC/1." in header[5:]:
        raise BrokenFraming("a record's header is cut and another follows")
    try:
        parsed = parser.parse(io.BytesIO(header))
    except (StatusAndHeadersParserException, ValueError) as error:
        raise BrokenFraming("no WARC record begins where one should") from error
    return {name.lower(): value for name, value in parsed.headers} if line else {}
