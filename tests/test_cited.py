"""What an article names as its sources: never a photo's credit."""

import pytest

from indexer.extract.cited import cited, cited_lines, split_sources
from indexer.extract.page import open_page
from indexer.sites import Site

PROSE = (
    "<p>"
    + "Київ і Дніпро з’єднає новий потяг: уряд та Об’єднана транспортна компанія дали гроші на колії. " * 4
    + "</p>"
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Джерело: Укрінформ", ("Укрінформ",)),
        (
            "Джерело: пресслужба ОВА; голова ОВА Олег Нечуй у Telegram",
            ("пресслужба ОВА", "голова ОВА Олег Нечуй у Telegram"),
        ),
        ("Источник: Reuters, Bloomberg и AFP", ("Reuters", "Bloomberg", "AFP")),
        (
            "Source: state news agency Novyny; Telegram channel Об’єднання [it means Union – ed.]",
            ("state news agency Novyny", "Telegram channel Об’єднання"),
        ),
        ("Quelle: dpa und Reuters", ("dpa", "Reuters")),
        ("Источник: «Об’єднання», РИА Новости", ("«Об’єднання»", "РИА Новости")),
        ("Источник: РИА Новости, «Зов» и ТАСС", ("РИА Новости", "«Зов»", "ТАСС")),
        ("Quellen: dpa, SDA/ATS", ("dpa", "SDA", "ATS")),
        ("Джерела: Суспільне, ДСНС, власна інформація", ("Суспільне", "ДСНС", "власна інформація")),
        ("Sources: Reuters and the River Mail", ("Reuters", "River Mail")),
        ("Джерело: Суспільне з посиланням на ДСНС", ("Суспільне", "ДСНС")),
        ("Джерело: «Телеграм», канал «Міст»", ("«Телеграм», канал «Міст»",)),
        ("Source: the letters were read to us by the keeper, who asked for nothing.", ()),
        ("Джерело: листи нам прочитала наглядачка маяка, яка просила не називати ім’я.", ()),
        ("Джерело: пресслужба обласної прокуратури", ("пресслужба обласної прокуратури",)),
        ("2003年07月09日 16:22 来源：江南晚报 作者：周小明", ("江南晚报",)),
        ("منبع: ایسنا", ("ایسنا",)),
        ("Quellen: Tagesschau, Spiegel", ("Tagesschau", "Spiegel")),
        ("Fuente: Europa Press", ("Europa Press",)),
        ("Źródło: PAP", ("PAP",)),
        ("出典：共同通信", ("共同通信",)),
        ("Джерело фото: Getty Images", ()),
        ("Источник: Фото из соцсетей", ()),
        ("Source: photo by Getty Images", ()),
        ("Джерела тепла у Києві працюють", ()),
        ("Sourceful: nothing", ()),
    ],
)
def test_a_line_of_sources_is_split_into_single_ones(line: str, expected: tuple[str, ...]) -> None:
    assert cited_lines([line]) == expected


def test_a_sentence_is_one_source() -> None:
    text = "президент України Володимир Зеленський, вечірнє звернення"
    assert split_sources(text) == [text]


def test_the_source_line_of_a_page_is_found_and_the_picture_credit_is_not() -> None:
    body = (
        f"<h1>Потяг</h1>{PROSE}<p><strong>Джерело:</strong> Укрінформ; канал «Об’єднання»</p>"
        "<div class=image-box><p class=image-box__caption>Потяг</p>"
        "<div class=image-box__author>Джерело: Фундація</div></div>"
        f"<figure><figcaption>Джерело: Інша фундація</figcaption></figure>{PROSE}{PROSE}"
    )
    found = cited(open_page(f"<html lang=uk><title>Потяг</title><body>{body}".encode(), None), Site())
    assert (found.value, found.rule) == (("Укрінформ", "канал «Об’єднання»"), "source line")


def test_the_source_line_of_another_story_is_left_out() -> None:
    body = f"<h1>Потяг</h1>{PROSE}{PROSE}<div class=related><p>Джерело: Укрінформ</p></div>"
    assert cited(open_page(f"<title>Потяг</title><body>{body}".encode(), None), Site()).value == ()
