"""A page archived as plain text: menus, advertisements and teasers around the article, in three languages."""

import os
from pathlib import Path

import pytest

from indexer.extract import read
from indexer.extract.run_together import split_tags_run_together
from indexer.extract.text_capture import read_text
from indexer.sites import Site, site_of_text
from mappings.article import Article

KYIV = Site(name="Газета", timezone="Europe/Kyiv")
ENGLISH = """ date 2025-03-07 All Sections
Укр Рус Eng Support Us
Follow us!

Mayor opens bridge over the Dnipro, calling it "a new beginning"

IRYNA SOLODUKHAFriday, 7 March 2025, 09:15
Mayor opens bridge over the Dnipro, calling it a new beginning
The bridge. Stock photo: Agency Images

The mayor of the city has opened the bridge over the Dnipro after three years of repairs, as reported by the city council.

Source: city council press service; Telegram channel Mist i misto [it means Bridge and city - ed.]

Details: The bridge was closed in 2022, when its piers were found to be damaged. McBridge, a firm from Odesa, did the work.

Advertisement:

The mayor said that the first tram would cross it on Monday, and that tickets would cost the same as before.

Support our work!

DniproBridgeMcBridgeEU
Advertisement:

Another story about something else entirely in the city

Ten things to do this weekend if it rains again

City council to vote on budget after long debate – media

All News
RECENT NEWS
09:46
Short headline of some other news item
"""
UKRAINIAN = """ date 2025-03-07 Всі розділи
Укр Рос Eng Підтримати
Головна

Мер відкрив міст через Дніпро й назвав його «новим початком»

ІРИНА СОЛОДУХАП’ятниця, 7 березня 2025, 09:15
Міст через Дніпро. Фото: агенція

Мер міста відкрив міст через Дніпро після трьох років ремонту, повідомили в Об’єднаній міській раді.

Джерело: пресслужба міської ради; Telegram-канал «Міст і місто»

Деталі: Міст закрили 2022 року, коли у його опорах знайшли тріщини. Роботи виконала фірма з Одеси, про що писав ОАСК.

Реклама:

Мер сказав, що перший трамвай поїде мостом у понеділок, а квитки коштуватимуть стільки, скільки й раніше.

ДніпромістОАСКІрина Солодуха
Реклама:
Інша новина про щось зовсім інше
Десять справ на вихідні, якщо знову піде дощ
Міська рада голосуватиме за бюджет – ЗМІ
"""
RUSSIAN = """ date 2025-03-07 Все разделы
Укр Рус Eng

Мэр открыл мост через Днепр и назвал его «новым началом»

Ирина Солодуха — Пятница, 7 марта 2025, 09:15
Мост через Днепр. Фото: агентство

Мэр города открыл мост через Днепр после трёх лет ремонта, сообщили в объединённом городском совете.

Источник: Укринформ, Интерфакс-Украина

Подробности: Мост закрыли в 2022 году, когда в его опорах нашли трещины. Работы выполнила фирма из Одессы.

Мэр сказал, что первый трамвай поедет по мосту в понедельник, а билеты будут стоить столько же, сколько раньше.

Темы: Днепр, мост, трамвай
Реклама:
Другая новость о чём-то совсем другом
Десять дел на выходные, если снова пойдёт дождь
Городской совет проголосует за бюджет – СМИ
"""


@pytest.mark.parametrize(
    ("text", "title", "author", "tags", "cited", "language"),
    [
        (
            ENGLISH, 'Mayor opens bridge over the Dnipro, calling it "a new beginning"', "Iryna Solodukha",
            ("Dnipro", "Bridge", "McBridge", "EU"), ("city council press service", "Telegram channel Mist i misto"), "en",
        ),
        (
            UKRAINIAN, "Мер відкрив міст через Дніпро й назвав його «новим початком»", "Ірина Солодуха",
            ("Дніпроміст", "ОАСК", "Ірина Солодуха"), ("пресслужба міської ради", "Telegram-канал «Міст і місто»"), "uk",
        ),
        (
            RUSSIAN, "Мэр открыл мост через Днепр и назвал его «новым началом»", "Ирина Солодуха",
            ("Днепр", "мост", "трамвай"), ("Укринформ", "Интерфакс-Украина"), "ru",
        ),
    ],
)  # fmt: skip
def test_a_text_capture_gives_all_fields(
    text: str, title: str, author: str, tags: tuple[str, ...], cited: tuple[str, ...], language: str
) -> None:
    found = read_text(text, KYIV)
    assert found.title.value == title
    assert found.authors.value == (author,)
    assert found.published.value is not None
    assert (found.published.value.moment, found.published.value.zone) == ("2025-03-07T09:15:00+02:00", "profile")
    assert found.tags.value == tags
    assert found.cited.value == cited
    assert found.language.value == language


