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

from indexer.extract.blocks import Weighed
from indexer.extract.marks import marks
from indexer.extract.page import Page

FIRST = (
    "length", "link", "tag", "parent tag", "end", "commas", "parent", "grandparent", "group", "before", "after",
    "before that", "after that", "parent's links", "siblings", "heading", "behind", "group's mean", "again", "title",
    "description", "digits", "capitals", "signs", "all in", "time",
)  # fmt: skip
SECOND = (
    "first", "first before", "first after", "first before that", "first after that", "group's share", "group",
    "parent's", "grandparent's", "parent", "grandparent", "inside", "head", "tail", "off the path", "place",
    "relative", "main group",
)  # fmt: skip
_ENDS = frozenset(".!?…。！？۔।።»”\"’'）)")
_INNER = frozenset(",;:、،，")
_PLAIN = frozenset(" .,'’ʼ\"“”«»„-–—:;!?()…")
_STEPS = (0.0001, 0.02, 0.06, 0.15, 0.3, 0.5, 0.7, 0.9)
_PLACES = frozenset({"p", "div", "li", "h2", "h3", "h4"})
_THRESHOLD = 0.35  # what a block's probability is measured against when the container is sought
_DOUBT = 0.25  # improbable text counts this much against a container: it can be left out later


@dataclass(slots=True)
class Candidate:
    """A block that may be the article's: its number, its cases, its own marks and the marks around it."""

    block: int
    cases: tuple[Hashable, ...]
    own: int
    around: int


