"""Where words begin and end: Elasticsearch's tokenizers as regular expressions.

In: the tokenizer's definition. Out: a compiled pattern whose matches are the tokens, at the same places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Han and Hiragana: each sign a token of its own, as in Lucene's standard tokenizer.
_ALONE = r"\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Within a word by UAX #29; soft hyphen and zero-width space are then deleted by the char filter `norm`.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060")
_BEYOND = r"\U00010000-\U0001CFFF\U00020000-\U0003FFFF"  # letters outside the first plane; not the emoji


class UnsupportedError(ValueError):
    """A part of an analyzer that has neither a counterpart nor a stand-in here."""


def word_pattern(definition: Mapping[str, Any]) -> re.Pattern[str]:
    r"""Return the pattern that finds the tokens of one tokenizer.

    ``standard`` follows UAX #29: combining marks belong to the word, ``'``, ``.`` and ``:`` join letters, ``.``, ``,``
    and ``;`` join digits. A ``pattern`` tokenizer is compiled as written, its ``\w`` taking in combining marks, as
    Java's does under UNICODE_CHARACTER_CLASS. Apostrophes must be straight already.

    >>> word_pattern({"type": "standard"}).findall("об'єднана ма\u0301ма, 12,5 % і U.S.A.; рахунок 3:2")
    ["об'єднана", 'ма́ма', '12,5', 'і', 'U.S.A', 'рахунок', '3', '2']
    """
    match definition:
        case {"type": "standard"}:
            together = [code for code in _letters() if not re.match(f"[{_ALONE}]", chr(code))]
            word = f"[{''.join(_ranges(together))}{_BEYOND}]"
            first = "".join(_ranges(code for code in together if _begins_a_word(chr(code))))
            inner = rf"(?<=[^\d_])[.':·](?=[^\W\d_{_ALONE}])|(?<=\d)[.,;'](?=\d)"
            return re.compile(rf"_*[{first}{_BEYOND}]{word}*(?:(?:{inner}){word}+)*|[{_ALONE}]")
        case {"type": "pattern", "group": 0, "pattern": str(pattern)}:
            return re.compile(pattern.replace(r"\w", f"[{''.join(_ranges(_letters()))}{_BEYOND}]"))
    raise UnsupportedError(f"tokenizer {dict(definition)}")


def _letters() -> Iterator[int]:
    """Yield the code points of the first plane that words are made of: letters, digits, marks, the low line."""
    for code in range(0x10000):
        char = chr(code)
        if _begins_a_word(char) or char == "_" or char in _INVISIBLE or unicodedata.category(char)[0] == "M":
            yield code


def _begins_a_word(char: str) -> bool:
    return unicodedata.category(char)[0] == "L" or unicodedata.category(char) in {"Nd", "Nl"}


def _ranges(codes: Iterable[int]) -> Iterator[str]:
    r"""Write ascending code points as the ranges of a character class.

    >>> list(_ranges([0x61, 0x62, 0x63, 0x78]))
    ['\\u0061-\\u0063', '\\u0078-\\u0078']
    """
    first = last = -2
    for code in codes:
        if code != last + 1:
            if first >= 0:
                yield f"\\u{first:04x}-\\u{last:04x}"
            first = code
        last = code
    if first >= 0:
        yield f"\\u{first:04x}-\\u{last:04x}"
