"""A news page that was archived as plain text: its lines, with menus, advertisements and teasers among them.

In: the text, `Site`, the capture's time. Out: `TextCapture`: the same fields that an HTML page gives. The dateline
is the anchor: the headline stands above it, the byline before or beside it, the text below, the tags behind the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from indexer.extract.calendars import CALENDARS
from indexer.extract.cited import LABEL as CITED_LABEL
from indexer.extract.cited import cited_lines
from indexer.extract.dateline import CHANGED_LABEL, PUBLISHED
from indexer.extract.dates import Written, written_dates
from indexer.extract.found import Found
from indexer.extract.language import told as language_told
from indexer.extract.names import BY, is_person, merge_names, split_names
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.published import Published, refused, told
from indexer.extract.run_together import split_tags_run_together
from indexer.extract.taglist import LABEL as TAGS_LABEL
from indexer.extract.tags import clean_tags, split_tags
from indexer.sites import Site

HEAD = 60  # lines in which the dateline is looked for
SENTENCE = re.compile(r"[.!?…。！？][»”\"’)\]]*$|[.!?…,][»”\"’].{0,40}$")
CREDIT = re.compile(rf"(?:^|[.,;(\s]){any_of(WORDS['credits'])}\s*[:：]|©|Getty Images", re.IGNORECASE)
PARAGRAPH = 60  # characters of a line that is a paragraph
GAP = 3  # lines without a sentence after which the text has ended
APOSTROPHE = "['’ʼ]?"
DAYS = {day.capitalize() for calendar in CALENDARS.values() for day in calendar.weekdays if len(day) > 4}


@dataclass(frozen=True, slots=True)
class TextCapture:
    """The fields of a plain-text capture, each with the rule that found it."""

    title: Found[str]
    authors: Found[tuple[str, ...]]
    published: Found[Published | None]
    body: Found[str]
    tags: Found[tuple[str, ...]]
    cited: Found[tuple[str, ...]]
    language: Found[str]


def read_text(text: str, site: Site, captured: str | None = None) -> TextCapture:
    """Return the fields of a plain-text capture; an empty body means that it is no article."""
    text = unicodedata.normalize("NFC", text)
    lines = [line for raw in text.splitlines() if (line := " ".join(raw.split()))]
    lines = [line for line in lines if line not in site.text.drop]
    place, date = _dateline(lines, site, captured)
    headline = _headline(lines, place)
    start = max(place, headline) + 1
    body, behind = _body(lines, start, lines[headline] if headline >= 0 else "", site)
    whole = "\n".join(body)
    found = told(date, site) if date else None
    tags, tag_rule = _tags(lines[behind : behind + 8], whole)
    return TextCapture(
        title=Found(lines[headline], "line above the dateline") if headline >= 0 else Found(""),
        authors=_authors(lines, place, date, headline),
        published=Found(found, "dateline") if found else Found(None),
        body=Found(whole, "paragraphs below the dateline" if date else "paragraphs") if body else Found(""),
        tags=Found(tags, tag_rule) if tags else Found(()),
        cited=Found(named, "source line") if (named := cited_lines(body)) else Found(()),
        language=language_told(whole or text[:300], [], site.language),
    )


def _dateline(lines: list[str], site: Site, captured: str | None) -> tuple[int, Written | None]:
    """Return the line of the article's date: a short line that has one, one with a time before others; -1 if none."""
    best: tuple[float, int, Written] | None = None
    for number, line in enumerate(lines[:HEAD]):
        if len(line) > 160:
            continue
        for date in written_dates(line, site.language or None):
            before = line[: date.start]
            if number == 0 or CHANGED_LABEL.search(before) or refused(date, captured):  # the first line may be a stamp
                continue
            score = 2.0 * (date.precision == "minute") + bool(PUBLISHED.search(before)) - number / 30
            if best is None or score > best[0]:
                best = (score, number, date)
    return (best[1], best[2]) if best else (-1, None)


