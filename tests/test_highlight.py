"""Marks stand on what was found, snippets show it, and every span points into its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.analysis import Analyzers
from engines.contract import Highlighted
from engines.highlight import Highlighter
from engines.query import And, DateBound, Field, Node, Not, Or, Phrase, Prefix, Word

ANALYZERS = Analyzers("simplemma")
FILLER = "Тут ідеться про інше, і нічого з того не шукають. "


def marked(node: Node | None, text: str, language: str = "uk", field: str = "title") -> list[str]:
    """Return the marked pieces of a text."""
    found = Highlighter(ANALYZERS.get(language), node).whole(text, field)
    assert found.text == text
    return [text[start:end] for start, end in found.marks]


def snippets(node: Node | None, text: str, limit: int = 3) -> tuple[Highlighted, ...]:
    return Highlighter(ANALYZERS.get("uk"), node).snippets(text, limit)


def pieces(found: Highlighted) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def test_a_word_marks_its_inflected_forms() -> None:
    assert marked(Word("Київ"), "Мер Києва — про Київ і київські мости") == ["Києва", "Київ"]


def test_a_mark_spans_the_apostrophe_as_printed() -> None:
    text = "Об’єднана громада, обʼєднаної громади"
    assert marked(Word("об'єднаний"), text) == ["Об’єднана", "обʼєднаної"]


def test_a_mark_spans_stress_marks() -> None:
    assert marked(Word("замок"), "Старий за\u0301мок") == ["за\u0301мок"]


def test_a_russian_query_in_an_oblique_case_marks_the_name() -> None:
    assert marked(Word("Лаврова"), "Лавров прибыл, Лаврову ответили", "ru") == ["Лавров", "Лаврову"]


def test_a_phrase_marks_exact_forms_in_one_span() -> None:
    text = "Міська рада зібралась; міської ради чекали; рада міська"
    assert marked(Phrase("міська рада"), text) == ["Міська рада"]


def test_a_phrase_folds_apostrophes_and_case() -> None:
    assert marked(Phrase("об'єднана громада"), "ОБʼЄДНАНА громада") == ["ОБʼЄДНАНА громада"]


def test_a_phrase_with_slop_marks_its_words_alone() -> None:
    text = "рада міста ухвалила нарешті рішення"
    assert marked(Phrase("рада рішення", 3), text) == ["рада", "рішення"]
    assert marked(Phrase("рада рішення", 2), text) == []


def test_a_phrase_keeps_its_order_under_slop() -> None:
    assert marked(Phrase("рішення рада", 5), "рада ухвалила рішення") == []


def test_a_phrase_is_found_after_a_false_start() -> None:
    assert marked(Phrase("два три", 0), "два два три") == ["два три"]


def test_a_hyphenated_word_is_marked_whole() -> None:
    assert marked(Word("прем’єр-міністр"), "Прем'єр-міністра чекали; міністр мовчав") == ["Прем'єр-міністра"]


def test_a_prefix_marks_words_that_begin_so() -> None:
    assert marked(Prefix("бібліо"), "Бібліотека, бібліограф, фонобібліотека") == ["Бібліотека", "бібліограф"]


def test_a_prefix_is_not_stemmed() -> None:
    assert marked(Prefix("києв"), "Київ і Києва") == ["Києва"]


def test_what_is_excluded_is_not_marked() -> None:
    assert marked(And((Word("рада"), Not(Word("міська")))), "Міська рада") == ["рада"]


def test_both_sides_of_or_are_marked() -> None:
    assert marked(Or((Word("трамвай"), Word("тролейбус"))), "Тролейбуси й трамваї") == ["Тролейбуси", "трамваї"]


def test_a_word_for_the_title_leaves_the_body_unmarked() -> None:
    node = And((Field("title", Word("міст")), Word("річка")))
    assert marked(node, "Міст через річку", field="title") == ["Міст", "річку"]
    assert marked(node, "Міст через річку", field="body") == ["річку"]


@pytest.mark.parametrize("name", ["author", "tag", "source", "cited", "site", "lang", "url"])
def test_fields_that_are_no_text_mark_nothing(name: str) -> None:
    assert marked(Field(name, Word("Гай")), "Олена Гай") == []


def test_dates_mark_nothing() -> None:
    assert marked(DateBound("after", "2019"), "2019 рік") == []


def test_no_query_marks_nothing() -> None:
    assert marked(None, "Міська рада") == []


def test_a_phrase_and_its_words_share_one_mark() -> None:
    assert marked(And((Phrase("міська рада"), Word("рада"))), "Міська рада і рада") == ["Міська рада", "рада"]


def test_snippets_show_different_words_of_the_query() -> None:
    text = FILLER * 9 + "Міст закрили. " + FILLER * 9 + "Міст відкрили. " + FILLER * 9 + "Трамвай пішов. " + FILLER * 9
    found = snippets(And((Word("міст"), Word("трамвай"))), text, 2)
    assert [pieces(each) for each in found] == [["Міст"], ["Трамвай"]]


def test_a_passage_with_all_the_words_comes_before_those_with_one() -> None:
    text = FILLER * 9 + "Міст закрили. " + FILLER * 9 + "Трамвай через міст пішов. " + FILLER * 9
    assert pieces(snippets(And((Word("міст"), Word("трамвай"))), text, 1)[0]) == ["Трамвай", "міст"]


def test_snippets_begin_with_a_sentence() -> None:
    (found,) = snippets(Word("трамвай"), FILLER * 9 + "Учора трамвай пішов. " + FILLER * 9)
    assert found.text.startswith("Учора трамвай пішов. Тут ідеться")
    assert found.text.endswith("шукають.")
    assert len(found.text) <= 240


def test_a_sentence_too_long_is_cut_between_words() -> None:
    text = "Слово " * 100 + "трамвай " + "слово " * 100 + "кінець."
    (found,) = snippets(Word("трамвай"), text)
    assert pieces(found) == ["трамвай"]
    assert found.text[0] == found.text[-1] == "…"
    assert set(found.text.strip("…").lower().split()) == {"слово", "трамвай"}
    assert len(found.text) <= 242


def test_a_passage_ends_with_its_paragraph() -> None:
    assert snippets(Word("міст"), "Міст закрили\nРух об’їздом. Новий міст. Далі\nСпорт") == (
        Highlighted("Міст закрили", ((0, 4),)),
        Highlighted("Новий міст. Далі", ((6, 10),)),
    )


def test_a_phrase_over_two_paragraphs_is_shown_whole() -> None:
    (found,) = snippets(Phrase("об’їздом рух"), "Усі їдуть об’їздом\n\nРух відкрито.\nДалі")
    assert found == Highlighted("Усі їдуть об’їздом  Рух відкрито.", ((10, 23),))


def test_without_a_match_the_beginning_is_shown() -> None:
    (found,) = snippets(Field("title", Word("міст")), FILLER * 20)
    assert found.marks == ()
    assert found.text == (FILLER * 4).strip()


def test_an_empty_text_has_no_snippet() -> None:
    assert snippets(Word("міст"), " \n ") == ()


def test_snippets_come_in_the_order_of_the_text() -> None:
    text = ("Трамвай. " + FILLER * 8 + "Трамвай, міст. " + FILLER * 8) * 3
    order = [text.index(found.text) for found in snippets(Or((Word("міст"), Word("трамвай"))), text)]
    assert order == sorted(order)


def test_text_without_spaces_is_cut_too() -> None:
    found = Highlighter(ANALYZERS.get("zh"), Word("北京")).snippets("新" * 500 + "北京" + "聞" * 500)
    assert [pieces(each) for each in found] == [["北京"]]
    assert len(found[0].text) <= 242


NODES = st.recursive(
    st.sampled_from(["міст", "Києва", "об’єкт", "а-б", "", "北京", "'"]).flatmap(
        lambda text: st.sampled_from([Word(text), Phrase(text + " міст", 2), Phrase(text), Prefix(text)])
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda nodes: st.sampled_from([And(tuple(nodes)), Or(tuple(nodes)), Not(nodes[0]), Field("title", nodes[0])])
    ),
    max_leaves=5,
)
TEXTS = st.lists(
    st.sampled_from(["міст", "Київ", "об’єкт", "а", "б", "北京", ".", "\n", "! Так", " ", "дуже" * 90, "\u0301", "İ"])
    | st.text(max_size=5),
    max_size=120,
).map(" ".join)


@given(node=NODES, text=TEXTS, limit=st.integers(1, 4))
def test_every_span_points_at_words_and_snippets_are_cut_from_the_text(node: Node, text: str, limit: int) -> None:
    highlighter = Highlighter(ANALYZERS.get("uk"), node)
    whole = highlighter.whole(text)
    found = highlighter.snippets(text, limit, "title")
    flat = "".join(" " if char.isspace() else char for char in text)
    assert len(found) <= limit
    assert (not found) == (not text.strip())
    for each in found:
        assert each.text.strip("…") in flat
        assert len(each.text) <= 242
        assert {piece.replace("\n", " ") for piece in pieces(each)} <= {flat[start:end] for start, end in whole.marks}
    for each in (whole, *found):
        ends = [0, *(edge for mark in each.marks for edge in mark)]
        assert ends == sorted(ends)
        assert ends[-1] <= len(each.text)
        assert all(any(char.isalnum() for char in piece) for piece in pieces(each))
