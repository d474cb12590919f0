"""`backfile elasticsearch setup` on a node with security on: what each key may do, and what it may not."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from elasticsearch import ApiError, Elasticsearch

from engines.access import Access
from engines.contract import IndexMissing, IndexNotWritable, SearchRequest
from engines.elastic import open_elastic
from engines.query import Word
from indexer.elasticsearch_cli import elasticsearch
from tests import nodes
from tests.generated import article, many
from webapp import create_app
from webapp.settings import Settings

PASSWORD = "nevhamovnyi-kavun-17"


@dataclass(frozen=True)
class Guarded:
    """A node with security on, set up by the command."""

    url: str
    said: str
    keys: Path

    def access(self, task: str) -> Access:
        return Access.from_environ({"BACKFILE_API_KEY_FILE": str(self.keys / f"{task}.key")})

    def client(self, task: str) -> Elasticsearch:
        return Elasticsearch(self.url, api_key=self.access(task).api_key)


@pytest.fixture(scope="module")
def guarded(elastic_node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    if reason := nodes.why_not():
        pytest.skip(reason)  # BACKFILE_TEST_ELASTICSEARCH is set, and nothing to start another node from
    folder = tmp_path_factory.mktemp("keys")
    password = folder / "password"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    node = nodes.wait(nodes.start(nodes.Plan(password=PASSWORD)))
    try:
        said = set_up(node.url, folder, "--shards", "2")
        list(
            open_elastic(f"{node.url}/novyny", Guarded(node.url, "", folder).access("loader"), write=True).load(
                many(20)
            )
        )
        yield Guarded(node.url, said, folder)
    finally:
        node.stop()


def set_up(url: str, folder: Path, *options: str) -> str:
    environment = {"BACKFILE_USER": "elastic", "BACKFILE_PASSWORD_FILE": str(folder / "password")}
    words = ["setup", "--index", f"{url}/novyny", "--keys", str(folder), *options]
    ran = CliRunner().invoke(elasticsearch, words, env=environment, catch_exceptions=False)
    assert ran.exit_code == 0
    return ran.output


def test_the_keys_are_in_files_that_only_their_owner_reads_and_are_not_printed(guarded: Guarded) -> None:
    for task in ("loader", "web"):
        path = guarded.keys / f"{task}.key"
        assert path.read_text(encoding="utf-8").strip() not in guarded.said
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in guarded.said
    assert guarded.access("web").api_key not in repr(guarded.access("web"))


def test_the_loader_makes_the_index_as_the_templates_say(guarded: Guarded) -> None:
    with guarded.client("loader") as client:
        told = client.indices.get_settings(index="novyny-uk").body
    assert {index["settings"]["index"]["number_of_shards"] for index in told.values()} == {"2"}


def test_the_web_key_reads_everything_a_reader_asks_for(guarded: Guarded) -> None:
    reader = open_elastic(f"{guarded.url}/novyny", guarded.access("web"))
    result = reader.search(SearchRequest(query=Word("двору"), facets=("lang", "source"), interval="auto"))
    assert result.total == 20
    assert reader.get(article("000001").id)
    assert len(list(reader.scan(SearchRequest()))) == 20
    assert reader.status().articles == 20
    assert reader.complete("source", "nov")
    assert len(list(reader.all_captures())) == 20
    reader.close()


def test_the_web_app_needs_no_more_than_the_web_key(guarded: Guarded) -> None:
    reader = open_elastic(f"{guarded.url}/novyny", guarded.access("web"))
    app = create_app(Settings(), reader).test_client()
    pages = ("/healthz", "/", "/search?q=двору", f"/articles/{article('000001').id}", "/api/v1/status", "/search.csv")
    assert {path: app.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)
    reader.close()


FORBIDDEN: dict[str, Callable[[Elasticsearch], object]] = {
    "bulk": lambda c: c.bulk(index="novyny-uk", operations=[{"index": {}}, {"id": "x"}]),
    "index": lambda c: c.index(index="novyny-uk", document={"id": "x"}),
    "delete": lambda c: c.delete(index="novyny-uk", id="x"),
    "delete by query": lambda c: c.delete_by_query(index="novyny-uk", query={"match_all": {}}),
    "create": lambda c: c.indices.create(index="novyny-own"),
    "aliases": lambda c: c.indices.put_alias(index="novyny-uk", name="novyny-own"),
    "refresh": lambda c: c.indices.refresh(index="novyny"),
    "settings": lambda c: c.indices.put_settings(index="novyny", settings={"refresh_interval": "1h"}),
    "info": lambda c: c.info(),
    "health": lambda c: c.cluster.health(),
    "others' indices": lambda c: c.search(index="other"),
}


@pytest.mark.parametrize("task", FORBIDDEN)
def test_the_web_key_may_do_nothing_else(guarded: Guarded, task: str) -> None:
    with guarded.client("web") as client, pytest.raises(ApiError) as refused:
        FORBIDDEN[task](client)
    assert refused.value.status_code == 403


def test_a_ping_with_the_web_key_is_no_health_check(guarded: Guarded) -> None:
    with guarded.client("web") as client:
        assert not client.ping()


def test_loading_with_the_web_key_is_refused_with_what_to_do(guarded: Guarded) -> None:
    with pytest.raises(IndexNotWritable, match="backfile elasticsearch setup"):
        list(open_elastic(f"{guarded.url}/novyny", guarded.access("web"), write=True).load(many(3)))


def test_the_loader_stays_within_its_name(guarded: Guarded) -> None:
    with pytest.raises(IndexNotWritable, match="may not"):
        open_elastic(f"{guarded.url}/chuzhe", guarded.access("loader"), write=True)


@pytest.mark.parametrize("key", ["", "bm90OmFrZXk="])
def test_no_key_or_a_wrong_one_is_answered_in_words(guarded: Guarded, key: str) -> None:
    with pytest.raises(IndexNotWritable, match="BACKFILE_API_KEY_FILE"):
        open_elastic(f"{guarded.url}/novyny", Access(api_key=key))


def test_a_second_setup_keeps_the_keys_unless_told_otherwise(guarded: Guarded) -> None:
    before = guarded.access("web").api_key
    assert "are kept" in set_up(guarded.url, guarded.keys)
    assert guarded.access("web").api_key == before
    set_up(guarded.url, guarded.keys, "--renew")
    assert guarded.access("web").api_key != before


def test_without_security_the_templates_are_set_and_no_key_is_made(elastic_address: str, tmp_path: Path) -> None:
    words = ["setup", "--index", elastic_address, "--keys", str(tmp_path / "keys"), "--replicas", "0"]
    ran = CliRunner().invoke(elasticsearch, words, catch_exceptions=False)
    assert ran.exit_code == 0
    assert "Security is off" in ran.output
    assert not (tmp_path / "keys").exists()
    with pytest.raises(IndexMissing):
        open_elastic(elastic_address, Access())
