"""Safari's .webarchive: a property list with a page and its parts.

In: a source. Out: the page itself with its address; parts are not pages. The file does not say when it was saved.
"""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from indexer.archives.bounds import MAX_DOCUMENT
from indexer.archives.found import Found, Source
from indexer.archives.response import NoPage, from_body
from indexer.capture import Capture, Reason, Skipped

_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError, ExpatError)


def read(source: Source, position: str = "") -> Iterator[Found]:
    """Yield the page in a .webarchive file."""
    yield Found(_page(source), "", source.size)


def _page(source: Source) -> Capture | Skipped:
    if source.size > MAX_DOCUMENT:
        return _skipped(source, "too large", f"A .webarchive file of more than {MAX_DOCUMENT >> 20} MB.")
    try:
        with source.open() as stream:
            main = plistlib.load(stream)["WebMainResource"]
        body, url = main["WebResourceData"], str(main.get("WebResourceURL", ""))
        media_type, charset = str(main.get("WebResourceMIMEType", "")), str(main.get("WebResourceTextEncodingName", ""))
    except _BROKEN as error:
        return _skipped(
            source, "broken record", f"The .webarchive file cannot be read: {type(error).__name__}: {error}."
        )
    page = from_body(body if isinstance(body, bytes) else b"", media_type, charset or None)
    if isinstance(page, NoPage):
        return _skipped(source, page.outcome, page.reason)
    known = url if url.lower().startswith(("http://", "https://")) else None
    return Capture(payload=page.payload, url=known, captured=None, locator=source.locator, charset=page.charset)


def _skipped(source: Source, outcome: Reason, reason: str) -> Skipped:
    return Skipped(locator=source.locator, url=None, outcome=outcome, reason=reason)
