"""Digests that archives keep of their records, to tell bytes that were changed since.

In: a record and the digests said to be its own. Out: whether they can be.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping

from indexer.archives.http import BadHttp, joined_of, response_of

_ALGORITHMS = {
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "md5": "md5",
}


def matches(block: bytes, named: str) -> bool:
    """Tell whether a digest such as `sha1:BASE32` or `sha256:hex` is that of the block; True where it cannot be told.

    >>> [matches(block, "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5") for block in (b"abc", b"abd")]
    [True, False]
    >>> matches("що".encode(), "crc:5")
    True
    """
    algorithm, _, value = named.strip().partition(":")
    known = _ALGORITHMS.get(algorithm.lower())
    if known is None:
        return True
    digest = hashlib.new(known, block, usedforsecurity=False).digest()
    expected = _bytes(value, len(digest))
    return expected is None or expected == digest


def changed(block: bytes, headers: Mapping[str, str], page: bytes) -> str:
    """Return which digest of a record is not that of its bytes, "block" or "payload"; empty when none is.

    `page` is the page in the record, all encodings undone. Writers take the digest of a payload from the body as it was
    sent, as its chunks are joined, or as it is decoded: any of them will do. Of a part of a page no payload is known.
    """
    if not matches(block, headers.get("warc-block-digest", "")):
        return "block"
    named = headers.get("warc-payload-digest", "")
    if not named or "warc-truncated" in headers or "warc-segment-number" in headers:
        return ""
    return "" if any(matches(payload, named) for payload in _payloads(block, page)) else "payload"


def vouched(headers: Mapping[str, str], block: bytes) -> bool:
    """Tell whether a record has a digest of its block that is known and right."""
    named = headers.get("warc-block-digest", "")
    return _is_known(named) and matches(block, named)


def _payloads(block: bytes, page: bytes) -> Iterator[bytes]:
    """Yield what a writer may have taken for the payload of a record."""
    yield block  # of a resource; and some take the whole answer
    yield page
    yield block.partition(b"\r\n\r\n")[2]  # of an answer whose first line is none of HTTP
    try:
        response = response_of(block)
        yield response.raw
        yield joined_of(response)
    except BadHttp:
        return


def _is_known(named: str) -> bool:
    algorithm, _, value = named.strip().partition(":")
    known = _ALGORITHMS.get(algorithm.lower())
    return known is not None and _bytes(value, hashlib.new(known, usedforsecurity=False).digest_size) is not None


def _bytes(value: str, size: int) -> bytes | None:
    """Return a digest written in hexadecimal, base32 or base64, padded or not; None when it is none of that length."""
    bare = value.strip().rstrip("=")
    readers = (
        bytes.fromhex,
        lambda text: base64.b32decode(text.upper() + "=" * (-len(text) % 8)),
        lambda text: base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_" if set(text) & set("-_") else None),
    )
    for reader in readers:
        try:
            found = reader(bare)
        except (ValueError, binascii.Error):
            continue
        if len(found) == size:
            return found
    return None
