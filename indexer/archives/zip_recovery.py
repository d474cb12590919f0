"""Zip files whose list of members, at their end, is lost: members found by the headers before each.

In: the raw file. Out: a `ZipFile` that lists what was found. Where a header gives no size, as of zip files written to a
pipe, the end of the compressed data does, or the note behind what is stored as it is.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from indexer.archives.bounds import FREE_EXPANSION, MAX_MEMBERS, MAX_RATIO, STEP

_HEADER = struct.Struct("<4s5H3I2H")  # mark, version, flags, method, time, date, CRC, packed size, size, name, extra
_MARK = b"PK\x03\x04"
_NOTE = b"PK\x07\x08"  # then CRC, packed size and size in 4 or 8 bytes each
_SIZES_FOLLOW = 8
_IN_UTF_8 = 0x800
_LARGE = 0xFFFFFFFF  # a size that stands in the extra fields


def by_headers(raw: BinaryIO, size: int) -> zipfile.ZipFile:
    """Return a zip file's members as their own headers tell them; the list may be empty."""
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    archive = zipfile.ZipFile(empty)
    archive.filelist = list(islice(_Walk(raw, size).infos(), MAX_MEMBERS))
    archive.NameToInfo = {info.filename: info for info in archive.filelist}
    archive.fp = raw
    return archive


class _Walk:
    """Goes through a zip file from header to header, as long as its budget of bytes lasts that are read for it."""

    def __init__(self, raw: BinaryIO, size: int, budget: int = 4 << 30) -> None:
        self._raw = raw
        self._size = size
        self._left = budget + size

    def infos(self) -> Iterator[zipfile.ZipInfo]:
        """Yield the members."""
        at = 0
        while (found := self._find(_MARK, at)) is not None:
            info, start = _info(self._raw, found)
            if info is None:
                at = found + 1
                continue
            if info.flag_bits & _SIZES_FOLLOW and not info.compress_size:
                self._measure(info, start)
            info.compress_size = min(info.compress_size, self._size - start)
            yield info
            at = start + info.compress_size

    def _read(self) -> bytes:
        """Return the next bytes; none once the budget is spent."""
        self._left -= STEP
        return self._raw.read(STEP) if self._left > 0 else b""

    def _find(self, mark: bytes, start: int) -> int | None:
        """Return where a mark comes next."""
        self._raw.seek(start)
        window = b""
        while part := self._read():
            window += part
            if (found := window.find(mark)) >= 0:
                return start + found
            dropped = max(0, len(window) - len(mark) + 1)
            start, window = start + dropped, window[dropped:]
        return None

    def _measure(self, info: zipfile.ZipInfo, start: int) -> None:
        """Find out a member's size: what is neither told nor found ends where the next one begins."""
        is_deflated = info.compress_type == zipfile.ZIP_DEFLATED
        if not (self._inflated(info, start) if is_deflated else self._noted(info, start)):
            end = self._find(_MARK, start)
            info.compress_size = info.file_size = (self._size if end is None else end) - start

    def _inflated(self, info: zipfile.ZipInfo, start: int) -> bool:
        """Set the size of a member that is one deflate stream, by decompressing it; False when it is damaged."""
        self._raw.seek(start)
        stream = zlib.decompressobj(-15)
        packed = size = crc = 0
        ahead = b""
        while not stream.eof:
            ahead = ahead or self._read()
            before = len(ahead)
            try:
                out = stream.decompress(ahead, 4 * STEP)
            except zlib.error:
                return False
            self._left -= len(out)
            ahead = stream.unused_data if stream.eof else stream.unconsumed_tail
            packed, size, crc = packed + before - len(ahead), size + len(out), zlib.crc32(out, crc)
            if not before or (size > FREE_EXPANSION and size > MAX_RATIO * packed):
                return False
        info.compress_size, info.file_size, info.CRC = packed, size, crc
        return True

    def _noted(self, info: zipfile.ZipInfo, start: int) -> bool:
        """Set the size of a member by the note behind it, which gives the distance to itself."""
        at = self._find(_NOTE, start)
        while at is not None:
            self._raw.seek(at + len(_NOTE))
            note = self._raw.read(20)
            for form in ("<III", "<IQQ"):
                if len(note) >= struct.calcsize(form) and struct.unpack_from(form, note)[1] == at - start:
                    info.CRC, info.compress_size, info.file_size = struct.unpack_from(form, note)
                    return True
            at = self._find(_NOTE, at + 1)
        return False


def _info(raw: BinaryIO, at: int) -> tuple[zipfile.ZipInfo | None, int]:
    """Return the member whose header lies there, and where its bytes begin; None when it is no header."""
    raw.seek(at)
    header = raw.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None, at
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _HEADER.unpack(header)
    name, extra = raw.read(name_length), raw.read(extra_length)
    if not name or method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return None, at
    try:
        info = zipfile.ZipInfo(name.decode("utf-8" if flags & _IN_UTF_8 else "cp437"))
    except UnicodeDecodeError:
        return None, at
    info.header_offset, info.flag_bits, info.compress_type = at, flags, method
    info.CRC, info.compress_size, info.file_size = crc, packed, size
    if _LARGE in (packed, size) and len(large := extra[extra.find(b"\x01\0\x10\0") :][4:20]) == 16:
        info.file_size, info.compress_size = struct.unpack("<QQ", large)
    return info, at + _HEADER.size + name_length + extra_length
