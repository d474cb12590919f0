"""WARC files: whole, in every compression, and broken in every way."""

from __future__ import annotations

import base64
import gzip
import hashlib
import zlib
from dataclasses import replace
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archives import by_warcio, capture_at, warc
from indexer.archives.records import read_records
from indexer.capture import Capture, Skipped
from tests.archive import found, http, page, pages, record, response, skips, source, urls, write_warc


def write(path: Path, *parts: bytes) -> Path:
    path.write_bytes(b"".join(parts))
    return path


@pytest.mark.parametrize("compressed", [False, True])
def test_each_response_is_a_capture_with_its_url_and_time(tmp_path: Path, *, compressed: bool) -> None:
    path = write_warc(tmp_path / "a", range(1, 4), compressed=compressed)
    captures = pages(path)
    assert [c.url for c in captures] == [f"https://example.com/новини/{n}" for n in (1, 2, 3)]
    assert captures[0].captured == "2024-11-11T09:30:00Z"
    assert captures[0].payload.decode() == page(1)
    assert captures[0].charset == "utf-8"


def whole_gzip(data: list[bytes]) -> bytes:
    return gzip.compress(b"".join(data))


def by_twos(data: list[bytes]) -> bytes:
    return b"".join(gzip.compress(b"".join(data[i : i + 2])) for i in range(0, len(data), 2))


def by_record(data: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, data))


def zstd(data: list[bytes]) -> bytes:
    return b"".join(map(zstandard.ZstdCompressor().compress, data))


def zstd_with_dictionary(data: list[bytes]) -> bytes:
    dictionary = zstandard.train_dictionary(2048, [page(n).encode() for n in range(300)])
    frame = zstandard.ZstdCompressor().compress(dictionary.as_bytes())
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    skippable = b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame
    return skippable + b"".join(map(compressor.compress, data))


@pytest.mark.parametrize("packed", [b"".join, by_record, whole_gzip, by_twos, zstd, zstd_with_dictionary])
def test_reading_goes_on_from_any_position_and_every_page_is_found_by_its_locator(tmp_path: Path, packed) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path / "a", packed([response(n) for n in range(7)]))
    everything = found(path)
    assert urls(path) == [str(n) for n in range(7)]
    for number, one in enumerate(everything):
        rest = found(path, one.position) if one.position else []
        assert [f.page for f in rest] == [f.page for f in everything[number + 1 :]]
        assert capture_at(one.page.locator, {"r": tmp_path}) == one.page


@pytest.mark.parametrize(
    ("headers", "encoded"),
    [
        (["Content-Encoding: gzip"], gzip.compress),
        (["Content-Encoding: deflate"], zlib.compress),
        (["Content-Encoding: deflate"], lambda b: zlib.compress(b)[2:-4]),
        (["Content-Encoding: br"], brotli.compress),
        (["Content-Encoding: zstd"], zstandard.ZstdCompressor().compress),
        (["Transfer-Encoding: chunked"], lambda b: b"%x;x=1\r\n%s\r\n0\r\n\r\n" % (len(b), b)),
        (
            ["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
            lambda b: (
                b"".join(b"%X\r\n%s\r\n" % (1, gzip.compress(b)[i : i + 1]) for i in range(len(gzip.compress(b))))
                + b"0\r\n\r\n"
            ),
        ),
        (["Content-Encoding: gzip"], lambda b: b),
        (["Content-Encoding: br"], lambda b: b),
        (["Transfer-Encoding: chunked"], lambda b: b),
        (["Content-Encoding: gzip, br"], lambda b: brotli.compress(gzip.compress(b, mtime=0))),
    ],
)
def test_http_encodings_are_undone_even_when_they_are_only_claimed(tmp_path: Path, headers: list[str], encoded) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path / "a", record(http(encoded(page(5).encode()), headers=headers)))
    assert [c.payload.decode() for c in pages(path)] == [page(5)]


