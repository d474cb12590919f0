"""Invented articles for tests of engines.

In: a key. Out: articles whose ids, hashes and texts follow from it, always the same.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

from mappings.article import Article


def article(key: str, **fields: Any) -> Article:
    """Return an article, Ukrainian unless said otherwise."""
    title = fields.pop("title", f"Місто відкриває подвір’я {key}")
    body = fields.pop("body", f"Рада ухвалила рішення про двір {key}.\nМешканці об’єдналися.")
    own = {
        "id": urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:16]).decode().rstrip("="),
        "url": f"https://novyny.example/{key}",
        "language": "uk",
        "source": "novyny.example",
        "site": "novyny.example",
        "captured": "2024-03-02T10:00:00Z",
        "payload_hash": hashlib.sha256(f"{key}{title}{body}{fields}".encode()).hexdigest(),
        "text_hash": hashlib.sha256(f"{title}\n{body}".encode()).hexdigest(),
        "locator": f"ARCHIVE:pages.warc.gz#{key}",
    }
    return Article(title=title, body=body, **(own | fields))


def many(count: int, **fields: Any) -> Iterator[Article]:
    """Yield so many articles, each of another day."""
    for number in range(count):
        day = f"20{10 + number % 14}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        yield article(f"{number:06d}", published=day, published_day=day, published_precision="day", **fields)
