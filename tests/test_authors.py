"""Bylines: split, cleaned, case repaired, persons told from agencies, in metadata and as a reader sees them."""

import pytest

from indexer.extract.authors import authors
from indexer.extract.names import is_agency, is_person, merge_names, repair_case, split_names
from indexer.extract.page import Page, open_page
from indexer.sites import Rule, Site

TEXT = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"


def page(byline: str, head: str = "", after: str = "", language: str = "uk") -> Page:
    body = f"<h1>Міст через Дніпро відкрили</h1>{byline}{TEXT}{TEXT}{after}"
    html = (
        f"<html lang={language}><head><title>Міст через Дніпро відкрили</title>{head}</head><body>{body}</body></html>"
    )
    return open_page(html.encode(), "https://gazeta.example/5")


def names(byline: str, head: str = "", after: str = "") -> tuple[str, ...]:
    return authors(page(byline, head, after), Site()).value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Anna Martel and Lea Wagner", ["Anna Martel", "Lea Wagner"]),
        ("Von Felix Schröder und Jörg Soldwisch, dpa", ["Felix Schröder", "Jörg Soldwisch", "dpa"]),
        ("Par Le Figaro et AFP", ["Le Figaro", "AFP"]),
        ("Автор: Ірина Солодуха та Мар’яна Коваль", ["Ірина Солодуха", "Мар’яна Коваль"]),
        ("Текст: ІРИНА СОЛОДУХА, фото: Олег Б.", ["Ірина Солодуха"]),
        ("Автор Ярослав Кузишин и Антон Зелинский", ["Ярослав Кузишин", "Антон Зелинский"]),
        ("di Viviana Mazza", ["Viviana Mazza"]),
        ("Miguel A. Herguedas y Marta Cañete", ["Miguel A. Herguedas", "Marta Cañete"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Hannah Ritzmann, Redakteurin für Finanzen", ["Hannah Ritzmann"]),
        ("Ірина Солодуха, кореспондентка", ["Ірина Солодуха"]),
        ("Jakub Nowak i Ewa Lis", ["Jakub Nowak", "Ewa Lis"]),
        ("Jan Novák a Eva Malá", ["Jan Novák", "Eva Malá"]),
        ("Kari Berg og Ola Dahl", ["Kari Berg", "Ola Dahl"]),
        (
            "STEVE PEOPLES, THOMAS O'BRIEN and AMELIA THOMSON-DEVEAUX",
            ["Steve Peoples", "Thomas O'Brien", "Amelia Thomson-Deveaux"],
        ),
        ("Laura Jedeed (laura@news.example)", ["Laura Jedeed"]),
        ("desk@news.example", []),
        ("Mathatisi Sebusi/Mohalenyane Phakela", ["Mathatisi Sebusi", "Mohalenyane Phakela"]),
        ("Dolores Chang For Dailynews.Example", ["Dolores Chang"]),
        ("구현모 기자", ["구현모"]),
        ("Iryna Solodukha, MS, RDN", ["Iryna Solodukha"]),
        ("", []),
    ],
)
def test_a_byline_is_split_into_clean_names(text: str, expected: list[str]) -> None:
    assert split_names(text) == expected or [n for n in split_names(text) if is_person(n) or is_agency(n)] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("STANISLAV POHORILOV", "Stanislav Pohorilov"),
        ("СТАНІСЛАВ ПОГОРІЛОВ", "Станіслав Погорілов"),
        ("МАР’ЯНА О’ДОННЕЛЛ", "Мар’яна О’Доннелл"),
        ("ЗНАМ'ЯНКА КОВАЛЬ", "Знам'янка Коваль"),
        ("URSULA VON DER LEYEN", "Ursula von der Leyen"),
        ("RONALD MCDONALD", "Ronald McDonald"),
        ("ірина солодуха", "Ірина Солодуха"),
        ("AFP", "AFP"),
        ("Ihor McKay", "Ihor McKay"),
    ],
)
def test_a_name_in_capitals_is_written_as_people_write_it(name: str, expected: str) -> None:
    assert repair_case(name) == expected


def test_one_person_written_two_ways_is_one() -> None:
    assert merge_names(["С. Погорілов", "Станіслав Погорілов", "Погорілов Станіслав"]) == ("Станіслав Погорілов",)
    assert merge_names(["Мар'яна Коваль", "Мар’яна Коваль", "Марина Коваль"]) == ("Мар'яна Коваль", "Марина Коваль")


def test_agencies_are_told_from_people() -> None:
    assert is_agency("Укрінформ")
    assert not is_person("Укрінформ")
    assert is_person("Ірина Солодуха")
    assert not is_agency("Ірина Солодуха")


@pytest.mark.parametrize(
    "author",
    [
        '"Ірина Солодуха"',
        '{"@type":"Person","name":"Ірина Солодуха"}',
        '[{"@type":"Person","name":"ІРИНА СОЛОДУХА"}]',
        '{"@id":"#irina"}',
    ],
)
def test_linked_data_names_its_authors_in_many_shapes(author: str) -> None:
    head = (
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Міст","author":'
        + author
        + '},{"@type":"Person","@id":"#irina","name":"Ірина Солодуха"}]}</script>'
    )
    found = authors(page("<p class=byline>Хтось Інший</p>", head), Site(), rivals=True)
    assert (found.value, found.rule) == (("Ірина Солодуха",), "JSON-LD author")
    assert ("byline", ("Хтось Інший",)) in found.rivals


@pytest.mark.parametrize(
    "byline",
    [
        "<p>Автор: Ірина Солодуха</p>",
        "<p class='article-byline'>Ірина Солодуха, 11 листопада 2024, 11:30</p>",
        "<div><a href='/authors/irina/'>Ірина Солодуха</a> · Газета · Опубліковано: 11.11.2024</div>",
        "<address>Ірина Солодуха</address>",
        "<p><a rel=author href='/x'>Ірина Солодуха</a></p>",
        "<div class=meta><span class=author__name>Ірина Солодуха</span> | 3 хв читання</div>",
        "<figure><figcaption>Фото: Хтось Інший</figcaption></figure><p class=author>Ірина Солодуха</p>",
    ],
)
def test_the_byline_that_a_reader_sees_is_found(byline: str) -> None:
    assert names(byline) == ("Ірина Солодуха",)


def test_a_list_of_authors_is_one_byline() -> None:
    items = "".join(
        f"<li class=author><a href='/author/{n}'>{name}</a></li>"
        for n, name in enumerate(["Ірина Солодуха", "Ігор М’ята"])
    )
    assert names(f"<ul>{items}</ul>") == ("Ірина Солодуха", "Ігор М’ята")


def test_a_byline_below_the_text_counts_where_no_other_is() -> None:
    assert names("", after="<p class=author>Ірина Солодуха</p>") == ("Ірина Солодуха",)


def test_the_author_of_another_story_is_not_taken() -> None:
    teaser = "<div class=related-cards><h3>Інша новина</h3><p class=author><a href=/author/x>Чужий Автор</a></p></div>"
    assert names("", after=teaser) == ()


def test_an_address_of_a_profile_is_no_name() -> None:
    assert names("", '<meta property="article:author" content="https://facebook.example/irina">') == ()


def test_an_agency_alone_stays_as_printed() -> None:
    assert names("<p class=byline>Укрінформ</p>") == ("Укрінформ",)


def test_a_profile_drops_what_is_no_author() -> None:
    site = Site(name="Газета", rules={"authors": Rule(css=".who", drop=("Газета",))})
    assert authors(page("<p class=who>Газета</p><p class=who>Ірина Солодуха</p>"), site).value == ("Ірина Солодуха",)
