"""Found: what a field function gives: the value, the rule that found it, and what the other rules would have said.

In: nothing. Out: the value that every field of an article is made of, so that `backfile explain` can show the reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One field's value with its reason.

    `rule` is a short name such as "JSON-LD headline" and is empty when nothing was found; `rivals` are the other rules
    that had something to say, with their values, best first.

    >>> Found("Київ", "h1", (("<title>", "Київ — Новини"),)).rule
    'h1'
    """

    value: T
    rule: str = ""
    rivals: tuple[tuple[str, T], ...] = ()
