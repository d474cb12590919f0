"""Lists of articles are told from articles, and no article is taken for a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.capture import Skipped
from indexer.extract import read
from tests import pages
from tests.index_pages import HEADLINES, STYLES, index_pages, stories
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


SHORT_NEWS = {
    "uk": ("У Гадячі перекрили міст", "8 січня 2024, 08:15", "Міст закрито до вечора через ожеледь, повідомили у громаді."),
    "en": ("Bridge closed in Hull", "By Una Brackett", "The bridge is shut until evening because of ice, they said."),
    "ja": ("川の橋が通行止め", "2024年1月8日 8時15分", "凍結のため橋は夕方まで閉鎖されると町の担当者が話した。"),
}  # fmt: skip


@pytest.mark.parametrize("language", SHORT_NEWS)
@pytest.mark.parametrize("links", [10, 20, 60])
@pytest.mark.parametrize("fact", [True, False])
@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'], ids=["bare", "og:type"])
def test_short_news_beside_many_headlines_is_an_article(language: str, links: int, fact: bool, head: str) -> None:
    title, dated, text = SHORT_NEWS[language]
    aside = "".join(f"<div><a href=/n/{i}>{HEADLINES[language][i % 3]}</a></div>" for i in range(links))
    page = f"""<html lang={language}><head><meta charset=utf-8><title>{title}</title>{head}</head><body><h1>{title}</h1>
    {f"<p>{dated}</p>" if fact else ""}<p>{text}</p><div class=side>{aside}</div></body></html>"""
    assert outcome(page.encode(), "https://visnyk.example/news/991-mist") == "article"


@pytest.mark.parametrize("heading", ["<h2>{}</h2>", "<font size=5>{}</font>", "<b>{}</b>"])
@pytest.mark.parametrize("name", ["{}", "Вісник ґміни", "{} - Вісник ґміни"])
def test_short_news_under_a_heading_that_is_no_h1_is_an_article(heading: str, name: str) -> None:
    title, dated, text = SHORT_NEWS["uk"]
    aside = "".join(f"<div><a href=/n/{i}>{HEADLINES['uk'][i % 3]}</a></div>" for i in range(40))
    found = read(
        f"""<html lang=uk><head><meta charset=utf-8><title>{name.format(title)}</title></head><body>
        {heading.format(title)}<p>{dated}</p><p>{text}</p><div class=side>{aside}</div></body></html>""".encode(),
        "https://visnyk.example/news/991-mist",
    )
    assert not isinstance(found, Skipped)
    assert found.title == title


def listing(title: str, content: str, heading: str = "") -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{heading}{content}</body></html>".encode()
    )


@pytest.mark.parametrize("language", HEADLINES)
def test_headlines_with_a_date_beside_them_are_a_list(language: str) -> None:
    rows = "".join(f"<li><a href={url}>{text[:16]}</a> 2003-07-0{i + 1}" for i, (url, text, _) in enumerate(stories(language, 9)))  # fmt: skip
    items = rows.replace("<li>", "<li>2. ") if language == "ru" else rows
    assert outcome(listing("Новини ґмін", f"<ul>{items}</ul>"), None) == "not an article"


@pytest.mark.parametrize(("language", "onward"), [("uk", "Читати далі"), ("en", "Read more"), ("ja", "続きを読む")])
def test_texts_with_the_same_link_to_the_rest_below_are_a_list(language: str, onward: str) -> None:
    cards = "".join(
        f"<div><h2>{text}</h2><p>{summary * 2}</p><a href={url}>{onward}</a></div>"
        for url, text, summary in stories(language, 7)
    )
    assert (
        outcome(listing("Культура", cards, "<h1>Культура</h1>"), "https://visnyk.example/kultura") == "not an article"
    )


@pytest.mark.parametrize("url", ["https://visnyk.example/", "https://visnyk.example/index.html", None])
@pytest.mark.parametrize("heading", [
    "<h1>Вісник ґміни</h1><p>Четвер, 9 листопада 2023</p>",
    "<h1>Вісник</h1><p>Новини, об’яви та погода з усієї округи щодня.</p>",
    "<h1><a href=/2024/11/01/story-1/>Рада об'єднала дві громади на Поліссі та в Карпатах</a></h1><p>Рішення, якого чекали, підтримали.</p>",
])  # fmt: skip
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_a_front_page_with_a_heading_is_a_list(style: Callable[[str], str], heading: str, url: str | None) -> None:
    assert outcome(listing("Вісник ґміни", style("uk"), heading), url) in {"not an article", "no text"}


def test_a_live_blog_with_the_same_link_under_each_entry_is_an_article() -> None:
    entries = "".join(f"<p>{text}</p><a href=#e{i}>Поділитися</a>" for i, text in enumerate(pages.PARAGRAPHS * 3))
    assert outcome(listing(pages.TITLE, entries, f"<h1>{pages.TITLE}</h1>"), pages.URL) == "article"


def test_the_reason_is_said() -> None:
    found = read(LISTS[0][2], LISTS[0][1])
    assert isinstance(found, Skipped)
    assert found.reason.startswith("a list of articles: ")
