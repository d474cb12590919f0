"""The query language: text to tree and back.

In: what a person typed. Out: a tree of frozen nodes, with hints where the text had to be repaired. Never raises on user
text. `parse` and `write` are inverse: ``parse(write(tree)).tree == tree``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word; its inflected forms match too."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, exact forms; with a slop, at most that many other words between them."""

    text: str
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin so (``word*``), unstemmed."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A node looked for in one field only: title, author, tag, source, cited, site, lang, url."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class DateBound:
    """Published before or after a date (YYYY, YYYY-MM or YYYY-MM-DD); both ends inclusive of the date itself."""

    side: str  # "before" | "after"
    date: str


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


Node = Word | Phrase | Prefix | Field | DateBound | And | Or | Not


@dataclass(frozen=True, slots=True)
class Hint:
    """Something in the text that was repaired or not understood; the interface words it from `code`."""

    code: str  # "unbalanced-quote", "unbalanced-bracket", "unknown-field", "bad-date", "short-prefix", "too-long" …
    start: int  # span in characters of the text as typed
    end: int
    value: str = ""  # the piece of text meant
    suggestion: str = ""  # e.g. the nearest field name


@dataclass(frozen=True, slots=True)
class Parsed:
    tree: Node | None  # None: everything
    hints: tuple[Hint, ...] = ()
