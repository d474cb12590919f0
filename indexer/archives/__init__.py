"""FROM files TO captures: one file per container; each yields every page in it once.

In: paths. Out: `Found`s, each a `Capture` or a `Skipped` with the position after it, so that reading can stop anywhere
and go on later. What a file is shows in its first bytes, never in its name. Memory is bounded however large a file is.
"""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from indexer.archives import arc, mhtml, page, tarred, warc, webarchive, zipped
from indexer.archives.bounds import MAX_NESTING, Overgrown
from indexer.archives.damaged_head import begins_later
from indexer.archives.found import Absent, Found, Source
from indexer.archives.inputs import Input, inputs
from indexer.archives.locator import of_file, parse
from indexer.archives.members import Place
from indexer.archives.roots import Start, placed
from indexer.archives.savers import is_cache, is_own_index, saved_beside
from indexer.archives.sniff import head_of, is_surely, kind_of
from indexer.capture import Capture, Reason, Skipped

__all__ = ["Absent", "Found", "Input", "Source", "Start", "capture_at", "inputs", "placed", "read"]

Reader = Callable[[Source, str], Iterator[Found]]

READERS: dict[str, Reader] = {
    "warc": warc.read,
    "packed:warc": warc.read,
    "arc": arc.read,
    "packed:arc": arc.read,
    "zip": lambda source, position: zipped.read_zip(source, position, read),
    "tar": lambda source, position: tarred.read_tar(source, position, read),
    "packed:tar": lambda source, position: tarred.read_tar(source, position, read),
    "html": page.read_page,
    "packed:html": page.read_page,
    "http": page.read_http,
    "text": page.read_text,
    "packed:text": page.read_text,
    "mhtml": mhtml.read,
    "webarchive": webarchive.read,
}
_ARCHIVE_ERRORS = (zipfile.BadZipFile, tarfile.TarError, zlib.error)
_NOTHING: dict[str, tuple[Reason, str]] = {
    "empty": ("no text", "The file is empty."),
    "packed:empty": ("broken record", "The file is marked as compressed and does not decompress to anything."),
}
_OF_HTTRACK: tuple[Reason, str] = ("part of a saved page", "It is HTTrack's own, of the mirror that lies beside it.")
_INDEX_OF_HTTRACK: tuple[Reason, str] = ("not an article", "It is HTTrack's own index of its mirrors.")


def read(source: Source, position: str = "") -> Iterator[Found]:
    """Yield everything in a source, from a position on (of the last `Found` taken before; "" is the beginning)."""
    try:
        kind, begin = _looked_at(source)
        reader = READERS.get(kind)
        if source.depth > MAX_NESTING:
            reason = f"An archive inside archives, more than {MAX_NESTING} deep; unpack the outer ones first."
            yield Found(
                Skipped(locator=source.locator, url=None, outcome="unreadable input", reason=reason), "", source.size
            )
        elif reader is None:
            outcome, reason = _why_nothing(kind)
            yield Found(Skipped(locator=source.locator, url=None, outcome=outcome, reason=reason), "", source.size)
        elif begin and not position:
            yield _lost_before(begin, source)
            yield from reader(source, str(begin))
        else:
            yield from reader(source, position)
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or error}."
        skipped = Skipped(locator=source.locator, url=None, outcome="unreadable input", reason=reason)
        yield Found(skipped, "", source.size)


def _looked_at(source: Source) -> tuple[str, Place | None]:
    """Return the kind of a source, and where it begins if the bytes before are damaged."""
    with source.open() as stream:
        head = head_of(stream)
        kind = kind_of(head, source.name)
        later = None if is_surely(kind, head) else begins_later(stream, kind)
    return later or (kind, None)


def _lost_before(begin: Place, source: Source) -> Found:
    lost = f"{begin.inner} decompressed bytes" if begin.inner else f"{begin.offset} bytes"
    reason = f"The beginning is damaged or cut off: {lost} before {begin} could not be read."
    skipped = Skipped(locator=f"{source.locator}#0", url=None, outcome="broken record", reason=reason)
    return Found(skipped, str(begin), begin.offset)


