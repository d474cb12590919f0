"""Whatever a page says, its fields are read or empty: nothing raises, and nothing grows without bound."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract.dates import machine_date, written_dates, written_month
from indexer.extract.fields import find
from indexer.extract.names import merge_names, split_names
from indexer.extract.page import open_page
from indexer.extract.run_together import split_tags_run_together
from indexer.extract.text_capture import read_text
from indexer.sites import Site, site_of_text

PROSE = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"
LETTERS = st.text(alphabet="абвІЇєґё'’ʼ AbZ-.,:;|/()[]«»0123456789\n\t\u0301\u200f年月日時，。", max_size=300)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | LETTERS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "@id", "@value", "item", "headline", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
PROPERTIES = ("headline", "author", "creator", "datePublished", "dateModified", "dateCreated", "keywords", "articleSection",
              "publisher", "inLanguage", "itemListElement")  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    data=st.dictionaries(st.sampled_from(PROPERTIES), VALUES), kind=st.sampled_from(["NewsArticle", "BreadcrumbList"])
)
def test_linked_data_of_any_shape_is_read_or_left(data: dict[str, object], kind: str) -> None:
    script = json.dumps({"@type": kind, **data}).replace("<", "\\u003c")
    html = f'<script type="application/ld+json">{script}</script><h1>Міст</h1>{PROSE}'
    found = find(open_page(html.encode("utf-8", "surrogatepass"), "https://gazeta.example/5"), Site(), rivals=True)
    assert isinstance(found.title.value, str)
    assert all(isinstance(name, str) and name for name in found.authors.value)


@settings(max_examples=80, deadline=None)
@given(LETTERS)
def test_any_text_is_read_as_dates_names_and_tags_without_harm(text: str) -> None:
    for date in written_dates(text, "uk"):
        assert 0 <= date.start < date.end <= len(text)
    machine_date(text, "uk")
    written_month(text, "uk")
    assert all(name.strip() == name and name for name in merge_names(split_names(text)))
    assert "".join(split_tags_run_together(text, "")).replace(" ", "") in {"", "".join(text.split())}
    read_text(text, site_of_text(text))


@pytest.mark.parametrize(
    "value",
    [
        "2024-01-01T10:00:00+99:99",
        "2024-01-01T25:61:61Z",
        "9999999999",
        "99999999999999",
        "0001-01-01",
        "2024-01-01T10:00+24:00",
        "١٧٣١٣١٧٤٠٠",
    ],
)
def test_a_broken_machine_date_does_no_harm(value: str) -> None:
    machine_date(value)


def test_huge_values_are_bounded_in_size() -> None:
    big = "Ірина Солодуха, " * 100_000
    head = f'<title>{big}</title><meta name=author content="{big}"><meta name=keywords content="{big}">'
    blocks = "<div class='a-b c'><a href=/tag/x>тег</a></div>" * 20_000
    page = open_page(f"<html lang=uk>{head}<h1>Міст</h1>{blocks}{PROSE}{PROSE}".encode(), None)
    found = find(page, Site(), rivals=True)
    assert len(found.title.value) <= 500
    assert len(found.authors.value) <= 20
    assert len(found.tags.value) <= 60
