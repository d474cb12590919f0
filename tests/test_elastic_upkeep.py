"""An index on Elasticsearch kept for years by the command line: remove, rebuild, backup, restore, verify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from threading import Event, Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result
from elasticsearch import Elasticsearch

from backfile import main
from engines import open_index
from engines.contract import SearchRequest
from indexer.dead_letters import letter
from mappings.article import Article
from tests import nodes
from tests.archive import http, page, record, write_warc

URL = "https://example.com/новини/3"
HELD = sorted(f"Бібліотека № {n}" for n in (1, 2, 77, 4, 5))
LEFT = [title for title in HELD if "77" not in title]


def backfile(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def articles(address: str) -> list[Article]:
    """Return all articles, by id."""
    with closing(open_index(address)) as engine:
        return sorted(engine.scan(SearchRequest()), key=lambda article: article.id)


def titles(address: str) -> list[str]:
    return sorted(article.title for article in articles(address))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an archive of five pages, one of them captured twice."""
    folder = tmp_path / "архів"
    folder.mkdir()
    write_warc(folder / "а.warc.gz", range(1, 6))
    later = record(http(page(77).encode()), URL).replace(b"2024-11-11", b"2025-01-01")
    (folder / "б.warc").write_bytes(later)
    return folder


@pytest.fixture
def index(elastic_address: str, archive: Path) -> str:
    """Return the address of an index of that archive, loaded by the command."""
    result = backfile("index", archive, "--index", elastic_address, "--shards", "2", "--replicas", "0")
    assert result.exit_code == 0, result.output
    return elastic_address


@pytest.fixture
def second_address(elastic_node: str) -> Iterator[str]:
    name = f"copy-{token_hex(4)}"
    yield f"{elastic_node}/{name}"
    nodes.remove(elastic_node, name)


def test_what_is_removed_stays_out_over_reruns_and_both_ways_to_rebuild(index: str, archive: Path) -> None:
    result = backfile("remove", URL, "--reason", "рішення суду", "--index", index)
    assert "withdrawn: Бібліотека № 77" in result.output
    assert titles(index) == LEFT
    assert "2  withdrawn" in backfile("index", archive, "--again", "--index", index).stderr
    for how in ([], ["--from-captures"]):
        result = backfile("rebuild", *how, "--index", index)
        assert result.exit_code == 0, result.output
        assert "on the cluster beside the old one" in result.stderr
        assert titles(index) == LEFT
    assert re.search(f"{URL}.*рішення суду", backfile("remove", "--index", index).output)
    assert backfile("remove", URL, "--allow", "--index", index).exit_code == 0
    assert "Nothing is withdrawn" in backfile("remove", "--index", index).output
    backfile("index", archive, "--again", "--index", index)
    assert titles(index) == HELD


def test_a_rebuild_does_not_lose_what_the_archives_lack_unless_told_to(index: str, archive: Path) -> None:
    (archive / "а.warc.gz").unlink()
    result = backfile("rebuild", "--index", index)
    assert result.exit_code == 1
    assert "The archives lack 5 of the 6 captures that the index holds" in result.stderr
    assert titles(index) == HELD
    assert backfile("rebuild", "--from-captures", "--index", index).exit_code == 0
    assert titles(index) == HELD
    assert backfile("rebuild", "--let-go", "--index", index).exit_code == 0
    assert titles(index) == ["Бібліотека № 77"]


@pytest.mark.parametrize("how", [[], ["--from-captures"]])
def test_readers_see_the_same_articles_all_through_a_rebuild(index: str, archive: Path, how: list[str]) -> None:
    before, over = articles(index), Event()
    seen: set[object] = set()
    with closing(open_index(index)) as reader:
        generation = reader.status().generation

        def read() -> None:
            while not over.wait(0.02):
                try:
                    seen.add(reader.search(SearchRequest(facets=("source",))).total)
                except Exception as error:
                    seen.add(repr(error))

        reading = Thread(target=read)
        reading.start()
        try:
            result = backfile("rebuild", *how, "--index", index)
        finally:
            over.set()
            reading.join()
        assert result.exit_code == 0, result.output
        assert seen == {5}
        assert reader.status().generation != generation
    assert articles(index) == before
    assert "2 files were read to the end before" in backfile("index", archive, "--index", index).stderr


