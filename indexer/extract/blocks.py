"""Where a page's text is: how much each block weighs as prose, and how much of it each element holds.

In: `Page`. Out: `Weighed`: the weight of each block, and running sums from which the share of any element is told.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from indexer.extract.layout import Layout
from indexer.extract.marks import marks
from indexer.extract.page import Page

# What ends a sentence or parts it, in any script; a Latin one stands behind a letter, so that "1.5" is none.
_SENTENCE = re.compile(r"[.!?…;,:](?:(?<=[^\W\d_].)|(?<=[\"”’»)].))(?=[\s\"”’»)\]]|$)|[。！？、，।؟۔።։៖]")
_LINKED = 0.9  # a block with more of its text in links is none of the article's
_OWN_SHARE, _OWN_MASS = 0.08, 2.5  # less text than this, and the <article> around the heading is not the article


@dataclass(slots=True)
class Sums:
    """What each element of a page holds of something that is counted block by block.

    Elements are in document order, so all that an element holds lies between two places of one running sum.
    """

    ends: list[int]
    running: list[float]  # of the elements before each

    @classmethod
    def of(cls, layout: Layout, amounts: Iterable[tuple[int, float]]) -> Sums:
        """Sum up pairs of (element, amount)."""
        direct = [0.0] * len(layout.tags)
        for element, amount in amounts:
            direct[element] += amount
        return cls(layout.ends, list(accumulate(direct, initial=0.0)))

    def within(self, element: int) -> float:
        """Return the sum inside an element, itself included."""
        return self.running[self.ends[element] + 1] - self.running[element]

    @property
    def total(self) -> float:
        return self.running[-1]


@dataclass(slots=True)
class Weighed:
    """Weights of a page's blocks, and what its elements hold of them."""

    weight: list[float]  # of each block as prose; 0 for links and for what belongs to another article
    numbers: list[int]  # the blocks that weigh anything
    groups: list[Hashable]  # what each of these has in common with its like: tags and names of its element and parent
    mass: Sums  # of the weights
    chars: Sums
    linked: Sums


def weigh(page: Page) -> Weighed:
    """Weigh every block and sum up over every element."""
    layout, blocks = page.layout, page.blocks
    tags = layout.tags
    weight = [
        0.0 if block.linked >= _LINKED * len(block.text) else prose(block.text, block.linked, tags[block.element])
        for block in blocks
    ]
    elements = [block.element for block in blocks]
    mass = Sums.of(layout, zip(elements, weight, strict=True))
    if foreign := others(page, mass):
        for element in foreign:
            for number, at in enumerate(elements):
                if element <= at <= layout.ends[element]:
                    weight[number] = 0.0
        mass = Sums.of(layout, zip(elements, weight, strict=True))
    numbers = [number for number, own in enumerate(weight) if own]
    return Weighed(
        weight,
        numbers,
        _groups(layout, [elements[number] for number in numbers]),
        mass,
        Sums.of(layout, [(block.element, len(block.text)) for block in blocks]),
        Sums.of(layout, [(block.element, block.linked) for block in blocks]),
    )


def _groups(layout: Layout, elements: list[int]) -> list[Hashable]:
    tags, parents, attributes = layout.tags, layout.parents, layout.attributes
    known: dict[int, Hashable] = {}
    for element in elements:
        if element not in known:
            parent = parents[element]
            known[element] = (tags[element], marks(attributes[element]), tags[parent], marks(attributes[parent]))
    return [known[element] for element in elements]


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


def others(page: Page, mass: Sums) -> list[int]:
    """Return the <article> elements that are not this page's article: teasers inside it, the next one below it.

    The page's own is the innermost that holds the heading, else the first one after it that holds text; if it holds
    hardly any, nothing can be told.
    """
    layout = page.layout
    if layout.tags.count("article") < 2 or (anchor := page.anchor) is None:
        return []
    held = {element: mass.within(element) for element, tag in enumerate(layout.tags) if tag == "article"}
    articles = [element for element, own in held.items() if own > _NOTHING]
    if len(articles) < 2:
        return []
    holding = [element for element in articles if element <= anchor.element <= layout.ends[element]]
    later = [element for element in articles if element > anchor.element and held[element] > 0.05 * mass.total]
    if not holding and not later:
        return []
    own = holding[-1] if holding else later[0]
    inner = [element for element in articles if own < element <= layout.ends[own]]
    outermost = [element for element in inner if not any(e < element <= layout.ends[e] for e in inner)]
    left = held[own] - sum(held[element] for element in outermost)
    if left < _OWN_SHARE * mass.total or left < _OWN_MASS:
        return []
    return [element for element in articles if element != own and not element < own <= layout.ends[element]]


_NOTHING = 1e-9  # what is left of no weight at all when running sums are subtracted
