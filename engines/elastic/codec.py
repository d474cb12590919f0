"""Articles and capture records as Elasticsearch keeps them, and back.

In: values of the contract. Out: plain dicts ready for JSON, and the version under which an article is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from engines.derive import derived, join_pair
from mappings.article import Article, CaptureRecord, article_from

_FIELDS = tuple(f.name for f in fields(Article))
_OF_CAPTURE = (
    "captured",
    "payload_hash",
    "locator",
    "text_hash",
    "first_captured",
)  # differ from capture to capture of one text
_READ = tuple(name for name in _FIELDS if name not in ("id", *_OF_CAPTURE, "captures", "revisions"))
SOURCE = list(_FIELDS)  # what a hit brings along: an article's own fields, no derived ones


def article_source(article: Article) -> dict[str, Any]:
    """Return what is indexed for an article: its fields and everything derived from them."""
    made = derived(article)
    source = {name: value for name in _FIELDS if (value := getattr(article, name)) not in (None, "", ())}
    source["facet"] = {name: [key for key, _ in pairs] for name, pairs in made.facets.items() if pairs}
    source["printed"] = {name: [join_pair(*pair) for pair in pairs] for name, pairs in made.facets.items() if pairs}
    if made.sort_key:
        source["sort_key"] = made.sort_key
    dates = {"day": made.day, "month": made.month, "year": made.year}
    return source | {name: value for name, value in dates.items() if value is not None}


def records_source(records: Iterable[CaptureRecord]) -> dict[str, Any]:
    """Return capture records of one article as they are kept: each distinct reading of it once."""
    readings: list[dict[str, Any]] = []
    captures = []
    for record in records:
        read = {name: value for name in _READ if (value := getattr(record.article, name)) not in (None, "", ())}
        if read not in readings:
            readings.append(read)
        place = readings.index(read)
        own = {name: value for name in _OF_CAPTURE if (value := getattr(record.article, name)) is not None}
        captures.append({**own, "reading": place})
    return {"readings": readings, "captures": captures}


def records_from(id: str, source: Mapping[str, Any]) -> tuple[CaptureRecord, ...]:
    """Return the capture records that an entry keeps, in the order in which they came."""
    readings = source.get("readings", ())
    kept = (({"id": id, **readings[one["reading"]], **one}) for one in source.get("captures", ()))
    return tuple(CaptureRecord.of(article_from(one)) for one in kept)


def version_of(article: Article) -> int:
    """Return the version an article is written under: it grows with its newest capture, then with its captures' number.

    35 bits of the capture's second, 12 of its payload hash (two captures of one second), 16 of the count: of two states
    of one article the later always has the greater version, in whatever order two loaders write them.

    >>> a = Article(id="x", url="", language="uk", title="Т", captured="2024-03-01T00:00:00Z", payload_hash="ff00")
    >>> b = Article(id="x", url="", language="uk", title="Т", captured="2024-03-01T00:00:01Z", payload_hash="0000")
    >>> version_of(a) < version_of(b) < 1 << 63
    True
    """
    seconds = int(datetime.fromisoformat(article.captured).timestamp()) if article.captured else 0
    bits = int(article.payload_hash[:3] or "0", 16)
    return max(0, min(seconds, (1 << 35) - 1)) << 28 | bits << 16 | min(article.captures, 0xFFFF)
