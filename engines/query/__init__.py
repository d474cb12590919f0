"""The query language: text to tree and back.

In: what a person typed. Out: a tree of frozen nodes, with hints where the text had to be repaired. Never raises on user
text; size and depth are bounded. `parse` and `write` are inverse: ``parse(write(tree)).tree == tree``.

`tree.py` says what a query is, `tokens.py` cuts the text, `parser.py` builds the tree, `writer.py` writes it.
"""

from __future__ import annotations

from engines.query.parser import nearest_date, parse, valid_date
from engines.query.tree import (
    HINTS,
    And,
    DateBound,
    Field,
    Hint,
    Node,
    Not,
    Or,
    Parsed,
    Phrase,
    Prefix,
    Word,
)
from engines.query.writer import write

__all__ = [
    "HINTS",
    "And",
    "DateBound",
    "Field",
    "Hint",
    "Node",
    "Not",
    "Or",
    "Parsed",
    "Phrase",
    "Prefix",
    "Word",
    "nearest_date",
    "parse",
    "valid_date",
    "write",
]