@pytest.mark.parametrize(
    ("block", "outcome"),
    [
        (http(b"", status="404 Not Found"), "error status"),
        (http(b"", status="301 Moved"), "error status"),
        (http(b"  "), "no text"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8", "not HTML"),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", "not HTML"),
        (b"SSH-2.0 hello", "broken record"),
        (http(b"5\r\nabcde\r\nzzz\r\n", headers=["Transfer-Encoding: chunked"]), "broken record"),
        (http(b"ff\r\nabcde", headers=["Transfer-Encoding: chunked"]), "broken record"),
        (http(gzip.compress(page(1).encode())[:90], headers=["Content-Encoding: gzip"]), "broken record"),
        (http(gzip.compress(bytes(50 << 20)), headers=["Content-Encoding: gzip"]), "too large"),
        (http(brotli.compress(bytes(50 << 20), quality=1), headers=["Content-Encoding: br"]), "too large"),
        (http(zstandard.compress(bytes(50 << 20)), headers=["Content-Encoding: zstd"]), "too large"),
        (http(b"<p>" * (8 << 20)), "too large"),
    ],
)
def test_what_is_no_page_is_counted_with_its_reason(tmp_path: Path, block: bytes, outcome: str) -> None:
    path = write(tmp_path / "a", response(1), record(block, "https://example.com/їжа"), response(2))
    assert urls(path) == ["1", "2"]
    (skipped,) = skips(path)
    assert skipped.outcome == outcome
    assert skipped.url == "https://example.com/їжа"
    assert skipped.reason.endswith(".")


def test_requests_and_other_records_are_counted_as_no_pages(tmp_path: Path) -> None:
    kinds = ["warcinfo", "request", "metadata", "continuation"]
    path = write(tmp_path / "a", *(record(b"x", kind=kind) for kind in kinds), response(1))
    assert [s.outcome for s in skips(path)] == ["not a page"] * 4
    assert urls(path) == ["1"]


def test_a_record_that_does_not_say_what_it_is_is_named_as_broken(tmp_path: Path) -> None:
    path = write(tmp_path / "a", response(0), response(1).replace(b"WARC-Type", b"WXRC-Type"), response(2))
    assert urls(path) == ["0", "2"]
    assert [s.outcome for s in skips(path)] == ["broken record"]


def test_an_answer_behind_a_line_that_is_not_http_is_not_said_to_have_been_changed(tmp_path: Path) -> None:
    block = b"SITE ready\r\nContent-Type: text/html\r\n\r\n" + BODY
    named = [f"WARC-Payload-Digest: {spelled('sha1', 'base32', BODY)}"]
    path = write(tmp_path / "a", record(block, "https://example.com/їжа", headers=named))
    assert (len(pages(path)), skips(path)) == (1, [])


def test_a_resource_record_is_a_page(tmp_path: Path) -> None:
    block = record(page(3).encode(), kind="resource", headers=["Content-Type: text/html"])
    assert [c.payload.decode() for c in pages(write(tmp_path / "a", block))] == [page(3)]


# ---- broken archives -------------------------------------------------------------------------------------------------


def corrupt(data: bytes) -> bytes:
    return data[:40] + bytes([data[40] ^ 0xFF]) + data[41:]


