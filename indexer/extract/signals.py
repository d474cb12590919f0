"""What can be told about each block of a page, every signal as one of a few cases.

In: `Page` and its `Weighed` blocks; for the second look also what the first one made of the blocks. Out: for each
candidate its cases, in the order of `FIRST` or `SECOND`, and its marks. The fitted table (`weights.json`) gives each
case a number (`verdict.py`). Nothing here knows a language or a site.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from indexer.extract.blocks import Sums, Weighed
from indexer.extract.marks import TAG_BITS, marks
from indexer.extract.page import Page

FIRST = (
    "length", "link", "tag", "behind", "again", "parent tag", "grandparent", "parent's links", "siblings", "group",
)  # fmt: skip
SECOND = (
    "first", "first before", "first after", "relative", "inside", "head", "tail", "place", "group", "main group",
    "parent",
)  # fmt: skip
# Shares 0, up to 0.02, 0.06, 0.16, 0.3, 0.5, 0.7, 0.9, 1.
_STEPS = [0, 1, 2, 2, *[3] * 5, *[4] * 7, *[5] * 10, *[6] * 10, *[7] * 10, *[8] * 6]
_PLACES = frozenset({"p", "div", "li", "h2", "h3", "h4"})
_THRESHOLD = 0.35  # what a block's probability is measured against when the container is sought
HOPELESS, SURE = -3.0, 3.0  # logits of the first look beyond which no second is taken: it hardly ever changed one
_DOUBT = 0.25  # improbable text counts this much against a container: it can be left out later


@dataclass(slots=True)
class Candidate:
    """A block that may be the article's: its number, its cases, and the marks on and around it."""

    block: int
    cases: tuple[Hashable, ...]
    around: int = 0


