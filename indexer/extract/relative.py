"""Dates that hang on the moment of reading: "2 hours ago", "вчора, 11:30", "8 января, 17:46", "Publicerad 14.14".

In: a short text, or `Page`, and the moment at which the page was read. Out: dates, the likeliest first. Nothing is made
of weeks, months and years ago: they tell no day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from indexer.extract.calendars import CALENDARS, plain, spoken
from indexer.extract.clock import BEFORE as TIME_OF_DAY
from indexer.extract.clock import Clock, at, clock_after, clock_before, clock_of
from indexer.extract.dateline import BEFORE, CHANGED_LABEL, PUBLISHED, is_change, place
from indexer.extract.dates import YEARLIKE, Written, calendar_of, written_dates
from indexer.extract.layout import Block
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.page import Page
from indexer.extract.surroundings import DATE, ELSEWHERE

LONGEST = 200  # characters of a block that such a date stands in
LINE = 100  # of one where a day without a year is no part of a sentence
BEHIND = 3  # blocks behind the first paragraph: where a standfirst was taken for it
ENOUGH = 0.6  # a worse place is another story's
AHEAD = timedelta(hours=14)  # the farthest zone
AGO = {words: unit for calendar in CALENDARS.values() for words, unit in calendar.ago.items()} | {
    words: unit for unit in ("minute", "hour") for words in WORDS[f"{unit}s_ago"]
}
UNITS = frozenset(word for words in AGO for word in words.split()) - {"#"}
SPANS = [(before, behind) for before in range(4) for behind in range(4) if before or behind]  # words around a number
NUMBER = re.compile(r"\d+")
DAYS = tuple(
    (days, re.compile(rf"(?<!\w){any_of(WORDS[name])}(?!\w)", re.IGNORECASE))
    for days, name in ((0, "today"), (1, "yesterday"))
)
# A day and a month without a year behind them, each with how the year is put to them.
YEARLESS = (
    (re.compile(r"\b\d{1,2}\.?\s+(?:de\s)?[^\W\d_]{3,}\b\.?(?!,?\s+\d{4})"), r"\g<0> {}"),
    (re.compile(r"\b[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?\b(?![:.]\d|,?\s+\d{4})"), r"\g<0>, {}"),
    (re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?!\s?\d{4}|\d)"), r"\g<0>{}"),
    (re.compile(r"(?<!\d)\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"), r"{}年\g<0>"),
)
# How agencies begin: "КИЇВ, 11 листопада (Агенція) –".
AGENCY = re.compile(r"[^.!?()\d]{2,40},\s+(?:[^\s\d]{3,12}\.?\s+\d{1,2}|\d{1,2}\.?\s+[^\s\d]{3,12})(?=\s*[(–—-])")


@dataclass(frozen=True, slots=True)
class Hanging:
    """A date as it is told to somebody who reads it soon: so long ago; so many days, on this clock; without a year."""

    ago: timedelta | None = None
    days: int = 0
    clock: Clock | None = None
    yearless: str = ""
    start: int = 0  # where it stands in the text


def yearless(text: str, year: int, language: str | None) -> Written | None:
    """Return the date in a text that leaves out the year, as of a year.

    >>> yearless("8 января, 17:46", 2026, "ru").moment.isoformat(), yearless("Sept. 3", 2024, "en").day
    ('2026-01-08T17:46:00', '2024-09-03')
    """
    for pattern, put in YEARLESS:
        if pattern.search(text) and (dates := written_dates(pattern.sub(put.format(year), text, count=1), language)):
            return dates[0]
    return None


def hanging(text: str, language: str | None) -> Hanging | None:
    """Return the date in a short text that hangs on the moment of reading.

    >>> hanging("Ірина Солодуха | 2 години тому", "uk").ago, hanging("вчера в 11:30", "ru").days
    (datetime.timedelta(seconds=7200), 1)
    """
    text = plain(text)
    return _ago(text) or _day_named(text, language) or _clock_published(text, language) or _without_year(text, language)


def resolved(date: Hanging, now: datetime, language: str | None) -> Written | None:
    """Return the date as of the moment of reading, which is local or, where the zone is not known, UTC."""
    if date.ago is not None:
        return Written((now - date.ago).replace(hour=0, minute=0, second=0, microsecond=0), "day")
    if date.yearless:
        found = (yearless(date.yearless, year, language) for year in (now.year, now.year - 1))
        return next((w for w in found if w and w.moment.replace(tzinfo=None) <= now + timedelta(days=1)), None)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=date.days)
    if date.clock is None:
        return Written(day, "day")
    moment = at(day, date.clock)
    if moment.replace(tzinfo=None) > now + AHEAD:  # in no zone has that time come: it is of the day before
        moment = at(day - timedelta(days=1), date.clock)
    return Written(moment, "minute")


def hanging_dates(page: Page, language: str | None) -> list[Hanging]:
    """Return the dates between headline and text that hang on the moment of reading, the likeliest first."""
    around = page.surroundings
    found: list[tuple[float, Hanging]] = []
    for number, block, distance in around.heading():
        if number > around.first + BEHIND:
            break
        text = block.text
        if len(text) > LONGEST:
            opening = AGENCY.match(text) if number >= around.first else None
            if opening:
                found.append((ENOUGH, Hanging(yearless=opening[0])))
            continue
        if not any(map(str.isdigit, text)) or (YEARLIKE.search(text) and written_dates(text, language)):
            continue  # a date that is whole has been looked at
        date = hanging(text, language) or _clock_alone(page, block, language)
        if date is None or (date.yearless and not _is_dateline(page, block, date, language)):
            continue
        before = text[max(0, date.start - BEFORE) : date.start]
        labelled = PUBLISHED.search(before) is not None
        score = place(around, block, number) - distance / 50 + 2.0 * labelled
        changed = CHANGED_LABEL.search(before) or (is_change(around, block.element, 1) and not labelled)
        elsewhere = around.above(block.element) & ELSEWHERE and not labelled
        if score >= ENOUGH and not changed and not elsewhere:
            found.append((score, date))
    return [date for _, date in sorted(found, key=lambda each: -each[0])]


def _is_dateline(page: Page, block: Block, date: Hanging, language: str | None) -> bool:
    """Tell whether a day without a year is a dateline: it has a clock, a name, or the line for itself."""
    if len(block.text) > LINE:
        return False
    if page.surroundings.near(block.element, 2) & DATE or PUBLISHED.search(block.text):
        return True
    found = yearless(date.yearless, 2024, language)
    return found is not None and (found.precision == "minute" or 2 * (found.end - found.start - 5) > len(block.text))


def _ago(text: str) -> Hanging | None:
    words = spoken(text)
    numbers = NUMBER.finditer(text)
    for number, word in enumerate(words):
        if not word.isdecimal():
            continue
        written = next(numbers, None)
        beside = words[max(0, number - 1) : number + 2]
        for before, behind in SPANS if len(word) <= 3 and not UNITS.isdisjoint(beside) else ():
            near = (*words[max(0, number - before) : number], "#", *words[number + 1 : number + 1 + behind])
            if written and (unit := AGO.get(" ".join(near))):
                return Hanging(timedelta(**{f"{unit}s": int(word)}), start=written.start())
    return None


def _day_named(text: str, language: str | None) -> Hanging | None:
    calendar = calendar_of(language)
    for days, pattern in DAYS:
        if match := pattern.search(text):
            clock = clock_after(text, match.end(), calendar) or clock_before(text, match.start(), calendar)
            if clock:
                return Hanging(days=days, clock=clock, start=match.start())
    return None


def _clock_published(text: str, language: str | None) -> Hanging | None:
    """Return a time that a label calls the publication's, without a day: it is of the day of reading."""
    end = 0
    for match in TIME_OF_DAY.finditer(text):
        start = max(match.start("hour"), match.start("hours"))
        before = text[max(end, start - BEFORE) : start]
        end = match.end()
        if PUBLISHED.search(before) and not any(map(str.isdigit, before)):
            return Hanging(clock=clock_of(match, text, calendar_of(language)), start=start)
    return None


def _clock_alone(page: Page, block: Block, language: str | None) -> Hanging | None:
    """Return the time that is all of a <time> element."""
    tags = page.layout.tags
    texts = [inline.text for inline in block.inlines if tags[inline.element] == "time"]
    for text in [block.text, *texts] if tags[block.element] == "time" else texts:
        match = TIME_OF_DAY.match(text)
        if (
            match
            and (match["minute"] or not text[match.end() :].lstrip().startswith(("h", "H")))
            and len(text) - match.end() < 6
        ):
            start = max(0, block.text.find(text))
            return Hanging(clock=clock_of(match, text, calendar_of(language)), start=start)
    return None


def _without_year(text: str, language: str | None) -> Hanging | None:
    if yearless(text, 2024, language) is None:  # a leap year: the 29th of February is a day, too
        return None
    start = min(match.start() for pattern, _ in YEARLESS if (match := pattern.search(text)))
    return Hanging(yearless=text, start=start)
