"""The pipeline: every page in one outcome, progress only after what it covers, stop and go on anywhere."""

from __future__ import annotations

import errno
import io
import threading
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import orjson
import pytest

from engines.contract import Engine, InputProgress, Outcome
from indexer import pipeline
from indexer.archives import placed
from indexer.capture import Capture, Skipped
from indexer.extract import read_capture
from indexer.pipeline import Run
from indexer.progress import Progress
from indexer.tally import Tally
from indexer.workers import Limits, Setup, WorkersBroken
from mappings.article import Article
from tests.archive import found, http, page, record, response, write_warc


def read(capture: Capture) -> Article | Skipped:
    """Take the address for the title; some pages take their time, some are no articles."""
    number = int((capture.url or "0").rsplit("/", 1)[-1])
    if number % 40 == 0:
        time.sleep(0.15)  # the batches after it are done before it
    if number % 9 == 4:
        return Skipped(locator=capture.locator, url=capture.url, outcome="not an article", reason="Перелік новин.")
    return Article(id=f"id{number}", url=capture.url or "", language="uk", title="Ім’я", locator=capture.locator)


@dataclass
class Loaded:
    """An engine that keeps what it is given in a list; it commits every ten."""

    stopping: threading.Event = field(default_factory=threading.Event)
    patience: int = 10**9  # set `stopping` after so many
    stream: list[Article | InputProgress] = field(default_factory=list)
    kept: dict[str, InputProgress] = field(default_factory=dict)

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        batch: list[Article | InputProgress] = []
        for article in articles:
            batch.append(article)
            self.patience -= 1
            if not self.patience:
                self.stopping.set()
            if len(batch) == 10:
                yield from self._commit(batch)
                batch = []
        yield from self._commit(batch)

    def progress(self, key: str) -> InputProgress | None:
        return self.kept.get(key)

    def _commit(self, batch: list[Article | InputProgress]) -> Iterator[Outcome]:
        for article in batch:
            known = any(article == other for other in self.stream)
            self.stream.append(article)
            if isinstance(article, InputProgress):
                self.kept[article.input] = article
                yield Outcome(kind="progress", progress=article)
            else:
                yield Outcome(kind="unchanged" if known else "indexed", id=article.id, locator=article.locator)

    @property
    def ids(self) -> list[str]:
        return [a.id for a in self.stream if isinstance(a, Article)]


def run(folder: Path, *, workers: int = 2) -> Run:
    starts, roots = placed([folder], {})
    return Run(starts=tuple(starts), roots=roots, workers=Setup(count=workers, read=read))


