"""Revisits: an article seen again has one capture more, whatever order the records lie in."""

from __future__ import annotations

import gzip
import io
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from backfile import main
from engines import open_index
from engines.contract import SearchRequest
from indexer.archives import Source, read
from indexer.capture import Capture
from indexer.identity import article_id, identity_key
from indexer.named import Meant, Named, names_of
from indexer.revisits import waiting
from mappings.article import Article
from tests.archive import http, page, record, response
from tests.reading_room import invented

PROFILE = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


def revisit(number: int, date: str, *, named: bool = True) -> bytes:
    refers = [
        f"WARC-Refers-To-Target-URI: https://example.com/новини/{number}",
        "WARC-Refers-To-Date: 2024-11-11T09:30:00Z",
    ]
    block = record(
        http(b""),
        f"https://example.com/новини/{number}",
        kind="revisit",
        headers=[PROFILE, *(refers if named else [])],
    )
    return block.replace(b"WARC-Date: 2024-11-11T09:30:00Z", f"WARC-Date: {date}".encode())


def index(tmp_path: Path, *records: bytes) -> str:
    (tmp_path / "а.warc.gz").write_bytes(b"".join(gzip.compress(r, mtime=0) for r in records))
    arguments = ["index", str(tmp_path / "а.warc.gz"), "--index", str(tmp_path / "index")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stderr


@pytest.mark.parametrize("first", [True, False])
def test_a_revisit_raises_captures_and_captured(tmp_path: Path, *, first: bool) -> None:
    again = [revisit(1, "2025-01-01T00:00:00Z"), revisit(1, "2025-02-01T00:00:00Z", named=False)]
    stderr = index(tmp_path, *(again if first else []), response(1), response(2), *([] if first else again))
    assert "4  indexed" in stderr
    engine = open_index(str(tmp_path / "index"))
    captures = {hit.article.title: hit.article for hit in engine.search(SearchRequest()).hits}
    engine.close()
    article = captures["Бібліотека № 1"]
    assert (article.captures, article.captured, article.revisions) == (3, "2025-02-01T00:00:00Z", 1)
    assert article.first_captured == "2024-11-11T09:30:00Z"
    assert captures["Бібліотека № 2"].captures == 1


def test_a_revisit_of_an_unknown_page_is_counted(tmp_path: Path) -> None:
    stderr = index(tmp_path, response(1), revisit(7, "2025-01-01T00:00:00Z"))
    assert "1  not a page" in stderr
    assert "1  indexed" in stderr


def test_a_revisit_waits_for_a_later_run_that_brings_its_page(tmp_path: Path) -> None:
    stderr = index(tmp_path, response(2), revisit(1, "2025-01-01T00:00:00Z"), revisit(7, "2025-01-01T00:00:00Z"))
    assert "2  not a page" in stderr
    (tmp_path / "б.warc").write_bytes(response(1))
    titles = {article.title: article for article in held(tmp_path, "б.warc").values()}
    library = titles["Бібліотека № 1"]
    assert (library.captures, library.first_captured, library.captured) == (
        2, "2024-11-11T09:30:00Z", "2025-01-01T00:00:00Z",
    )  # fmt: skip
    with closing(open_index(str(tmp_path / "index"))) as engine:
        assert [left.of_url for left in waiting(engine).values()] == ["https://example.com/новини/7"]
    assert CliRunner().invoke(main, ["rebuild", "--from-captures", "--index", str(tmp_path / "index")]).exit_code == 0
    (tmp_path / "в.warc").write_bytes(response(7))
    titles = {article.title: article for article in held(tmp_path, "в.warc").values()}
    assert titles["Бібліотека № 7"].captures == 2
    with closing(open_index(str(tmp_path / "index"))) as engine:
        assert not waiting(engine)


def test_a_file_with_revisits_is_finished_too(tmp_path: Path) -> None:
    records = [response(1), revisit(1, "2025-01-01T00:00:00Z")]
    index(tmp_path, *records)
    assert "read to the end before" in index(tmp_path, *records)


def test_without_an_index_a_revisit_is_counted(tmp_path: Path) -> None:
    (tmp_path / "а.warc").write_bytes(response(1) + revisit(1, "2025-01-01T00:00:00Z"))
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "а.warc")])
    assert len(result.stdout.splitlines()) == 1
    assert "1  not a page" in result.stderr


# ---- what a revisit refers to, written by warcio ---------------------------------------------------------------------

SEEN = "https://example.com/новини/{}?вид=друк"  # where the pages were captured; they name another address as their own
OWN = "https://example.com/новини/{}"
FIRST, SECOND, AGAIN = "2024-11-11T09:30:00Z", "2025-01-01T10:00:00Z", "2025-03-01T12:00:00Z"
REFERS = ("WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")


