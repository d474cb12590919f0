"""Lists of articles are told from articles, and no article is taken for a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.capture import Skipped
from indexer.extract import read
from tests import pages
from tests.index_pages import index_pages
from tests.pages import Saved

LISTS = list(index_pages())


def outcome(payload: bytes, url: str | None) -> str:
    found = read(payload, url)
    return found.outcome if isinstance(found, Skipped) else "article"


def test_nine_of_ten_lists_in_any_style_are_told() -> None:
    outcomes = {name: outcome(payload, url) for name, url, payload in LISTS}
    missed = [name for name, got in outcomes.items() if got == "article"]
    assert len(outcomes) >= 60
    assert len(missed) <= 0.1 * len(outcomes), missed


def test_most_lists_are_told_without_their_address() -> None:
    missed = [name for name, _, payload in LISTS if outcome(payload, None) == "article"]
    assert len(missed) <= 0.3 * len(LISTS), missed


@pytest.mark.parametrize("era", pages.ERAS, ids=lambda era: era.__name__)
@pytest.mark.parametrize(
    "url", [pages.URL, None, "https://polissia.example/politics/", "https://polissia.example/?p=48213"]
)
def test_an_article_is_never_a_list(era: Callable[[], Saved], url: str | None) -> None:
    assert outcome(era().payload, url) == "article"


def test_a_short_article_among_many_links_is_an_article() -> None:
    page = f"""<title>{pages.TITLE}</title><h1>{pages.TITLE}</h1><p>{pages.PARAGRAPHS[0]}</p>{pages.teasers("<div>") * 8}"""
    assert outcome(page.encode(), pages.URL) == "article"


def test_the_reason_is_said() -> None:
    found = read(LISTS[0][2], LISTS[0][1])
    assert isinstance(found, Skipped)
    assert found.reason.startswith("a list of articles: ")
