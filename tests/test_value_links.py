"""Quick links are the links of `search_url`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp import search_url
from webapp.parameters import FACETS
from webapp.search_url import link, not_value, only_value, read
from webapp.value_links import ValueLinks

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
    links = ValueLinks(asked)
    assert links.only(facet, value) == link(only_value(asked, facet, value))
    assert links.excluding(facet, value) == link(not_value(asked, facet, value))


def test_a_cursor_does_not_outlive_a_change_of_filters() -> None:
    asked = search_url.read([("cursor", "abc"), ("sort", "newest")])
    assert ValueLinks(asked).only("author", "Марта Вербняк") == link(only_value(asked, "author", "Марта Вербняк"))
