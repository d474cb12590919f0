"""remove, rebuild, backup, restore, verify: an index kept for years."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backfile import main
from engines import open_index
from engines.contract import Engine, SearchRequest
from indexer.identity import article_id, identity_key
from tests.archive import http, page, record, response, write_warc

URL = "https://example.com/новини/3"


def backfile(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    engine = open_index(str(path))
    try:
        yield engine
    finally:
        engine.close()


def titles(path: Path) -> list[str]:
    with opened(path) as engine:
        return sorted(article.title for article in engine.scan(SearchRequest()))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return an index of five pages, one of them captured twice; its archive lies beside it."""
    archive = tmp_path / "архів"
    archive.mkdir()
    write_warc(archive / "а.warc.gz", range(1, 6))
    later = record(http(page(77).encode()), URL).replace(b"2024-11-11", b"2025-01-01")
    (archive / "б.warc").write_bytes(later)
    assert backfile("index", archive, "--index", tmp_path / "index").exit_code == 0
    return tmp_path / "index"


EXPECTED = sorted(f"Бібліотека № {n}" for n in (1, 2, 77, 4, 5))


# ---- remove ----------------------------------------------------------------------------------------------------------


def test_what_is_removed_stays_out_over_reruns_and_rebuilds(index: Path, tmp_path: Path) -> None:
    result = backfile("remove", URL.replace("https://", "http://www."), "--reason", "рішення суду", "--index", index)
    assert "withdrawn: Бібліотека № 77" in result.output
    without = [title for title in EXPECTED if "77" not in title]
    assert titles(index) == without
    assert "2  withdrawn" in backfile("index", tmp_path / "архів", "--again", "--index", index).stderr
    for how in ([], ["--from-captures"]):
        assert backfile("rebuild", *how, "--index", index).exit_code == 0
        assert titles(index) == without
    assert "рішення суду" in backfile("remove", "--index", index).output


def test_allow_lifts_a_withdrawal(index: Path, tmp_path: Path) -> None:
    backfile("remove", URL, "--reason", "помилка", "--index", index)
    assert backfile("remove", URL, "--allow", "--index", index).exit_code == 0
    assert "Nothing is withdrawn" in backfile("remove", "--index", index).output
    backfile("index", tmp_path / "архів", "--again", "--index", index)
    assert titles(index) == EXPECTED


def test_what_is_out_is_listed_with_its_address_also_after_rebuilds_and_from_a_backup(
    index: Path, tmp_path: Path
) -> None:
    backfile("remove", URL, "--reason", "рішення суду", "--index", index)
    listed = backfile("remove", "--index", index).stdout
    assert listed.startswith(article_id(identity_key(URL)))
    assert URL in listed
    for how in ([], ["--from-captures"]):
        assert backfile("rebuild", *how, "--index", index).exit_code == 0
        assert backfile("remove", "--index", index).stdout == listed
    backfile("backup", tmp_path / "backup", "--index", index)
    backfile("restore", tmp_path / "backup", "--index", tmp_path / "new")
    assert backfile("remove", "--index", tmp_path / "new").stdout == listed


def test_what_is_not_there_is_not_said_to_be_taken_out_or_let_in(index: Path) -> None:
    mistyped = "https://example.com/новини/33"
    assert "was not withdrawn: nothing is changed" in backfile("remove", mistyped, "--allow", "--index", index).stdout
    told = backfile("remove", mistyped, "--reason", "помилка", "--index", index)
    assert told.exit_code == 0
    assert "is not in the index: check the address" in told.stdout
    assert mistyped in backfile("remove", "--index", index).stdout
    assert titles(index) == EXPECTED


def test_removing_asks_for_a_reason(index: Path) -> None:
    assert backfile("remove", URL, "--index", index).exit_code == 2
    assert titles(index) == EXPECTED


# ---- rebuild ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [[], ["--from-captures"]])
def test_a_rebuilt_index_holds_the_same_and_knows_what_was_read(index: Path, tmp_path: Path, how: list[str]) -> None:
    with opened(index) as engine:
        before, generation = list(engine.scan(SearchRequest())), engine.status().generation
    result = backfile("rebuild", *how, "--index", index)
    assert result.exit_code == 0, result.output
    assert "beside the old one" in result.stderr
    with opened(index) as engine:
        assert list(engine.scan(SearchRequest())) == before
        assert engine.status().generation != generation
    assert "2 files were read to the end before" in backfile("index", tmp_path / "архів", "--index", index).stderr


