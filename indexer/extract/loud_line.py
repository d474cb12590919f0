"""The headline of a page without headings: pages of before 2005 set it in large or bold letters, or name its class.

In: the `Layout` and the tree. Out: the line that is set loudest above the text, with its block.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from indexer.extract.layout import Block, Layout
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.surroundings import ELSEWHERE, TITLE, signs

_LOUD = "font[size], big, b, strong"
_MOST, _MOST_TEXT = 400, 100_000  # loud elements that are looked at, and characters in them
_SHORTEST, _LONGEST = 12, 180  # characters of a headline; a third where a character is a word
_SENTENCE = 50  # characters of a sentence that is text

_FAR = 12  # lines between headline and text
_NAMED, _BOLD = 6, 3  # as loud as these sizes of <font>, 1-7; 3 is how text is set
_BY = re.compile(rf"^\W*{any_of(WORDS['by'])}(?!\w)", re.IGNORECASE)
_SIZE = re.compile(r"\s*([+-]?)\s*(\d+)")


def loud_line(layout: Layout, tree: LexborHTMLParser, site: str) -> tuple[str, int] | None:
    """Return the loudest line above the first text, the first of several, with the number of its block.

    `site`: the text that <title> has, where it is the site's name; None if no line is loud.
    """
    lines = _above_text(layout.blocks)
    if not lines:
        return None
    loud = _loudness(tree)
    best, loudest = None, 0
    for line, number in lines:
        if not _may_be_headline(line, layout.blocks[number]) or line == site:
            continue
        own = max(loud.get(line, 0), _named(layout, layout.blocks[number]))
        own -= line[-1] == "."  # a sentence is a standfirst
        if own > loudest:
            best, loudest = (line, number), own
    return best


def _above_text(blocks: list[Block]) -> list[tuple[str, int]]:
    """Return the last lines before the first one that is text, with the numbers of their blocks; [] without text."""
    lines: list[tuple[str, int]] = []
    for number, block in enumerate(blocks):
        for line in block.text.split("\n"):
            least = _SENTENCE if line[-1] in ".。" else _LONGEST
            if _width(line) > least and 2 * block.linked < len(block.text):
                return lines[-_FAR:]
            lines.append((line, number))
    return []


def _loudness(tree: LexborHTMLParser) -> dict[str, int]:
    """Return how loud the texts of the loud elements are."""
    found: dict[str, int] = {}
    read = 0
    for node in tree.css(_LOUD)[:_MOST]:
        whole = node.text(separator="\n")
        read += len(whole)
        if read > _MOST_TEXT:
            break
        for text in whole.split("\n"):
            if line := " ".join(text.split()):
                size = _BOLD
                if node.tag == "font" and (match := _SIZE.match(node.attributes.get("size") or "")):
                    size = int(match[2]) if not match[1] else 3 + int(match[1] + match[2])
                    size = min(size, 7) if size > 3 else 0
                found[line] = max(found.get(line, 0), size)
    return found


def _named(layout: Layout, block: Block) -> int:
    """Return how loud it is that an element calls itself a headline."""
    element = block.element
    around = [element, layout.parents[element], *(inline.element for inline in block.inlines)]
    names = [signs(layout.attributes[each]) for each in around if layout.attributes[each]]
    return _NAMED if any(name & TITLE and not name & ELSEWHERE for name in names) else 0


def _may_be_headline(line: str, block: Block) -> bool:
    if not _SHORTEST <= _width(line) <= _LONGEST or 2 * block.linked >= len(block.text) or _BY.match(line):
        return False
    letters = sum(map(str.isalpha, line))
    return 3 * letters > 2 * len(line.replace(" ", "")) and (len(line.split()) > 1 or _is_wide(line))


def _is_wide(text: str) -> bool:
    """Tell whether a text is of a script where a character says as much as three letters."""
    return text[len(text) // 2] > "\u2e80"


def _width(text: str) -> int:
    return len(text) * (3 if text and _is_wide(text) else 1)
