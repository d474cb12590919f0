"""Cursors: where a walk through newest or oldest goes on.

In: a request and the sort values of the last hit. Out: an opaque, checksummed text without a secret, good on any worker
and after a restart; one of another query, sort or generation is refused.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import replace
from typing import Any

import orjson

from engines.contract import BadCursor, SearchRequest

_ANSWER = "start again from the first page"


def _meaning(request: SearchRequest) -> str:
    """Return a fingerprint of what a cursor must not change: query, filters, dates and sort, not size or facets."""
    bare = replace(
        request, cursor=None, page=1, size=20, facets=(), facet_size=10, facet_prefix={}, interval=None, highlight=True
    )
    filters = sorted((name, (sorted(f.any_of), sorted(f.none_of), f.missing)) for name, f in bare.filters.items())
    return repr(
        (bare.query, filters, bare.since, bare.until, bare.undated, "newest" if bare.sort == "relevance" else bare.sort)
    )


def _checksum(text: str, payload: bytes) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass") + payload).hexdigest()[:12]


def write_cursor(request: SearchRequest, generation: str, after: list[Any]) -> str:
    """Return the cursor behind the last hit."""
    payload = orjson.dumps([generation, after])
    return urlsafe_b64encode(payload).decode().rstrip("=") + "." + _checksum(_meaning(request), payload)


def read_cursor(request: SearchRequest) -> tuple[str, tuple[int, str]]:
    """Return the generation and the sort values in a request's cursor; raises BadCursor."""
    text, _, checksum = (request.cursor or "").partition(".")
    try:
        payload = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        generation, (key, last) = orjson.loads(payload)
    except (Error, ValueError, TypeError) as error:
        raise BadCursor(f"this cursor is damaged: {_ANSWER}") from error
    if checksum != _checksum(_meaning(request), payload):
        raise BadCursor(f"this cursor belongs to another query or sort, or is damaged: {_ANSWER}")
    if not isinstance(key, int) or not isinstance(last, str):
        raise BadCursor(f"this cursor is damaged: {_ANSWER}")
    return str(generation), (key, last)