def broken_files() -> dict[str, tuple[bytes, list[str]]]:
    plain = [response(n) for n in range(4)]
    packed = [gzip.compress(r) for r in plain]
    swallowing = record(http("<p>є</p>".encode()), length=len(plain[2]) + 700)
    short = record(http(page(1).encode()), length=100)
    endless = record(http("<p>є</p>".encode()), length=5_000_000_000)
    return {
        "corrupt gzip member": (b"".join([packed[0], corrupt(packed[1]), *packed[2:]]), ["0", "2", "3"]),
        "gzip member cut short": (b"".join([packed[0], packed[1][:70], *packed[2:]]), ["0", "2", "3"]),
        "gzip magic lost": (b"".join([packed[0], b"\0\0\0" + packed[1][3:], *packed[2:]]), ["0", "2", "3"]),
        "record cut short": (b"".join([plain[0], plain[1][:500], *plain[2:]]), ["0", "2", "3"]),
        "record cut short in a member": (
            b"".join([packed[0], gzip.compress(plain[1][:500]), *packed[2:]]),
            ["0", "2", "3"],
        ),
        "header cut short": (b"".join([plain[0], plain[1][:60], *plain[2:]]), ["0", "2", "3"]),
        "length too long": (b"".join([plain[0], swallowing, *plain[2:]]), ["0", "2", "3"]),
        "length too long, gzip": (b"".join([packed[0], gzip.compress(swallowing), *packed[2:]]), ["0", "2", "3"]),
        "length too long, whole gzip": (gzip.compress(b"".join([plain[0], swallowing, *plain[2:]])), ["0", "2", "3"]),
        "5 GB declared": (b"".join([plain[0], endless, *plain[2:]]), ["0", "2", "3"]),
        "5 GB declared, gzip": (b"".join([packed[0], gzip.compress(endless), *packed[2:]]), ["0", "2", "3"]),
        "5 GB declared, whole gzip": (gzip.compress(b"".join([plain[0], endless, *plain[2:]])), ["0", "2", "3"]),
        "length too short": (b"".join([plain[0], short, *plain[2:]]), ["0", "1", "2", "3"]),
        "length too short, gzip": (b"".join([packed[0], gzip.compress(short), *packed[2:]]), ["0", "1", "2", "3"]),
        "no length": (
            b"".join([plain[0], plain[1].replace(b"Content-Length: ", b"Content-Longing: "), *plain[2:]]),
            ["0", "2", "3"],
        ),
        "rubbish between": (b"".join([*plain[:2], "сміття\r\n".encode() * 99, *plain[2:]]), ["0", "1", "2", "3"]),
        "rubbish between members": (b"".join([*packed[:2], b"rubbish" * 99, *packed[2:]]), ["0", "1", "2", "3"]),
        "ends in mid-record": (b"".join([*plain[:3], plain[3][:400]]), ["0", "1", "2"]),
        "ends in a header": (b"".join([*plain[:3], plain[3][:60]]), ["0", "1", "2"]),
        "ends in mid-member": (b"".join([*packed[:3], packed[3][:80]]), ["0", "1", "2"]),
    }


@pytest.mark.parametrize("name", list(broken_files()))
def test_reading_resumes_after_damage_and_the_loss_is_named(tmp_path: Path, name: str) -> None:
    data, readable = broken_files()[name]
    path = write(tmp_path / "a", data)
    assert urls(path) == readable
    lost = [s for s in skips(path) if s.outcome == "broken record"]
    assert len(lost) == 1
    assert "bytes" in lost[0].reason
    assert all(f.read <= len(data) for f in found(path))


@pytest.mark.parametrize("name", list(broken_files()))
def test_warcio_reads_what_fastwarc_reads(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "a", broken_files()[name][0])
    form = replace(warc.FORMAT, raws=by_warcio.raws)
    results = list(read_records(source(path), "", form))
    by_fastwarc = found(path)
    assert [f.page.url for f in results if isinstance(f.page, Capture)] == [
        f.page.url for f in by_fastwarc if isinstance(f.page, Capture)
    ]
    assert [f.page for f in results if isinstance(f.page, Capture)] == [
        f.page for f in by_fastwarc if isinstance(f.page, Capture)
    ]
    assert [f.page.outcome for f in results if isinstance(f.page, Skipped)] == ["broken record"]


@pytest.mark.parametrize("form", ["hex", "base32"])
def test_a_record_whose_bytes_changed_since_is_named_and_those_around_it_are_read(tmp_path: Path, form: str) -> None:
    block = http(page(9).encode())
    raw = hashlib.sha1(block).digest()
    digest = raw.hex() if form == "hex" else base64.b32encode(raw).decode()
    whole = record(block, "https://example.com/новини/9", headers=[f"WARC-Block-Digest: sha1:{digest}"])
    changed = whole.replace("сусіди".encode(), "сусідu".encode() + b" ")
    path = write(tmp_path / "a", response(0), whole, changed, response(1))
    assert urls(path) == ["0", "9", "1"]
    assert ["digest" in s.reason for s in skips(path)] == [True]


def spelled(algorithm: str, form: str, data: bytes) -> str:
    raw = hashlib.new(algorithm, data).digest()
    value = {
        "hex": raw.hex(),
        "base32": base64.b32encode(raw).decode(),
        "bare": base64.b32encode(raw).decode().strip("="),
    }
    return f"{algorithm}:{value[form]}"


BODY = page(9).encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
PACKED = gzip.compress(BODY, mtime=0)


