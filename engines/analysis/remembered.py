"""A function's answers, kept.

In: a function of a word form. Out: a mapping that works each answer out once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_MOST_FORMS = 500_000  # about 75 MB
_Value = TypeVar("_Value")


class Remembered(dict[str, _Value], Generic[_Value]):
    """A function's answers by word form; looking one up costs no Python call once it is known.

    >>> lower = Remembered(str.lower)
    >>> list(map(lower.__getitem__, ["Київ", "МОВА", "Київ"])), len(lower)
    (['київ', 'мова', 'київ'], 2)
    """

    def __init__(self, function: Callable[[str], _Value], most: int = _MOST_FORMS) -> None:
        self._function = function
        self._most = most

    def __missing__(self, form: str) -> _Value:
        if len(self) >= self._most:
            self.clear()
        value = self[form] = self._function(form)
        return value