@pytest.mark.parametrize("text", [ENGLISH, UKRAINIAN, RUSSIAN])
def test_the_body_is_the_text_without_menus_advertisements_captions_and_teasers(text: str) -> None:
    body = read_text(text, KYIV).body.value
    assert len(body.split("\n")) == 4
    for other in (
        "Advertisement",
        "Реклама",
        "photo",
        "Фото",
        "All News",
        "Інша новина",
        "Другая новость",
        "Another story",
    ):
        assert other not in body


def test_the_stamp_of_the_archive_in_the_first_line_is_no_dateline() -> None:
    text = ENGLISH.replace("IRYNA SOLODUKHAFriday, 7 March 2025, 09:15\n", "")
    assert read_text(text, KYIV).published.value is None


def test_a_text_without_a_dateline_still_has_headline_and_body() -> None:
    found = read_text(UKRAINIAN.replace("ІРИНА СОЛОДУХАП’ятниця, 7 березня 2025, 09:15", "Автор: Ірина Солодуха"), KYIV)
    assert found.title.value.startswith("Мер відкрив міст")
    assert found.authors.value == ("Ірина Солодуха",)
    assert found.body.value.startswith("Мер міста відкрив")


def test_a_date_after_the_capture_is_refused() -> None:
    assert read_text(UKRAINIAN, KYIV, "2025-03-01T00:00:00Z").published.value is None


def test_what_is_no_article_has_no_body() -> None:
    assert read_text("Головна\nНовини\nСпорт\nПогода\n", KYIV).body.value == ""
    assert read_text("", KYIV).title.value == ""


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("TrumpPutinRussiaUSA", "", ["Trump", "Putin", "Russia", "USA"]),
        ("судОАСКПавло Вовк", "ОАСК ліквідували", ["суд", "ОАСК", "Павло Вовк"]),
        ("війна в УкраїніСШАДональд Трамп", "", ["війна в Україні", "США", "Дональд Трамп"]),
        ("McDonaldYouTubeKyiv", "McDonald bought YouTube in Kyiv", ["McDonald", "YouTube", "Kyiv"]),
        ("СШАНАТОКиїв", "США і НАТО", ["США", "НАТО", "Київ"]),
        ("п’ятницяОб’єднання", "", ["п’ятниця", "Об’єднання"]),
        ("Kyiv", "", []),
        ("Звичайне речення, яке щось каже.", "", []),
        ("", "", []),
    ],
)
def test_tags_that_are_run_together_are_parted(line: str, text: str, expected: list[str]) -> None:
    assert split_tags_run_together(line, text) == expected


def test_a_text_capture_becomes_an_article() -> None:
    article = read(("Підтримайте УП або станьте нашим патроном!\n" + UKRAINIAN).encode(), kind="text")
    assert isinstance(article, Article)
    assert (article.source, article.published_day, article.published_zone) == (
        "Українська правда",
        "2025-03-07",
        "profile",
    )
    assert article.authors == ("Ірина Солодуха",)


@pytest.mark.skipif("BACKFILE_SEED" not in os.environ, reason="BACKFILE_SEED names no folder of text captures")
def test_the_seed_capture_is_read() -> None:
    text = next(Path(os.environ["BACKFILE_SEED"]).glob("*.txt")).read_text(encoding="utf-8")
    found = read_text(text, site_of_text(text))
    assert found.authors.value == ("Stanislav Pohorilov",)
    assert found.published.value is not None
    assert found.published.value.moment == "2024-11-11T11:30:00+02:00"
    assert sorted(found.tags.value) == ["Putin", "Russia", "Trump", "USA"]
    assert any("RIA" in source for source in found.cited.value)
