"""Lines around a text that the fields know or that every page has: who and when above it, rights and appeals below it.

In: `Page`, the numbers of the blocks that were taken for the text, lines that the publisher's profile drops. Out: the
numbers that are left. Only short lines at the text's two ends are looked at; an appeal to subscribe is one anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from indexer.extract.dates import YEARLIKE, written_dates
from indexer.extract.layout import Block
from indexer.extract.names import BY, is_agency, is_person, split_names
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.page import Page
from indexer.extract.taglist import LABEL as TAGS
from indexer.extract.taglist import line_of_tags

ABOVE, BELOW = 3, 6  # lines at the two ends of a text that are looked at
WHO = 90  # characters of a line that says who and when
NOTICE = 160  # characters of a line that every page has
CREDITS = 90  # characters of a photo's credit, or of a line about rights: a longer one is the agency's own text
STAMP = re.compile(rf"^\W*{any_of((*WORDS['published'], *WORDS['changed']))}(?!\w)", re.IGNORECASE)
RIGHTS = re.compile(any_of(WORDS["rights"]), re.IGNORECASE)
APPEAL = re.compile(rf"^\W*{any_of(WORDS['appeals'])}(?!\w)", re.IGNORECASE)
CHANNEL = re.compile(any_of(WORDS["channels"]), re.IGNORECASE)
CREDIT = re.compile(rf"^\W*{any_of(WORDS['credits'])}\s*[:：]\s*\S", re.IGNORECASE)
SIGN = re.compile(r"^\(\s*([\w.-]+(?:\s*[/,]\s*[\w.-]+)*)\s*\)$")  # "(dpa/kö)"
ENDS = ".!?…。！？"


def without_stray_lines(page: Page, numbers: list[int], drop: Collection[str] = ()) -> list[int]:
    """Return the blocks of a text without the lines that are none of it; never less than its one longest block."""
    blocks = page.blocks
    kept = [number for number in numbers if not _is_appeal(blocks[number]) and blocks[number].text not in drop]
    for _ in range(BELOW):
        if len(kept) < 2 or not is_below(blocks[kept[-1]]):
            break
        kept.pop()
    for _ in range(ABOVE):
        if len(kept) < 2 or not is_above(blocks[kept[0]].text, page.html_lang):
            break
        del kept[0]
    return kept or numbers


def _is_appeal(block: Block) -> bool:
    """Tell whether a line asks to subscribe to a channel or to follow an account."""
    return len(block.text) <= NOTICE and bool(APPEAL.match(block.text) and CHANNEL.search(block.text))


def is_below(block: Block) -> bool:
    """Tell whether a line at the end of a text is no part of it: rights, tags, a photo's credit, an agency's sign."""
    text = block.text
    if len(text) > NOTICE or "\n" in text:
        return False
    if line_of_tags(text):
        return True
    if len(text) <= CREDITS and (RIGHTS.search(text) or (CREDIT.match(text) and text[-1] not in ENDS)):
        return True
    if (
        block.linked
        and (label := TAGS.match(text))
        and ":" in label[0]
        and 1.6 * block.linked > len(text) - label.end()
    ):
        return True
    sign = SIGN.match(text)
    return bool(sign) and any(is_agency(part.strip()) for part in re.split("[/,]", sign[1] if sign else ""))


def is_above(text: str, language: str = "") -> bool:
    """Tell whether a line above a text says who wrote it, or when, and nothing else.

    >>> is_above("Автор: Мар’яна Коваль, 5 липня 2019, 14:00", "uk"), is_above("By June the jib was bare")
    (True, False)
    """
    if len(text) > WHO or text[-1] in ENDS[1:]:
        return False
    if STAMP.match(text) and YEARLIKE.search(text) and written_dates(text, language):
        return True
    if not BY.match(text):
        return False
    dates = written_dates(text, language)
    who = text[: dates[0].start] if dates else text
    names = split_names(who, language)
    letters = sum(c.isalpha() for c in BY.sub("", who))
    known = sum(c.isalpha() for name in names for c in name)
    return bool(names) and letters <= known + 5 and all(is_person(name) or is_agency(name) for name in names)
