"""Cursors: where a walk through newest or oldest goes on.

In: a request, and the sort key and id of the last hit. Out: an opaque, checksummed text without a secret, good on any
worker and after a restart; one of another query, sort or generation is refused.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

import orjson

from engines.contract import BadCursor, SearchRequest
from engines.request import sort_of

_ANSWER = "start again from the first page"
_DIGITS = 12  # of the checksum, hexadecimal


def write_cursor(request: SearchRequest, generation: str, after: tuple[int, str]) -> str:
    """Return the cursor behind the hit with this sort key and id."""
    payload = orjson.dumps([generation, after])
    return f"{urlsafe_b64encode(payload).decode().rstrip('=')}.{_checksum(request, payload)}"


def read_cursor(request: SearchRequest, generation: str) -> tuple[int, str]:
    """Return the sort key and id in a request's cursor; raises BadCursor when it is not of this request and index."""
    text, _, checksum = (request.cursor or "").partition(".")
    try:
        payload = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        made_in, (key, last) = orjson.loads(payload)
    except (Error, ValueError, TypeError) as error:
        raise BadCursor(f"this cursor is damaged: {_ANSWER}") from error
    if checksum != _checksum(request, payload) or not isinstance(key, int) or not isinstance(last, str):
        raise BadCursor(f"this cursor belongs to another query or sort, or is damaged: {_ANSWER}")
    if made_in != generation:
        raise BadCursor(f"the index was rebuilt since this cursor was given: {_ANSWER}")
    return key, last


def _checksum(request: SearchRequest, payload: bytes) -> str:
    """Return a fingerprint of the payload and of what must not change: query, filters, dates and sort."""
    filters = sorted((name, sorted(f.any_of), sorted(f.none_of), f.missing) for name, f in request.filters.items())
    meaning = repr((request.query, filters, request.since, request.until, request.undated, sort_of(request)))
    return hashlib.sha256(meaning.encode("utf-8", "surrogatepass") + payload).hexdigest()[:_DIGITS]
