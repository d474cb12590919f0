"""The engine in a folder: crashes, locks, full disks, damage, and many readers beside one writer."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
import tantivy

from engines import open_index
from engines.contract import (
    BadRequest,
    Engine,
    FormatMismatch,
    IndexLocked,
    IndexMissing,
    IndexNotWritable,
    IndexUnavailable,
    SearchRequest,
)
from engines.embedded import open_embedded
from engines.embedded.codec import pack
from engines.embedded.failures import failures
from engines.embedded.records import make_records
from engines.embedded.schema import build_schema
from engines.query import DateBound
from tests.articles import article, titles
from tests.engines_under_test import ask, found, kinds, load
from tests.loader import INPUT, numbered

COUNT, STEP = 240, 24


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for an index, not there yet."""
    return tmp_path / "покажчик"


def stocked(folder: Path, count: int = 3) -> None:
    """Make an index of some articles and close it."""
    with closing(open_index(str(folder), write=True)) as engine:
        load(engine, [article(number, title=f"Замітка {number}") for number in range(count)])


def generation(folder: Path) -> Path:
    """Return the folder of the live generation."""
    return folder / "generations" / (folder / "live").read_text(encoding="utf-8").strip()


def start(folder: Path, first: int = 0) -> subprocess.Popen[str]:
    """Start a process that loads."""
    command = [sys.executable, "-m", "tests.loader", str(folder), str(first), str(COUNT), str(STEP)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=Path(__file__).parents[1])


def contents(engine: Engine) -> object:
    """Return everything that readers of an index can see, but names and times of the index itself."""
    result = ask(engine, facets=("tag", "source", "lang"), interval="month")
    articles = sorted(engine.scan(SearchRequest()), key=lambda one: one.id)
    records = sorted(engine.all_captures(), key=lambda one: (one.id, one.order))
    return result.total, result.facets, result.histogram, articles, records, engine.progress(INPUT)


# ---- crashes ---------------------------------------------------------------------------------------------------------


def test_what_was_acknowledged_survives_a_kill_and_a_rerun_completes_it(folder: Path, tmp_path: Path) -> None:
    random = Random(7)
    for _ in range(4):
        process = start(folder)
        assert process.stdout is not None
        acknowledged = [
            line.strip() for _, line in zip(range(random.randrange(1, COUNT)), process.stdout, strict=False)
        ]
        process.kill()
        acknowledged += [line.strip() for line in process.stdout.read().split("\n")[:-1]]
        process.wait()
        process.stdout.close()
        with closing(open_index(str(folder))) as reader:
            held = {one.id for one in reader.scan(SearchRequest())}
            mark = reader.progress(INPUT)
        marks = [int(line) for line in acknowledged if line.isdigit()]
        assert {line for line in acknowledged if line and not line.isdigit()} <= held
        assert not marks or (mark is not None and int(mark.position) >= max(marks))

    process = start(folder)
    process.communicate()
    assert process.returncode == 0
    with closing(open_index(str(tmp_path / "без збоїв"), write=True)) as faultless:
        load(faultless, [*map(numbered, range(COUNT))])
        with closing(open_index(str(folder))) as reader:
            assert contents(reader)[:5] == contents(faultless)[:5]  # type: ignore[index]
            assert reader.progress(INPUT).finished  # type: ignore[union-attr]


def test_what_was_stored_and_not_indexed_is_indexed_by_the_next_writer(folder: Path) -> None:
    stocked(folder, 2)
    changed, new = article(0, title="Змінена", captured="2025-01-01T00:00:00Z"), article(9, title="Нова")
    with closing(make_records(generation(folder) / "captures.db")) as records:
        records.begin()
        records.add([(one.id, pack(one)) for one in (changed, new)])
        records.mark_pending([changed.id, new.id, article(1).id])
        records.commit()

    with closing(open_index(str(folder), write=True)) as engine:
        assert found(engine) == {"Змінена", "Нова", "Замітка 1"}
        assert engine.status().captures == 4


