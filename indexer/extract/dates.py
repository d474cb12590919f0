"""Dates as people and machines write them, in any language that CLDR knows.

In: a short text, and the language tag of its page. Out: `Written` dates with their place in the text. Relative dates
("yesterday", "три часа назад") are none here: they hang on the moment of reading, see `relative.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from indexer.extract.calendars import CALENDARS, Calendar, fold, plain
from indexer.extract.clock import at, clock_after, clock_before
from indexer.extract.numerals import numeral_dates
from mappings.article import Precision

NOWHERE = Calendar({}, frozenset(), frozenset(), frozenset(), "dmy")
LONGEST = 400  # characters of a text that is looked at

WORD = r"[^\W\d_][^\s\d,;:()/|–—\-]{1,20}"
LINK = r"(?:[^\W\d_]{1,4}(?:\.?\s|[’']\s?)|[คพ]\.ศ\.\s)?"  # between the parts: "de", "of", "gada", "m.", "d’"
ORDINAL = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|[ºª°]|-?(?:го|е|ше|те|та))?[\s.\-/]*"
DAY = r"(?<![\d.,:/])" + ORDINAL
YEAR = r"(?P<y>\d{4})(?!\d|[.,]\d{3})"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{DAY}{LINK}(?P<m>{WORD})(?:\s?/\s?{WORD})?[\s.,\-/]*{LINK}{YEAR}",  # 11 de noviembre de 2024
        rf"(?P<m>{WORD})[\s.\-]*{ORDINAL}(?:,\s*)?{LINK}{YEAR}",  # November 11th, 2024
        rf"(?<!\d){YEAR}[\s.\-/]*(?:\(e\)ko\s)?{LINK}(?P<m>{WORD})[\s.\-/]*(?P<d>\d{{1,2}})(?![\d:])",  # Hungarian
        rf"(?<!\d){YEAR}[\s.]*{LINK}{DAY}(?P<m>{WORD})",  # 2024. gada 11. novembris
        r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<n>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号]?",
        r"(?<!\d)(?P<d>\d{1,2})\s(?:tháng|thg)\s(?P<n>\d{1,2}),?\s(?:năm\s)?(?P<y>\d{4})(?!\d)",
    )
)
NUMBERS = re.compile(
    r"(?<![\d.,/:])(?<!\d[\-–])(\d{1,4})\s?([./\-–])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{1,2})(?![\d%€$]|[./\-–]\d)"
)
EITHER = re.compile(r"\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{2}")
MONTH = re.compile(rf"(?<!\d\s)(?<!\d)(?P<m>{WORD})[\s.,\-/]*{LINK}{YEAR}", re.IGNORECASE)
YEARLIKE = re.compile(
    r"\d{4}|\d\s?[./\-–]\s?\d\d(?!\d)|[和成国國][\d元]|[〇零一二三四五六七八九]年"
)  # cheap: no full date is without one of these
CLOCK, HALF = re.compile(r"\d:[0-5]\d"), re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
GLUED = re.compile("(?<=[a-zа-яіїєґ])[A-ZА-ЯІЇЄҐ](?=[^A-ZА-ЯІЇЄҐ]*$)")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as a text gives it: midnight when only the day is known, the first of the month when only the month is."""

    moment: datetime  # aware when the text names its zone
    precision: Precision
    start: int = 0  # where it stands in the text, in characters
    end: int = 0
    either: bool = False  # "05/11/2024": month and day may stand the other way round

    @property
    def day(self) -> str:
        """Its calendar day as written, ``YYYY-MM-DD``."""
        return self.moment.date().isoformat()

    def swapped(self) -> Written | None:
        """Return the date with month and day the other way round, if it may be read so."""
        moment = self.moment
        return replace(self, moment=moment.replace(month=moment.day, day=moment.month)) if self.either else None


def calendar_of(language: str | None) -> Calendar:
    """Return the calendar of a language tag as pages write it ("de-AT", "nb_NO", "no"), or an empty one."""
    tag = (language or "").replace("_", "-").lower()
    primary, _, region = tag.partition("-")
    primary = {"no": "nb", "iw": "he", "in": "id", "ua": "uk"}.get(primary, primary)
    known = CALENDARS.get(tag) or CALENDARS.get(primary, NOWHERE)
    if primary == "en" and tag not in CALENDARS:
        # CLDR's plain English is American; of the other regions only the Philippines and Canada put the day elsewhere.
        return known if region in {"", "us"} else CALENDARS["en-gb"]
    return known


