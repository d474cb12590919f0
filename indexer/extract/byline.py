"""The byline that a reader sees.

In: `Page` with its surroundings. Out: (rule, names), the likeliest first. A line is weighed by what its elements are
called, where its links lead, the word before the name ("By", "Автор:"), its place, and whether it reads like names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extract.dates import YEARLIKE, written_dates
from indexer.extract.layout import Block
from indexer.extract.names import (
    BY,
    CONTACT,
    CREDIT,
    OTHER,
    is_agency,
    is_person,
    is_role,
    split_names,
    without_weekday,
)
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.page import Page
from indexer.extract.signature import has_role, is_heading, is_loud, is_signature
from indexer.extract.surroundings import AUTHOR, BIO, CAPTION, ELSEWHERE, SECTION, TAGS, Surroundings

LONGEST = 240  # characters of a block that a byline stands in
ALONE = 90  # characters of a line that is a byline by nothing but its place and its words
FAINT = "faint byline"
SURE = 4.2  # from here on a byline stands against metadata that name only the paper
ENOUGH = 2.7  # evidence that a line needs to be believed
CLOCK = re.compile(r"\b[0-2]?\d[:.h][0-5]\d\b")
ENDS = ".!?…。！？"
BEHIND_DATE = re.compile(r"^[\s,|–—-]*(?:[0-2]?\d[:.h][0-5]\d(?:\s*(?:Uhr|[ap]\.?m\.?)\b)?)?[\s,|–—-]*", re.IGNORECASE)
AT = re.compile(
    r"\s+(?:at|on|am|um|le|el|il|op|в|о|@|»)(?:\s\w{1,4}\.?)?\W*$", re.IGNORECASE
)  # what leads from a name to its date
AT_CLOCK = re.compile(
    r"\s+(?:(?:in|en|dans|unter|у|в)\s.{1,60}?\s)?(?:at|um|à|a las|alle|om|о|в|@)\s+\d.*$", re.IGNORECASE | re.DOTALL
)
PARTS = re.compile(r"\s*[|·•\n]\s*")
PLACE = re.compile(r"\s*[,/|(]\s*")
LONGEST_ROLE = 40  # letters of a line that say what somebody is
BY_INSIDE = re.compile(BY.pattern.replace("^\\W*", r"(?:^|[|·•\n])\W*", 1), re.IGNORECASE)
STAMP = re.compile(
    rf"\s+{any_of((*WORDS['published'], *WORDS['changed']))}(?:\s\w{{1,4}})?\W*$", re.IGNORECASE
)  # between a name and its date: "Jane Rowan, published on"
BY_LABEL = re.compile(rf"\s{any_of(WORDS['by'])}\s*[:：]", re.IGNORECASE)
BY_LATER = re.compile(rf"^.{{0,30}}?\s{any_of(WORDS['by'])}\s", re.IGNORECASE)
LABELLED = re.compile(rf"^\W*{any_of(WORDS['by'])}\s*[:：]", re.IGNORECASE)
# Where links to a person's page lead, in the words that addresses use.
PERSON_PATH = re.compile(
    r"/(?:[a-z]*authors?|autor(?:en|es|e|i|in)?|auteurs?|profiles?|profils?|staff|people|persons?|contributors?|reporters?|writers?|"
    r"journalists?|journalistes?|columnists?|redaktion|redakteure?|forfatter|skribent|yazarlar?|yazar|meet-the-team|team|"
    r"by|byline|firmas?|avtor[siy]?|journalist|redaktor|toimittaja|penulis|pisarci|auteur|av|user|bio)s?[/\-]",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Line:
    """A block that may be the byline, with the evidence for it."""

    score: float
    number: int
    block: Block
    names: list[str]


def bylines(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield the names of each likely byline; lines of one list ("authors" as <li>) are one byline."""
    around = page.surroundings
    lines = [line for found in around.heading() if (line := _line(page, around, *found))]
    lines.sort(key=lambda line: -line.score)
    taken: set[int] = set()
    for line in lines:
        if line.number in taken or line.score < ENOUGH:
            continue
        together = _family(around, line, lines)
        taken.update(other.number for other in together)
        names = [name for other in together for name in other.names]
        yield "byline" if line.score >= SURE else FAINT, [name for name in names if not is_role(name)] or names


