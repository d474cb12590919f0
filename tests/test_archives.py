"""Inputs, roots, locators, kinds of files, saved pages: all that is the same for every container."""

from __future__ import annotations

import contextlib
import gzip
import os
import socket
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.embedded.folder import Folder
from indexer.archives import Absent, Input, capture_at, inputs, placed, read_input
from indexer.archives.locator import Locator, parse
from indexer.archives.roots import Holdings, UnclearRoot
from indexer.archives.sniff import kind_of
from indexer.archives.stamp import Stamp, stamp_of
from indexer.capture import Capture, Skipped
from tests.archive import found, page, pages, skips, write_warc

NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=12)


def all_inputs(*paths: Path, known: dict[str, Path] | None = None) -> list[Input | Skipped]:
    starts, roots = placed(paths, known or {})
    return [given for start in starts for given in inputs(start, roots)]


def key(path: Path) -> str:
    (given,) = all_inputs(path)
    assert isinstance(given, Input)
    return given.key()


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# ---- locators --------------------------------------------------------------------------------------------------------


@given(NAME, st.lists(NAME, min_size=1, max_size=3), st.lists(NAME, max_size=2), st.sampled_from(["", "0", "12~5"]))
def test_a_locator_written_and_parsed_is_the_same(root: str, path: list[str], members: list[str], offset: str) -> None:
    locator = Locator(root=root, path="/".join(path), members=tuple(members), offset=offset)
    assert parse(str(locator)) == locator


def test_a_file_name_that_is_no_utf_8_has_a_locator() -> None:
    path = os.fsdecode(b"\xef\xee\xe2\xf1\xf2\xe0\xed\xed\xff.html")
    locator = Locator(root="архів", path=path)
    assert parse(str(locator)).path == path
    assert str(locator).encode()


def test_what_is_no_locator_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="should read ROOT:"):
        parse("щось")


# ---- inputs and roots ------------------------------------------------------------------------------------------------


def test_files_come_in_order_of_names_and_bear_their_place(tmp_path: Path) -> None:
    for name in ("б.html", "а/2.html", "а/1.html"):
        write(tmp_path / "архів" / name, page(1))
    assert [i.locator for i in all_inputs(tmp_path / "архів")] == [
        "архів:б.html",
        "архів:а/1.html",
        "архів:а/2.html",
    ]


def test_a_single_file_lies_under_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "архів" / "а.html", page(1))
    assert [i.locator for i in all_inputs(path)] == ["архів:а.html"]


def test_a_path_below_a_known_root_belongs_to_it(tmp_path: Path) -> None:
    path = write(tmp_path / "архів" / "2024" / "а.html", page(1))
    known = {"старий": tmp_path / "архів"}
    assert [i.locator for i in all_inputs(path.parent, known=known)] == ["старий:2024/а.html"]
    assert [i.locator for i in all_inputs(path, known=known)] == ["старий:2024/а.html"]


def test_a_root_inside_another_keeps_its_name(tmp_path: Path) -> None:
    write(tmp_path / "все" / "2024" / "а.html", page(1))
    write(tmp_path / "все" / "б.html", page(2))
    known = {"2024": tmp_path / "все" / "2024"}
    assert {i.locator for i in all_inputs(tmp_path / "все", known=known)} == {"2024:а.html", "все:б.html"}


def test_two_folders_of_one_name_are_two_roots_and_a_moved_one_is_asked_about(tmp_path: Path) -> None:
    first, second = (write(tmp_path / n / "архів" / "а.html", page(1)).parent for n in ("1", "2"))
    _, roots = placed([first], {})
    starts, roots = placed([second], roots)
    assert starts[0].root == "архів-2"
    moved = tmp_path / "3" / "архів"
    moved.parent.mkdir()
    first.rename(moved)
    with pytest.raises(UnclearRoot, match=r"--archives архів=\S+архів\. .*--archives архів-3=\S+архів$"):
        placed([moved], roots)
    starts, _ = placed([moved], {**roots, "архів": moved.resolve()})
    assert starts[0].root == "архів"
    starts, _ = placed([moved], {**roots, "архів-3": moved.resolve()})
    assert starts[0].root == "архів-3"
    starts, _ = placed([second], roots)
    assert starts[0].root == "архів-2"


def test_holdings_are_kept_as_text_and_name_what_was_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "архів" / "2024" / "а.html", page(1)).parent.parent
    _, holdings = Holdings({}).with_([folder / "2024" / "а.html"])
    assert holdings.read == (("2024", "а.html"),)
    _, holdings = Holdings({"архів": folder}).with_([folder / "2024" / "а.html", folder / "2024"])
    assert holdings.read == (("архів", "2024"),)
    _, holdings = holdings.with_([folder])
    assert holdings.read == (("архів", "."),)
    assert Holdings.from_text(holdings.text()) == holdings
    assert [start.path for start in holdings.starts] == [folder]


