"""A small invented archive in a real index, and the web app over it, for the tests of pages, API and exports."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from flask.testing import FlaskClient

from engines import open_index
from engines.contract import Engine, IndexUnavailable, SearchRequest, SearchResult, Status
from mappings.article import Article, CaptureRecord, Edition
from webapp import create_app
from webapp.settings import Settings


def invented(number: int, **fields: object) -> Article:
    """Return an article that was never printed; each number is another one."""
    digest = hashlib.sha256(f"https://visnyk.example/{number}".encode()).digest()
    usual: dict[str, object] = {
        "id": urlsafe_b64encode(digest[:16]).decode().rstrip("="),
        "url": f"https://visnyk.example/{number}",
        "language": "uk",
        "title": f"Об’єднана громада відкрила театр {number}",
        "body": f"Міська рада розповіла про театр.\nПрем’єра номер {number} відбудеться восени.",
        "source": "visnyk.example",
        "site": "visnyk.example",
        "published": f"2024-{number % 12 + 1:02}-15T10:00:00+02:00",
        "published_precision": "minute",
        "published_zone": "page",
        "published_day": f"2024-{number % 12 + 1:02}-15",
        "captured": "2024-12-31T00:00:00Z",
        "first_captured": "2024-12-31T00:00:00Z",
        "text_hash": digest.hex(),
        "payload_hash": digest[::-1].hex(),
        "locator": f"pages:{number}.html",
    }
    return Article(**(usual | fields))  # type: ignore[arg-type]


ARTICLES = (
    invented(1, authors=("Марта Вербняк",), tags=("театр", "громада"), section="Культура"),
    invented(2, authors=("Марта Вербняк", "Стас Мар’яненко"), tags=("Театр",), cited=("прес-служба міськради",)),
    invented(3, authors=("=HYPERLINK(1)",), tags=("a; b",), lead='Рядок, "лапки"\nі кома'),
    invented(
        4,
        language="ru",
        title="Съёмка в театре",
        body="Жители города увидели съёмку.",
        editions=(Edition("uk", "https://visnyk.example/4"),),
    ),
    invented(5, language="en", title="The library reopens", body="Readers returned to the library.", source="Ledger"),
    invented(6, published=None, published_precision=None, published_zone=None, published_day=None),
    *(invented(number, title=f"Вісті {number}", body="Коротко про погоду.") for number in range(7, 30)),
)


def stocked(folder: Path, articles: Iterable[Article] = ARTICLES) -> Engine:
    """Return a reader of a new index in this folder that holds these articles."""
    writer = open_index(str(folder), write=True)
    for outcome in writer.load(articles):
        assert outcome.kind == "indexed"
    writer.close()
    return open_index(str(folder))


def client(engine: Engine) -> FlaskClient:
    """Return a browser of the app over an engine, under the name the app answers to."""
    app = create_app(Settings(), engine)
    browser = app.test_client()
    browser.environ_base["HTTP_HOST"] = "localhost"
    return browser


class Away:
    """An engine whose server is away; a scan breaks off after some articles."""

    def __init__(self, after: int = 0) -> None:
        self.after = after

    def search(self, request: SearchRequest) -> SearchResult:
        raise IndexUnavailable("The node does not answer.")

    def get(self, id: str) -> Article | None:
        raise IndexUnavailable("The node does not answer.")

    def captures(self, id: str) -> tuple[CaptureRecord, ...]:
        raise IndexUnavailable("The node does not answer.")

    def status(self) -> Status:
        raise IndexUnavailable("The node does not answer.")

    def scan(self, request: SearchRequest) -> Iterator[Article]:
        yield from islice(cycle(ARTICLES), self.after)
        raise IndexUnavailable("The node does not answer.")
