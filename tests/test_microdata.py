"""Microdata of teasers and comments say nothing of the article beside them."""

from __future__ import annotations

import pytest

from indexer.extract import Article, read
from tests.pages import PARAGRAPHS

TITLE = "Громада об’єднала три села"
TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def scope(date: str, inside: str = "", kind: str = "NewsArticle") -> str:
    return (
        f'<div itemscope itemtype="https://schema.org/{kind}"><meta itemprop="datePublished" content="{date}">'
        f"{inside}</div>"
    )


TEASER = scope("2022-05-05T10:00:00Z", "<a href=/viz><span itemprop=headline>Віз в’ялки продали</span></a>")


def day(body: str) -> str | None:
    found = read(
        f"<html lang=uk><head><title>{TITLE}</title></head><body>{body}</body></html>".encode(),
        "https://polissia.example/x1",
    )
    assert isinstance(found, Article)
    return found.published_day


@pytest.mark.parametrize("teaser", [TEASER, TEASER * 5, scope("2022-05-05", "<p>Так, ґречно!</p>", "Comment")], ids=str)
def test_the_date_of_a_teaser_or_a_comment_does_not_beat_the_visible_one(teaser: str) -> None:
    heading = f"<h1>{TITLE}</h1><p>5 липня 2019</p>"
    assert day(f"{heading}{TEXT}{teaser}") == "2019-07-05"
    assert day(f"{teaser}{heading}{TEXT}") == "2019-07-05"


def test_several_scopes_that_hold_neither_heading_nor_text_are_not_believed() -> None:
    assert day(f"<h1>{TITLE}</h1>{TEXT}{TEASER}{TEASER}") is None


@pytest.mark.parametrize("teasers", ["", TEASER, TEASER * 5])
def test_the_date_in_the_articles_own_scope_is_believed(teasers: str) -> None:
    heading, own = f"<h1>{TITLE}</h1><p>7 липня 2019</p>", "2019-07-05T10:00:00Z"
    assert day(f"{teasers}{scope(own, heading + TEXT)}{teasers}") == "2019-07-05"
    assert day(f"{heading}{teasers}{scope(own, TEXT)}") == "2019-07-05"
    assert day(f"{scope(own, heading + TEXT + teasers)}") == "2019-07-05"
    assert day(f"{scope(own, heading + scope('', TEXT, 'CreativeWork') + teasers, 'Article')}") == "2019-07-05"


def test_microdata_in_no_scope_of_an_article_is_the_pages_own() -> None:
    meta = '<meta itemprop="datePublished" content="2019-07-05T10:00:00Z">'
    assert day(f"{meta}<h1>{TITLE}</h1>{TEXT}{TEASER}") == "2019-07-05"
    assert day(f"{scope('2019-07-05', kind='WebPage')}<h1>{TITLE}</h1>{TEXT}") == "2019-07-05"


def test_a_scope_around_the_heading_alone_is_the_articles() -> None:
    assert day(f"{scope('2019-07-05T10:00:00Z', f'<h1>{TITLE}</h1>')}{TEXT}{TEASER}") == "2019-07-05"


def test_thousands_of_scopes_in_one_another_are_looked_through_once() -> None:
    nested = scope("2022-05-05T10:00:00Z", "<p>Їжак.</p>")
    for _ in range(12):
        nested = scope("2022-05-05T10:00:00Z", nested * 2)
    assert day(f"<h1>{TITLE}</h1><p>5 липня 2019</p>{TEXT * 40}{nested}") == "2019-07-05"
