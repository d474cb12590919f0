"""Lines below a text that are set like a signature: "<p align=right><b>Тетяна ГРИНЬ</b>".

In: `Page`, the number of a block below its text. Out: whether it is set so that it is no sentence, heading or caption.
"""

from __future__ import annotations

import re

from indexer.extract.layout import Block
from indexer.extract.name_case import VOWEL
from indexer.extract.names import KOREAN, is_person
from indexer.extract.newsroom import ROLES, WORDS
from indexer.extract.page import Page

RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
SHORT = 90  # characters of a signature
LEVELS = 3  # elements around a line that may set it to the right
WRITERS = ROLES - frozenset(WORDS["editors"])
NOT_GIVEN = frozenset(WORDS["not_given_names"])
SET_OFF = "b, strong, i, em"
LAST = 60  # of the page's pieces in bold or italics
FIRST_PART = re.compile(r"\s*[,/|(\n]")
LOUD = re.compile(r"[^\W\d_][a-zа-яіїєґё’'ʼ]+\s[^\W\d_a-zа-яіїєґё][^\W\d_a-zа-яіїєґё’'ʼ-]{2,}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")


def is_signature(page: Page, number: int) -> bool:
    """Tell whether a line is set to the right, in bold, italics or 【】, or has a surname in capitals, or a role."""
    block = page.blocks[number]
    text = block.text
    if len(text) > SHORT or block.linked:
        return False
    if is_loud(text) or has_role(text) or (text[0] == "【" and text[-1] == "】") or _is_right(page, block):
        return True
    name = FIRST_PART.split(text, maxsplit=1)[0]
    return (
        _closes(page, number)
        and is_person(name)
        and any(node.text(deep=True).strip().startswith(name) for node in page.tree.css(SET_OFF)[-LAST:])
    )


def _closes(page: Page, number: int) -> bool:
    """Tell whether a block is the last beside the text, so that it is no heading of what follows."""
    parents, blocks, last = page.layout.parents, page.blocks, page.surroundings.last
    parent = parents[blocks[number].element]
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following and (parent == parents[following.element] or 2 * following.linked > len(following.text)):
        return False
    return parent == parents[blocks[last].element]


def is_loud(text: str) -> bool:
    """Tell whether a line begins with a name whose surname alone is in capitals, the way newspapers sign.

    >>> is_loud("Оксана ТЕРЕЩЕНКО, Полтава"), is_loud("Latest News SPORT NEWS"), is_loud("Оксана Терещенко")
    (True, False, False)
    """
    name = FIRST_PART.split(text, maxsplit=1)[0]
    return bool(LOUD.fullmatch(name)) and bool(VOWEL.search(name.split()[1]))


def is_heading(text: str) -> bool:
    """Tell whether a line that looks like a name begins as headings do.

    >>> is_heading("Related Stories"), is_heading("Новини ПОЛТАВИ"), is_heading("Мар’яна Коваль")
    (True, True, False)
    """
    return text.partition(" ")[0].casefold() in NOT_GIVEN


def has_role(text: str) -> bool:
    """Tell whether a short line says what somebody is, or how to write to them.

    >>> has_role("Лев Курицын, спецкор"), has_role("박지훈 기자"), has_role("Мар’яна Коваль")
    (True, True, False)
    """
    return bool(KOREAN.search(text) or EMAIL.search(text)) or any(
        word.strip('.,()«»"').casefold() in WRITERS for word in text.split()
    )


def _is_right(page: Page, block: Block) -> bool:
    """Tell whether a block, or what holds it, is set to the right."""
    for level, element in enumerate(page.layout.ancestors(block.element)):
        if level == LEVELS or page.layout.tags[element] in {"td", "body", "article"}:
            return False
        if page.attribute(element, "align").lower() == "right" or RIGHT.search(page.attribute(element, "style")):
            return True
    return False
