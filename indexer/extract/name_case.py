"""Names in the case that people write them in.

In: a name as printed, the page's language where it is known. Out: the same name without shouting: "ІРИНА О’ДОННЕЛЛ",
"Пётр ЛОСЬ". Abbreviations stay.
"""

from __future__ import annotations

import re

from indexer.extract.newsroom import AGENCIES, ROLES, WORDS

PARTICLES = frozenset(WORDS["particles"])
VOWEL = re.compile("[AEIOUYÀ-ÖØ-ÿĀ-ųŸİАЕЄИІЇОУЮЯЫЭЁΑΕΗΙΟΥΩΆΈΉΊΌΎΏ]")
LETTERS = re.compile(r"[^\W\d_]+")
NUMERAL = re.compile("[IVX]+$")
TURKISH = re.compile("[İıĞğ]")
TURKIC_LANGUAGES = frozenset({"tr", "az", "crh"})
SURNAME_ALONE = 3  # letters of a surname in capitals beside one first name; beside more words it may be an abbreviation
SURNAME_BESIDE = 5
LABIALS = frozenset("БВМПФбвмпф")  # before an apostrophe they are the word's own letter
ARTICLES = frozenset({"le", "la", "les"})  # "Marie Le Brun", but "Iñaki de la Fuente"


def repair_case(name: str, language: str = "") -> str:
    """Return a name in capitals, or with a surname in capitals, or without any, as people write it.

    >>> repair_case("ІРИНА О’ДОННЕЛЛ"), repair_case("jürgen mcdonald"), repair_case("BBC NEWS"), repair_case("DPA")
    ('Ірина О’Доннелл', 'Jürgen McDonald', 'BBC News', 'DPA')
    >>> repair_case("Оксана ТЕРЕЩЕНКО"), repair_case("İBRAHİM IŞIK"), repair_case("Редакція УНІАН")
    ('Оксана Терещенко', 'İbrahim Işık', 'Редакція УНІАН')
    """
    words = name.split()
    if len(words) < 2:
        return name
    turkish = language[:3].split("-")[0].lower() in TURKIC_LANGUAGES or bool(TURKISH.search(name))
    if name.islower():
        return _all(words, turkish=turkish) if all(len(word) > 1 for word in words) else name
    if name.isupper():
        return _all(words, turkish=turkish)
    if name.casefold() in AGENCIES or not any(word.isupper() and len(word) > 1 for word in words):
        return name
    return _surname(words, turkish=turkish)


def _all(words: list[str], *, turkish: bool) -> str:
    return " ".join(_word_case(word, first=number == 0, turkish=turkish) for number, word in enumerate(words))


def _surname(words: list[str], *, turkish: bool) -> str:
    """Return a name with its surname, in capitals at its end or beginning, in small letters; else as it is."""
    loud = [word.isupper() and len(word) > 1 and "." not in word and not NUMERAL.match(word) for word in words]
    quiet = [word for word, is_loud in zip(words, loud, strict=True) if not is_loud]
    given = [word for word in quiet if not word.islower()]  # a first name, no particle
    at_edge = loud == sorted(loud) or loud == sorted(loud, reverse=True)
    if not given or not at_edge or any(word.casefold() in ROLES for word in words):
        return " ".join(words)
    longest = max((len(word) for word, is_loud in zip(words, loud, strict=True) if is_loud), default=0)
    if longest < (SURNAME_ALONE if len(given) == 1 else SURNAME_BESIDE):
        return " ".join(words)
    return " ".join(
        _loud_word(words, number, turkish=turkish) if is_loud else words[number] for number, is_loud in enumerate(loud)
    )


def _loud_word(words: list[str], number: int, *, turkish: bool) -> str:
    word = words[number]
    if word.casefold() in AGENCIES or not VOWEL.search(word):
        return word
    article = word.casefold() in ARTICLES and words[number - 1].casefold() != "de"
    return _word_case(word, first=number == 0 or article, turkish=turkish)


def _word_case(word: str, *, first: bool, turkish: bool) -> str:
    if not first and word.casefold() in PARTICLES:
        return word.lower()
    if word.isupper() and len(word) <= 4 and not VOWEL.search(word):
        return word
    word = LETTERS.sub(lambda match: _first_upper(match[0], turkish=turkish), word)
    word = re.sub(r"(?<=[’'ʼ])([^\W\d_])(?=[^\W\d_]*$)", lambda m: m[0].lower(), word) if _soft(word) else word
    return re.sub(r"^(Mc)([a-zа-я])", lambda m: m[1] + m[2].upper(), word)


def _first_upper(word: str, *, turkish: bool) -> str:
    return ("İ" if turkish and word[0] == "i" else word[0].upper()) + lower(word[1:], turkish=turkish)


def lower(text: str, *, turkish: bool) -> str:
    """Return small letters; an İ never becomes two characters.

    >>> lower("IŞIK", turkish=True), lower("IONESCU", turkish=False), len(lower("İ", turkish=False))
    ('ışık', 'ionescu', 1)
    """
    text = text.replace("İ", "i")
    return (text.replace("I", "ı") if turkish else text).lower()


def _soft(word: str) -> bool:
    """Tell whether an apostrophe is a letter within the word (Мар’яна, В’юн), not the end of a prefix (O’Neill)."""
    head, _, _ = re.sub("[’'ʼ]", "'", word).partition("'")
    return "'" in word.replace("’", "'").replace("ʼ", "'") and (len(head) > 1 or head in LABIALS)
