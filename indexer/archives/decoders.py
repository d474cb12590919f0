"""One member of a gzip file or one frame of a zstd file, decompressed in bounded steps.

In: the raw bytes from a member's beginning on. Out: plain bytes, a few megabytes a step at most however hostile the
data, and the raw bytes left over.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO, Protocol

import zstandard

from indexer.archives.bounds import STEP

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
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
    return None


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
    def __init__(self) -> None:
        self._stream = zlib.decompressobj(31)

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            out = self._stream.decompress(data, 4 * STEP)
        except zlib.error as error:
            raise BadData(str(error)) from error
        return out, self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail


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
