"""Dates in words and for machines, in the languages that newspapers are written in."""

from datetime import datetime, timedelta

import pytest
from babel import Locale
from babel.dates import format_date, format_time

from indexer.extract.calendars import load
from indexer.extract.dates import calendar_of, machine_date, written_dates, written_month

LANGUAGES = (
    "uk ru en en_GB be bg sr mk pl cs sk sl hr lt lv et fi sv da nb nl de fr es pt it ro ca hu el tr ar he fa ka hy kk "
    "id th hi bn ja ko zh vi eu is"
)
DAYS = [datetime(2024, month, day, (7 * month) % 24, (11 * day) % 60) for month in range(1, 13) for day in (2, 13, 28)]


def written(text: str, language: str | None) -> list[str]:
    return [date.moment.isoformat(timespec="minutes") for date in written_dates(text, language)]


@pytest.mark.parametrize("language", LANGUAGES.split())
@pytest.mark.parametrize("width", ["full", "long", "medium"])
def test_a_date_is_read_as_cldr_writes_it(language: str, width: str) -> None:
    for moment in DAYS:
        text = format_date(moment, width, locale=language)
        assert [date.day for date in written_dates(text, language)] == [moment.date().isoformat()], text


@pytest.mark.parametrize("language", LANGUAGES.split())
def test_a_time_beside_the_date_is_read_with_it(language: str) -> None:
    for moment in DAYS:
        text = f"{format_date(moment, 'long', locale=language)}, {format_time(moment, 'short', locale=language)}"
        assert written(text, language) == [moment.isoformat(timespec="minutes")], text


def test_the_shipped_table_has_every_month_of_babel() -> None:
    for language in ("uk", "ru", "en", "de", "pl", "tr", "fi"):
        for number, name in Locale.parse(language).months["format"]["wide"].items():
            assert load()[language].months[name.casefold()] == number


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("11 листопада 2024, 11:30", "uk", "2024-11-11T11:30"),
        ("П’ятниця, 1 листопада 2024 р.", "uk", "2024-11-01T00:00"),
        ("Понедельник, 11 ноября 2024", "ru", "2024-11-11T00:00"),
        ("Опубліковано: 11.11.2024 о 09:05", "uk", "2024-11-11T09:05"),
        ("ІРИНА СОЛОДУХАMonday, 11 November 2024, 11:30", "en", "2024-11-11T11:30"),
        ("15:56, 27 April 2024", "en-GB", "2024-04-27T15:56"),
        ("9:41 AM EDT, April 28, 2023", "en", "2023-04-28T09:41-04:00"),
        ("Nov. 11, 2024 at 3 p.m. ET", "en-US", "2024-11-11T15:00-05:00"),
        ("11 ноя. 2024 в 11:30 МСК", "ru", "2024-11-11T11:30+03:00"),
        ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "vi", "2025-10-22T19:25+07:00"),
        ("Stand: 22.04.2024, 17:26 Uhr", "de", "2024-04-22T17:26"),
        ("le 11 novembre 2024 à 11h30", "fr", "2024-11-11T11:30"),
        ("입력 2026.01.29 오후 3:05", "ko", "2026-01-29T15:05"),
        ("2024年11月11日 午後3時15分", "ja", "2024-11-11T15:15"),
        ("11 พฤศจิกายน 2567", "th", "2024-11-11T00:00"),
        ("11 ta’ Novembru 2024", "mt", "2024-11-11T00:00"),
        ("11-Nov-2024 12:05 am", "en", "2024-11-11T00:05"),
        ("11.11.24, 9:00", "de", "2024-11-11T09:00"),
    ],
)
def test_a_dateline_as_newsrooms_write_it(text: str, language: str, expected: str) -> None:
    assert written(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", "2024-04-03"),
        ("en-US", "2024-03-04"),
        ("en", "2024-03-04"),
        ("en-GB", "2024-04-03"),
        ("en-IE", "2024-04-03"),
    ],
)
def test_the_language_says_whether_the_day_or_the_month_comes_first(language: str, expected: str) -> None:
    assert [date.day for date in written_dates("3/4/2024", language)] == [expected]


def test_english_that_tells_the_time_by_24_hours_puts_the_day_first() -> None:
    assert written("Published on 06/01/2026 - 13:55 GMT+1", "en") == ["2026-01-06T13:55+01:00"]
    assert written("Published 06/01/2026, 1:55 p.m.", "en") == ["2026-06-01T13:55"]


def test_one_month_name_means_different_months_in_different_languages() -> None:
    assert written("11 listopada 2024", "hr") == ["2024-10-11T00:00"]
    assert written("11 listopada 2024", "pl") == ["2024-11-11T00:00"]
    assert written("11 listopada 2024", None) == []


@pytest.mark.parametrize(
    "text",
    ["вчора, 11:30", "три години тому", "yesterday at 11:30", "вчера", "31.02.2024", "32 березня 2024",
     "тел. 044 123-45-67",
     "v. 10.5.3.2", "1.234.567 грн", "п'ять 2024 років", "99/99/2024"],
)  # fmt: skip
def test_what_is_no_full_date_is_refused(text: str) -> None:
    assert written_dates(text, "uk") == []


def test_an_update_behind_the_date_does_not_lend_it_its_time() -> None:
    assert written("11 листопада 2024, оновлено 12:45", "uk") == ["2024-11-11T00:00"]


def test_each_of_several_dates_keeps_its_own_time_and_place() -> None:
    text = "Publié le 11/11/2024 à 11:30 | Mis à jour le 12/11/2024 à 08:00"
    first, second = written_dates(text, "fr")
    assert text[first.start : first.end] == "11/11/2024"
    assert second.moment - first.moment == timedelta(hours=20, minutes=30)


