"""How alike two headlines are.

In: texts. Out: their words for comparing, and how much of them is shared.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return a text without case and with its characters in one form."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> set[str]:
    """Return a folded text's words for comparing, or its pairs of characters where no spaces part words."""
    found = set(_WORDS.findall(text))
    return found if len(found) > 2 else found | {text[i : i + 2] for i in range(len(text) - 1)}


def alike(own: set[str], claimed: set[str]) -> float:
    """Return how much two sets of words share: 1 when equal; a heading that the claim holds whole counts nearly so."""
    if not own or not claimed:
        return 0.0
    common = len(own & claimed)
    contained = len(own) > 2 and 3 * len(own) >= len(claimed)
    return max(common / len(own | claimed), 0.9 * common / len(own) if contained else 0.0)