@pytest.mark.parametrize(
    ("sent", "headers", "payload"),
    [
        (BODY, [], BODY),
        (CHUNKED, ["Transfer-Encoding: chunked"], CHUNKED),
        (CHUNKED, ["Transfer-Encoding: chunked"], BODY),
        (BODY, ["Transfer-Encoding: chunked"], BODY),
        (PACKED, ["Content-Encoding: gzip"], PACKED),
        (PACKED, ["Content-Encoding: gzip"], BODY),
    ],
)
@pytest.mark.parametrize("form", [("sha1", "base32"), ("sha256", "hex"), ("sha256", "base32"), ("sha256", "bare")])
def test_a_payload_digest_may_be_that_of_the_body_as_sent_as_joined_or_as_decoded(
    tmp_path: Path, sent: bytes, headers: list[str], payload: bytes, form: tuple[str, str]
) -> None:
    block = http(sent, headers=headers)
    good = record(block, "https://example.com/новини/9", headers=[f"WARC-Payload-Digest: {spelled(*form, payload)}"])
    wrong = record(block, "https://example.com/новини/8", headers=[f"WARC-Payload-Digest: {spelled(*form, b'?')}"])
    path = write(tmp_path / "a", response(0), good, wrong, response(1))
    assert urls(path) == ["0", "9", "1"]
    assert [(s.outcome, "payload digest" in s.reason) for s in skips(path)] == [("broken record", True)]


def test_a_wrong_payload_digest_beside_a_right_block_digest_is_named_and_the_page_is_read(tmp_path: Path) -> None:
    block = http(BODY)
    right, wrong = spelled("sha1", "base32", block), spelled("sha1", "base32", b"?")
    digests = [f"WARC-Block-Digest: {right}", f"WARC-Payload-Digest: {wrong}"]
    path = write(tmp_path / "a", response(0), record(block, "https://example.com/9", headers=digests), response(1))
    assert urls(path) == ["0", "9", "1"]
    (named,) = skips(path)
    assert (named.outcome, named.url) == ("broken record", "https://example.com/9")
    assert "read all the same" in named.reason


@pytest.mark.parametrize("header", ["WARC-Truncated: length", "WARC-Segment-Number: 1"])
def test_a_part_of_a_page_is_not_measured_by_the_digest_of_the_whole(tmp_path: Path, header: str) -> None:
    named = [f"WARC-Payload-Digest: {spelled('sha1', 'base32', b'?')}", header]
    path = write(tmp_path / "a", record(http(BODY), "https://example.com/9", headers=named))
    assert (urls(path), skips(path)) == (["9"], [])


def test_the_bytes_that_were_lost_are_counted_exactly(tmp_path: Path) -> None:
    packed = [gzip.compress(response(n)) for n in range(3)]
    path = write(tmp_path / "a", packed[0], corrupt(packed[1]), packed[2])
    (lost,) = skips(path)
    assert f"{len(packed[1])} bytes from {len(packed[0])} on" in lost.reason


def test_a_page_that_quotes_a_warc_record_is_not_torn_apart(tmp_path: Path) -> None:
    quoting = record(http(b"<pre>\r\n\r\n" + response(9) + b"</pre>"), "https://example.com/цитата")
    for name, data in (("plain", [response(0), quoting, response(1)]), ("last", [response(0), quoting])):
        assert urls(write(tmp_path / name, *data)) == ["0", "цитата", "1"][: len(data)]
        assert urls(write(tmp_path / f"{name}.gz", *map(gzip.compress, data))) == ["0", "цитата", "1"][: len(data)]


def test_a_gzip_bomb_is_left_and_what_follows_is_read(tmp_path: Path) -> None:
    bomb = gzip.compress(record(b"\0" * (200 << 20), kind="resource", headers=["Content-Type: text/html"]))
    path = write(tmp_path / "a", gzip.compress(response(0)), bomb, gzip.compress(response(1)))
    assert urls(path) == ["0", "1"]
    assert ["times its size" in s.reason for s in skips(path)] == [True]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_damage_makes_reading_fail_or_count_twice(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    packed = data.draw(st.sampled_from([b"".join, by_record, whole_gzip, by_twos, zstd]))
    whole = bytearray(packed([response(n) for n in range(5)]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 200))] = data.draw(st.binary(max_size=50))
    path = write(tmp_path_factory.mktemp("damaged") / "a", bytes(whole))
    places = [f.page.locator for f in found(path)]
    assert len(places) == len(set(places))
    assert all(isinstance(f.page, Capture | Skipped) for f in found(path))
