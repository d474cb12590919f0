"""Markup that nests without end is read in time that grows with its length, and its text is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from indexer.extract.overgrown import ATTRIBUTES, DEEP, UNCLOSED, bounded
from indexer.extract.page import open_page

TEXT = "Об’єднана громада відкрила міст"


def depth(markup: str) -> int:
    """Return how deep the deepest element of the parsed markup lies."""
    deepest, node = 0, LexborHTMLParser(bounded(markup)).body
    level = 0
    while node is not None:
        deepest = max(deepest, level)
        if node.child is not None:
            node, level = node.child, level + 1
            continue
        while node is not None and node.next is None:
            node, level = node.parent, level - 1
        node = node.next if node is not None else None
    return deepest


@pytest.mark.parametrize("tag", ["div", "span", "section", "custom-tag", "DIV"])
def test_nesting_without_end_has_an_end(tag: str) -> None:
    assert DEEP - 10 < depth(f"<{tag}>" * 30_000 + TEXT) <= DEEP + 10


def test_formatting_that_is_never_closed_is_not_repeated_without_end() -> None:
    markup = "".join(f"<b x={number}><p>{TEXT}" for number in range(3_000))
    parsed = LexborHTMLParser(bounded(markup))
    assert len(parsed.css("b")) < 3_000 * (UNCLOSED + 10)
    assert parsed.text().count(TEXT) == 3_000


@pytest.mark.parametrize("kind", [str, bytes])
def test_a_tag_has_an_end(kind: type) -> None:
    flood = f"<p {' '.join(f'a{number}=1' for number in range(50_000))}>{TEXT}"
    markup = bounded(flood if kind is str else flood.encode())
    (paragraph,) = LexborHTMLParser(markup).css("p")
    assert len(paragraph.attributes) <= ATTRIBUTES + 1
    assert paragraph.text() == TEXT


def test_the_text_of_a_page_that_nests_without_end_is_read() -> None:
    page = open_page(("<div>" * 30_000 + f"<p>{TEXT}" + "</div>" * 30_000 + "<p>Кінець").encode())
    assert [block.text for block in page.blocks] == [TEXT, "Кінець"]


@pytest.mark.parametrize(
    "markup",
    [
        f"<table>{'<tr><td><font color=red>' + TEXT + '</font>' * 1}" * 400,
        f"<ul>{'<li>' + TEXT + '<br><img src=a>' * 3}" * 900,
        f"<p title='{'довгий опис ' * 5_000}'>{TEXT}",
        f"<script>{'a<b '} {'x y z ' * 300}</script><p>{TEXT}",
        "<p>" * 30_000,
    ],
)
def test_pages_that_are_only_old_or_long_stay_as_they_are(markup: str) -> None:
    assert bounded(markup) == markup
    assert bounded(markup.encode()) == markup.encode()


@given(st.lists(st.sampled_from(["<b>", "</b>", "<div a='>'>", "</div>", "<p>", "<a", ">", '"', "ґ’", "<!--", " x"])))
def test_bounding_twice_is_bounding_once(parts: list[str]) -> None:
    markup = "".join(parts) * 50
    assert bounded(bounded(markup)) == bounded(markup)
