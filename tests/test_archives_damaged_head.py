"""Archives whose beginning is damaged, cut off, or not theirs; and pages that only speak of archives."""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archives import capture_at
from indexer.capture import Capture, Skipped
from tests.archive import found, http, page, pages, record, response, skips
from tests.test_archives_containers import write_tar, write_zip

PLAIN = [response(n) for n in range(20)]
PACKED = [gzip.compress(r, mtime=0) for r in PLAIN]
ARC_HEAD = b"filedesc://a.arc 0.0.0.0 20241111093000 text/plain 0\n\n"
ARC = [
    f"https://example.com/{n} 192.0.2.1 20241111093000 text/html {len(http(page(n).encode()))}\n".encode()
    + http(page(n).encode())
    + b"\n"
    for n in range(20)
]


def numbers(path: Path) -> list[int]:
    """Return the numbers of the pages in a file."""
    return [int(c.payload.decode().split("<title>Бібліотека № ")[1].split("<")[0]) for c in pages(path)]


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def zeroed(data: bytes) -> bytes:
    return bytes(512) + data[512:]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "byte 60 flipped": lambda data: flipped(data, 60),
    "byte 11 flipped": lambda data: flipped(data, 11),
    "first byte flipped": lambda data: flipped(data, 0),
    "first byte a letter": lambda data: b"x" + data[1:],
    "512 bytes zeroed": zeroed,
    "head cut off": lambda data: data[100:],
    "head cut off in a page": lambda data: data[900:],
    "a line of something else": lambda data: "щось інше\r\n".encode() + data,
}


@pytest.mark.parametrize("name", list(DAMAGE))
@pytest.mark.parametrize("parts", [PLAIN, PACKED, ARC, [gzip.compress(a, mtime=0) for a in ARC]])
def test_an_archive_with_a_damaged_beginning_is_read_from_its_next_record_on(
    tmp_path: Path, name: str, parts: list[bytes]
) -> None:
    path = tmp_path / "а.html"  # whatever its name says
    path.write_bytes(DAMAGE[name](b"".join(parts)))
    assert numbers(path)[-17:] == list(range(3, 20))  # members are shorter than the longest damage
    assert len(pages(path)) >= (19 if parts is PLAIN or parts is ARC else 17)
    assert 1 <= sum(s.outcome == "broken record" for s in skips(path)) <= 2 or len(pages(path)) == 20
    everything = found(path)
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]
        if isinstance(one.page, Capture):
            assert capture_at(one.page.locator, {"r": tmp_path}) == one.page


@pytest.mark.parametrize("lead", [b"\r\n", b"\n\n"])
def test_blank_lines_before_the_first_record_lose_nothing(tmp_path: Path, lead: bytes) -> None:
    path = tmp_path / "а.warc"
    path.write_bytes(lead + b"".join(PLAIN))
    assert (numbers(path), skips(path)) == (list(range(20)), [])


def test_a_damaged_beginning_in_what_was_packed_as_a_whole_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "а.warc.gz"
    path.write_bytes(gzip.compress(b"x" + b"".join(PLAIN)[1:], mtime=0))
    assert numbers(path) == list(range(1, 20))
    (lost,) = skips(path)
    assert (lost.outcome, f"{len(PLAIN[0])} decompressed bytes" in lost.reason) == ("broken record", True)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("damage", [lambda data: flipped(data, 0), zeroed])
def test_a_tar_with_a_damaged_first_header_is_read_from_the_next_on(
    tmp_path: Path, damage: Callable[[bytes], bytes], *, packed: bool
) -> None:
    path = write_tar(tmp_path / "а.tar", {f"{n}.html": page(n).encode() for n in range(5)})
    data = damage(path.read_bytes())
    path.write_bytes(gzip.compress(data) if packed else data)
    assert numbers(path) == [1, 2, 3, 4]
    assert [s.outcome for s in skips(path)] == ["broken record"]
    assert all(capture_at(c.locator, {"r": tmp_path}) == c for c in pages(path))


