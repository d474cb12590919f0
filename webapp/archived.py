"""The archived page itself: which capture is meant, where its bytes lie, whether they are what was indexed.

In: an index, an article, a capture. Out: the bytes, or `NotShownError` with what to do. The page is somebody else's
markup: it is given out alone under a policy that runs nothing, loads nothing and leads nowhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

import chardetng_py  # type: ignore[import-untyped]
from flask import Response

from engines.contract import Engine
from indexer.archives import Absent, capture_at
from indexer.archives.locator import parse
from indexer.archives.roots import HOLDINGS, Holdings
from indexer.capture import Capture
from mappings.article import CaptureRecord
from webapp.search_url import ARTICLES, Asked, link

MOST_UNPACKED = 1 << 30  # bytes decompressed to reach a page: some seconds
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "unsafe-none",  # with any other, browsers refuse to open what is sandboxed
    "X-DNS-Prefetch-Control": "off",
    "Cache-Control": "no-store",  # what is withdrawn tomorrow must not stay in a browser
}
_NAMES_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}encoding=", re.IGNORECASE)
_CHARSET = re.compile(r"[A-Za-z0-9_.:-]{2,40}")
_HEAD = 4096  # bytes in which a page names its charset
_SAMPLE = 32_768  # bytes that a charset is told by


class NotShownError(Exception):
    """An archived page that cannot be shown; says what is not there, and of which archive."""

    def __init__(self, absent: Absent, record: CaptureRecord) -> None:
        super().__init__(absent.reason)
        self.absent = absent
        self.root = root_of(record)


def roots_of(engine: Engine, here: Iterable[tuple[str, str]] = ()) -> dict[str, Path]:
    """Return where the archives lie that an index was made from; `here` names those that have moved."""
    kept = engine.progress(HOLDINGS)
    holdings = Holdings.from_text(kept.position if kept else "")
    return {**holdings.roots, **{name: Path(path) for name, path in here}}


def root_of(record: CaptureRecord) -> str:
    """Return the name of the archive folder that a capture lies in; empty when its locator names none."""
    try:
        return parse(record.locator).root
    except ValueError:
        return ""


def within_reach(records: Iterable[CaptureRecord], roots: Mapping[str, Path]) -> frozenset[str]:
    """Return the names of those archive folders that are on this machine."""
    named = {root_of(record) for record in records}
    return frozenset(name for name in named if name in roots and roots[name].is_dir())


def key_of(record: CaptureRecord) -> str:
    """Return what a capture of an article is called in addresses; the same as long as it lies in the same place."""
    return hashlib.sha256(f"{record.captured} {record.locator}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def archived_link(record: CaptureRecord, asked: Asked, part: str = "") -> str:
    """Return the address of an archived page, with the question its article was found by."""
    return link(asked, f"{ARTICLES}/{quote(record.id, safe='')}/archived/{key_of(record)}{part}")


def page_of(record: CaptureRecord, roots: Mapping[str, Path]) -> Capture:
    """Return the archived page, its hash checked; raises NotShownError."""
    page = capture_at(record.locator, roots, record.payload_hash, MOST_UNPACKED)
    if isinstance(page, Absent):
        raise NotShownError(page, record)
    return page


def answer(page: Capture) -> Response:
    """Return the bytes of an archived page as they are, for a browser that is to show them and do nothing else."""
    kind = "text/plain" if page.kind == "text" else "text/html"
    charset = charset_of(page)
    return Response(
        page.payload,
        content_type=f"{kind}; charset={charset}" if charset else kind,
        headers=HEADERS | {"Content-Language": "und"},
    )


def charset_of(page: Capture) -> str:
    """Return the charset to show a page in; empty when the page names it itself.

    >>> page = Capture(payload="Ніч".encode(), url=None, captured=None, locator="а:б.html", charset="koi8-u")
    >>> charset_of(page)
    'utf-8'
    """
    try:
        page.payload.decode()
    except UnicodeDecodeError:
        if page.charset and _CHARSET.fullmatch(page.charset):
            return page.charset
        if page.payload[:2] in (b"\xff\xfe", b"\xfe\xff") or _NAMES_CHARSET.search(page.payload[:_HEAD]):
            return ""
        return str(chardetng_py.detect(page.payload[:_SAMPLE]))
    return "utf-8"
