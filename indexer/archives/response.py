"""The page in what a server sent, or why there is none.

In: the block of a response, or a bare body with its type. Out: `Page` or `NoPage`.
"""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archives.bounds import MAX_HEAD, MAX_PAGE, Overgrown
from indexer.archives.http import BadHttp, Response, body_of, response_of
from indexer.archives.sniff import kind_of
from indexer.capture import Reason

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
_VAGUE_TYPES = ("", "text/plain", "text/xml", "application/xml", "application/octet-stream", "unk", "no-type")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's bytes, encodings undone, and the charset that the server named."""

    payload: bytes
    charset: str | None


@dataclass(frozen=True, slots=True)
class NoPage:
    """Why there is no page."""

    outcome: Reason
    reason: str


def from_response(block: bytes, *, is_whole: bool = True) -> Page | NoPage:
    """Return the page in an HTTP response; `is_whole` is false when the block is only a response's beginning."""
    try:
        response = response_of(block)
    except BadHttp as error:
        if kind_of(block[:MAX_HEAD], "") == "html":  # some tools store the bare page
            return from_body(block, "text/html", is_whole=is_whole)
        return NoPage("broken record", f"Broken HTTP: {error}.")
    if not 200 <= response.status < 300:
        return NoPage("error status", f"The server answered {response.status}.")
    if not _may_be_page(response.media_type):
        return NoPage("not HTML", f"It is {response.media_type}.")
    if not is_whole:
        return _too_large()
    return _decoded(response)


def from_body(body: bytes, media_type: str, charset: str | None = None, *, is_whole: bool = True) -> Page | NoPage:
    """Return the page that these bytes of a media type are."""
    media_type = media_type.partition(";")[0].strip().lower()
    if not _may_be_page(media_type):
        return NoPage("not HTML", f"It is {media_type}.")
    if not is_whole or len(body) > MAX_PAGE:
        return _too_large()
    if not body.strip():
        return NoPage("no text", "The page is empty.")
    if media_type not in _PAGE_TYPES and kind_of(body[:MAX_HEAD], "") != "html":
        return NoPage("not HTML", f"It is said to be {media_type or 'of no type'} and does not look like HTML.")
    return Page(body, charset)


def _decoded(response: Response) -> Page | NoPage:
    try:
        body = body_of(response)
    except BadHttp as error:
        return NoPage("broken record", f"Broken HTTP: {error}.")
    except Overgrown as error:
        return NoPage("too large", f"The page is too large: {error}.")
    return from_body(body, response.media_type, response.charset)


def _may_be_page(media_type: str) -> bool:
    return media_type in _PAGE_TYPES or media_type in _VAGUE_TYPES


def _too_large() -> NoPage:
    return NoPage("too large", f"The page is too large: it has more than {MAX_PAGE >> 20} MB.")
