"""Digests that archives keep of their records, to tell bytes that were changed since.

In: a block and the digest said to be its own. Out: whether it can be.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

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


def _bytes(value: str, size: int) -> bytes | None:
    """Return a digest written in hexadecimal, base32 or base64; None when it is none of that length."""
    readers = (bytes.fromhex, lambda text: base64.b32decode(text.upper()), base64.b64decode)
    for reader in readers:
        try:
            found = reader(value)
        except (ValueError, binascii.Error):
            continue
        if len(found) == size:
            return found
    return None