def test_a_backup_fills_an_index_of_either_kind(index: str, second_address: str, archive: Path, tmp_path: Path) -> None:
    backfile("remove", "https://example.com/новини/1", "--reason", "прохання", "--index", index)
    before = articles(index)
    result = backfile("backup", tmp_path / "backup", "--index", index)
    assert "5 captures and 1 withdrawals" in result.output
    for target in (str(tmp_path / "folder"), second_address):
        result = backfile("restore", tmp_path / "backup", "--index", target)
        assert result.exit_code == 0, result.output
        assert articles(target) == before
        assert "прохання" in backfile("remove", "--index", target).output
        assert "2 files were read to the end before" in backfile("index", archive, "--index", target).stderr
        assert backfile("verify", "--index", target).exit_code == 0
    assert "is not empty" in backfile("restore", tmp_path / "backup", "--index", index).stderr


def test_status_shows_the_index_of_each_language_and_the_ukrainian_analysis_chosen(index: str) -> None:
    name = index.rpartition("/")[2]
    told = backfile("status", "--index", index).stdout
    assert re.search(rf"5  uk  {name}-uk  Elasticsearch [0-9.]+ (hunspell|plugin|exact)", told), told


def made(index: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return shards, copies and `_meta` of the indices of an index."""
    node, _, name = index.rpartition("/")
    with Elasticsearch(node, request_timeout=60) as client:
        told = client.indices.get(index=f"{name}-*").body.values()
    settings = [(one["settings"]["index"], one["mappings"]["_meta"]) for one in told]
    return [(one["number_of_shards"], one["number_of_replicas"], meta) for one, meta in settings]


def test_what_was_said_of_shards_and_copies_outlives_a_rebuild_until_something_else_is_said(index: str) -> None:
    assert {one[:2] for one in made(index)} == {("2", "0")}
    assert backfile("rebuild", "--from-captures", "--index", index).exit_code == 0
    assert {one[:2] for one in made(index)} == {("2", "0")}
    assert backfile("rebuild", "--from-captures", "--shards", "1", "--index", index).exit_code == 0
    assert {one[:2] for one in made(index)} == {("1", "0")}


def test_each_index_says_how_it_was_made(index: str) -> None:
    for _, _, meta in made(index):
        assert meta["made_by"].startswith("backfile ")
        assert re.fullmatch(r"\d+\.\d+\.\d+", meta["server"])
        assert meta["said"] == {"shards": 2, "replicas": 0}
    assert any(meta.get("analysis") in ("hunspell", "plugin", "exact") for _, _, meta in made(index))


def test_an_article_refused_by_the_cluster_is_retried_from_its_file(index: str, tmp_path: Path) -> None:
    bad = replace(articles(index)[0], id="A" * 22, url="https://example.com/ґ", published_from="ї" * 40_000)
    file = tmp_path / "backfile-refused.jsonl"
    file.write_bytes(letter(bad, "задовге поле") + b"\n")
    result = backfile("retry", file, "--index", index)
    assert result.exit_code == 1
    assert b"published_from" in file.read_bytes()
    file.write_bytes(letter(replace(bad, published_from="meta"), "виправлено") + b"\n")
    assert backfile("retry", file, "--index", index).exit_code == 0
    assert not file.exists()
    assert len(titles(index)) == 6


def test_verify_names_an_archive_that_changed(index: str, archive: Path) -> None:
    result = backfile("verify", "--index", index)
    assert (result.exit_code, result.stdout) == (0, "")
    write_warc(archive / "а.warc.gz", [1, 2, 9, 4, 5])
    result = backfile("verify", "--index", index)
    assert result.exit_code == 1
    assert "other bytes" in result.stdout
