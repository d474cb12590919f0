"""How a real node reads words: every language file, the forms that must meet, and what happens without the dictionary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

import mappings
from engines.access import Access
from engines.contract import SearchRequest
from engines.elastic import open_elastic
from engines.elastic.indices import index_body, variants
from engines.elastic.setup import set_up
from engines.query import Phrase, Word
from tests import forms, nodes
from tests.generated import article


@pytest.fixture(scope="module")
def client(elastic_node: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elastic_node, request_timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def indices(client: Elasticsearch) -> Iterator[dict[str, str]]:
    """Return language → an index made from its file as it stands."""
    made = {}
    for language in sorted({"uk", "ru", "en"} | set(forms.MEET) | set(forms.APART)):
        made[language] = f"forms-{language}"
        client.indices.create(index=made[language], **index_body(language))
    yield made
    client.indices.delete(index=",".join(made.values()))


def terms(client: Elasticsearch, index: str, analyzer: str, text: str) -> list[set[str]]:
    """Return the terms at each position."""
    positions: dict[int, set[str]] = {}
    for token in client.indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]:
        positions.setdefault(token["position"], set()).add(token["token"])
    return [positions[position] for position in sorted(positions)]


def meets(client: Elasticsearch, index: str, word: str, text: str) -> bool:
    """Say whether a search for a word finds a text of one word: at each position a term in common."""
    asked, held = terms(client, index, "lang_search", word), terms(client, index, "lang_index", text)
    return len(asked) == len(held) and all(a & h for a, h in zip(asked, held, strict=True))


@pytest.mark.parametrize("language", sorted(forms.MEET))
def test_forms_of_one_word_meet(client: Elasticsearch, indices: dict[str, str], language: str) -> None:
    assert [pair for pair in forms.MEET[language] if not meets(client, indices[language], *pair)] == []


@pytest.mark.parametrize("language", sorted(forms.APART))
def test_other_words_do_not_meet(client: Elasticsearch, indices: dict[str, str], language: str) -> None:
    assert [pair for pair in forms.APART[language] if meets(client, indices[language], *pair)] == []


def test_exact_words_fold_case_apostrophes_and_marks_and_nothing_else(
    client: Elasticsearch, indices: dict[str, str]
) -> None:
    def exact(word: str) -> list[set[str]]:
        return terms(client, indices["uk"], "exact", word)

    assert [pair for pair in forms.EXACT_MEET if exact(pair[0]) != exact(pair[1])] == []
    assert [pair for pair in forms.EXACT_APART if exact(pair[0]) == exact(pair[1])] == []


@pytest.mark.parametrize("language", mappings.languages())
def test_an_index_is_made_from_each_language_file_and_refuses_unknown_fields(
    client: Elasticsearch, language: str
) -> None:
    name = f"language-{language}"
    client.indices.create(index=name, **index_body(language))
    try:
        told = client.indices.get_mapping(index=name)[name]["mappings"]
        assert told["dynamic"] == "strict"
        assert told["_meta"]["language"] == language
        answer = client.options(ignore_status=400).index(index=name, document={"unknown": "поле"})
        assert answer["error"]["type"] == "strict_dynamic_mapping_exception"
    finally:
        client.indices.delete(index=name)


def test_without_the_dictionary_ukrainian_words_are_exact_and_the_index_says_so(
    elastic_node: str, caplog: pytest.LogCaptureFixture
) -> None:
    if reason := nodes.why_not():
        pytest.skip(reason)
    node = nodes.wait(nodes.start(nodes.Plan(hunspell=False)))
    try:
        engine = open_elastic(f"{node.url}/novyny", Access(), write=True)
        assert engine.analyze("uk", "до Києва") == (("до",), ("києва",))
        list(engine.load([article("a", title="Зустріч у Києві")]))
        assert "lacks the dictionary" in caplog.text
        assert engine.search(SearchRequest(query=Word("Києві"))).total == 1
        assert engine.search(SearchRequest(query=Word("Київ"))).total == 0
        assert "lacks the dictionary" in engine.status().analysis["uk"]
        engine.close()
    finally:
        node.stop()


@pytest.fixture(scope="module")
def plugin_node(elastic_node: str) -> Iterator[str]:
    """Return the address of a node that has the plugin and lacks the dictionary."""
    if reason := nodes.why_not():
        pytest.skip(reason)
    if not nodes.PLUGIN.is_dir():
        pytest.skip("the plugin analysis-ukrainian is not in .cache: run 'make elasticsearch'")
    node = nodes.wait(nodes.start(nodes.Plan(hunspell=False, plugin=True)))
    try:
        yield node.url
    finally:
        node.stop()


def test_without_the_dictionary_the_plugin_is_taken_and_the_index_says_so(
    plugin_node: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_elastic(f"{plugin_node}/novyny", Access(), write=True)
    assert engine.analyze("uk", "Києва об’єднаних") == (("Київ",), ("об'єднаний",))  # before there is an index of it
    list(engine.load([article("a", title="Зустріч у Києві", body="Подвір’я об’єднаних громад.")]))
    assert [part[-1] for part in engine.analyze("uk", "до Києва")] == ["до", "Київ"]  # no word is dropped
    for query, total in ((Word("Київ"), 1), (Word("об'єднана"), 1), (Phrase("Києві"), 1), (Phrase("Київ"), 0)):
        assert engine.search(SearchRequest(query=query)).total == total
    (hit,) = engine.search(SearchRequest(query=Word("Київ"))).hits
    assert [hit.title.text[start:end] for start, end in hit.title.marks] == ["Києві"]
    assert engine.status().analysis["uk"].endswith("plugin")
    engine.close()
    assert "lacks the dictionary" not in caplog.text
    with Elasticsearch(plugin_node) as client:
        (index,) = client.indices.get_mapping(index="novyny-uk").body.values()
    assert index["mappings"]["_meta"]["analysis"] == "plugin"
    assert "uk_UA" in index["mappings"]["_meta"]["passed_over"]


def test_the_plugin_passes_the_same_tables_of_forms(plugin_node: str) -> None:
    with Elasticsearch(plugin_node, request_timeout=60) as client:
        client.indices.create(index="forms", **index_body("uk", "plugin"))
        assert [pair for pair in forms.MEET["uk"] if not meets(client, "forms", *pair)] == []
        assert [pair for pair in forms.APART["uk"] if meets(client, "forms", *pair)] == []


def test_the_setup_makes_its_template_with_the_plugin(plugin_node: str) -> None:
    set_up(f"{plugin_node}/gotovi", Access(), keys=False)
    with Elasticsearch(plugin_node) as client:
        (template,) = client.indices.get_index_template(name="gotovi-uk")["index_templates"]
    analysis = template["index_template"]["template"]["settings"]["index"]["analysis"]
    assert analysis["analyzer"]["lang_index"]["type"] == "ukrainian"
    open_elastic(f"{plugin_node}/gotovi", Access(), write=True).close()


def test_the_ways_to_read_ukrainian_are_tried_best_first() -> None:
    assert variants("uk") == ("hunspell", "plugin", "exact")


def test_terms_are_shown_for_a_language_that_has_an_index_and_for_one_that_has_none(elastic_address: str) -> None:
    engine = open_elastic(elastic_address, Access(), write=True)
    list(engine.load([article("a")]))
    assert engine.analyze("uk", "Зеленського об’єднаних") == (("зеленський",), ("об'єднаний",))
    assert engine.analyze("ru", "Лаврова") == (("лавров",),)
    assert engine.analyze("en", "libraries") == (("library",),)
    engine.close()
