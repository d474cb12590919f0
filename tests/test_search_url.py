"""URL arguments to a question and back."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.contract import Filter
from engines.query import Word
from webapp import search_url
from webapp.parameters import FACETS, NAMES, PARAMETERS
from webapp.search_url import Asked, quoted, read, write

values = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["Стас Мар’яненко", "об'єднання", "a&b=c#d+e %", "ґ", "ёлка"]
)
GOOD: dict[str, st.SearchStrategy[str]] = {
    "text": values,
    "value": values,
    "flag": st.just("1"),
    "date": st.sampled_from(["2024", "2023-05", "2024-02-29"]),
    "number": st.integers(1, 50).map(str),
}


def good(name: str) -> st.SearchStrategy[tuple[str, str]]:
    parameter = PARAMETERS[name]
    chosen = st.sampled_from(parameter.choices) if parameter.kind == "choice" else GOOD[parameter.kind]
    return st.tuples(st.just(name), chosen)


arguments = st.lists(st.sampled_from(NAMES).flatmap(good), max_size=12)


def asked(query: str) -> Asked:
    return read(parse_qsl(query, keep_blank_values=True))


def problems(query: str) -> list[str]:
    return [str(problem) for problem in asked(query).problems]


@given(arguments)
def test_a_question_that_was_written_is_read_as_the_same_question(pairs: list[tuple[str, str]]) -> None:
    once = read(pairs)
    again = asked(write(once))
    if not once.problems:
        assert again == once
    assert write(again) == write(once)


@given(st.lists(st.tuples(st.sampled_from([*NAMES, "autor", ""]) | st.text(), st.text()), max_size=8))
def test_whatever_the_arguments_they_are_read(pairs: list[tuple[str, str]]) -> None:
    again = asked(write(read(pairs)))
    assert all(problem.code in ("window", "cursor-sort", "cursor-page", "after-to") for problem in again.problems)


def test_every_article_is_asked_for_by_no_arguments() -> None:
    assert write(read([])) == ""
    assert read([]).request.facets == FACETS
    assert search_url.link(read([])) == "/search"


def test_a_repeated_parameter_is_or_and_not_and_missing_stand_beside_it() -> None:
    filters = asked("lang=uk&lang=ru&lang=UK&tag.not=спорт&author.missing=1&author=Вербняк").request.filters
    assert filters["lang"] == Filter(any_of=("uk", "ru"))
    assert filters["tag"] == Filter(none_of=("спорт",))
    assert filters["author"] == Filter(any_of=("Вербняк",), missing=True)


def test_empty_values_are_dropped() -> None:
    assert asked("q=&from=&lang=&page=&sort=") == read([])


def test_an_unknown_parameter_is_refused_with_the_nearest_name() -> None:
    assert problems("autor=Вербняк") == ["There is no parameter autor. Did you mean author?"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=2023-02-30", "YYYY-MM-DD"),
        ("to=31.12.2024", "YYYY-MM-DD"),
        ("size=1000", "1 … 200"),
        ("size=-1", "1 … 200"),
        ("size=٣", "1 … 200"),
        ("page=0", "1 … 10,000"),
        ("sort=newst", "Did you mean newest?"),
        ("author.missing=yes", "Allowed: 1"),
        ("fields=autors", "Did you mean authors?"),
        ("facet=authors", "Did you mean author?"),
        ("q=a&q=b", "once only"),
        ("page=501", "page is at most 500"),
        ("cursor=abc", "newest, oldest"),
        ("cursor=abc&sort=newest&page=2", "either cursor or page"),
        ("from=2024-02&to=2024-01", "lies after"),
        ("tag=" + "ї" * 501, "at most 500 characters"),
    ],
)
def test_a_bad_value_is_refused_with_what_is_allowed(query: str, told: str) -> None:
    (problem,) = problems(query)
    assert told in problem


@pytest.mark.parametrize("query", ["from=2024-12-30&to=2024", "from=2024&to=2024-01-01", "from=2023-05&to=2025-01"])
def test_dates_of_different_precision_are_compared_by_what_they_share(query: str) -> None:
    assert problems(query) == []


def test_a_facet_asked_for_by_name_comes_alone_and_long() -> None:
    request = asked("facet=author&facet=published").request
    assert (request.facets, request.interval, request.facet_size) == (("author",), "auto", 1000)
    assert asked("facet=none").request.facets == ()
    assert asked("facet=none").request.interval is None


def test_a_change_goes_back_to_the_first_page() -> None:
    third = asked("q=театр&page=3&sort=newest&tag=спорт")
    assert write(search_url.only_value(third, "tag", "опера")) == write(asked("q=театр&tag=опера&sort=newest"))
    assert search_url.with_value(third, "tag", "опера").request.filters["tag"].any_of == ("спорт", "опера")
    assert search_url.without_value(third, "tag", "СПОРТ").request.filters == {}
    assert search_url.not_value(third, "tag", "спорт").request.filters == {"tag": Filter(none_of=("спорт",))}
    assert search_url.with_missing(third, "author", missing=True).request.page == 1
    assert search_url.between(third, "2024", None).request.since == "2024"
    assert search_url.sorted_by(third, "oldest").request.page == 1
    assert search_url.asking(third, " опера ").request.query == Word("опера")


def test_pages_and_cursors_keep_the_question() -> None:
    newest = asked("q=театр&sort=newest")
    assert write(search_url.on_page(newest, 2)) == write(asked("q=театр&sort=newest&page=2"))
    assert write(search_url.after_cursor(newest, "abc")) == write(asked("q=театр&sort=newest&cursor=abc"))


def test_links_hold_ascii_only() -> None:
    assert search_url.link(asked("q=об’єднання&author=ґ"), "/search.csv").isascii()
    assert search_url.article_link("a/b?", asked("ui=uk")) == "/articles/a%2Fb%3F?ui=uk"


@given(values)
def test_values_are_quoted_as_everywhere(value: str) -> None:
    assert quoted(value) == quote_plus(value)
