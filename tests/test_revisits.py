"""Revisits: an article seen again has one capture more, whatever order the records lie in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from backfile import main
from engines import open_index
from engines.contract import SearchRequest
from tests.archive import http, record, response

PROFILE = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def revisit(number: int, date: str, *, named: bool = True) -> bytes:
    refers = [
        f"WARC-Refers-To-Target-URI: https://example.com/новини/{number}",
        "WARC-Refers-To-Date: 2024-11-11T09:30:00Z",
    ]
    block = record(
        http(b""),
        f"https://example.com/новини/{number}",
        kind="revisit",
        headers=[PROFILE, *(refers if named else [])],
    )
    return block.replace(b"WARC-Date: 2024-11-11T09:30:00Z", f"WARC-Date: {date}".encode())


def index(tmp_path: Path, *records: bytes) -> str:
    (tmp_path / "а.warc.gz").write_bytes(b"".join(gzip.compress(r, mtime=0) for r in records))
    arguments = ["index", str(tmp_path / "а.warc.gz"), "--index", str(tmp_path / "index")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stderr


@pytest.mark.parametrize("first", [True, False])
def test_a_revisit_raises_captures_and_captured(tmp_path: Path, *, first: bool) -> None:
    again = [revisit(1, "2025-01-01T00:00:00Z"), revisit(1, "2025-02-01T00:00:00Z", named=False)]
    stderr = index(tmp_path, *(again if first else []), response(1), response(2), *([] if first else again))
    assert "4  indexed" in stderr
    engine = open_index(str(tmp_path / "index"))
    captures = {hit.article.title: hit.article for hit in engine.search(SearchRequest()).hits}
    engine.close()
    article = captures["Бібліотека № 1"]
    assert (article.captures, article.captured, article.revisions) == (3, "2025-02-01T00:00:00Z", 1)
    assert article.first_captured == "2024-11-11T09:30:00Z"
    assert captures["Бібліотека № 2"].captures == 1


def test_a_revisit_of_an_unknown_page_is_counted(tmp_path: Path) -> None:
    stderr = index(tmp_path, response(1), revisit(7, "2025-01-01T00:00:00Z"))
    assert "1  not a page" in stderr
    assert "1  indexed" in stderr


def test_a_file_with_revisits_is_finished_too(tmp_path: Path) -> None:
    records = [response(1), revisit(1, "2025-01-01T00:00:00Z")]
    index(tmp_path, *records)
    assert "read to the end before" in index(tmp_path, *records)


def test_without_an_index_a_revisit_is_counted(tmp_path: Path) -> None:
    (tmp_path / "а.warc").write_bytes(response(1) + revisit(1, "2025-01-01T00:00:00Z"))
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "а.warc")])
    assert len(result.stdout.splitlines()) == 1
    assert "1  not a page" in result.stderr
