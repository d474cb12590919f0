"""An analyzer's filters as one function from a word to its terms.

In: an Elasticsearch `settings.analysis` block, the names of the filters, and the stand-ins for those that cannot be
rebuilt here (``_meta.embedded``). Out: a pure function. Only filters that look at one token at a time are taken: that
is what makes a cache by word form right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import simplemma
import Stemmer  # type: ignore[import-not-found]  # it has no stubs

from engines.analysis import ukrainian
from engines.analysis.words import UnsupportedError

Terms = tuple[str, ...]
Step = Callable[[str], Terms]

_POSSESSIVE = re.compile(r"'s$")
_GREEK = str.maketrans("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ")
_LATIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ħ": "h",
    "ŋ": "n",
}


class Chain:
    """Compiles the filters of one language's analyzers."""

    def __init__(
        self, analysis: Mapping[str, Any], stand_ins: Mapping[str, str], dictionary: ukrainian.Dictionary
    ) -> None:
        self._filters: Mapping[str, Any] = analysis.get("filter", {})
        self._stand_ins = stand_ins
        self._dictionary = dictionary
        self.uses: list[str] = []  # names and versions of what the terms hang on

    def compile(self, names: Sequence[str]) -> Step:
        """Return all these filters as one function; raises UnsupportedError for one that has no counterpart."""
        steps = [self._step(name) for name in names]

        def terms(word: str) -> Terms:
            found: Terms = (word,)
            for step in steps:
                found = tuple(dict.fromkeys(term for each in found for term in step(each)))
            return found

        return terms

    def _step(self, name: str) -> Step:
        if name in self._stand_ins:
            return self._stand_in(self._stand_ins[name])
        definition: Mapping[str, Any] = self._filters.get(name, {"type": name})
        match definition:
            case {"type": "lowercase", "language": "greek"}:
                return lambda word: (word.lower().translate(_GREEK),)
            case {"type": "lowercase", "language": "turkish"}:
                return lambda word: (word.replace("İ", "i").replace("I", "ı").lower(),)
            case {"type": "lowercase", **rest} if "language" not in rest:
                return lambda word: (word.lower(),)
            case {"type": "asciifolding"}:
                return lambda word: (fold(word),)
            case {"type": "decimal_digit"}:
                return lambda word: (_western_digits(word),)
            case {"type": "apostrophe"}:
                return lambda word: (word.partition("'")[0],)
            case {"type": "elision", "articles": list(articles)}:
                return _elision(frozenset(articles))
            case {"type": "pattern_replace", "pattern": str(pattern), "replacement": str(replacement)}:
                return _replace(re.compile(pattern), replacement)
            case {"type": "remove_duplicates"}:
                return lambda word: (word,)  # after each step they are gone
            case {"type": "multiplexer", "filters": list(branches)}:
                return self._multiplexer(branches, keep=bool(definition.get("preserve_original", True)))
            case {"type": "stemmer", "language": "possessive_english"}:
                return lambda word: (_POSSESSIVE.sub("", word),)
            case {"type": "stemmer", "language": str(language)}:
                return self._snowball(language)
        raise UnsupportedError(f"filter {name}: {dict(definition)}")

    def _stand_in(self, described: str) -> Step:
        match described.split():
            case ["unchanged"]:
                return lambda word: (word,)
            case ["snowball", language]:
                return self._snowball(language)
            case ["simplemma", language]:
                self.uses.append(f"simplemma {ukrainian.release('simplemma')}")
                return lambda word: (simplemma.lemmatize(word, lang=language).lower(),)
            case ["ukrainian", "lemmas"]:
                step, used = ukrainian.lemmas(self._dictionary)
                self.uses.append(used)
                return step
        raise UnsupportedError(f"stand-in {described!r}")

    def _snowball(self, language: str) -> Step:
        if language not in Stemmer.algorithms():
            raise UnsupportedError(f"stemmer {language}")
        stem = Stemmer.Stemmer(language, 0).stemWord
        self.uses.append(f"Snowball {language} of PyStemmer {ukrainian.release('pystemmer')}")
        return lambda word: (stem(word),)

    def _multiplexer(self, branches: Sequence[str], *, keep: bool) -> Step:
        steps = [self.compile([name.strip() for name in branch.split(",")]) for branch in branches]
        return lambda word: ((word,) if keep else ()) + tuple(term for step in steps for term in step(word))


def _elision(articles: frozenset[str]) -> Step:
    def cut(word: str) -> Terms:
        article, apostrophe, rest = word.partition("'")
        return (rest,) if apostrophe and rest and article.lower() in articles else (word,)

    return cut


def _replace(pattern: re.Pattern[str], replacement: str) -> Step:
    return lambda word: (pattern.sub(replacement, word),)


def _western_digits(word: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in word)


def fold(word: str) -> str:
    """Take the marks off Latin letters and leave all others alone, as Elasticsearch's asciifolding does.

    >>> fold("łódź"), fold("київський"), fold("ёж")
    ('lodz', 'київський', 'ёж')
    """
    if word.isascii():
        return word
    return "".join(_LATIN.get(char) or (_bare(char) if unicodedata.category(char) != "Nl" else char) for char in word)


def _bare(char: str) -> str:
    base = "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
    return base if base and base.isascii() else char