def test_a_rebuild_that_was_broken_off_leaves_nothing_behind(folder: Path) -> None:
    stocked(folder)
    left = generation(folder).with_name("20200101000000-dead")
    (left / "terms").mkdir(parents=True)
    stocked(folder)

    assert not left.exists()


def test_many_loads_leave_no_dead_files(folder: Path) -> None:
    with closing(open_index(str(folder), write=True)) as engine:
        for number in range(25):
            load(engine, [article(number)])
    terms = generation(folder) / "terms"
    segments = {
        one["segment_id"].replace("-", "") for one in json.loads((terms / "meta.json").read_bytes())["segments"]
    }
    names = {path.stem.partition(".")[0] for path in terms.iterdir() if len(path.stem.partition(".")[0]) == 32}

    assert names <= segments


# ---- one writer, many readers ----------------------------------------------------------------------------------------


def test_a_second_writer_is_told_who_holds_the_index(folder: Path) -> None:
    first = open_index(str(folder), write=True)
    with pytest.raises(IndexLocked, match=rf"process {os.getpid()} on .*Wait until it ends"):
        open_index(str(folder), write=True)
    first.close()
    open_index(str(folder), write=True).close()


def test_the_lock_goes_with_a_process_that_is_killed(folder: Path) -> None:
    process = start(folder)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(IndexLocked, match=f"process {process.pid}"):
        open_index(str(folder), write=True)
    process.kill()
    process.wait()
    process.stdout.close()
    open_index(str(folder), write=True).close()


def test_readers_in_threads_see_whole_states_while_articles_are_loaded(folder: Path) -> None:
    stocked(folder, 10)
    reader = open_index(str(folder))
    done = False

    def look() -> list[int]:
        totals = []
        while not done:
            result = ask(reader, facets=("source",), sort="newest")
            (value,) = result.facets["source"].values
            assert value.count == result.total
            totals.append(result.total)
        return totals

    with ThreadPoolExecutor(3) as pool, closing(open_index(str(folder), write=True)) as writer:
        looking = [pool.submit(look) for _ in range(3)]
        try:
            for first in range(10, 100, 10):
                load(writer, [article(number) for number in range(first, first + 10)])
        finally:
            done = True
        seen = [one.result() for one in looking]
    assert all(totals == sorted(totals) for totals in seen)
    assert ask(reader).total == 100


# ---- what cannot be --------------------------------------------------------------------------------------------------


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "листи.txt").write_text("Моє", encoding="utf-8")
    with pytest.raises(IndexNotWritable, match="no index of Backfile"):
        open_index(str(tmp_path), write=True)
    with pytest.raises(IndexMissing, match="Make one with"):
        open_index(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["листи.txt"]


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "файл").write_text("", encoding="utf-8")
    for path in (tmp_path / "файл", tmp_path / "файл" / "далі"):
        with pytest.raises(IndexNotWritable, match="файл"):
            open_index(str(path), write=True)


def test_another_format_is_refused_with_what_to_do(folder: Path) -> None:
    stocked(folder)
    (folder / "format.json").write_text('{"format": 99}', encoding="utf-8")
    for write in (False, True):
        with pytest.raises(FormatMismatch, match=r"format 99.*newer Backfile"):
            open_index(str(folder), write=write, old=True)
    (folder / "format.json").write_text('{"format": 0}', encoding="utf-8")
    for write in (False, True):
        with pytest.raises(FormatMismatch, match=r"format 0.*backfile rebuild --from-captures --index"):
            open_index(str(folder), write=write)
    (folder / "format.json").write_text("не JSON", encoding="utf-8")
    with pytest.raises(FormatMismatch, match="damaged"):
        open_index(str(folder))


