"""Three real nodes, one killed in mid-load; and a snapshot that brings back what was deleted."""

from __future__ import annotations

import json
import subprocess
import sys
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
from tests.archive import write_warc
from tests.generated import many

ROOT = Path(__file__).resolve().parent.parent
PAGES = 3000


@pytest.fixture
def cluster(elastic_node: str) -> Iterator[list[nodes.Node]]:
    if reason := nodes.why_not():
        pytest.skip(reason)
    started = nodes.start_cluster(3)
    try:
        yield started
    finally:
        nodes.stop_all(started)


def stored(client: Elasticsearch) -> int:
    """Return how many articles have their capture records stored."""
    client.indices.refresh(index="novyny-captures")
    return int(client.count(index="novyny-captures", query={"term": {"kind": "article"}})["count"])


def test_a_node_that_is_killed_in_mid_load_costs_no_acknowledged_article_and_stops_nobody(
    cluster: list[nodes.Node], tmp_path: Path
) -> None:
    address = ",".join(node.url for node in cluster).replace(",http://", ",") + "/novyny"
    first = open_elastic(address, Access(replicas=1), write=True)
    list(first.load(many(1)))  # from now on the index serves, with a copy of everything
    first.close()
    tally, archive = tmp_path / "tally.jsonl", write_warc(tmp_path / "архів.warc.gz", range(PAGES))
    command = [sys.executable, "-m", "backfile", "index", str(archive), "--index", address, "--tally", str(tally)]
    seen: list[str] = []
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as loader:
        reader = open_elastic(address, Access())
        with Elasticsearch([cluster[0].url, cluster[2].url]) as client:
            while stored(client) < 500:
                assert loader.poll() is None
                time.sleep(0.05)
        cluster[1].kill()
        while loader.poll() is None:
            seen.append(reader.search(SearchRequest(query=Word("бібліотеки"), facets=("source",))).partial)
            time.sleep(0.05)
        said = loader.stderr.read() if loader.stderr else ""
        assert loader.returncode == 0, said[-2000:]
    assert json.loads(tally.read_text(encoding="utf-8").splitlines()[-1])["outcomes"]["indexed"] == PAGES
    assert sum(1 for _ in reader.scan(SearchRequest())) == PAGES + 1
    assert len(seen) > 3  # searching went on
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
