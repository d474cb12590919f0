"""The disk that an index will need is told before loading."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest
from click.testing import CliRunner

import backfile
from engines.contract import IndexNotWritable
from indexer.archives import Input
from indexer.disk import disk_needed, full_disk_told, room, size_of_folder
from tests.archive import write_warc

Usage = namedtuple("Usage", "total used free")


def given(name: str, size: int = 1_000) -> Input:
    return Input(path=Path(name), locator=f"r:{name}", size=size)


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every disk have 1,000 bytes free, as the system says."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(2_000, 1_000, 1_000))


def test_packed_archives_hold_more_text_a_byte_than_pages_and_less_than_plain_texts() -> None:
    needed = [disk_needed([given(name)]) for name in ("сторінка.html", "випуск.WARC.GZ", "текст.txt", "crawl.wet.gz")]
    assert needed == sorted(needed)
    assert needed[0] > 0
    assert disk_needed([given("а.html"), given("б.html")]) == 2 * needed[0]


@pytest.mark.usefixtures("small_disk")
def test_a_new_index_that_cannot_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexNotWritable, match="Make room"):
        room(str(tmp_path / "ще немає" / "index"), 5_100, empty=True)


@pytest.mark.usefixtures("small_disk")
def test_one_that_may_not_fit_is_told_and_one_that_does_is_not(tmp_path: Path) -> None:
    assert "may not fit" in room(str(tmp_path), 1_001, empty=True)
    assert "may not fit" in room(str(tmp_path), 9_000, empty=False)
    assert room(str(tmp_path), 999, empty=True) == ""


@pytest.mark.usefixtures("small_disk")
def test_the_disk_of_a_server_is_not_ours_to_look_at() -> None:
    assert room("http://localhost:9200/news", 10**9, empty=True) == ""


def test_the_command_refuses_before_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_warc(tmp_path / "випуск.warc.gz", range(3))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(9, 9, 0))
    result = CliRunner().invoke(
        backfile.main, ["index", str(tmp_path / "випуск.warc.gz"), "--index", str(tmp_path / "ix")]
    )
    assert result.exit_code == 1
    assert "MB are free there. Make room" in result.output


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), sqlite3.OperationalError("database or disk is full")],
    ids=["file", "SQLite"],
)
def test_a_full_folder_of_temporary_files_is_told_with_what_to_do(error: Exception) -> None:
    with pytest.raises(IndexNotWritable, match=r"temporary files is full.*TMPDIR"), full_disk_told():
        raise error


def test_other_errors_are_not_said_to_be_a_full_disk() -> None:
    with pytest.raises(FileNotFoundError), full_disk_told():
        Path("немає").read_bytes()


def test_a_folder_is_as_large_as_the_files_below_it(tmp_path: Path) -> None:
    (tmp_path / "архів" / "2024").mkdir(parents=True)
    (tmp_path / "архів" / "а").write_bytes(b"12345")
    (tmp_path / "архів" / "2024" / "б").write_bytes(b"678")
    assert size_of_folder(tmp_path) == 8
