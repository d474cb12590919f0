"""How a query was understood, in words, in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from engines.query import HINTS, Hint, parse
from tests.reading_room import Away
from webapp import create_app, search_url
from webapp.parameters import PROBLEMS, Problem
from webapp.search_url import Asked
from webapp.settings import Settings
from webapp.understood import notes, problem, understood

APP = create_app(Settings(), Away())  # type: ignore[arg-type]


@contextmanager
def page_in(tongue: str) -> Iterator[None]:
    with APP.test_request_context(f"/?ui={tongue}"):
        yield


def said(query: str, tongue: str) -> str:
    tree = parse(query).tree
    assert tree is not None
    with page_in(tongue):
        words = understood(tree)
    return words.striptags() if words else ""


@pytest.mark.parametrize(
    ("query", "tongue", "words"),
    [
        ("бібліотека OR библиотека OR library", "en", "any form of бібліотека, библиотека or library"),
        ("бібліотека ліцей", "uk", "у будь-якій формі бібліотека і ліцей"),
        ('"музейний трамвай" author:Вербняк lang:en before:2016', "en",
         "exactly “музейний трамвай”, by Вербняк, in English, published up to 2016"),
        ("енерг* -tag:спорт", "ru", "слова, которые начинаются с енерг, кроме: метка: спорт"),
        ('"міська рада"~5', "uk", "слова «міська рада», між якими щонайбільше 5 інших"),
        ("(школа OR ліцей) ремонт", "uk", "у будь-якій формі ремонт, (у будь-якій формі школа або ліцей)"),
        ("об'єднання", "en", "any form of об'єднання"),
    ],
)  # fmt: skip
def test_a_query_is_said_in_words(query: str, tongue: str, words: str) -> None:
    assert said(query, tongue) == words


def test_what_was_typed_is_escaped_and_named_by_its_language() -> None:
    tree = parse('"<script>об’єднання"').tree
    assert tree is not None
    with page_in("en"):
        words = str(understood(tree))
    assert "<script>" not in words
    assert '<i lang="uk" dir="auto">' in words


def test_a_query_too_long_to_read_is_not_said() -> None:
    assert said(" ".join(f"слово{number}" for number in range(60)), "uk") == ""


@pytest.mark.parametrize("tongue", ["uk", "en", "ru"])
@pytest.mark.parametrize("code", sorted(HINTS))
def test_each_hint_is_said_with_the_piece_of_text_that_it_means(code: str, tongue: str) -> None:
    asked = Asked(text="x", hints=(Hint(code, 0, 1, "<об’єднання>", "author:"),))
    with page_in(tongue):
        (note,) = notes(asked)
    assert ("&lt;об’єднання&gt;" in note) == ("{value}" in HINTS[code])
    assert "{" not in note
    assert ("author:" in note) == ("{suggestion}" in HINTS[code])


@pytest.mark.parametrize("tongue", ["uk", "en", "ru"])
@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_each_refused_argument_is_named(code: str, tongue: str) -> None:
    found = Problem("автор", "<b>", code, allowed="YYYY, YYYY-MM or YYYY-MM-DD", suggestion="author")
    with page_in(tongue):
        sentence = problem(found)
    assert "<code>автор</code>" in sentence or "{parameter}" not in PROBLEMS[code]
    assert "<b>" not in sentence
    assert "<code>author</code>" in sentence


@settings(max_examples=100)
@given(st.text(max_size=80), st.sampled_from(["uk", "en", "ru"]))
def test_any_text_can_be_said_without_its_markup(text: str, tongue: str) -> None:
    asked = search_url.read([("q", text)])
    with page_in(tongue):
        found = [*notes(asked), *([understood(asked.request.query)] if asked.request.query else [])]
    for markup in found:
        assert markup is None or (isinstance(markup, Markup) and "<script" not in markup)