def test_a_file_that_grew_or_changed_has_another_key(tmp_path: Path) -> None:
    path = write(tmp_path / "а.warc", b"x" * (3 << 20))
    before = key(path)
    assert key(path) == before
    write(path, b"x" * (3 << 20) + b"y")
    grown = key(path)
    write(path, b"x" * ((3 << 20) - 1) + b"z")
    assert len({before, grown, key(path)}) == 3


def test_an_index_is_never_read_as_an_archive(tmp_path: Path) -> None:
    write(tmp_path / "а.html", page(1))
    Folder(tmp_path / "покажчик").make()
    write(tmp_path / "покажчик" / "generations" / "data.html", page(2))
    given, index = all_inputs(tmp_path)
    assert isinstance(index, Skipped)
    assert (index.outcome, index.locator.rsplit(":")[-1]) == ("not a page", "покажчик")
    assert given.locator.rsplit(":")[-1] == "а.html"


@pytest.mark.parametrize(
    "text", ['{"note": "my backfile of 1998"}', '{"backfile": "index", "format": 3}', "[" * 4000, '"backfile"', "\0ї"]
)
def test_a_folder_with_a_file_named_like_one_of_an_index_is_read(tmp_path: Path, text: str) -> None:
    write(tmp_path / "format.json", text)
    write(tmp_path / "об’єкт.html", page(2))
    assert [i.locator.rsplit(":")[-1] for i in all_inputs(tmp_path)] == ["format.json", "об’єкт.html"]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
def test_links_out_of_the_archive_and_devices_are_counted_and_not_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "таємне.txt", "пароль")
    folder = tmp_path / "архів"
    write(folder / "а.html", page(1))
    (folder / "б.txt").symlink_to(secret)
    (folder / "в").symlink_to(tmp_path)
    (folder / "г.html").symlink_to(folder / "а.html")
    (folder / "ґ").symlink_to(folder / "ґ")
    os.mkfifo(folder / "д")
    with socket.socket(socket.AF_UNIX) as listening, contextlib.chdir(folder):
        listening.bind("е")  # by its short name: the system bounds the length of such paths
    given = all_inputs(folder)
    assert [i.locator for i in given if isinstance(i, Input)] == ["архів:а.html", "архів:г.html"]
    skipped = {i.locator: i.outcome for i in given if isinstance(i, Skipped)}
    assert skipped["архів:б.txt"] == skipped["архів:в"] == skipped["архів:д"] == skipped["архів:е"] == "not a page"
    assert skipped["архів:ґ"] == "unreadable input"


def test_a_deep_folder_is_walked(tmp_path: Path) -> None:
    path = tmp_path / "архів"
    for _ in range(120):
        path = path / "ї"
    write(path / "а.html", page(1))
    assert len(all_inputs(tmp_path / "архів")) == 1