def index(engine: Loaded, given: Run, tally: Tally | None = None, *, again: bool = False) -> Tally:
    tally = tally or Tally()
    pipeline.index(given, cast("Engine", engine), tally, Progress(0, io.StringIO()), again=again)
    return tally


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a folder with a WARC of 300 pages, a WARC of requests, and a file that is nothing."""
    folder = tmp_path / "архів"
    folder.mkdir()
    write_warc(folder / "а.warc.gz", range(1, 301))
    (folder / "б.warc").write_bytes(b"".join(record(b"x", kind="request") for _ in range(5)))
    (folder / "в.css").write_text("p{}", encoding="utf-8")
    return folder


def read_from_a_full_disk(capture: Capture) -> Article | Skipped:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_no_file_counts_as_read_when_the_disk_is_full(archive: Path) -> None:
    engine, given = Loaded(), run(archive)
    broken = replace(given, workers=Setup(count=1, read=read_from_a_full_disk))
    with pytest.raises(WorkersBroken, match="disk is full"):
        index(engine, broken)
    assert not [mark for mark in engine.kept.values() if mark.finished]
    assert index(engine, given).outcomes["indexed"] > 200


def test_every_page_ends_in_exactly_one_outcome(archive: Path) -> None:
    file = io.BytesIO()
    tally = Tally(file)
    engine = Loaded()
    index(engine, run(archive), tally)
    tally.finish()
    skipped = sum(n % 9 == 4 for n in range(1, 301))
    assert tally.outcomes == {
        "indexed": 300 - skipped,
        "not an article": skipped,
        "not a page": 5,
        "not HTML": 1,
    }
    *lines, last = map(orjson.loads, file.getvalue().splitlines())
    assert last == {"total": 306, "outcomes": dict(tally.outcomes)}
    assert len(lines) == skipped + 6
    assert {line["outcome"] for line in lines} == {"not an article", "not a page", "not HTML"}
    assert all(line["locator"] and line["reason"] for line in lines)
    assert sorted(engine.ids) == sorted(f"id{n}" for n in range(1, 301) if n % 9 != 4)


def test_progress_comes_only_after_all_that_it_covers(archive: Path) -> None:
    engine = Loaded()
    index(engine, run(archive))
    path = archive / "а.warc.gz"
    order = [f.page.locator.replace("r:", "архів:") for f in found(path)]
    left = {f.position: order[n + 1 :] for n, f in enumerate(found(path))}
    given: set[str] = set()
    marks = 0
    for item in engine.stream:
        if isinstance(item, Article):
            given.add(item.locator)
        elif "а.warc.gz" in item.input:
            marks += 1
            behind = set(order) - set(left[item.position])
            assert not [place for place in behind - given if int(order.index(place) + 1) % 9 != 4]
    assert marks > 5


def test_a_run_that_was_stopped_goes_on_and_loads_nothing_twice(archive: Path) -> None:
    engine = Loaded()
    rounds, stopped = 0, True
    while stopped:
        rounds += 1
        given = run(archive)
        engine.stopping, engine.patience = given.stopping, 90
        index(engine, given)
        stopped = given.stopping.is_set()
    assert rounds > 2
    assert set(engine.ids) == {f"id{n}" for n in range(1, 301) if n % 9 != 4}
    assert len(engine.ids) - len(set(engine.ids)) <= 64 * rounds  # what was done out of order when it was stopped


def test_finished_files_are_not_read_again_unless_asked(archive: Path) -> None:
    engine = Loaded()
    first = index(engine, run(archive))
    count = len(engine.ids)
    second = index(engine, run(archive))
    assert (second.total, second.finished_before, len(engine.ids)) == (0, 3, count)
    third = index(engine, run(archive), again=True)
    assert third.total == first.total
    assert third.outcomes["unchanged"] == first.outcomes["indexed"]


def test_a_file_that_grew_is_read_again(archive: Path) -> None:
    engine = Loaded()
    index(engine, run(archive))
    with (archive / "б.warc").open("ab") as file:
        file.write(response(302))
    tally = index(engine, run(archive))
    assert (tally.outcomes["indexed"], tally.outcomes["not a page"], tally.finished_before) == (1, 5, 2)


def test_a_moved_archive_is_not_read_again(archive: Path, tmp_path: Path) -> None:
    engine = Loaded()
    index(engine, run(archive))
    moved = tmp_path / "інше місце" / "архів"
    moved.parent.mkdir()
    archive.rename(moved)
    assert index(engine, run(moved)).finished_before == 3


def test_what_cannot_be_read_whole_makes_the_run_incomplete(tmp_path: Path) -> None:
    data = write_warc(tmp_path / "а.warc.gz", range(1, 4)).read_bytes()
    (tmp_path / "а.warc.gz").write_bytes(data[:-20])
    tally = index(Loaded(), run(tmp_path))
    assert tally.outcomes == {"indexed": 2, "broken record": 1}
    assert not tally.is_complete
    assert index(Loaded(), run(tmp_path)).total == 3


def test_articles_come_without_an_engine(archive: Path) -> None:
    tally = Tally()
    titles = [a.title for a in pipeline.articles(run(archive), tally, Progress(0, io.StringIO()))]
    assert titles == ["Ім’я"] * sum(n % 9 != 4 for n in range(1, 301))
    assert tally.total == 306 - len(titles)


def test_a_page_with_a_million_attributes_costs_its_time_limit_at_most(tmp_path: Path) -> None:
    attributes = " ".join(f'ї{n}="1"' for n in range(1_000_000))
    (tmp_path / "а.html").write_text(f"<html><body {attributes}><p>Слово.</p></body></html>", encoding="utf-8")
    (tmp_path / "б.html").write_text(page(1), encoding="utf-8")
    starts, roots = placed([tmp_path], {})
    workers = Setup(count=1, read=read_capture, limits=Limits(seconds=4))
    tally = Tally()
    given = Run(starts=tuple(starts), roots=roots, workers=workers)
    titles = [a.title for a in pipeline.articles(given, tally, Progress(0, io.StringIO()))]
    assert "Бібліотека № 1" in titles
    assert len(titles) + tally.total == 2


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    block = record(http(page(1, text="Слово ’ " * 20_000).encode()), "https://example.com/1")
    with (tmp_path / "а.warc").open("wb") as file:
        for _ in range(100):
            file.write(block)
    assert (tmp_path / "а.warc").stat().st_size > 60 << 20
    tracemalloc.start()
    try:
        tally = index(Loaded(), run(tmp_path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert tally.total == 100
    assert peak < 30 << 20
