"""What an article is: one line of meaning per field.

In: nothing. Out: frozen values that every room passes on. ``article.json`` beside this file names the same fields for
the engines; a test says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

Precision = Literal["minute", "day", "month"]
Zone = Literal["page", "profile", "unknown"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One language edition of a story: its language (ISO 639-1) and its URL."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: what its newest capture says, and how many captures there are.

    All texts are NFC; times are ISO 8601 strings as the page gives them, days ``YYYY-MM-DD``. ``None`` or an empty
    value means that it is not known.
    """

    id: str  # first 16 bytes of SHA-256 of the identity key, base64url without padding
    url: str  # as the page or the archive gives it; "" when no URL is known
    language: str  # ISO 639-1 of the text ("und" when unknown), checked against the page's claim
    title: str
    lead: str = ""  # the standfirst
    body: str = ""  # paragraphs joined by "\n", never menus, teasers or captions
    authors: tuple[str, ...] = ()  # bylines as printed, cleaned
    tags: tuple[str, ...] = ()  # as printed, cleaned; a section is not a tag
    section: str | None = None
    source: str = ""  # the publisher: its profile's name, else the registrable domain
    site: str = ""  # the host
    cited: tuple[str, ...] = ()  # what the article itself names as its sources; never a photo credit
    story: str | None = None  # key shared by the language editions of one story
    editions: tuple[Edition, ...] = ()  # links to the other language editions
    published: str | None = None  # ISO 8601 with the offset of the page, else of the profile, else without one
    published_precision: Precision | None = None
    published_zone: Zone | None = None
    published_from: str | None = None  # which signal gave it; never the capture date
    published_day: str | None = None  # its date in the publisher's zone, else as written
    modified: str | None = None  # as the page says
    captured: str | None = None  # newest capture, UTC "YYYY-MM-DDTHH:MM:SSZ"; none sorts oldest
    first_captured: str | None = None
    captures: int = 1
    revisions: int = 1  # how many distinct texts (text_hash) the captures have
    text_hash: str = ""  # SHA-256 (hex) of NFC title + "\n" + body, of the newest capture
    payload_hash: str = ""  # SHA-256 (hex) of its decoded bytes
    locator: str = ""  # ROOT:relative/path[!member][#offset]: where its bytes lie


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """One capture of an article, and the article as read from that capture alone.

    Captures are the truth: the article is computed from them by `article_of`, so loading is free of order.
    """

    id: str  # of the article
    captured: str | None
    payload_hash: str
    locator: str
    text_hash: str
    article: Article  # as read: captures == revisions == 1

    @classmethod
    def of(cls, article: Article) -> CaptureRecord:
        """Return the record of an article that was read from one capture."""
        return cls(
            id=article.id,
            captured=article.captured,
            payload_hash=article.payload_hash,
            locator=article.locator,
            text_hash=article.text_hash,
            article=article,
        )

    @property
    def order(self) -> tuple[str, str]:
        """Sort key: the greatest is the newest capture; unknown capture times come first."""
        return (self.captured or "", self.payload_hash)


def article_of(records: Iterable[CaptureRecord]) -> Article:
    """Return the article that capture records (at least one, all of one id) amount to, in whatever order they come.

    Two captures that share time and payload are told apart by their locator, so that the answer never hangs on order.
    """
    known = sorted(records, key=lambda r: (*r.order, r.locator))
    newest = known[-1]
    times = [r.captured for r in known if r.captured]
    return replace(
        newest.article,
        captured=newest.captured,
        first_captured=min(times, default=None),
        captures=len(known),
        revisions=len({r.text_hash for r in known}),
    )


def article_from(stored: Mapping[str, Any]) -> Article:
    """Return the article that a JSON object holds; fields that are missing or null are empty, others are passed over.

    >>> article_from({"id": "x", "language": "uk", "title": "Дощ", "tags": ["погода"], "url": None}).tags
    ('погода',)
    """
    known = {field.name: value for field in fields(Article) if (value := stored.get(field.name)) is not None}
    for name in ("authors", "tags", "cited"):
        if name in known:
            known[name] = tuple(known[name])
    if "editions" in known:
        known["editions"] = tuple(Edition(one["language"], one["url"]) for one in known["editions"])
    return Article(**{"url": "", "title": ""} | known)