class Written:
    """A WARC file being written."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.writer = WARCWriter(self.file, gzip=True)

    def page(self, number: int, date: str, text: str = "") -> tuple[str, str]:
        """Write a page seen at a time; return the record's id and the digest of its payload."""
        record = self.writer.create_warc_record(
            SEEN.format(number),
            "response",
            payload=io.BytesIO(page(number, url=OWN.format(number), text=text).encode()),
            http_headers=StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            ),
            warc_headers_dict={"WARC-Date": date},
        )
        self.writer.write_record(record)
        headers = record.rec_headers
        return headers.get_header("WARC-Record-ID"), headers.get_header("WARC-Payload-Digest")

    def revisit(self, url: str, of: tuple[str, str], number: int, date: str, names: tuple[str, ...]) -> None:
        """Write a revisit of that record, naming it by these header fields only."""
        record = self.writer.create_revisit_record(
            url, of[1], SEEN.format(number), date, warc_headers_dict={"WARC-Refers-To": of[0], "WARC-Date": AGAIN}
        )
        for name in REFERS:
            if name not in names:
                record.rec_headers.remove_header(name)
        self.writer.write_record(record)


def held(tmp_path: Path, *names: str) -> dict[str, Article]:
    """Index these files in this order; return all articles by id."""
    arguments = ["index", *(str(tmp_path / name) for name in names), "--index", str(tmp_path / "index")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with closing(open_index(str(tmp_path / "index"))) as engine:
        return {article.id: article for article in engine.scan(SearchRequest())}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("url", ["http://www.example.com/друк/1.html", "https://інше.example/1"])
@pytest.mark.parametrize(
    "names", [REFERS[:1], REFERS[1:], (), REFERS], ids=["record", "address and time", "digest", "all"]
)
def test_a_revisit_counts_for_the_article_it_refers_to_at_whatever_address(
    tmp_path: Path, names: tuple[str, ...], url: str
) -> None:
    first, second = Written(tmp_path / "а.warc.gz"), Written(tmp_path / "б.warc.gz")
    with first.file, second.file:
        one, _ = first.page(1, FIRST), first.page(2, FIRST)
        second.revisit(url, one, 1, FIRST, names)
    articles = held(tmp_path, "б.warc.gz", "а.warc.gz")
    assert len(articles) == 2
    article = articles[article_id(identity_key(OWN.format(1)))]
    assert (article.captures, article.captured, article.first_captured) == (2, AGAIN, FIRST)
    assert articles[article_id(identity_key(OWN.format(2)))].captures == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("names", [REFERS[:1], REFERS[1:]], ids=["record", "address and time"])
def test_of_several_captures_the_one_named_was_seen_again(tmp_path: Path, names: tuple[str, ...]) -> None:
    with (written := Written(tmp_path / "а.warc.gz")).file:
        one = written.page(1, FIRST)
        written.page(1, SECOND, "Пізніше об’єднання читачів. " * 20)
        written.revisit(SEEN.format(1), one, 1, FIRST, names)
    (article,) = held(tmp_path, "а.warc.gz").values()
    assert (article.captures, article.revisions, article.captured) == (3, 2, AGAIN)
    assert "Пізніше" not in article.body


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_in_a_later_run_a_revisit_is_known_by_the_address_it_names(tmp_path: Path) -> None:
    first, second = Written(tmp_path / "а.warc.gz"), Written(tmp_path / "б.warc.gz")
    with first.file, second.file:
        one = first.page(1, FIRST)
        second.revisit(OWN.format(1), one, 1, FIRST, ())
    assert len(held(tmp_path, "а.warc.gz")) == 1
    (article,) = held(tmp_path, "б.warc.gz").values()
    assert (article.captures, article.captured) == (2, AGAIN)


def test_names_are_kept_in_a_file_and_the_newest_capture_of_one_counts() -> None:
    data = response(1).replace(b"WARC-Type", b"WARC-Payload-Digest: md5:x\r\nWARC-Type")
    one = next(read(Source(open=lambda: io.BytesIO(data), size=len(data), locator="р:а", name="а"))).page
    assert isinstance(one, Capture)
    names = names_of(one)
    assert len(names) == 3
    visits = [invented(1, locator=one.locator, captured=when) for when in (FIRST, AGAIN, SECOND)]
    with closing(Named()) as named:
        named.add({one.locator: names}, visits)
        named.add({one.locator: names}, [invented(2, locator="р:інше")])
        assert [named.meant(key) for key in names] == [Meant(visits[0].id, AGAIN)] * 3
        assert named.meant(names[0] + 1) is None
