"""Days in addresses: the page's own, and those of its links and pictures.

In: an address, or a `Page`. Out: a `Written` date; the newest day that a page knows of, which is
about the day on which it was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from indexer.extract.dates import YEARLIKE, Written, written_dates
from indexer.extract.page import Page

URL_DAY = re.compile(r"/((?:19|20)\d\d)[/\-_.]?(0[1-9]|1[0-2])[/\-_.]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
URL_COMPACT = re.compile(r"(?<!\d)(19[89]\d|20[0-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/\-](0[1-9]|1[0-2])/")
SHORT = 60  # characters of a block that is a date and hardly more: of a teaser, of today at the top of a page
MOST = 300  # such blocks, and pictures, that are looked at


def url_date(url: str | None) -> Written | None:
    """Return the day or month that a URL's path holds.

    >>> url_date("https://новини.example/2024/11/11/7484012/").day
    '2024-11-11'
    """
    if not url:
        return None
    match = URL_DAY.search(url) or URL_COMPACT.search(url) or URL_MONTH.search(url)
    if not match:
        return None
    parts = [int(part) for part in match.groups()]
    try:
        return Written(
            datetime(parts[0], parts[1], parts[2] if len(parts) > 2 else 1), "day" if len(parts) > 2 else "month"
        )
    except ValueError:
        return None


def newest_day(page: Page, language: str | None = None) -> tuple[datetime | None, bool]:
    """Return the newest day that links, pictures and short lines of a page name, as midnight, and whether it is likely
    that the page was read on it: it is named twice, or above the headline, where papers print today's date.
    """
    named = Counter(date.day for date in _in_addresses(page))
    short = ((n, block.text) for n, block in enumerate(page.blocks) if len(block.text) <= SHORT)
    for number, text in islice(((n, text) for n, text in short if YEARLIKE.search(text)), MOST):
        twice = 2 if number < page.surroundings.anchor else 1
        for date in written_dates(text, language):
            if 2 * (date.end - date.start) > len(text):
                named[date.day] += twice
    newest = max(named, default="")
    return (datetime.fromisoformat(newest), named[newest] > 1) if newest else (None, False)


def _in_addresses(page: Page) -> Iterator[Written]:
    pictures = page.tree.css("img[src]")[:MOST]  # no part of the layout
    for address in (*page.hrefs, *(node.attributes.get("src") or "" for node in pictures)):
        match = URL_DAY.search(address)
        date = url_date(match[0]) if match else None
        if date:
            yield date
