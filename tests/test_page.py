"""A page is parsed and walked once, into lists that say what is on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.layout import MAX_ELEMENTS
from indexer.extract.linked_data import article_things, things
from indexer.extract.page import Page, open_page


def page(body: str, head: str = "") -> Page:
    return open_page(
        f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), "https://a.example/"
    )


def texts(body: str) -> list[str]:
    return [block.text for block in page(body).blocks]


def test_two_line_breaks_part_paragraphs_and_one_parts_lines() -> None:
    assert texts("Перший<br>рядок<br><br>Об’єднання<br/>  <br>ще") == ["Перший\nрядок", "Об’єднання", "ще"]


def test_inline_elements_join_and_blocks_part() -> None:
    assert texts("<p>Зе<b>лен</b>ський<div>при<i>їхав</i>") == ["Зеленський", "приїхав"]


def test_words_in_neighbouring_elements_stay_apart() -> None:
    assert texts("<div><span>Стас</span>\n<span>Мар’яненко</span></div>") == ["Стас Мар’яненко"]


def test_menus_scripts_and_what_is_never_shown_are_not_read() -> None:
    body = "<nav>Меню</nav><script>var x = 'є'</script><noscript>Увімкніть</noscript><ul class=menu><li>Розділ</ul><p>Текст"
    assert texts(body) == ["Текст"]


def test_the_trail_to_a_page_is_read_though_it_is_a_nav() -> None:
    assert texts('<nav class="breadcrumbs"><a href=/>Головна</a></nav><p>Текст') == ["Головна", "Текст"]


def test_the_footer_of_an_article_is_read_and_that_of_the_page_is_not() -> None:
    assert texts("<article><p>Текст<footer>Теги: школа</footer></article><footer>Усі права</footer>") == [
        "Текст",
        "Теги: школа",
    ]


def test_soft_hyphens_and_zero_width_spaces_are_gone() -> None:
    assert texts("<p>об\u00adʼєд\u200bнання</p>") == ["обʼєднання"]


def test_links_inside_a_block_are_counted_and_named() -> None:
    block = page('<p>Автор: <a href="/a" class="author">Мар’яна Коваль</a>, 12:15').blocks[0]
    assert block.linked == len("Мар’яна Коваль")
    assert [inline.text for inline in block.inlines] == ["Мар’яна Коваль"]


def test_meta_is_kept_by_every_name_in_lower_case() -> None:
    found = page(
        "", '<meta property="OG:Title" content=" Є  два "><meta name=author content=А><meta name=author content=Б>'
    )
    assert found.meta["og:title"] == ["Є два"]
    assert found.meta["author"] == ["А", "Б"]


def test_the_heading_that_the_title_names_is_the_anchor() -> None:
    found = page("<h1>Полісся</h1><h2>Рада об’єднала громади</h2>", "<title>Рада об’єднала громади — Полісся</title>")
    assert found.anchor is not None
    assert found.anchor.text == "Рада об’єднала громади"


def test_json_ld_is_read_though_it_is_broken() -> None:
    script = '<!--\n{"@type": "NewsArticle", "headline": "Об\'єднання\n громад", "author": [{"name": "Є",}],}\n-->'
    assert article_things(things([script]))[0]["headline"] == "Об'єднання\n громад"


def test_json_ld_within_a_graph_is_flat() -> None:
    found = things(['{"@graph": [{"@type": ["Thing", "https://schema.org/Report"], "name": "Ґ"}]}'])
    assert article_things(found)[0]["name"] == "Ґ"


def test_json_ld_nested_without_end_is_left_out() -> None:
    assert things(['{"a":' * 100_000, "[" * 100_000]) == ()


def test_ten_thousand_elements_deep_is_read() -> None:
    assert texts("<div>" * 10_000 + "Глибокий підвал") == ["Глибокий підвал"]


def test_a_page_of_too_many_elements_is_read_as_far_as_the_bound() -> None:
    found = page("<p>є</p>" * (MAX_ELEMENTS + 10))
    assert not found.layout.complete
    assert MAX_ELEMENTS - 10 < len(found.blocks) < MAX_ELEMENTS


@given(st.text(alphabet="<>/=\"' pdivaulsрєї\n!-", max_size=300))
def test_any_markup_gives_lists_that_agree_with_each_other(markup: str) -> None:
    layout = page(markup).layout
    count = len(layout.tags)
    assert len(layout.parents) == len(layout.attributes) == len(layout.ends) == count
    for element in range(1, count):
        assert layout.parents[element] < element <= layout.ends[element] <= layout.ends[layout.parents[element]]
    for block in layout.blocks:
        assert block.text.strip() == block.text != ""
        assert 0 <= block.linked <= len(block.text)
