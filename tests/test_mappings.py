"""The JSON files, the dataclass and the documentation name the same fields; every language's body is whole."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

import mappings
from engines.derive import Derived
from mappings.article import Article

FIELDS = {field.name for field in dataclasses.fields(Article)}
ROOT = Path(mappings.__file__).parent.parent
LANGUAGES = mappings.languages()


def properties(language: str = "uk") -> dict[str, Any]:
    found: dict[str, Any] = mappings.index_body(language)["mappings"]["properties"]
    return found


def test_the_json_has_exactly_the_fields_of_an_article_and_the_derived_ones() -> None:
    derived = set(mappings.index_body("uk")["mappings"]["_meta"]["derived"])
    assert set(properties()) == FIELDS | derived
    assert not FIELDS & derived


def test_every_derived_value_has_a_field() -> None:
    named = {field.name for field in dataclasses.fields(Derived)}
    derived = set(mappings.index_body("uk")["mappings"]["_meta"]["derived"])
    assert named - {"facets"} == derived - {"facet", "printed"}
    assert set(properties()["facet"]["properties"]) == set(mappings.facet_fields())
    assert set(properties()["printed"]["properties"]) == set(mappings.facet_fields())


def test_a_field_that_is_not_named_is_refused() -> None:
    assert mappings.index_body("uk")["mappings"]["dynamic"] == "strict"


def test_facets_are_fields_of_an_article() -> None:
    assert set(mappings.facet_fields()) == {"author", "tag", "source", "cited", "section", "lang"}
    assert set(mappings.facet_fields().values()) <= FIELDS


def test_texts_keep_offsets_stemmed_and_exact() -> None:
    for name in mappings.boosts():
        field = properties()[name]
        assert (field["analyzer"], field["search_analyzer"]) == ("lang_index", "lang_search")
        assert field["index_options"] == field["fields"]["exact"]["index_options"] == "offsets"
        assert field["fields"]["exact"]["analyzer"] == "exact"


@pytest.mark.parametrize("language", LANGUAGES)
def test_facets_are_folded_alike_in_every_language(language: str) -> None:
    assert properties(language) == properties("und")
    assert '"normalizer"' not in json.dumps(properties(language)["facet"])  # the folding is derive.py's alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_analyzer_names_only_what_is_defined_or_built_in(language: str) -> None:
    analysis = mappings.index_body(language)["settings"]["analysis"]
    built_in = {
        "lowercase", "asciifolding", "remove_duplicates", "decimal_digit", "apostrophe", "german_normalization",
        "arabic_normalization", "persian_normalization", "indic_normalization", "hindi_normalization",
    }  # fmt: skip
    for name in ("lang_index", "lang_search", "exact"):
        analyzer = analysis["analyzer"][name]
        assert set(analyzer["char_filter"]) <= set(analysis["char_filter"])
        assert analyzer["tokenizer"] in {"standard", *analysis["tokenizer"]}
        assert set(analyzer["filter"]) <= built_in | set(analysis["filter"])
        assert analyzer["char_filter"][0] == "norm"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_drops_stop_words(language: str) -> None:
    assert '"stop"' not in json.dumps(mappings.index_body(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_index_search_and_exact_find_words_at_the_same_places(language: str) -> None:
    analyzers = mappings.index_body(language)["settings"]["analysis"]["analyzer"]
    names = ("lang_index", "lang_search", "exact")
    split = {(analyzers[name]["tokenizer"], *analyzers[name]["char_filter"]) for name in names}
    assert len(split) == 1


def test_a_variant_replaces_what_a_node_lacks() -> None:
    plugin = mappings.index_body("uk", "plugin")["settings"]["analysis"]
    assert plugin["analyzer"]["lang_index"] == {"type": "ukrainian", "stopwords": "_none_"}
    for variant in ("plugin", "exact"):
        assert "hunspell" not in json.dumps(mappings.index_body("uk", variant)["settings"])
    assert mappings.index_body("uk", "hunspell") == mappings.index_body("uk")


def test_an_unknown_language_or_variant_is_said() -> None:
    with pytest.raises(KeyError):
        mappings.index_body("xx")
    with pytest.raises(KeyError):
        mappings.index_body("uk", "stempel")


def test_a_body_may_be_changed_without_changing_the_next() -> None:
    mappings.index_body("uk")["settings"]["analysis"].clear()
    assert mappings.index_body("uk")["settings"]["analysis"]


def test_tracking_parameters_are_lower_case_and_each_named_once() -> None:
    names = mappings.tracking_parameters()
    assert len(set(names)) == len(names)
    assert all(name == name.lower() for name in names)
    assert {"utm_source", "fbclid", "gclid", "yclid"} <= set(names)
    assert not {"id", "page", "p", "article", "lang"} & set(names)


def test_the_documentation_names_every_field() -> None:
    text = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    missing = [
        name
        for name in [*FIELDS, *mappings.index_body("uk")["mappings"]["_meta"]["derived"]]
        if f"`{name}`" not in text
    ]
    assert not missing