def test_a_rebuild_without_its_archive_says_what_to_do_and_changes_nothing(index: Path, tmp_path: Path) -> None:
    moved = (tmp_path / "архів").rename(tmp_path / "деінде")
    result = backfile("rebuild", "--index", index)
    assert result.exit_code == 1
    assert "--archives архів=PATH" in result.stderr
    assert titles(index) == EXPECTED
    assert backfile("rebuild", "--archives", f"архів={moved}", "--index", index).exit_code == 0
    assert titles(index) == EXPECTED


@pytest.mark.parametrize("damage", ["gone", "changed", "cut"])
def test_a_rebuild_does_not_lose_what_the_archives_lack_unless_told_to(
    index: Path, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "архів" / "а.warc.gz"
    if damage == "gone":
        path.unlink()
    else:
        write_warc(path, [1, 2, 9, 4, 5] if damage == "changed" else [1, 2])
    with opened(index) as engine:
        generation = engine.status().generation
    result = backfile("rebuild", "--index", index)
    assert result.exit_code == 1
    lost = {"gone": 5, "changed": 1, "cut": 3}[damage]
    assert f"The archives lack {lost} of the 6 captures that the index holds" in result.stderr
    assert "архів:а.warc.gz" in result.stderr
    assert "--from-captures" in result.stderr
    assert titles(index) == EXPECTED
    with opened(index) as engine:
        assert engine.status().generation == generation
    assert len(list((index / "generations").iterdir())) == 1
    told = backfile("verify", "--index", index).stderr
    assert f"{lost} captures are not in the archives" in told
    assert "makes it anew" not in told
    assert backfile("rebuild", "--from-captures", "--index", index).exit_code == 0
    assert titles(index) == EXPECTED
    assert backfile("rebuild", "--let-go", "--index", index).exit_code == 0
    assert len(titles(index)) < len(EXPECTED) or damage == "changed"


def test_a_rebuild_loses_nothing_that_lies_elsewhere_in_the_archive_now(index: Path, tmp_path: Path) -> None:
    (tmp_path / "архів" / "2024").mkdir()
    (tmp_path / "архів" / "а.warc.gz").rename(tmp_path / "архів" / "2024" / "в.warc.gz")
    assert backfile("rebuild", "--index", index).exit_code == 0
    assert titles(index) == EXPECTED
    assert backfile("verify", "--index", index).exit_code == 0


OTHER = ["UPDATE analysis SET name = 'інший словник'", "UPDATE note SET value = '0' WHERE name = 'schema'", "format 0"]


def made_otherwise(index: Path, how: str) -> None:
    """Make an index look as one that another Backfile made."""
    if how.startswith("format"):
        (index / "format.json").write_text(json.dumps({"format": int(how[7:])}), encoding="utf-8")
        return
    live = (index / "live").read_text(encoding="utf-8").strip()
    with closing(sqlite3.connect(index / "generations" / live / "captures.db", isolation_level=None)) as connection:
        connection.execute(how)


@pytest.mark.parametrize("how", OTHER)
@pytest.mark.parametrize("rebuild", [[], ["--from-captures"]])
def test_an_index_of_another_backfile_is_upgraded_as_its_sentence_says(
    index: Path, tmp_path: Path, how: str, rebuild: list[str]
) -> None:
    backfile("remove", URL, "--reason", "рішення суду", "--index", index)
    made_otherwise(index, how)
    for command in (["search", "бібліотека"], ["status"], ["verify"], ["index", tmp_path / "архів"]):
        refused = backfile(*command, "--index", index)
        assert refused.exit_code == 1
        assert "Make it anew from what it holds: backfile rebuild --from-captures" in refused.stderr
    assert backfile("backup", tmp_path / "backup", "--index", index).exit_code == 0
    result = backfile("rebuild", *rebuild, "--index", index)
    assert result.exit_code == 0, result.output
    assert backfile("status", "--index", index).exit_code == 0
    assert titles(index) == [title for title in EXPECTED if "77" not in title]
    assert backfile("restore", tmp_path / "backup", "--index", tmp_path / "new").exit_code == 0
    assert titles(tmp_path / "new") == titles(index)


def test_an_index_of_a_newer_format_asks_for_the_newer_backfile(index: Path, tmp_path: Path) -> None:
    made_otherwise(index, "format 2")
    for command in (["status"], ["rebuild"], ["rebuild", "--from-captures"], ["backup", tmp_path / "backup"]):
        refused = backfile(*command, "--index", index)
        assert refused.exit_code == 1
        assert "a newer Backfile made it. Use that version" in refused.stderr
    assert not (tmp_path / "backup").exists()


# ---- backup ----------------------------------------------------------------------------------------------------------


def test_a_restored_index_holds_the_same(index: Path, tmp_path: Path) -> None:
    with closing(open_index(str(index), write=True)) as old:
        old.withdraw(article_id(identity_key("https://example.com/новини/1")), "прохання", "2021-05-03T12:00:00Z")
    assert "5 captures and 1 withdrawals" in backfile("backup", tmp_path / "backup", "--index", index).output
    result = backfile("restore", tmp_path / "backup", "--index", tmp_path / "new")
    assert result.exit_code == 0, result.output
    with opened(index) as old, opened(tmp_path / "new") as new:
        assert list(new.scan(SearchRequest())) == list(old.scan(SearchRequest()))
        assert [(w.reason, w.when) for w in new.withdrawn()] == [("прохання", "2021-05-03T12:00:00Z")]
        assert new.withdrawn() == old.withdrawn()
    again = backfile("index", tmp_path / "архів", "--index", tmp_path / "new")
    assert "2 files were read to the end before" in again.stderr


def test_a_damaged_backup_is_not_restored(index: Path, tmp_path: Path) -> None:
    backfile("backup", tmp_path / "backup", "--index", index)
    path = tmp_path / "backup" / "captures.jsonl.zst"
    path.write_bytes(path.read_bytes()[:-5] + b"xxxxx")
    result = backfile("restore", tmp_path / "backup", "--index", tmp_path / "new")
    assert "damaged" in result.stderr
    assert result.exit_code == 1
    (tmp_path / "backup" / "backup.json").unlink()
    told = backfile("restore", tmp_path / "backup", "--index", tmp_path / "new").stderr
    assert "no whole backup" in told
    assert "Errno" not in told


def test_a_backup_goes_into_an_empty_folder_and_a_restore_into_an_empty_index(index: Path, tmp_path: Path) -> None:
    assert "is not empty" in backfile("backup", tmp_path / "архів", "--index", index).stderr
    backfile("backup", tmp_path / "backup", "--index", index)
    assert "is not empty" in backfile("restore", tmp_path / "backup", "--index", index).stderr
    assert json.loads((tmp_path / "backup" / "backup.json").read_text(encoding="utf-8"))["captures"]["lines"] == 6


# ---- verify ----------------------------------------------------------------------------------------------------------


def test_a_sound_index_has_no_faults(index: Path) -> None:
    result = backfile("verify", "--index", index)
    assert (result.exit_code, result.stdout) == (0, "")


def test_an_archive_that_changed_is_named(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "архів" / "а.warc.gz"
    write_warc(path, [1, 2, 9, 4, 5])
    result = backfile("verify", "--index", index)
    assert result.exit_code == 1
    assert "other bytes" in result.stdout
    assert backfile("verify", "--index-only", "--index", index).exit_code == 0
    path.unlink()
    assert "no file а.warc.gz" in backfile("verify", "--index", index).stdout


def test_a_moved_archive_is_verified_where_it_lies_now(index: Path, tmp_path: Path) -> None:
    moved = (tmp_path / "архів").rename(tmp_path / "деінде")
    assert backfile("verify", "--index", index).exit_code == 1
    assert backfile("verify", "--archives", f"архів={moved}", "--index", index).exit_code == 0


def test_every_page_of_a_warc_is_where_its_locator_says(tmp_path: Path) -> None:
    (tmp_path / "а.warc").write_bytes(b"".join(response(n) for n in range(1, 30)))
    backfile("index", tmp_path / "а.warc", "--index", tmp_path / "index")
    assert backfile("verify", "--index", tmp_path / "index").exit_code == 0
