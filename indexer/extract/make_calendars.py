"""Makes ``calendars.json``, the words that dates are written with, from the CLDR data in Babel.

In: the Babel that is installed. Out: the file named on the command line:
``python -m indexer.extract.make_calendars indexer/extract/calendars.json``. Nothing else imports this module.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from babel import Locale, localedata

from indexer.extract.calendars import MARKS, fold, spoken

LANGUAGES = """
    af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fo fr fy ga gl gu he hi hr hu hy id is it ja ka
    kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt rm ro ru si sk sl so sq sr sv sw ta te
    tg th tk tr tt ug uk ur uz vi xh yo zh zu
"""
REGIONS = (
    "zh_Hant",
    "en_GB",
    "en_AU",
    "en_ZA",
    "en_CA",
    "en_PH",
    "fr_CA",
    "sr_Latn",
    "uz_Cyrl",
    "az_Cyrl",
    "bs_Cyrl",
    "pt_PT",
)
# Other names of the same months: of the Levant, Algeria and Tunisia, Morocco, Mauritania; of Austria.
NEIGHBOURS = {"ar": ("ar_SY", "ar_DZ", "ar_MA", "ar_MR"), "de": ("de_AT",)}
DROPPED = {"de": {"mrz": 3}}  # what CLDR had once, and newspapers still have


def _names(locale: Locale, kind: str) -> Iterator[tuple[int, str]]:
    """Give each (number, name) of the months or days, formatted and standing alone, in full and short."""
    forms = getattr(locale, kind)
    for number, written in forms["format"]["wide"].items():
        yield number, fold(written)
        for context, width in (("format", "abbreviated"), ("stand-alone", "wide"), ("stand-alone", "abbreviated")):
            yield number, fold(forms[context].get(width, {}).get(number, ""))


def _halves(locale: Locale, half: str) -> set[str]:
    periods = locale.day_periods.get("format", {})
    written = {str(periods.get(width, {}).get(half, "")) for width in ("abbreviated", "wide", "narrow")}
    if half == "pm":  # "9:30 вечора": the longest word of "in the evening"
        written |= {fold(str(periods.get("wide", {}).get(evening, ""))) for evening in ("evening1", "evening2")}
    return {"".join(name.casefold().translate(MARKS).split()) for name in written} - {"", "a", "p"}


def _told(locale: Locale, kind: str) -> dict[str, str]:
    """Return how a language tells the past or the future: "# години тому" to "hour"."""
    fields, found = locale._data["date_fields"], {}
    for unit, width in product(("second", "minute", "hour", "day"), ("", "-short", "-narrow")):
        forms = fields.get(unit + width, {})
        for pattern in dict(forms[kind]).values() if kind in forms else ():
            words = spoken(pattern.replace("{0}", " 0 "))
            # "-{0} min" is too little: "5 min read". Where letters have no case, one word says "minutes ago".
            if "0" in words and (len(words) > 2 or pattern.upper() == pattern.lower()):
                found[" ".join(words).replace("0", "#")] = unit
    return found


def _ago(locale: Locale) -> dict[str, str]:
    future = _told(locale, "future")
    return {words: unit for words, unit in _told(locale, "past").items() if words not in future}


def _order(pattern: str) -> str:
    letters = dict.fromkeys(c.lower() for c in re.sub(r"'[^']*'", "", pattern) if c in "dMy")
    return "".join(letters)


def _neighbours(language: str) -> Iterator[tuple[int, str]]:
    """Give the names of the months in the regions of a language; two words of one name are joined: "كانون_الثاني"."""
    for region in NEIGHBOURS.get(language, ()):
        localedata._cache.clear()
        for width in ("wide", "abbreviated"):
            for number, written in Locale.parse(region).months["format"][width].items():
                yield number, fold("_".join(written.split()))
    for name, number in DROPPED.get(language, {}).items():
        yield number, name


def _calendar(locale: Locale) -> dict[str, object]:
    months: dict[str, set[int]] = {}
    for number, name in _names(locale, "months"):
        months.setdefault(name, set()).add(number)
    for number, name in _neighbours(str(locale)):
        months.setdefault(name, set()).add(number)
    return {
        # Vietnamese "tháng 11" and Japanese "11月" name the month by its number: dates.py reads those.
        "months": {name: min(numbers) for name, numbers in months.items() if len(name) > 1 and len(numbers) == 1},
        "weekdays": sorted({name for _, name in _names(locale, "days") if len(name) > 2}),
        "am": sorted(_halves(locale, "am")),
        "pm": sorted(_halves(locale, "pm")),
        "order": _order(locale.date_formats["short"].pattern),
        "ago": _ago(locale),
    }


def build() -> dict[str, dict[str, object]]:
    """Return the table of all languages, made from the Babel that is installed."""
    table = {}
    for name in (*LANGUAGES.split(), *REGIONS):
        # Babel 2.18 resolves CLDR's aliases inside its cache: a second locale would be given the first one's names.
        localedata._cache.clear()
        table[name.replace("_", "-").lower()] = _calendar(Locale.parse(name))
    return table


if __name__ == "__main__":
    table = json.dumps(build(), ensure_ascii=False, indent=0, sort_keys=True)
    Path(sys.argv[1]).write_text(table + "\n", encoding="utf-8")