def _headline(lines: list[str], place: int) -> int:
    """Return the line of the headline: the nearest of four words or more above dateline or text."""
    if place < 0:  # no dateline: the first paragraph is the anchor
        place = next((number for number, line in enumerate(lines) if _is_paragraph(line)), -1)
    for number in range(place - 1, max(-1, place - 8), -1):
        if _is_headline(lines[number]):
            return number
    below = range(place + 1, min(len(lines), place + 4)) if place >= 0 else range(0)
    return next((number for number in below if _is_headline(lines[number]) and not _is_paragraph(lines[number])), -1)


def _is_headline(line: str) -> bool:
    words = line.split()
    if len(line) > 300 or BY.match(line) or written_dates(line) or CREDIT.search(line):
        return False
    return (len(words) >= 4 and not line.endswith(("!", ":"))) or (
        len(words) >= 2 and len(line) >= 25 and not line.endswith("!")
    )


def _authors(lines: list[str], place: int, date: Written | None, headline: int) -> Found[tuple[str, ...]]:
    """Return who the dateline names before its date, else the byline right above or below it."""
    if date is None:
        around = range(headline + 1, min(len(lines), headline + 3))
    else:
        before = _weekdays().sub("", lines[place][: date.start])
        before = PUBLISHED.sub("", before)
        names = split_names(before)
        if names and len(before) < 120:
            return Found(merge_names(names), "dateline")
        around = range(max(headline + 1, place - 2), min(len(lines), place + 3))
    for number in around:
        line = lines[number]
        if number != place and len(line) < 100:
            names = split_names(line)
            if names and (BY.match(line) or all(is_person(name) for name in names)) and not CREDIT.search(line):
                return Found(merge_names(names), "byline")
    return Found(())


def _body(lines: list[str], start: int, headline: str, site: Site) -> tuple[list[str], int]:
    """Return the paragraphs from `start` on, and the line behind the last of them."""
    kept: list[tuple[int, str]] = []
    last, short = start, 0
    plain_headline = _letters(headline)
    for number in range(start, len(lines)):
        line = lines[number]
        if line in site.text.end:
            break
        if _is_paragraph(line):
            kept.append((number, line))
            last, short = number + 1, 0
        elif _letters(line) != plain_headline and not line.endswith(":"):
            short += 1
            if short >= GAP and kept:
                break
            if len(line) < 100 and not CREDIT.search(line):
                kept.append((number, line))
    while kept and kept[-1][0] >= last:
        kept.pop()
    while kept and not (_is_paragraph(kept[0][1]) or _is_sentence(kept[0][1])):
        kept.pop(0)
    return [line for _, line in kept], last


def _is_paragraph(line: str) -> bool:
    if CREDIT.search(line) and len(line) < 200:
        return False
    if CITED_LABEL.match(line):
        return True
    wide = len(line) * (3 if line[len(line) // 2] > "\u2e80" else 1)
    return wide >= PARAGRAPH and bool(SENTENCE.search(line) or wide > 250) and len(line.split()) * 3 <= wide


def _is_sentence(line: str) -> bool:
    """Tell whether a short line is a sentence: a standfirst, not a caption or an entry of a menu."""
    return bool(SENTENCE.search(line)) and len(line.split()) >= 4


def _tags(lines: list[str], text: str) -> tuple[tuple[str, ...], str]:
    """Return the tags in the lines behind the text: after a label, or run together."""
    for line in lines:
        if match := TAGS_LABEL.match(line):
            rest = line[match.end() :]
            if rest and (":" in match[0] or "," in rest):
                return clean_tags(split_tags([rest])), "tag line"
        found = split_tags_run_together(line, text)
        if found and line.count(" ") <= len(found) * 2:
            return clean_tags(found), "tags run together"
    return (), ""


@cache
def _weekdays() -> re.Pattern[str]:
    """A weekday of any language at the end of a text. The table has them without apostrophes: п’ятниця."""
    days = "|".join(day[0] + APOSTROPHE + day[1:] for day in sorted(DAYS))
    return re.compile(rf"[\s,—–-]*(?:{days})[\s,]*$")


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