# ---- kinds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (page(1).encode(), "x.bin", "html"),
        (page(1).encode("cp1251", "replace"), "x", "html"),
        (b"\xff\xfe" + page(1).encode("utf-16-le"), "x", "html"),
        (page(1).encode("utf-16-be"), "x", "html"),
        (b"\xef\xbb\xbf" + page(1).encode(), "x", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "x.xml", "html"),
        (b'<?xml version="1.0"?>\n<rss><channel><title>x</title>', "x.xml", "other"),
        ("<b>Об’єднання</b>".encode(), "x.htm", "html"),
        (b"\0\0" + page(1).encode(), "x.html", "html"),
        ("Ґанок і п’ять слів".encode(), "x.txt", "text"),
        ("Ґанок".encode("cp1251"), "README", "text"),
        (b"body{color:red}", "x.css", "other"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "x.html", "other"),
        (b"%PDF-1.7\n<html><body>", "x.html", "other"),
        (b"WARC/1.0\r\n", "x.txt", "warc"),
        (gzip.compress(b"WARC/1.0\r\n"), "x.txt", "packed:warc"),
        (gzip.compress(page(1).encode()), "x.html", "packed:html"),
        (gzip.compress("ніч".encode()), "x.txt.gz", "packed:text"),
        (b"\x1f\x8b\x08rubbish", "x.gz", "packed:empty"),
        (b"", "x.html", "empty"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


# ---- saved pages -----------------------------------------------------------------------------------------------------


def stamped(stamp: str) -> bytes:
    return f"<!DOCTYPE html>\n{stamp}\n<html><body>Ніч</body></html>".encode()


@pytest.mark.parametrize(
    ("stamp", "url", "captured"),
    [
        ("<!-- saved from url=(0026)https://example.com/їжа/5/ -->", "https://example.com/їжа/5/", None),
        (
            "<!--\n Page saved with SingleFile \n url: https://example.com/5 \n"
            " saved date: Mon Nov 11 2024 11:30:00 GMT+0200 (за східноєвропейським стандартним часом)\n-->",
            "https://example.com/5",
            "2024-11-11T09:30:00Z",
        ),
        (
            "<!-- Mirrored from example.com/5?x=1 by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Mon, 11 Nov 2024 09:30:00 GMT -->",
            "http://example.com/5?x=1",
            "2024-11-11T09:30:00Z",
        ),
        (
            "<!-- saved from url=(0070)https://web.archive.org/web/20041122093000/http://example.com/5 -->",
            "http://example.com/5",
            "2004-11-22T09:30:00Z",
        ),
        ("<!-- saved from url=(0014)about:internet -->", None, None),
        ("<!-- звичайний коментар -->", None, None),
    ],
)
def test_a_saved_page_says_where_and_when_it_was_saved(stamp: str, url: str | None, captured: str | None) -> None:
    assert stamp_of(stamped(stamp)) == Stamp(url, captured)


@pytest.mark.parametrize("name", ["а.html", "а.htm", "а.xhtml", "а.html.gz", "а"])
def test_a_saved_page_is_one_capture_without_a_made_up_time(tmp_path: Path, name: str) -> None:
    data = page(7).encode()
    path = write(tmp_path / name, gzip.compress(data) if name.endswith(".gz") else data)
    (capture,) = pages(path)
    assert (capture.payload, capture.url, capture.captured, capture.kind) == (data, None, None, "html")
    assert capture_at(capture.locator, {"r": tmp_path}) == capture


def test_a_page_named_gz_that_is_not_compressed_is_read(tmp_path: Path) -> None:
    assert [c.payload for c in pages(write(tmp_path / "а.html.gz", page(1)))] == [page(1).encode()]


def test_a_text_capture_is_text(tmp_path: Path) -> None:
    (capture,) = pages(write(tmp_path / "а.txt", "Заголовок\n\nЛюди об’єдналися."))
    assert capture.kind == "text"


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"", "no text"),
        (b" \n ", "not HTML"),
        (gzip.compress(page(1).encode())[:200], "broken record"),
        (b"\x1f\x8b\x08" + b"rubbish" * 9, "broken record"),
        (gzip.compress(b"<html>" + bytes(40 << 20)), "too large"),
        (bytes(range(256)) * 9, "not HTML"),
    ],
)
def test_a_bad_file_is_counted_with_its_reason(tmp_path: Path, data: bytes, outcome: str) -> None:
    assert [s.outcome for s in skips(write(tmp_path / "а.html", data))] == [outcome]


def test_a_page_of_200_mb_is_too_large_and_costs_little(tmp_path: Path) -> None:
    path = tmp_path / "а.html"
    with path.open("wb") as file:
        file.write(page(1).encode())
        file.truncate(200 << 20)
    assert [s.outcome for s in skips(path)] == ["too large"]


def test_parts_of_a_page_that_a_browser_saved_complete_are_counted_as_such(tmp_path: Path) -> None:
    write(tmp_path / "Стаття.html", page(1))
    write(tmp_path / "Стаття_files" / "frame.html", page(2))
    write(tmp_path / "Інша_files" / "frame.html", page(3))
    given = [i for i in all_inputs(tmp_path) if isinstance(i, Input)]
    results = [next(read_input(i)).page for i in given]
    parts = [p for p in results if isinstance(p, Skipped)]
    assert [p.outcome for p in parts] == ["part of a saved page"]
    assert "Стаття.html" in parts[0].reason
    assert sum(isinstance(p, Capture) for p in results) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
def test_a_file_without_the_right_to_read_it_is_counted() -> None:
    root = os.geteuid() == 0  # who may read everything, so nobody reads
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = write(Path(folder) / "а.html", page(1))
        path.chmod(0)
        if root:
            os.seteuid(65534)
        try:
            outcomes = [one.outcome for one in skips(path)]
        finally:
            if root:
                os.seteuid(0)
    assert outcomes == ["unreadable input"]


@pytest.mark.parametrize("locator", ["щось", "інший:а.html", "r:немає.html", "r:../таємне.txt", "r:/etc/passwd", "r:."])
def test_nothing_is_shown_from_outside_the_archive(tmp_path: Path, locator: str) -> None:
    write(tmp_path / "таємне.txt", "пароль")
    (tmp_path / "r").mkdir()
    assert isinstance(capture_at(locator, {"r": tmp_path / "r"}), Absent)


def test_a_warc_named_html_is_a_warc(tmp_path: Path) -> None:
    assert len(found(write_warc(tmp_path / "а.html", range(3)))) == 3
