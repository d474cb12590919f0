"""Words that newsrooms print around the facts: "By", "Джерело:", "Aktualisiert", names of agencies.

In: ``newsroom.toml`` beside this file, a list of words for each purpose in many languages. Out: `WORDS`, the same as
sets and patterns. Nothing in the code knows a language's words; a language is added in that file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources


def load() -> Mapping[str, tuple[str, ...]]:
    """Return each list of the file, case-folded, longest words first."""
    text = resources.files("indexer.extract").joinpath("newsroom.toml").read_text(encoding="utf-8")
    return {
        name: tuple(sorted({word.casefold() for word in words}, key=lambda w: (-len(w), w)))
        for name, words in tomllib.loads(text).items()
    }


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of these words, for use inside a larger one."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words) + ")"


WORDS: Mapping[str, tuple[str, ...]] = load()
AGENCIES = frozenset(WORDS["agencies"])
NOT_NAMES = frozenset(WORDS["not_names"]) | frozenset(WORDS["published"]) | frozenset(WORDS["changed"])
ROLES = frozenset(WORDS["roles"])
