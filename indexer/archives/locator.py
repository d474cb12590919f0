"""Locators: `ROOT:relative/path[!member][#offset]`, where the bytes of a page lie.

In: a root's name, a path, a member, an offset. Out: one string and its inverse. What has a meaning in it (`%`, `!`,
`#`, a colon in the root's name) and bytes that are no UTF-8 are percent-encoded in names.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

_MARKS = {c: f"%{ord(c):02X}" for c in "%!#\n\r\t\0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """The parts of a locator, decoded; `members` are the names from the outermost container inwards."""

    root: str
    path: str  # with `/` between folders; bytes that are no UTF-8 as surrogate escapes
    members: tuple[str, ...] = ()
    offset: str = ""

    def __str__(self) -> str:
        inner = "".join("!" + escaped(member) for member in self.members)
        return f"{of_file(self.root, self.path)}{inner}{'#' + self.offset if self.offset else ''}"


def of_file(root: str, path: str) -> str:
    """Return the locator of a file.

    >>> of_file("архів", "2024/що #1!.html")
    'архів:2024/що %231%21.html'
    """
    return f"{escaped(root).replace(':', '%3A')}:{escaped(path)}"


def parse(locator: str) -> Locator:
    """Return the parts of a locator; ValueError when it has no root.

    >>> parse("архів:2024/січень.wacz!archive/data.warc.gz#1024").offset
    '1024'
    """
    root, colon, rest = locator.partition(":")
    if not colon:
        raise ValueError(f"{locator!r} is no locator: it should read ROOT:relative/path[!member][#offset].")
    names, _, offset = rest.partition("#")
    path, *members = (_unescaped(name) for name in names.split("!"))
    return Locator(root=_unescaped(root), path=path, members=tuple(members), offset=offset)


def escaped(name: str) -> str:
    """Return a name as it stands in a locator."""
    if name.isascii() and name.isprintable() and not any(c in name for c in "%!#"):
        return name
    return "".join(_MARKS.get(c) or (f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c) for c in name)


def _unescaped(name: str) -> str:
    return unquote_to_bytes(name).decode("utf-8", "surrogateescape") if "%" in name else name
