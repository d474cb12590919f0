"""Whether bytes can be a page at all, before anything is parsed.

In: a payload. Out: `unpack` gives the markup, or raises `UnreadableError` with the outcome and a sentence.
"""

from __future__ import annotations

import re
import zlib
from typing import Literal

from indexer.capture import Reason

MAX_BYTES = 20_000_000  # the longest live blogs have 5 million
_GZIP = b"\x1f\x8b"
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"RIFF", "a RIFF file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"wOF", "a font"),
)
_TAG = re.compile(rb"<\0?[a-zA-Z!?/]")
_CONTROL = bytes(range(0, 9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_HEAD = 10_000


class UnreadableError(Exception):
    """A payload that is no page, with the outcome it counts as."""

    def __init__(self, outcome: Reason, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


def unpack(payload: bytes, kind: Literal["html", "text"] = "html") -> bytes:
    """Return the markup in a payload, a forgotten gzip undone.

    >>> unpack(b"<p>x")
    b'<p>x'
    """
    if len(payload) > MAX_BYTES:
        raise UnreadableError("too large", f"{len(payload):,} bytes; at most {MAX_BYTES:,} are read")
    if payload.startswith(_GZIP):
        payload = _unzip(payload)
    if not payload[:_HEAD].strip() and not payload.strip():
        raise UnreadableError("no text", "the page is empty")
    for magic, name in _MAGIC:
        if payload.startswith(magic):
            raise UnreadableError("not HTML", f"{name}, not a page")
    head = payload[:_HEAD] if len(payload) > _HEAD else payload
    if kind == "html" and not _TAG.search(head):
        raise UnreadableError("not HTML", "no tag in it")
    if b"\0<" in head[:100] or b"<\0" in head[:100]:  # UTF-16
        return payload
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls > 0.1 * len(head):
        raise UnreadableError("not HTML", "binary data, not a page")
    return payload


def _unzip(payload: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        markup = stream.decompress(payload, MAX_BYTES + 1)
    except zlib.error as error:
        raise UnreadableError("undecodable", f"gzip that cannot be read: {error}") from error
    if len(markup) > MAX_BYTES:
        raise UnreadableError("too large", f"more than {MAX_BYTES:,} bytes once unpacked")
    return markup
