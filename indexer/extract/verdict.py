"""Which blocks are the article's: a fitted table gives each case of each signal a number, and the sum decides.

In: `Page`, `Weighed`, the table. Out: the probability of each candidate block. The table is data (`weights.json`, made
by `benchmarks/fit_blocks.py`, which says from what).
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass, field
from importlib.resources import files
from operator import getitem
from typing import Any

from indexer.extract import signals
from indexer.extract.blocks import Weighed
from indexer.extract.marks import BITS
from indexer.extract.page import Page


class Numbers(dict[Hashable, float]):
    """What each case of a signal adds; a case that was too rare to be fitted adds nothing."""

    def __missing__(self, case: Hashable) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of one look: for each signal, what each of its cases adds; for each mark on it or around it."""

    bias: float
    cases: tuple[Numbers, ...]
    around: dict[int, float]
    sums: dict[int, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, names: tuple[str, ...], numbers: dict[str, Any]) -> Table:
        """Read a table: `numbers` maps "signal: case" to a number, "around: mark" too."""
        cases = tuple(Numbers() for _ in names)
        around: dict[int, float] = {}
        for key, number in numbers.items():
            signal, _, case = key.partition(": ")
            if signal == "around":
                around[BITS[case]] = number
            elif signal != "bias":
                cases[names.index(signal)][_case(case)] = number
        return cls(numbers["bias"], cases, around)

    def odds(self, candidate: signals.Candidate) -> float:
        """Return the logit of a candidate."""
        return self.bias + self.marks(candidate.around) + sum(map(getitem, self.cases, candidate.cases))

    def marks(self, around: int) -> float:
        """Return what the marks on and around a block add; kept, as a page has few different ones."""
        known = self.sums.get(around)
        if known is None:
            if len(self.sums) > MOST_SUMS:
                self.sums.clear()
            known = self.sums[around] = sum(number for bit, number in self.around.items() if around & bit)
        return known


MOST_SUMS = 50_000


def key(case: Hashable) -> str:
    """Write a case as the table's file does.

    >>> key(("amid", "p")), key(3), key(True)
    ('["amid", "p"]', '3', 'true')
    """
    return json.dumps(case)


def _case(text: str) -> Hashable:
    value = json.loads(text)
    return tuple(value) if isinstance(value, list) else value


def _read() -> tuple[Table, Table]:
    numbers = json.loads(files("indexer.extract").joinpath("weights.json").read_text(encoding="utf-8"))
    return Table.of(signals.FIRST, numbers["first"]), Table.of(signals.SECOND, numbers["second"])


TABLES = _read()


def judge(page: Page, weighed: Weighed, tables: tuple[Table, Table] = TABLES) -> dict[int, float]:
    """Return the logit of each block that has a prospect by its number: above 0 it is the article's."""
    first = signals.first_look(page, weighed)
    odds = [tables[0].odds(candidate) for candidate in first]
    second = {c.block: tables[1].odds(c) for c in signals.second_look(page, weighed, first, odds)}
    told = ((c.block, second.get(c.block, z)) for c, z in zip(first, odds, strict=True))
    return {block: z for block, z in told if z > signals.HOPELESS}
