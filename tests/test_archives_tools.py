"""Archives that other people's tools make: warcio, wget, tar, zstd, HTTrack, a browser."""

from __future__ import annotations

import http.server
import io
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from indexer.archives import Input, inputs, placed, read_input
from indexer.capture import Capture, Revisit, Skipped
from tests.archive import found, page, pages, skips, write_warc
from tests.browser import chromium, executable


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and keeps silent."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve three pages that link to each other; yields the address of the first."""
    folder = tmp_path / "site"
    (folder / "news").mkdir(parents=True)
    links = "".join(f'<a href="/news/{n}.html">Новина {n}</a>' for n in (1, 2, 3))
    for number in (1, 2, 3):
        text = page(number).replace("</body>", f"{links}</body>")
        (folder / "news" / f"{number}.html").write_text(text, encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/news/1.html"
    finally:
        server.shutdown()
        server.server_close()


def run(*command: str, cwd: Path) -> None:
    """Run a tool; those that crawl return errors for pages they do not find, so their code is not looked at."""
    subprocess.run(command, cwd=cwd, capture_output=True, timeout=60, check=False)


def below(folder: Path) -> list[Capture]:
    """Return all captures in a folder."""
    starts, roots = placed([folder], {})
    files = [given for start in starts for given in inputs(start, roots) if isinstance(given, Input)]
    return [f.page for given in files for f in read_input(given) if isinstance(f.page, Capture)]


def left_out(folder: Path) -> list[Skipped]:
    """Return all that was skipped in a folder."""
    starts, roots = placed([folder], {})
    files = [given for start in starts for given in inputs(start, roots) if isinstance(given, Input)]
    return [f.page for given in files for f in read_input(given) if isinstance(f.page, Skipped)]


def titles(captures: list[Capture]) -> list[str]:
    return sorted({c.payload.decode().split("<title>")[1].split("</title>")[0] for c in captures})


EXPECTED = [f"Бібліотека № {n}" for n in (1, 2, 3)]


# ---- warcio ----------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # warcio leaves a file open
@pytest.mark.parametrize("compressed", [False, True])
def test_what_warcio_writes_is_read(tmp_path: Path, *, compressed: bool) -> None:
    path = tmp_path / "а.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compressed)
        writer.write_record(writer.create_warcinfo_record("а.warc", {"software": "тест"}))
        for number in (1, 2, 3):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://example.com/{number}",
                    "response",
                    payload=io.BytesIO(page(number).encode()),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2024-11-11T09:30:00Z"},
                )
            )
        writer.write_record(
            writer.create_revisit_record(
                "https://example.com/1", "sha1:X", "https://example.com/1", "2024-11-11T09:30:00Z"
            )
        )
    everything = [f.page for f in found(path)]
    captures = [p for p in everything if isinstance(p, Capture)]
    assert titles(captures) == EXPECTED
    assert {c.captured for c in captures} == {"2024-11-11T09:30:00Z"}
    assert [p.of_url for p in everything if isinstance(p, Revisit)] == ["https://example.com/1"]
    assert [p.outcome for p in everything if isinstance(p, Skipped)] == ["not a page"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_digests_that_warcio_writes_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "а.warc"
    body = page(1).encode()
    sent = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:700], body[700:])) + b"0\r\n\r\n"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for number in (1, 2):
            named = [("Content-Type", "text/html; charset=utf-8"), ("Transfer-Encoding", "chunked")]
            headers = StatusAndHeaders("200 OK", named, protocol="HTTP/1.1")
            url = f"https://example.com/{number}"
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(sent), http_headers=headers)
            )
    written = path.read_bytes()
    assert written.count(b"WARC-Payload-Digest: sha1:") == 2
    path.write_bytes(written.replace("тесляр".encode(), "столяр".encode(), 1))
    everything = [f.page for f in found(path)]
    assert [p.url for p in everything if isinstance(p, Capture)] == ["https://example.com/2"]
    assert [p.outcome for p in everything if isinstance(p, Skipped)] == ["broken record"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("status", ["OK fine", "OK", "200", "fine"])
def test_an_answer_whose_status_line_is_odd_is_not_said_to_have_been_changed(tmp_path: Path, status: str) -> None:
    path = tmp_path / "а.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        payload = io.BytesIO(page(1).encode())
        writer.write_record(
            writer.create_warc_record("https://example.com/1", "response", payload=payload, http_headers=headers)
        )
    assert not [s for s in skips(path) if "digest" in s.reason]
    assert status == "fine" or titles(pages(path)) == ["Бібліотека № 1"]


# ---- wget ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--warc-compression", "--no-warc-compression"])
def test_a_warc_of_wget_is_read(tmp_path: Path, site: str, option: str) -> None:
    run(tool("wget"), "-q", "-r", "-l", "2", option, "--warc-file=crawl", site, cwd=tmp_path)
    (path,) = tmp_path.glob("crawl.warc*")
    captures = [c for c in pages(path) if c.payload.startswith(b"<!DOCTYPE html><html lang")]
    assert titles(captures) == EXPECTED
    assert all(c.url and c.url.startswith("http://127.0.0.1") and c.captured for c in captures)
    assert not [s for s in skips(path) if s.outcome == "broken record"]


@pytest.mark.parametrize("options", [["-k"], ["--save-headers"]])
def test_a_mirror_of_wget_is_read(tmp_path: Path, site: str, options: list[str]) -> None:
    (tmp_path / "mirror").mkdir()
    run(tool("wget"), "-q", "-r", "-l", "2", *options, site, cwd=tmp_path / "mirror")
    assert titles(below(tmp_path / "mirror")) == EXPECTED


# ---- tar, zstd -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["-cf", "-czf", "--zstd -cf", "--format=pax -cf", "--format=v7 -cf"])
def test_what_tar_packs_is_read(tmp_path: Path, site: str, option: str) -> None:
    run(tool("tar"), *option.split(), "packed", "site", cwd=tmp_path)
    assert titles(pages(tmp_path / "packed")) == EXPECTED


def test_what_zstd_packs_is_read(tmp_path: Path) -> None:
    write_warc(tmp_path / "а.warc", (1, 2, 3), compressed=False)
    run(tool("zstd"), "-q", "а.warc", cwd=tmp_path)
    assert titles(pages(tmp_path / "а.warc.zst")) == EXPECTED


# ---- HTTrack and a browser -------------------------------------------------------------------------------------------


def test_a_mirror_of_httrack_knows_addresses_and_times(tmp_path: Path, site: str) -> None:
    run(tool("httrack"), site, "-O", "mirror", "-q", "-r3", cwd=tmp_path)
    captures = below(tmp_path / "mirror")
    assert sorted(c.locator.rpartition("/")[2] for c in captures) == ["1.html", "2.html", "3.html"]
    assert titles(captures) == EXPECTED
    assert all(c.url and c.url.startswith("http://127.0.0.1") and c.captured for c in captures)


def test_what_httrack_keeps_for_itself_is_counted(tmp_path: Path, site: str) -> None:
    run(tool("httrack"), site, "-O", "mirror", "-q", "-r3", cwd=tmp_path)
    left = {s.locator.partition(":")[2]: s.outcome for s in left_out(tmp_path / "mirror")}
    assert left["hts-cache/new.zip"] == "part of a saved page"
    assert left["index.html"] == "not an article"


def test_the_cache_of_httrack_is_read_when_it_is_all_there_is_of_a_mirror(tmp_path: Path, site: str) -> None:
    run(tool("httrack"), site, "-O", "mirror", "-q", "-r3", cwd=tmp_path)
    shutil.copytree(tmp_path / "mirror" / "hts-cache", tmp_path / "решта" / "hts-cache")
    captures = below(tmp_path / "решта")
    assert titles(captures) == EXPECTED
    assert len(captures) == 3
    left = [s for s in left_out(tmp_path / "решта") if s.url]
    assert [(s.outcome, (s.url or "").rpartition("/")[2]) for s in left] == [("error status", "robots.txt")]


def test_a_page_that_a_browser_saved_as_mhtml_is_read(tmp_path: Path, site: str) -> None:
    path = executable()
    if path is None:
        pytest.skip("no Chromium is installed")
    with chromium(path) as browser:
        tab = browser.new_page()
        tab.goto(site)
        session = tab.context.new_cdp_session(tab)
        saved = session.send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    (tmp_path / "а.mhtml").write_text(saved, encoding="utf-8", newline="")
    (capture,) = pages(tmp_path / "а.mhtml")
    assert capture.url == site
    assert capture.captured is not None
    assert "Бібліотека № 1" in capture.payload.decode()
