"""Rebuilding on a real node: readers go on, a failure leaves the old index serving."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engines.access import Access
from engines.contract import BackfileError, IndexLocked, SearchRequest
from engines.elastic import generation, open_elastic
from engines.elastic.engine import ElasticEngine
from engines.query import Word
from tests.generated import article, many


@pytest.fixture
def engine(elastic_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ElasticEngine]:
    monkeypatch.setattr(generation, "_GRACE", 0.2)
    opened = open_elastic(elastic_address, Access(), write=True)
    list(opened.load(many(300)))
    yield opened
    opened.close()


def rebuilt(engine: ElasticEngine) -> generation.ElasticGeneration:
    fresh = engine.new_generation()
    outcomes = list(fresh.load(record.article for record in engine.all_captures()))
    assert {outcome.kind for outcome in outcomes} == {"indexed"}
    return fresh


def test_readers_notice_nothing_of_a_swap_but_another_generation(engine: ElasticEngine, elastic_address: str) -> None:
    seen, over = set(), threading.Event()
    reader = open_elastic(elastic_address, Access())

    def read() -> None:
        while not over.is_set():
            result = reader.search(SearchRequest(query=Word("подвір'я"), facets=("lang",)))
            seen.add((result.total, result.generation, result.partial))

    thread = threading.Thread(target=read)
    thread.start()
    rebuilt(engine).publish()
    over.set()
    thread.join()
    reader.close()
    assert {total for total, _, _ in seen} == {300}
    assert {partial for _, _, partial in seen} == {""}
    assert len({name for _, name, _ in seen}) == 2


def test_an_export_that_reads_the_old_generation_comes_to_its_end(engine: ElasticEngine, elastic_address: str) -> None:
    reader = open_elastic(elastic_address, Access())
    list(engine.load(many(1200)))
    walk = reader.scan(SearchRequest())
    first = next(walk)
    publishing = threading.Thread(target=rebuilt(engine).publish)
    publishing.start()
    rest = list(walk)
    publishing.join()
    reader.close()
    assert len({one.id for one in [first, *rest]}) == 1200


def test_what_is_loaded_or_withdrawn_meanwhile_comes_along(engine: ElasticEngine) -> None:
    fresh = rebuilt(engine)
    list(engine.load([article("meanwhile", title="Об’єднана громада")]))
    engine.withdraw(article("000007").id, "на прохання автора")
    fresh.publish()
    assert engine.search(SearchRequest(query=Word("об'єднана"))).total == 1
    assert engine.search(SearchRequest()).total == 300
    assert [one.id for one in engine.withdrawn()] == [article("000007").id]
    assert [outcome.kind for outcome in engine.load([article("000007")])] == ["withdrawn"]


def test_a_generation_thrown_away_leaves_the_live_one_as_it_was(engine: ElasticEngine) -> None:
    before = engine.status()
    rebuilt(engine).discard()
    assert engine.status() == before


def test_an_empty_generation_never_takes_the_place_of_a_full_one(engine: ElasticEngine) -> None:
    fresh = engine.new_generation()
    with pytest.raises(BackfileError, match="empty"):
        fresh.publish()
    assert engine.search(SearchRequest()).total == 300
    fresh.discard()


def test_a_generation_that_lost_an_article_is_not_published(engine: ElasticEngine) -> None:
    fresh = rebuilt(engine)
    index = engine._names.index("uk", fresh.name)
    engine._client.delete(index=index, id=article("000003").id, refresh=True)
    with pytest.raises(BackfileError, match="299 articles where 300"):
        fresh.publish()
    assert engine.search(SearchRequest()).total == 300
    fresh.discard()


def test_only_one_rebuild_runs_at_a_time(engine: ElasticEngine) -> None:
    fresh = engine.new_generation()
    with pytest.raises(IndexLocked, match="being rebuilt since"):
        engine.new_generation()
    fresh.discard()
    engine.new_generation().discard()


def test_a_rebuild_moves_articles_whose_language_is_read_anew(engine: ElasticEngine) -> None:
    fresh = engine.new_generation()
    list(fresh.load(replace(one, language="ru") for one in many(300)))
    fresh.publish()
    result = engine.search(SearchRequest(facets=("lang",)))
    assert [(value.key, value.count) for value in result.facets["lang"].values] == [("ru", 300)]
