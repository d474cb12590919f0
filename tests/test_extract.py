"""From bytes to an article or a reason, whatever the bytes are."""

from __future__ import annotations

import gzip
import hashlib
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.capture import Capture, Skipped
from indexer.extract import Article, read, read_capture
from indexer.extract.payload import MAX_BYTES
from tests import pages

TITLE, TEXT = pages.TITLE, pages.paragraphs()
PAGE = f"<title>{TITLE}</title><h1>{TITLE}</h1>{TEXT}".encode()
LD = '<script type="application/ld+json">%s</script>'


def article(payload: bytes, url: str | None = pages.URL, charset: str | None = None) -> Article:
    found = read(payload, url, charset=charset)
    assert isinstance(found, Article), found
    return found


def outcome(payload: bytes) -> str:
    found = read(payload, pages.URL)
    return found.outcome if isinstance(found, Skipped) else "article"


def test_every_field_of_a_modern_page_is_read() -> None:
    found = article(pages.modern().payload)
    assert (found.title, found.lead, found.language) == (TITLE, pages.LEAD, "uk")
    assert found.body.split("\n")[-5:] == list(pages.PARAGRAPHS)
    assert (found.published, found.published_precision) == ("2024-11-12T10:15:00+02:00", "minute")
    assert (found.url, found.site, found.source) == (pages.URL, "polissia.example", "polissia.example")


def test_a_page_of_tables_in_windows_1251_is_read_without_any_metadata() -> None:
    found = article(pages.tables().payload, None)
    assert found.body.split("\n") == list(pages.PARAGRAPHS)
    assert (found.language, found.published_day) == ("uk", "2001-11-12")


def test_hashes_are_of_the_bytes_and_of_title_and_text() -> None:
    found = article(PAGE)
    assert found.payload_hash == hashlib.sha256(PAGE).hexdigest()
    assert found.text_hash == hashlib.sha256(f"{found.title}\n{found.body}".encode()).hexdigest()


def test_texts_are_composed_characters() -> None:
    found = article(unicodedata.normalize("NFD", PAGE.decode()).encode())
    assert found.title == unicodedata.normalize("NFC", TITLE)
    assert unicodedata.is_normalized("NFC", found.body)


def test_what_the_capture_knows_is_passed_on() -> None:
    capture = Capture(payload=PAGE, url=pages.URL, captured="2024-11-13T00:00:00Z", locator="архів:сторінка.html")
    found = read_capture(capture)
    assert isinstance(found, Article)
    assert (found.captured, found.first_captured, found.locator) == (
        capture.captured,
        capture.captured,
        capture.locator,
    )


def test_a_plain_text_capture_is_read() -> None:
    lines = ["Polissia", TITLE, "Мар’яна Коваль — 12 листопада 2024, 10:15", *pages.PARAGRAPHS]
    found = read("\n".join(lines).encode(), kind="text")
    assert isinstance(found, Article)
    assert (found.title, found.published_day) == (TITLE, "2024-11-12")


def test_a_page_without_an_address_is_known_by_its_bytes() -> None:
    assert article(PAGE, None).id == article(PAGE, None).id != article(PAGE + b" ", None).id


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"", "no text"),
        (b" \n\t", "no text"),
        (b"\0" * 5000, "not HTML"),
        (random.Random(1).randbytes(50_000), "not HTML"),
        (b"%PDF-1.7\n<<", "not HTML"),
        (b"\x89PNG\r\n", "not HTML"),
        ("Лише слова, без жодного тегу.".encode(), "not HTML"),
        (b"\x1f\x8b\x08" + b"garbage" * 20, "undecodable"),
        (gzip.compress(b"<p>" + b"a" * (MAX_BYTES + 1)), "too large"),
        (b"<p>" + b"a" * MAX_BYTES, "too large"),
        (b"<frameset><frame src=a.html></frameset>", "no text"),
        (f"<h1>{TITLE}</h1>".encode(), "no text"),
        (("<h1>Є</h1><p>" + "\ufffd" * 400).encode(), "undecodable"),
    ],
    ids=range(13),
)
def test_what_is_no_page_is_an_outcome_with_a_reason(payload: bytes, expected: str) -> None:
    found = read(payload, pages.URL, locator="тут")
    assert isinstance(found, Skipped)
    assert (found.outcome, found.locator, found.url) == (expected, "тут", pages.URL)
    assert found.reason


@pytest.mark.parametrize(
    "payload",
    [
        gzip.compress(PAGE),
        PAGE.replace(b" ", b"\0 "),
        PAGE.decode().encode("utf-16"),
        b"<title>x</title>" + b"<div>" * 10_000 + TEXT.encode(),
        PAGE.replace(b"<h1>", b"<div " + b" ".join(b'a%d="1"' % n for n in range(1_000_000)) + b"><h1>"),
        PAGE + b"<!-- never closed " + b"x" * 1000,
        PAGE + (LD % ('{"a":' * 50_000)).encode(),
        PAGE + (LD % r'{"@type":"NewsArticle","headline":"\ud800 Є","datePublished":"2024-13-45"}').encode(),
        PAGE + (LD % '{"@type":["Article",5],"headline":{"a":[1]},"author":[[["x"]]],"articleBody":["p"]}').encode(),
        PAGE + b'<script>"' + b'aaaa\\"' * 300_000,
    ],
    ids=range(10),
)
def test_a_hostile_page_is_still_read(payload: bytes) -> None:
    found = article(payload)
    assert set(pages.PARAGRAPHS) <= set(found.body.split("\n"))
    found.title.encode()


def test_a_page_cut_off_anywhere_is_an_article_or_a_reason() -> None:
    whole = pages.modern().payload
    for end in range(0, len(whole), 97):
        assert outcome(whole[:end]) in {"article", "no text", "not HTML"}


@given(st.binary(max_size=400))
def test_no_bytes_raise(payload: bytes) -> None:
    read(payload)
    read(b"<html><p>" + payload, pages.URL, charset="utf-8")
    read(payload, kind="text")
