"""Zip files of pages or archives, and WACZ, which is a zip of WARC files with a list of their digests.

In: a source, and where to go on. Out: what is in each member, by the reader of its own kind. Names are never paths
here: nothing is unpacked to where a name says.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from indexer.archives.bounds import MAX_DOCUMENT, MAX_HEAD, MAX_MEMBERS, STEP, Overgrown
from indexer.archives.found import Found, Source
from indexer.archives.locator import escaped
from indexer.archives.nested import kept, opener
from indexer.archives.zip_recovery import by_headers
from indexer.capture import Capture, Reason, Skipped

Read = Callable[[Source, str], Iterator[Found]]
_ADDRESS = ("http://", "https://")
_STATUS = re.compile(rb"\APK\x03\x04.{26,5000}?\r\nX-StatusCode: (\d{3})\r\n", re.DOTALL)
_DESCRIPTION = "datapackage.json"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class _Zip:
    """An open zip file."""

    source: Source
    raw: BinaryIO
    archive: zipfile.ZipFile
    read: Read


def read_zip(source: Source, position: str, read: Read) -> Iterator[Found]:
    """Yield what every member holds; `read` is what reads a member."""
    with source.open() as raw:
        refused = _refused(raw, source.size)
        if refused:
            yield Found(_skipped(source.locator, "too large", refused), "", source.size)
            return
        archive, damage = _opened(raw, source.size)
        with archive:
            if damage and not position:
                yield _without_list(source, damage, len(archive.filelist))
            yield from _members(_Zip(source, raw, archive, read), position)


def read_member(source: Source, member: str, read: Read) -> Iterator[Found]:
    """Yield what one member, named as in a locator, holds."""
    with source.open() as raw, _opened(raw, source.size)[0] as archive:
        yield from _member(_Zip(source, raw, archive, read), archive.getinfo(member), "", "")


def _opened(raw: BinaryIO, size: int) -> tuple[zipfile.ZipFile, str]:
    """Return the zip file; and what is wrong with its list of members, if that had to be made anew."""
    try:
        return zipfile.ZipFile(raw), ""
    except _BROKEN as error:
        return by_headers(raw, size), str(error)


def _without_list(source: Source, damage: str, count: int) -> Found:
    reason = f"The zip file is broken: {damage}; {count} members were found by their own headers."
    skipped = _skipped(source.locator, "broken record", reason)
    return Found(skipped, "0" if count else "", 0 if count else source.size)


def packed_before(source: Source, member: str) -> int:
    """Return how many bytes have to be decompressed to reach into a member: all of it, unless it is stored as it is."""
    with source.open() as raw, _opened(raw, source.size)[0] as archive:
        info = archive.getinfo(member)
        return 0 if info.compress_type == zipfile.ZIP_STORED else info.file_size


def _members(opened: _Zip, position: str) -> Iterator[Found]:
    source, infos = opened.source, opened.archive.infolist()
    if sum(info.compress_size for info in infos) > source.size:
        yield Found(_skipped(source.locator, "broken record", "The zip file's members overlap."), "", source.size)
        return
    digests = _digests(opened.archive)
    number, _, inner = position.partition("/")
    read = 0
    for at, info in enumerate(infos):
        read += info.compress_size
        if (
            at < int(number or 0)
            or info.filename.endswith("/")
            or not _is_content(info.filename, is_wacz=digests is not None)
        ):
            continue
        following = f"{at + 1}" if at + 1 < len(infos) else ""
        begin = inner if at == int(number or 0) else ""
        expected = (digests or {}).get(info.filename, "")
        for found in _member(opened, info, begin, expected):
            position = f"{at}/{found.position}" if found.position else following
            yield replace(found, position=position, read=min(read, source.size))


def _member(opened: _Zip, info: zipfile.ZipInfo, position: str, expected: str) -> Iterator[Found]:
    source = opened.source
    locator = f"{source.locator}!{escaped(info.filename)}"
    name = info.filename.rpartition("/")[2]
    if info.flag_bits & 1:
        yield Found(_skipped(locator, "unreadable input", "The zip member is encrypted."), "", 0)
        return
    if (status := _status(opened.raw, info)) and status[:1] != b"2":
        reason = f"The server answered {status.decode()}."
        yield Found(replace(_skipped(locator, "error status", reason), url=info.filename), "", 0)
        return
    try:
        with _bytes(opened, info, name) as (open_, size):
            if expected and not position and _sha256(open_()) != expected:
                reason = "Its bytes have another digest than the WACZ file says; they are read all the same."
                yield Found(_skipped(locator, "broken record", reason), "0", 0)
            member = Source(open=open_, size=size, locator=locator, name=name, depth=source.depth + 1)
            for found in opened.read(member, position):
                yield _with_url(found, info.filename)
    except Overgrown as error:
        yield Found(_skipped(locator, "too large", f"The zip member is too large: {error}."), "", 0)
    except _BROKEN as error:
        yield Found(_skipped(locator, "broken record", f"The zip member is broken: {error}."), "", 0)


def _status(raw: BinaryIO, info: zipfile.ZipInfo) -> bytes:
    """Return the status that the server sent a member with, as HTTrack's cache keeps it beside it; empty without."""
    if not info.filename.startswith(_ADDRESS):
        return b""
    raw.seek(info.header_offset)
    found = _STATUS.search(raw.read(MAX_HEAD))
    return found[1] if found else b""