def _everywhere() -> dict[str, int]:
    """Return the month names that mean the same month in all languages: four letters or more, English, or not Latin.

    Three letters of another script are no chance word between two numbers: "31 мая 2007".
    """
    found: dict[str, set[int]] = {}
    for calendar in CALENDARS.values():
        for name, number in calendar.months.items():
            found.setdefault(name, set()).add(number)
    agreed = {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1}
    sure = {name: number for name, number in agreed.items() if len(name) > 3 or (len(name) == 3 and not name.isascii())}
    return sure | dict(CALENDARS["en-gb"].months)


EVERYWHERE: Mapping[str, int] = _everywhere()


def month_number(word: str, calendar: Calendar) -> int | None:
    """Return which month a word names: in the page's language first, else where all languages agree.

    >>> month_number("листопада", calendar_of("uk")), month_number("listopada", calendar_of("hr"))
    (11, 10)
    """
    name = fold(word)
    number = calendar.months.get(name) or calendar.months.get(name[1:]) or EVERYWHERE.get(name)
    if number is None and len(name) >= 3:  # shortened or inflected: "сентяб.", "azaroaren"
        near = {
            n
            for known, n in calendar.months.items()
            if known.startswith(name) or (len(known) > 3 and name.startswith(known))
        }
        number = near.pop() if len(near) == 1 else None
    return number


def _day(year: int, month: int, day: int) -> datetime | None:
    if 2443 <= year <= 2643:  # Thailand counts from 543 BC
        year -= 543
    if not 1900 <= year <= 2100:
        return None
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def _worded(text: str, calendar: Calendar) -> Iterator[tuple[datetime, int, int]]:
    for form in FORMS:
        position = 0
        while match := form.search(text, position):
            parts = match.groupdict()
            month = int(parts["n"]) if parts.get("n") else month_number(parts["m"], calendar)
            start = match.start()
            if not month and parts.get("m") and (glued := GLUED.search(parts["m"])):  # "PressApril 28, 2023"
                month = month_number(parts["m"][glued.start() :], calendar)
                start = max(start, match.start("m") + glued.start()) if month else start
            day = _day(int(parts["y"]), month, int(parts["d"])) if month else None
            if day:
                yield day, start, match.end()
                position = match.end()
            else:
                position = match.start() + 1


def _ordered(first: str, sign: str, second: str, third: str, order: str) -> tuple[int, int, int] | None:
    """Return (year, month, day) of three numbers, or none where they are no date."""
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        return a, b, c
    if len(first) > 2 or len(third) < 2:
        return None
    if len(third) == 2:
        if order == "ymd" and sign != "/":
            return 2000 + a, b, c
        c += 2000 if c < 70 else 1900
    if b > 12 or (order == "mdy" and sign != "." and a <= 12):
        return c, a, b
    return c, b, a


def _numbered(text: str, calendar: Calendar, language: str | None) -> Iterator[tuple[datetime, int, int]]:
    order = calendar.order
    if language == "en" and CLOCK.search(text) and not HALF.search(text):
        order = "dmy"  # English that tells the time by 24 hours puts the day first
    for match in NUMBERS.finditer(text):
        ordered = _ordered(match[1], match[2], match[3], match[4], order)
        day = _day(*ordered) if ordered else None
        if day:
            yield day, match.start(), match.end()


def _numeral(text: str) -> Iterator[tuple[datetime, int, int]]:
    for (year, month, number), start, end in numeral_dates(text):
        if day := _day(year, month, number):
            yield day, start, end


