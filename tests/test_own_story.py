"""Of all stories that a page describes to machines, its own is believed and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from indexer.extract import Article, read
from indexer.extract.linked_data import things
from indexer.extract.own_story import Self, own_story
from tests.pages import PARAGRAPHS

TITLE = "Громада об'єднала три села"
URL = "https://polissia.example/hromada-try-sela"
Thing = dict[str, Any]
OTHER: Thing = {
    "@type": "NewsArticle",
    "headline": "Віз старої в’ялки продали",
    "datePublished": "2022-05-05T10:00:00Z",
    "author": {"@type": "Person", "name": "Чужа Людина"},
    "url": "/viz-prodaly",
}
OWN: Thing = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2020-01-02T08:00:00Z"}


def read_with(data: object, head: str = "", url: str | None = URL) -> Article:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    found = read(
        f"""<html lang=uk><head><title>{TITLE}</title>{head}<script type="application/ld+json">{json.dumps(data)}</script>
        </head><body><h1>{TITLE}</h1><p>5 липня 2019</p>{body}</body></html>""".encode(),
        url,
    )
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "ItemList", "itemListElement": [OTHER]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]},
        {"@graph": [{"@type": "WebPage", "name": TITLE}, {"@type": "ItemList", "itemListElement": [OTHER, OTHER]}]},
        {"@type": "WebPage", "hasPart": [OTHER]},
        {"@type": "WebPage", "mentions": OTHER},
        [OTHER, {**OTHER, "headline": "Яр зарос", "url": "/yar"}],
        OTHER,
    ],
    ids=str,
)
@pytest.mark.parametrize("url", [URL, f"{URL}?utm_source=rss"])
def test_another_story_gives_no_date_author_or_title(data: object, url: str) -> None:
    found = read_with(data, url=url)
    assert (found.title, found.published, found.authors) == (TITLE, "2019-07-05", ())


@pytest.mark.parametrize(
    "data",
    [
        [OTHER, OWN],
        [{"@type": "ItemList", "itemListElement": [OTHER]}, OWN],
        {**OWN, "citation": [OTHER], "isPartOf": OTHER},
        {"@type": "ItemList", "itemListElement": [OTHER, OWN]},
        [OTHER, {**OWN, "headline": "Три села — тепер одна громада"}],
        [OTHER, {**OWN, "headline": "Нова назва", "mainEntityOfPage": {"@id": URL.replace("//", "//www.") + "/"}}],
        [OTHER, {**OWN, "headline": f"Полісся: {TITLE.upper().replace(chr(39), '’')}"}],
    ],
    ids=str,
)
def test_the_pages_own_story_is_found_among_others(data: object) -> None:
    assert read_with(data).published == "2020-01-02T08:00:00+00:00"


@pytest.mark.parametrize("url", [URL, None])
def test_a_story_that_stands_alone_is_believed_though_search_engines_get_another_headline(url: str | None) -> None:
    assert read_with({**OWN, "headline": "Як це було"}, url=url).published == "2020-01-02T08:00:00+00:00"


@pytest.mark.parametrize(
    "own",
    [
        {**OWN, "headline": "Як це було", "url": "https://polissia.example/news/uk/hromada-try-sela"},
        {**OWN, "headline": "Three villages are one", "url": "/en/villages"},
        {"@type": "NewsArticle", "datePublished": OWN["datePublished"], "url": "/amp/sela"},
    ],
    ids=str,
)
def test_another_edition_of_the_same_story_is_believed(own: Thing) -> None:
    assert read_with(own).published == "2020-01-02T08:00:00+00:00"


def test_what_may_be_the_papers_name_does_not_speak_against_a_story() -> None:
    page = Self.of(["Вісник ґміни"], ["https://polissia.example/a?id=5"], None)
    assert own_story((OTHER | {"url": "https://polissia.example/viz"},), page)["headline"] == OTHER["headline"]


def test_headlines_where_no_spaces_part_words_are_compared_as_well() -> None:
    found = things([json.dumps([OTHER, {"@type": "Article", "headline": "川の橋が開通した"}])])
    assert own_story(found, Self.of(["川の橋が開通した｜地域新聞"], [], None))["headline"] == "川の橋が開通した"


def test_ten_thousand_lists_in_lists_are_looked_through_once() -> None:
    deep: Thing = OTHER
    for _ in range(90):
        deep = {"@type": "ItemList", "itemListElement": [deep, *[{"@type": "NewsArticle", "headline": "Ґ"}] * 100]}
    assert own_story(things([json.dumps(deep)]), Self.of([TITLE], [URL], URL)) == {}
