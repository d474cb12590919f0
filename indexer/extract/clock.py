"""The time of day beside a date, and the zone it is told in.

In: the text around a date. Out: a `Clock`, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from indexer.extract.calendars import CALENDARS, MARKS, Calendar, fold
from indexer.extract.newsroom import WORDS

# What newsrooms write behind a time. "IST" and other names that several zones have are left out.
ZONES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "bst": "Europe/London", "wet": "Europe/Lisbon", "cet": "Europe/Berlin",
    "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin", "eet": "Europe/Kyiv",
    "eest": "Europe/Kyiv", "msk": "Europe/Moscow", "мск": "Europe/Moscow", "et": "America/New_York",
    "est": "America/New_York", "edt": "America/New_York", "ct": "America/Chicago",
    "cdt": "America/Chicago", "mt": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore", "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar", "wit": "Asia/Jayapura", "sast": "Africa/Johannesburg", "eat": "Africa/Nairobi",
    "wat": "Africa/Lagos", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland", "trt": "Europe/Istanbul", "tsi": "Europe/Istanbul",
}  # fmt: skip
FOREIGN = re.compile(r"[\u0370-\u03ff].|[\u0400-\u04ff]{4}|[\u0590-\u07ff]{3}|[\u0900-\uffff]{2}")
LETTER = r"(?:[^\W\d_]|[\u064b-\u0652\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0e31\u0e34-\u0e4e])"  # and marks on it
TIME = (
    r"(?<![\d:.,])(?P<half>[^\W\d_]{2,4}\s?)?(?P<hour>[01]?\d|2[0-4])"
    r"(?:\s?(?:[:.h։]|時|时|點|点|시)\s?(?P<minute>[0-5]\d)(?!\d)"
    r"(?:\s?[:.]\s?[0-5]\d(?!\d)(?:\.\d+)?)?(?:\s?[分분])?"
    r"|-(?P<dashed>0\d|2[5-9]|[345]\d)(?![\d-]))"  # "14-00"; "14-16" is from two to four
)
HOUR = (
    r"(?<![\d:.,])(?P<part>[^\W\d_]{2,4}\s?)?(?P<hours>(?:1[0-2]|0?[1-9])(?=\s?[ap]\.?\s?m\b)"
    r"|(?:[01]?\d|2[0-3])(?=\s?(?:uhr\b|h(?!\w)|[時时](?![間间])|[點点]|시(?!간))))"
)
BEHIND = re.compile(
    rf"\s*(?:बजे\s)?(?P<half>[^\W\d_]\.?\s?{LETTER}{{0,9}}\.?(?!{LETTER}))?\s*(?:uhr|hrs?|hod\.?|ч\.?|год\.?)?"
    r"[\s,(\[]*(?P<zone>(?:utc|gmt)?\s?[+−-]\d{1,2}(?::?\d\d)?(?!\d)|[a-zмск]{1,4}(?![^\W\d_]))?",
    re.IGNORECASE,
)
# Halves of the day that are no other word anywhere: those of scripts and lengths that say so, whatever the language.
MORNING = frozenset({"am"} | {half for known in CALENDARS.values() for half in known.am if FOREIGN.match(half)})
AFTERNOON = frozenset(
    {"pm", *WORDS["after_noon"]} | {half for known in CALENDARS.values() for half in known.pm if FOREIGN.match(half)}
)
AT = frozenset(fold(word) for word in WORDS["at_clock"])
SIGNS = str.maketrans(dict.fromkeys("()（）[]|,،·•@/–—-:", " "))
OFFSET = re.compile(r"([+−-])(\d{1,2}):?(\d\d)?$")
# A time that follows its date: signs and at most three words ("um", "kl.", "a las", a weekday) between them.
LINK = r"(?P<link>[\s,،|·•@/()（）\[\]\-–—.]*(?:(?:\(a\)|[^\W\d_]{1,14})[.:]?[\s|,،(）]+){0,3})"
AFTER = re.compile(rf"{LINK}(?:{TIME}|{HOUR})", re.IGNORECASE)
BEFORE = re.compile(rf"(?:{TIME}|{HOUR})", re.IGNORECASE)
TO_DATE = re.compile(r"(?:[\s,|·•@/()\[\]\-–—.]|[^\W\d_]{1,12}\.?(?=\W)){0,9}$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as a text gives it; ``zone`` is none when the text names none."""

    hour: int
    minute: int
    zone: tzinfo | None = None


def _zone(name: str) -> tzinfo | None:
    if offset := OFFSET.search(name):
        sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
        if hours > 14:
            return None
        delta = timedelta(hours=hours, minutes=minutes)
        return timezone(delta if sign == "+" else -delta)
    known = ZONES.get(name.strip().casefold())
    if known is None:
        return None
    try:
        return ZoneInfo(known)
    except ZoneInfoNotFoundError:  # a system without zone data and without the tzdata package
        return None


def clock_of(match: re.Match[str], text: str, calendar: Calendar, between: Iterable[str] = ()) -> Clock | None:
    """Return the time that a match of `BEFORE` is in a text, with the half of the day and the zone behind it."""
    hour = int(match["hour"] or match["hours"])
    minute = int(match["minute"] or match["dashed"] or 0)
    behind = BEHIND.match(text, match.end())
    words = {fold(match["half"] or match["part"] or ""), *between}
    if behind and behind["half"]:
        words.add("".join(behind["half"].casefold().translate(MARKS).split()))
    if words & (calendar.pm | AFTERNOON) and hour < 12:
        hour += 12
    elif words & (calendar.am | MORNING) and hour == 12:
        hour = 0
    if hour == 24 and minute:
        return None
    zone = _zone(behind["zone"]) if behind and behind["zone"] else None
    if zone is None and behind and behind["half"]:
        zone = _zone(behind["half"])
    return Clock(hour % 24, minute, zone)


def clock_after(text: str, end: int, calendar: Calendar) -> Clock | None:
    """Return the time that follows a date which ends at ``end``: only short words or a weekday may stand between."""
    match = AFTER.match(text[: end + 60], end)
    if not match:
        return None
    words = [fold(word) for word in match["link"].translate(SIGNS).split()]
    if any(len(word) > 5 and word not in calendar.weekdays and word not in AT for word in words):
        return None
    return clock_of(match, text, calendar, words)


def clock_before(text: str, start: int, calendar: Calendar) -> Clock | None:
    """Return the time that stands right before a date which begins at ``start``, with signs or short words between."""
    last = None
    for match in BEFORE.finditer(text, max(0, start - 45), start):
        last = match
    if last is None or not TO_DATE.match(text, last.end(), start):
        return None
    return clock_of(last, text[:start], calendar)


def at(day: datetime, clock: Clock) -> datetime:
    """Return the moment of a day's midnight and a clock time, aware when the clock names its zone."""
    return day.replace(hour=clock.hour, minute=clock.minute, tzinfo=clock.zone)
