"""Write a tree as the text that means it.

In: a node. Out: text; `parse` gives the same tree back for every tree that `parse` can give.
"""

from __future__ import annotations

import re

from engines.query.tokens import QUOTES, is_bare, is_chunk
from engines.query.tree import And, DateBound, Field, Node, Not, Or, Phrase, Prefix, Word


def write(node: Node | None) -> str:
    """Write a query; None is the empty text.

    >>> write(And((Or((Word("музей"), Word("музеї"))), Not(Phrase("день музею")))))
    '(музей OR музеї) -"день музею"'
    """
    if node is None:
        return ""
    if isinstance(node, Or):
        return " OR ".join(write(part) for part in node.nodes)
    if isinstance(node, And):
        return " ".join(_bracketed(part, Or) for part in node.nodes)
    if isinstance(node, Not):
        return "-" + _bracketed(node.node, And, Or, Not)
    if isinstance(node, Field):
        return f"{node.name}:{_within(node.node)}"
    if isinstance(node, DateBound):
        return f"{node.side}:{node.date}"
    return _leaf(node, bare=is_bare(node.text))


def _bracketed(node: Node, *kinds: type[And] | type[Or] | type[Not]) -> str:
    return f"({write(node)})" if isinstance(node, kinds) else write(node)


def _within(node: Node) -> str:
    """A field's node: one word, prefix or phrase without brackets."""
    if isinstance(node, Word | Prefix | Phrase):
        return _leaf(node, bare=is_chunk(node.text))
    return f"({write(node)})"


def _leaf(node: Word | Prefix | Phrase, *, bare: bool) -> str:
    if isinstance(node, Phrase) or not bare:
        slop = node.slop if isinstance(node, Phrase) else 0
        return '"' + " ".join(re.sub(f"[{QUOTES}]", " ", node.text).split()) + '"' + (f"~{slop}" if slop else "")
    return node.text + "*" if isinstance(node, Prefix) else node.text
