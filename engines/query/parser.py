"""Build the tree of a query.

In: the text. Out: `Parsed`. NOT binds tighter than AND (said or not), AND tighter than OR; nested AND in AND and OR in
OR are flattened; a field holds words, phrases and groups of them, never another field.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from engines.query.tokens import Token, is_bare, tokens
from engines.query.tree import And, DateBound, Field, Hint, Node, Not, Or, Parsed, Phrase, Prefix, Word

MAX_HINTS = 20
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?", re.ASCII)
_IDEOGRAPHS = "\u2e80"  # from here on one letter can be a word


def parse(text: str) -> Parsed:
    """Read a query; whatever the text, there is an answer.

    >>> parse('бібліотека -музей "об’єднана громада"~2').tree
    And(nodes=(Word(text='бібліотека'), Not(node=Word(text='музей')), Phrase(text='об’єднана громада', slop=2)))
    >>> [str(hint) for hint in parse('autor:Вербняк').hints]
    ['There is no field autor:; it was read as author:.']
    """
    found, hints = tokens(text)
    parser = _Parser(found, hints)
    tree = parser.alternatives(None)
    if tree is None and not hints and text.strip():
        hints.append(Hint("no-words", 0, len(text), text.strip()[:40]))
    return Parsed(tree, tuple(sorted(hints, key=lambda hint: hint.start)[:MAX_HINTS]))


def valid_date(text: str) -> bool:
    """Tell whether a text is YYYY, YYYY-MM or YYYY-MM-DD and such a day exists.

    >>> valid_date("2024-02-29"), valid_date("2023-02-29"), valid_date("2024-1")
    (True, False, False)
    """
    match = _DATE.fullmatch(text)
    return match is not None and _exists(*(int(part or 1) for part in match.groups()))


def nearest_date(text: str) -> str:
    """Return the date that a text in another style may mean, else an example of a date.

    >>> nearest_date("31.12.2024"), nearest_date("2024/3"), nearest_date("торік")
    ('2024-12-31', '2024-03', '2024-12-31')
    """
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return f"{year:04}-{month:02}-{day:02}" if _exists(year, month, day) else f"{year:04}"
    if match := _YEAR_FIRST.fullmatch(text):
        parts = [int(part) for part in match.groups() if part]
        while not _exists(*parts, *[1] * (3 - len(parts))):
            parts.pop()
            if not parts:
                return "2024-12-31"
        return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
    return "2024-12-31"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class _Parser:
    """Goes through the tokens once. `scope` is the field that a node stands in."""

    def __init__(self, found: list[Token], hints: list[Hint]) -> None:
        self.found = found
        self.hints = hints
        self.at = 0

    def kind(self) -> str:
        return self.found[self.at].kind if self.at < len(self.found) else "end"

    def take(self) -> Token:
        self.at += 1
        return self.found[self.at - 1]

    def hint(self, code: str, token: Token, value: str = "", suggestion: str = "") -> None:
        self.hints.append(Hint(code, token.start, token.end, value or token.text, suggestion))

    def alternatives(self, scope: str | None) -> Node | None:
        """OR-joined groups, up to a closing bracket or the end."""
        nodes = [self.together(scope)]
        operator = None
        while self.kind() == "or":
            operator = self.take()
            nodes.append(self.together(scope))
            if nodes[-1] is None or nodes[-2] is None:
                self.hint("operator-without-words", operator)
        return _joined(Or, nodes)

    def together(self, scope: str | None) -> Node | None:
        """Nodes that must all match, up to OR, a closing bracket or the end."""
        nodes: list[Node | None] = []
        while self.kind() not in ("or", "close", "end"):
            if self.kind() == "and":
                operator = self.take()
                if not any(nodes) or self.kind() in ("and", "or", "close", "end"):
                    self.hint("operator-without-words", operator)
            else:
                nodes.append(self.unary(scope))
        return _joined(And, nodes)

    def unary(self, scope: str | None) -> Node | None:
        negations: list[Token] = []
        while self.kind() == "not":
            negations.append(self.take())
        node = None if self.kind() in ("and", "or", "close", "end") else self.primary(scope)
        if node is None and negations:
            self.hint("operator-without-words", negations[-1])
        if node is None or len(negations) % 2 == 0:
            return node
        return node.node if isinstance(node, Not) else Not(node)

    def primary(self, scope: str | None) -> Node | None:
        token = self.take()
        if token.kind == "open":
            node = self.alternatives(scope)
            self.take()  # the closing one: brackets are balanced
            return node
        if token.kind == "field":
            return self.field(token, scope)
        return self.leaf(token, scope, direct=False)

    def field(self, token: Token, scope: str | None) -> Node | None:
        name = token.text
        if scope is not None:
            self.hint("field-inside-field", token, f"{name}:")
            return None if self.kind() in ("and", "or", "close", "end", "field", "not") else self.primary(scope)
        if self.kind() not in ("word", "phrase", "open"):
            self.hint("empty-field", token, f"{name}:")
            return None
        if name in ("before", "after"):
            return self.date(token)
        node = self.primary(name) if self.kind() == "open" else self.leaf(self.take(), name, direct=True)
        return Field(name, node) if node else None

    def date(self, field: Token) -> Node | None:
        if self.kind() == "open":
            self.hint("empty-field", field, f"{field.text}:")
            return None
        token = self.take()
        text = token.text.strip(".,;")
        if valid_date(text):
            return DateBound(field.text, text)
        self.hint("bad-date", token, suggestion=nearest_date(text))
        return None

    def leaf(self, token: Token, scope: str | None, *, direct: bool) -> Node | None:
        """A word, prefix or phrase; None when it holds neither letters nor digits."""
        if not any(char.isalnum() for char in token.text):
            return None
        if token.kind == "phrase":
            if "*" in token.text:
                self.hint("inner-star", token)
            return Phrase(token.text, token.slop)
        text = token.text.rstrip("*")
        text = text.rstrip(".,;:!?") if scope == "url" else _trimmed(text)
        direct = direct and token.direct
        if (token.text.startswith("*") and scope not in ("url", "site")) or ("*" in text and scope != "url"):
            self.hint("inner-star", token)
        if "*" in text and scope != "url":
            return Phrase(" ".join(text.replace("*", " ").split()))
        if not direct and not is_bare(text):
            return Phrase(text)
        if not token.text.endswith("*"):
            return Word(text)
        if len(text) < 2 and text < _IDEOGRAPHS:
            self.hint("short-prefix", token)
            return None
        return Prefix(text)


def _trimmed(word: str) -> str:
    """Drop what is neither letter nor digit at both ends; marks on the last letter stay.

    >>> _trimmed("(«об’єднання»),".strip("(«»),")), _trimmed("’слово!’")
    ('об’єднання', 'слово')
    """
    start, end = 0, len(word)
    while start < end and not word[start].isalnum():
        start += 1
    while end > start and not (word[end - 1].isalnum() or unicodedata.category(word[end - 1])[0] == "M"):
        end -= 1
    return word[start:end]


def _joined(kind: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    """Join nodes without needless nesting: one stands alone, none is None."""
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            flat.extend(node.nodes)
        elif node is not None:
            flat.append(node)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None
