"""One member of a gzip file, a frame of a zstd file, a stream of a bzip2 or xz file, decompressed in bounded steps.

In: the raw bytes from a member's beginning on. Out: plain bytes, a few megabytes a step at most however hostile the
data, and the raw bytes left over.
"""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from typing import BinaryIO, Protocol

import zstandard

from indexer.archives.bounds import STEP

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")  # a block follows, or the end of an empty stream
_XZ = b"\xfd7zXZ\0"
_XZ_MEMORY = 256 << 20  # bytes; the highest level of xz takes 65 MB
MARK = 10  # bytes in which a member shows
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"  # begins the frame that holds one
_MAX_DICTIONARY = 8 << 20


class BadData(Exception):
    """Compressed data is corrupt; the message says how."""


class Decoder(Protocol):
    """Decompresses one member."""

    @property
    def ended(self) -> bool:
        """True once the member's last byte was read."""
        ...

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        """Return some plain bytes (maybe none yet) and what of `data` is left."""
        ...


def decoder_for(data: bytes, dictionary: zstandard.ZstdCompressionDict | None = None) -> Decoder | None:
    """Return what decompresses the member that begins here; None when no member does."""
    if data.startswith(_GZIP):
        return _Gzip()
    if data.startswith(_ZSTD):
        return _Zstd(dictionary)
    if is_skippable(data):
        return _Skipping()
    if is_bzip2(data):
        return _Buffering(bz2.BZ2Decompressor())
    if data.startswith(_XZ):
        return _Buffering(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY))
    return None


def is_bzip2(data: bytes) -> bool:
    """Tell whether a bzip2 stream begins here: it gives nothing out before the end of a block, up to 900 KB on."""
    return _BZIP2.match(data) is not None


def is_skippable(data: bytes) -> bool:
    """Tell whether a zstd frame begins here that holds no data: what WARC.zst keeps its dictionary in."""
    return len(data) >= 4 and data[1:4] == b"\x2a\x4d\x18" and 0x50 <= data[0] <= 0x5F


def dictionary_of(raw: BinaryIO) -> zstandard.ZstdCompressionDict | None:
    """Return the dictionary in the first frame of a WARC.zst, itself compressed or not; None when there is none."""
    raw.seek(0)
    head = raw.read(8)
    if len(head) < 8 or not head.startswith(ZSTD_DICTIONARY):
        return None
    size = struct.unpack("<I", head[4:8])[0]
    if size > _MAX_DICTIONARY:
        return None
    data = raw.read(size)
    if data.startswith(_ZSTD):
        try:
            data = zstandard.ZstdDecompressor().decompress(data, max_output_size=_MAX_DICTIONARY)
        except zstandard.ZstdError:
            return None
    return zstandard.ZstdCompressionDict(data)


class _Gzip:
    """Everything before a fault is given out first: zlib itself keeps back what it made of the data that holds it."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(31)
        self._is_fresh = True
        self._error = ""

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        if self._error:
            raise BadData(self._error)
        before = zlib.decompressobj(31) if self._is_fresh else self._stream.copy()
        self._is_fresh = False
        try:
            out = self._stream.decompress(data, 4 * STEP)
        except zlib.error as error:
            out, data = _before_fault(before, data)
            self._error = str(error)
            return out, data
        return out, self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail


def _before_fault(stream: zlib._Decompress, data: bytes) -> tuple[bytes, bytes]:
    """Return the plain bytes before the fault in data, and the data from there on, found in ever smaller pieces."""
    parts: list[bytes] = []
    for size in (4096, 64, 1):
        for at in range(0, len(data), size):
            kept = stream.copy()
            try:
                parts.append(stream.decompress(data[at : at + size]))
            except zlib.error:
                stream, data = kept, data[at:]
                break
    return b"".join(parts), data


class _Buffering:
    """A bzip2 or xz stream; its decompressor keeps what it has not used."""

    def __init__(self, stream: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._stream = stream

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        taken = 1024 if self._stream.needs_input else 0  # a fault costs what was made of the same piece
        try:
            out = self._stream.decompress(data[:taken], 4 * STEP)
        except (OSError, EOFError, ValueError, lzma.LZMAError) as error:
            raise BadData(str(error)) from error
        return out, self._stream.unused_data + data[taken:]


class _Zstd:
    """Fed a kilobyte at a time: four bytes can stand for 128 KB, and this library gives all of it at once."""

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None) -> None:
        decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=1 << 27)
        self._stream = decompressor.decompressobj()

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            out = self._stream.decompress(data[:1024])
        except zstandard.ZstdError as error:
            raise BadData(str(error)) from error
        return out, self._stream.unused_data + data[1024:] if self._stream.eof else data[1024:]


class _Skipping:
    """A skippable frame: its length in the bytes after its mark, nothing to give out."""

    def __init__(self) -> None:
        self._head = b""
        self._left = -1

    @property
    def ended(self) -> bool:
        return self._left == 0

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        if self._left < 0:
            taken = 8 - len(self._head)
            self._head, data = self._head + data[:taken], data[taken:]
            if len(self._head) < 8:
                return b"", b""
            self._left = struct.unpack("<I", self._head[4:8])[0]
        taken = min(self._left, len(data))
        self._left -= taken
        return b"", data[taken:]
