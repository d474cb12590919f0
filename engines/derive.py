"""Every value made from an article for searching, in Python, for both engines.

In: an article. Out: facet keys, the sort key, the days a date filter and the histogram go by. Adding a value here means
a new generation of the index.
"""

from __future__ import annotations

import base64
import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

import mappings
from mappings.article import Article

_FACETS = mappings.facet_fields()
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ´′＇ꞌ`", "'"))
_SPACES = re.compile(r"\s+")
_BOUND = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ID_BITS = 30
_SEPARATOR = "\x1f"  # the unit separator of ASCII: no printed value holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What both engines store beside an article's own fields.

    `day`, `month` and `year` are None when the date is not known that precisely: a month-precision article is in the
    histogram of months and years, and undated in that of days.
    """

    facets: dict[str, tuple[tuple[str, str], ...]]  # facet name → (key, as printed), each key once, in printed order
    sort_key: int  # 0: undated
    day: int | None  # proleptic ordinal, 1 January of year 1 is 1
    month: int | None  # 12 × year + month - 1
    year: int | None


def derived(article: Article) -> Derived:
    """Return every derived value of one article."""
    known = date.fromisoformat(article.published_day) if article.published_day else None
    return Derived(
        facets={name: facet_pairs(article, name) for name in _FACETS},
        sort_key=sort_key(article),
        day=known.toordinal() if known and article.published_precision != "month" else None,
        month=month_number(known) if known else None,
        year=known.year if known else None,
    )


def facet_key(value: str) -> str:
    """Fold a facet value: values that differ only in case, apostrophe or spacing have one key.

    >>> facet_key("  Стас  Мар’яненко ") == facet_key("стас марʼяненко")
    True
    >>> facet_key("Київ") == facet_key("Киів")
    False
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", value).translate(_APOSTROPHES)).strip().casefold()


def facet_pairs(article: Article, name: str) -> tuple[tuple[str, str], ...]:
    """Return one facet's values of an article as (key, as printed); of values with one key the first.

    Raises KeyError when there is no facet of that name.
    """
    value: tuple[str, ...] | str | None = getattr(article, _FACETS[name])
    printed = (value,) if isinstance(value, str) else value or ()
    pairs: dict[str, str] = {}
    for each in printed:
        if key := facet_key(each):
            pairs.setdefault(key, _SPACES.sub(" ", each).strip())
    return tuple(pairs.items())


def join_pair(key: str, printed: str) -> str:
    """Write a facet's key and its printed form as one string, for engines that count strings.

    >>> split_pair(join_pair("київ", "Київ"))
    ('київ', 'Київ')
    """
    return f"{key}{_SEPARATOR}{printed}"


def split_pair(pair: str) -> tuple[str, str]:
    """Return the key and the printed form: the inverse of `join_pair`."""
    key, _, printed = pair.partition(_SEPARATOR)
    return key, printed


def sort_key(article: Article) -> int:
    """Return what newest and oldest sort by: local minute (00:00 when only a day is known), then 30 bits of the id.

    Equal keys are possible and then go by `id`. 0 means undated: last in either order. All years fit into 63 bits.
    """
    if article.published_day is None:
        return 0
    minute = date.fromisoformat(article.published_day).toordinal() * 1440
    clock = re.search(r"T(\d\d):(\d\d)", article.published or "")
    if article.published_precision == "minute" and clock:
        minute += int(clock[1]) * 60 + int(clock[2])
    return (minute << _ID_BITS) | _bits(article.id, _ID_BITS)


def month_number(day: date) -> int:
    """Return the month as one number that grows by one each month.

    >>> month_number(date(2024, 11, 30)), month_of(24298)
    (24298, datetime.date(2024, 11, 1))
    """
    return day.year * 12 + day.month - 1


def month_of(number: int) -> date:
    """Return the first day of a month by its number."""
    return date(number // 12, number % 12 + 1, 1)


def date_bounds(text: str) -> tuple[date, date]:
    """Return the first and the last day of YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for anything else.

    >>> date_bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    found = _BOUND.fullmatch(text)
    if not found or not text.isascii():
        raise ValueError(f"not a date of the form YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if day is not None:
        exact = date(year, month or 1, day)
        return exact, exact
    first = date(year, 1 if month is None else month, 1)
    last = 12 if month is None else month
    return first, date(year, last, calendar.monthrange(year, last)[1])


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date filter as one column and its lowest and highest value, both inclusive; None is open."""

    column: Literal["day", "month"]
    low: int | None
    high: int | None


def date_range(since: str | None, until: str | None) -> DateRange:
    """Return the column and values of a date filter, `until` inclusive of its whole year, month or day.

    A bound finer than a month looks at `day`, which articles of month precision lack: so they are left out, and counted
    as undated. Raises ValueError for a bound that is no date.

    >>> date_range("2024", "2024-11")
    DateRange(column='month', low=24288, high=24298)
    >>> date_range(None, "2024-11-05")
    DateRange(column='day', low=None, high=739195)
    """
    low = date_bounds(since)[0] if since else None
    high = date_bounds(until)[1] if until else None
    if any(bound and bound.count("-") == 2 for bound in (since, until)):
        return DateRange("day", low.toordinal() if low else None, high.toordinal() if high else None)
    return DateRange("month", month_number(low) if low else None, month_number(high) if high else None)


def _bits(id: str, count: int) -> int:
    raw = base64.urlsafe_b64decode(id + "=" * (-len(id) % 4))
    return int.from_bytes(raw[:8], "big") >> (64 - count)
