"""Containers of pages and archives: zip, WACZ, tar, MHTML, .webarchive, saved HTTP answers; also hostile ones."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import plistlib
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archives import capture_at, read
from indexer.archives.found import Source
from indexer.capture import Capture
from tests.archive import found, http, led_back_to, page, pages, response, skips, urls

WARC = b"".join(gzip.compress(response(n), mtime=0) for n in range(4))
FILES = {
    "стаття 1.html": page(1).encode(),
    "папка/стаття 2.html.gz": gzip.compress(page(2).encode(), mtime=0),
    "картинка.png": b"\x89PNG" + bytes(500),
    "збірка.warc.gz": WARC,
    "папка!/дивна #назва%.txt": "Заголовок\n\nЛюди об’єдналися.".encode(),
}


def write_zip(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def write_tar(path: Path, files: Mapping[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def write_wacz(path: Path, files: Mapping[str, bytes], *, digests: Mapping[str, bytes] | None = None) -> Path:
    resources = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in (digests or files).items()
    ]
    described = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
    return write_zip(path, {**files, "datapackage.json": described.encode()}, zipfile.ZIP_STORED)


CONTAINERS = {
    "deflated zip": lambda path: write_zip(path, FILES),
    "stored zip": lambda path: write_zip(path, FILES, zipfile.ZIP_STORED),
    "tar": lambda path: write_tar(path, FILES),
    "tar.gz": lambda path: write_tar(path, FILES, "w:gz"),
    "tar in a zip": lambda path: write_zip(path, {"а.tar": write_tar(path.with_name("а"), FILES, "w:gz").read_bytes()}),
}


@pytest.mark.parametrize("name", list(CONTAINERS))
def test_every_member_is_read_by_its_own_kind(tmp_path: Path, name: str) -> None:
    path = CONTAINERS[name](tmp_path / "a")
    captures = pages(path)
    assert [c.payload for c in captures] == [
        page(1).encode(),
        page(2).encode(),
        *(page(n).encode() for n in range(4)),
        FILES["папка!/дивна #назва%.txt"],
    ]
    assert [c.kind for c in captures][-1] == "text"
    assert [s.outcome for s in skips(path)] == ["not HTML"]


@pytest.mark.parametrize("name", list(CONTAINERS))
def test_reading_goes_on_from_any_position_and_locators_lead_back(tmp_path: Path, name: str) -> None:
    path = CONTAINERS[name](tmp_path / "a")
    everything = found(path)
    assert len({f.page.locator for f in everything}) == len(everything)
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]
        assert capture_at(one.page.locator, {"r": tmp_path}) == led_back_to(one.page)
        assert 0 <= one.read <= path.stat().st_size


# ---- WACZ ------------------------------------------------------------------------------------------------------------


def test_a_wacz_gives_the_pages_of_its_archives_alone(tmp_path: Path) -> None:
    files = {"archive/data.warc.gz": WARC, "indexes/index.cdx": b"cdx", "pages/pages.jsonl": page(9).encode()}
    path = write_wacz(tmp_path / "а.wacz", files)
    assert urls(path) == ["0", "1", "2", "3"]
    assert skips(path) == []
    assert pages(path)[0].locator == "r:а.wacz!archive/data.warc.gz#0"


def test_a_wacz_whose_digest_does_not_match_is_named_and_read_all_the_same(tmp_path: Path) -> None:
    path = write_wacz(tmp_path / "а.wacz", {"archive/а.warc.gz": WARC}, digests={"archive/а.warc.gz": b"other"})
    assert urls(path) == ["0", "1", "2", "3"]
    (skipped,) = skips(path)
    assert (skipped.outcome, "digest" in skipped.reason) == ("broken record", True)


# ---- single pages ----------------------------------------------------------------------------------------------------


def test_mhtml_gives_the_page_with_its_address_and_time(tmp_path: Path) -> None:
    text = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.com/5\r\nSubject: =?utf-8?B?0J3RltGH?=\r\n"
        "Date: Mon, 11 Nov 2024 11:30:00 +0200\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--x"\r\n\r\n\r\n'
        "------MultipartBoundary--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: https://example.com/5\r\n\r\n<html><body>=D0=9D=D1=96=\r\n=D1=87</body></html>\r\n"
        "------MultipartBoundary--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        "------MultipartBoundary--x--\r\n"
    )
    path = tmp_path / "а.mhtml"
    path.write_bytes(text.encode())
    (capture,) = pages(path)
    assert "Ніч" in capture.payload.decode()
    assert (capture.url, capture.captured) == ("https://example.com/5", "2024-11-11T09:30:00Z")


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_webarchive_gives_the_page_with_its_address(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    resource = {
        "WebResourceData": page(5).encode(),
        "WebResourceURL": "https://example.com/їжа",
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
    }
    path = tmp_path / "а.webarchive"
    path.write_bytes(plistlib.dumps({"WebMainResource": resource, "WebSubresources": [resource]}, fmt=form))
    (capture,) = pages(path)
    assert (capture.payload, capture.url, capture.charset) == (page(5).encode(), "https://example.com/їжа", "UTF-8")


def test_a_saved_http_answer_is_its_page(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_bytes(http(page(6).encode()))
    assert [c.payload for c in pages(path)] == [page(6).encode()]


# ---- hostile containers ----------------------------------------------------------------------------------------------


def test_names_that_lead_elsewhere_are_only_names(tmp_path: Path) -> None:
    names = ["../../outside.html", "/etc/outside.html", "C:\\outside.html", "ї" * 10_000 + ".html", "\u202elmth.a"]
    for path in (
        write_zip(tmp_path / "a.zip", {n: page(i).encode() for i, n in enumerate(names)}),
        write_tar(tmp_path / "a.tar", {n: page(i).encode() for i, n in enumerate(names)}),
    ):
        assert len(pages(path)) == len(names)
        assert all(capture_at(c.locator, {"r": tmp_path}) == c for c in pages(path))
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.tar", "a.zip"]


def test_links_and_devices_in_a_tar_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"посилання {kind!r}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert [s.outcome for s in skips(path)] == ["not a page"] * 4


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_bomb_is_counted_and_what_follows_is_read(tmp_path: Path, kind: str) -> None:
    bomb = b"<html>" + bytes(200 << 20)
    files = {"а.html": page(1).encode(), "б.html": bomb, "в.html": page(2).encode()}
    path = write_zip(tmp_path / "a", files) if kind == "zip" else write_tar(tmp_path / "a", files, "w:gz")
    outcomes = [s.outcome for s in skips(path)]
    assert outcomes in (["too large"], ["broken record"])
    assert len(pages(path)) == (2 if kind == "zip" else 1)  # a tar.gz is one stream: nothing after a bomb can be had


@pytest.mark.parametrize("lost", [0, 40])
def test_a_zip_member_without_a_name_is_read(tmp_path: Path, lost: int) -> None:
    path = write_zip(tmp_path / "a", {"a.html": page(1).encode(), "б.html": page(2).encode()})
    data = path.read_bytes().replace(b"a.html", b"\0.html")
    path.write_bytes(data[: len(data) - lost])
    assert sorted(len(c.payload) for c in pages(path)) == [len(page(1).encode()), len(page(2).encode())]


def test_overlapping_zip_members_are_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a", {"а.html": page(1).encode() * 50}, zipfile.ZIP_STORED)
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    listed = data[start:end] * 40
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 40, 40, len(listed), start, 0)
    path.write_bytes(data[:start] + listed + tail)
    assert ["overlap" in s.reason for s in skips(path)] == [True]


def test_a_zip_that_lists_too_many_members_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"PK\x03\x04" + bytes(60) + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 2**32 - 2, 0, 0))
    assert [s.outcome for s in skips(path)] == ["too large"]


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a", {"а.html": page(1).encode()})
    for _ in range(6):
        path.write_bytes(write_zip(tmp_path / "b", {"a.zip": path.read_bytes()}).read_bytes())
    (skipped,) = skips(path)
    assert "unpack" in skipped.reason


def test_an_encrypted_member_is_counted(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a", {"а.html": page(1).encode(), "б.html": page(2).encode()})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)
    assert [s.outcome for s in skips(path)] == ["unreadable input"]
    assert len(pages(path)) == 1


def test_a_tar_that_ends_early_gives_what_comes_before(tmp_path: Path) -> None:
    path = write_tar(tmp_path / "a", {f"{n}.html": page(n).encode() for n in range(5)})
    data = path.read_bytes()
    path.write_bytes(data[: data.index("№ 4</h1>".encode())])
    assert len(pages(path)) == 4
    assert [(s.outcome, "bytes" in s.reason) for s in skips(path)] == [("broken record", True)]


SIX = {f"{n}.html": page(n).encode() for n in range(6)}


def numbers(path: Path) -> list[int]:
    """Return the numbers of the pages in a file."""
    return [int(c.payload.decode().split("<title>Бібліотека № ")[1].split("<")[0]) for c in pages(path)]


def headers_of(plain: bytes) -> list[int]:
    """Return where each member begins: with Cyrillic in its name, with a header for the name."""
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        return [info.offset for info in archive]


@pytest.mark.parametrize("wreck", [b"?" * 512, bytes(1024), b""], ids=["overwritten", "zeroed", "cut out"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_tar_is_read_on_at_the_next_header(tmp_path: Path, wreck: bytes, *, packed: bool) -> None:
    whole = write_tar(tmp_path / "whole", SIX).read_bytes()
    at, following = headers_of(whole)[2:4]
    plain = whole[:at] + wreck + whole[at + (len(wreck) or 700) :]
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(plain, mtime=0) if packed else plain)
    assert numbers(path) == [0, 1, 3, 4, 5]
    (lost,) = skips(path)
    assert lost.outcome == "broken record"
    assert f"{following - at - (0 if wreck else 700)} bytes from {f'0~{at}' if packed else at} on" in lost.reason
    everything = found(path)
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]


def test_a_page_whose_long_name_is_broken_is_read_all_the_same(tmp_path: Path) -> None:
    path = write_tar(tmp_path / "a", {f"стаття {n}.html": page(n).encode() for n in range(3)})
    data = bytearray(path.read_bytes())
    at = headers_of(data)[1]
    data[at : at + 100] = b"!" * 100
    path.write_bytes(data)
    assert numbers(path) == [0, 1, 2]
    assert [s.outcome for s in skips(path)] == ["broken record"]


def test_each_damage_to_a_tar_is_named(tmp_path: Path) -> None:
    data = bytearray(write_tar(tmp_path / "a", SIX).read_bytes())
    headers = headers_of(data)
    for at in (headers[1], headers[4]):
        data[at : at + 100] = b"!" * 100
    (tmp_path / "a").write_bytes(data)
    assert numbers(tmp_path / "a") == [0, 2, 3, 5]
    assert [s.outcome for s in skips(tmp_path / "a")] == ["broken record"] * 2


def test_before_a_corrupt_deflate_stream_every_page_of_a_tar_is_read(tmp_path: Path) -> None:
    noise = {f"{n}.bin": hashlib.sha512(b"%d" % n).digest() * 1600 + os.urandom(200_000) for n in range(2)}
    path = write_tar(tmp_path / "a", {**dict(list(SIX.items())[:3]), **noise, "5.html": page(5).encode()}, "w:gz")
    data = bytearray(path.read_bytes())
    data[300_000:370_000] = bytes(70_000)  # what does not compress is stored in blocks of 64 KB
    path.write_bytes(data)
    assert numbers(path) == [0, 1, 2]
    lost = next(s for s in skips(path) if s.outcome == "broken record")
    count, _, begin = lost.reason.partition("; ")[2].partition(" bytes from ")
    assert int(count) + int(begin.split()[0]) == len(data)
    assert 200_000 < int(begin.split()[0]) < len(data)


def test_a_tar_packed_in_several_gzip_members_is_read_on_behind_the_corrupt_one(tmp_path: Path) -> None:
    plain = write_tar(tmp_path / "a", SIX).read_bytes()
    cuts = [0, *(at + 700 for at in headers_of(plain)[1:4:2]), len(plain)]
    parts = [gzip.compress(plain[a:b], mtime=0) for a, b in pairwise(cuts)]
    parts[1] = parts[1][:20] + b"?" * 30 + parts[1][50:]
    (tmp_path / "a").write_bytes(b"".join(parts))
    assert numbers(tmp_path / "a") == [0, 4, 5]  # 1 and 3 lie in it in part
    assert [s.outcome for s in skips(tmp_path / "a")] == ["broken record"]


@pytest.mark.parametrize("packed", [False, True])
def test_tars_joined_end_to_end_are_read_and_nothing_is_lost(tmp_path: Path, *, packed: bool) -> None:
    both = [write_tar(tmp_path / "a", {"а.html": page(n).encode()}).read_bytes() for n in (1, 2)]
    (tmp_path / "a").write_bytes(b"".join(gzip.compress(t, mtime=0) if packed else t for t in both))
    assert (numbers(tmp_path / "a"), skips(tmp_path / "a")) == ([1, 2], [])


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_container_makes_reading_fail(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    name = data.draw(st.sampled_from(list(CONTAINERS)))
    whole = bytearray(CONTAINERS[name](folder / "a").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=30))
    blob = bytes(whole)
    source = Source(open=lambda: io.BytesIO(blob), size=len(blob), locator="r:a", name="a")
    for one in read(source):
        assert one.page.locator.startswith("r:a")


# ---- zip files without their end -------------------------------------------------------------------------------------


class Pipe(io.RawIOBase):
    """What a zip file is written to when it cannot go back: sizes follow each member then."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self.written += bytes(data)
        return len(data)


