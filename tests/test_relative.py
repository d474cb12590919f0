"""Dates that hang on the moment of reading: what is read of them, in many languages, and when none is told."""

from datetime import datetime

import pytest

from indexer.extract.addressed import newest_day
from indexer.extract.calendars import CALENDARS
from indexer.extract.page import Page, open_page
from indexer.extract.published import published
from indexer.extract.relative import hanging, resolved, yearless
from indexer.sites import Site

PROSE = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"
NOW = datetime(2024, 11, 11, 21, 30)
CAPTURED = "2024-11-11T21:30:00Z"


def page(line: str, language: str = "uk", before: str = "", after: str = "") -> Page:
    body = f"{before}<h1>Міст через Дніпро відкрили</h1>{line}{PROSE}{PROSE}{PROSE}{after}"
    return open_page(f"<html lang={language}><title>Міст через Дніпро відкрили</title><body>{body}".encode())


def told(found: Page, captured: str | None = CAPTURED, site: Site | None = None) -> tuple[str | None, str]:
    answer = published(found, site or Site(), captured)
    return (answer.value.moment if answer.value else None), answer.rule


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("2 години тому", "uk", "2024-11-11"),
        ("5 год. тому", "uk", "2024-11-11"),
        ("Ірина Солодуха | 23 години тому", "uk", "2024-11-10"),
        ("3 дні тому", "uk", "2024-11-08"),
        ("40 минут назад", "ru", "2024-11-11"),
        ("2 дня назад", "ru", "2024-11-09"),
        ("Published 3 seconds ago", "en-GB", "2024-11-11"),
        ("5 hrs ago", "en", "2024-11-11"),
        ("22h ago", "en", "2024-11-10"),
        ("vor 14 Minuten", "de", "2024-11-11"),
        ("il y a 5 heures", "fr", "2024-11-11"),
        ("hace 2 días", "es", "2024-11-09"),
        ("3 saat önce", "tr", "2024-11-11"),
        ("för 2 timmar sedan", "sv", "2024-11-11"),
        ("2 godziny temu", "pl", "2024-11-11"),
        ("3時間前", "ja", "2024-11-11"),
        ("2天前", "zh", "2024-11-09"),
        ("5小時前", "zh-TW", "2024-11-11"),
        ("3시간 전", "ko", "2024-11-11"),
        ("قبل 3 ساعات", "ar", "2024-11-11"),
        ("2 घंटे पहले", "hi", "2024-11-11"),
        ("2 години тому", "", "2024-11-11"),  # whatever the page calls its language
    ],
)
def test_so_long_ago_tells_a_day(text: str, language: str, day: str) -> None:
    found = hanging(text, language)
    assert found is not None
    date = resolved(found, NOW, language)
    assert date is not None
    assert (date.day, date.precision) == (day, "day")


@pytest.mark.parametrize(
    ("text", "language", "moment"),
    [
        ("Сьогодні, 12:37", "uk", "2024-11-11T12:37:00"),
        ("вчора о 11:30", "uk", "2024-11-10T11:30:00"),
        ("11:30, вчера", "ru", "2024-11-10T11:30:00"),
        ("Heute, 12:37 Uhr", "de", "2024-11-11T12:37:00"),
        ("Vandaag om 20:07", "nl", "2024-11-11T20:07:00"),
        ("Hier à 09h05", "fr", "2024-11-10T09:05:00"),
        ("Today at 3:05 p.m.", "en", "2024-11-11T15:05:00"),
        ("今日 12:37", "ja", "2024-11-11T12:37:00"),
        ("Uppdaterad 15.59 | Publicerad 14.14", "sv", "2024-11-11T14:14:00"),
        ("Опубліковано: 14:14", "uk", "2024-11-11T14:14:00"),
        ("8 листопада, 17:46", "uk", "2024-11-08T17:46:00"),
        ("Карина Солодуха 31 декабря, 17:46", "ru", "2023-12-31T17:46:00"),
        ("Nov. 8, 5:46 p.m.", "en", "2024-11-08T17:46:00"),
        ("08.11., 17:46 Uhr", "de", "2024-11-08T17:46:00"),
        ("11월 8일 17:46", "ko", "2024-11-08T17:46:00"),
        ("29 лютого, 10:00", "uk", "2024-02-29T10:00:00"),
    ],
)
def test_a_clock_without_a_whole_date_is_told_with_its_day(text: str, language: str, moment: str) -> None:
    found = hanging(text, language)
    assert found is not None
    date = resolved(found, NOW, language)
    assert date is not None
    assert (date.moment.isoformat(), date.precision) == (moment, "minute")


@pytest.mark.parametrize(
    "text",
    [
        "5 min read", "5 хв читання", "3 тижні тому", "4 months ago", "2 роки тому", "12:37", "Сьогодні", "Page 5 of 12",
        "через 2 години", "in 3 Stunden", "Осталось 5 минут", "999999 часов назад", "Оновлено 15:59",
    ],
)  # fmt: skip
def test_what_tells_no_day_is_no_date(text: str) -> None:
    assert hanging(text, "uk") is None


