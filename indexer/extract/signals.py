"""What can be told about each block of a page, every signal as one of a few cases.

In: `Page` and its `Weighed` blocks; for the second look also what the first one made of the blocks. Out: for each
candidate its cases, in the order of `FIRST` or `SECOND`, and its marks. The fitted table (`weights.json`) gives each
case a number (`verdict.py`). Nothing here knows a language or a site.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

from indexer.extract.blocks import Weighed
from indexer.extract.layout import Block
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
_INNER = re.compile(r"[,;:、،，]")
_DIGITS = re.compile(r"\d")
_SIGNS = re.compile(r"[^\w\s.,'’ʼ\"“”«»„–—:;!?()…-]")
_SHORT = 64  # characters; only in a block below that are capitals, digits and signs told
# Shares 0, up to 0.02, 0.06, 0.16, 0.3, 0.5, 0.7, 0.9, 1; weights 0, up to 0.2, 0.6, 1.6, 3, more.
_STEPS = [0, 1, 2, 2, *[3] * 5, *[4] * 7, *[5] * 10, *[6] * 10, *[7] * 10, *[8] * 6]
_LEVELS = [0, 1, 2, 2, *[3] * 5, *[4] * 7, *[5] * 40]
_PLACES = frozenset({"p", "div", "li", "h2", "h3", "h4"})
_THRESHOLD = 0.35  # what a block's probability is measured against when the container is sought
HOPELESS = -4.5  # logit of the first look below which no second is taken
_FEW = 4  # a block with more elements inside has none that holds it all
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
    chars, linked, names, around = weighed.chars, weighed.linked, weighed.names, weighed.around
    part = 50 / (weighed.total or 1.0)
    known = ~weighed.common
    numbers = [number for number, own in enumerate(weight) if own]
    groups = _groups(page, weighed, numbers)
    held: dict[Hashable, float] = {}
    for number in numbers:
        held[groups[number]] = held.get(groups[number], 0.0) + weight[number]
    members = Counter(groups.values())
    siblings = Counter([parents[blocks[number].element] for number in numbers])
    repeats = Counter([blocks[number].text for number in numbers])
    met: set[str] = set()
    anchor = page.anchor
    start = anchor.block if anchor else -1
    name = anchor.text if anchor else page.title_tag
    title = page.title_tag
    described = page.said("og:description", "description")[:60].lower()
    levels = [0, 0, *[_LEVELS[int(own * 5 + 0.9999)] for own in weight], 0, 0]
    found: list[Candidate] = []
    behind = 0.0
    for number in numbers:
        block = blocks[number]
        text, element = block.text, block.element
        length = len(text)
        parent = parents[element]
        size = min(length * 3 if text[length // 2] > "\u2e80" else length, 2000).bit_length()
        again = repeats[text]
        if again > 1:
            again = min(again, 4) * (2 if text in met else 1)
            met.add(text)
        inline, span, time = _whole(page, block) if block.spans else (0, "", False)
        group = groups[number]
        if length < _SHORT:
            digits = min(3, len(_DIGITS.findall(text)) * 6 // length)
            capitals = min(4, sum(map(str.isupper, text)) * 8 // length)
            signs = min(4, len(_SIGNS.findall(text)) * 12 // length)
        else:
            digits = capitals = signs = -1
        last = text[-1]
        cases = (
            size,
            _STEPS[int(block.linked / length * 50 + 0.9999)],
            tags[element],
            tags[parent],
            ("." if last in _ENDS else ":" if last == ":" else "", size > 6),
            min(4, len(_INNER.findall(text, 0, 80)).bit_length()),
            _STEPS[int(mass[parent] * part + 0.9999)],
            _STEPS[int(mass[parents[parent]] * part + 0.9999)],
            _STEPS[int(held[group] * part + 0.9999)],
            levels[number + 1],
            levels[number + 3],
            levels[number],
            levels[number + 4],
            _STEPS[int(linked[parent] / chars[parent] * 50 + 0.9999)],
            min(5, siblings[parent].bit_length()),
            "none" if start < 0 else "before" if number < start else "is" if number == start else "after",
            _STEPS[int(behind * part + 0.9999)],
            _LEVELS[int(held[group] / members[group] * 5 + 0.9999)],
            again,
            length > 15 and (text == name or text in title),
            length > 30 and described != "" and text[:40].lower() in described,
            digits,
            capitals,
            signs,
            span,
            time,
        )
        found.append(Candidate(number, cases, (names[element] | inline) & known, (around[element] | inline) & known))
        if number > start:
            behind += weight[number]
    return found


def _whole(page: Page, block: Block) -> tuple[int, str, bool]:
    """Return marks and tag of the inline elements that hold nearly all of a block, and whether it has a <time>."""
    tags, found, span, time = page.layout.tags, 0, "", False
    if len(block.spans) <= _FEW:
        for element in block.wholes():
            found |= marks(page.layout.attributes[element])
            span = tags[element]
        time = "time" in [tags[element] for element, _, _ in block.spans]
    return found, span, time


def second_look(page: Page, weighed: Weighed, first: list[Candidate], odds: list[float]) -> list[Candidate]:
    """Return those candidates that still have a prospect, with the cases of `SECOND`: what was made of those around.

    `odds` are the logits of the first look.
    """
    if not first:
        return []
    layout, blocks = page.layout, page.blocks
    tags, parents, chars = layout.tags, layout.parents, weighed.chars
    numbers = [candidate.block for candidate in first]
    chance = [1 / (1 + math.exp(-z)) if z > -30 else 0.0 for z in odds]
    likely = [p * len(blocks[number].text) for p, number in zip(chance, numbers, strict=True)]
    mass, direct = [0.0] * len(tags), dict[int, float]()
    groups = _groups(page, weighed, numbers)
    held, size, sums = dict[Hashable, float](), dict[Hashable, int](), dict[Hashable, float]()
    for number, own, z in zip(numbers, likely, odds, strict=True):
        block = blocks[number]
        element, group = block.element, groups[number]
        mass[element] += own
        direct[parents[element]] = direct.get(parents[element], 0.0) + own
        held[group] = held.get(group, 0.0) + own
        size[group] = size.get(group, 0) + len(block.text)
        sums[group] = sums.get(group, 0.0) + min(max(z, -7.0), 7.0)
    for element in range(len(tags) - 1, 0, -1):
        if mass[element]:
            mass[parents[element]] += mass[element]
    part = 50 / (mass[0] or 1.0)
    container = container_of(page, numbers, chance)
    end = layout.ends[container]
    main = max(direct, key=direct.__getitem__)
    path = set(layout.ancestors(main))
    chief = max(held, key=held.__getitem__)
    usual = sums[chief] / Counter(groups.values())[chief]
    inside = [container <= blocks[number].element <= end for number in numbers]
    good = [i for i, p in enumerate(chance) if p > 0.5 and inside[i]]
    opening = next((i for i in good if len(blocks[numbers[i]].text) > 60), 0)
    closing = good[-1] if good else len(numbers) - 1
    rounded: list[Hashable] = ["none", "none", *map(_rounded, odds), "none", "none"]
    usual_case = _rounded(usual)
    found, passed = [], 0.0
    for i, candidate in enumerate(first):
        if odds[i] > HOPELESS:
            element = blocks[candidate.block].element
            parent = parents[element]
            grandparent = parents[parent]
            group = groups[candidate.block]
            at, steps = element, 0
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
                _STEPS[int(held[group] * part + 0.9999)],
                int(9.9 * min(1.0, mass[parent] / chars[parent])),
                int(9.9 * min(1.0, mass[grandparent] / chars[grandparent])),
                _STEPS[int(mass[parent] * part + 0.9999)],
                _STEPS[int(mass[grandparent] * part + 0.9999)],
                inside[i],
                _STEPS[int(passed * part + 0.9999)],
                _STEPS[50 - int((passed + likely[i]) * part - 0.0001)],
                (at == main, min(steps, 4)),
                ("before" if i < opening else "after" if i > closing else "amid", tag if tag in _PLACES else ""),
                _rounded(odds[i] - usual),
                (group == chief, usual_case),
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