def test_an_index_of_an_older_format_is_made_anew_with_its_withdrawals(folder: Path) -> None:
    stocked(folder)
    with closing(open_index(str(folder), write=True)) as engine:
        kept = [record.id for record in engine.all_captures()]
        engine.withdraw(kept[0], "рішення суду")
    (folder / "format.json").write_text('{"format": 0}', encoding="utf-8")
    with closing(open_index(str(folder), old=True)) as reader:
        assert {record.id for record in reader.all_captures()} == set(kept[1:])
    with closing(open_index(str(folder), write=True, old=True)) as engine:
        fresh = engine.new_generation()
        loaded = list(fresh.load(record.article for record in engine.all_captures()))
        assert len(loaded) == len(kept) - 1
        fresh.publish()
    with closing(open_index(str(folder))) as reader:
        assert [one.id for one in reader.withdrawn()] == [kept[0]]
        assert len(found(reader)) == len(kept) - 1


@pytest.mark.parametrize("damage", ["", "\x00\x00\x00", "20240101000000-ffff", "../архів", None])
def test_a_damaged_name_of_the_live_generation_costs_nothing(folder: Path, damage: str | None) -> None:
    stocked(folder)
    whole, was = generation(folder), (folder / "live").read_text(encoding="utf-8")
    if damage is None:
        (folder / "live").unlink()
    else:
        (folder / "live").write_text(damage, encoding="utf-8")
    with pytest.raises(IndexUnavailable, match=rf"damaged.*{whole.name}.*backfile restore"):
        open_index(str(folder), write=True)
    (folder / "live").write_text(was, encoding="utf-8")
    with closing(open_index(str(folder), write=True)) as engine:
        assert len(found(engine)) == 3


@pytest.mark.parametrize(("free", "told"), [(400_000, IndexNotWritable), (10**12, IndexUnavailable)])
def test_a_writer_that_stopped_where_there_is_no_room_means_a_full_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: int, told: type[Exception]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    with pytest.raises(told), failures(folder):
        raise ValueError("An index writer was killed. A worker thread encountered an error (io::Error most likely).")


def test_an_error_of_the_system_is_told_without_its_number(folder: Path) -> None:
    with pytest.raises(IndexUnavailable) as told, failures(folder):
        (folder / "немає").read_bytes()
    assert "Errno" not in str(told.value)
    assert "немає: No such file" in str(told.value)


@pytest.mark.parametrize(
    "change", ["UPDATE analysis SET name = 'інший словник'", "UPDATE note SET value = '0' WHERE name = 'schema'"]
)
def test_another_analysis_is_refused_until_it_is_rebuilt(folder: Path, change: str) -> None:
    stocked(folder)
    with closing(sqlite3.connect(generation(folder) / "captures.db", isolation_level=None)) as connection:
        connection.execute(change)
    with pytest.raises(FormatMismatch, match="backfile rebuild"):
        open_index(str(folder))

    with closing(open_index(str(folder), write=True)) as engine:
        with pytest.raises(FormatMismatch, match="backfile rebuild"):
            load(engine, [article(7)])
        fresh = engine.new_generation()
        assert set(kinds(fresh.load(record.article for record in engine.all_captures()))) == {"indexed"}
        fresh.publish()
        assert len(found(engine)) == 3
    with closing(open_index(str(folder))) as reader:
        assert len(found(reader)) == 3


def test_a_damaged_file_is_told_in_a_sentence(folder: Path) -> None:
    stocked(folder)
    for store in (generation(folder) / "terms").glob("*.store"):
        store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])
    with pytest.raises(IndexUnavailable, match=r"put a backup back .*rebuild --from-captures"):
        open_index(str(folder))


def test_a_panic_below_becomes_an_error_of_ours(folder: Path) -> None:
    with pytest.raises(IndexUnavailable, match="PanicException"), failures(folder):
        tantivy.Query.phrase_query(build_schema(), "body", ["одне"])


def test_an_error_of_the_query_is_not_one_of_the_index(folder: Path) -> None:
    stocked(folder)
    with closing(open_index(str(folder))) as engine, pytest.raises(BadRequest, match="YYYY"):
        engine.search(SearchRequest(query=DateBound("after", "колись")))
    with pytest.raises(BadRequest, match="more of its letters"), failures(folder):
        raise ValueError("Phrase query exceeded max expansions 16384")