def test_a_time_that_has_come_in_no_zone_is_of_the_day_before() -> None:
    found = hanging("Сьогодні, 23:50", "uk")
    assert found is not None
    date = resolved(found, datetime(2024, 11, 12, 4, 0), "uk")
    assert date is not None
    assert date.moment.isoformat() == "2024-11-11T23:50:00"


def test_a_year_is_put_to_a_day_without_one() -> None:
    dates = [yearless("8 січня", 2026, "uk"), yearless("January 8th", 2026, "en"), yearless("8 de enero", 2026, "es")]
    assert [date.day for date in dates if date] == ["2026-01-08"] * 3
    assert yearless("8 січня 2020", 2026, "uk") is None


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("<p>Ірина Солодуха, 2 години тому</p>", "uk", "2024-11-11"),
        ("<p class=byline>Published: 22 hours ago | Last Updated: 5 hours ago</p>", "en", "2024-11-10"),
        ("<p>Вчера, 11:30</p>", "ru", "2024-11-10T11:30:00"),
        ("<time class=when>13:37 Uhr</time>", "de", "2024-11-11T13:37:00"),
        ("<p>8 листопада</p>", "uk", "2024-11-08"),
        (f"<p>КИЇВ, 9 листопада (Агенція) — {PROSE[3:]}", "uk", "2024-11-09"),
        (f"<p>KYIV, Nov. 9 (Agency) - {PROSE[3:]}", "en", "2024-11-09"),
    ],
)
def test_the_capture_tells_which_day_is_meant(line: str, language: str, expected: str) -> None:
    assert told(page(line, language)) == (expected, "relative date, capture")
    assert told(page(line, language), captured=None) == (None, "")


def test_the_day_is_the_publishers_where_its_zone_is_known() -> None:
    site = Site(name="Газета", timezone="Europe/Kyiv")
    assert told(page("<p>Сьогодні, 00:10</p>"), "2024-11-11T22:30:00Z", site)[0] == "2024-11-12T00:10:00+02:00"
    assert told(page("<p>2 години тому</p>"), "2024-11-11T23:30:00Z", site)[0] == "2024-11-11"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Оновлено 2 години тому</p>",
        "<p class=updated>2 години тому</p>",
        "<p>Оновлено 10.11.2024 - <time>18:50</time></p>",
        "<div class=related><p>Інша новина</p><p>2 години тому</p></div>",
        "<span class=video-time>5:00</span>",
        "<p>Дню 8 березня присвячується</p>",
        "<p>Дівчину востаннє бачили 6 листопада, повідомила поліція вранці.</p>",
    ],
)
def test_changes_teasers_and_lengths_are_no_publication(line: str) -> None:
    assert told(page(line)) == (None, "")


def test_comments_below_the_text_are_no_publication() -> None:
    comments = "<p>Читач</p><p>2 години тому</p>" * 4
    assert told(page("<p>Фото: Агенція</p>", after=f"<div class=thread>{comments}</div>")) == (None, "")


def test_a_whole_date_goes_before_one_that_hangs_on_the_reading() -> None:
    line = "<p class=date>10.11.2024, 10:00</p><p>2 години тому</p>"
    assert told(page(line)) == ("2024-11-10T10:00:00", "dateline")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>понеділок, 11 листопада 2024</p>", ""),  # papers print today's date at their top
        ("", "<a href=/2024/11/11/8/>Інша новина</a><img src=https://pic.example/2024/11/11/9.jpg>"),
        ("", "<ul><li>Інша новина<li>11.11.2024<li>Ще одна<li>11.11.2024<li>Давня<li>09.11.2024</ul>"),
    ],
)
def test_where_no_capture_is_known_the_newest_day_on_the_page_stands_in(before: str, after: str) -> None:
    found = page("<p>2 години тому</p>", before=before, after=after)
    assert told(found, captured=None) == ("2024-11-11", "relative date, newest day on the page")
    assert told(found, captured="2024-11-12T12:00:00Z") == ("2024-11-12", "relative date, capture")


def test_a_day_that_the_page_names_once_tells_the_year_only() -> None:
    once = "<a href=/2024/11/11/8/>Інша новина</a>"
    assert told(page("<p>2 години тому</p>", after=once), captured=None) == (None, "")
    assert told(page("<p>8 листопада, 17:46</p>", after=once), captured=None)[0] == "2024-11-08T17:46:00"
    assert newest_day(page("", after=once)) == (datetime(2024, 11, 11), False)
    assert newest_day(page("")) == (None, False)


def test_all_languages_agree_on_the_unit() -> None:
    units: dict[str, set[str]] = {}
    for calendar in CALENDARS.values():
        for words, unit in calendar.ago.items():
            units.setdefault(words, set()).add(unit)
    assert all(len(found) == 1 for found in units.values())


@pytest.mark.parametrize("captured", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "вчора", "", "2024-11-11"])
def test_a_capture_that_is_no_time_raises_nothing(captured: str) -> None:
    for line in ("<p>999 днів тому</p>", "<p>Сьогодні, 23:59</p>", "<p>31 грудня, 10:00</p>", "<p>٣ години тому</p>"):
        assert told(page(line), captured)[0] is None or captured == "2024-11-11"
