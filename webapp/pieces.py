"""Small ready-made values that templates print.

In: texts, spans and links. Out: the same, cut and told apart for a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from engines.contract import Highlighted

LONGEST = 600  # characters of a headline, name or snippet; only broken or hostile pages have longer ones


class Piece(NamedTuple):
    """A stretch of text, marked or not."""

    text: str
    marked: bool = False


class Link(NamedTuple):
    """Something to follow; `url` "" is no link."""

    text: str
    url: str
    language: str = ""
    current: bool = False


class Edition(NamedTuple):
    """A language edition: its name, and where it is ("": the one shown)."""

    text: str
    code: str
    url: str = ""
    current: bool = False
    external: bool = False


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text that is at most so many characters long, with an ellipsis where it was cut.

    >>> cut("об’єднання", 6)
    'об’єд…'
    """
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def pieces(highlighted: Highlighted, longest: int = LONGEST) -> list[Piece]:
    """Cut a text at its marks.

    >>> pieces(Highlighted("день музею", ((5, 10),)))
    [Piece(text='день ', marked=False), Piece(text='музею', marked=True)]
    """
    text, found, at = cut(highlighted.text, longest), [], 0
    for start, end in highlighted.marks:
        if not at <= start < end <= len(text):
            continue
        found += [Piece(text[at:start])] if start > at else []
        found.append(Piece(text[start:end], True))
        at = end
    return [*found, Piece(text[at:])] if at < len(text) or not found else found


def joined(snippets: Iterable[Highlighted]) -> list[Piece]:
    """Put snippets into one line, with an ellipsis between them."""
    line: list[Piece] = []
    for snippet in snippets:
        line += [Piece(" … ")] if line else []
        line += pieces(snippet)
    return line


def web_address(url: str) -> str:
    """Return a URL if a page may link to it (http or https), else "".

    >>> web_address("https://visnyk.example/a"), web_address("javascript:alert(1)")
    ('https://visnyk.example/a', '')
    """
    return url if url.lower().startswith(("http://", "https://")) and not any(map(str.isspace, url)) else ""