def _why_nothing(kind: str) -> tuple[Reason, str]:
    kept, _, archive = kind.partition("unread:")
    if archive:
        packed = " that is compressed once more" if kept else ""
        return "unreadable input", f"An archive of the kind {archive}{packed}, which is not read: unpack it."
    return _NOTHING.get(kind, ("not HTML", "The file is no page and no archive of a known kind."))


def read_input(given: Input, position: str = "") -> Iterator[Found]:
    """Yield everything in a file; what a program that saves pages keeps beside them is only counted."""
    if is_cache(given.path):
        yield Found(_counted(given.locator, None, _OF_HTTRACK), "", given.size)
        return
    whole = saved_beside(given.path)
    for found in read(given.source, position):
        page = found.page
        if whole and isinstance(page, Capture) and page.locator == given.locator:
            why: tuple[Reason, str] = ("part of a saved page", f"It belongs to the saved page {whole.name}.")
            yield replace(found, page=_counted(given.locator, page.url, why))
        elif isinstance(page, Capture) and is_own_index(given.path, page.payload):
            yield replace(found, page=_counted(given.locator, page.url, _INDEX_OF_HTTRACK))
        else:
            yield found


def _counted(locator: str, url: str | None, why: tuple[Reason, str]) -> Skipped:
    return Skipped(locator=locator, url=url, outcome=why[0], reason=why[1])


def capture_at(
    locator: str, roots: Mapping[str, Path], payload_hash: str = "", most: int | None = None
) -> Capture | Absent:
    """Return the page at a locator, for showing it. `Absent` says why it cannot be.

    `roots` are those of `roots.Holdings`, which the index keeps under the key `roots.HOLDINGS`. With a `payload_hash`
    (SHA-256, hex) only a page with these bytes is returned: archives are moved, and rewritten. With `most`, nothing is
    returned that needs more bytes decompressed before it.
    """
    try:
        where = parse(locator)
        root = roots[where.root].resolve()
        path = (root / where.path).resolve()
        is_there = path.is_relative_to(root) and path.is_file()
    except (ValueError, KeyError, OSError):
        return Absent("root", "The folder that this archive lay in is not known.")
    if not is_there:
        return Absent("file", f"There is no file {path.name} in the archive's folder any more.")
    source = Source(
        open=lambda: path.open("rb"),
        size=path.stat().st_size,
        locator=of_file(where.root, where.path),
        name=path.name,
    )
    try:
        found = next(_at(source, where.members, where.offset, most), None)
    except Overgrown:
        return Absent("far", "It lies deep in compressed data; unpack the archive to have it shown.")
    except (OSError, ValueError, KeyError, *_ARCHIVE_ERRORS):
        found = None
    page = found.page if found else None
    if not isinstance(page, Capture):
        return Absent("page", page.reason if isinstance(page, Skipped) else "The archive holds nothing there any more.")
    if payload_hash and hashlib.sha256(page.payload).hexdigest() != payload_hash:
        return Absent("bytes", "The archive holds other bytes there.")
    return page


def _at(source: Source, members: tuple[str, ...], offset: str, most: int | None) -> Iterator[Found]:
    """Yield what lies at an offset of a member of a member …"""
    if not members:
        _check(Place.parse(offset).inner if offset else 0, most)
        yield from read(source, offset)
        return
    kind, _ = _looked_at(source)
    container = zipped if kind == "zip" else tarred
    _check(container.packed_before(source, members[0]), most)
    yield from container.read_member(source, members[0], lambda inner, _: _at(inner, members[1:], offset, most))


def _check(size: int, most: int | None) -> None:
    if most is not None and size > most:
        raise Overgrown(f"{size} bytes have to be decompressed before it")
