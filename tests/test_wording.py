"""Numbers, dates and names in the three languages of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from engines.contract import Bar
from tests.reading_room import Away, invented
from webapp import create_app
from webapp.settings import Settings
from webapp.wording import (
    bar_label,
    bar_name,
    fragment_language,
    language_name,
    moment,
    number,
    own_name,
    published,
    range_name,
    say,
)


@contextmanager
def page_in(tongue: str) -> Iterator[None]:
    app = create_app(Settings(), Away())  # type: ignore[arg-type]
    with app.test_request_context(f"/?ui={tongue}"):
        yield


@pytest.mark.parametrize(
    ("tongue", "text"), [("uk", "19 груд. 2024, 17:46"), ("ru", "19 дек. 2024, 17:46"), ("en", "19 Dec 2024, 17:46")]
)
def test_a_date_stands_in_one_order_in_all_three_languages(tongue: str, text: str) -> None:
    article = invented(1, published="2024-12-19T17:46:00+02:00", published_day="2024-12-19")
    with page_in(tongue):
        assert published(article) == (text, "2024-12-19T17:46:00+02:00")


def test_a_date_known_to_the_month_says_that_the_day_is_unknown() -> None:
    article = invented(1, published="2024-11", published_day="2024-11-01", published_precision="month")
    with page_in("uk"):
        assert published(article) == ("листопад 2024, день невідомий", "2024-11")


def test_a_date_known_to_the_day_shows_no_clock() -> None:
    article = invented(1, published="2024-11-30", published_day="2024-11-30", published_precision="day")
    with page_in("ru"):
        assert published(article, long=True) == ("суббота 30 ноября 2024", "2024-11-30")


def test_no_date_is_said_in_words() -> None:
    article = replace(invented(1), published=None, published_day=None, published_precision=None)
    with page_in("uk"):
        assert published(article) == ("без дати", "")


def test_a_clock_of_another_day_is_not_shown_beside_the_day() -> None:
    """22:30 UTC is the next morning in Kyiv: "9 January, 22:30" would be an hour that never was."""
    article = invented(1, published="2026-01-08T22:30:00Z", published_day="2026-01-09")
    with page_in("en"):
        assert published(article).text == "9 Jan 2026"


def test_a_time_names_its_zone() -> None:
    with page_in("uk"):
        assert moment("2025-09-02T04:40:00Z").text == "2 вер. 2025, 04:40 UTC"
        assert moment("2024-12-19T17:46:00+02:00").text == "19 груд. 2024, 17:46 +02:00"
        assert moment(None).text == "невідомо"


@pytest.mark.parametrize(("tongue", "text"), [("uk", "184\xa0302"), ("ru", "184\xa0302"), ("en", "184,302")])
def test_numbers_are_grouped_as_the_language_groups_them(tongue: str, text: str) -> None:
    with page_in(tongue):
        assert number(184_302) == text


@pytest.mark.parametrize(
    ("start", "end", "name", "label"),
    [
        ("2024-01-01", "2024-12-31", "2024", "24"),
        ("2014-01-01", "2017-12-31", "2014 – 2017", "14"),
        ("2024-11-01", "2024-11-30", "листопад 2024", "лис"),
        ("2024-11-03", "2024-11-03", "3 лист. 2024", "3"),
        ("2024-11-03", "2024-11-09", "3 лист. 2024 – 9 лист. 2024", "3"),
    ],
)
def test_a_bar_is_named_by_its_days(start: str, end: str, name: str, label: str) -> None:
    bar = Bar(start=start, end=end, count=1, held=1)
    with page_in("uk"):
        assert (bar_name(bar), bar_label(bar)) == (name, label)


def test_a_range_of_dates_is_named_as_precisely_as_it_was_given() -> None:
    with page_in("en"):
        assert range_name("2019", "2024") == "2019 – 2024"
        assert range_name("2024-05", "2024-05") == "May 2024"
        assert range_name("2024-05-03", None) == "since 3 May 2024"
        assert range_name(None, "2024") == "until 2024"


def test_languages_have_a_name_in_the_interface_and_one_of_their_own() -> None:
    with page_in("uk"):
        assert (language_name("ru"), own_name("ru")) == ("російська", "русский")
        assert (language_name("und"), language_name("qqq"), own_name("../x")) == ("невідома мова", "qqq", "../x")


@pytest.mark.parametrize(
    ("tongue", "text", "near", "language"),
    [
        ("en", "Об’єднана громада", "", "uk"),
        ("en", "Съёмка", "", "ru"),
        ("en", "Марта", "ru", "ru"),
        ("en", "Марта", "", "uk"),
        ("en", "The Ledger", "uk", ""),
        ("uk", "The Ledger", "uk", "en"),
        ("uk", "Марта", "", ""),
        ("uk", "Der Bote", "de", "de"),
        ("ru", "2024", "", ""),
    ],
)
def test_a_fragment_is_said_to_be_in_another_language_only_if_it_is(
    tongue: str, text: str, near: str, language: str
) -> None:
    with page_in(tongue):
        assert fragment_language(text, near) == language


def test_a_value_put_into_a_message_is_escaped() -> None:
    with page_in("uk"):
        assert say("leave out %(what)s", what="<b>театр</b>") == "прибрати &lt;b&gt;театр&lt;/b&gt;"
