"""Files of records, WARC or ARC: every record given out or counted, whatever is damaged between them.

In: a source, where to go on, and the format. Out: a capture for each record that holds a page. After a broken place
reading goes on at the next record, and what lies between is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from indexer.archives.bounds import STEP
from indexer.archives.digests import changed, vouched
from indexer.archives.found import Found, Source
from indexer.archives.framing import BrokenFraming, Frame, Raw, frames
from indexer.archives.members import Members, Place
from indexer.archives.recovery import Recovery
from indexer.archives.response import NoPage, Page, from_body, from_response
from indexer.archives.times import from_iso
from indexer.capture import Capture, Revisit, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How records of one kind are found."""

    raws: Callable[[Members], Iterator[Raw]]
    beginning: re.Pattern[bytes]  # of a record, strict enough to tell it from text
    mark: bytes  # what every beginning holds, for a quick look


def read_records(source: Source, position: str, form: Format) -> Iterator[Found]:
    """Yield what a file of records holds, from a position (of `Found`) on."""
    place: Place | None = Place.parse(position)
    with source.open() as raw:
        recovery = Recovery(raw, form.beginning)
        while place is not None:
            place = yield from _Stretch(source, raw, form).read(place, recovery)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Records from one place to the next damage."""

    source: Source
    raw: BinaryIO
    form: Format

    def read(self, start: Place, recovery: Recovery) -> Generator[Found, None, Place | None]:
        """Yield the records; return the place after the damage, None at the file's end.

        A record is given out only when the next one begins well, for a wrong length shows only there.
        """
        stream = Members(self.raw, start.offset)
        stream.skip(start.inner)
        held: tuple[Frame, Place] | None = None
        damage = ""
        try:
            for frame in frames(self.form.raws(stream), stream, self.form.mark):
                place = stream.place(frame.position)
                if held:
                    yield from self._given(held, str(place), place.offset)
                held, damage = (frame, place), frame.problem
            damage = damage or stream.failed
        except BrokenFraming as error:
            damage = stream.failed or str(error)
        if not damage:
            if held:
                yield from self._given(held, "", self.source.size)
            return None
        bad = start if held is None else held[1]
        recovery.charge(start.inner + stream.tell() - (held[0].position if held else 0))
        if held and not held[0].problem and not self.form.beginning.search(held[0].block):
            bad = self._end(*held)
            yield from self._given(held, str(bad), bad.offset)
        following = recovery.next_record(bad, is_packed=stream.plain_size is None)
        read = following.offset if following else self.source.size
        yield Found(self._lost(bad, following, damage, stream), str(following or ""), read)
        return following

    def _given(self, held: tuple[Frame, Place], position: str, read: int) -> Iterator[Found]:
        """Yield what is in a record; then a word on it, if it is read although a digest of it is wrong."""
        frame, place = held
        page = page_in(self.source, frame, place)
        wrong = changed(frame.block, frame.headers, page.payload) if isinstance(page, Capture) else ""
        if wrong and not vouched(frame.headers, frame.block):
            reason = f"Broken record: its bytes are not those of its {wrong} digest; they were changed since."
            page, wrong = _broken(page.locator, page.url, reason), ""
        yield Found(page, position, read)
        if wrong:
            reason = (
                "Its bytes are those of its block digest and not of its payload digest; they are read all the same."
            )
            yield Found(_broken(page.locator, page.url, reason), position, read)

    def _end(self, frame: Frame, place: Place) -> Place:
        """Return where a whole record ends: its header is read again for its length."""
        stream = Members(self.raw, place.offset)
        stream.skip(place.inner)
        blank = re.search(rb"\r?\n\r?\n" if self.form.mark.startswith(b"WARC") else rb"\n", stream.read())
        end = place.inner + (blank.end() if blank else 0) + frame.length
        stream = Members(self.raw, place.offset)
        stream.skip(end)
        while following := stream.read(STEP):  # on into the next member, if one begins there
            end += len(following) - len(following.lstrip(b"\r\n"))
            if following.strip(b"\r\n"):
                break
        return Place(stream.failed_at) if stream.failed and stream.failed_at > place.offset else stream.place(end)

    def _lost(self, bad: Place, following: Place | None, damage: str, stream: Members) -> Skipped:
        """Name what could not be read: in plain bytes as far as it decompresses, else in bytes of the file."""
        end = following.offset if following else self.source.size
        if following and following.offset == bad.offset:
            lost = f"{following.inner - bad.inner} bytes from {bad} on"
        elif bad.inner and stream.failed:
            lost = f"{max(0, end - stream.raw_read)} bytes from {stream.raw_read} on"
        else:
            lost = f"{end - bad.offset} bytes from {bad} on"
        reason = f"Broken record: {damage}; {lost} could not be read."
        return _broken(f"{self.source.locator}#{bad}", None, reason)


def page_in(source: Source, frame: Frame, place: Place) -> Capture | Revisit | Skipped:
    """Return the page in a record, or why there is none."""
    locator = f"{source.locator}#{place}"
    url = frame.headers.get("warc-target-uri", "").strip("<> ") or None
    captured = from_iso(frame.headers.get("warc-date", ""))
    if not frame.type:
        return _broken(locator, url, "Broken record: it does not say what it is (WARC-Type).")
    if frame.type not in ("response", "resource", "conversion", "revisit"):
        return Skipped(locator=locator, url=url, outcome="not a page", reason=f"A record of type {frame.type}.")
    if url is None or not url.lower().startswith(("http://", "https://")):
        return Skipped(locator=locator, url=url, outcome="not a page", reason="A record without a web address.")
    media_type = frame.headers.get("content-type", "")
    if frame.type == "revisit":
        return _revisit(frame, locator, url, captured)
    page: Page | NoPage
    kind: Literal["html", "text"] = "html"
    if frame.type == "conversion" and media_type.startswith("text/plain") and frame.is_whole:
        page, kind = Page(frame.block, None), "text"
    elif frame.type == "response":
        page = from_response(frame.block, is_whole=frame.is_whole)
    else:
        page = from_body(frame.block, media_type, is_whole=frame.is_whole)
    if isinstance(page, NoPage):
        return Skipped(locator=locator, url=url, outcome=page.outcome, reason=page.reason)
    return Capture(
        payload=page.payload,
        url=url,
        captured=captured,
        locator=locator,
        kind=kind,
        charset=page.charset,
        record=_id(frame, "warc-record-id"),
        digest=_digest(frame),
    )


def _broken(locator: str, url: str | None, reason: str) -> Skipped:
    return Skipped(locator=locator, url=url, outcome="broken record", reason=reason)


def _revisit(frame: Frame, locator: str, url: str, captured: str | None) -> Revisit | Skipped:
    if "server-not-modified" not in (profile := frame.headers.get("warc-profile", "")) and "digest" not in profile:
        return Skipped(locator=locator, url=url, outcome="not a page", reason=f"A revisit of profile {profile or '?'}.")
    return Revisit(
        locator=locator,
        url=url,
        captured=captured,
        of_url=frame.headers.get("warc-refers-to-target-uri", "").strip("<> ") or url,
        of_captured=from_iso(frame.headers.get("warc-refers-to-date", "")),
        of_record=_id(frame, "warc-refers-to"),
        digest=_digest(frame) if "digest" in profile else "",
    )


def _id(frame: Frame, header: str) -> str:
    return frame.headers.get(header, "").strip("<> ").lower()


def _digest(frame: Frame) -> str:
    return frame.headers.get("warc-payload-digest", "").strip().lower().rstrip("=")