def first_look(page: Page, weighed: Weighed) -> list[Candidate]:
    """Return the candidates of a page, every block that weighs anything, with the cases of `FIRST`."""
    blocks, tags, parents, weight = page.blocks, page.layout.tags, page.layout.parents, weighed.weight
    numbers, groups = weighed.numbers, weighed.groups
    part = 50 / (weighed.mass.total or 1.0)
    held: dict[Hashable, float] = {}
    for number, group in zip(numbers, groups, strict=True):
        held[group] = held.get(group, 0.0) + weight[number]
    siblings = Counter([parents[blocks[number].element] for number in numbers])
    of_parent = {parent: _of_parent(page, weighed, parent, count, part) for parent, count in siblings.items()}
    repeats = Counter([blocks[number].text for number in numbers])
    met: set[str] = set()
    start = page.anchor.block if page.anchor else -1
    found: list[Candidate] = []
    behind = 0.0
    for number, group in zip(numbers, groups, strict=True):
        block = blocks[number]
        text, element = block.text, block.element
        length = len(text)
        size = min(length * 3 if text[length // 2] > "\u2e80" else length, 2000).bit_length()
        again = repeats[text]
        if again > 1:
            again = min(again, 4) * (2 if text in met else 1)
            met.add(text)
        cases = (
            size,
            _STEPS[int(block.linked / length * 50 + 0.9999)],
            tags[element],
            _STEPS[int(behind * part + 0.9999)],
            again,
            *of_parent[parents[element]],
            _share(held[group] * part),
        )
        found.append(Candidate(number, cases))
        if number > start:
            behind += weight[number]
    return found


def _of_parent(page: Page, weighed: Weighed, parent: int, children: int, part: float) -> tuple[Hashable, ...]:
    """Return the cases that the blocks below one element share."""
    layout, mass = page.layout, weighed.mass
    return (
        layout.tags[parent],
        _share(mass.within(layout.parents[parent]) * part),
        _share(weighed.linked.within(parent) / weighed.chars.within(parent) * 50),
        min(5, children.bit_length()),
    )


def _share(parts: float) -> int:
    """Return the step of a share told in fiftieths; sums that were subtracted may be a hair too small or too great."""
    return _STEPS[int(min(max(parts, 0.0), 50.0) + 0.9999)]


def second_look(page: Page, weighed: Weighed, first: list[Candidate], odds: list[float]) -> list[Candidate]:
    """Return those candidates that are in doubt, with the cases of `SECOND`: what was made of those around.

    `odds` are the logits of the first look.
    """
    doubted = [i for i, z in enumerate(odds) if HOPELESS < z < SURE]
    if not doubted:
        return []
    layout, blocks = page.layout, page.blocks
    tags, parents = layout.tags, layout.parents
    numbers = [candidate.block for candidate in first]
    chance = [1 / (1 + math.exp(-z)) if z > -30 else 0.0 for z in odds]
    likely = [p * len(blocks[number].text) for p, number in zip(chance, numbers, strict=True)]
    elements = [blocks[number].element for number in numbers]
    mass = Sums.of(layout, zip(elements, likely, strict=True))
    groups = weighed.groups
    held, sums = _by_group(groups, likely, odds)
    part = 50 / (mass.total or 1.0)
    container = container_of(page, numbers, chance)
    around = dict.fromkeys(layout.ancestors(container), 0)
    end = layout.ends[container]
    chief = max(held, key=held.__getitem__)
    usual = sums[chief] / groups.count(chief)
    good = [i for i, p in enumerate(chance) if p > 0.5 and container <= elements[i] <= end]
    opening = next((i for i in good if len(blocks[numbers[i]].text) > 60), 0)
    closing = good[-1] if good else len(numbers) - 1
    rounded: list[Hashable] = ["none", *map(_rounded, odds), "none"]
    usual_case = _rounded(usual)
    found, passed, told = [], 0.0, 0
    for i in doubted:
        passed += sum(likely[told:i])
        told = i
        element, group = elements[i], groups[i]
        parent = parents[element]
        tag = tags[element]
        cases = (
            rounded[i + 1],
            rounded[i],
            rounded[i + 2],
            _rounded(odds[i] - usual),
            container <= element <= end,
            _share(passed * part),
            _share(50 - (passed + likely[i]) * part),
            ("before" if i < opening else "after" if i > closing else "amid", tag if tag in _PLACES else ""),
            _share(held[group] * part),
            (group == chief, usual_case),
            _share(mass.within(parent) * part),
        )
        found.append(Candidate(numbers[i], cases, _around(page, element, around)))
    return found


def _by_group(
    groups: list[Hashable], likely: list[float], odds: list[float]
) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
    """Return for each group of blocks how much probable text it holds, and the sum of its logits, none beyond 7."""
    held, sums = dict[Hashable, float](), dict[Hashable, float]()
    for group, own, z in zip(groups, likely, odds, strict=True):
        held[group] = held.get(group, 0.0) + own
        sums[group] = sums.get(group, 0.0) + min(max(z, -7.0), 7.0)
    return held, sums


def _around(page: Page, element: int, known: dict[int, int]) -> int:
    """Return the marks of an element and of all around it, up to the elements that are `known`."""
    layout, chain = page.layout, []
    while element not in known:
        chain.append(element)
        element = layout.parents[element]
    found = known[element]
    for inner in reversed(chain):
        found |= marks(layout.attributes[inner]) | TAG_BITS.get(layout.tags[inner], 0)
        known[inner] = found
    return found


def container_of(page: Page, numbers: list[int], chance: list[float]) -> int:
    """Return the element that holds the most of what is probably text and the least of what is probably not."""
    layout, blocks = page.layout, page.blocks
    gains = []
    for number, p in zip(numbers, chance, strict=True):
        block = blocks[number]
        gain = (p - _THRESHOLD) * len(block.text)
        gains.append((block.element, gain if gain > 0 else _DOUBT * gain))
    sums = Sums.of(layout, gains)
    running = sums.running
    score = [running[end + 1] - before for end, before in zip(layout.ends, running, strict=False)]
    best = max(score, default=0.0) - 1e-6
    return max((element for element, own in enumerate(score) if own >= best), default=0)


def _rounded(odds: float) -> int:
    return round(min(max(odds, -5.0), 5.0))
