"""Loading into a real node: what is refused, what is stopped, what survives."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from elasticsearch import Elasticsearch

from engines.access import Access
from engines.contract import IndexNotWritable, IndexUnavailable, InputProgress, SearchRequest
from engines.elastic import open_elastic
from engines.elastic.engine import ElasticEngine
from tests.generated import article, many
from tests.proxy import Proxy


@pytest.fixture
def engine(elastic_address: str) -> Iterator[ElasticEngine]:
    opened = open_elastic(elastic_address, Access(), write=True)
    yield opened
    opened.close()


@pytest.fixture
def proxy(elastic_node: str) -> Iterator[Proxy]:
    with Proxy(elastic_node) as running:
        yield running


def name_of(address: str) -> str:
    return address.rpartition("/")[2]


def through(proxy: Proxy, address: str, patience: float = 20) -> ElasticEngine:
    return open_elastic(f"{proxy.url}/{name_of(address)}", Access(patience=patience), write=True)


def kinds(outcomes: object) -> Counter[str]:
    return Counter(outcome.kind for outcome in outcomes)  # type: ignore[attr-defined]


def refresh_intervals(node: str, address: str) -> set[str]:
    with Elasticsearch(node) as client:
        told = client.indices.get_settings(index=f"{name_of(address)}-*").body
    return {index["settings"]["index"]["refresh_interval"] for index in told.values()}


def test_an_article_that_is_refused_is_named_with_its_reason_and_the_rest_is_stored(engine: ElasticEngine) -> None:
    bad = replace(article("bad", title="Об’єднані сили"), published_from="ї" * 40_000)
    worse = replace(article("worse"), published_day="2024-13-45")
    outcomes = list(engine.load([article("one"), bad, worse, article("two")]))
    assert [outcome.kind for outcome in outcomes] == ["indexed", "refused", "refused", "indexed"]
    assert "published_from" in outcomes[1].reason
    assert "month" in outcomes[2].reason
    assert engine.search(SearchRequest()).total == 2
    assert engine.captures(bad.id) == ()


def test_what_was_refused_is_loaded_once_it_is_repaired(engine: ElasticEngine) -> None:
    bad = replace(article("bad"), published_from="ї" * 40_000)
    assert kinds(engine.load([bad])) == {"refused": 1}
    assert kinds(engine.load([replace(bad, published_from="meta")])) == {"indexed": 1}


def test_a_fresh_index_is_loaded_without_refresh_and_serves_with_it_afterwards(
    engine: ElasticEngine, elastic_node: str, elastic_address: str
) -> None:
    outcomes = engine.load(many(1200))
    next(outcomes)
    assert refresh_intervals(elastic_node, elastic_address) == {"-1"}
    outcomes.close()  # as Ctrl-C does
    assert refresh_intervals(elastic_node, elastic_address) == {"30s"}


def test_a_load_that_is_killed_leaves_nothing_acknowledged_behind_and_the_next_one_completes_it(
    elastic_node: str, elastic_address: str
) -> None:
    code = (
        "import sys; from engines.access import Access; from engines.elastic import open_elastic\n"
        "from tests.generated import many\n"
        "for o in open_elastic(sys.argv[1], Access(), write=True).load(many(3000)): print(o.id, flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", code, elastic_address], stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout
        acknowledged = [loader.stdout.readline().strip() for _ in range(700)]
        loader.kill()
        acknowledged += loader.stdout.read().split()[:-1]
    again = open_elastic(elastic_address, Access(), write=True)
    assert refresh_intervals(elastic_node, elastic_address) == {"30s"}
    held = {one.id for one in again.scan(SearchRequest())}
    assert set(acknowledged) <= held
    assert len(held) == len({record.id for record in again.all_captures()})  # no record without its article
    assert sum(kinds(again.load(many(3000))).values()) == 3000
    assert again.search(SearchRequest()).total == 3000
    again.close()


def test_a_lost_connection_is_waited_for_and_what_was_in_flight_is_sent_again(
    engine: ElasticEngine, proxy: Proxy, elastic_address: str
) -> None:
    loading = through(proxy, elastic_address)
    outcomes = loading.load(many(2000))
    next(outcomes)
    proxy.drop = True
    threading.Timer(1.5, proxy.mend).start()
    assert kinds(outcomes) == {"indexed": 1999}
    assert proxy.dropped > 0
    assert loading.search(SearchRequest()).total == 2000
    loading.close()


def test_an_answer_that_was_lost_makes_no_article_twice_and_no_outcome_wrong(
    engine: ElasticEngine, proxy: Proxy, elastic_address: str
) -> None:
    loading = through(proxy, elastic_address)
    proxy.swallow = 3  # the node gets these bulk requests, the loader never hears of it
    assert kinds(loading.load(many(600))) == {"indexed": 600}
    assert loading.search(SearchRequest()).total == 600
    loading.close()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_cluster_is_asked_again(engine: ElasticEngine, proxy: Proxy, elastic_address: str, status: int) -> None:
    loading = through(proxy, elastic_address)
    proxy.refuse(status, times=4)
    assert kinds(loading.load(many(600))) == {"indexed": 600}
    assert proxy.refused == 4
    loading.close()


def test_a_cluster_that_stays_away_stops_the_load_with_a_sentence(
    engine: ElasticEngine, proxy: Proxy, elastic_address: str
) -> None:
    loading = through(proxy, elastic_address, patience=1)
    outcomes = loading.load(many(2000))
    next(outcomes)
    proxy.drop = True
    with pytest.raises(IndexUnavailable, match="goes on where it stopped"):
        list(outcomes)
    proxy.mend()
    loading.close()


def test_a_full_disk_stops_the_load_and_says_what_to_do(
    engine: ElasticEngine, elastic_node: str, elastic_address: str
) -> None:
    list(engine.load([article("one")]))
    with Elasticsearch(elastic_node) as client:
        indices = ",".join(client.indices.get_settings(index=f"{name_of(elastic_address)}-*").body)
        client.indices.put_settings(index=indices, settings={"index.blocks.read_only_allow_delete": True})
        with pytest.raises(IndexNotWritable, match=r"disk is full.*run the command again"):
            list(engine.load(many(10)))
        client.indices.put_settings(index=indices, settings={"index.blocks.read_only_allow_delete": None})
    assert kinds(engine.load(many(10))) == {"indexed": 10}


def test_two_loaders_of_the_same_articles_agree(engine: ElasticEngine, elastic_address: str) -> None:
    older = [replace(one, captured="2020-01-01T00:00:00Z", payload_hash="aa", language="ru") for one in many(600)]
    other = open_elastic(elastic_address, Access(), write=True)
    threads = [
        threading.Thread(target=lambda pair=pair: list(pair[0].load(pair[1])))
        for pair in ((engine, many(600)), (other, older))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result = engine.search(SearchRequest(facets=("lang",)))
    assert result.total == 600
    assert [(value.key, value.count) for value in result.facets["lang"].values] == [("uk", 600)]
    assert {hit.article.captures for hit in result.hits} == {2}
    other.close()


def test_a_loader_that_finds_another_ones_index_half_made_completes_it(
    engine: ElasticEngine, elastic_address: str
) -> None:
    name = name_of(elastic_address)
    with Elasticsearch(elastic_address.rpartition("/")[0]) as client:
        (live,) = client.indices.get_alias(name=f"{name}-captures").body
        client.indices.delete(index=live.replace("-captures-", "-und-"))
    assert f"{name}-captures-{engine._indices.create(live=True)}" == live
    list(engine.load([article("one", title="Об’єднана громада")]))
    assert [found.title for found in engine.scan(SearchRequest())] == ["Об’єднана громада"]


def test_a_loader_waits_for_an_index_that_has_no_shard_yet(engine: ElasticEngine, elastic_address: str) -> None:
    list(engine.load([InputProgress(input="архів.warc.gz", position="17")]))
    captured = f"{name_of(elastic_address)}-captures"
    rule = "index.routing.allocation.require._name"
    with Elasticsearch(elastic_address.rpartition("/")[0]) as client:
        client.indices.put_settings(index=captured, settings={rule: "nobody"})
        client.indices.close(index=captured, wait_for_active_shards=0)
        client.indices.open(index=captured, wait_for_active_shards=0)
        later = threading.Timer(1.5, client.indices.put_settings, kwargs={"index": captured, "settings": {rule: None}})
        later.start()
        with closing(open_elastic(elastic_address, Access(), write=True)) as other:
            mark = other.progress("архів.warc.gz")
        later.join()
    assert mark is not None
    assert mark.position == "17"


def test_a_progress_mark_comes_after_all_that_stood_before_it(engine: ElasticEngine) -> None:
    mark = InputProgress(input="архів.warc.gz", position="17")
    outcomes = list(engine.load([*many(3), mark, article("after")]))
    assert [outcome.kind for outcome in outcomes] == ["indexed"] * 3 + ["progress", "indexed"]
    assert engine.progress("архів.warc.gz") == mark
    assert engine.progress("інший.warc.gz") is None


def test_a_language_gets_an_index_of_its_own_with_its_first_article_and_a_rare_one_goes_to_und(
    engine: ElasticEngine, elastic_node: str, elastic_address: str
) -> None:
    list(engine.load([article("a", language="de"), article("b", language="ky")]))
    with Elasticsearch(elastic_node) as client:
        indices = client.indices.get_alias(name=name_of(elastic_address)).body
        aliases = sorted(index.removeprefix(f"{name_of(elastic_address)}-").split("-")[0] for index in indices)
        assert aliases == ["de", "und"]
        assert client.count(index=f"{name_of(elastic_address)}-und")["count"] == 1


def test_copies_that_were_asked_for_are_there_from_the_first_article_on(
    elastic_node: str, elastic_address: str
) -> None:
    engine = open_elastic(elastic_address, Access(shards=2, replicas=1), write=True)
    outcomes = engine.load(many(1200))
    next(outcomes)
    with Elasticsearch(elastic_node) as client:
        told = client.indices.get_settings(index=f"{name_of(elastic_address)}-uk").body
        (settings,) = (index["settings"]["index"] for index in told.values())
        assert (settings["number_of_shards"], settings["number_of_replicas"]) == ("2", "1")
        assert kinds(outcomes) == {"indexed": 1199}
        told = client.indices.get_settings(index=f"{name_of(elastic_address)}-uk").body
        (settings,) = (index["settings"]["index"] for index in told.values())
        assert (settings["refresh_interval"], settings["number_of_replicas"]) == ("30s", "1")
    engine.close()
