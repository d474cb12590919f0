"""ARC files, which web archives wrote before 2009."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from indexer.archives import capture_at
from tests.archive import found, http, led_back_to, page, pages, skips, urls

HEADER = b"filedesc://old.arc 0.0.0.0 20041122093000 text/plain 20\n1 0 InternetArchive\n\n\n"


def record(number: int, block: bytes | None = None, *, length: int | None = None) -> bytes:
    block = http(page(number).encode("cp1251", "replace")) if block is None else block
    size = len(block) if length is None else length
    return f"http://example.com/novyny/{number} 192.0.2.7 20041122093000 text/html {size}\n".encode() + block + b"\n"


def write(path: Path, *records: bytes, compressed: bool = False) -> Path:
    path.write_bytes(b"".join(map(gzip.compress, records) if compressed else records))
    return path


@pytest.mark.parametrize("compressed", [False, True])
def test_each_record_is_a_capture_with_its_url_and_time(tmp_path: Path, *, compressed: bool) -> None:
    path = write(tmp_path / "a", HEADER, *map(record, range(5)), compressed=compressed)
    captures = pages(path)
    assert [c.url for c in captures] == [f"http://example.com/novyny/{n}" for n in range(5)]
    assert {c.captured for c in captures} == {"2004-11-22T09:30:00Z"}
    assert captures[0].payload.decode("cp1251") == page(0).replace("ʼ", "?")
    assert [s.outcome for s in skips(path)] == ["not a page"]


@pytest.mark.parametrize("compressed", [False, True])
def test_reading_goes_on_from_any_position(tmp_path: Path, *, compressed: bool) -> None:
    path = write(tmp_path / "a", HEADER, *map(record, range(5)), compressed=compressed)
    everything = found(path)
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]
        assert capture_at(one.page.locator, {"r": tmp_path}) == led_back_to(one.page)


def test_version_2_lines_are_read(tmp_path: Path) -> None:
    block = http(page(1).encode())
    line = f"http://example.com/1 192.0.2.7 20041122093000 text/html 200 - - 0 old.arc {len(block)}\n".encode()
    assert urls(write(tmp_path / "a", HEADER, line + block + b"\n")) == ["1"]


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize(
    "broken",
    [record(9)[:150], record(9, length=99_999), record(9, length=5_000_000_000), b"rubbish\n" * 30],
)
def test_damage_is_passed_over_and_named(tmp_path: Path, broken: bytes, *, compressed: bool) -> None:
    path = write(tmp_path / "a", HEADER, record(0), broken, record(1), record(2), compressed=compressed)
    assert urls(path) == ["0", "1", "2"]
    (lost,) = [s for s in skips(path) if s.outcome == "broken record"]
    assert "bytes" in lost.reason
