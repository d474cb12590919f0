"""Live blogs, galleries, stubs, interviews, corrections and teasers: all that is the article, in order, and nothing else."""

from __future__ import annotations

import pytest

from indexer.extract import read
from mappings.article import Article
from tests import kinds_of_pages
from tests.kinds_of_pages import Kind
from tests.writings import ALL

KINDS = list(kinds_of_pages.all_kinds())
TITLES = {story.language: {story.title} for story in ALL}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_the_article_is_read_in_order_and_nothing_else(kind: Kind) -> None:
    article = read(kind.payload, kind.url)
    assert isinstance(article, Article)
    text = article.body if article.lead in article.body else f"{article.lead}\n{article.body}"
    places = [text.find(wanted) for wanted in kind.wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert not [unwanted for unwanted in kind.unwanted if unwanted in text]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_headline_and_language_of_every_kind_are_read(kind: Kind) -> None:
    article = read(kind.payload, kind.url)
    assert isinstance(article, Article)
    assert article.title in TITLES[article.language]
    assert article.language == kind.name.rsplit(" ", 1)[1]


def test_a_live_blog_is_published_when_it_began() -> None:
    for kind in KINDS:
        if kind.name.startswith("live, JSON-LD"):
            article = read(kind.payload, kind.url)
            assert isinstance(article, Article)
            assert (article.published, article.published_zone) == ("2024-11-11T08:00:00+02:00", "page")


def test_captions_of_pictures_are_no_text() -> None:
    for kind in KINDS:
        if kind.name.startswith("gallery with a text"):
            article = read(kind.payload, kind.url)
            assert isinstance(article, Article)
            assert "Foto: Visti" not in article.body
