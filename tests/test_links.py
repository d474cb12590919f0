"""Quick links are the links of `search_url`."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from webapp import search_url
from webapp.links import Links
from webapp.parameters import FACETS
from webapp.search_url import (
    article_link,
    between,
    link,
    not_value,
    on_page,
    only_value,
    read,
    with_missing,
    without_facet,
)

NAMES = st.sampled_from(
    ["Марта Вербняк", "марта  вербняк", "Мар’яненко", "Мар'яненко", "a&b=c+d", "Кур’єр Полісся", "uk"]
)
VALUES = st.lists(st.tuples(st.sampled_from([f"{f}{end}" for f in FACETS for end in ("", ".not")]), NAMES), max_size=6)
OTHERS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["театр", '"міська рада" -спорт']),
        "from": st.just("2019"),
        "to": st.just("2024-05"),
        "author.missing": st.just("1"),
        "sort": st.just("oldest"),
        "size": st.just("5"),
        "page": st.just("3"),
        "facet": st.just("author"),
        "ui": st.just("uk"),
    },
)


@given(VALUES, OTHERS, st.sampled_from(FACETS), NAMES)
def test_quick_links_are_those_of_the_address_grammar(
    values: list[tuple[str, str]], others: dict[str, str], facet: str, value: str
) -> None:
    asked = read([*values, *others.items()])
    links = Links(asked)
    assert links.only(facet, value) == link(only_value(asked, facet, value))
    assert links.excluding(facet, value) == link(not_value(asked, facet, value))
    assert links.missing(facet) == link(with_missing(without_facet(asked, facet), facet, missing=True))
    assert links.between("2019-05", "2020") == link(between(asked, "2019-05", "2020"))
    assert links.page(4) == link(on_page(asked, 4))
    assert links.page(1) == link(on_page(asked, 1))
    assert links.article("Ж/1") == article_link("Ж/1", asked)


def test_all_values_of_a_facet_are_asked_for_alone() -> None:
    links = Links(read([("q", "пам’ять"), ("cited", "Вісник"), ("sort", "newest"), ("page", "2"), ("ui", "uk")]))
    asked = read(parse_qsl(urlsplit(links.whole("tag")).query))
    assert (asked.text, asked.request.page, asked.request.sort, asked.ui) == ("пам’ять", 1, "newest", "uk")
    assert (asked.request.facets, asked.request.interval) == (("tag",), None)
    assert asked.request.filters["cited"].any_of == ("Вісник",)


def test_a_cursor_does_not_outlive_a_change_of_filters() -> None:
    asked = search_url.read([("cursor", "abc"), ("sort", "newest")])
    assert Links(asked).only("author", "Марта Вербняк") == link(only_value(asked, "author", "Марта Вербняк"))