def _with_url(found: Found, name: str) -> Found:
    """Take a member's name for its address where it is one, as in the cache that HTTrack leaves beside a mirror."""
    if not isinstance(found.page, Capture) or found.page.url or not name.startswith(_ADDRESS):
        return found
    return replace(found, page=replace(found.page, url=name))


@contextmanager
def _bytes(opened: _Zip, info: zipfile.ZipInfo, name: str) -> Iterator[tuple[Callable[[], BinaryIO], int]]:
    """Give access to a member's bytes: those stored as they are lie in the zip file itself."""
    if info.compress_type == zipfile.ZIP_STORED:
        opened.raw.seek(info.header_offset)
        header = opened.raw.read(30)
        if header[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile("no member begins where one should")
        start = info.header_offset + 30 + sum(struct.unpack("<HH", header[26:30]))
        size = min(info.file_size, info.compress_size)  # the same, if the list is right
        yield opener(opened.raw, start, size), size
    else:
        with opened.archive.open(info) as stream, kept(cast("BinaryIO", stream), name, info.compress_size) as bytes_:
            yield bytes_


def _refused(raw: BinaryIO, size: int) -> str:
    """Return why the zip file's list of members is not even looked at; empty when it is."""
    raw.seek(max(0, size - 66_000))
    tail = raw.read(66_000)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return ""  # the zip library will say so
    members, list_size = (
        struct.unpack("<H", tail[end + 10 : end + 12])[0],
        struct.unpack("<I", tail[end + 12 : end + 16])[0],
    )
    if (large := tail.rfind(b"PK\x06\x06")) >= 0 and len(tail) >= large + 56:
        members, list_size = struct.unpack("<QQ", tail[large + 32 : large + 48])
    if members > MAX_MEMBERS or list_size > 100 * MAX_MEMBERS:
        return (
            f"The zip file lists {members:,} members in {list_size:,} bytes; at most {MAX_MEMBERS:,} members are read."
        )
    return ""


def _is_content(name: str, *, is_wacz: bool) -> bool:
    """Tell whether a member can hold pages; a WACZ keeps its archives in one folder and lists them elsewhere."""
    return name.startswith("archive/") if is_wacz else True


def _digests(archive: zipfile.ZipFile) -> dict[str, str] | None:
    """Return the SHA-256 of each member as a WACZ gives it; None when the zip file is no WACZ."""
    try:
        info = archive.getinfo(_DESCRIPTION)
        if info.file_size > MAX_DOCUMENT:
            return None
        described = json.loads(archive.read(info))
        if not isinstance(described, dict) or "wacz_version" not in described:
            return None
        return {
            str(member.get("path")): str(member.get("hash", "")).lower().removeprefix("sha256:")
            for member in described.get("resources", [])
        }
    except (*_BROKEN, KeyError, AttributeError, TypeError, RecursionError):
        return None


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    with stream:
        while part := stream.read(STEP):
            digest.update(part)
    return digest.hexdigest()


def _skipped(locator: str, outcome: Reason, reason: str) -> Skipped:
    return Skipped(locator=locator, url=None, outcome=outcome, reason=reason)