@pytest.mark.parametrize("damage", [lambda data: flipped(data, 0), zeroed])
def test_a_zip_with_a_damaged_beginning_loses_the_first_member_alone(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = write_zip(tmp_path / "а.zip", {f"{n}.html": page(n).encode() for n in range(5)})
    path.write_bytes(damage(path.read_bytes()))
    assert numbers(path)[-3:] == [2, 3, 4]
    assert {s.outcome for s in skips(path)} == {"broken record"}


QUOTED = response(7).decode()
SPEAKING = {
    "a page that quotes two records": f"<html><body><pre>\r\n{QUOTED}{QUOTED}</pre>Це формат WARC/1.0.</body></html>",
    "a page after a comment": f"<!-- п’ять -->\n<p>WARC/1.0</p>\r\n{QUOTED}{QUOTED}",
    "a fragment that quotes half a record": f"<p>Ось:</p>\r\n{QUOTED[:300]}\r\n<p>І далі об’єкт.</p>",
    "a fragment that quotes a record": f"<div>Ось:</div>\r\n{QUOTED}<p>І далі сім’я.</p>",
    "a text that names the format": "Формат\r\nWARC/1.0\r\nмає поле WARC-Type: response.\r\n<p>Так.</p>",
}


@pytest.mark.parametrize("name", list(SPEAKING))
@pytest.mark.parametrize("packed", [False, True])
def test_a_page_that_speaks_of_archives_stays_a_page(tmp_path: Path, name: str, *, packed: bool) -> None:
    path = tmp_path / "стаття.html"
    path.write_bytes(gzip.compress(SPEAKING[name].encode()) if packed else SPEAKING[name].encode())
    assert [c.payload for c in pages(path)] == [SPEAKING[name].encode()]
    assert skips(path) == []


def test_noise_with_marks_of_archives_in_it_is_no_archive(tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(20):
        path = tmp_path / f"шум-{number}"
        marks = (
            b"\x1f\x8b\x08\0",
            b"ustar",
            b"WARC/1.0\r\n",
            b"PK\x03\x04",
            b"\x28\xb5\x2f\xfd",
            b"\nhttp://",
            b"BZh91AY&SY",
        )
        path.write_bytes(
            b"\x01" + b"".join(chance.randbytes(700).replace(b"<", b"") + chance.choice(marks) for _ in range(60))
        )
        assert [s.outcome for s in skips(path)] == ["not HTML"]


# ---- packed as a whole -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_what_bzip2_and_xz_pack_is_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    tar = write_tar(tmp_path / "а.tar", {f"{n}.html": page(n).encode() for n in range(20)}).read_bytes()
    for name, data in {"а.tar": tar, "а.warc": b"".join(PLAIN), "а.arc": b"".join([ARC_HEAD, *ARC])}.items():
        path = tmp_path / f"{name}.packed"
        path.write_bytes(pack(data))
        assert numbers(path) == list(range(20))
        assert all(capture_at(c.locator, {"r": tmp_path}) == c for c in pages(path)[::6])
    for name in ("а.html", "а.txt"):
        path = tmp_path / f"{name}.{'bz2' if pack is bz2.compress else 'xz'}"
        path.write_bytes(pack(page(5).encode()))
        assert numbers(path) == [5]


def test_a_large_bzip2_file_is_told_by_more_than_its_first_bytes(tmp_path: Path) -> None:
    noise = record(random.Random(1).randbytes(850_000), kind="metadata")
    path = tmp_path / "а.warc.bz2"
    path.write_bytes(bz2.compress(noise + PLAIN[3]))
    assert numbers(path) == [3]


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress, gzip.compress])
def test_a_packed_file_cut_short_gives_what_comes_before_and_the_loss_is_named(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    noise = [record(random.Random(n).randbytes(400_000), kind="metadata") for n in range(3)]
    data = pack(b"".join([*PLAIN[:3], *noise, PLAIN[3]]))
    path = tmp_path / "а"
    path.write_bytes(data[: len(data) - 300_000])
    assert numbers(path) == [0, 1, 2]
    assert [s.outcome for s in skips(path) if s.outcome != "not a page"] == ["broken record"]


@pytest.mark.parametrize("at", [-1, -5, -8])
def test_a_wrong_trailer_of_gzip_loses_nothing_and_is_named(tmp_path: Path, at: int) -> None:
    tar = write_tar(tmp_path / "а.tar", {f"{n}.html": page(n).encode() for n in range(20)}).read_bytes()
    for data in (b"".join(PLAIN), tar):
        path = tmp_path / "а"
        packed = gzip.compress(data)
        path.write_bytes(flipped(packed, len(packed) + at))
        assert numbers(path) == list(range(20))
        assert [s.outcome for s in skips(path)] == ["broken record"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("many", [20, 300])
def test_all_records_before_a_fault_in_what_was_packed_as_a_whole_are_read(
    tmp_path: Path, share: float, many: int
) -> None:
    chance = random.Random(3)
    texts = [
        "".join(chance.choice("абвгґдеєжзиіїйклмнопрст’ ") for _ in range(2000)) for _ in range(many)
    ]  # that hardly compress
    records = [record(http(page(n, text=t).encode()), f"https://example.com/{n}") for n, t in enumerate(texts)]
    packed = bytearray(gzip.compress(b"".join(records), mtime=0))
    at = int(len(packed) * share)
    packed[at : at + 40] = b"\xff" * 40
    path = tmp_path / "а.warc.gz"
    path.write_bytes(packed)
    whole = len(zlib.decompressobj(31).decompress(packed[:at]))  # zlib may hold back a few more
    before = [n for n in range(many) if sum(map(len, records[: n + 1])) <= whole]
    assert [c.url for c in pages(path)][: len(before)] == [f"https://example.com/{n}" for n in before]
    assert len(before) > many * share - 3
    assert "broken record" in [s.outcome for s in skips(path)]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c\0\x04", "7z"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (b"\x1f\x9d\x90", "compress"),
        (b"LZIP\x01", "lzip"),
    ],
)
def test_an_archive_of_a_kind_that_is_not_read_is_named_and_makes_the_input_unread(
    tmp_path: Path, head: bytes, kind: str
) -> None:
    path = tmp_path / "газета.archive"
    path.write_bytes(head + page(1).encode())
    (skipped,) = skips(path)
    assert isinstance(skipped, Skipped)
    assert (skipped.outcome, kind in skipped.reason, "unpack" in skipped.reason) == ("unreadable input", True, True)


