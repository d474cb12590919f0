"""The dates that a reader sees on a page, and which of them is the article's.

In: `Page` with its surroundings. Out: dates, the likeliest first. A date that a label calls an update, a copyright or
an event is none of them; nor is one in a teaser of another story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from indexer.extract.dates import YEARLIKE, Written, calendar_of, machine_date, written_dates, written_month
from indexer.extract.frame import is_anothers, is_todays
from indexer.extract.layout import Block
from indexer.extract.names import BY
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.page import Page
from indexer.extract.surroundings import CAPTION, CHANGED, DATE, ELSEWHERE, Surroundings

MOST = 50  # <time> elements of a block that are looked at: no dateline has more
LONGEST = 220  # characters of a block that a dateline stands in
CLOCK = 10  # characters of a time of day, doubled: "11:30"
SENTENCE = 90  # characters of a line that is rather a sentence
BEFORE = 32  # characters before a date in which its label stands
UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")  # scripts that part no words


def _label(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a text that ends in one of these labels and what may stand between it and its date."""
    parted = any_of(word for word in words if not UNPARTED.match(word))
    unparted = any_of(word for word in words if UNPARTED.match(word))
    return re.compile(rf"(?:(?<!\w){parted}(?!\w)|{unparted})\.?[^.!?]*$", re.IGNORECASE)  # "Akt.:", "更新日時："


PUBLISHED, CHANGED_LABEL = _label(WORDS["published"]), _label(WORDS["changed"])
PUBLISHED_BEHIND = re.compile(
    rf"[^.!?\n]{{0,24}}?(?<!\w){any_of(WORDS['published'])}(?!\w)(?!.*\d{{4}})", re.IGNORECASE | re.DOTALL
)
BOTH = re.compile(r"publi[sc]|pubdate|posted|entry-?date", re.IGNORECASE)  # "published updated": never changed since
# A weekday may stand between a label with a colon and its date: "Event: Saturday 6 July".
OTHER = re.compile(rf"(?:(?<!\w){any_of(WORDS['other_dates'])}(?::\s*[^\W\d_]{{2,14}})?|[©(])\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A date on the page: how likely it is the article's, and whether a label calls it a change."""

    date: Written
    score: float
    rule: str
    changed: bool


def seen_dates(page: Page, language: str | None) -> list[Seen]:
    """Return the dates near the headline and below the text, the likeliest first."""
    around = page.surroundings
    found: list[Seen] = []
    for number, block, distance in around.heading():
        found += _machine(page, block, number, distance)
        if YEARLIKE.search(_opening(block.text)):
            found += _visible(around, block, number, distance, language)
    return sorted(found, key=lambda seen: -seen.score)


def _visible(around: Surroundings, block: Block, number: int, distance: int, language: str | None) -> list[Seen]:
    text, found, end = _opening(block.text), [], 0
    base = place(around, block, number) - distance / 50
    dates = written_dates(text, language)
    if not dates and len(text) < 40 and around.near(block.element, 2) & DATE:
        month = written_month(text, language)
        dates = [month] if month else []
    calendar = calendar_of(language)
    for date in dates:
        line = _line(text, date)
        # Below the text a name and a moment are rather those of a comment.
        alone = _alone(line, date, CLOCK if date.precision == "minute" and number <= around.last else 0)
        if len(block.text) > LONGEST and not alone:
            continue
        before = text[max(end, date.start - BEFORE) : date.start]
        end = date.end
        changed = bool(CHANGED_LABEL.search(before))
        labelled = bool(PUBLISHED.search(before) or _labelled_behind(text, date))
        score = base + (3.0 if labelled else 0.0) + (1.0 if date.precision == "minute" else 0.0)
        if changed or (len(dates) == 1 and is_change(around, block.element, 1) and not labelled):
            score -= 5.0
        elif OTHER.search(before) and not (before == "(" and text.endswith(")")):
            score -= 3.0
        elif len(dates) == 1 and around.anchor < number <= around.last + 2 and alone:
            score += 1.4
        if len(line) > SENTENCE:  # a sentence that tells of a day
            score -= 2.0 if date.precision == "minute" else 3.0
        if date.precision != "minute" and not labelled and is_todays(around, block, number, calendar):
            score -= 2.0
        found.append(Seen(date, score, "dateline", changed))
    return found


def _opening(text: str) -> str:
    """Return the text of a block, or the first lines of one that holds a whole article: "headline, date, text"."""
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition("\n")[0]


def _line(text: str, date: Written) -> str:
    """Return the line of a text that a date stands in."""
    end = text.find("\n", date.end)
    return text[text.rfind("\n", 0, date.start) + 1 : end if end >= 0 else len(text)]


def _alone(line: str, date: Written, clock: int) -> bool:
    """Tell whether a line is a date, a clock of so many characters and hardly more, or one behind a byline."""
    return 2 * (date.end - date.start) + clock > len(line) or (len(line) <= SENTENCE and bool(BY.match(line)))


def _labelled_behind(text: str, date: Written) -> bool:
    """Tell whether a label follows the date: "wurde am 11. November 2007 um 10:30 veröffentlicht"."""
    sure = date.precision == "minute" or len(text) <= SENTENCE
    return sure and bool(PUBLISHED_BEHIND.match(text, date.end))


def _machine(page: Page, block: Block, number: int, distance: int) -> list[Seen]:
    """Return the dates that <time datetime> elements of a block carry."""
    tags, around = page.layout.tags, page.surroundings
    elements = (block.element, *(inline.element for inline in block.inlines))
    timed = list(islice((element for element in elements if tags[element] == "time"), MOST))
    base = place(around, block, number) + 2.0 - distance / 50 if timed else 0.0
    found = []
    for element in timed:
        if date := machine_date(page.attribute(element, "datetime")):
            changed = is_change(around, element, 2)
            found.append(Seen(date, base - (5.0 if changed else 0.0), "time element", changed))
    return found


def is_change(around: Surroundings, element: int, levels: int) -> bool:
    """Tell whether an element is called after changes, and not after the publication as well."""
    if not around.near(element, levels) & CHANGED:
        return False
    return not BOTH.search(around.layout.attributes[element].get("class") or "")


def place(around: Surroundings, block: Block, number: int) -> float:
    """Return how much the place of a block speaks for its date: 2 and more between headline and text."""
    score = 0.0
    if around.anchor < number < around.first:
        score += 2.0
    elif number > around.last:
        score -= 0.6 if number == around.last + 1 else 1.0
    elif around.anchor - 2 <= number:
        score += 1.0
    near = around.near(block.element)
    for inline in block.inlines:
        near |= around.own(inline.element)
    timed = any(around.layout.tags[inline.element] == "time" for inline in block.inlines)
    if near & (DATE | CHANGED) or timed:
        score += 1.5
    above = around.above(block.element)
    if above & CAPTION and not timed:
        score -= 4.0
    if is_anothers(around, block, number):
        score -= 5.0
    elif above & ELSEWHERE:
        score -= 1.0 if abs(number - around.anchor) <= 4 else 3.0
    return score
