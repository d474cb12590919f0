"""Where a page's text is: how much each block weighs as prose, and how much of it each element holds.

In: `Page`. Out: `Weighed`: the weight of each block, and for each element the sums and the marks of all that is inside
it or around it. Only elements that hold prose are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.extract.layout import Attributes, Layout
from indexer.extract.marks import BITS, TAG_BITS, marks
from indexer.extract.page import Page

# What ends a sentence or parts it, in any script; a Latin one stands behind a letter, so that "1.5" is none.
_SENTENCE = re.compile(r"[.!?…;,:](?:(?<=[^\W\d_].)|(?<=[\"”’»)].))(?=[\s\"”’»)\]]|$)|[。！？、，।؟۔።։៖]")
_FOREIGN, _HIDDEN = BITS["foreign"], BITS["hidden"]
_COMMON = 0.4  # a mark that more of the page's prose stands under tells nothing there ("paywall" on each paragraph)
_LINKED = 0.9  # a block with more of its text in links is none of the article's
_OWN_SHARE, _OWN_MASS = 0.08, 2.5  # less text than this, and the <article> around the heading is not the article


@dataclass(slots=True)
class Weighed:
    """Weights of a page, block by block and element by element. Elements without prose have zeros."""

    weight: list[float]  # of each block as prose; 0 for links and for what belongs to another article
    names: list[int]  # `marks` of each element's own names
    around: list[int]  # marks of each element and of all that it is inside of, those too common here left out
    mass: list[float]  # sum of the weights inside each element
    chars: list[int]
    linked: list[int]
    total: float
    common: int  # the marks left out


def weigh(page: Page) -> Weighed:
    """Weigh every block and sum up over every element."""
    layout = page.layout
    tags, parents, count = layout.tags, layout.parents, len(layout.tags)
    weight = [
        0.0 if block.linked >= _LINKED * len(block.text) else prose(block.text, block.linked, tags[block.element])
        for block in layout.blocks
    ]
    mass, chars, linked = [0.0] * count, [0] * count, [0] * count
    for block, own in zip(layout.blocks, weight, strict=True):
        element = block.element
        mass[element] += own
        chars[element] += len(block.text)
        linked[element] += block.linked
    for element in range(count - 1, 0, -1):
        if chars[element]:
            parent = parents[element]
            mass[parent] += mass[element]
            chars[parent] += chars[element]
            linked[parent] += linked[element]
    names = [0] * count
    weighed = Weighed(weight, names, [0] * count, mass, chars, linked, mass[0] if count else 0.0, 0)
    for element in others(page, mass):
        _take_out(layout, weighed, element)
    heavy = [element for element, own in enumerate(mass) if own]
    for element in heavy:
        if layout.attributes[element]:
            names[element] = marks(layout.attributes[element])
    _inherit(layout, weighed, heavy)
    return weighed


def prose(text: str, linked: int, tag: str) -> float:
    """Return how much a block is worth as prose: its length up to 500 characters in hundreds, less for links and lists.

    No list of words: it must work in a language that it has never seen.

    >>> prose("Зеленський підписав закон, який ухвалила Рада.", 0, "p") > 5 * prose("Зеленський підписав закон", 0, "p")
    True
    """
    length = len(text)
    if length < 2 or linked >= _LINKED * length:
        return 0.0
    own = min(length, 500) / 100
    if linked:
        own *= (1 - linked / length) ** 2
    if text[length // 2] > "\u2e80":  # CJK: a character says what two or three say elsewhere
        own *= 2
    if tag != "p":
        own *= 0.6 if tag in {"li", "td", "dd"} else 0.8
    return own if _SENTENCE.search(text) else own * 0.2


def others(page: Page, mass: list[float]) -> list[int]:
    """Return the <article> elements that are not this page's article: teasers inside it, the next one below it.

    The page's own is the innermost that holds the heading, else the first one after it that holds text; if it holds
    hardly any, nothing can be told.
    """
    layout, anchor = page.layout, page.anchor
    articles = [element for element, tag in enumerate(layout.tags) if tag == "article" and mass[element]]
    if len(articles) < 2 or anchor is None:
        return []
    holding = [element for element in articles if element <= anchor.element <= layout.ends[element]]
    later = [element for element in articles if element > anchor.element and mass[element] > 0.05 * mass[0]]
    if not holding and not later:
        return []
    own = holding[-1] if holding else later[0]
    inner = [element for element in articles if own < element <= layout.ends[own]]
    outermost = [element for element in inner if not any(e < element <= layout.ends[e] for e in inner)]
    left = mass[own] - sum(mass[element] for element in outermost)
    if left < _OWN_SHARE * mass[0] or left < _OWN_MASS:
        return []
    return [element for element in articles if element != own and not element < own <= layout.ends[element]]


def _take_out(layout: Layout, weighed: Weighed, other: int) -> None:
    """Take another article out of all sums, and mark it."""
    mass = weighed.mass[other]
    if not mass:  # inside one that was taken out
        return
    for element in layout.ancestors(other):
        weighed.mass[element] -= mass
    weighed.total -= mass
    end = layout.ends[other]
    for element in range(other, end + 1):
        weighed.mass[element] = 0.0
    for number, block in enumerate(layout.blocks):
        if other <= block.element <= end:
            weighed.weight[number] = 0.0


def _inherit(layout: Layout, weighed: Weighed, heavy: list[int]) -> None:
    """Fill in `around` and `common`."""
    held: dict[int, float] = {}
    around, mass, names = weighed.around, weighed.mass, weighed.names
    for element in heavy:
        own = names[element] | TAG_BITS.get(layout.tags[element], 0)
        if (attributes := layout.attributes[element]) and _hidden(attributes):
            own |= _HIDDEN
        above = around[layout.parents[element]]
        around[element] = above | own
        fresh = own & ~above
        while fresh:
            bit = fresh & -fresh
            held[bit] = held.get(bit, 0.0) + mass[element]
            fresh ^= bit
    weighed.common = sum(bit for bit, mass_under in held.items() if mass_under > _COMMON * weighed.total)


def _hidden(own: Attributes) -> bool:
    if "hidden" in own or own.get("aria-hidden") == "true":
        return True
    style = own.get("style")
    return style is not None and "none" in style and "display" in style
