"""The sample archive as files: WARCs, a tree of saved pages, and plain-text captures.

In: pages. Out: file names and bytes, and what each page truly says.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from sample import pages, wording
from sample.pages import KYIV, Dated, Placed
from sample.stories import Told
from sample.warc import Response, written


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the archive, and what a careful reader would take from its newest capture."""

    kind: str  # "article" or "index"
    file: str  # relative path of the file it lies in
    url: str | None  # None where nothing in the archive tells it
    captured: tuple[str, ...] = ()  # UTC, oldest first
    told: Told | None = None
    published: str | None = None  # as far as the page tells: YYYY-MM-DDTHH:MM, YYYY-MM-DD or YYYY-MM
    editions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """One file of the archive."""

    path: str
    data: bytes
    holds: tuple[Page, ...]


def warc_file(path: str, found: Sequence[Placed], render: Callable[[Placed], bytes], extra: Sequence[Response]) -> File:
    """Return a WARC of these pages: one in four captured twice, one in eight a third time with another text."""
    responses, truth = [], []
    for at, page in enumerate(found):
        first = page.when.replace(tzinfo=KYIV).astimezone(UTC) + timedelta(minutes=17)
        captures = [(first, page)]
        if at % 4 == 1:
            captures.append((first + timedelta(days=400), page))
        if at % 8 == 1:
            captures.append((first + timedelta(days=401), _edited(page)))
        responses += [Response(page.url, _stamp(when), render(text), compressed=at % 2 == 0) for when, text in captures]
        truth.append(_truth(path, captures[-1][1], page.url, tuple(_stamp(when) for when, _ in captures)))
    indexes = [Page("index", path, response.url, (response.captured,)) for response in extra]
    ordered = sorted([*responses, *extra], key=lambda response: (response.captured, response.url))
    return File(path, written(path.rpartition("/")[2], ordered), (*truth, *indexes))


def saved_files(folder: str, found: Sequence[Placed], render: Callable[[Placed], bytes]) -> Iterator[File]:
    """Yield saved pages: most with the browser's or a copier's stamp, one in nine with none, one in seven gzipped."""
    for at, page in enumerate(found):
        parts = urlsplit(page.url)
        when = datetime(2011 if page.when.year < 2011 else 2019, 6, 14, 10, at % 60, 33, tzinfo=UTC) + timedelta(
            days=at
        )
        stamp, captured = _save_stamp(at, parts.netloc + parts.path, page.url, when)
        name = f"{folder}/{parts.netloc}{parts.path}"
        data = stamp.encode("ascii") + render(page)
        if at % 7 == 3:
            name, data = name + ".gz", gzip.compress(data, mtime=0)
        yield File(name, data, (_truth(name, page, page.url if stamp else None, captured),))


def text_files(folder: str, found: Sequence[Placed]) -> Iterator[File]:
    """Yield plain-text captures."""
    for at, page in enumerate(found):
        near = [found[(at + step) % len(found)] for step in range(1, 9)]
        recent = [f"{other.when:%H:%M}\n{other.told.title}" for other in near[1:]]
        name = f"{folder}/{at:03d}_{page.url.rstrip('/').rpartition('/')[2]}.txt"
        data = pages.captured_text(page, near[0].told.title, recent)
        yield File(name, data, (_truth(name, _as_text(page), None, ()),))


def _as_text(page: Placed) -> Placed:
    """Return the page as far as its bare text tells it: the lead is a paragraph, tags are capital, no section."""
    told = page.told
    first, *rest = told.paragraphs
    tags = tuple(tag[:1].upper() + tag[1:] for tag in told.tags)
    paragraphs = (told.lead, f"Details: {first}", *rest)
    return replace(page, told=replace(told, lead="", paragraphs=paragraphs, tags=tags, section=""))


def _edited(page: Placed) -> Placed:
    language = page.told.language
    title = wording.RETITLED[language].format(title=page.told.title)
    return replace(
        page, told=replace(page.told, title=title, paragraphs=(*page.told.paragraphs, wording.ADDED[language]))
    )


def _save_stamp(at: int, bare: str, url: str, when: datetime) -> tuple[str, tuple[str, ...]]:
    if at % 9 == 4:
        return "", ()
    if at % 2:
        return f"<!-- saved from url=({len(url):04d}){url} -->\n", ()
    by = f"HTTrack Website Copier/3.x [XR&CO'2010], {format_datetime(when, usegmt=True)}"
    return f"<!-- Mirrored from {bare} by {by} -->\n", (_stamp(when),)


def _truth(file: str, page: Placed, url: str | None, captured: tuple[str, ...]) -> Page:
    editions = tuple((k, v) for k, v in page.editions.items() if k != page.told.language)
    return Page("article", file, url, captured, page.told, _published(page.when, page.dated), editions)


def _published(when: datetime, dated: Dated) -> str | None:
    forms = {"minute": f"{when:%Y-%m-%dT%H:%M}", "day": f"{when:%Y-%m-%d}", "month": f"{when:%Y-%m}"}
    return forms.get(dated)


def _stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
