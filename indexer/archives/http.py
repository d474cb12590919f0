"""HTTP as archives keep it: a response's bytes in, the page out, with transfer and content encodings undone.

Crawlers write what the server sent, broken or not: chunked bodies already joined, "gzip" that is plain HTML, bare line
feeds. What can be read is read; `BadHttp` says what cannot.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]
import zstandard

from indexer.archives.bounds import MAX_PAGE, STEP, Overgrown

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(
    rb"(?:HTTP(?:/\d(?:\.\d)?)?|ICY)[ \t]+(?:(\d{3})|OK\b)", re.IGNORECASE
)  # some servers send no number
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_CHUNK = re.compile(rb"\s*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class BadHttp(Exception):
    """The response cannot be read; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response as the server meant it, its body still encoded; `body_of` decodes it."""

    status: int
    headers: dict[str, str]  # lower-case names; of several with one name the last, encodings joined by a comma
    raw: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None


def response_of(block: bytes) -> Response:
    """Return the response in the block of a WARC or ARC record.

    >>> response_of(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html; charset=cp1251\\r\\n\\r\\n<p>").charset
    'cp1251'
    """
    status = _STATUS.match(block)
    if status is None:
        raise BadHttp("it does not begin with an HTTP status line")
    end = _HEAD_END.search(block)
    head = block[: end.start()] if end else block
    return Response(
        status=int(status[1] or 200), headers=headers_of(head.split(b"\n")[1:]), raw=block[end.end() :] if end else b""
    )


def headers_of(lines: list[bytes]) -> dict[str, str]:
    """Return the header fields of these lines; lines without a colon are passed over, folded ones joined."""
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        text = line.decode("utf-8", "replace").rstrip("\r")
        if text[:1] in (" ", "\t") and name:
            headers[name] += " " + text.strip()
            continue
        field, colon, value = text.partition(":")
        if not colon:
            continue
        name = field.strip().lower()
        joined = name in headers and name.endswith("-encoding")
        headers[name] = f"{headers[name]}, {value.strip()}" if joined else value.strip()
    return headers


def body_of(response: Response) -> bytes:
    """Return the body with all encodings undone; `BadHttp` when it is broken, `Overgrown` beyond `MAX_PAGE` bytes."""
    body = joined_of(response)
    encodings = [e.strip().lower() for e in response.headers.get("content-encoding", "").split(",") if e.strip()]
    if len(encodings) > 4:
        raise BadHttp(f"it says that it is encoded {len(encodings)} times")
    for encoding in reversed(encodings):
        body = decoded(body, encoding)
    if len(body) > MAX_PAGE:
        raise Overgrown(f"it has more than {MAX_PAGE >> 20} MB")
    return body


def joined_of(response: Response) -> bytes:
    """Return the body with its chunks joined, still encoded as its content is; `BadHttp` when a chunk is broken."""
    is_chunked = "chunked" in response.headers.get("transfer-encoding", "").lower()
    return _joined(response.raw) if is_chunked else response.raw


def decoded(body: bytes, encoding: str) -> bytes:
    """Return the body with one content encoding undone; one that is labelled so and is not comes back as it is."""
    if encoding in ("gzip", "x-gzip"):
        return inflated(body) if body[:2] == b"\x1f\x8b" else body
    if encoding == "deflate":
        return _deflated(body)
    if encoding == "zstd":
        return _unzstd(body) if body[:4] == b"\x28\xb5\x2f\xfd" else body
    if encoding == "br":
        return _unbrotli(body)
    return body  # identity, utf-8 and other things that are no encoding


def inflated(body: bytes, limit: int = MAX_PAGE) -> bytes:
    """Return gzip data decompressed, all its members; rubbish after the last one is left out.

    >>> import gzip
    >>> inflated(gzip.compress("ніч".encode()) + b"rubbish").decode()
    'ніч'
    """
    parts: list[bytes] = []
    size = 0
    while body[:2] == b"\x1f\x8b":
        member = zlib.decompressobj(31)
        try:
            part = member.decompress(body, limit + 1 - size)
        except zlib.error as error:
            raise BadHttp(f"its gzip data is broken ({error})") from error
        parts.append(part)
        size += len(part)
        if size > limit:
            raise Overgrown(f"it grows beyond {limit >> 20} MB when decompressed")
        if not member.eof:
            raise BadHttp("its gzip data is cut short")
        body = member.unused_data
    return b"".join(parts)


def _deflated(body: bytes) -> bytes:
    """Undo `deflate`, which servers send with the zlib header and without."""
    for window in (15, -15):
        stream = zlib.decompressobj(window)
        try:
            found = stream.decompress(body, MAX_PAGE + 1)
        except zlib.error:
            continue
        if len(found) > MAX_PAGE:
            raise Overgrown(f"it grows beyond {MAX_PAGE >> 20} MB when decompressed")
        if stream.eof:
            return found
    if body.lstrip()[:1] == b"<":
        return body
    raise BadHttp("its deflate data is broken")


def _unzstd(body: bytes) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
        io.BytesIO(body), read_across_frames=True
    )
    try:
        found = reader.read(MAX_PAGE + 1)
    except zstandard.ZstdError as error:
        raise BadHttp(f"its zstd data is broken ({error})") from error
    if len(found) > MAX_PAGE:
        raise Overgrown(f"it grows beyond {MAX_PAGE >> 20} MB when decompressed")
    return found


def _unbrotli(body: bytes) -> bytes:
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        part = stream.process(body, output_buffer_limit=STEP)
        while part:
            parts.append(part)
            size += len(part)
            if size > MAX_PAGE:
                raise Overgrown(f"it grows beyond {MAX_PAGE >> 20} MB when decompressed")
            part = stream.process(b"", output_buffer_limit=STEP)
    except brotli.error as error:
        if body.lstrip()[:1] == b"<":
            return body
        raise BadHttp("its brotli data is broken") from error
    if not stream.is_finished():
        raise BadHttp("its brotli data is cut short")
    return b"".join(parts)


def _joined(body: bytes) -> bytes:
    """Join a chunked body. One that was joined before, its header kept, comes back as it is."""
    parts: list[bytes] = []
    at = 0
    while True:
        chunk = _CHUNK.match(body, at)
        if chunk is None:
            if at == 0:
                return body
            raise BadHttp(f"its chunk after {at} bytes is broken")
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(parts)
        part = body[chunk.end() : chunk.end() + size]
        if len(part) < size:
            raise BadHttp(f"its chunk after {at} bytes is cut short")
        parts.append(part)
        at = chunk.end() + size
