"""Dates in other numerals and other years: "5.VII.2019", "令和3年4月5日", "民國108年7月5日", "二〇〇八年五月十二日".

In: a short text whose digits are common ones. Out: years, months and days, each with its place in the text; whether
there is such a day is for the caller to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ROMAN = re.compile(r"(?<![\d.,:/])(?P<d>\d{1,2})[.\s/-]\s?(?P<r>[IVXІХ]{1,4})[.\s/-]\s?(?P<y>(?:19|20)\d\d)(?!\d)")
ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LATIN = str.maketrans("ІХ", "IX")  # Cyrillic letters look alike
ERA = re.compile(
    r"(?P<era>令和|平成|昭和|民[国國])\s?(?P<e>\d{1,3}|元)\s?年\s?(?P<n>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"
)
HAN = "〇一二三四五六七八九"
IN_HAN = re.compile(rf"(?P<y>[{HAN}零]{{4}})年(?P<n>[{HAN}十]{{1,3}})月(?P<d>[{HAN}十]{{1,3}})[日号]")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民国": 1911, "民國": 1911}  # the year before their first


def numeral_dates(text: str) -> Iterator[tuple[tuple[int, int, int], int, int]]:
    """Give each (year, month, day) with where it begins and ends.

    >>> [day for day, start, end in numeral_dates("Полтава, 5.VII.2019; 14 ХІІ 1998; 令和元年5月1日")]
    [(2019, 7, 5), (1998, 12, 14), (2019, 5, 1)]
    """
    for match in ROMAN.finditer(text):
        roman = match["r"].translate(LATIN)
        if roman in ROMANS:
            yield (int(match["y"]), ROMANS.index(roman), int(match["d"])), match.start(), match.end()
    for match in ERA.finditer(text):
        year = ERAS[match["era"]] + (1 if match["e"] == "元" else int(match["e"]))
        yield (year, int(match["n"]), int(match["d"])), match.start(), match.end()
    for match in IN_HAN.finditer(text):
        yield (_han(match["y"]), _han(match["n"]), _han(match["d"])), match.start(), match.end()


def _han(number: str) -> int:
    """Return a number in Chinese characters, digit by digit ("二〇〇八") or with tens ("二十三"), 0 for none."""
    tens, ten, ones = number.replace("零", "〇").rpartition("十")
    digits = "".join(str(HAN.index(digit)) for digit in ones if digit in HAN)
    return int(digits or 0) + (10 * (max(HAN.find(tens[-1:]), 0) if tens else 1) if ten else 0)
