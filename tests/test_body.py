"""The article's text and nothing else, in the markup of every era."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.extract.body import body
from indexer.extract.lead import lead
from indexer.extract.page import open_page
from indexer.sites import Rule, Site
from tests import pages
from tests.pages import PARAGRAPHS, Saved


@pytest.mark.parametrize("era", pages.ERAS, ids=lambda era: era.__name__)
def test_every_paragraph_is_read_and_nothing_else(era: Callable[[], Saved]) -> None:
    saved = era()
    found = body(open_page(saved.payload, pages.URL, saved.charset), Site())
    assert [text for text in found.value.paragraphs if text != pages.LEAD] == list(PARAGRAPHS)


def test_the_rung_is_said() -> None:
    assert body(open_page(pages.modern().payload), Site()).rule == "blocks"
    assert body(open_page(pages.only_in_a_script().payload), Site()).rule == "script"


def test_the_text_of_json_ld_is_the_next_rung() -> None:
    told = "\\n".join(PARAGRAPHS)
    page = f'<h1>Назва</h1><script type="application/ld+json">{{"@type": "Article", "articleBody": "{told}"}}</script>'
    found = body(open_page(page.encode()), Site())
    assert (found.rule, found.value.paragraphs) == ("JSON-LD articleBody", PARAGRAPHS)


def test_links_with_bars_between_them_are_a_menu_and_links_in_a_sentence_are_text() -> None:
    menu = '<p><a href="/print">Версія для друку</a> | <a href="/">На головну</a></p>'
    said = '<p>Про це пишуть <a href="/а">«Ґанок»</a> і <a href="/б">«Об’єднана громада»</a>, а мер мовчить другий день.</p>'
    found = body(open_page(f"<h1>Назва</h1><td>{pages.paragraphs()}{said}{menu}</td>".encode()), Site())
    assert found.value.paragraphs[-1].startswith("Про це пишуть")
    assert not any("Версія для друку" in text for text in found.value.paragraphs)


def test_a_profile_comes_before_the_rules() -> None:
    page = open_page(f"<div class=x><p>{PARAGRAPHS[0]}</p></div>{pages.paragraphs()}".encode())
    found = body(page, Site(rules={"body": Rule(css="div.x")}))
    assert (found.rule, found.value.paragraphs) == ("profile", PARAGRAPHS[:1])


def test_text_in_several_containers_around_advertisements_is_read_whole() -> None:
    chunks = "".join(f"<div class=chunk><p>{text}</p></div><div class=ad>Реклама</div>" for text in PARAGRAPHS)
    assert body(open_page(f"<h1>Назва</h1><div>{chunks}</div>".encode()), Site()).value.paragraphs == PARAGRAPHS


def test_a_bad_name_on_every_paragraph_means_nothing() -> None:
    page = f"<h1>Назва</h1><article>{pages.paragraphs('p', ' class=paywall')}</article>"
    assert body(open_page(page.encode()), Site()).value.paragraphs == PARAGRAPHS


def test_a_long_paragraph_said_twice_is_read_once() -> None:
    page = f"<h1>Назва</h1><article>{pages.paragraphs()}<p>{PARAGRAPHS[2]}</p></article>"
    assert body(open_page(page.encode()), Site()).value.paragraphs == PARAGRAPHS


def test_a_script_without_spaces_between_words_is_read() -> None:
    sentence = "市議会は火曜日、二つの町を一つにまとめる計画を全会一致で承認した。"
    told = [f"{sentence}{number}年ぶりの決定である。" for number in range(5)]
    page = "<h1>二つの町が一つに</h1><div>" + "".join(f"<p>{text}</p>" for text in told) + "</div>" + pages.teasers()
    assert body(open_page(page.encode()), Site()).value.paragraphs == tuple(told)


def test_the_lead_is_the_visible_block_that_the_description_begins_like() -> None:
    page = open_page(pages.modern().payload)
    assert lead(page, Site(), body(page, Site()).value).value == pages.LEAD


def test_without_a_description_the_lead_is_what_calls_itself_so() -> None:
    markup = f"<h1>{pages.TITLE}</h1><div class=standfirst>{pages.LEAD}</div><div class=text>{pages.paragraphs()}</div>"
    page = open_page(markup.encode())
    found = lead(page, Site(), body(page, Site()).value)
    assert (found.rule, found.value) == ("named", pages.LEAD)


def test_a_line_that_points_to_another_story_is_left_out() -> None:
    pointer = (
        '<p>Читайте також: <a href="/1">У Вільшанах відкрили новий міст через річку, обіцяний п’ять років тому.</a></p>'
    )
    page = f"<h1>Назва</h1><article>{pointer.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</article>"
    assert body(open_page(page.encode()), Site()).value.paragraphs == PARAGRAPHS


def test_what_a_page_repeats_on_purpose_is_kept() -> None:
    days = "".join(pages.paragraphs() for _ in range(3))
    assert (
        body(open_page(f"<h1>Назва</h1><article>{days}</article>".encode()), Site()).value.paragraphs == PARAGRAPHS * 3
    )


def test_a_headline_and_the_text_in_one_block_are_told_apart() -> None:
    text = "<br>".join(PARAGRAPHS)
    page = open_page(f"<title>osinovka: {pages.TITLE}</title><td><i><b>{pages.TITLE}</b></i><br>{text}".encode())
    assert body(page, Site()).value.text == "\n".join(PARAGRAPHS)


def test_a_date_alone_and_the_facts_of_an_entry_are_no_text() -> None:
    facts = '<p class="postmetadata alt"><small>Запис від 8 лютого 2007 о 10:30 у рубриці <a href="/c">Об’єднання</a>.</small></p>'
    page = f"<h1>Назва</h1><div><p>8 лютого 2007 р.</p>{pages.paragraphs()}{facts}</div>"
    assert body(open_page(page.encode()), Site()).value.paragraphs == PARAGRAPHS


def test_the_heading_of_what_is_left_out_goes_with_it() -> None:
    page = f"<h1>Назва</h1><article>{pages.paragraphs()}<h3>Лише для передплатників</h3><div class=paywall><a href=/a>Об’єднати</a></div></article>"
    assert body(open_page(page.encode()), Site()).value.paragraphs == PARAGRAPHS
