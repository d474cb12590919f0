"""No letter keeps more marks than a language has, wherever on a page they are stacked."""

from __future__ import annotations

import json

import pytest

from indexer.extract import Article, read
from indexer.extract.combining import MOST, unstacked
from tests.pages import PARAGRAPHS

STACK = "й" + "\u0301\u0323" * 20_000
TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


@pytest.mark.parametrize("mark", ["\u0301", "\u0301\u0323", "\u05b4\u05bc", "\u0f73", "\u3099"])
@pytest.mark.parametrize("before", range(0, 40, 7))
def test_a_longer_run_of_marks_is_cut_wherever_it_begins(mark: str, before: int) -> None:
    text = "є" * before + mark * 400 + "’ї" * 100
    assert unstacked(text) == "є" * before + (mark * 400)[:MOST] + "’ї" * 100


@pytest.mark.parametrize(
    "text", ["Ки\u0301їв об’єднує " * 50, "हिन्दी में ख़बर " * 50, "— … " * 100 + "/" * 500, "שָׁלוֹם " * 60]
)
def test_marks_as_languages_have_them_stay(text: str) -> None:
    assert unstacked(text) == text


@pytest.mark.parametrize(
    "markup",
    [
        f"<title>Рада {STACK}</title><h1>Рада</h1>{TEXT}",
        f"<title>Рада</title><h1>Рада {STACK}</h1>{TEXT}",
        f"<title>Рада</title><h1>Рада</h1><p>Слово {STACK}</p>{TEXT}",
        f"<title>Рада</title><h1>Рада</h1><p class=author><a rel=author href=/a>Віра {STACK}</a></p>{TEXT}",
        f"<title>Рада</title><meta property=og:title content='Рада {STACK}'><h1>Рада</h1>{TEXT}",
        f"<title>Рада</title><meta name=author content='Віра {STACK}'><h1>Рада</h1>{TEXT}",
        f"<title>Рада</title><meta name=description content='Про раду {STACK}'><h1>Рада</h1>{TEXT}",
        '<title>Рада</title><script type="application/ld+json">'
        + json.dumps({"@type": "Article", "headline": f"Рада {STACK}", "keywords": [STACK], "articleBody": STACK * 2})
        + f"</script><h1>Рада</h1>{TEXT}",
    ],
    ids=["title", "h1", "text", "author", "og:title", "meta author", "description", "JSON-LD"],
)  # fmt: skip
def test_marks_stacked_anywhere_on_a_page_are_cut(markup: str) -> None:
    found = read(f"<html lang=uk><head><meta charset=utf-8></head>{markup}".encode(), "https://polissia.example/rada-5")
    assert isinstance(found, Article)
    shown = [found.title, found.lead, found.body, *found.authors, *found.tags]
    assert all(text == unstacked(text) for text in shown)
    assert all(text.count("\u0323") <= MOST for text in shown)


def test_marks_stacked_in_a_plain_text_are_cut() -> None:
    text = "Рада об’єднала громади\n\n" + "\n\n".join([*PARAGRAPHS, f"Слово {STACK} кінець."])
    found = read(text.encode(), "https://polissia.example/rada-5", kind="text")
    assert isinstance(found, Article)
    assert found.body.count("\u0323") <= MOST
