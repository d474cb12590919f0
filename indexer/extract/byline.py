"""The byline that a reader sees.

In: `Page` with its surroundings. Out: (rule, names), the likeliest first. A line is weighed by what its elements are
called, where its links lead, the word before the name ("By", "Автор:"), its place, and whether it reads like names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.extract.layout import Block
from indexer.extract.names import BY, is_agency, is_person, split_names
from indexer.extract.page import Page
from indexer.extract.surroundings import AUTHOR, BIO, CAPTION, ELSEWHERE, SECTION, TAGS, Surroundings

LONGEST = 240  # characters of a block that a byline stands in
ENOUGH = 3.0  # evidence that a line needs to be believed
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
    rule: str


def bylines(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield the names of each likely byline; lines of one list ("authors" as <li>) are one byline."""
    around = page.surroundings
    lines = [line for found in around.heading() if (line := _line(page, around, *found))]
    lines.sort(key=lambda line: -line.score)
    taken: set[int] = set()
    for line in lines:
        if line.number in taken or line.score < ENOUGH:
            continue
        together = [other for other in lines if _siblings(around, line, other)]
        taken.update(other.number for other in together)
        together.sort(key=lambda other: other.number)
        yield line.rule, [name for other in together for name in other.names]


def _siblings(around: Surroundings, line: Line, other: Line) -> bool:
    """Tell whether two lines are parts of one list of authors: alike, and next to each other."""
    if line is other:
        return True
    layout = around.layout
    a, b = line.block.element, other.block.element
    alike = layout.tags[a] == layout.tags[b] and around.own(a) == around.own(b) and line.rule == other.rule
    near = abs(line.number - other.number) <= 3
    parents = layout.parents
    family = {a, parents[a], parents[parents[a]]} & {b, parents[b], parents[parents[b]]}
    return alike and near and bool(family) and abs(line.score - other.score) < 1.5


def _line(page: Page, around: Surroundings, number: int, block: Block, distance: int) -> Line | None:
    text = block.text
    if len(text) > LONGEST or number == around.anchor:
        return None
    above = around.above(block.element)
    near = around.near(block.element)
    inner = [inline for inline in block.inlines if _personal(page, around, inline.element)]
    by = BY.match(text)
    address = page.layout.tags[block.element] == "address"
    if not (near & AUTHOR or inner or by or address):
        return None
    names = _names_in(page, text, [inline.text for inline in inner], called=bool(near & AUTHOR))
    if not names:
        return None
    score = 2.0 * bool(near & AUTHOR) + 2.5 * bool(inner) + 2.0 * bool(by)
    score += 1.5 * address
    score += 1.5 if around.anchor < number < around.first else 0.5 if number < around.anchor else 0.0
    score += 1.0 if all(is_person(name) or is_agency(name) for name in names) else -1.5
    score -= 4.0 * bool(above & CAPTION and not address) + 2.0 * bool(above & ELSEWHERE)
    score -= 1.0 * bool(near & (TAGS | SECTION)) + 0.5 * bool(near & BIO and number > around.last)
    score -= distance / 50
    return Line(score, number, block, names, "byline")


def _personal(page: Page, around: Surroundings, element: int) -> bool:
    """Tell whether an inline element is called after authors, or leads to a person's page."""
    if around.own(element) & AUTHOR:
        return True
    if page.layout.tags[element] != "a":
        return False
    return "author" in page.attribute(element, "rel") or bool(PERSON_PATH.search(page.attribute(element, "href")))


def _names_in(page: Page, text: str, marked: list[str], *, called: bool) -> list[str]:
    """Return the names of a line: all of it if all of it reads like names, else what its links and spans mark."""
    whole = split_names(text)
    likely = [name for name in whole if is_person(name) or is_agency(name)]
    inner = list(dict.fromkeys(name for each in marked for name in split_names(each)))
    inner = [name for name in inner if not any(name != other and name in other for other in inner)] or inner
    if inner:
        complete = len(likely) == len(whole) and set(inner) <= set(whole) and not any(c.isdigit() for c in text)
        return whole if complete and not re.search(r"[|/·•]", text) else inner
    if BY.match(text) or called:
        return likely or [name for name in whole[:1] if called or is_person(name)]
    return likely
