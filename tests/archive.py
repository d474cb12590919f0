"""Small archives made for tests: pages, HTTP answers, WARC records, whole files in each container."""

from __future__ import annotations

import gzip
import hashlib
import uuid
from collections.abc import Iterable
from pathlib import Path

from indexer.archives import Absent, Found, Source, read
from indexer.capture import Capture, Revisit, Skipped

DATE = "2024-11-11T09:30:00Z"


def page(number: int, *, url: str | None = None, text: str = "") -> str:
    """Return an invented page that reads like an article."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    body = text or (
        f"У п’ятницю, {number} числа, мешканці села Вигадане відкрили бібліотеку на {number + 10} місць. "
        "Книжки зібрали сусіди, а полиці зробив місцевий тесляр. "
    )
    paragraphs = "".join(f"<p>{body}</p>" for _ in range(4))
    return (
        f'<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>Бібліотека № {number}</title>{canonical}'
        f'<meta property="og:type" content="article"><meta property="og:title" content="Бібліотека № {number}">'
        f"</head><body><article><h1>Бібліотека № {number}</h1>{paragraphs}</article></body></html>"
    )


def http(body: bytes, *, status: str = "200 OK", headers: Iterable[str] = ()) -> bytes:
    """Return an HTTP answer with this body."""
    named = ["Content-Type: text/html; charset=utf-8", *headers]
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{line}\r\n" for line in named).encode() + b"\r\n" + body


def record(
    block: bytes,
    url: str = "https://example.com/новини/1",
    *,
    kind: str = "response",
    length: int | None = None,
    headers: Iterable[str] = (),
) -> bytes:
    """Return a WARC record; `length` is what it says of its length, the true one by default."""
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid.UUID(bytes=hashlib.sha256(block + url.encode()).digest()[:16])}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {DATE}",
        *headers,
    ]
    if kind == "response":
        lines.append("Content-Type: application/http; msgtype=response")
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + block + b"\r\n\r\n"


def response(number: int) -> bytes:
    """Return the WARC record of one page."""
    return record(http(page(number).encode()), f"https://example.com/новини/{number}")


def write_warc(path: Path, numbers: Iterable[int], *, compressed: bool = True) -> Path:
    """Write a WARC file of these pages."""
    records = (response(number) for number in numbers)
    path.write_bytes(b"".join(gzip.compress(r, mtime=0) if compressed else r for r in records))
    return path


def source(path: Path) -> Source:
    """Return a file as something to read from, at the root `r`."""
    return Source(open=lambda: path.open("rb"), size=path.stat().st_size, locator=f"r:{path.name}", name=path.name)


def found(path: Path, position: str = "") -> list[Found]:
    """Return all that is found in a file."""
    return list(read(source(path), position))


def pages(path: Path) -> list[Capture]:
    """Return the captures in a file."""
    return [f.page for f in found(path) if isinstance(f.page, Capture)]


def skips(path: Path) -> list[Skipped]:
    """Return what was skipped in a file."""
    return [f.page for f in found(path) if isinstance(f.page, Skipped)]


def led_back_to(page: Capture | Revisit | Skipped) -> Capture | Absent:
    """Return what a locator must lead back to: the page, or a word on why there is none."""
    return page if isinstance(page, Capture) else Absent("page", page.reason if isinstance(page, Skipped) else "")


def urls(path: Path) -> list[str]:
    """Return the last part of the address of each capture in a file."""
    return [(capture.url or "").rsplit("/", 1)[-1] for capture in pages(path)]
