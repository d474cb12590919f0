"""The one walk: a parsed page as flat lists of elements and text blocks.

In: the tree. Out: `Layout`: elements in document order with their parents and attributes, and every run of visible text
as one `Block`. All later decisions are arithmetic on these lists; the tree is not walked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

Attributes = dict[str, str | None]


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr"
)
UNSEEN = _names(
    "applet audio button canvas datalist dialog embed head iframe link map math meta noembed noframes noscript "
    "object option script select style svg template textarea title video"
)
_VOID = _names("area base col hr img input param source track")
# Between the children of these, whitespace means nothing but "two words"; it is not looked at.
_CONTAINERS = _names(
    "article aside body center div dl fieldset figure footer form header main nav ol section table tbody td "
    "tfoot thead tr ul"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffc]")
MAX_ELEMENTS = 100_000  # the longest live blogs have 20,000


class Inline(NamedTuple):
    """A piece of a block inside an element of its own: a link, a time, a span with attributes."""

    text: str
    element: int  # its index in the layout's elements


class Block(NamedTuple):
    """One run of visible text between block boundaries. A named tuple: hundreds are made for each page."""

    text: str  # whitespace collapsed; a single <br> is "\n", two of them end the block
    element: int  # index of the block element that holds it
    linked: int  # how many of its characters are inside links
    inlines: tuple[Inline, ...]


@dataclass(slots=True)
class Layout:
    """A page as flat lists. Element i has `tags[i]`, `attributes[i]`, its parent `parents[i]` and its last descendant
    `ends[i]`; element 0 is the body and its own parent. Inline elements are there if they are links or have attributes.
    """

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    attributes: list[Attributes] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    head: list[LexborNode] = field(default_factory=list)  # meta, link and JSON-LD elements, wherever they were
    complete: bool = True  # False: the page has more elements than are read

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield the element itself, then its ancestors up to the body."""
        while True:
            yield element
            if element == 0:
                return
            element = self.parents[element]


def lay_out(body: LexborNode) -> Layout:
    """Walk the body once, without recursion: depth costs memory only.

    >>> from selectolax.lexbor import LexborHTMLParser
    >>> tree = LexborHTMLParser("<div>Один<p>Два <a href=/x>три</a><br>чотири<br><br>п'ять</div>")
    >>> [(block.text, block.linked) for block in lay_out(tree.body).blocks]
    [('Один', 0), ('Два три\\nчотири', 3), ("п'ять", 0)]
    """
    walk = _Walk()
    walk.run(body)
    walk.layout.ends = _ends(walk.layout.parents)
    return walk.layout


def _ends(parents: list[int]) -> list[int]:
    """Return each element's last descendant, itself if it has none."""
    ends = list(range(len(parents)))
    for element in range(len(parents) - 1, 0, -1):
        if ends[element] > ends[parents[element]]:
            ends[parents[element]] = ends[element]
    return ends


class _Walk:
    """The text under way in a walk: the pieces of a line, the lines of a block, and what is inside them."""

    __slots__ = ("element", "inlines", "layout", "lines", "linked", "pieces")

    def __init__(self) -> None:
        self.layout = Layout()
        self.pieces: list[str] = []  # of the line under way; always this list, emptied in place
        self.lines: list[str] = []  # of the block under way, finished by <br>
        self.inlines: list[Inline] = []
        self.linked = 0
        self.element = 0  # the block element that text belongs to now

    def run(self, body: LexborNode) -> None:
        """Walk in document order. One long loop, as every call in it is made a thousand times for each page."""
        layout, pieces, lines = self.layout, self.pieces, self.lines
        tags, parents, attributes = layout.tags, layout.parents, layout.attributes
        tags.append("body")
        parents.append(0)
        attributes.append(body.attributes)
        # A frame: the children still to come, tag, index or -1, and how many pieces there were when it was opened.
        children, tag, index, start = body.iter(include_text=True, skip_empty=True), "body", 0, 0
        stack: list[tuple[Iterator[LexborNode], str, int, int]] = []
        links = 0  # how many <a> are open
        spaced = False  # an inline element has just been closed where whitespace is not looked at
        while len(tags) < MAX_ELEMENTS:
            for node in children:
                name = node.tag
                if name == "-text":
                    text = node.text_content or ""
                    pieces.append(text)
                    if links:
                        self.linked += len(text)
                    spaced = False
                elif name in INLINE:
                    if spaced:
                        pieces.append(" ")
                    child, own = node.first_child, node.attributes
                    if own or name == "a":
                        inner = len(tags)
                        tags.append(name)
                        parents.append(self.element)
                        attributes.append(own)
                    else:
                        inner = -1
                    if child is None:
                        continue
                    stack.append((children, tag, index, start))
                    links += name == "a"
                    # Whitespace is looked at in inline elements: it parts words there.
                    children, tag, index, start = node.iter(include_text=True), name, inner, len(pieces)
                    break
                elif name in UNSEEN or name is None or name[0] in "-!":
                    if name == "meta" or name == "link" or name == "script":
                        layout.head.append(node)
                elif name == "br":
                    self._line()
                elif name in _VOID:
                    if name == "hr":
                        self._flush()
                else:
                    own = node.attributes
                    if name == "nav" and not _is_trail(own):
                        continue
                    if pieces or lines:
                        self._flush()
                    stack.append((children, tag, index, start))
                    children = node.iter(include_text=True, skip_empty=name in _CONTAINERS)
                    tag, index, start, spaced = name, len(tags), 0, False
                    tags.append(name)
                    parents.append(self.element)
                    attributes.append(own)
                    self.element = index
                    break
            else:
                if tag in INLINE:
                    links -= tag == "a"
                    if index >= 0 and pieces:
                        self._inline(index, start)
                    spaced = True
                else:
                    if pieces or lines:
                        self._flush()
                    self.element = parents[index]
                    spaced = False
                if not stack:
                    return
                children, tag, index, start = stack.pop()
                spaced = spaced and tag in _CONTAINERS
        self._flush()
        layout.complete = False

    def _inline(self, index: int, start: int) -> None:
        """Keep the text of an inline element; if a block began or a line ended inside it, only what came after."""
        own = self.pieces[start:] if start <= len(self.pieces) else self.pieces
        text = _tidy(own[0] if len(own) == 1 else "".join(own))
        if text:
            self.inlines.append(Inline(text, index))

    def _line(self) -> None:
        line = _tidy("".join(self.pieces))
        self.pieces.clear()
        if line:
            self.lines.append(line)
        elif self.lines:
            self._flush()

    def _flush(self) -> None:
        pieces, lines = self.pieces, self.lines
        if pieces:
            line = _tidy(pieces[0] if len(pieces) == 1 else "".join(pieces))
            pieces.clear()
            if line:
                lines.append(line)
        if lines:
            text = lines[0] if len(lines) == 1 else "\n".join(lines)
            lines.clear()
            self.layout.blocks.append(Block(text, self.element, min(self.linked, len(text)), tuple(self.inlines)))
        self.linked = 0
        if self.inlines:
            self.inlines.clear()


def _is_trail(attributes: Attributes) -> bool:
    """Tell whether a <nav> is the trail to this page ("breadcrumbs"), which is read, or a menu, which is not."""
    return any("crumb" in (attributes.get(name) or "").lower() for name in ("class", "id", "aria-label"))


def _tidy(text: str) -> str:
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())
