"""Capture: one archived page, its bytes, its when and its where; and Skipped: a page that gave no article, and why.

In: nothing. Out: the values that archives yield and extract reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "not HTML",
    "not a page",  # a record that is no response: request, metadata, warcinfo …
    "error status",  # the server answered 4xx, 5xx or a redirect
    "not an article",  # front pages, tag pages, search results
    "no text",
    "undecodable",
    "too large",
    "too slow",
    "killed its worker",
    "broken record",
    "unreadable input",
    "part of a saved page",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One archived page as an archive gives it."""

    payload: bytes  # the page itself, transfer and content encodings undone
    url: str | None  # as the archive knows it
    captured: str | None  # UTC "YYYY-MM-DDTHH:MM:SSZ", from the container or a saved-from stamp, never the file's time
    locator: str  # ROOT:relative/path[!member][#offset]
    kind: Literal["html", "text"] = "html"  # "text": a plain-text capture
    charset: str | None = None  # as the HTTP header declares it
    record: str = ""  # id of the WARC record, by which a revisit may name it
    digest: str = ""  # of the payload, as the record gives it


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A visit that found a page as it was at an earlier one: no bytes, only that it was seen again, and when."""

    locator: str
    url: str
    captured: str | None  # UTC, of this visit
    of_url: str  # the page it names
    of_captured: str | None  # UTC, when that was captured, if the archive says so
    of_record: str = ""  # id of the record that it names
    digest: str = ""  # of the payload, if that is what was compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A page, record or whole input that gave no article: counted, named in the tally, never lost in silence."""

    locator: str
    url: str | None
    outcome: Reason
    reason: str  # one sentence: what was found there
