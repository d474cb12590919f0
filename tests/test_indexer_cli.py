"""`backfile index` and `backfile extract` as a user calls them."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backfile import main
from engines import open_index
from engines.contract import SearchRequest
from tests.archive import http, page, record, response, write_warc

ROOT = Path(__file__).parent.parent


def backfile(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def tally_of(path: Path) -> tuple[dict[str, int], list[dict[str, str]]]:
    *lines, last = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert last["total"] == sum(last["outcomes"].values())
    return last["outcomes"], lines


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a folder with a WARC of ten pages, a saved page and a style sheet."""
    folder = tmp_path / "архів"
    folder.mkdir()
    write_warc(folder / "а.warc.gz", range(1, 11))
    (folder / "б.html").write_text(page(11, url="https://example.com/новини/11"), encoding="utf-8")
    (folder / "в.css").write_text("p{}", encoding="utf-8")
    return folder


# ---- extract ---------------------------------------------------------------------------------------------------------


def test_extract_prints_an_article_a_line_and_nothing_else(archive: Path) -> None:
    result = backfile("extract", archive, "--workers", "2")
    assert result.exit_code == 0, result.stderr
    articles = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(a["title"] for a in articles) == sorted(f"Бібліотека № {n}" for n in range(1, 12))
    assert {a["language"] for a in articles} == {"uk"}
    assert articles[0]["locator"].startswith("архів:")
    assert not {"captures", "revisions", "first_captured"} & set(articles[0])
    assert "11  extracted" in result.stderr
    assert "12  pages in all" in result.stderr


def test_extract_takes_the_canonical_address_where_the_archive_gives_none(archive: Path) -> None:
    result = backfile("extract", archive / "б.html")
    assert json.loads(result.stdout)["url"] == "https://example.com/новини/11"


BAD_INPUT = {
    "порожній.html": b"",
    "обрізаний.html.gz": gzip.compress(page(1).encode())[:150],
    "двійковий.html": bytes(range(256)) * 100,
    "не-gzip.html.gz": page(101, url="https://example.com/101").encode(),
    "не-те-кодування.html": page(102, url="https://example.com/102")
    .replace("utf-8", "koi8-u")
    .encode("cp1251", "replace"),
    "глибокий.html": b"<html><body><article><h1>a</h1>" + b"<div>" * 10_000 + "<p>Слово.</p>".encode() * 50,
    "нулі.html": page(103, url="https://example.com/103").replace("Книжки ", "Книжки \0").encode(),
    "самі нулі.html": bytes(100_000),
}


def test_each_bad_input_is_a_counted_outcome_and_the_rest_is_read(archive: Path, tmp_path: Path) -> None:
    for name, data in BAD_INPUT.items():
        (archive / name).write_bytes(data)
    with (archive / "великий.html").open("wb") as file:
        file.write(page(1).encode())
        file.truncate(200 << 20)
    result = backfile("extract", archive, "--tally", tmp_path / "tally.jsonl")
    outcomes, lines = tally_of(tmp_path / "tally.jsonl")
    titles = {json.loads(line)["title"] for line in result.stdout.splitlines()}
    assert {f"Бібліотека № {n}" for n in [*range(1, 12), 101, 102, 103]} <= titles
    assert sum(outcomes.values()) == 12 + len(BAD_INPUT) + 1
    left_out = {line["locator"].removeprefix("архів:"): line["outcome"] for line in lines}
    assert left_out["порожній.html"] == "no text"
    assert left_out["обрізаний.html.gz"] == "broken record"
    assert left_out["двійковий.html"] == left_out["самі нулі.html"] == "not HTML"
    assert left_out["великий.html"] == "too large"
    assert all(line["reason"] for line in lines)
    assert result.exit_code == 1  # for the cut file


# ---- index -----------------------------------------------------------------------------------------------------------


