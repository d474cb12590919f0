"""What an article itself names as its sources: its "Source:" line.

In: `Page`, or lines of text. Out: `Found` single sources. A photo's credit is never one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.extract.by_profile import profile_values
from indexer.extract.found import Found
from indexer.extract.names import is_agency
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
AND = re.compile(rf"\s+{any_of(WORDS['and'])}\s+(?=(?:the\s)?[^\W\d_a-zа-яіїєґё]|[«„“\"])")
CITING = re.compile(rf",?\s+(?i:{any_of(WORDS['citing'])})\s+(?=[^\W\d_a-zа-яіїєґё]|[«„“\"])")
# Within a line of facts, in scripts without capitals: "2003年07月09日 来源：江南晚报 作者：…".
INSIDE = re.compile(rf"(?<=\s){any_of(w for w in WORDS['cited'] if w == w.upper())}\s*[:：]\s*(\S[^\s:：]*)(?!\S)")
ARTICLE = re.compile(r"^the\s+(?=[^\W\d_a-z])")
QUOTES = "«»„“”\"'‘’"
QUOTED = re.compile('[«„“"]')
OWN = frozenset(WORDS["own_information"])
SENTENCE = 8  # words of a text in small letters that is no name
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
        labelled = len(text) <= LONGEST and (":" in text[:40] or "：" in text[:40])
        if labelled and (LABEL.match(text) or INSIDE.search(text)):
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
        elif not match and (inside := INSIDE.search(line)):
            found += split_sources(inside[1])
    return _unique(found)


def split_sources(text: str) -> list[str]:
    """Return the single sources in a text: parted by semicolons, else by commas and "and" between short names.

    >>> split_sources("«Об’єднання», РИА Новости"), split_sources("Суспільне з посиланням на ДСНС")
    (['«Об’єднання»', 'РИА Новости'], ['Суспільне', 'ДСНС'])
    """
    text = NOTE.sub("", " ".join(text.split()))
    parts = re.split(r"\s*[;；]\s*", text)
    if len(parts) == 1:
        if _is_sentence(text):
            return []
        commas = re.split(r"\s*[,、]\s*", text)
        if all(len(part.split()) <= 6 and _is_source(part) for part in commas if part):
            parts = commas
    split = [piece for part in parts for each in CITING.split(part) for piece in _joined(each)]
    return [piece for part in split if (piece := part.strip(EDGES)) and len(piece) <= ONE]


def _is_source(text: str) -> bool:
    """Tell whether a part of a list can be a source of its own: a name, an agency, "own information"."""
    plain = text.strip(EDGES)
    name = ARTICLE.sub("", plain).lstrip(QUOTES)
    return name[:1].isupper() or is_agency(plain.split("/")[0]) or plain.casefold() in OWN


def _is_sentence(text: str) -> bool:
    """Tell whether a text tells something and names nobody."""
    words = text.split()
    return len(words) >= SENTENCE and text == text.lower() and text != text.upper() and not QUOTED.search(text)


def _joined(part: str) -> list[str]:
    """Return the two sides of an "and" or of a slash, if both are short names."""
    pieces = AND.split(part)
    if not all(len(piece.split()) <= 3 + bool(ARTICLE.match(piece)) and _is_source(piece) for piece in pieces):
        return [part]
    return [each for piece in pieces for each in _agencies(ARTICLE.sub("", piece) if len(pieces) > 1 else piece)]


def _agencies(text: str) -> list[str]:
    """Return the agencies that a slash joins: "SDA/ATS"."""
    pieces = text.split("/")
    return pieces if len(pieces) > 1 and all(is_agency(p) or (p.isupper() and p.isalpha()) for p in pieces) else [text]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple({value.casefold(): value for value in reversed(list(values))}.values())[::-1][:MOST]
