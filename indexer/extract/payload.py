"""Whether bytes can be a page at all, before anything is parsed.

In: a payload. Out: `unpack` gives the markup, or raises `UnreadableError` with the outcome and a sentence.
"""

from __future__ import annotations

import codecs
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
_TAG = re.compile(rb"<[a-zA-Z!?/]")
_CONTROL = bytes(range(1, 9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_HEAD = 10_000
_LARGE = 500_000  # bytes; in a smaller page no tag can do harm
_SWOLLEN = 10_000  # bytes of a tag that is looked into
MOST_ATTRIBUTES = 2_000
_MOST_CONTROLS = 0.03  # share of a page's first bytes


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
    if b"\0" in payload:
        if _is_utf16(payload):
            return payload
        payload = _without_nulls(payload)
    head = payload[:_HEAD]
    if kind == "html" and not _TAG.search(head):
        raise UnreadableError("not HTML", "no tag in it")
    if len(head) - len(head.translate(None, _CONTROL)) > _MOST_CONTROLS * len(head):
        raise UnreadableError("not HTML", "binary data, not a page")
    return _without_swollen_tags(payload) if len(payload) > _LARGE else payload


def _is_utf16(payload: bytes) -> bool:
    head = payload[:100]
    return payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0<" in head or b"<\0" in head


def _without_nulls(payload: bytes) -> bytes:
    kept = payload.replace(b"\0", b"")
    if len(kept) < 0.5 * len(payload):
        raise UnreadableError("not HTML", "binary data, not a page")
    return kept


def _without_swollen_tags(markup: bytes) -> bytes:
    """Take the attributes out of tags that have thousands: the parser compares each with all before it."""
    if not _has_swollen_tag(markup):
        return markup
    pieces = markup.split(b"<")
    swollen = False
    for number, piece in enumerate(pieces):
        if len(piece) > _SWOLLEN:
            tag, end, text = piece.partition(b">")
            if len(tag) > _SWOLLEN and len(tag.split(None, MOST_ATTRIBUTES)) > MOST_ATTRIBUTES:
                pieces[number] = tag.split(None, 1)[0] + end + text
                swollen = True
    return b"<".join(pieces) if swollen else markup


def _has_swollen_tag(markup: bytes) -> bool:
    """Tell whether behind a "<" neither the next one nor the end of its tag is within reach, in steps of that reach."""
    at = markup.find(b"<")
    while 0 <= at < len(markup) - _SWOLLEN:
        following = markup.rfind(b"<", at + 1, at + _SWOLLEN)
        if following < 0:
            if markup.find(b">", at, at + _SWOLLEN) < 0:
                return True
            following = markup.find(b"<", at + _SWOLLEN)
        at = following
    return False


def _unzip(payload: bytes) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    try:
        markup = stream.decompress(payload, MAX_BYTES + 1)
    except zlib.error as error:
        raise UnreadableError("undecodable", f"gzip that cannot be read: {error}") from error
    if len(markup) > MAX_BYTES:
        raise UnreadableError("too large", f"more than {MAX_BYTES:,} bytes once unpacked")
    return markup
