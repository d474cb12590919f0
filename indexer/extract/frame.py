"""Dates that are not the article's by their place: in a teaser of another story, at the top of the site.

In: `Surroundings` and a block with a date in it. Out: whether the block is another's. Only what stands above the
headline or behind the beginning of the text is asked: between them everything is the article's.
"""

from __future__ import annotations

import re
from itertools import islice

from indexer.extract.calendars import Calendar, fold
from indexer.extract.layout import Block
from indexer.extract.surroundings import Surroundings

HEADLINE = 4  # words of a link that is the headline of a story: names and sections have fewer
WIDE = 10  # characters of one where words are not parted
MOST = 20  # pieces of a block that are looked at
LEVELS = 3  # elements around a date in which the teaser is looked for
TOP = re.compile(
    r"(?<!\S)(?:site|page|main)?[-_]?(?:top|header|head|masthead|today|current|weather)(?![a-z])|top-?bar",
    re.IGNORECASE,
)
DATED = 60  # characters of a line that is today's date and hardly more


def is_anothers(around: Surroundings, block: Block, number: int) -> bool:
    """Tell whether a block is part of a teaser, of what calls itself an aside, or of the header of the site."""
    if around.anchor < number < around.first:
        return False
    layout, inside = around.layout, block.element
    for level in range(2 * LEVELS):
        if _holds_article(around, inside):
            return False
        if layout.tags[inside] == "aside" or (layout.tags[inside] == "header" and number < around.anchor):
            return True
        if level < LEVELS and _has_headline(around, inside, number):
            return True
        inside = layout.parents[inside]
    return False


def is_todays(around: Surroundings, block: Block, number: int, calendar: Calendar) -> bool:
    """Tell whether a date that has no time is today's, as papers print it at the top of each page: with its weekday,
    apart from the article or in what is called the top. Blogs print the day of an entry so, but beside it.
    """
    if number >= around.anchor or len(block.text) > DATED:
        return False
    if not any(fold(word.strip(",;|")) in calendar.weekdays for word in block.text.split()):
        return False
    layout, inside = around.layout, block.element
    while not _holds_article(around, inside):
        own = layout.attributes[inside] or {}
        if TOP.search(f"{own.get('class')} {own.get('id')}"):
            return True
        inside = layout.parents[inside]
    return inside == 0


def _holds_article(around: Surroundings, element: int) -> bool:
    """Tell whether an element is around the headline or the beginning of the text."""
    blocks, end = around.layout.blocks, around.layout.ends[element]
    anchors = (number for number in (around.anchor, around.first) if 0 <= number < len(blocks))
    return element == 0 or any(element <= blocks[number].element <= end for number in anchors)


def _has_headline(around: Surroundings, element: int, number: int) -> bool:
    """Tell whether the link of a teaser is in an element, in the block of the date or the ones right beside it."""
    blocks, end = around.layout.blocks, around.layout.ends[element]
    for block in blocks[max(0, number - 2) : number + 3]:
        if (
            block.linked
            and element <= block.element <= end
            and any(
                around.layout.tags[inline.element] == "a" and _is_headline(inline.text)
                for inline in islice(block.inlines, MOST)
            )
        ):
            return True
    return False


def _is_headline(text: str) -> bool:
    return len(text.split()) >= HEADLINE or (len(text) >= WIDE and text[len(text) // 2] > "\u2e80")
