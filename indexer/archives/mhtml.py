"""MHTML: a page and its parts in one mail-like file, as browsers save it.

In: a source. Out: the page itself, with the address and time that the browser wrote into the header; its parts
are no pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from indexer.archives.bounds import MAX_DOCUMENT
from indexer.archives.found import Found, Source
from indexer.archives.response import NoPage, from_body
from indexer.archives.times import from_words
from indexer.capture import Capture, Reason, Skipped


def read(source: Source, position: str = "") -> Iterator[Found]:
    """Yield the page in an MHTML file."""
    yield Found(_page(source), "", source.size)


def _page(source: Source) -> Capture | Skipped:
    if source.size > MAX_DOCUMENT:
        return _skipped(source, "too large", f"An MHTML file of more than {MAX_DOCUMENT >> 20} MB.")
    with source.open() as stream:
        message = BytesParser(policy=compat32).parse(stream)
    part = next((p for p in message.walk() if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if part is None:
        return _skipped(source, "not HTML", "An MHTML file without a page in it.")
    payload = part.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    page = from_body(body, part.get_content_type(), part.get_content_charset())
    if isinstance(page, NoPage):
        return _skipped(source, page.outcome, page.reason)
    return Capture(
        payload=page.payload,
        url=_address(message, part),
        captured=from_words(str(message.get("Date", ""))),
        locator=source.locator,
        charset=page.charset,
    )


def _address(message: Message, part: Message) -> str | None:
    named = (message.get("Snapshot-Content-Location"), part.get("Content-Location"), message.get("Content-Location"))
    urls = ("".join(str(url).split()) for url in named if url)
    return next((url for url in urls if url.lower().startswith(("http://", "https://"))), None)


def _skipped(source: Source, outcome: Reason, reason: str) -> Skipped:
    return Skipped(locator=source.locator, url=None, outcome=outcome, reason=reason)
