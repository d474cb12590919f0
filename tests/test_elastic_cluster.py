"""Three real nodes, one killed in mid-load; and a snapshot that brings back what was deleted."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from engines.access import Access
from engines.contract import SearchRequest
from engines.elastic import open_elastic
from engines.query import Word
from tests import nodes
from tests.generated import many

ROOT = Path(__file__).resolve().parent.parent
LOAD = """
import sys
from engines.access import Access
from engines.elastic import open_elastic
from tests.generated import many
engine = open_elastic(sys.argv[1], Access(replicas=1), write=True)
for outcome in engine.load(many(6000)):
    print(outcome.kind, outcome.id, flush=True)
engine.close()
"""


@pytest.fixture
def cluster(elastic_node: str) -> Iterator[list[nodes.Node]]:
    if reason := nodes.why_not():
        pytest.skip(reason)
    started = nodes.start_cluster(3)
    try:
        yield started
    finally:
        nodes.stop_all(started)


def test_a_node_that_is_killed_in_mid_load_costs_no_acknowledged_article_and_stops_nobody(
    cluster: list[nodes.Node],
) -> None:
    address = ",".join(node.url for node in cluster).replace(",http://", ",") + "/novyny"
    seen: list[tuple[int, str]] = []
    over = threading.Event()
    with subprocess.Popen([sys.executable, "-c", LOAD, address], stdout=subprocess.PIPE, text=True, cwd=ROOT) as loader:
        assert loader.stdout
        told = [loader.stdout.readline() for _ in range(1500)]
        reader = open_elastic(address, Access())

        def read() -> None:
            while not over.is_set():
                result = reader.search(SearchRequest(query=Word("подвір'я"), facets=("source",)))
                seen.append((result.total, result.partial))
                time.sleep(0.02)

        thread = threading.Thread(target=read)
        thread.start()
        cluster[1].kill()
        told += loader.stdout.readlines()
        assert loader.wait(120) == 0
        over.set()
        thread.join()
    assert [line.split()[0] for line in told] == ["indexed"] * 6000
    assert {one.id for one in reader.scan(SearchRequest())} == {line.split()[1] for line in told}
    assert len(seen) > 10  # searching went on
    reader.close()


def test_a_snapshot_brings_back_what_was_deleted(elastic_node: str, elastic_address: str) -> None:
    name = elastic_address.rpartition("/")[2]
    engine = open_elastic(elastic_address, Access(), write=True)
    list(engine.load(many(50)))
    engine.withdraw(next(many(1)).id, "на прохання автора")
    before = engine.status()
    with Elasticsearch(elastic_node, request_timeout=120) as client:
        client.snapshot.create_repository(name=name, repository={"type": "fs", "settings": {"location": name}})
        client.snapshot.create(repository=name, snapshot="one", indices=f"{name}-*", wait_for_completion=True)
        client.indices.delete(index=",".join(client.indices.get(index=f"{name}-*").body))
        client.snapshot.restore(repository=name, snapshot="one", indices=f"{name}-*", wait_for_completion=True)
        after = open_elastic(elastic_address, Access(), write=True)
        assert after.status().articles == before.articles == 49
        assert after.status().withdrawn == 1
        assert after.search(SearchRequest(query=Word("двору"))).total == 49
        assert {outcome.kind for outcome in after.load(many(50))} == {"unchanged", "withdrawn"}
        client.snapshot.delete(repository=name, snapshot="one")
        client.snapshot.delete_repository(name=name)
    engine.close()
    after.close()
