"""What a query is: frozen nodes, and hints for what had to be repaired.

In: nothing. Out: the values that the parser makes, the engines search by and the writer writes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word; its inflected forms match too.

    A word in which analysis finds several (``прем'єр-міністр``, ``10:30``, ``選挙管理``) asks for them side by side.
    """

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


# code → what to say; {value} is the piece of text meant, {suggestion} what may have been meant
HINTS = {
    "unbalanced-quote": "The quotation mark {value} has no partner, so it was left out.",
    "unbalanced-bracket": "The bracket {value} has no partner, so it was left out or closed at the end.",
    "misspelt-field": "There is no field {value}; it was read as {suggestion}.",
    "unknown-field": "There is no field {value}; it was read as a word.",
    "empty-field": "Nothing follows {value}, so it was left out.",
    "field-inside-field": "{value} stands inside another field and was left out; its words were kept.",
    "bad-date": "{value} is no date, so it was left out. Dates are written like {suggestion}.",
    "short-prefix": "{value} is too short: a word with * needs at least two letters. It was left out.",
    "inner-star": "In {value} the * means nothing: it works at the end of a word.",
    "operator-without-words": "{value} lacks words beside it, so it was left out.",
    "operator-language": "{value} was read as a word; the operator is {suggestion}.",
    "no-words": "{value} holds neither letters nor digits, so it was left out.",
    "large-slop": "The distance {value} was read as {suggestion}, the largest.",
    "too-deep": "Brackets deeper than {suggestion} were left out.",
    "too-long": "The query is too long; what follows {value} was left out.",
}


@dataclass(frozen=True, slots=True)
class Hint:
    """Something in the text that was repaired or not understood; the interface words it from `code`."""

    code: str  # a key of HINTS
    start: int  # span in characters of the text as typed
    end: int
    value: str = ""  # the piece of text meant
    suggestion: str = ""  # e.g. the nearest field name

    def __str__(self) -> str:
        """Say it in English."""
        return HINTS[self.code].format(value=self.value, suggestion=self.suggestion)


@dataclass(frozen=True, slots=True)
class Parsed:
    tree: Node | None  # None: everything
    hints: tuple[Hint, ...] = ()
