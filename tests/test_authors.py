"""Bylines: split, cleaned, case repaired, persons told from agencies, in metadata and as a reader sees them."""

import pytest

from indexer.extract.authors import authors
from indexer.extract.name_case import repair_case
from indexer.extract.names import is_agency, is_person, merge_names, split_names
from indexer.extract.page import Page, open_page
from indexer.sites import Rule, Site, site_for

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
        ("Дар&#039;я Нечуй", ["Дар'я Нечуй"]),
        ("מאת: נועה לוי ויואב כהן", ["נועה לוי", "יואב כהן"]),
        ("سامي منصور وهدى حداد", ["سامي منصور", "هدى حداد"]),
        ("أحمد محمد وليد حداد", ["أحمد محمد وليد حداد"]),
        ("作者：周小明 李默", ["周小明", "李默"]),
        ("記者 陳小明／台北報導", ["陳小明"]),
        ("記者陳小明", ["陳小明"]),
        ("本报记者 周小明", ["周小明"]),
        ("田辺 みどり", ["田辺 みどり"]),
        ("文・写真／田辺みどり", ["田辺みどり"]),
        ("Haber: Ayşe KAYA - Kamera: Emre IŞIK", ["Ayşe Kaya"]),
        ("Par Anne Le Bec et Jean-Luc d'Arvor", ["Anne Le Bec", "Jean-Luc d'Arvor"]),
        ("Por Juan Ortega y Gasset y Pilar Nogal", ["Juan Ortega y Gasset", "Pilar Nogal"]),
        ("Розмовляла Мар’яна Коваль", ["Мар’яна Коваль"]),
        ("Беседовала Анна Ель", ["Анна Ель"]),
        ("Του Νίκου Παππά", ["Νίκου Παππά"]),
        ("Спецкор Лев Кедров", ["Лев Кедров"]),
        ("dal nostro inviato ANNA ROVERE", ["Anna Rovere"]),
        ("Jane Rowan, Jr., Tom Alder", ["Jane Rowan Jr.", "Tom Alder"]),
        ("Мар’яна Коваль, спеціально для «Газети»", ["Мар’яна Коваль"]),
        ("Коваль М.", ["Коваль М."]),
        ("Редакція «М’ята»", ["Редакція «М’ята»"]),
        ("Вівторок", []),
        ("金曜日", []),
        ("下午", []),
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
        ("Оксана ТЕРНОВА", "Оксана Тернова"),
        ("Пётр ЛОСЬ", "Пётр Лось"),
        ("Angela MERKELBACH", "Angela Merkelbach"),
        ("Gülşah YİĞİT", "Gülşah Yiğit"),
        ("İBRAHİM IŞIK", "İbrahim Işık"),
        ("ŞTEFAN IONESCU", "Ştefan Ionescu"),
        ("Marie LE BRUN", "Marie Le Brun"),
        ("ЮРІЙ В’ЮН", "Юрій В’юн"),
        ("Редакція УНІАН", "Редакція УНІАН"),
        ("Пресслужба ДСНС", "Пресслужба ДСНС"),
        ("Jane Rowan BBC", "Jane Rowan BBC"),
        ("Henry Alder III", "Henry Alder III"),
    ],
)
def test_a_name_in_capitals_is_written_as_people_write_it(name: str, expected: str) -> None:
    assert repair_case(name) == expected


def test_the_language_of_a_page_tells_whether_a_capital_i_has_a_dot() -> None:
    assert split_names("Emre ISIK", "tr") == ["Emre Isık"]
    assert split_names("Emre ISIK", "de") == ["Emre Isik"]


def test_one_person_written_two_ways_is_one() -> None:
    assert merge_names(["С. Погорілов", "Станіслав Погорілов", "Погорілов Станіслав"]) == ("Станіслав Погорілов",)
    assert merge_names(["Мар'яна Коваль", "Мар’яна Коваль", "Марина Коваль"]) == ("Мар'яна Коваль", "Марина Коваль")
    assert merge_names(["Мар’яна КОВАЛЬ", "Мар’яна Коваль"]) == ("Мар’яна Коваль",)


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


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>Мар’яна Коваль</span> <span>Вівторок, 24 грудня 2019, 10:00</span></div>",
        "<div>МАР’ЯНА КОВАЛЬ ВІВТОРОК, 24 ГРУДНЯ 2019, 10:00</div>",
        "<p>Мар’яна КОВАЛЬ</p>",
        "<p>Мар’яна Коваль<br>mk@gazeta.example</p>",
        "<p>2003年07月09日 16:22 来源：江南晚报 Автор: Мар’яна Коваль</p>",
        "<p>12 серпня 2022, о 09:30 год. пише Мар’яна Коваль</p>",
        "<div><span>Автор: Мар’яна Коваль</span> <span>опубліковано 12 серпня 2022</span></div>",
        "<p class=credits>Текст: Мар’яна Коваль, фото: Гнат В’юн</p>",
        "<p>Спецкор Мар’яна Коваль</p>",
        "<p>Мар’яна Коваль, спецкор</p>",
    ],
)
def test_a_line_below_the_headline_needs_a_date_a_role_an_address_or_a_loud_surname(line: str) -> None:
    assert names(line) == ("Мар’яна Коваль",)