def first_look(page: Page, weighed: Weighed) -> list[Candidate]:
    """Return the candidates of a page, every block that weighs anything, with the cases of `FIRST`."""
    layout, blocks = page.layout, page.blocks
    tags, parents, mass, weight = layout.tags, layout.parents, weighed.mass, weighed.weight
    total = weighed.total or 1.0
    known = ~weighed.common
    numbers = [number for number, own in enumerate(weight) if own]
    groups = _groups(page, weighed, numbers)
    held: dict[Hashable, float] = {}
    for number in numbers:
        held[groups[number]] = held.get(groups[number], 0.0) + weight[number]
    members = Counter(groups.values())
    siblings = Counter(parents[blocks[number].element] for number in numbers)
    repeats = Counter(blocks[number].text for number in numbers)
    met: set[str] = set()
    anchor = page.anchor
    start = anchor.block if anchor else -1
    name = anchor.text if anchor else page.title_tag
    described = page.said("og:description", "description")[:60].lower()
    padded = [0.0, 0.0, *weight, 0.0, 0.0]
    found: list[Candidate] = []
    behind = 0.0
    for number in numbers:
        block = blocks[number]
        text, element = block.text, block.element
        length = len(text)
        parent = parents[element]
        grandparent = parents[parent]
        size = min(length * 3 if text[length // 2] > "\u2e80" else length, 2000).bit_length()
        again = 0
        if repeats[text] > 1:
            again = min(repeats[text], 4) * (2 if text in met else 1)
            met.add(text)
        inline = 0
        span, time = "", False
        for piece in block.inlines:
            if tags[piece.element] == "time":
                time = True
            if len(piece.text) > 0.8 * length:
                inline |= marks(layout.attributes[piece.element])
                span = tags[piece.element]
        group = groups[number]
        head = text[:80]
        cases = (
            size,
            step(block.linked / length),
            tags[element],
            tags[parent],
            ("." if text[-1] in _ENDS else ":" if text[-1] == ":" else "", size > 6),
            min(4, sum(map(head.count, _INNER)).bit_length()),
            step(mass[parent] / total),
            step(mass[grandparent] / total),
            step(held[group] / total),
            level(padded[number + 1]),
            level(padded[number + 3]),
            level(padded[number]),
            level(padded[number + 4]),
            step(weighed.linked[parent] / weighed.chars[parent]),
            min(5, siblings[parent].bit_length()),
            "none" if anchor is None else "before" if number < start else "is" if number == start else "after",
            step(behind / total),
            level(held[group] / members[group]),
            again,
            length > 15 and (text == name or text in page.title_tag),
            bool(described) and length > 30 and text[:40].lower() in described,
            min(3, sum(map(str.isdigit, head)) * 6 // min(length, 80)) if length < 100 else -1,
            min(4, sum(map(str.isupper, head)) * 8 // min(length, 80)),
            min(4, sum(not c.isalnum() and c not in _PLAIN for c in head) * 12 // min(length, 80)),
            span,
            time,
        )
        around = (weighed.around[element] | inline) & known
        found.append(Candidate(number, cases, (weighed.names[element] | inline) & known, around))
        if number > start:
            behind += weight[number]
    return found


def second_look(page: Page, weighed: Weighed, first: list[Candidate], odds: list[float]) -> list[Candidate]:
    """Return the candidates again, with the cases of `SECOND`: what the blocks around them were taken for.

    `odds` are the logits of the first look.
    """
    if not first:
        return []
    layout, blocks = page.layout, page.blocks
    tags, parents = layout.tags, layout.parents
    numbers = [candidate.block for candidate in first]
    chance = [1 / (1 + math.exp(-min(max(z, -30.0), 30.0))) for z in odds]
    likely = [p * len(blocks[number].text) for p, number in zip(chance, numbers, strict=True)]
    mass, direct = [0.0] * len(tags), dict[int, float]()
    for number, own in zip(numbers, likely, strict=True):
        element = blocks[number].element
        mass[element] += own
        direct[parents[element]] = direct.get(parents[element], 0.0) + own
    for element in range(len(tags) - 1, 0, -1):
        if mass[element]:
            mass[parents[element]] += mass[element]
    total = mass[0] or 1.0
    container = container_of(page, numbers, chance)
    end = layout.ends[container]
    main = max(direct, key=direct.__getitem__)
    path = set(layout.ancestors(main))
    groups = _groups(page, weighed, numbers)
    held, size, sums = dict[Hashable, float](), dict[Hashable, int](), dict[Hashable, float]()
    members = Counter(groups.values())
    for number, own, z in zip(numbers, likely, odds, strict=True):
        group = groups[number]
        held[group] = held.get(group, 0.0) + own
        size[group] = size.get(group, 0) + len(blocks[number].text)
        sums[group] = sums.get(group, 0.0) + min(max(z, -7.0), 7.0)
    chief = max(held, key=held.__getitem__)
    usual = sums[chief] / members[chief]
    inside = [container <= blocks[number].element <= end for number in numbers]
    good = [i for i in range(len(numbers)) if inside[i] and chance[i] > 0.5]
    opening = next((i for i in good if len(blocks[numbers[i]].text) > 60), 0)
    closing = good[-1] if good else len(numbers) - 1
    rounded: list[Hashable] = ["none", "none", *map(_rounded, odds), "none", "none"]
    found, passed = [], 0.0
    for i, candidate in enumerate(first):
        element = blocks[candidate.block].element
        parent = parents[element]
        grandparent = parents[parent]
        group = groups[candidate.block]
        steps = 0
        at = element
        while at not in path:
            steps += 1
            at = parents[at]
        tag = tags[element]
        cases = (
            rounded[i + 2],
            rounded[i + 1],
            rounded[i + 3],
            rounded[i],
            rounded[i + 4],
            int(9.9 * held[group] / size[group]),
            step(held[group] / total),
            int(9.9 * min(1.0, mass[parent] / weighed.chars[parent])),
            int(9.9 * min(1.0, mass[grandparent] / weighed.chars[grandparent])),
            step(mass[parent] / total),
            step(mass[grandparent] / total),
            inside[i],
            step(passed / total),
            step(1 - (passed + likely[i]) / total),
            (at == main, min(steps, 4)),
            ("before" if i < opening else "after" if i > closing else "amid", tag if tag in _PLACES else ""),
            _rounded(odds[i] - usual),
            (group == chief, _rounded(usual)),
        )
        found.append(Candidate(candidate.block, cases, candidate.own, candidate.around))
        passed += likely[i]
    return found


def container_of(page: Page, numbers: list[int], chance: list[float]) -> int:
    """Return the element that holds the most of what is probably text and the least of what is probably not."""
    layout = page.layout
    score = [0.0] * len(layout.tags)
    for number, p in zip(numbers, chance, strict=True):
        block = page.blocks[number]
        gain = (p - _THRESHOLD) * len(block.text)
        score[block.element] += gain if gain > 0 else _DOUBT * gain
    for element in range(len(score) - 1, 0, -1):
        if score[element]:
            score[layout.parents[element]] += score[element]
    best = max(score, default=0.0) - 1e-9
    return max((element for element, own in enumerate(score) if own >= best), default=0)


def step(share: float) -> int:
    """Return which of nine steps a share of 0..1 falls in, finer near nothing."""
    for number, limit in enumerate(_STEPS):
        if share < limit:
            return number
    return 8


def level(weight: float) -> int:
    """Return which of six levels a block's weight as prose falls in."""
    if weight < 0.6:
        return 0 if not weight else 1 if weight < 0.2 else 2
    return 3 if weight < 1.5 else 4 if weight < 3 else 5


def _groups(page: Page, weighed: Weighed, numbers: list[int]) -> dict[int, Hashable]:
    """Return what each block has in common with its like: tag and names of its element and of the parent."""
    layout, blocks, names = page.layout, page.blocks, weighed.names
    tags, parents = layout.tags, layout.parents
    groups: dict[int, Hashable] = {}
    for number in numbers:
        element = blocks[number].element
        parent = parents[element]
        groups[number] = (tags[element], names[element], tags[parent], names[parent])
    return groups


def _rounded(odds: float) -> int:
    return round(min(max(odds, -5.0), 5.0))
