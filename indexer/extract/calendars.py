"""How each language writes months, weekdays, halves of the day, "2 hours ago", and in which order a date goes.

In: ``calendars.json`` beside this file, which `indexer.extract.make_calendars` makes from Babel's CLDR data. Out: a
`Calendar` for each language tag.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

from indexer.extract.newsroom import any_of

ELISION = re.compile("^d['’ʼ]")  # Catalan "d’abril"
SPOKEN = re.compile(r"\d+|[^\s\d,;:|·•()/–—−\[\]\-]+")
# What short forms end in, apostrophes however typed, and the alefs that Arabic writes with or without their marks.
MARKS = str.maketrans("أإآ", "ااا", ".॰׳״'’ʼ\u064b\u200f\u200e\u200b")


@dataclass(frozen=True, slots=True)
class Calendar:
    """One language's words for dates; every name is case-folded and without its closing dot."""

    months: Mapping[str, int]
    weekdays: frozenset[str]
    am: frozenset[str]
    pm: frozenset[str]
    order: str  # of a date in numbers: "dmy", "mdy" or "ymd"
    ago: Mapping[str, str] = field(default_factory=dict)  # "# години тому" to "hour": see `spoken`


def fold(name: str) -> str:
    """Return a name as the tables know it: its longest word, case-folded, without dots and apostrophes.

    >>> fold("Лист."), fold("de novembre"), fold("п’ятниця"), fold("d’abril"), fold("พ.ย.")
    ('лист', 'novembre', 'пятниця', 'abril', 'พย')
    """
    words = [ELISION.sub("", word).translate(MARKS) for word in name.casefold().split()]
    return max(words, key=len, default="").strip("0123456789")


def spoken(text: str) -> list[str]:
    """Return the words and numbers of a text for comparing, numbers parted from what is written on to them.

    >>> spoken("Оновлено 2 год. тому"), spoken("3h ago"), spoken("5分钟前")
    (['оновлено', '2', 'год', 'тому'], ['3', 'h', 'ago'], ['5', '分钟前'])
    """
    return SPOKEN.findall(text.casefold().translate(MARKS))


def load() -> dict[str, Calendar]:
    """Return the shipped table: language tag in lower case ("uk", "en-gb") to its calendar."""
    text = resources.files("indexer.extract").joinpath("calendars.json").read_text(encoding="utf-8")
    return {
        tag: Calendar(
            months=entry["months"],
            weekdays=frozenset(entry["weekdays"]),
            am=frozenset(entry["am"]),
            pm=frozenset(entry["pm"]),
            order=entry["order"],
            ago=entry["ago"],
        )
        for tag, entry in json.loads(text).items()
    }


CALENDARS: Mapping[str, Calendar] = load()
ALEF = "[اأإآ]"
# Marks that nobody sees are left out, and digits of any script are read as the common ones.
HIDDEN = dict.fromkeys(map(ord, "\u200e\u200f\u200b\u061c\u2060")) | {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x80, 0x10000)
    if unicodedata.category(chr(code)) == "Nd"
}
JOINED = re.compile(
    any_of(
        name.replace("_", " ") for calendar in CALENDARS.values() for name in calendar.months if "_" in name
    ).replace("ا", ALEF)
)


def plain(text: str) -> str:
    """Return a text as dates are read in it: digits are common ones, names of two words are joined with "_".

    >>> plain("٥ كانون الثاني ٢٠١٩")
    '5 كانون_الثاني 2019'
    """
    text = text.translate(HIDDEN)
    return text if text.isascii() else JOINED.sub(lambda found: found[0].replace(" ", "_"), text)
