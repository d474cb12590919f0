"""The stamp that a browser or a copier leaves in a page it saved: from where, and when.

In: a page's bytes. Out: its URL and capture time, as far as the stamp tells them. Known: "saved from url" (Internet
Explorer, Edge, Chrome), SingleFile, HTTrack, and pages saved from a web archive, whose own address and time stand in
the archive's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.archives.bounds import MAX_HEAD
from indexer.archives.times import from_digits, from_words

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s>]+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile\s(.{0,4096}?)-->", re.DOTALL | re.IGNORECASE)
_SINGLE_FILE_URL = re.compile(rb"^\s*url:\s*(https?://\S+)", re.MULTILINE)
_SINGLE_FILE_DATE = re.compile(rb"^\s*saved date:\s*([^\r\n]+)", re.MULTILINE)
_HTTRACK = re.compile(
    rb"<!--\s*Mirrored from (\S+) by HTTrack Website Copier/[^,>]*(?:\[[^\]>]*\])?[^,>]*(?:,\s*([^>]{1,60}?))?\s*-->",
    re.IGNORECASE,
)
_WEB_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/(\d{14})[a-z_]*/(https?://.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a saved page says of its own saving."""

    url: str | None = None
    captured: str | None = None


def stamp_of(payload: bytes) -> Stamp:
    """Return the stamp in a saved page; both parts None when it bears none.

    >>> stamp_of(b"<!-- saved from url=(0026)https://example.com/news/5/ --><html>").url
    'https://example.com/news/5/'
    """
    head = payload[:MAX_HEAD]
    if found := _SINGLE_FILE.search(head):
        url, date = _SINGLE_FILE_URL.search(found[1]), _SINGLE_FILE_DATE.search(found[1])
        return _from_archive(_text(url[1]) if url else None, from_words(_text(date[1])) if date else None)
    if found := _SAVED_FROM.search(head):
        return _from_archive(_text(found[1]), None)
    if found := _HTTRACK.search(head):
        address = _text(found[1])
        url_text = address if "://" in address else "http://" + address
        return _from_archive(url_text, from_words(_text(found[2])) if found[2] else None)
    return Stamp()


def _from_archive(url: str | None, captured: str | None) -> Stamp:
    """Take the page's own address and time out of a web archive's, if it was saved from one."""
    found = _WEB_ARCHIVE.fullmatch(url or "")
    return Stamp(found[2], from_digits(found[1])) if found else Stamp(url, captured)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").strip()