def test_a_month_without_a_day_is_a_month() -> None:
    found = written_month("Листопад 2024", "uk")
    assert found is not None
    assert (found.day, found.precision) == ("2024-11-01", "month")
    assert written_month("у 2024 році", "uk") is None


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("2024-11-11T11:30:00+02:00", "2024-11-11T11:30:00+02:00", "minute"),
        ("2024-11-11 11:30:00 +0200", "2024-11-11T11:30:00+02:00", "minute"),
        ("2024-11-11T09:30:00.123Z", "2024-11-11T09:30:00+00:00", "minute"),
        ("2024-11-11T09:30", "2024-11-11T09:30:00", "minute"),
        ("2024-11-11", "2024-11-11T00:00:00", "day"),
        ("20241111", "2024-11-11T00:00:00", "day"),
        ("1731317400", "2024-11-11T09:30:00+00:00", "minute"),
        ("1731317400000", "2024-11-11T09:30:00+00:00", "minute"),
        ("Mon, 11 Nov 2024 09:30:00 GMT", "2024-11-11T09:30:00+00:00", "minute"),
        ("Mon Nov 11 2024 11:30:00 GMT+0200 (EET)", "2024-11-11T11:30:00+02:00", "minute"),
        ("11 листопада 2024, 11:30", "2024-11-11T11:30:00", "minute"),
    ],
)
def test_a_machine_date_is_read_in_all_its_spellings(text: str, expected: str, precision: str) -> None:
    found = machine_date(text, "uk")
    assert found is not None
    assert (found.moment.isoformat(), found.precision) == (expected, precision)


@pytest.mark.parametrize("text", ["", "вчора", "0000-00-00", "2024-13-45", "99999999", "-", "1" * 500, "２０２４"])
def test_a_machine_value_that_is_no_date_is_refused(text: str) -> None:
    assert machine_date(text, "uk") is None


def test_a_page_may_call_its_language_by_an_old_or_a_long_name() -> None:
    assert calendar_of("no").months["januar"] == 1
    assert calendar_of("uk_UA").months["січня"] == 1
    assert calendar_of("xx").months == {}


def test_a_short_month_of_another_script_is_known_without_a_language() -> None:
    (found,) = written_dates("Опубликовано 31 мая 2007 г.")
    assert (found.moment.date().isoformat(), found.precision) == ("2007-05-31", "day")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("5.VII.2019", "uk", "2019-07-05T00:00"),
        ("14 ХІІ 1998 р.", "uk", "1998-12-14T00:00"),
        ("17 كانون الثاني 2019", "ar", "2019-01-17T00:00"),
        ("5 تموز/يوليو 2019 14:00", "ar", "2019-07-05T14:00"),
        ("5 تشرين الاول 2019", "ar", "2019-10-05T00:00"),
        ("05 جويلية 2019", "ar", "2019-07-05T00:00"),
        ("5 غشت 2019", "ar", "2019-08-05T00:00"),
        ("5. Jänner 2019", "de-AT", "2019-01-05T00:00"),
        ("5. Mrz. 2019", "de", "2019-03-05T00:00"),
        ("令和3年4月5日 10時20分", "ja", "2021-04-05T10:20"),
        ("令和元年5月1日", "ja", "2019-05-01T00:00"),
        ("平成17年3月28日", "ja", "2005-03-28T00:00"),
        ("民國108年7月5日", "zh", "2019-07-05T00:00"),
        ("二〇〇八年五月十二日", "zh", "2008-05-12T00:00"),
        ("一九九九年十二月三十一日", "zh", "1999-12-31T00:00"),
    ],
)
def test_months_and_years_by_other_names(text: str, language: str, expected: str) -> None:
    assert written(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Fr, 5. Juli 2019, 14 Uhr", "de", "14:00"),
        ("5 jul 2019 14h", "pt", "14:00"),
        ("5 juillet 2019 à 14h05", "fr", "14:05"),
        ("5.07.2019, 14-00", "ru", "14:00"),
        ("5 липня 2019, 14-16", "uk", "00:00"),
        ("١٧ يناير ٢٠١٩ - ٠٨:٤٥", "ar", "08:45"),
        ("१५ अगस्त २०१७, ११:४५", "hi", "11:45"),
        ("๑๒ สิงหาคม ๒๕๖๕ ๐๙:๓๐", "th", "09:30"),
        ("2005年3月28日（月）午後7時15分", "ja", "19:15"),
        ("2019年7月5日 午後2時", "ja", "14:00"),
        ("5 липня 2019, 9:30 вечора", "uk", "21:30"),
        ("14 مايو 2013 الساعة 03:20 مساء", "ar", "15:20"),
        ("5 जून 2021, 04:30 बजे शाम", "hi", "16:30"),
        ("5 июля 2019 в 2:00 пополудни", "ru", "14:00"),
    ],
)
def test_clocks_of_other_kinds(text: str, language: str, expected: str) -> None:
    assert [moment[11:] for moment in written(text, language)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2019年12月3日 下午5:06",
        "2019年12月3日 午後5時06分",
        "2019년 12월 3일 오후 5시 06분",
        "03.12.2019, 5:06 μ.μ.",
        "03.12.2019, 5:06 अपराह्न",
        "03.12.2019 в 5:06 пополудни",
        "03.12.2019, 5:06 вечора",
    ],
)
@pytest.mark.parametrize("language", [None, "en-GB"])
def test_the_half_of_the_day_is_known_whatever_the_page_says_its_language_is(text: str, language: str | None) -> None:
    assert written(text, language) == ["2019-12-03T17:06"]