def test_an_article_that_cannot_be_indexed_is_refused_alone(folder: Path) -> None:
    with closing(open_index(str(folder), write=True)) as engine:
        outcomes = load(engine, [article(1), article(2, title="Пів\udc80символа"), article(3)])
        assert kinds(outcomes) == ["indexed", "refused", "indexed"]
        assert outcomes[1].reason
        assert engine.captures(article(2).id) == ()
        assert engine.status().articles == 2


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Return a folder on a disk of four megabytes; only root can make one."""
    where = Path(tempfile.mkdtemp())
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", where], capture_output=True, check=False
    )
    if not made or made.returncode:
        where.rmdir()
        pytest.skip("no right to mount a small disk here")
    yield where
    subprocess.run(["umount", where], check=True)
    where.rmdir()


def test_a_full_disk_loses_nothing_and_a_rerun_completes(small_disk: Path) -> None:
    folder = small_disk / "index"
    acknowledged: set[str] = set()
    articles = [article(number, body=os.urandom(3000).hex()) for number in range(1500)]

    def fill(engine: Engine) -> None:
        for first in range(0, len(articles), 50):
            acknowledged.update(outcome.id for outcome in engine.load(articles[first : first + 50]))

    with (
        closing(open_index(str(folder), write=True)) as engine,
        pytest.raises(IndexNotWritable, match=r"disk .* is full.*make room"),
    ):
        fill(engine)
    with closing(open_index(str(folder))) as reader:
        assert acknowledged
        assert acknowledged <= {one.id for one in reader.scan(SearchRequest())}

    subprocess.run(["mount", "-o", "remount,size=60m", small_disk], check=True)
    with closing(open_index(str(folder), write=True)) as engine:
        assert set(kinds(load(engine, articles))) == {"indexed", "unchanged"}
        assert engine.status().articles == engine.status().captures == len(articles)


# ---- loose phrases ---------------------------------------------------------------------------------------------------


def test_a_loose_phrase_finds_what_its_marks_show(folder: Path) -> None:
    random = Random(3)
    texts = [" ".join(random.choices("абвгде", k=random.randrange(3, 12))) for _ in range(300)]
    with closing(open_index(str(folder), write=True)) as engine:
        load(engine, [article(number, title=f"№{number}", body=text) for number, text in enumerate(texts)])
        for count, slop in ((2, 0), (2, 1), (2, 4), (3, 1), (3, 3), (4, 2)):
            words = random.choices("абвгде", k=count)
            everything = list(engine.scan(SearchRequest()))
            hits = ask(engine, f'"{" ".join(words)}"~{slop}', size=200).hits
            assert all(any(snippet.marks for snippet in hit.snippets) for hit in hits)
            assert set(titles(hits)) == {one.title for one in everything if stands(words, one.body.split(), slop)}


def stands(words: list[str], text: list[str], slop: int) -> bool:
    """Say whether words stand in a text in this order with at most so many others between them."""
    for first in (at for at, word in enumerate(text) if word == words[0]):
        place = first
        for word in words[1:]:
            if word not in text[place + 1 :]:
                break
            place = text.index(word, place + 1)
        else:
            if place - first - (len(words) - 1) <= slop:
                return True
    return False


def test_very_many_very_loose_phrases_are_answered(folder: Path) -> None:
    stocked(folder)
    with closing(open_embedded(str(folder))) as engine:
        assert ask(engine, '"короткий замітки"~100 ' * 90).total == 3
        assert ask(engine, '"короткий текст замітки"~100 ' * 60).total == 3
        assert ask(engine, '"замітки нічого"~100 ' * 90).total == 0


def test_a_missing_right_is_a_sentence_that_says_whose_rights_to_change(tmp_path: Path) -> None:
    with (
        pytest.raises(IndexNotWritable, match="this user the right to read and write there"),
        failures(tmp_path / "індекс"),
    ):
        raise PermissionError(13, "Permission denied", "індекс/format.json")
