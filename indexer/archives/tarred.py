"""Tar files of pages or archives, compressed or not.

In: a source, and where to go on. Out: what is in each member, by the reader of its own kind. Names are never paths
here; links and devices are counted, not followed.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from indexer.archives.bounds import MAX_HEAD, MAX_SPOOLED, Overgrown
from indexer.archives.found import Found, Source
from indexer.archives.locator import escaped
from indexer.archives.members import Members, Place
from indexer.archives.nested import kept, opener
from indexer.capture import Reason, Skipped

Read = Callable[[Source, str], Iterator[Found]]
_NOTES = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_BROKEN = (tarfile.TarError, EOFError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class _Tar:
    """An open tar file, read forwards."""

    source: Source
    raw: BinaryIO
    stream: Members
    archive: tarfile.TarFile
    base: int  # plain position at which this reading began
    read: Read


def read_tar(source: Source, position: str, read: Read) -> Iterator[Found]:
    """Yield what every member holds; `read` is what reads a member."""
    outer, _, inner = position.partition("/")
    place = Place.parse(outer)
    with source.open() as raw:
        stream = Members(raw, place.offset)
        stream.skip(place.inner)
        base = stream.tell()
        try:
            with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|", tarinfo=_Info) as archive:
                yield from _members(_Tar(source, raw, stream, archive, base, read), inner)
        except _BROKEN as error:
            lost = f"{source.size - stream.raw_read} bytes from {stream.raw_read} on were not read"
            reason = f"The tar file is broken: {stream.failed or error}; {lost}."
            yield Found(_skipped(source.locator, "broken record", reason), "", source.size)


def read_member(source: Source, member: str, read: Read) -> Iterator[Found]:
    """Yield what one member holds, named as in a locator: the place of its header, a slash, its name."""
    place = Place.parse(member.partition("/")[0])
    with source.open() as raw:
        stream = Members(raw, place.offset)
        stream.skip(place.inner)
        base = stream.tell()
        with tarfile.open(fileobj=cast("BinaryIO", stream), mode="r|", tarinfo=_Info) as archive:
            info = archive.next()
            if info is not None:
                yield from _member(_Tar(source, raw, stream, archive, base, read), info, str(place), "")


class _Info(tarfile.TarInfo):
    """A member's header; those that carry a long name or notes are read into memory, so they are bounded."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Info:
        """Return the header in a block."""
        info = super().frombuf(buf, encoding, errors)
        if info.type in _NOTES and info.size > MAX_HEAD:
            raise tarfile.HeaderError(f"a name or note of {info.size} bytes")
        return info


def _members(tar: _Tar, inner: str) -> Iterator[Found]:
    """Yield what the members hold. Where a member begins is where reading goes on, until the next one is known."""
    while (info := tar.archive.next()) is not None:
        tar.archive.members.clear()  # type: ignore[attr-defined]  # or it would keep them all
        here = str(tar.stream.place(tar.base + info.offset))
        for found in _member(tar, info, here, inner):
            yield replace(found, position=f"{here}/{found.position or 'end'}", read=tar.stream.raw_read)
        inner = ""
    if tar.stream.failed:
        raise tarfile.ReadError(tar.stream.failed)


def _member(tar: _Tar, info: tarfile.TarInfo, here: str, position: str) -> Iterator[Found]:
    if info.isdir() or position == "end":
        return
    locator = f"{tar.source.locator}!{here}/{escaped(info.name)}"
    if not info.isreg() or info.issparse():
        yield Found(_skipped(locator, "not a page", "A link, device or sparse file in the tar file."), "", 0)
        return
    name = info.name.rpartition("/")[2]
    try:
        with _bytes(tar, info, name) as (open_, size):
            member = Source(open=open_, size=size, locator=locator, name=name, depth=tar.source.depth + 1)
            yield from tar.read(member, position)
    except Overgrown as error:
        yield Found(_skipped(locator, "too large", f"The tar member is too large: {error}."), "", 0)


@contextmanager
def _bytes(tar: _Tar, info: tarfile.TarInfo, name: str) -> Iterator[tuple[Callable[[], BinaryIO], int]]:
    """Give access to a member's bytes: in a tar file that is not compressed they lie in the file itself."""
    if tar.stream.plain_size is not None:
        start = tar.stream.place(tar.base + info.offset_data).offset
        if start + info.size > tar.source.size:
            raise EOFError(f"it ends inside a member of {info.size} bytes")
        yield opener(tar.raw, start, info.size), info.size
        return
    stream = tar.archive.extractfile(info)
    if stream is None or info.size > MAX_SPOOLED:
        raise Overgrown(f"it has {info.size} bytes inside a compressed archive; unpack that one first")
    with stream, kept(cast("BinaryIO", stream), name, info.size) as bytes_:
        yield bytes_


def _skipped(locator: str, outcome: Reason, reason: str) -> Skipped:
    return Skipped(locator=locator, url=None, outcome=outcome, reason=reason)
