"""Texts to terms: every language compiles, the forms that must meet do, spans point into the text as it was given."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mappings
from engines.analysis import Analyzer, Analyzers, Token, UnsupportedError, ukrainian
from engines.analysis.chain import Chain
from engines.contract import FormatMismatch
from tests import forms

DICTIONARIES: tuple[ukrainian.Dictionary, ...] = ("simplemma",)
if ukrainian.installed() == "pymorphy3":
    DICTIONARIES = ("pymorphy3", "simplemma")
ANALYZERS = {dictionary: Analyzers(dictionary) for dictionary in DICTIONARIES}
ANY = Analyzers("simplemma")
TEXTS = st.text(st.sampled_from("аєії'’ʼ-.,:; 19aZöß\u0301\u00ad\u200b\u200c北ひカกัि한กΣİ_\n") | st.characters())


def meets(analyzer: Analyzer, word: str, text: str) -> bool:
    """Say whether a search for a word finds a text of one word: at each position a term in common."""
    asked, held = analyzer.search_terms(word), analyzer.terms(text)
    return len(asked) == len(held) and all(set(a) & set(h) for a, h in zip(asked, held, strict=True))


def rows(table: dict[str, tuple[tuple[str, str], ...]]) -> list[tuple[str, str, str]]:
    return [(language, word, text) for language, pairs in table.items() for word, text in pairs]


@pytest.mark.parametrize("dictionary", DICTIONARIES)
@pytest.mark.parametrize(("language", "word", "text"), rows(forms.MEET))
def test_forms_of_one_word_meet(dictionary: ukrainian.Dictionary, language: str, word: str, text: str) -> None:
    assert meets(ANALYZERS[dictionary].get(language), word, text)


@pytest.mark.parametrize("dictionary", DICTIONARIES)
@pytest.mark.parametrize(("language", "word", "text"), rows(forms.APART))
def test_other_words_stay_apart(dictionary: ukrainian.Dictionary, language: str, word: str, text: str) -> None:
    assert not meets(ANALYZERS[dictionary].get(language), word, text)


@pytest.mark.parametrize("language", ["uk", "ru", "en", "und"])
def test_exact_words_fold_apostrophes_marks_and_case_and_nothing_else(language: str) -> None:
    analyzer = ANY.get(language)
    assert [pair for pair in forms.EXACT_MEET if analyzer.exact_terms(pair[0]) != analyzer.exact_terms(pair[1])] == []
    assert [pair for pair in forms.EXACT_APART if analyzer.exact_terms(pair[0]) == analyzer.exact_terms(pair[1])] == []


@pytest.mark.parametrize("language", mappings.languages())
def test_every_filter_has_a_counterpart_or_a_stand_in(language: str) -> None:
    assert ANY.get(language).terms("Новини 12,5 news 新聞 أخبار")


@pytest.mark.parametrize("language", mappings.languages())
def test_a_stand_in_is_named_only_for_filters_of_the_language(language: str) -> None:
    analyzers = mappings.index_body(language)["settings"]["analysis"]["analyzer"]
    used = {name for analyzer in analyzers.values() for name in analyzer["filter"]}
    assert set(mappings.analysis(language)["_meta"].get("embedded", {})) <= used


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "hunspell", "locale": "uk_UA"},
        {"type": "stemmer", "language": "light_english"},
        {"type": "stemmer", "language": "bulgarian"},
        {"type": "stop", "stopwords": "_russian_"},
        {"type": "shingle"},
        {"type": "lowercase", "language": "irish"},
    ],
)
def test_a_filter_without_either_is_refused(definition: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedError):
        Chain({"filter": {"it": definition}}, {}, "simplemma").compile(["it"])


def test_an_unknown_stand_in_is_refused() -> None:
    with pytest.raises(UnsupportedError):
        Chain({}, {"it": "magic"}, "simplemma").compile(["it"])


def test_spans_point_into_the_text_as_given() -> None:
    text = "İ — об’єднана ма\u0301ма, Ґанок №5"
    assert [text[token.start : token.end] for token in ANY.get("uk").tokens(text)] == [
        "İ",
        "об’єднана",
        "ма\u0301ма",
        "Ґанок",
        "5",
    ]


def test_a_token_carries_its_terms_and_its_exact_form() -> None:
    assert ANY.get("en").tokens("The Mayor’s café") == [
        Token(0, 3, ("the",), "the"),
        Token(4, 11, ("mayor",), "mayor's"),
        Token(12, 16, ("cafe",), "cafe"),
    ]


@pytest.mark.parametrize("language", ["uk", "ru", "en", "tr", "el", "und", "zh", "fa"])
@given(text=TEXTS)
def test_all_views_of_a_text_agree_on_its_words(language: str, text: str) -> None:
    analyzer = ANY.get(language)
    tokens = analyzer.tokens(text)
    assert [token.terms for token in tokens] == analyzer.terms(text)
    assert [token.exact for token in tokens] == analyzer.exact_terms(text)
    assert len(analyzer.search_terms(text)) == len(tokens)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert all(token.exact and all(token.terms) for token in tokens)


@pytest.mark.parametrize("language", ["uk", "ru", "en", "de", "tr", "und"])
@given(text=TEXTS)
def test_a_text_finds_itself(language: str, text: str) -> None:
    assert not text or meets(ANY.get(language), text, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S.A. та ЄС", ["u.s.a", "та", "єс"]),
        ("рахунок 3:2, 12,5 %", ["рахунок", "3", "2", "12,5"]),
        ("Ту-95, COVID-19", ["ту", "95", "covid", "19"]),
        ("прем’єр-міністр", ["прем'єр", "міністр"]),
        ("'слово'", ["слово"]),
        ("'95 рік", ["95", "рік"]),
        ("foo_bar _ __ _a", ["foo_bar", "_a"]),
        ("½ ² Ⅳ", ["ⅳ"]),
        ("ΟΔΟΣ", ["οδοσ"]),
        ("ﬁ ǆ", ["fi", "dz"]),
        ("10\u202f000 грн", ["10", "000", "грн"]),
        ("北京 тут", ["北", "京", "тут"]),
        ("", []),
        ("\u200b \u00ad \u0301 🙂", []),
    ],
)
def test_words_end_where_the_standard_tokenizer_ends_them(text: str, words: list[str]) -> None:
    assert ANY.get("en").exact_terms(text) == words


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("zh", "北京市政府今天宣布", "市政府"),
        ("ja", "東京タワーのニュース", "タワー"),
        ("ko", "서울에서 열린 회의", "서울"),
        ("th", "กรุงเทพมหานคร", "มหานคร"),
        ("und", "新华社北京电", "北京"),
    ],
)
def test_a_word_is_found_inside_a_text_written_without_spaces(language: str, text: str, word: str) -> None:
    analyzer = ANY.get(language)
    asked, held = [set(terms) for terms in analyzer.search_terms(word)], [set(terms) for terms in analyzer.terms(text)]
    places = range(len(held) - len(asked) + 1)
    assert any(all(a & h for a, h in zip(asked, held[place:], strict=False)) for place in places)


@pytest.mark.parametrize(
    ("language", "word", "text"),
    [
        ("de", "Straße", "Strassen"),
        ("de", "Häuser", "häuser"),
        ("fr", "élection", "l’élections"),
        ("it", "acqua", "dell’acqua"),
        ("ca", "aigua", "l’aigua"),
        ("ro", "ştire", "știre"),
        ("tr", "İstanbul", "İSTANBUL’DA"),
        ("tr", "ısı", "ISI"),
        ("el", "Αθήνα", "ΑΘΗΝΑ"),
        ("bg", "градове", "град"),
        ("lv", "pilsēta", "pilsētas"),
        ("es", "elección", "elecciones"),
        ("ar", "١٢", "12"),
        ("fa", "می\u200cخواهم", "می خواهم"),
        ("sr", "градови", "градова"),
        ("cs", "města", "městem"),
    ],
)
def test_other_languages_have_their_own_ways(language: str, word: str, text: str) -> None:
    assert meets(ANY.get(language), word, text)


def test_a_language_without_analyzers_is_read_as_unknown() -> None:
    assert ANY.get("tlh") is ANY.get("und")


def test_the_turkish_letter_that_grows_when_lowered_moves_nothing() -> None:
    text = "İİİ Київ"
    assert [(token.start, token.end) for token in ANY.get("uk").tokens(text)] == [(0, 3), (4, 8)]


def test_texts_are_read_alike_once_their_words_are_known() -> None:
    analyzer = Analyzers("simplemma").get("uk")
    first = analyzer.tokens("Кур’єр повідомив про об’єднання громад")
    assert analyzer.tokens("Кур’єр повідомив про об’єднання громад") == first


def test_names_tell_analyses_apart() -> None:
    names = {ANALYZERS[dictionary].get("uk").name for dictionary in DICTIONARIES}
    assert len(names) == len(DICTIONARIES)
    assert len({ANY.get(language).name for language in ("uk", "ru", "en", "de", "fr", "und")}) == 6


def test_an_index_of_the_same_analysis_is_taken() -> None:
    ANY.check({language: ANY.get(language).name for language in ("uk", "und")})


def test_an_index_of_another_dictionary_is_refused_with_the_way_out() -> None:
    made = ANY.get("uk").name.replace("simplemma 2.0 and light stems", "pymorphy3 2.0 with dictionary 2.4")
    with pytest.raises(FormatMismatch, match=r"'uk'.*pymorphy3.*backfile\[uk\].*backfile rebuild"):
        ANY.check({"uk": made})


def test_an_index_of_another_analysis_is_refused_with_one_whole_sentence() -> None:
    with pytest.raises(FormatMismatch, match=r"\. Make it anew from what it holds: backfile rebuild --from-captures$"):
        ANY.check({"ru": "інша"})


def test_lemmas_never_lack() -> None:
    for dictionary in DICTIONARIES:
        lemmas, _ = ukrainian.lemmas(dictionary)
        assert all(lemmas(word) for word in ("київ", "zzz", "5", "щ", "об'єднаннями", "ся"))


def test_texts_in_decomposed_form_differ_only_in_stress_marks() -> None:
    accented = "за\u0301мок"
    assert unicodedata.normalize("NFC", accented) == accented
    assert ANY.get("uk").exact_terms(accented) == ["замок"]
