"""Writes WARC files: as little of the format as pages need.

In: pages as a server sent them. Out: bytes of a ``.warc.gz``, one gzip member a record, the same bytes each time.
"""

from __future__ import annotations

import gzip
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Response:
    """One page as a server sent it."""

    url: str
    captured: str  # UTC, YYYY-MM-DDTHH:MM:SSZ
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    compressed: bool = False  # whether the server sent it with Content-Encoding: gzip


def written(name: str, responses: Iterable[Response]) -> bytes:
    """Return a WARC file of these responses, in their order, with the information record first."""
    info = b"software: Backfile sample archive\r\nformat: WARC File Format 1.1\r\n"
    first = _record("warcinfo", name, "2025-11-02T04:00:00Z", "application/warc-fields", info, f"WARC-Filename: {name}")
    records = [first]
    for response in responses:
        request = f"GET {response.url} HTTP/1.1\r\nUser-Agent: sample\r\n\r\n".encode()
        records.append(_of(response, "response", _http(response), "application/http; msgtype=response"))
        records.append(_of(response, "request", request, "application/http; msgtype=request"))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def _http(response: Response) -> bytes:
    body = gzip.compress(response.body, mtime=0) if response.compressed else response.body
    lines = [f"HTTP/1.1 {response.status}", f"Content-Type: {response.content_type}", f"Content-Length: {len(body)}"]
    if response.compressed:
        lines.append("Content-Encoding: gzip")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _of(response: Response, kind: str, block: bytes, content_type: str) -> bytes:
    return _record(kind, response.url, response.captured, content_type, block, f"WARC-Target-URI: {response.url}")


def _record(kind: str, about: str, date: str, content_type: str, block: bytes, extra: str) -> bytes:
    digest = hashlib.sha256(block).hexdigest()
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {about} {date} {digest}')}>",
        f"WARC-Date: {date}",
        extra,
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"
