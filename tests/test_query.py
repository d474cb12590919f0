"""The query language: text to tree and back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.query import HINTS, And, DateBound, Field, Node, Not, Or, Phrase, Prefix, Word, parse, write
from engines.query.tokens import FIELDS, FIELDS_ABROAD, MAX_DEPTH, MAX_LETTERS, MAX_WORDS

PIECES = (
    *"\"“”„«»()*:,.-–—~'’ʼ",
    " ",
    "  ",
    "\x00",
    "\u0301",
    "AND",
    "OR",
    "NOT",
    "І",
    "АБО",
    "НЕ",
    "title:",
    "author:",
    "url:",
    "lang:",
    "before:",
    "after:",
    "autor:",
    "тег:",
    "щось:",
    "2024",
    "2024-05",
    "2024-02-30",
    "~5",
    "об’єднання",
    "прем'єр-міністр",
    "ґанок",
    "съёмка",
    "по́їзд",
    "選挙",
    "https://example.org/а?b=(1)",
    "a",
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join)

words = st.sampled_from(
    ["музей", "об’єднання", "п'ять", "ґанок", "ёлка", "по́їзд", "прем'єр-міністр", "10:30", "and", "選挙"]
)
leaves = (
    words.map(Word)
    | words.map(Prefix)
    | st.builds(Phrase, st.lists(words, min_size=1, max_size=4).map(" ".join), st.integers(0, 100))
)


def branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def joined(kind: type[And] | type[Or]) -> st.SearchStrategy[Node]:
        parts = inner.filter(lambda node: not isinstance(node, kind))
        return st.lists(parts, min_size=2, max_size=4).map(lambda nodes: kind(tuple(nodes)))

    return joined(And) | joined(Or) | inner.filter(lambda node: not isinstance(node, Not)).map(Not)


names = st.sampled_from(["title", "author", "tag", "source", "cited", "site", "lang", "url"])
fields = st.builds(Field, names, st.recursive(leaves, branches, max_leaves=6))
dates = st.builds(DateBound, st.sampled_from(["before", "after"]), st.sampled_from(["2024", "2024-02", "2024-02-29"]))
trees = st.recursive(leaves | fields | dates, branches, max_leaves=12)


def tree(text: str) -> Node | None:
    return parse(text).tree


def codes(text: str) -> list[str]:
    return [hint.code for hint in parse(text).hints]


@given(trees)
def test_a_tree_that_was_written_is_read_as_the_same_tree(node: Node) -> None:
    assert parse(write(node)).tree == node
    assert parse(write(node)).hints == ()


@given(texts)
def test_whatever_is_typed_is_read_and_what_was_understood_can_be_written(text: str) -> None:
    parsed = parse(text)
    assert parse(write(parsed.tree)).tree == parsed.tree
    for hint in parsed.hints:
        assert 0 <= hint.start <= hint.end <= len(text)
        assert str(hint)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_000_000,
        ")" * 1_000_000,
        "(" * 10_000 + "слово" + ")" * 10_000,
        "слово " * 200_000,
        '"' * 1_000_000,
        "-" * 1_000_000,
        "NOT " * 250_000,
        "title:" * 200_000,
        "title: " * 200_000,
        "щось:" * 200_000,
        "я" * 1_000_000,
        '"а' * 500_000,
        "OR " * 300_000,
        "\x00" * 1_000_000,
        "\ud800",
        "\u202e\u200b\ufeff",
    ],
)
def test_a_huge_or_hostile_text_is_read(text: str) -> None:
    parsed = parse(text)
    assert parse(write(parsed.tree)).tree == parsed.tree


def test_all_words_must_match_unless_or_is_said() -> None:
    assert tree("міська рада") == And((Word("міська"), Word("рада")))
    assert tree("міська AND рада") == And((Word("міська"), Word("рада")))
    assert tree("міська OR рада") == Or((Word("міська"), Word("рада")))


def test_and_binds_tighter_than_or_and_not_tightest() -> None:
    assert tree("а б OR в NOT г") == Or((And((Word("а"), Word("б"))), And((Word("в"), Not(Word("г"))))))
    assert tree("(а OR б) -(в г)") == And((Or((Word("а"), Word("б"))), Not(And((Word("в"), Word("г"))))))


def test_lower_case_operators_are_words() -> None:
    assert tree("law and order") == And((Word("law"), Word("and"), Word("order")))


def test_a_cyrillic_operator_stays_a_word_and_the_hint_names_the_operator() -> None:
    hint = parse("музей АБО театр").hints[0]
    assert (hint.code, hint.start, hint.end, hint.suggestion) == ("operator-language", 6, 9, "OR")
    assert tree("музей АБО театр") == And((Word("музей"), Word("АБО"), Word("театр")))


@pytest.mark.parametrize(
    "text", ['"міська рада"', "«міська рада»", "„міська рада“", "“міська рада”", "„міська рада”", '„міська  рада"']
)
def test_every_kind_of_quotation_marks_makes_a_phrase(text: str) -> None:
    assert tree(text) == Phrase("міська рада")


def test_a_phrase_may_have_a_distance() -> None:
    assert tree('"мер міста"~5') == Phrase("мер міста", 5)
    assert parse('"мер міста"~5000').tree == Phrase("мер міста", 100)
    assert codes('"мер міста"~5000') == ["large-slop"]


@pytest.mark.parametrize("apostrophe", "'’ʼ")
def test_an_apostrophe_is_part_of_its_word(apostrophe: str) -> None:
    assert tree(f"об{apostrophe}єднання") == Word(f"об{apostrophe}єднання")


@pytest.mark.parametrize("word", ["ґанок", "съёмка", "по\u0301їзд", "прем’єр-міністр", "10:30", "pravda.com.ua"])
def test_a_word_keeps_its_letters_marks_and_inner_signs(word: str) -> None:
    assert tree(word) == Word(word)
    assert tree(f"({word},)") == Word(word)


def test_a_dash_between_spaces_is_no_not() -> None:
    assert tree("Київ – Львів") == tree("Київ - Львів") == tree("Київ — Львів") == And((Word("Київ"), Word("Львів")))
    assert tree("–Львів") == Word("Львів")


def test_a_minus_before_a_word_phrase_group_or_field_is_not() -> None:
    assert tree("-театр") == tree("NOT театр") == Not(Word("театр"))
    assert tree('-"малий театр"') == Not(Phrase("малий театр"))
    assert tree("-тег:спорт") == tree("-tag:спорт") == Not(Field("tag", Word("спорт")))


def test_a_star_ends_a_word_of_two_letters_or_more() -> None:
    assert tree("енерг*") == Prefix("енерг")
    assert (tree("театр е*"), codes("театр е*")) == (Word("театр"), ["short-prefix"])
    assert tree("選*") == Prefix("選")
    assert codes("т*атр") == ["inner-star"]


def test_fields_hold_words_phrases_prefixes_and_groups() -> None:
    assert tree("author:Верб*") == Field("author", Prefix("Верб"))
    assert tree('source:"Кур’єр Полісся"') == Field("source", Phrase("Кур’єр Полісся"))
    assert tree("title:(мер OR рада)") == Field("title", Or((Word("мер"), Word("рада"))))
    assert tree("title: мер") == Field("title", Word("мер"))


def test_a_pasted_address_is_looked_for_as_such() -> None:
    assert tree("https://example.org/новини/?p=1, театр") == And(
        (Field("url", Word("https://example.org/новини/?p=1")), Word("театр"))
    )


def test_a_misspelt_field_is_read_as_the_nearest() -> None:
    parsed = parse("театр autor:Вербняк")
    assert parsed.tree == And((Word("театр"), Field("author", Word("Вербняк"))))
    hint = parsed.hints[0]
    assert (hint.code, hint.start, hint.end, hint.value, hint.suggestion) == (
        "misspelt-field",
        6,
        12,
        "autor:",
        "author:",
    )


def test_an_unknown_field_is_read_as_words() -> None:
    assert tree("Динамо:Шахтар") == And((Word("Динамо"), Word("Шахтар")))
    assert codes("Динамо:Шахтар") == ["unknown-field"]


def test_a_colon_as_in_a_headline_is_no_field() -> None:
    assert tree("Вербняк: театр відкрито") == And((Word("Вербняк"), Word("театр"), Word("відкрито")))
    assert codes("Source: театр") == []


def test_dates_have_three_precisions() -> None:
    assert tree("before:2024 after:2023-05") == And((DateBound("before", "2024"), DateBound("after", "2023-05")))
    assert tree("after:2024-02-29") == DateBound("after", "2024-02-29")


def test_a_bad_date_is_left_out_and_the_rest_searched() -> None:
    parsed = parse("театр before:31.12.2020")
    assert parsed.tree == Word("театр")
    assert [(hint.code, hint.start, hint.end, hint.suggestion) for hint in parsed.hints] == [
        ("bad-date", 13, 23, "2020-12-31")
    ]


def test_an_unbalanced_quotation_mark_is_left_out_and_the_rest_searched() -> None:
    assert tree('театр "музей опера') == And((Word("театр"), Word("музей"), Word("опера")))
    assert parse('театр "музей опера').hints[0].start == 6


def test_an_open_bracket_is_closed_at_the_end_and_a_stray_one_left_out() -> None:
    assert tree("title:(мер рада") == Field("title", And((Word("мер"), Word("рада"))))
    assert tree("мер) рада") == And((Word("мер"), Word("рада")))
    assert codes("мер) (рада") == ["unbalanced-bracket", "unbalanced-bracket"]


def test_operators_without_words_are_left_out() -> None:
    assert tree("AND театр OR") == Word("театр")
    assert codes("AND театр OR") == ["operator-without-words", "operator-without-words"]
    assert tree("()") is None


def test_signs_alone_ask_for_nothing_and_say_so() -> None:
    assert (tree("?! …"), codes("?! …")) == (None, ["no-words"])
    assert (tree("  "), codes("  ")) == (None, [])


def test_a_field_inside_a_field_is_left_out() -> None:
    assert tree("title:(author:мер рада)") == Field("title", And((Word("мер"), Word("рада"))))
    assert codes("title:(author:мер рада)") == ["field-inside-field"]


def test_brackets_are_read_to_a_depth_and_words_to_a_number() -> None:
    assert codes("(" * (MAX_DEPTH + 1) + "театр" + ")" * (MAX_DEPTH + 1)) == ["too-deep"]
    many = parse("театр " * (MAX_WORDS + 1))
    assert isinstance(many.tree, And)
    assert len(many.tree.nodes) == MAX_WORDS
    assert many.hints[0].code == "too-long"
    assert tree("я" * 2 * MAX_LETTERS) == Word("я" * MAX_LETTERS)


def test_the_documentation_names_every_hint_and_field() -> None:
    text = (Path(__file__).parent.parent / "docs" / "query-language.md").read_text(encoding="utf-8")
    words, fields, hints = text.split("## Fields")[0], text.split("## Fields")[1], text.split("## Hints")[1]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", hints, re.MULTILINE)) == set(HINTS)
    assert set(re.findall(r"`(\w+):`", fields.split("## Spelling")[0])) - {"autor"} == {*FIELDS, *FIELDS_ABROAD}
    for example in re.findall(r"^\| `([^|]+)` \|", words, re.MULTILINE):
        for query in example.split("` or `"):
            assert (parse(query).tree is not None, parse(query).hints) == (True, ())
