"""Texts to terms: the analyzers of ``mappings/languages/*.json``, compiled for the embedded engine and the highlighter.

In: a language and a text in NFC. Out: tokens with their spans in characters of that text, the terms they are indexed
and searched by, and their exact (unstemmed) form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any

import mappings
from engines.analysis import ukrainian
from engines.analysis.chain import Chain
from engines.analysis.remembered import Remembered
from engines.analysis.words import UnsupportedError, word_pattern
from engines.contract import FormatMismatch

__all__ = ["Analyzer", "Analyzers", "Token", "UnsupportedError"]

_CODE = 1  # raise it when the same JSON comes to mean other terms


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: its span in characters, the terms it is indexed by, and its exact form."""

    start: int
    end: int
    terms: tuple[str, ...]
    exact: str


class Analyzer:
    """One language's way from text to terms; answers are kept by word form, so the second text goes quicker.

    >>> Analyzers().get("en").terms("Zelensky’s news")
    [('zelenski',), ('news',)]
    """

    def __init__(self, language: str, dictionary: ukrainian.Dictionary) -> None:
        settings = mappings.index_body(language)["settings"]["analysis"]
        stand_ins = mappings.analysis(language)["_meta"].get("embedded", {})
        chain = Chain(settings, stand_ins, dictionary)
        index, search, exact = (settings["analyzer"][name] for name in ("lang_index", "lang_search", "exact"))
        self.language = language
        self._swaps, deleted = _char_filters(settings, index["char_filter"])
        self._words = word_pattern(settings.get("tokenizer", {}).get(index["tokenizer"], {"type": index["tokenizer"]}))
        self._turkish = any(settings.get("filter", {}).get(f, {}).get("language") == "turkish" for f in index["filter"])
        self._index = Remembered(_after_deletion(deleted, chain.compile(index["filter"])))
        self._search = _after_deletion(deleted, chain.compile(search["filter"]))
        self._exact = Remembered(_first(_after_deletion(deleted, chain.compile(exact["filter"]))))
        self.name = _name(settings, stand_ins, chain.uses)

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a text, one for each position."""
        index, exact = self._index, self._exact
        found = self._words.finditer(self._prepared(text))
        return [Token(m.start(), m.end(), index[m[0]], exact[m[0]]) for m in found]

    def forms(self, text: str) -> list[str]:
        """Return the form of each word, apostrophes and case folded: what `terms_of` and `exact_of` take."""
        return self._words.findall(self._prepared(text))

    def words(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and form of each word."""
        return [(*match.span(), match[0]) for match in self._words.finditer(self._prepared(text))]

    def spans(self, text: str, places: Container[int]) -> dict[int, tuple[int, int]]:
        """Return where the words at some places (counted as `forms` gives them) stand in the text."""
        found = self._words.finditer(self._prepared(text))
        return {place: match.span() for place, match in enumerate(found) if place in places}

    def terms_of(self, form: str) -> tuple[str, ...]:
        """Return the terms that a form that `forms` gave is indexed by."""
        return self._index[form]

    def exact_of(self, form: str) -> str:
        """Return the exact form of a form that `forms` gave."""
        return self._exact[form]

    def terms(self, text: str) -> list[tuple[str, ...]]:
        """Return the terms at each position, as they are indexed."""
        return list(map(self._index.__getitem__, self._words.findall(self._prepared(text))))

    def terms_and_exact(self, text: str) -> tuple[list[tuple[str, ...]], list[str]]:
        """Return what `terms` and `exact_terms` give, finding the words once."""
        forms = self._words.findall(self._prepared(text))
        return list(map(self._index.__getitem__, forms)), list(map(self._exact.__getitem__, forms))

    def search_terms(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return the terms to look for at each position; a hyphenated word has several positions."""
        return tuple(map(self._search, self._words.findall(self._prepared(word))))

    def exact_terms(self, text: str) -> list[str]:
        """Return the exact form at each position: lower case, apostrophes and marks folded, not stemmed."""
        return list(map(self._exact.__getitem__, self._words.findall(self._prepared(text))))

    def _prepared(self, text: str) -> str:
        """Fold apostrophes and case of the whole text at once; every character keeps its place."""
        for old, new in self._swaps:
            text = text.replace(old, new)
        text = text.replace("İ", "i").replace("Σ", "σ")  # one would grow when lowered, one hangs on what follows
        if self._turkish:
            text = text.replace("I", "ı")
        return text.lower()


class Analyzers:
    """The analyzers of all languages, each made when first asked for.

    `dictionary` chooses how Ukrainian words find their lemmas; by default the best that is installed.
    """

    def __init__(self, dictionary: ukrainian.Dictionary | None = None) -> None:
        self._dictionary = dictionary or ukrainian.installed()
        self._made: dict[str, Analyzer] = {}
        self._known = frozenset(mappings.languages())

    def get(self, language: str) -> Analyzer:
        """Return the analyzer of a language; ``und`` when it has none of its own."""
        known = language if language in self._known else "und"
        made = self._made.get(known)
        if made is None:
            made = self._made[known] = Analyzer(known, self._dictionary)
        return made

    def check(self, recorded: Mapping[str, str]) -> None:
        """Raise FormatMismatch if an index whose analyzers were `recorded` (language → name) needs other ones."""
        for language, name in recorded.items():
            here = self.get(language).name
            if here != name:
                missing = "pymorphy3" in name and "pymorphy3" not in here
                install = (
                    "Install the dictionary it was made with: pip install 'backfile[uk]'. Or make"
                    if missing
                    else "Make"
                )
                raise FormatMismatch(
                    f"The index was made with another analysis of {language!r}: {name}; here it would be {here}. "
                    f"{install} it anew from what it holds: backfile rebuild --from-captures"
                )


def _char_filters(settings: Mapping[str, Any], names: list[str]) -> tuple[list[tuple[str, str]], frozenset[str]]:
    """Return what char filters swap (one character for one) and what they delete."""
    swaps: list[tuple[str, str]] = []
    deleted: set[str] = set()
    for name in names:
        definition = settings["char_filter"][name]
        if definition["type"] != "mapping":
            raise UnsupportedError(f"char filter {name}: {definition}")
        for rule in definition["mappings"]:
            old, _, new = (_unescaped(side) for side in rule.partition("=>"))
            if len(old) != 1 or len(new) > 1:
                raise UnsupportedError(f"char filter {name}: {rule!r} would move what comes after it")
            if new:
                swaps.append((old, new))
            else:
                deleted.add(old)
    return swaps, frozenset(deleted)


def _unescaped(side: str) -> str:
    return chr(int(side[2:], 16)) if side.startswith("\\u") else side


def _after_deletion(
    deleted: frozenset[str], step: Callable[[str], tuple[str, ...]]
) -> Callable[[str], tuple[str, ...]]:
    return lambda form: step("".join(char for char in form if char not in deleted))


def _first(step: Callable[[str], tuple[str, ...]]) -> Callable[[str], str]:
    return lambda form: step(form)[0]


def _name(settings: Mapping[str, Any], stand_ins: Mapping[str, str], uses: list[str]) -> str:
    """Say how words are analysed: what the terms hang on, and a fingerprint of the rules."""
    rules = json.dumps([_CODE, settings, stand_ins], sort_keys=True, ensure_ascii=True).encode()
    return ", ".join([*dict.fromkeys(uses), f"rules {hashlib.sha256(rules).hexdigest()[:8]}"])
