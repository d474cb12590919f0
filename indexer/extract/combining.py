"""Marks stacked without end on one letter are cut: putting them in order takes time that grows with their square.

In: text as it comes from a page. Out: the same, no letter with more marks than any language has.
"""

from __future__ import annotations

import re
from unicodedata import category

MOST = 30  # marks in a row; Unicode's text for streams (UAX 15) allows as many
_HARMLESS = 200  # characters: a shorter text takes no time whatever is in it
_RUN = re.compile(rf"[^\w\s]{{{MOST + 1},}}")  # no mark is a letter


def unstacked(text: str) -> str:
    """Return a text with no more than `MOST` combining marks in a row.

    A longer run has a mark at each step of half as many characters: other texts are told at a glance.

    >>> len(unstacked("Київ" + "\u0301\u0323" * 40_000)), unstacked("Об’єднання")
    (34, 'Об’єднання')
    """
    if len(text) < _HARMLESS or text.isascii() or not any(map(_is_mark, set(text[:: MOST // 2]))):
        return text
    return _RUN.sub(_cut, text)


def _is_mark(character: str) -> bool:
    return category(character)[0] == "M"


def _cut(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in found[0]:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MOST:
            kept.append(character)
    return "".join(kept)
