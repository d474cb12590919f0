"""Words that newsrooms print around the facts: "By", "Джерело:", "Aktualisiert", names of agencies.

In: ``newsroom.toml`` beside this file, a list of words for each purpose in many languages. Out: `WORDS`, the same as
sets and patterns. Nothing in the code knows a language's words; a language is added in that file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources

_SPACE = r"\s+"


def load() -> Mapping[str, tuple[str, ...]]:
    """Return each list of the file, case-folded, longest words first."""
    text = resources.files("indexer.extract").joinpath("newsroom.toml").read_text(encoding="utf-8")
    return {
        name: tuple(sorted({word.casefold() for word in words}, key=lambda w: (-len(w), w)))
        for name, words in tomllib.loads(text).items()
    }


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, the longest that fits, for use inside a larger one.

    Words that begin alike share their beginning: with hundreds of them a pattern of one branch for each takes ten times
    as long.

    >>> any_of(["автор", "авторка", "by", "written by"])
    '(?:(?:автор(?:ка)?|by|written\\\\s+by))'
    """
    return f"(?:{_branches([[_SPACE if sign == ' ' else re.escape(sign) for sign in word] for word in words])})"


def _branches(words: list[list[str]]) -> str:
    """Return a pattern for what is left of words that began alike."""
    following: dict[str, list[list[str]]] = {}
    for word in words:
        if word:
            following.setdefault(word[0], []).append(word[1:])
    inner = "|".join(first + _branches(rest) for first, rest in following.items())
    if all(words):
        return f"(?:{inner})" if len(following) > 1 else inner
    return f"(?:{inner})?" if inner else ""


WORDS: Mapping[str, tuple[str, ...]] = load()
AGENCIES = frozenset(WORDS["agencies"])
NOT_NAMES = frozenset(WORDS["not_names"]) | frozenset(WORDS["published"]) | frozenset(WORDS["changed"])
ROLES = frozenset(WORDS["roles"])
