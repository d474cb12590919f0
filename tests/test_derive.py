"""Values made from an article: keys that fold spelling, dates that know how precise they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.derive import (
    DateRange,
    date_bounds,
    date_range,
    derived,
    facet_key,
    facet_pairs,
    join_pair,
    month_number,
    month_of,
    sort_key,
    split_pair,
)
from mappings.article import Article, Precision

ARTICLE = Article(
    id="AAAAAAAAAAAAAAAAAAAAAA",
    url="https://visnyk.example/1",
    language="uk",
    title="Трамвай №5 повертається",
    authors=("Стас Мар’яненко", "СТАС  МАР'ЯНЕНКО", "Олена Гай"),
    tags=("Київ", "київ ", "Киев"),
    source="Наддніпрянський вісник",
    published="2019-03-12T14:05:00+02:00",
    published_precision="minute",
    published_day="2019-03-12",
)


def dated(day: str | None, precision: Precision | None = "day", published: str | None = None, id: str = "") -> Article:
    return replace(
        ARTICLE, id=id or ARTICLE.id, published=published or day, published_day=day, published_precision=precision
    )


@pytest.mark.parametrize("printed", ["Об’єднання", "обʼєднання", "ОБ'ЄДНАННЯ", " об`єднання\u00a0", "об′єднання"])
def test_case_apostrophe_and_spacing_make_no_other_value(printed: str) -> None:
    assert facet_key(printed) == "об'єднання"


@pytest.mark.parametrize(("one", "other"), [("Їжа", "Іжа"), ("Край", "Краи"), ("Ёлка", "Елка"), ("Ґанок", "Ганок")])
def test_other_letters_make_another_value(one: str, other: str) -> None:
    assert facet_key(one) != facet_key(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert facet_key(facet_key(text)) == facet_key(text)


def test_values_of_one_key_are_one_value_printed_as_first_met() -> None:
    assert facet_pairs(ARTICLE, "author") == (("стас мар'яненко", "Стас Мар’яненко"), ("олена гай", "Олена Гай"))
    assert facet_pairs(ARTICLE, "tag") == (("київ", "Київ"), ("киев", "Киев"))


def test_a_single_value_is_a_facet_too_and_nothing_is_none() -> None:
    assert facet_pairs(ARTICLE, "source") == (("наддніпрянський вісник", "Наддніпрянський вісник"),)
    assert facet_pairs(ARTICLE, "section") == ()
    assert facet_pairs(replace(ARTICLE, tags=(" ", "")), "tag") == ()


def test_an_unknown_facet_is_said() -> None:
    with pytest.raises(KeyError):
        facet_pairs(ARTICLE, "mood")


@given(st.text(st.characters(exclude_characters="\x1f")), st.text())
def test_a_pair_is_split_as_it_was_joined(key: str, printed: str) -> None:
    assert split_pair(join_pair(key, printed)) == (key, printed)


def test_newer_sorts_higher_and_undated_lowest() -> None:
    articles = [
        dated(None, None),
        dated("1991-08-24"),
        dated("2019-03-12"),
        dated("2019-03-12", "minute", "2019-03-12T00:01:00+02:00"),
        ARTICLE,
        dated("2019-03-13", "month", "2019-03"),
    ]
    keys = [sort_key(article) for article in articles]
    assert keys == sorted(set(keys))
    assert keys[0] == 0


def test_the_clock_counts_only_where_it_is_known() -> None:
    by_day = dated("2019-03-12", "day", "2019-03-12T14:05:00+02:00")
    assert sort_key(by_day) == sort_key(dated("2019-03-12"))


def test_articles_of_one_minute_are_told_apart_by_their_id() -> None:
    assert sort_key(dated("2019-03-12", id="AAAAAAAAAAAAAAAAAAAAAA")) < sort_key(
        dated("2019-03-12", id="__________________8AAA"[:22])
    )


def test_sort_keys_fit_a_signed_column_of_64_bits() -> None:
    assert 0 < sort_key(dated("0001-01-01")) < sort_key(dated("9999-12-31", id="_" * 22)) < 2**63


def test_a_dated_article_has_day_month_and_year() -> None:
    values = derived(ARTICLE)
    assert (values.day, values.month, values.year) == (date(2019, 3, 12).toordinal(), 2019 * 12 + 2, 2019)


def test_a_month_has_no_day() -> None:
    values = derived(dated("2019-03-01", "month", "2019-03"))
    assert (values.day, values.month, values.year) == (None, 2019 * 12 + 2, 2019)


def test_an_undated_article_has_none() -> None:
    values = derived(dated(None, None))
    assert (values.sort_key, values.day, values.month, values.year) == (0, None, None, None)


@given(st.dates())
def test_months_count_on_without_a_gap(day: date) -> None:
    assert month_of(month_number(day)) == day.replace(day=1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-11-05", "2024-11-05", "2024-11-05"),
    ],
)
def test_a_date_bound_covers_its_year_month_or_day(text: str, first: str, last: str) -> None:
    assert date_bounds(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-", "2024-13", "2024-00", "2024-02-30", "2024-1", "0000", "٢٠٢٤", "2024-11-05T10:00", "вчора"],
)
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is Python's or ours
        date_bounds(text)


def test_months_and_years_are_asked_by_month() -> None:
    assert date_range("2023", "2024-02") == DateRange("month", 2023 * 12, 2024 * 12 + 1)
    assert date_range("2023", None) == DateRange("month", 2023 * 12, None)


def test_a_bound_to_the_day_asks_by_day_and_so_leaves_months_out() -> None:
    found = date_range("2019", "2019-03-31")
    assert found == DateRange("day", date(2019, 1, 1).toordinal(), date(2019, 3, 31).toordinal())
    assert derived(dated("2019-03-01", "month", "2019-03")).day is None
