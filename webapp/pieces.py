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
    id: str = ""  # by which a link on the page finds it


class Link(NamedTuple):
    """Something to follow; `url` "" is no link."""

    text: str
    url: str
    language: str = ""
    current: bool = False
    style: str = ""


class Hidden(NamedTuple):
    """A field of the form that travels with it unseen."""

    name: str
    value: str


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
    [Piece(text='день ', marked=False, id=''), Piece(text='музею', marked=True, id='')]
    """
    text, found, at = cut(highlighted.text, longest), [], 0
    for start, end in highlighted.marks:
        if not at <= start < end <= len(text):
            continue
        found += [Piece(text[at:start])] if start > at else []
        found.append(Piece(text[start:end], True))
        at = end
    return [*found, Piece(text[at:])] if at < len(text) or not found else found


def joined(snippets: Iterable[Highlighted], enough: int) -> list[Piece]:
    """Put snippets into one line, with an ellipsis between them, until they are about `enough` characters.

    >>> [piece.text for piece in joined([Highlighted("день музею"), Highlighted("ніч"), Highlighted("рік")], 12)]
    ['день музею', ' … ', 'ніч']
    """
    line: list[Piece] = []
    length = 0
    for snippet in snippets:
        if length >= enough:
            break
        line += [Piece(" … ")] if line else []
        line += pieces(snippet)
        length += len(snippet.text)
    return line


def web_address(url: str) -> str:
    """Return a URL if a page may link to it (http or https), else "".

    >>> web_address("https://visnyk.example/a"), web_address("javascript:alert(1)")
    ('https://visnyk.example/a', '')
    """
    return url if url.lower().startswith(("http://", "https://")) and not any(map(str.isspace, url)) else ""


def lines(highlighted: Highlighted, longest: int) -> list[list[Piece]]:
    """Cut a text at its line breaks and its marks; empty lines are left out.

    >>> [[piece.text for piece in line] for line in lines(Highlighted("день\\nмузею", ((5, 10),)), 100)]
    [['день'], ['музею']]
    """
    found, start = [], 0
    for line in highlighted.text.split("\n"):
        end = start + len(line)
        inside = tuple((a - start, b - start) for a, b in highlighted.marks if start <= a and b <= end)
        if line.strip():
            found.append(pieces(Highlighted(line, inside), longest))
        start = end + 1
    return found


def numbered(texts: Iterable[list[Piece]]) -> list[list[Piece]]:
    """Give each mark an id, m1, m2 and so on, through all the texts of a page."""
    count, found = 0, []
    for text in texts:
        line = []
        for piece in text:
            count += piece.marked
            line.append(piece._replace(id=f"m{count}") if piece.marked else piece)
        found.append(line)
    return found
