"""Articles that were never printed, for the tests of both engines."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

from mappings.article import Article


def id_of(url: str) -> str:
    """Return an id as `indexer.identity` makes them."""
    return urlsafe_b64encode(hashlib.sha256(url.encode()).digest()[:16]).decode().rstrip("=")


def article(number: int = 1, **fields: Any) -> Article:
    """Return an article as read from one capture; each number is another one, `fields` say what is special about it.

    Without a date it is undated; `day` is short for a published day of that precision, `at` for a minute of it.
    """
    url = fields.pop("url", f"https://visnyk.example/{number}")
    day, at = fields.pop("day", None), fields.pop("at", None)
    usual: dict[str, Any] = {
        "id": id_of(url),
        "url": url,
        "language": "uk",
        "title": f"Замітка {number}",
        "body": f"Короткий текст замітки {number}.",
        "source": "visnyk.example",
        "site": "visnyk.example",
        "captured": "2024-12-31T00:00:00Z",
        "payload_hash": hashlib.sha256(f"{number}".encode()).hexdigest(),
        "locator": f"pages:{number}.html",
    }
    if day:
        usual |= {
            "published": f"{day}T{at}:00+02:00" if at else day,
            "published_precision": "minute" if at else ("month" if len(day) == 7 else "day"),
            "published_zone": "page" if at else "unknown",
            "published_day": day if len(day) == 10 else f"{day}-01",
        }
    made = Article(**(usual | fields))
    text = hashlib.sha256(f"{made.title}\n{made.body}".encode(errors="surrogatepass")).hexdigest()
    return made if made.text_hash else Article(**(usual | fields | {"text_hash": text}))


def titles(articles: Any) -> list[str]:
    """Return the titles of hits or articles, in order."""
    return [getattr(one, "article", one).title for one in articles]
