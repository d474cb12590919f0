"""One saved page: an HTML file or a plain-text capture, gzipped or not.

In: a source. Out: one capture, or why there is none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Literal

from indexer.archives.bounds import MAX_PAGE, Overgrown
from indexer.archives.decoders import decoder_for
from indexer.archives.found import Found, Source
from indexer.archives.http import BadHttp
from indexer.archives.members import Members
from indexer.archives.response import NoPage, from_response
from indexer.archives.stamp import Stamp, stamp_of
from indexer.capture import Capture, Reason, Skipped


def read_page(source: Source, position: str = "") -> Iterator[Found]:
    """Yield the page that an HTML file is; URL and capture time from the stamp its saving left, if any."""
    yield _found(source, "html")


def read_http(source: Source, position: str = "") -> Iterator[Found]:
    """Yield the page in a file that holds a server's whole answer, as `wget --save-headers` writes it."""
    with source.open() as stream:
        block = stream.read(MAX_PAGE + 1)
    page = from_response(block, is_whole=len(block) <= MAX_PAGE)
    if isinstance(page, NoPage):
        yield Found(_skipped(source, page.outcome, page.reason), "", source.size)
    else:
        stamp = stamp_of(page.payload)
        yield Found(
            Capture(
                payload=page.payload,
                url=stamp.url,
                captured=stamp.captured,
                locator=source.locator,
                charset=page.charset,
            ),
            "",
            source.size,
        )


def read_text(source: Source, position: str = "") -> Iterator[Found]:
    """Yield the page whose text a plain-text file holds."""
    yield _found(source, "text")


def _found(source: Source, kind: Literal["html", "text"]) -> Found:
    return Found(_capture(source, kind), "", source.size)


def _capture(source: Source, kind: Literal["html", "text"]) -> Capture | Skipped:
    try:
        payload = _payload(source)
    except BadHttp as error:
        return _skipped(source, "broken record", f"The file cannot be read whole: {error}.")
    except Overgrown as error:
        return _skipped(source, "too large", f"The page is too large: {error}.")
    if not payload.strip():
        return _skipped(source, "no text", "The file is empty.")
    stamp = stamp_of(payload) if kind == "html" else Stamp()
    return Capture(payload=payload, url=stamp.url, captured=stamp.captured, locator=source.locator, kind=kind)


def _payload(source: Source) -> bytes:
    with source.open() as stream:
        payload = stream.read(MAX_PAGE + 1)
    if len(payload) > MAX_PAGE:
        raise Overgrown(f"it has more than {MAX_PAGE >> 20} MB")
    return _unpacked(payload) if decoder_for(payload) else payload


def _unpacked(payload: bytes) -> bytes:
    stream = Members(io.BytesIO(payload))
    parts: list[bytes] = []
    while part := stream.read():
        parts.append(part)
        if stream.tell() > MAX_PAGE:
            raise Overgrown(f"it grows beyond {MAX_PAGE >> 20} MB when decompressed")
    if stream.failed:
        raise BadHttp(stream.failed)
    return b"".join(parts)


def _skipped(source: Source, outcome: Reason, reason: str) -> Skipped:
    return Skipped(locator=source.locator, url=None, outcome=outcome, reason=reason)