def _family(around: Surroundings, line: Line, lines: list[Line]) -> list[Line]:
    """Return the lines that are one list with this one, alike and next to each other, in the order of the page."""
    family, found = [line], [line]
    while found:
        found = [
            other for other in lines if other not in family and any(_siblings(around, one, other) for one in family)
        ]
        family += found
    return sorted(family, key=lambda other: other.number)


def _siblings(around: Surroundings, line: Line, other: Line) -> bool:
    a, b = line.block.element, other.block.element
    if abs(line.number - other.number) > 3 or abs(line.score - other.score) > 1.5:
        return False
    if around.layout.tags[a] != around.layout.tags[b] or around.own(a) != around.own(b):
        return False
    parents = around.layout.parents
    for _ in range(3):
        if a == b:
            return True
        a, b = parents[a], parents[b]
    return a == b


def _line(page: Page, around: Surroundings, number: int, block: Block, distance: int) -> Line | None:
    if len(block.text) > LONGEST or (number == around.anchor and "\n" not in block.text):
        return None
    called = bool(around.near(block.element) & AUTHOR)
    inner = [inline for inline in block.inlines if _personal(page, around, inline.element)]
    by = "" if _is_sentence(block.text) else _by(block)
    below = around.anchor < number < around.first  # between headline and text
    signed = 0 < number - around.last <= 2 and (not page.headings or is_signature(page, number))
    alone = not (called or inner or by or page.layout.tags[block.element] == "address")
    if alone and not (len(block.text) <= ALONE and (signed or (below and _vouched(page, number, block)))):
        return None
    if CREDIT.match(block.text) or (alone and is_heading(block.text)) or OTHER.match(by or block.text):
        return None
    text = _before_date(by or block.text, page.html_lang)
    if alone and (CONTACT.sub("", text).islower() or text.rstrip()[-1:] in ":："):  # "zed wrote", "发布时间："
        return None
    marked = inner or ([i for i in block.inlines if _fills(block)] if called else [])
    names = _names_in(text, [inline.text for inline in marked], page.html_lang, called=called or bool(by))
    sure = all(is_person(name) or is_agency(name) for name in names)
    if not names or (alone and not (sure and _only(text, names, signed=signed))):
        return None
    score = 2.0 * called + 2.5 * bool(inner) + 2.0 * bool(by) + 1.2 * alone
    score += 1.5 if below or signed else 0.5 if number < around.anchor else 0.0
    score += 0.5 * (bool(called or inner) and sure and 0 < number - around.last <= 2)
    score += 1.0 if sure else -0.5 if inner else -1.5
    score += _place(page, number, labelled=LABELLED.match(by) is not None and sure and below)
    return Line(score - distance / 50, number, block, names)


def _vouched(page: Page, number: int, block: Block) -> bool:
    """Tell whether a line below the headline says what somebody is, or shouts a surname, or stands by a date."""
    return has_role(block.text) or (not block.linked and is_loud(block.text)) or _dated(page, number)


def _place(page: Page, number: int, *, labelled: bool) -> float:
    """Return how much the surroundings of a block speak for it: less if they are a caption's, or another story's."""
    around, element = page.surroundings, page.blocks[number].element
    near, above, address = around.near(element), around.above(element), page.layout.tags[element] == "address"
    score = 1.5 * address - 1.0 * bool(near & (TAGS | SECTION)) - 0.5 * bool(near & BIO and number > around.last)
    if above & CAPTION and not address:
        pictured = any(page.layout.tags[one] in {"figure", "figcaption"} for one in page.layout.ancestors(element))
        score -= 1.5 if labelled and not pictured else 4.0  # "Text: …" in what is called "credits"
    if above & ELSEWHERE:
        score -= 1.5 if abs(number - around.anchor) <= 6 and number < around.first else 4.0
    return score


