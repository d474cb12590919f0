"""The standfirst: the sentences between headline and text that say what the article is about.

In: `Page`, `Site`, the body. Out: `Found[str]`. The description that the page gives to machines is often cut short; the
visible block that begins like it is whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from indexer.extract.body import Body
from indexer.extract.found import Found
from indexer.extract.marks import BITS, marks
from indexer.extract.page import Page
from indexer.sites import Site

_LEAD = BITS["lead"]
_NOT_LEAD = (
    BITS["caption"] | BITS["related"] | BITS["share"] | BITS["comment"] | BITS["ad"] | BITS["form"] | BITS["byline"]
)
_ALIKE = 30  # characters that a description and a block must begin with in common
_SHORTEST, _LONGEST = 25, 900
_NEAR = 4  # blocks behind the headline
_SENTENCE = 40  # characters
_ENDS = frozenset('.!?…。！？۔।»”"’')
_REACH = 12  # blocks before the text
_LETTERS = re.compile(r"[\W_]+")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\])\s*$")


def lead(page: Page, site: Site, body: Body) -> Found[str]:
    """Return the standfirst, "" if there is none."""
    said = [(name, page.said(name)) for name in ("og:description", "twitter:description", "description")]
    told = page.article_data.get("description")
    if isinstance(told, str):
        said.append(("JSON-LD description", " ".join(told.split())))
    said = [(name, text) for name, text in said if len(text) >= _SHORTEST]
    seen = _seen(page, body, [text for _, text in said])
    given = [(name, text) for name, text in said if not _CUT.search(text)]
    candidates = seen + given[:1]
    if not candidates:
        return Found("")
    return Found(candidates[0][1], candidates[0][0], tuple(candidates[1:]))


def _seen(page: Page, body: Body, descriptions: list[str]) -> list[tuple[str, str]]:
    """Return the visible blocks that may be the standfirst: those that a description begins like, those that call
    themselves so, those between headline and text that are set otherwise than the text.
    """
    start = page.anchor.block + 1 if page.anchor else 0
    first = body.blocks[0] if body.blocks else min(len(page.blocks), start + _REACH)
    text, usual = _text(page, body)
    begins = [key for described in descriptions if len(key := _key(described)[:_ALIKE]) >= 15]
    initials = {begin[0] for begin in begins}
    like, named, apart, begun = [list[tuple[str, str]]() for _ in range(4)]
    for number in range(max(0, min(start, first - _REACH)), min(max(first + 3, text), len(page.blocks))):
        block = page.blocks[number]
        if not _SHORTEST <= len(block.text) <= _LONGEST or block.linked > 0.5 * len(block.text):
            continue
        own = _marks(page, number)
        if own & _NOT_LEAD and not own & _LEAD:
            continue
        head = block.text[: 3 * _ALIKE]
        if _initial(head) in initials and any(_key(head).startswith(begin) for begin in begins):
            # A description may begin like the text; a standfirst that stands above goes before it.
            plain = number >= text and _setting(page, number) == usual
            (begun if plain else like).append(("description, seen", _whole_list(page, number)))
        elif own & _LEAD and number >= start and not own & _NOT_LEAD:
            named.append(("named", block.text))
        elif page.anchor and start <= number < min(text, start + _NEAR) and _is_apart(page, number, usual):
            apart.append(("set apart", block.text))
    return like + named + apart + begun


def _text(page: Page, body: Body) -> tuple[int, tuple[str, str | None]]:
    """Return the first block that is set as most of the text is, and how that is."""
    sizes: Counter[tuple[str, str | None]] = Counter()
    for number in body.blocks:
        sizes[_setting(page, number)] += len(page.blocks[number].text)
    if not sizes:
        return 0, ("", None)
    usual = sizes.most_common(1)[0][0]
    return next(number for number in body.blocks if _setting(page, number) == usual), usual


def _is_apart(page: Page, number: int, usual: tuple[str, str | None]) -> bool:
    text = page.blocks[number].text
    return len(text) >= _SENTENCE and text[-1] in _ENDS and _setting(page, number) != usual


def _setting(page: Page, number: int) -> tuple[str, str | None]:
    element = page.blocks[number].element
    return page.layout.tags[element], page.layout.attributes[element].get("class")


def _whole_list(page: Page, number: int) -> str:
    """Return the text of a block, and of the items after it where it is the first of a list."""
    layout, blocks = page.layout, page.blocks
    block = blocks[number]
    if layout.tags[block.element] != "li":
        return block.text
    place = layout.parents[block.element]
    items = [b.text for b in blocks[number : number + _REACH] if layout.parents[b.element] == place]
    return "\n".join(items)


def _marks(page: Page, number: int) -> int:
    layout = page.layout
    element = page.blocks[number].element
    return marks(layout.attributes[element]) | marks(layout.attributes[layout.parents[element]])


def _initial(text: str) -> str:
    return next((c.casefold() for c in text if c.isalnum()), "")[:1]


def _key(text: str) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())
