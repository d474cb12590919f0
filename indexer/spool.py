"""A list in a file: for things that must wait, of which there may be more than fit into memory.

In: values, one by one. Out: the same values in their order, any number of times.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Spool(Generic[T]):
    """Values kept in a temporary file until it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this does
        self._count = 0

    def add(self, value: T) -> None:
        """Keep one more."""
        pickle.dump(value, self._file)
        self._count += 1

    def __iter__(self) -> Iterator[T]:
        self._file.seek(0)
        for _ in range(self._count):
            value: T = pickle.load(self._file)
            yield value

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
