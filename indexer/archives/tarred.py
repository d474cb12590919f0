"""Tar files of pages or archives, compressed or not.

In: a source, and where to go on. Out: what is in each member, by the reader of its own kind. Names are never paths
here; links and devices are counted, not followed.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from indexer.archives.bounds import MAX_HEAD, MAX_SPOOLED, STEP, Overgrown
from indexer.archives.found import Found, Source
from indexer.archives.locator import escaped
from indexer.archives.members import Members, Place
from indexer.archives.nested import kept, opener
from indexer.archives.tar_recovery import TarRecovery
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


class _BadHeader(tarfile.TarError):
    """No header where one should be. Not a `HeaderError`: those the library takes for the end of the file."""


@dataclass(slots=True)
class _Tar:
    """An open tar file, read forwards."""

    source: Source
    raw: BinaryIO
    stream: Members
    base: int  # plain position at which this reading began
    read: Read
    at: int = 0  # plain bytes from there to the header that is read, or whose member is
    header: int = 1  # plain bytes of that header, once it was read

    @property
    def here(self) -> Place:
        """Where that header lies."""
        return self.stream.place(self.base + self.at)

    def opened(self) -> tarfile.TarFile:
        """Return what reads the headers; it raises one of `_BROKEN` if there is none here."""
        return tarfile.open(fileobj=cast("BinaryIO", self.stream), mode="r|", tarinfo=_Info)


def read_tar(source: Source, position: str, read: Read) -> Iterator[Found]:
    """Yield what every member holds; `read` is what reads a member. After damage it goes on at the next header."""
    outer, _, inner = position.partition("/")
    place: Place | None = Place.parse(outer)
    with source.open() as raw:
        recovery = TarRecovery(raw)
        while place is not None:
            place = yield from _stretch(_tar(source, raw, place, read), inner, recovery)
            inner = ""


def _tar(source: Source, raw: BinaryIO, place: Place, read: Read) -> _Tar:
    stream = Members(raw, place.offset)
    stream.skip(place.inner)
    return _Tar(source, raw, stream, stream.tell(), read)


def _stretch(tar: _Tar, inner: str, recovery: TarRecovery) -> Generator[Found, None, Place | None]:
    """Yield what lies before the next damage; return the place after it, None at the file's end."""
    zeros = 0
    try:
        with tar.opened() as archive:
            yield from _members(tar, archive, inner)
            zeros = _zeros(cast("BinaryIO", archive.fileobj))
        if not zeros and not tar.stream.failed:
            return None
        damage = "its end stands before something else"
    except _BROKEN as error:
        damage = str(error)
    bad = tar.here
    following = recovery.next_header(bad, zeros or tar.header)
    joined = following is not None and zeros and following == tar.stream.place(tar.base + tar.at + zeros)
    if not joined:
        yield _lost(tar, bad, following, damage)
    return following


def _zeros(stream: BinaryIO) -> int:
    """Return how many blocks of zeros, in bytes, end a tar file before something else follows; 0 when nothing does."""
    zeros = tarfile.BLOCKSIZE  # the first was read
    while part := stream.read(STEP):
        rest = part.lstrip(b"\0")
        if rest:
            return zeros + (len(part) - len(rest)) // tarfile.BLOCKSIZE * tarfile.BLOCKSIZE
        zeros += len(part)
    return 0


def _lost(tar: _Tar, bad: Place, following: Place | None, damage: str) -> Found:
    """Name what could not be read: in plain bytes as far as it decompresses, else in bytes of the file."""
    source, stream = tar.source, tar.stream
    end = following.offset if following else source.size
    if following and following.offset == bad.offset:
        lost = f"{following.inner - bad.inner} bytes from {bad} on"
    else:
        begin = stream.raw_read if bad.inner else bad.offset
        lost = f"{max(0, end - begin)} bytes from {begin} on"
    reason = f"The tar file is broken: {stream.failed or damage}; {lost} could not be read."
    skipped = _skipped(f"{source.locator}!{bad}", "broken record", reason)
    return Found(skipped, f"{following}/" if following else "", end)


def read_member(source: Source, member: str, read: Read) -> Iterator[Found]:
    """Yield what one member holds, named as in a locator: the place of its header, a slash, its name."""
    place = Place.parse(member.partition("/")[0])
    with source.open() as raw:
        tar = _tar(source, raw, place, read)
        with tar.opened() as archive:
            info = archive.next()
            if info is not None:
                yield from _member(tar, archive, info, "")


def packed_before(source: Source, member: str) -> int:
    """Return how many bytes have to be decompressed to reach a member."""
    return Place.parse(member.partition("/")[0]).inner


class _Info(tarfile.TarInfo):
    """A member's header; those that carry a long name or notes are read into memory, so they are bounded."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Info:
        """Return the header in a block."""
        try:
            info = super().frombuf(buf, encoding, errors)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise _BadHeader(f"no member begins where one should ({error})") from error
        if info.type in _NOTES and info.size > MAX_HEAD:
            raise tarfile.HeaderError(f"a name or note of {info.size} bytes")
        return info


def _members(tar: _Tar, archive: tarfile.TarFile, inner: str) -> Iterator[Found]:
    """Yield what the members hold. Where a member begins is where reading goes on, until the next one is known."""
    while (info := archive.next()) is not None:
        archive.members.clear()  # type: ignore[attr-defined]  # or it would keep them all
        tar.at, tar.header = info.offset, info.offset_data - info.offset
        here = str(tar.here)
        for found in _member(tar, archive, info, inner):
            yield replace(found, position=f"{here}/{found.position or 'end'}", read=tar.stream.raw_read)
        inner = ""
        tar.at, tar.header = archive.offset, 1
    if tar.stream.failed:
        raise tarfile.ReadError(tar.stream.failed)


def _member(tar: _Tar, archive: tarfile.TarFile, info: tarfile.TarInfo, position: str) -> Iterator[Found]:
    if info.isdir() or position == "end":
        return
    locator = f"{tar.source.locator}!{tar.here}/{escaped(info.name)}"
    if not info.isreg() or info.issparse():
        yield Found(_skipped(locator, "not a page", "A link, device or sparse file in the tar file."), "", 0)
        return
    name = info.name.rpartition("/")[2]
    try:
        with _bytes(tar, archive, info) as (open_, size):
            member = Source(open=open_, size=size, locator=locator, name=name, depth=tar.source.depth + 1)
            yield from tar.read(member, position)
    except Overgrown as error:
        yield Found(_skipped(locator, "too large", f"The tar member is too large: {error}."), "", 0)


@contextmanager
def _bytes(tar: _Tar, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[tuple[Callable[[], BinaryIO], int]]:
    """Give access to a member's bytes: in a tar file that is not compressed they lie in the file itself."""
    if tar.stream.plain_size is not None:
        start = tar.stream.place(tar.base + info.offset_data).offset
        if start + info.size > tar.source.size:
            raise EOFError(f"it ends inside a member of {info.size} bytes")
        yield opener(tar.raw, start, info.size), info.size
        return
    stream = archive.extractfile(info)
    if stream is None or info.size > MAX_SPOOLED:
        raise Overgrown(f"it has {info.size} bytes inside a compressed archive; unpack that one first")
    with stream, kept(cast("BinaryIO", stream), info.name.rpartition("/")[2], info.size) as bytes_:
        yield bytes_


def _skipped(locator: str, outcome: Reason, reason: str) -> Skipped:
    return Skipped(locator=locator, url=None, outcome=outcome, reason=reason)
