"""Tags from metadata and from the lists that a reader sees; sections and the site's own name are none."""

import pytest

from indexer.extract.page import Page, open_page
from indexer.extract.section import section
from indexer.extract.tags import clean_tags, tags
from indexer.sites import Site

PROSE = (
    "<p>"
    + "Київ і Дніпро з’єднає новий потяг: уряд та Об’єднана транспортна компанія дали гроші на колії. " * 4
    + "</p>"
)


def page(head: str = "", after: str = "", before: str = "") -> Page:
    body = f"{before}<h1>Київ і Дніпро з’єднає новий потяг</h1>{PROSE}{PROSE}{PROSE}{after}"
    html = (
        f"<html lang=uk><head><title>Київ і Дніпро з’єднає новий потяг</title>{head}</head><body>{body}</body></html>"
    )
    return open_page(html.encode(), "https://gazeta.example/5")


def test_article_tags_come_before_keywords() -> None:
    head = "".join(f'<meta property="article:tag" content="{tag}">' for tag in ("Київ", "потяг", "уряд"))
    head += '<meta name="keywords" content="а, б, в, г">'
    found = tags(page(head), Site(), rivals=True)
    assert (found.value, found.rule) == (("Київ", "потяг", "уряд"), "meta article:tag")
    assert ("meta keywords", ("а", "б", "в", "г")) in found.rivals


@pytest.mark.parametrize(
    "keywords",
    ['["Київ","Об’єднання"]', '"Київ, Об’єднання"', '[{"@type":"Thing","name":"Київ"},{"name":"Об’єднання"}]'],
)
def test_linked_data_has_keywords_in_many_shapes(keywords: str) -> None:
    data = f'{{"@type":"NewsArticle","headline":"Потяг","keywords":{keywords}}}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert tags(page(head), Site()).value == ("Київ", "Об’єднання")


@pytest.mark.parametrize(
    "after",
    [
        "<div class=post_tags><a href='/tags/kyiv/'>Київ</a> <a href='/tags/potiag/'>потяг</a></div>",
        "<ul><li><a href='/tag/kyiv'>Київ</a></li><li><a href='/tag/potiag'>потяг</a></li></ul>",
        "<p>Теги: <a href=/a1>Київ</a>, <a href=/a2>потяг</a></p>",
        "<p>Теги:</p><p><a href=/a1>Київ</a>, <a href=/a2>потяг</a></p>",
        "<p><a rel=tag href=/a1>Київ</a> <a rel=tag href=/a2>потяг</a></p>",
        "<p>Mots-clés : <a href=/a1>Київ</a>, <a href=/a2>потяг</a></p>",
        "<p>標籤：<a href=/a1>Київ</a><a href=/a2>потяг</a></p>",
        "<p>Ετικέτες: <a href=/a1>Київ</a>, <a href=/a2>потяг</a></p>",
        "<p>Теги: Київ, потяг</p>",
        "<div>#Київ #потяг</div>",
        "<ul class=x9><li><a href='/ukraina/київ/'>Київ</a></li><li><a href='/transport/потяг/'>потяг</a></li></ul>",
    ],
)
def test_the_list_of_tags_that_a_reader_sees_is_found(after: str) -> None:
    assert tags(page(after=after), Site()).value == ("Київ", "потяг")


@pytest.mark.parametrize(
    "other",
    [
        "<ul class=menu><li><a href=/1>Політика</a></li><li><a href=/2>Спорт</a></li></ul>",
        "<div class=breadcrumbs><a href=/>Головна</a> <a href=/kyiv>Київ</a></div>",
        "<div class=trending-tags><a href=/tag/a>Вибори</a> <a href=/tag/b>Погода</a></div>",
        "<p><a href=/tag/kyiv>Київ</a> і ще довгий текст, в якому посилання є лише частиною речення про щось.</p>",
    ],
)
def test_menus_and_links_within_the_text_are_no_tags(other: str) -> None:
    assert tags(page(after=other), Site()).value == ()
    assert tags(page(before=other), Site()).value == ()


def test_a_label_vouches_for_tags_that_the_text_does_not_have() -> None:
    after = "<p>Теги: <a href=/a1>ластів’я</a>, <a href=/a2>дощ</a></p>"
    assert tags(page(after=after), Site()).value == ("ластів’я", "дощ")


@pytest.mark.parametrize(
    "line",
    [
        "<p>Тема: мости</p>",
        "<p>Теми: мости стоять, річка тече і люди йдуть до м’яча через усе місто, бо так треба.</p>",
        "<p>#мости</p>",
        "<aside><h3>Популярні теги</h3><a href=/tag/1>Київ</a> <a href=/tag/2>потяг</a></aside>",
        "<aside><h3>Popular tags</h3><a href=/tag/1>Київ</a> <a href=/tag/2>потяг</a></aside>",
    ],
)
def test_a_sentence_and_the_tags_of_the_whole_site_are_no_tags(line: str) -> None:
    assert tags(page(after=line), Site()).value == ()


def test_keywords_that_every_page_of_the_site_has_are_no_tags() -> None:
    head = '<meta property="og:site_name" content="Газета">'
    head += '<meta name=keywords content="Газета, новини, політика, спорт, погода">'
    assert tags(page(head), Site()).value == ()


def test_types_and_codes_of_content_systems_are_cut() -> None:
    values = [
        "Category: Київ",
        "NLP Entity Tokens: Дніпро",
        "8f507083-bac4-423a-9015-2eb31e1bce50",
        "Time: 11.00",
        "gazeta.example.com",
    ]
    assert clean_tags(values) == ("Київ", "Дніпро")


def test_a_tag_is_kept_once_whatever_its_case() -> None:
    assert clean_tags(["#Київ", "КИЇВ", "  Мар’яна   Коваль ", "2024", "", "х" * 200]) == ("Київ", "Мар’яна Коваль")


def test_one_declared_tag_is_filled_up_from_the_list_that_has_it() -> None:
    head = '<meta property="article:tag" content="Київ">'
    after = "<div class=tags><a href=/tag/1>Київ</a> <a href=/tag/2>потяг</a> <a href=/tag/3>уряд</a></div>"
    assert tags(page(head, after), Site()).value == ("Київ", "потяг", "уряд")


def test_a_section_is_kept_apart_from_tags() -> None:
    head = (
        '<meta property="article:section" content="Суспільство"><meta name=news_keywords content="Київ, потяг, уряд">'
    )
    found = page(head)
    assert section(found, Site()).value == "Суспільство"
    assert "Суспільство" not in tags(found, Site()).value


def test_the_section_is_read_from_breadcrumbs_where_nothing_else_tells_it() -> None:
    steps = "<a href=/>Головна</a> <a href=/society>Суспільство</a> <a href=/society/t>Транспорт</a>"
    crumbs = f"<div class=breadcrumbs>{steps}</div>"
    assert section(page(before=crumbs), Site()).value == "Суспільство"