def written_dates(text: str, language: str | None = None) -> list[Written]:
    """Return the full dates in a short text, in their order, each with the time and zone that stand beside it.

    >>> [w.moment.isoformat() for w in written_dates("Понеділок, 11 листопада 2024, 11:30", "uk")]
    ['2024-11-11T11:30:00']
    >>> [w.moment.isoformat() for w in written_dates("3:05 p.m. ET, Nov. 11, 2024", "en-US")]
    ['2024-11-11T15:05:00-05:00']
    """
    text = plain(text[:LONGEST])
    if not YEARLIKE.search(text):
        return []
    calendar = calendar_of(language)
    found: list[Written] = []
    taken: list[tuple[int, int]] = []
    for day, start, end in (*_worded(text, calendar), *_numbered(text, calendar, language), *_numeral(text)):
        if any(start < e and s < end for s, e in taken):
            continue
        taken.append((start, end))
        clock = clock_after(text, end, calendar) or clock_before(text, start, calendar)
        either = bool(EITHER.match(text, start)) and day.day <= 12
        found.append(Written(at(day, clock) if clock else day, "minute" if clock else "day", start, end, either))
    return sorted(found, key=lambda w: w.start)


def written_month(text: str, language: str | None = None) -> Written | None:
    """Return the month and year that a text gives without a day.

    >>> written_month("Листопад 2024", "uk").moment.date().isoformat()
    '2024-11-01'
    """
    text = plain(text[:LONGEST])
    calendar = calendar_of(language)
    for match in MONTH.finditer(text):
        number = month_number(match["m"], calendar)
        day = _day(int(match["y"]), number, 1) if number else None
        if day:
            return Written(day, "month", match.start(), match.end())
    return None


LOOSE_ISO = re.compile(
    r"(\d{4}-\d\d?-\d\d?)(?:[T\s]+(\d\d?:\d\d(?::\d\d)?)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?(?![\d:])",
    re.IGNORECASE,
)


def machine_date(text: str, language: str | None = None) -> Written | None:
    """Return the date in a value meant for machines: ISO 8601 and its misspellings, RFC 2822, seconds since 1970.

    >>> machine_date("2024-11-11T11:30:00+0200").moment.isoformat()
    '2024-11-11T11:30:00+02:00'
    >>> machine_date("Mon, 11 Nov 2024 09:30:00 GMT").moment.isoformat(), machine_date("2024-11-11").precision
    ('2024-11-11T09:30:00+00:00', 'day')
    """
    text = text.strip()[:80]
    if match := LOOSE_ISO.match(text):
        return _iso(match)
    if text.isdecimal():
        return _digits(text)
    if re.match(r"[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4} \d\d?:\d\d", text):
        try:
            return Written(parsedate_to_datetime(text), "minute")
        except ValueError:
            return None
    found = written_dates(text, language)
    return found[0] if found else None


def machine_month(text: str) -> Written | None:
    """Return the month in a value meant for machines that names no day.

    >>> machine_month("2019-05").day, machine_month("2019-05-03")
    ('2019-05-01', None)
    """
    match = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    return Written(datetime(int(match[1]), int(match[2]), 1), "month") if match else None


def _iso(match: re.Match[str]) -> Written | None:
    year, month, day = (int(part) for part in match[1].split("-"))
    midnight = _day(year, month, day)
    if midnight is None or not match[2]:
        return Written(midnight, "day") if midnight else None
    hour, minute, *seconds = (int(part) for part in match[2].split(":"))
    if hour > 23 or minute > 59:
        return Written(midnight, "day")
    moment = midnight.replace(hour=hour, minute=minute, second=min(seconds[0], 59) if seconds else 0)
    zone = (match[3] or "").upper()
    if zone in {"Z", "UTC", "GMT"}:
        moment = moment.replace(tzinfo=UTC)
    elif zone:
        try:
            offset = datetime.strptime(zone.replace(":", "").ljust(5, "0"), "%z").tzinfo
        except ValueError:  # "+99:99"
            offset = None
        moment = moment.replace(tzinfo=offset)
    return Written(moment, "minute")


def _digits(text: str) -> Written | None:
    if len(text) in {10, 13} and text[0] in "12":  # seconds or milliseconds since 1970
        seconds = int(text[:10])
        return Written(datetime.fromtimestamp(seconds, UTC).replace(microsecond=0), "minute")
    if len(text) in {8, 12, 14}:
        midnight = _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
        if midnight and len(text) == 8:
            return Written(midnight, "day")
        if midnight and int(text[8:10]) < 24 and int(text[10:12]) < 60:
            return Written(midnight.replace(hour=int(text[8:10]), minute=int(text[10:12])), "minute")
    return None
