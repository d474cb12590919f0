"""Mutated pages and archives: nothing may raise, hang or grow.

Usage: python -m benchmarks.fuzz [DATA_DIR] [--pages N] [--archives N] [--seed N] [--first N]

Pages (100,000) are cut, spliced, doubled, nested and sprinkled with bytes, then read; archives (10,000), small ones
of every container, likewise. DATA_DIR adds saved pages, `*.html.gz` or `*.html`, to the invented ones. Printed are how
many of each ended in what, the slowest (CPU seconds; at most 2), and memory after a tenth of them and at the end. Any
exception ends the run with the seed and number that bring it back (`--seed S --first N`), which is also how a run that
was stopped goes on, and how several share the work.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import plistlib
import random
import resource
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import zstandard

from indexer.archives import read as read_archive
from indexer.archives.found import Source
from indexer.capture import Capture
from indexer.extract import read as read_page
from mappings.article import Article
from sample import write_archive

SLOWEST = 2.0
_PIECES = [
    b"<div>" * 300,
    b"<!--",
    b"-->",
    b"<script>",
    b"]]>",
    b"\0",
    b"&#x110000;",
    b'"',
    b"'",
    b"<p",
    b"\xff\xfe",
    b"<table><tr>" * 40,
    b"<p " + b"data-x=1 class='a b' " * 300 + b">",
    b"&amp;&nbsp;&#1111;" * 300,
    b"<a><b><font>" * 100,
    b"</div></p></b>" * 100,
    b"<span>a</span>," * 200,
    b"<p>" + b"\xd1\x97 " * 2000,
    b'<script type="application/ld+json">' + b"[" * 2000,
    b"<meta charset=utf-16><meta charset=koi8-u>",
    b"<title>",
    b"<textarea>",
    b"<![CDATA[",
    b"<svg><math><template>" * 50,
]
_FRAMES = [
    b"\r\n\r\n",
    b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"\0" * 512,
]


def main() -> None:
    """Mutate, read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--archives", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        write_archive(Path(temporary))
        pages = list(saved_pages(Path(temporary)))
        if arguments.data_dir:
            pages += saved_pages(arguments.data_dir)
        archives = [*containers(pages), *(p.read_bytes() for p in Path(temporary).rglob("*.warc.gz"))]
    first, seed, ok = arguments.first, arguments.seed, True
    if arguments.pages:
        ok &= campaign("pages", range(first, first + arguments.pages), seed, lambda chance: _page(chance, pages))
    if arguments.archives:
        numbers = range(first, first + arguments.archives)
        ok &= campaign("archives", numbers, seed, lambda chance: _archive(chance, archives))
    sys.exit(not ok)


def campaign(what: str, numbers: range, seed: int, once: Callable[[random.Random], str]) -> bool:
    """Do it so often, print what came of it; False when something was too slow or memory grew."""
    outcomes: Counter[str] = Counter()
    slowest, early = (0.0, 0), 0
    for done, number in enumerate(numbers):
        begun = time.process_time()
        try:
            outcomes[once(random.Random(f"{seed}:{number}"))] += 1
        except BaseException:
            print(f"{what}: number {number} of seed {seed} raised", file=sys.stderr)
            raise
        slowest = max(slowest, (time.process_time() - begun, number))
        if done == len(numbers) // 10:
            early = _memory()
    growth = _memory() / max(1, early)
    print(f"{what}: {len(numbers):,}; " + ", ".join(f"{n:,} {outcome}" for outcome, n in outcomes.most_common()))
    print(
        f"  slowest {slowest[0]:.2f} s CPU (number {slowest[1]}); "
        f"memory {early >> 10} MB after a tenth, × {growth:.2f} at the end"
    )
    return slowest[0] <= SLOWEST and growth <= 1.3


