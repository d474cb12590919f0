"""Refused articles: kept with their reason, loaded once they are mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from backfile import main
from engines import open_index
from engines.contract import SearchRequest
from indexer.dead_letters import articles_of, loaded
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


def test_analyze_shows_the_terms_of_a_text(tmp_path: Path) -> None:
    open_index(str(tmp_path / "index"), write=True).close()
    ran = CliRunner().invoke(main, ["analyze", "--lang", "ru", "--index", str(tmp_path / "index"), "в", "библиотеки"])
    assert ran.output.split() == ["в", "библиотек"]
