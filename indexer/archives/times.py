"""Capture times as containers write them, made UTC "YYYY-MM-DDTHH:MM:SSZ".

In: the text of a date. Out: the same moment in our form, or None. A file's own time never comes here: it tells when
somebody copied it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DIGITS = re.compile(r"\d{14}")
_ZONE_NAME = re.compile(r"\s*\([^)]*\)\s*$")


def from_iso(text: str) -> str | None:
    """Return the moment of an ISO 8601 date or time (WARC-Date); without an offset it is UTC.

    >>> from_iso("2024-11-11T11:30:00.5+02:00"), from_iso("2024-11-11"), from_iso("учора")
    ('2024-11-11T09:30:00Z', '2024-11-11T00:00:00Z', None)
    """
    try:
        return _utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None


def from_digits(text: str) -> str | None:
    """Return the moment of fourteen digits, as ARC files and web archives' addresses have them.

    >>> from_digits("20041111093000"), from_digits("20041399000000")
    ('2004-11-11T09:30:00Z', None)
    """
    if not _DIGITS.fullmatch(text):
        return None
    try:
        return _utc(datetime.strptime(text, "%Y%m%d%H%M%S"))
    except (ValueError, OverflowError):
        return None


def from_words(text: str) -> str | None:
    """Return the moment of a date in English words, as mail, HTTP, HTTrack and JavaScript write them.

    >>> from_words("Mon, 11 Nov 2024 09:30:00 GMT")
    '2024-11-11T09:30:00Z'
    >>> from_words("Mon Nov 11 2024 11:30:00 GMT+0200 (за східноєвропейським стандартним часом)")
    '2024-11-11T09:30:00Z'
    """
    text = _ZONE_NAME.sub("", text.strip())
    try:
        return _utc(datetime.strptime(text, "%a %b %d %Y %H:%M:%S GMT%z"))
    except (ValueError, OverflowError):
        pass
    try:
        return _utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _utc(moment: datetime) -> str | None:
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if 1990 <= moment.year <= 2200 else None