def zipped_to_a_pipe(files: Mapping[str, bytes], method: int) -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return pipe.written


NAMED = {f"стаття {n}.html": page(n).encode() for n in range(6)} | {"збірка.warc.gz": WARC}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("by_pipe", [False, True])
@pytest.mark.parametrize("lost", [40, "list", "zeroed"])
def test_a_zip_without_its_end_is_read_by_the_headers_of_its_members(
    tmp_path: Path, method: int, lost: int | str, *, by_pipe: bool
) -> None:
    path = write_zip(tmp_path / "а.zip", NAMED, method)
    data = zipped_to_a_pipe(NAMED, method) if by_pipe else path.read_bytes()
    begin = data.index(b"PK\x01\x02")
    path.write_bytes(
        data[:-lost]
        if isinstance(lost, int)
        else data[:begin] + (bytes(len(data) - begin) if lost == "zeroed" else b"")
    )
    assert numbers(path) == [*range(6), *range(4)]
    (named,) = skips(path)
    assert (named.outcome, "7 members" in named.reason) == ("broken record", True)
    everything = found(path)
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]
        if isinstance(one.page, Capture):
            assert capture_at(one.page.locator, {"r": tmp_path}) == one.page


def test_a_zip_that_ends_in_a_member_gives_those_before(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "а.zip", SIX)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"PK\x03\x04") + 100])
    assert numbers(path) == [0, 1, 2, 3, 4]
    assert {s.outcome for s in skips(path)} == {"broken record"}


def test_a_bomb_in_a_zip_without_its_end_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "а.zip"
    path.write_bytes(
        zipped_to_a_pipe(
            {"а.html": page(1).encode(), "б.html": bytes(200 << 20), "в.html": page(2).encode()}, zipfile.ZIP_DEFLATED
        )[:-40]
    )
    assert numbers(path) == [1, 2]
