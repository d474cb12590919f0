"""Where the facts of an article stand on a page: what its elements are called, around the headline and the text.

In: the flat `Layout` of a page and the block of its headline. Out: `Surroundings`, read once for all field functions:
which elements are named after authors, dates, tags or sections, which belong to something else, and where the prose is.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from indexer.extract.asides import Attributes
from indexer.extract.layout import Block, Layout

AUTHOR, DATE, CHANGED, TAGS, SECTION, ELSEWHERE, CAPTION, CRUMBS, TITLE, BIO = (1 << n for n in range(10))

_SIGNS = {
    "author": AUTHOR, "date": DATE, "changed": CHANGED, "tags": TAGS, "section": SECTION, "elsewhere": ELSEWHERE,
    "caption": CAPTION, "crumbs": CRUMBS, "title": TITLE, "bio": BIO,
}  # fmt: skip


def _by_word() -> dict[str, int]:
    """Return the signs of each word in ``element_names.toml``."""
    text = resources.files("indexer.extract").joinpath("element_names.toml").read_text(encoding="utf-8")
    found: dict[str, int] = {}
    for name, words in tomllib.loads(text).items():
        for word in words:
            found[word] = found.get(word, 0) | _SIGNS[name]
    return found


_BY_WORD = _by_word()
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# Utility classes ("md:hidden", "w-[10px]", "text-caption") say how a thing looks, not what it is.
_STYLE = re.compile(r"\S*[:\[!/@]\S*|(?<!\S)text-(?:caption|overline|title|headline|label|kicker)\S*")
# Where blogs print who wrote an entry, and when.
_OF_AN_ENTRY = re.compile(r"(?:post|entry|article|story)[-_]?(?:full[-_])?footer", re.IGNORECASE)
_AUTHOR_CARD = re.compile(r"author[-_]?card", re.IGNORECASE)
_ROOTS = frozenset(
    {"html", "body", "article", "main"}
)  # their classes tell of the whole page: "tag-ukraine", "has-author"
WIDEST = 200  # blocks between headline and text that are looked through
_PROSE = 90  # characters of a block that is a paragraph


def signs(attributes: Attributes) -> int:
    """Return what an element's class, id and itemprop say of it, as a sum of signs.

    >>> bool(signs({"class": "PostByline__authorName md:date"}) & AUTHOR), bool(signs({"class": "md:date"}) & DATE)
    (True, False)
    """
    name = attributes.get("class") or ""
    if other := attributes.get("id"):
        name = f"{name} {other}"
    if other := attributes.get("itemprop"):
        name = f"{name} {other}"
    return _signs(name[:300]) if name else 0


@lru_cache(maxsize=65_536)  # archives repeat their templates
def _signs(names: str) -> int:
    found = 0
    for token in _TOKEN.findall(_STYLE.sub(" ", _OF_AN_ENTRY.sub(" ", names))):
        found |= _BY_WORD.get(token.lower(), 0)
    return found & ~ELSEWHERE if found & AUTHOR and _AUTHOR_CARD.search(names) else found


class Surroundings:
    """What is around the headline at block `anchor` (-1: none) and the prose from block `first` to block `last`.

    Elements are looked at when they are asked for: most pages say in their metadata what these rules would find.
    """

    def __init__(self, layout: Layout, anchor: int) -> None:
        self.layout = layout
        self.anchor = anchor
        # What the headline is inside of is the article, whatever it is called.
        self._article = set(layout.ancestors(layout.blocks[anchor].element)) if anchor >= 0 else {0}
        self._above: dict[int, int] = dict.fromkeys((0, *self._article), 0)
        self._long = sorted(block.element for block in layout.blocks if len(block.text) > 200 and block.linked < 60)
        self.first, self.last = self._prose()

    def own(self, element: int) -> int:
        """Return the signs of an element's own names."""
        attributes = self.layout.attributes[element]
        return signs(attributes) if attributes else 0

    def near(self, element: int, levels: int = 3) -> int:
        """Return the signs of an element and of the next ones around it, up to what is the whole article."""
        layout, found = self.layout, 0
        for _ in range(levels):
            if layout.tags[element] in _ROOTS:
                break
            found |= self.own(element)
            element = layout.parents[element]
        return found

    def above(self, element: int) -> int:
        """Return ELSEWHERE, CAPTION and CRUMBS of an element and of all around it, the article itself excepted."""
        known, chain = self._above, []
        while element not in known:
            chain.append(element)
            element = self.layout.parents[element]
        found = known[element]
        for inner in reversed(chain):
            found |= self._outside(inner)
            known[inner] = found
        return found

    def _outside(self, element: int) -> int:
        tag = self.layout.tags[element]
        if tag in _ROOTS:
            return 0
        own = self.own(element) & (ELSEWHERE | CAPTION | CRUMBS)
        if own and self._holds_text(element):  # "sponsorPlacement" around the article itself
            return 0
        return own | CAPTION if tag == "figcaption" else own

    def _holds_text(self, element: int) -> bool:
        """Tell whether an element holds three tenths of the page's long blocks."""
        inside = bisect_right(self._long, self.layout.ends[element]) - bisect_left(self._long, element)
        return inside > 2 and 10 * inside > 3 * len(self._long)

    def heading(self) -> Iterator[tuple[int, Block, int]]:
        """Yield the blocks where facts are printed, each with its number and its distance from headline or text: those
        from a little above the headline to the first paragraphs, then those below the text.
        """
        blocks = self.layout.blocks
        start = max(self.anchor, 0)
        begin, end = max(0, start - 12), min(self.first + 6, len(blocks))
        near = range(begin, end) if end - begin <= WIDEST else (*range(begin, begin + 120), *range(end - 80, end))
        for number in near:
            yield number, blocks[number], min(abs(number - start), abs(number - self.first))
        for number in range(max(self.last + 1, self.first + 6), min(self.last + 16, len(blocks))):
            yield number, blocks[number], number - self.last

    def _prose(self) -> tuple[int, int]:
        """Return the first and last block of the longest run of paragraphs below the headline, short gaps allowed."""
        runs: list[list[int]] = []
        for number in range(self.anchor + 1, len(self.layout.blocks)):
            block = self.layout.blocks[number]
            length = len(block.text)
            if length >= _PROSE // 3 and length >= _wide(block.text) and block.linked * 2 < length:
                if self.above(block.element):
                    continue
                if runs and number - runs[-1][-1] <= 12:
                    runs[-1].append(number)
                else:
                    runs.append([number])
        if not runs:
            return self.anchor + 1, self.anchor + 1
        best = max(runs, key=len)
        # A standfirst or a caption, byline and date, then the text: it begins where paragraphs follow each other.
        start = next((a for a, b in pairwise(best) if b - a <= 2), best[0])
        return start, best[-1]


def _wide(text: str) -> int:
    """Return how many characters a paragraph has at least: fewer where a character is a word."""
    middle = text[len(text) // 2]
    if middle > "\u2e80":
        return _PROSE // 3
    return 2 * _PROSE // 3 if "\u0590" <= middle < "\u0780" else _PROSE  # Hebrew and Arabic leave out vowels
