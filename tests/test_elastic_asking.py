"""Queries made of what people type: never an error of the server, never more than a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engines.access import Access
from engines.contract import BackfileError, Filter, SearchRequest
from engines.elastic import open_elastic
from engines.elastic.asking import ALL, both, text_query
from engines.elastic.engine import ElasticEngine
from engines.query import And, Field, Node, Not, Phrase, Prefix, Word, parse
from tests import nodes
from tests.generated import article, many

HOSTILE = (
    "*", "/.*/", "((((", '"""', "[a TO b]", "\\", "{}", "' OR 1=1", "😀", "\u200b", "\u0301", "\x1f", "\x00", "\ud800",
    "[[:alpha:]]", "<1-5>", "@&~#", "об’єднаних" * 900, "слово " * 300, "title:*", '"а"~99999',
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(elastic_node: str) -> Iterator[ElasticEngine]:
    opened = open_elastic(f"{elastic_node}/test-asking", Access(), write=True)
    list(opened.load(many(20)))
    yield opened
    opened.close()
    nodes.remove(elastic_node, "test-asking")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_text_makes_the_server_fail(engine: ElasticEngine, text: str) -> None:
    names = ("title", "author", "site", "url", "lang")
    trees: list[Node | None] = [parse(text).tree, Word(text), Phrase(text, 3), Prefix(text)]
    trees += [And((Word(text), Not(Word(text)))), *(Field(name, Prefix(text)) for name in names)]
    for tree in trees:
        engine.search(SearchRequest(query=tree, facets=("tag",)))
    engine.search(SearchRequest(facets=("tag",), facet_prefix={"tag": text}, filters={"tag": Filter(any_of=(text,))}))
    assert engine.get(text) is None
    assert engine.captures(text) == ()
    assert engine.similar(text) == ()
    engine.suggest(text)


@pytest.mark.parametrize(
    "text", ["об’єднаних" * 20_000, "а.б" * 40_000, "北" * 50_000, "1,2" * 40_000], ids=lambda t: t[:3]
)
def test_a_word_without_end_does_the_server_no_harm(elastic_address: str, text: str) -> None:
    loaded = open_elastic(elastic_address, Access(), write=True)
    try:
        outcomes = list(
            loaded.load([article("und", language="und", body=text), article("zh", language="zh", body=text)])
        )
        assert [one.kind for one in outcomes] == ["indexed", "indexed"]
        assert loaded.search(SearchRequest()).total == 2
    finally:
        loaded.close()


def test_an_error_of_the_source_comes_out_as_it_is(engine: ElasticEngine) -> None:
    def broken() -> Iterator[object]:
        yield from many(2)
        raise ValueError("рядок 3 пошкоджено")

    with pytest.raises(ValueError, match="рядок 3") as raised:
        list(engine.load(broken()))  # type: ignore[arg-type]
    assert not isinstance(raised.value, BackfileError)


def test_words_that_stand_together_are_looked_for_as_one_text() -> None:
    query = text_query(And((Word("рада"), Word("двір"), Word("прем'єр-міністр"))))
    first, second = query["bool"]["must"]
    assert first["combined_fields"]["query"] == "рада двір"
    assert second["multi_match"]["type"] == "phrase"  # two words side by side


def test_a_request_for_everything_is_a_query_for_everything() -> None:
    assert text_query(None) == both() == ALL
    assert replace(SearchRequest(), sort="oldest").query is None
