"""What reading gives: a page found in an input, or one skipped, and how far reading has come with it.

In: nothing. Out: the values that readers yield, and `Source`, what they read from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal

from indexer.capture import Capture, Revisit, Skipped


@dataclass(frozen=True, slots=True)
class Found:
    """One page, and where reading stands after it."""

    page: Capture | Revisit | Skipped
    position: str  # where reading goes on after it: what `read` takes as its second argument; "" at the end
    read: int  # bytes of the source behind it


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a page cannot be shown where a locator says that it lies."""

    what: Literal["root", "file", "page", "bytes", "far"]  # what is not there, or not as it was
    reason: str  # one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Bytes to read from: a file, or a member of a container."""

    open: Callable[[], BinaryIO]  # a fresh stream at the first byte; seekable
    size: int  # bytes
    locator: str  # of the source itself; readers add `!member` or `#offset`
    name: str  # its file name: decides only where the content cannot
    depth: int = 0  # how many containers it lies in