def saved_pages(folder: Path) -> Iterator[bytes]:
    """Yield the pages below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.name.endswith((".html.gz", ".html")):
            data = path.read_bytes()
            yield gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def containers(pages: list[bytes]) -> Iterator[bytes]:
    """Yield a small archive in each container."""
    chosen = pages[:6]
    records = [_record(n, page) for n, page in enumerate(chosen)]
    yield b"".join(records)
    yield b"".join(map(gzip.compress, records))
    yield gzip.compress(b"".join(records))
    yield b"".join(map(zstandard.ZstdCompressor().compress, records))
    yield b"filedesc://x 0.0.0.0 20040101000000 text/plain 8\n1 0 x\n\n\n" + b"".join(map(_arc, range(6), chosen))
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(chosen):
            archive.writestr(f"{number}.html", page)
        archive.writestr("archive/а.warc.gz", b"".join(map(gzip.compress, records)))
        archive.writestr("datapackage.json", json.dumps({"wacz_version": "1.1.1", "resources": []}))
    yield zipped.getvalue()
    with tarfile.open(fileobj=tarred, mode="w:gz") as tar:
        for number, page in enumerate(chosen):
            info = tarfile.TarInfo(f"{number}.html")
            info.size = len(page)
            tar.addfile(info, io.BytesIO(page))
    yield tarred.getvalue()
    yield gzip.decompress(tarred.getvalue())
    yield from map(_web_archive, chosen[:2])
    yield from map(_mhtml, chosen[:2])


def _web_archive(page: bytes) -> bytes:
    main = {"WebResourceData": page, "WebResourceURL": "http://example.com/а", "WebResourceMIMEType": "text/html"}
    return plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)


def _mhtml(page: bytes) -> bytes:
    message = MIMEMultipart("related")
    message["Snapshot-Content-Location"] = "http://example.com/1"
    part = MIMEText(page.decode("utf-8", "replace"), "html", "utf-8")
    part["Content-Location"] = "http://example.com/1"
    message.attach(part)
    return message.as_bytes()


def _record(number: int, page: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.com/{number}\r\n"
    return head.encode() + f"Content-Length: {len(block)}".encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _arc(number: int, page: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    return f"http://example.com/{number} 192.0.2.1 20040101000000 text/html {len(block)}\n".encode() + block + b"\n"


def _page(chance: random.Random, pages: list[bytes]) -> str:
    page = mutated(chance, chance.choice(pages), pages, _PIECES)
    result = read_page(page, "https://example.com/новини/5", charset=chance.choice([None, "utf-8", "cp1251", "x"]))
    return "article" if isinstance(result, Article) else result.outcome


def _archive(chance: random.Random, archives: list[bytes]) -> str:
    data = mutated(chance, chance.choice(archives), archives, _FRAMES)
    source = Source(open=lambda: io.BytesIO(data), size=len(data), locator="r:a", name="a")
    found = [one.page for one in read_archive(source)]
    captures = sum(isinstance(page, Capture) for page in found)
    return "all whole" if captures == len(found) else "some whole" if captures else "nothing whole"


def mutated(chance: random.Random, data: bytes, others: list[bytes], pieces: list[bytes]) -> bytes:
    """Return the data after one to four mutations."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        match chance.randrange(8):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[end:]
            case 2:
                data = data[:at] + chance.choice(pieces) * chance.choice((1, 3, 200)) + data[at:]
            case 3:
                data = data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at + 20 :]
            case 4:
                other = chance.choice(others)
                data = data[:at] + other[chance.randrange(len(other) + 1) :][:100_000]
            case 5:
                data = data[:end] + data[at : at + 50_000] + data[end:]
            case 6:
                other, charset = chance.choice((("utf-8", "cp1251"), ("cp1251", "utf-16"), ("koi8-u", "utf-8")))
                data = data[:at] + data[at:end].decode(other, "replace").encode(charset, "replace") + data[end:]
            case _:
                bits = bytearray(data)
                for _ in range(min(len(bits), 30)):
                    bits[chance.randrange(len(bits))] = chance.randrange(256)
                data = bytes(bits)
    return data


def _memory() -> int:
    """Return the most memory that this process has had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
