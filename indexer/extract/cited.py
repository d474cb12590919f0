"""What an article itself names as its sources: its "Source:" line.

In: `Page`, or lines of text. Out: `Found` single sources. A photo's credit is never one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.extract.by_profile import profile_values
from indexer.extract.found import Found
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.page import Page
from indexer.extract.surroundings import CAPTION, ELSEWHERE
from indexer.sites import Site

LONGEST = 400  # characters of a line of sources
ONE = 120  # characters of one source
MOST = 12
LABEL = re.compile(rf"^[\W_]{{0,3}}{any_of(WORDS['cited'])}\s*(?:\([^)]*\)\s*)?[:：]\s*", re.IGNORECASE)
CREDIT = re.compile(rf"(?<!\w){any_of(WORDS['credits'])}(?!\w)|©", re.IGNORECASE)
NOTE = re.compile(r"\s*[\[(][^\])]*[\])]\s*(?=[.,;]|$)")  # an editor's note: "Radio Mayak [the name means … – ed.]"
AND = re.compile(rf"\s+{any_of(WORDS['and'])}\s+(?=[^\W\d_a-zа-яіїєґё])")
PICTURE = re.compile(r"image|photo|foto|picture|media|figure|gallery|video|bild|immagine|imagen", re.IGNORECASE)
EDGES = " \t.,;:–—-"


def cited(page: Page, site: Site) -> Found[tuple[str, ...]]:
    """Return the sources that the article names, and the rule that found them."""
    values = profile_values(page, site, "cited")
    if values:
        return Found(_unique(source for value in values for source in split_sources(value)), "profile")
    lines: list[str] = []
    for number, block in enumerate(page.blocks):
        text = block.text
        if len(text) <= LONGEST and (":" in text[:40] or "：" in text[:40]) and LABEL.match(text):
            around = page.surroundings
            outside = around.above(block.element) & (CAPTION | ELSEWHERE)
            if not outside and max(around.anchor, 0) <= number <= around.last + 6 and not _pictured(page, number):
                lines += text.split("\n")
    found = cited_lines(lines)
    return Found(found, "source line") if found else Found(())


def _pictured(page: Page, number: int) -> bool:
    """Tell whether a block belongs to a picture: its elements are called so, or it is a figure."""
    layout = page.layout
    for steps, element in enumerate(layout.ancestors(layout.blocks[number].element)):
        if steps > 2 or layout.tags[element] in {"article", "main", "body"}:
            return False
        if layout.tags[element] in {"figure", "figcaption"}:
            return True
        if PICTURE.search(f"{page.attribute(element, 'class')} {page.attribute(element, 'id')}"):
            return True
    return False


def cited_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the single sources that lines of an article name behind a label.

    >>> cited_lines(["Київ, 11 листопада.", "Джерело: Укрінформ; Telegram-канал «Об’єднання» [заблокований – ред.]"])
    ('Укрінформ', 'Telegram-канал «Об’єднання»')
    >>> cited_lines(["Источник: Reuters, Bloomberg и AFP", "Source: photo by Getty Images"])
    ('Reuters', 'Bloomberg', 'AFP')
    """
    found: list[str] = []
    for line in lines:
        match = LABEL.match(line.strip())
        if match and not CREDIT.search(line):
            found += split_sources(line.strip()[match.end() :])
    return _unique(found)


def split_sources(text: str) -> list[str]:
    """Return the single sources in a text: parted by semicolons, else by commas and "and" between short names."""
    text = NOTE.sub("", " ".join(text.split()))
    parts = re.split(r"\s*[;；]\s*", text)
    if len(parts) == 1:
        commas = re.split(r"\s*[,、]\s*", text)
        if all(len(part.split()) <= 6 and part[:1].isupper() for part in commas if part):
            parts = commas
    split = [piece for part in parts for piece in _joined(part)]
    return [piece for part in split if (piece := part.strip(EDGES)) and len(piece) <= ONE]


def _joined(part: str) -> list[str]:
    """Return the two sides of an "and", if both are short names."""
    pieces = AND.split(part)
    return pieces if all(len(piece.split()) <= 3 and piece[:1].isupper() for piece in pieces) else [part]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple({value.casefold(): value for value in reversed(list(values))}.values())[::-1][:MOST]