# ---- mixed -----------------------------------------------------------------------------------------------------------


def test_plain_records_behind_gzip_members_are_read(tmp_path: Path) -> None:
    path = tmp_path / "а.warc.gz"
    path.write_bytes(b"".join([*PACKED[:5], *PLAIN[5:10]]))
    assert (numbers(path), skips(path)) == (list(range(10)), [])
    everything = found(path)
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]
        assert capture_at(one.page.locator, {"r": tmp_path}) == one.page


def test_gzip_members_behind_plain_records_are_read(tmp_path: Path) -> None:
    path = tmp_path / "а.warc"
    path.write_bytes(b"".join([*PLAIN[:5], *PACKED[5:10]]))
    assert [n for n in numbers(path) if n != 5] == [0, 1, 2, 3, 4, 6, 7, 8, 9]


def test_records_whose_lines_end_in_bare_line_feeds_are_read(tmp_path: Path) -> None:
    def bare(number: int) -> bytes:
        block = http(page(number).encode()).replace(b"\r\n", b"\n")
        return record(block, f"https://example.com/новини/{number}").replace(b"\r\n", b"\n")

    for pack in (bytes, gzip.compress):
        path = tmp_path / "а"
        path.write_bytes(b"".join(pack(bare(n)) for n in range(5)))
        assert (numbers(path), skips(path)) == (list(range(5)), [])
