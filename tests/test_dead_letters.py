"""Refused articles: kept with their reason, loaded once they are mended."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
import zstandard
from click.testing import CliRunner

from backfile import main
from engines import open_index
from engines.contract import SearchRequest
from indexer.archives import placed
from indexer.archives.roots import Holdings
from indexer.backup import back_up
from indexer.capture import Capture, Skipped
from indexer.dead_letters import FILE, articles_of, loaded
from indexer.extract import read_capture
from indexer.pipeline import Run, rebuild
from indexer.progress import Progress
from indexer.tally import Tally
from indexer.workers import Setup
from mappings.article import Article
from tests.archive import write_warc
from tests.articles import article

BAD = replace(article(2, title="Об’єднана громада"), published_day="2024-13-45")


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """Return the file that a load of two good articles and a bad one leaves behind, beside its index."""
    file = tmp_path / "refused.jsonl"
    engine = open_index(str(tmp_path / "index"), write=True)
    kinds = [outcome.kind for outcome in loaded(engine.load, [article(1), BAD, article(3)], file)]
    engine.close()
    assert kinds == ["indexed", "refused", "indexed"]
    return file


def test_a_refused_article_is_kept_whole_with_its_reason(refused: Path) -> None:
    (line,) = map(orjson.loads, refused.read_bytes().splitlines())
    assert "month" in line["reason"]
    assert list(articles_of(refused)) == [BAD]


def test_a_load_without_refusals_makes_no_file(tmp_path: Path) -> None:
    engine = open_index(str(tmp_path / "index"), write=True)
    list(loaded(engine.load, [article(1)], tmp_path / "refused.jsonl"))
    engine.close()
    assert not (tmp_path / "refused.jsonl").exists()


def test_retry_loads_what_was_mended_and_the_file_goes(refused: Path, tmp_path: Path) -> None:
    refused.write_bytes(refused.read_bytes().replace(b"2024-13-45", b"2024-12-15"))
    ran = CliRunner().invoke(main, ["retry", str(refused), "--index", str(tmp_path / "index")])
    assert ran.exit_code == 0, ran.output
    assert not refused.exists()
    engine = open_index(str(tmp_path / "index"))
    assert engine.search(SearchRequest()).total == 3
    engine.close()


def test_what_is_refused_again_stays_in_the_file(refused: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["retry", str(refused), "--index", str(tmp_path / "index")])
    assert ran.exit_code == 1
    assert "1  refused" in ran.output
    assert list(articles_of(refused)) == [BAD]


def test_a_damaged_line_is_named_by_its_number(refused: Path, tmp_path: Path) -> None:
    refused.write_bytes(refused.read_bytes() + "{обірвано".encode())
    ran = CliRunner().invoke(main, ["retry", str(refused), "--index", str(tmp_path / "index")])
    assert ran.exit_code == 1
    assert "line 2" in ran.output
    assert refused.exists()


def read_wrongly(capture: Capture) -> Article | Skipped:
    """Read a page as ever, and give the second one a day that no index takes."""
    read = read_capture(capture)
    return replace(read, published_day="2024-13-45") if isinstance(read, Article) and "№ 2" in read.title else read


def test_a_rebuild_keeps_what_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    starts, roots = placed([write_warc(tmp_path / "архів.warc", range(1, 4))], {})
    run = Run(starts=tuple(starts), roots=roots, workers=Setup(count=1, read=read_wrongly))
    engine, tally = open_index(str(tmp_path / "index"), write=True), Tally()
    rebuild(run, engine, [], tally, Progress(0, io.StringIO()))
    engine.close()
    assert (tally.outcomes["indexed"], tally.outcomes["refused"]) == (2, 1)
    assert [one.title for one in articles_of(FILE)] == ["Бібліотека № 2"]


def test_a_restored_index_keeps_what_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    good = open_index(str(tmp_path / "index"), write=True)
    list(good.load([article(1), replace(BAD, published_day="2024-12-15")]))
    back_up(good, Holdings.from_text(""), tmp_path / "backup")
    good.close()
    written = tmp_path / "backup" / "captures.jsonl.zst"
    lines = zstandard.ZstdDecompressor().decompressobj().decompress(written.read_bytes())
    written.write_bytes(zstandard.ZstdCompressor().compress(lines.replace(b"2024-12-15", b"2024-13-45")))
    summary = json.loads((tmp_path / "backup" / "backup.json").read_text(encoding="utf-8"))
    summary["captures"]["sha256"] = hashlib.sha256(written.read_bytes()).hexdigest()
    (tmp_path / "backup" / "backup.json").write_text(json.dumps(summary), encoding="utf-8")
    ran = CliRunner().invoke(main, ["restore", str(tmp_path / "backup"), "--index", str(tmp_path / "new")])
    assert "1  refused" in ran.stderr
    assert list(articles_of(FILE)) == [BAD]


def test_analyze_shows_the_terms_of_a_text(tmp_path: Path) -> None:
    open_index(str(tmp_path / "index"), write=True).close()
    ran = CliRunner().invoke(main, ["analyze", "--lang", "ru", "--index", str(tmp_path / "index"), "в", "библиотеки"])
    assert ran.output.split() == ["в", "библиотек"]
