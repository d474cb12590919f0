"""WARC files, compressed or not: what a crawler got, as it got it.

In: a source, and where to go on. Out: a capture for each response or resource record that holds a page; every other
record is counted. After a broken place reading goes on at the next record, and what lies between is named.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO

from indexer.archives.found import Found, Source
from indexer.archives.framing import BrokenFraming, Frame, frames
from indexer.archives.members import Members, Place
from indexer.archives.recovery import Recovery
from indexer.archives.response import NoPage, from_body, from_response
from indexer.archives.times import from_iso
from indexer.capture import Capture, Skipped

_INSIDE = re.compile(rb"WARC/1\.\d\r?\n[A-Za-z-]+:")


def read(source: Source, position: str = "") -> Iterator[Found]:
    """Yield what a WARC file holds, from a position (of `Found`) on."""
    place: Place | None = Place.parse(position)
    with source.open() as raw:
        recovery = Recovery(raw)
        while place is not None:
            place = yield from _stretch(source, raw, place, recovery)


def _stretch(source: Source, raw: BinaryIO, start: Place, recovery: Recovery) -> Generator[Found, None, Place | None]:
    """Yield the records from one place to the next damage; return the place after it, None at the file's end.

    A record is given out only when the next one begins well, for a wrong length shows only there.
    """
    stream = Members(raw, start.offset)
    stream.skip(start.inner)
    held: tuple[Frame, Place] | None = None
    damage = ""
    try:
        for frame in frames(stream):
            place = stream.place(frame.position)
            if held:
                yield Found(_page(source, *held), str(place), place.offset)
            held, damage = (frame, place), frame.problem
        damage = damage or stream.failed
    except BrokenFraming as error:
        damage = stream.failed or str(error)
    if not damage:
        if held:
            yield Found(_page(source, *held), "", source.size)
        return None
    bad = start if held is None else held[1]
    if held and not held[0].problem and not _INSIDE.search(held[0].block):
        bad = _end(raw, *held)
        yield Found(_page(source, *held), str(bad), bad.offset)
    following = recovery.next_record(bad)
    yield Found(
        _lost(source, bad, following, damage), str(following or ""), following.offset if following else source.size
    )
    return following


def _end(raw: BinaryIO, frame: Frame, place: Place) -> Place:
    """Return where a whole record ends: its header is read again for its length."""
    stream = Members(raw, place.offset)
    stream.skip(place.inner)
    head = stream.read()
    end = place.inner + max(0, head.find(b"\r\n\r\n")) + 4 + frame.length + 4
    stream.skip(end - stream.tell())
    stream.read()  # into the next member, if one begins here
    return Place(stream.failed_at) if stream.failed and stream.failed_at > place.offset else stream.place(end)


def _lost(source: Source, bad: Place, following: Place | None, damage: str) -> Skipped:
    if following and following.offset == bad.offset:
        lost = following.inner - bad.inner
    else:
        lost = (following.offset if following else source.size) - bad.offset
    reason = f"Broken record: {damage}; {lost} bytes from {bad} on could not be read."
    return Skipped(locator=f"{source.locator}#{bad}", url=None, outcome="broken record", reason=reason)


def _page(source: Source, frame: Frame, place: Place) -> Capture | Skipped:
    """Return the page in a record, or why there is none."""
    locator = f"{source.locator}#{place}"
    url = frame.headers.get("warc-target-uri", "").strip("<> ") or None
    if frame.type not in ("response", "resource"):
        return Skipped(locator=locator, url=url, outcome="not a page", reason=f"A record of type {frame.type or '?'}.")
    if url is None or not url.lower().startswith(("http://", "https://")):
        return Skipped(locator=locator, url=url, outcome="not a page", reason="A record without a web address.")
    if frame.type == "response":
        page = from_response(frame.block, is_whole=frame.is_whole)
    else:
        page = from_body(frame.block, frame.headers.get("content-type", ""), is_whole=frame.is_whole)
    if isinstance(page, NoPage):
        return Skipped(locator=locator, url=url, outcome=page.outcome, reason=page.reason)
    captured = from_iso(frame.headers.get("warc-date", ""))
    return Capture(payload=page.payload, url=url, captured=captured, locator=locator, charset=page.charset)
