"""The dictionary forms of a Ukrainian word: all of them, since a form rarely tells which one is meant.

In: a word in lower case, apostrophes straight. Out: its lemmas, at least one. With the extra ``[uk]`` they come from
pymorphy3 and its dictionary; without it, from simplemma's word list and a light stemmer, both at once, since either
alone parts forms that belong together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Literal

import simplemma

Dictionary = Literal["pymorphy3", "simplemma"]

# The shortest stem first, so the longest ending is cut; at least three letters stay.
_ENDING = re.compile(
    "(.{3,}?)(?:"
    "(?:ого|ому|ими|ої|ою|ій|ий|ім|их|им)"  # adjectives
    "|(?:а|у|і|е|я|ю|ї|є|и|о|ами|ями|ах|ях|ам|ям|ові|еві|єві|ею|єю|ом|ем|єм|ів|їв|ей|ьми)"  # nouns
    "|(?:ати|яти|ити|іти|їти|увати|ювати|ав|ала|ало|али|яв|яла|яло|яли|ив|ила|ило|или|іла|іло|іли|їла|їли)"  # verbs
    "|(?:ує|ують|уєш|уємо|ає|ають|аємо|яє|яють|яємо|ить|ять|ють|уть|имо|ите)"
    ")"
)
_DOUBLED = re.compile(r"([бвгґджзклмнпрстфхцчшщ])\1$")
_CLOSED = re.compile(r"([іїе])([бвгґджзклмнпрстфхцчшщ]{1,2})$")  # ніч but ночі, Київ but Києва
_SOFTENED = str.maketrans("цчзжсш", "ккггхх")


def installed() -> Dictionary:
    """Return the better dictionary of those that are installed."""
    return "pymorphy3" if find_spec("pymorphy3") and find_spec("pymorphy3_dicts_uk") else "simplemma"


def lemmas(dictionary: Dictionary) -> tuple[Callable[[str], tuple[str, ...]], str]:
    """Return a function from a word to its lemmas, and the name and version of what it goes by."""
    if dictionary == "pymorphy3":
        return _by_pymorphy(), f"pymorphy3 {release('pymorphy3')} with dictionary {version('pymorphy3-dicts-uk')}"
    return _by_word_list, f"simplemma {release('simplemma')} and light stems"


def release(package: str) -> str:
    """Return the first two numbers of an installed package's version: what its answers hang on."""
    return ".".join(version(package).split(".")[:2])


def _by_pymorphy() -> Callable[[str], tuple[str, ...]]:
    morph = import_module("pymorphy3").MorphAnalyzer(lang="uk")
    return lambda word: tuple(dict.fromkeys(parse.normal_form for parse in morph.parse(word)))


def _by_word_list(word: str) -> tuple[str, ...]:
    as_name = word[:1].upper() + word[1:]  # the list knows Київ, and takes київ for a form of кий
    found = [simplemma.lemmatize(form, lang="uk").lower() for form in (word, as_name)]
    # The mark keeps stems apart from lemmas: the stem of one word may be another word.
    return tuple(dict.fromkeys([*found, *(stem + "~" for stem in light_stems(word))]))


def light_stems(word: str) -> tuple[str, ...]:
    """Cut a Ukrainian ending off and undo the commonest alternations before it; two answers where nothing was cut.

    >>> light_stems("тендера"), light_stems("тендерами"), light_stems("ночі"), light_stems("ніч")
    (('тендер',), ('тендер',), ('нок',), ('нік', 'нок'))
    """
    if len(word) > 5 and word.endswith(("ся", "сь")):
        word = word[:-2]
    if cut := _ENDING.fullmatch(word):
        return (_even(cut[1]),)
    bare = word.removesuffix("ь")
    closed = _CLOSED.sub(lambda found: ("є" if found[1] == "ї" else "о") + found[2], bare)
    return tuple(dict.fromkeys((_even(bare), _even(closed))))


def _even(stem: str) -> str:
    stem = _DOUBLED.sub(r"\1", stem)
    return stem[:-1] + stem[-1:].translate(_SOFTENED)
