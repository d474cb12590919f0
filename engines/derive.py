"""Every value made from an article for searching, in Python, for both engines.

In: an article. Out: facet keys, the sort key, the days a date filter and the histogram go by. Adding a value here means
a new generation of the index.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from datetime import date

from mappings.article import Article

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ´′＇ꞌ`", "'"))
_SPACES = re.compile(r"\s+")


def facet_key(value: str) -> str:
    """Fold a facet value: values that differ only in case, apostrophe or spacing have one key.

    >>> facet_key("  Стас  Мар’яненко ") == facet_key("стас марʼяненко")
    True
    >>> facet_key("Київ") == facet_key("Киів")
    False
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", value).translate(_APOSTROPHES)).strip().casefold()


def sort_key(article: Article) -> int:
    """Return what newest and oldest sort by: local minute (00:00 when only a day is known), then 33 bits of the id.

    Equal keys are possible and then go by `id`. 0 means undated: last in either order.
    """
    if article.published_day is None:
        return 0
    minute = date.fromisoformat(article.published_day).toordinal() * 1440
    clock = re.search(r"T(\d\d):(\d\d)", article.published or "")
    if article.published_precision == "minute" and clock:
        minute += int(clock[1]) * 60 + int(clock[2])
    return (minute << 33) | _bits(article.id, 33)


def _bits(id: str, count: int) -> int:
    raw = base64.urlsafe_b64decode(id + "=" * (-len(id) % 4))
    return int.from_bytes(raw[:8], "big") >> (64 - count)
