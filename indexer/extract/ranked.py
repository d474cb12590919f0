"""Which rule speaks first: the order in which rules are asked, and how far.

In: (rule, value) pairs in the order of trust, made as they are asked for. Out: those that have a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def ranked(candidates: Iterable[tuple[str, T]], *, every: bool) -> list[tuple[str, T]]:
    """Return the first rule with a value, or every rule that has one; no rule is asked that is not needed.

    >>> ranked([("profile", ""), ("og:title", "Київ"), ("h1", "Львів")], every=False)
    [('og:title', 'Київ')]
    """
    found = []
    for rule, value in candidates:
        if value:
            found.append((rule, value))
            if not every:
                break
    return found
