"""Archives whose beginning is damaged, or cut off: where one begins in earnest all the same.

In: a source whose first bytes show nothing for certain. Out: the kind of the archive that shows in its first megabytes,
and the place of the first record or header there. What may as well be a page, or a text that quotes a record, is taken
for an archive only when one record ends where another begins.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from indexer.archives import arc, warc
from indexer.archives.bounds import MAX_PAGE
from indexer.archives.decoders import decoder_for
from indexer.archives.members import Members, Place
from indexer.archives.sniff import is_tar_header, kind_of

_LOOKED_AT = 4 << 20  # bytes of the file, and of what its first member holds
_CANDIDATES = 64  # places tried of each kind; a try takes a millisecond at most
_BLOCK = 512  # of tar
_MARK_AT = 257  # bytes of a tar header before `ustar`
_ARC_LINE = re.compile(rb"^(?:https?|filedesc)://", re.MULTILINE)
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]|\x28\xb5\x2f\xfd")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})\r?$", re.IGNORECASE | re.MULTILINE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")


def begins_later(raw: BinaryIO, kind: str) -> tuple[str, Place | None] | None:
    """Return the kind of the archive in a file said to be of another kind, and where it begins; None without one.

    A zip file is read from its end: where it begins does not matter.
    """
    stream = Members(raw)
    prefix = "packed:" if stream.plain_size is None else ""
    plain = _beginning(stream)
    surely = kind.rpartition(":")[2] in ("other", "empty")  # no page, whatever else
    for found, position in _in_plain(plain, surely=surely):
        place = Place(0, position) if prefix else Place(position)
        return prefix + found, place
    if not prefix and zipfile.is_zipfile(raw):
        return "zip", None
    return None if prefix and not stream.failed else _in_members(raw)


def _beginning(stream: Members) -> bytes:
    """Return the first megabytes, decompressed."""
    parts: list[bytes] = []
    size = 0
    while size < _LOOKED_AT and (part := stream.read()):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _in_plain(plain: bytes, *, surely: bool) -> Iterator[tuple[str, int]]:
    """Yield what begins in plain bytes, and where."""
    for at in islice(_every(plain, b"ustar"), _CANDIDATES):
        header = at - _MARK_AT
        if header >= 0 and header % _BLOCK == 0 and is_tar_header(plain[header : header + _BLOCK]):
            yield "tar", header
    for at in islice(_every(plain, b"WARC/1."), _CANDIDATES):
        begins_line = at == 0 or plain[at - 1 : at] == b"\n"
        if begins_line and warc.FORMAT.beginning.match(plain, at) and (surely or _is_framed_warc(plain, at)):
            yield "warc", at
    for line in islice(_ARC_LINE.finditer(plain), _CANDIDATES):
        if _is_framed_arc(plain, line.start()):
            yield "arc", line.start()


def _every(data: bytes, mark: bytes) -> Iterator[int]:
    at = data.find(mark)
    while at >= 0:
        yield at
        at = data.find(mark, at + 1)


def _is_framed_warc(plain: bytes, at: int) -> bool:
    """Tell whether a record ends where the next begins, or the bytes end."""
    end = _HEADER_END.search(plain, at)
    length = _LENGTH.search(plain, at, end.start() + 2) if end else None
    if end is None or length is None:
        return False
    following = plain[end.end() + int(length[1]) :][:16]
    return following.lstrip(b"\r\n").startswith(b"WARC/") and following[:1] in (b"\r", b"\n")


def _is_framed_arc(plain: bytes, at: int) -> bool:
    header = arc.BEGINNING.match(plain, at)
    if header is None or int(header[4]) > MAX_PAGE:
        return False
    following = header.end() + int(header[4])
    following += len(plain[following : following + 4]) - len(plain[following : following + 4].lstrip(b"\r\n"))
    return arc.BEGINNING.match(plain, following) is not None


def _in_members(raw: BinaryIO) -> tuple[str, Place] | None:
    """Return the first compressed member in the file that holds the beginning of an archive."""
    raw.seek(0)
    data = raw.read(_LOOKED_AT)
    for candidate in islice(_MEMBER.finditer(data, 1), _CANDIDATES * 4):
        if decoder_for(data[candidate.start() : candidate.start() + 16]) is None:
            continue
        head = Members(raw, candidate.start()).read()
        if (kind := kind_of(head, "")) in ("warc", "arc", "tar"):
            return f"packed:{kind}", Place(candidate.start())
        if arc.BEGINNING.match(head):  # its first record alone has a line of its own
            return "packed:arc", Place(candidate.start())
    return None
