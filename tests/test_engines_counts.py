"""The contract, part three: facets, the histogram, completion. Each test runs against each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engines import open_index
from engines.access import Access
from engines.contract import Engine, Facet, Filter, Histogram
from tests.articles import article
from tests.engines_under_test import ask, engine, fresh_address, load, shared_address

__all__ = ["engine", "fresh_address", "shared_address"]

ARTICLES = (
    article(1, authors=("Стас Мар’яненко",), tags=("Вибори", "місто"), section="Політика", day="2024-01-31"),
    article(2, authors=("Стас Мар'яненко", "Ганна Ґудзь"), tags=("вибори",), section="Політика", day="2024-02-01"),
    article(3, authors=("Стас Мар’яненко",), tags=("вибори", "Вибори  "), day="2024-02"),
    article(4, authors=("Ганна Ґудзь",), tags=("місто", "театр"), language="ru", day="2024-04-02"),
    article(5, tags=("театр",), language="en", source="Ledger"),
)


@pytest.fixture(scope="module")
def shared(shared_address: str) -> Iterator[Engine]:
    """Return each engine with these articles in it; no test changes it."""
    opened = open_index(shared_address, Access(), write=True)
    load(opened, ARTICLES)
    yield opened
    opened.close()


def counts(facet: Facet) -> list[tuple[str, int]]:
    return [(value.value, value.count) for value in facet.values]


def test_values_that_differ_in_case_apostrophe_or_spacing_are_one(shared: Engine) -> None:
    facets = ask(shared, facets=("author", "tag")).facets

    assert counts(facets["author"]) == [("Стас Мар’яненко", 3), ("Ганна Ґудзь", 2)]
    assert counts(facets["tag"]) == [("вибори", 3), ("місто", 2), ("театр", 2)]
    assert [value.key for value in facets["author"].values] == ["стас мар'яненко", "ганна ґудзь"]


def test_the_form_shown_is_the_one_most_frequent_among_the_articles_found(shared: Engine) -> None:
    only = ask(shared, since="2024-01-01", until="2024-01-31", facets=("tag",)).facets["tag"]
    assert counts(only) == [("Вибори", 1), ("місто", 1)]
    second = ask(shared, "after:2024-02-01 before:2024-02-01", facets=("author",)).facets["author"]
    assert counts(second) == [("Ганна Ґудзь", 1), ("Стас Мар'яненко", 1)]


def test_a_facet_says_what_is_missing_and_how_much_more_there_is(shared: Engine) -> None:
    facets = ask(shared, facets=("author", "tag", "section", "cited", "source"), facet_size=1).facets

    assert [(one.missing, one.distinct, one.other) for one in facets.values()] == [
        (1, 2, 2),
        (0, 3, 4),
        (3, 1, 0),
        (5, 0, 0),
        (0, 2, 1),
    ]


def test_equal_counts_come_in_the_order_of_their_keys(engine: Engine) -> None:
    tags = [f"тег {number:03}" for number in range(130)]
    load(engine, [article(number, tags=(tag, "усі")) for number, tag in enumerate(reversed(tags))])

    assert counts(ask(engine, facets=("tag",), facet_size=5).facets["tag"]) == [
        ("усі", 130),
        *((tag, 1) for tag in tags[:4]),
    ]


def test_each_facet_is_counted_under_all_filters_but_its_own(shared: Engine) -> None:
    filters = {"tag": Filter(("вибори",)), "author": Filter(("Ганна Ґудзь",))}
    result = ask(shared, filters=filters, facets=("tag", "author", "lang"))

    assert result.total == 1
    assert dict(counts(result.facets["tag"])) == {"вибори": 1, "місто": 1, "театр": 1}
    assert dict(counts(result.facets["author"])) == {"Стас Мар’яненко": 3, "Ганна Ґудзь": 1}
    assert dict(counts(result.facets["lang"])) == {"uk": 1}


def test_chosen_and_excluded_values_stay_with_their_counts(shared: Engine) -> None:
    filters = {"tag": Filter(("ТЕАТР", "немає"), ("вибори",))}
    values = ask(shared, "lang:uk", filters=filters, facets=("tag",), facet_size=1).facets["tag"].values

    assert [(one.key, one.count, one.selected, one.excluded) for one in values] == [
        ("вибори", 3, False, True),
        ("немає", 0, True, False),
        ("театр", 0, True, False),
    ]
    assert {one.value for one in values if not one.count} == {"немає", "ТЕАТР"}


def test_missing_is_counted_without_its_own_filter(shared: Engine) -> None:
    facet = ask(shared, filters={"author": Filter(("Ганна Ґудзь",))}, facets=("author",)).facets["author"]

    assert facet.missing == 1


def test_a_facet_is_counted_under_the_date_filter(shared: Engine) -> None:
    assert counts(ask(shared, since="2024-04", facets=("tag",)).facets["tag"]) == [("місто", 1), ("театр", 1)]
    assert counts(ask(shared, undated=True, facets=("tag",)).facets["tag"]) == [("театр", 1)]


def test_a_prefix_narrows_a_facet_to_values_one_of_whose_words_begins_so(shared: Engine) -> None:
    def keys(prefix: str) -> list[str]:
        facet = ask(shared, facets=("author",), facet_prefix={"author": prefix}).facets["author"]
        return [value.key for value in facet.values]

    assert keys("МАР’") == keys("стас мар") == ["стас мар'яненко"]
    assert keys("ґ") == ["ганна ґудзь"]
    assert keys("нна") == keys("мар.*") == keys("(") == []


def test_completion_gives_names_by_falling_count(shared: Engine) -> None:
    assert [(one.value, one.count) for one in shared.complete("author", "")] == [
        ("Стас Мар’яненко", 3),
        ("Ганна Ґудзь", 2),
    ]
    assert [one.value for one in shared.complete("tag", "ви", limit=1)] == ["вибори"]
    assert len(shared.complete("tag", "", limit=2)) == 2


def bars(histogram: Histogram | None) -> list[tuple[str, str, int, int]]:
    assert histogram is not None
    return [(bar.start, bar.end, bar.count, bar.held) for bar in histogram.bars]


def test_a_histogram_of_months_has_no_gaps_and_says_what_is_undated(shared: Engine) -> None:
    histogram = ask(shared, "lang:uk OR lang:ru", interval="month").histogram

    assert bars(histogram) == [
        ("2024-01-01", "2024-01-31", 1, 1),
        ("2024-02-01", "2024-02-29", 2, 2),
        ("2024-03-01", "2024-03-31", 0, 0),
        ("2024-04-01", "2024-04-30", 1, 1),
    ]
    assert histogram is not None
    assert (histogram.interval, histogram.undated) == ("month", 0)


def test_a_month_is_undated_among_days(shared: Engine) -> None:
    histogram = ask(shared, "lang:uk", interval="day").histogram

    assert bars(histogram) == [("2024-01-31", "2024-01-31", 1, 1), ("2024-02-01", "2024-02-01", 1, 1)]
    assert histogram is not None
    assert histogram.undated == 1


def test_a_histogram_of_years(shared: Engine) -> None:
    histogram = ask(shared, "lang:ru OR lang:en", interval="year").histogram

    assert bars(histogram) == [("2024-01-01", "2024-12-31", 1, 4)]
    assert histogram is not None
    assert histogram.undated == 1


def test_a_histogram_is_counted_under_all_filters_but_from_and_to(shared: Engine) -> None:
    narrowed = ask(shared, since="2024-04", filters={"lang": Filter(("uk",))}, interval="month")

    assert narrowed.total == 0
    assert [count for _, _, count, _ in bars(narrowed.histogram)] == [1, 2]


@pytest.mark.parametrize(
    ("days", "interval"),
    [
        (("2024-01-01", "2024-03-01"), "day"),
        (("2024-01-01", "2024-08-01"), "month"),
        (("1998-01-01", "2024-01-01"), "year"),
        ((None, None), "year"),
    ],
)
def test_an_interval_is_chosen_that_fits(engine: Engine, days: tuple[str | None, str | None], interval: str) -> None:
    load(engine, [article(number, day=day) for number, day in enumerate(days)])
    histogram = ask(engine, interval="auto").histogram

    assert histogram is not None
    assert histogram.interval == interval


def test_counts_follow_what_is_loaded_and_withdrawn(engine: Engine) -> None:
    load(engine, [article(1, tags=("а",)), article(2, tags=("а", "б"))])
    before = counts(ask(engine, facets=("tag",)).facets["tag"])
    load(engine, [article(3, tags=("б",)), article(4, tags=("б",))])
    engine.withdraw(article(1).id, "так")
    after = counts(ask(engine, facets=("tag",)).facets["tag"])

    assert (before, after) == ([("а", 2), ("б", 1)], [("б", 3), ("а", 1)])