def _by(block: Block) -> str:
    """Return the part of a line that begins with "By" or the like, "" if none does."""
    text = block.text
    if BY_INSIDE.search(text):
        part = next((part for part in PARTS.split(text) if BY.match(part)), "")
        # A date in a span of its own is no part of what the span before it says.
        return next(
            (i.text for i in block.inlines if i.text in part and BY.match(i.text) and split_names(i.text)), part
        )
    label = BY_LABEL.search(text) if ":" in text or "：" in text else None
    return text[label.start() :].lstrip() if label and not label[0].lstrip()[:1].islower() else ""


def _is_sentence(text: str) -> bool:
    """Tell whether a line is a sentence that begins like a byline: "By June the jib was bare, and …"."""
    return len(text) > ALONE and text.rstrip('»”"’)')[-1:] in ENDS


def _before_date(text: str, language: str) -> str:
    """Return a line up to its date: "Ірина Солодуха, 11.11.2024" and even "SOLODUKHA11.11.2024" up to the digits; or
    what follows the date, if that begins like a byline: "Posted on March 4, 2011 by Harriet Colby".
    """
    dates = written_dates(text, language)
    if not dates:
        return AT_CLOCK.sub("", text)
    behind = BEHIND_DATE.sub("", text[dates[0].end :])
    if (BY.match(behind) and len(behind.split()) > 2) or is_person(behind):
        return behind
    later = BY_LATER.search(behind)
    if later and is_person(behind[later.end() :]):
        return behind[later.end() :]
    before = AT.sub("", STAMP.sub("", without_weekday(text[: dates[0].start])))
    return before if any(c.isalpha() for c in before) else text


def _dated(page: Page, number: int) -> bool:
    """Tell whether a date or a time of day stands in the line or in one of the two before and behind it."""
    near = page.blocks[max(0, number - 2) : number + 3]
    return any(len(block.text) < 100 and (YEARLIKE.search(block.text) or CLOCK.search(block.text)) for block in near)


def _fills(block: Block) -> bool:
    """Tell whether a line consists of several inline elements, each a name."""
    texts = [inline.text for inline in block.inlines]
    return len(texts) > 1 and sum(map(len, texts)) >= 0.7 * len(block.text) and all(map(is_person, texts))


def _only(text: str, names: list[str], *, signed: bool) -> bool:
    """Tell whether a line has hardly a letter beside the names, their addresses and roles; or, signed, a place."""
    text = CONTACT.sub("", text)
    rest = sum(c.isalpha() for c in text) - sum(c.isalpha() for name in names for c in name)
    if rest <= 3:
        return True
    behind = PLACE.split(text, maxsplit=1)[1:]
    if has_role(text):
        return rest <= LONGEST_ROLE
    return (
        signed
        and bool(behind)
        and behind[0][:1].isupper()
        and len(behind[0].split()) <= 2
        and behind[0][-1] not in ENDS
    )


def _personal(page: Page, around: Surroundings, element: int) -> bool:
    """Tell whether an inline element is called after authors, or leads to a person's page."""
    if around.own(element) & AUTHOR:
        return True
    if page.layout.tags[element] != "a":
        return False
    return "author" in page.attribute(element, "rel") or bool(PERSON_PATH.search(page.attribute(element, "href")))


def _names_in(text: str, marked: list[str], language: str, *, called: bool) -> list[str]:
    """Return the names of a line: all of it if all of it reads like names, else what its links and spans mark."""
    whole = split_names(text, language)
    likely = [name for name in whole if is_person(name) or is_agency(name)]
    inner = list(dict.fromkeys(name for each in marked for name in split_names(each, language)))
    # Of spans inside each other the inner one has the name, the outer one the name and something more.
    if any(map(is_person, inner)):  # and not "Posted on", which stands in a "meta-author" of its own
        inner = [name for name in inner if not name.split()[-1].islower()]
    inner = [name for name in inner if not any(name != other and other in name and is_person(other) for other in inner)]
    if inner:
        complete = len(likely) == len(whole) and set(inner) <= set(whole) and not any(c.isdigit() for c in text)
        return whole if complete and not re.search(r"[|/·•]|\s[–—-]\s", text) else inner
    return likely or (whole[:1] if called else [])