def test_index_loads_and_says_what_became_of_each_page(archive: Path, tmp_path: Path) -> None:
    result = backfile("index", archive, "--index", tmp_path / "index", "--tally", tmp_path / "tally.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "11  indexed" in result.stderr
    outcomes, lines = tally_of(tmp_path / "tally.jsonl")
    assert outcomes == {"indexed": 11, "not HTML": 1}
    assert [line["locator"] for line in lines] == ["архів:в.css"]
    engine = open_index(str(tmp_path / "index"))
    assert engine.search(SearchRequest()).total == 11
    engine.close()


def test_indexing_again_reads_nothing_and_again_finds_all_unchanged(archive: Path, tmp_path: Path) -> None:
    index = ("index", archive, "--index", tmp_path / "index", "--tally", tmp_path / "tally.jsonl")
    backfile(*index)
    second = backfile(*index)
    assert second.exit_code == 0
    assert tally_of(tmp_path / "tally.jsonl")[0] == {}
    assert "3 files were read to the end before" in second.stderr
    assert backfile(*index, "--again").exit_code == 0
    assert tally_of(tmp_path / "tally.jsonl")[0] == {"unchanged": 11, "not HTML": 1}


def test_damage_that_an_earlier_run_met_is_still_told_of(archive: Path, tmp_path: Path) -> None:
    path = archive / "а.warc.gz"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xff" * 40 + data[len(data) // 2 + 40 :])
    assert backfile("index", archive, "--index", tmp_path / "index").exit_code == 1
    for _ in range(2):
        again = backfile("index", archive, "--index", tmp_path / "index")
        assert again.exit_code == 0
        assert "1 file of these was not whole; --again with --tally FILE names each place." in again.stderr
        assert backfile("rebuild", "--from-captures", "--index", tmp_path / "index").exit_code == 0
    assert "broken record" in backfile("index", archive, "--again", "--index", tmp_path / "index").stderr


def test_another_archive_of_the_same_name_is_not_taken_for_one_that_is_away(archive: Path, tmp_path: Path) -> None:
    backfile("index", archive, "--index", tmp_path / "index")
    away = archive.rename(tmp_path / "відключено")
    (tmp_path / "інший диск").mkdir()
    other = tmp_path / "інший диск" / "архів"
    other.mkdir()
    (other / "я.html").write_bytes(page(500).encode())
    refused = backfile("index", other, "--index", tmp_path / "index")
    assert refused.exit_code == 1
    assert f"--archives архів={other}" in refused.stderr
    told = backfile("index", other, "--index", tmp_path / "index", "--archives", f"архів-2={other}")
    assert told.exit_code == 0, told.output
    away.rename(archive)
    assert "read to the end before" in backfile("index", archive, "--index", tmp_path / "index").stderr
    assert backfile("verify", "--index", tmp_path / "index").exit_code == 0


def test_a_moved_archive_makes_no_duplicates(archive: Path, tmp_path: Path) -> None:
    backfile("index", archive, "--index", tmp_path / "index")
    moved = archive.rename(tmp_path / "нова назва")
    result = backfile("index", moved, "--index", tmp_path / "index", "--archives", f"архів={moved}", "--again")
    assert "11  unchanged" in result.stderr, result.stderr


def test_a_newer_capture_replaces_an_older_one_and_not_the_other_way_round(tmp_path: Path) -> None:
    newer = tmp_path / "новий.warc"
    newer.write_bytes(
        record(http(page(2).encode()), "https://example.com/новини/1").replace(b"2024-11-11", b"2025-01-01")
    )
    older = tmp_path / "старий.warc"
    older.write_bytes(response(1))
    assert "1  indexed" in backfile("index", newer, "--index", tmp_path / "index").stderr
    assert "1  older capture" in backfile("index", older, "--index", tmp_path / "index").stderr
    engine = open_index(str(tmp_path / "index"))
    (hit,) = engine.search(SearchRequest()).hits
    engine.close()
    assert (hit.article.title, hit.article.captures) == ("Бібліотека № 2", 2)


def test_an_input_that_cannot_be_read_whole_changes_the_exit_code_and_the_rest_is_loaded(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "а.warc.gz", range(1, 6))
    path.write_bytes(path.read_bytes()[:-30])
    result = backfile("index", path, "--index", tmp_path / "index")
    assert result.exit_code == 1
    assert "4  indexed" in result.stderr
    assert "1  broken record" in result.stderr


@pytest.mark.parametrize("command", ["index", "extract"])
def test_mistakes_are_answered_in_a_sentence(tmp_path: Path, command: str) -> None:
    missing = backfile(command, tmp_path / "немає")
    assert (missing.exit_code, "There is no file or folder" in missing.stderr) == (1, True)
    (tmp_path / "порожня").mkdir()
    empty = backfile(command, tmp_path / "порожня", *(["--index", tmp_path / "i"] if command == "index" else []))
    assert (empty.exit_code, "There is no file in" in empty.stderr) == (1, True)
    assert backfile(command).exit_code == 2


def test_an_index_is_no_archive(archive: Path, tmp_path: Path) -> None:
    backfile("index", archive, "--index", tmp_path / "index")
    result = backfile("extract", tmp_path / "index")
    assert "is an index, not an archive" in result.stderr
    assert result.exit_code == 1


def test_a_folder_that_cannot_be_written_is_said_so(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "файл").write_text("", encoding="utf-8")
    result = backfile("index", archive, "--index", tmp_path / "файл" / "index")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.stderr.strip()
    bad_tally = backfile("extract", archive, "--tally", tmp_path / "файл" / "tally")
    assert "cannot be written" in bad_tally.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_stops_cleanly_and_the_same_command_completes(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "а.warc.gz", range(1, 1501))
    command = [
        sys.executable,
        "-m",
        "backfile",
        "index",
        str(path),
        "--index",
        str(tmp_path / "index"),
        "--workers",
        "1",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True)
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Reading")
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, stderr = process.communicate(timeout=60)
    assert "Traceback" not in stderr
    assert process.returncode in (130, 0), stderr
    again = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert again.returncode == 0, again.stderr
    engine = open_index(str(tmp_path / "index"))
    assert engine.status().articles == engine.status().captures == 1500
    engine.close()


def test_stdout_in_another_encoding_still_gets_utf_8(archive: Path) -> None:
    command = [sys.executable, "-m", "backfile", "extract", str(archive / "б.html")]
    environment = os.environ | {"PYTHONIOENCODING": "cp1251"}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, timeout=60)
    assert json.loads(result.stdout)["title"] == "Бібліотека № 11"