@pytest.mark.parametrize(
    "line",
    ["<p>2019年7月5日 金曜日</p>", "<p>2019年12月3日 下午 5:06</p>", "<p>2003年07月09日 16:22 来源：江南晚报</p>"],
)
def test_a_weekday_an_hour_or_a_source_beside_a_date_is_no_author(line: str) -> None:
    assert names(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "<p align=right><b>Мар’яна КОВАЛЬ</b></p>",
        "<p style='text-align: right'>Мар’яна Коваль</p>",
        "<p><b>Мар’яна Коваль, Полтава</b></p>",
        "<p>Мар’яна Коваль, спеціально для «Газети»</p>",
        "<p>Мар’яна Коваль mk@gazeta.example</p>",
    ],
)
def test_a_signature_below_the_text_is_told_by_how_it_is_set(line: str) -> None:
    assert names("", after=line) == ("Мар’яна Коваль",)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Мар’яна Коваль</p>",
        "<p><b>Мар’яна Коваль пішла з посади.</b></p>",
        "<p><b>Мар’яна Коваль</b> вважає, що міст не зачинять.</p>",
        "<p>— Об’єднання Моряків (@obyednannia) 9 жовтня 2018</p>",
        "<p><b>Related Stories</b></p><ul><li><a href=/1>М’яч знайшли</a></li></ul>",
        "<p><b>Міські Об’єднання</b></p><ul><li><a href=/1>М’яч знайшли</a></li></ul>",
        "<p align=right><a href=/>Читати Далі</a></p>",
        "<p><b>Редакція Газети</b></p>",
        "<p>Редактор Мар’яна Коваль</p>",
        "<p><b>Останні Новини</b></p><p><a href=/1>М’яч знайшли в річці</a></p>",
    ],
)
def test_a_sentence_or_a_bare_name_below_the_text_is_no_signature(line: str) -> None:
    assert names("", after=line) == ()


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


def test_what_a_profile_drops_is_not_taken_from_elsewhere() -> None:
    site = Site(name="Газета", rules={"authors": Rule(css=".who", drop=("Газета", "Gazeta Obyednannia"))})
    head = '<meta name=author content="Gazeta Obyednannia">'
    assert authors(page("<p class=author>ГАЗЕТА</p>", head), site).value == ()
    assert authors(page("<p class=author>Мар’яна Коваль</p>", head), site).value == ("Мар’яна Коваль",)


@pytest.mark.parametrize("line", ["<p>Новини ПОЛТАВИ</p>", "<p>Об’єднання ДСНС</p>", "<p>Фото Мар’яни КОВАЛЬ</p>"])
def test_a_heading_in_capitals_below_the_headline_is_no_author(line: str) -> None:
    assert names(line) == ()


def test_who_is_named_below_a_picture_is_no_author() -> None:
    assert names("<figure><figcaption class=credits>Автор: Мар’яна Коваль</figcaption></figure>") == ()


@pytest.mark.parametrize("signed", ["Українська правда", "УКРАЇНСЬКА ПРАВДА", "Украинская правда", "Ukrainska Pravda"])
@pytest.mark.parametrize("captured", ["2023-05-01T00:00:00Z", "2026-01-09T00:00:00Z"])
def test_a_paper_that_signs_itself_is_no_author_in_any_of_its_languages(signed: str, captured: str) -> None:
    site = site_for("https://www.pravda.com.ua/news/2023/04/05/7396540/", captured)
    line = f"<div class='post_author post_author_name'>{signed}</div>"
    assert authors(page(line, f'<meta name=author content="{signed}">'), site).value == ()
    assert authors(page("<div class=author>Мар’яна Коваль</div>" + line), site).value == ("Мар’яна Коваль",)
