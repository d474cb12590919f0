"""The one walk: a parsed page as flat lists of elements and text blocks.

In: the tree. Out: `Layout`: elements in document order with their parents and attributes, and every run of visible text
as one `Block`. All later decisions are arithmetic on these lists; the tree is not walked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from indexer.extract.asides import ASIDE_TEXT, TEXTUAL, Attributes, is_aside, is_called_aside, is_chrome
from indexer.extract.combining import unstacked

Span = tuple[int, int, int]  # (element, first and last piece of the text in it)


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr"
)
UNSEEN = _names(
    "applet area audio base button canvas col datalist dialog embed head iframe img input map math noembed noframes "
    "noscript object option param select source style svg template textarea title track video"
)
# Between the children of these, whitespace means nothing but "two words"; it is not looked at.
_CONTAINERS = _names(
    "article aside body center div dl fieldset figure footer form header main nav ol section table tbody td "
    "tfoot thead tr ul"
)
_TEXT, _INLINE, _BLOCK, _UNSEEN, _HEAD, _BREAK, _RULE, _CHROME = range(8)
_KINDS = {
    "-text": _TEXT,
    **dict.fromkeys(INLINE, _INLINE),
    **dict.fromkeys(UNSEEN | {"-comment", "!doctype", ""}, _UNSEEN),
    **dict.fromkeys(("meta", "link", "script"), _HEAD),
    "br": _BREAK,
    "hr": _RULE,
    **dict.fromkeys(("nav", "footer", "ul"), _CHROME),
}  # everything else is a block
INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffc"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
MAX_ELEMENTS = 40_000  # the longest live blogs have 20,000


class Inline(NamedTuple):
    """A piece of a block inside an element of its own: a link, a time, a span with attributes."""

    text: str
    element: int  # its index in the layout's elements


class Block:
    """One run of visible text between block boundaries. No dataclass: hundreds are made for each page."""

    __slots__ = ("_inlines", "_pieces", "element", "linked", "spans", "text")

    def __init__(
        self, text: str, element: int, linked: int = 0, pieces: Sequence[str] = (), spans: Sequence[Span] = ()
    ) -> None:
        self.text = text  # whitespace collapsed; a single <br> is "\n", two of them end the block
        self.element = element  # index of the block element that holds it
        self.linked = linked  # how many of its characters are inside links
        self._pieces = pieces
        self._inlines: list[Inline] | None = None if spans else []
        self.spans = spans  # the elements inside that may have text, see `inlines`

    @property
    def inlines(self) -> list[Inline]:
        """The elements inside the block that have text, in the order in which they end."""
        if self._inlines is None:
            pieces = self._pieces
            texts = [(visible(_tidy("".join(pieces[start:end]))), element) for element, start, end in self.spans]
            self._inlines = [Inline(text, element) for text, element in texts if text]
        return self._inlines

    def __repr__(self) -> str:
        return f"Block({self.text!r}, element={self.element}, linked={self.linked})"


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
    head_places: list[int] = field(default_factory=list)  # the block element that each of them is in
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
    _make_visible(walk.layout.blocks)
    return walk.layout


def _make_visible(blocks: list[Block]) -> None:
    """Take soft hyphens and the like out of all texts, if there are any: looked for once, as most pages have none."""
    text = "".join([block.text for block in blocks])
    if not text.isascii() and (any(mark in text for mark in INVISIBLE) or unstacked(text) != text):
        for block in blocks:
            block.text = visible(block.text) or "."
            block.linked = min(block.linked, len(block.text))


def visible(text: str) -> str:
    """Return a text without characters that show nothing: soft hyphens, zero-width spaces, marks of direction, more
    marks on a letter than can be seen.

    >>> visible("Об\u00adʼєднан\u200bня")
    'Обʼєднання'
    """
    return text if text.isascii() else unstacked(_INVISIBLE.sub("", text))


def _ends(parents: list[int]) -> list[int]:
    """Return each element's last descendant, itself if it has none."""
    ends = list(range(len(parents)))
    for element in range(len(parents) - 1, 0, -1):
        if ends[element] > ends[parents[element]]:
            ends[parents[element]] = ends[element]
    return ends


class _Walk:
    """The text under way in a walk: the pieces of a block, where its lines begin, and what is inside it."""

    __slots__ = ("element", "layout", "line", "lines", "linked", "pieces", "spans")

    def __init__(self) -> None:
        self.layout = Layout()
        self.pieces: list[str] = []  # of the block under way
        self.line = 0  # which piece the line under way begins with
        self.lines: list[str] = []  # finished by <br>
        self.spans: list[Span] = []
        self.linked = 0
        self.element = 0  # the block element that text belongs to now

    def run(self, body: LexborNode) -> None:
        """Walk in document order. One long loop, as every call in it is made a thousand times for each page."""
        layout, kinds, flush = self.layout, _KINDS, self._flush
        tags, parents, attributes, blocks = layout.tags, layout.parents, layout.attributes, layout.blocks
        tags.append("body")
        parents.append(0)
        attributes.append(body.attributes)
        # A frame: the children still to come, tag, index or -1, whether inline, how many pieces when it was opened.
        stack: list[tuple[Iterator[LexborNode], str, int, bool, int]] = []
        children, tag, index, inline, start = body.iter(include_text=True, skip_empty=True), "body", 0, False, 0
        pieces = self.pieces
        element = links = 0  # the block element we are in; how many <a> are open
        spaced = False  # an inline element has just been closed where whitespace is not looked at
        while len(tags) < MAX_ELEMENTS:
            for node in children:
                name = node.tag or ""
                kind = kinds.get(name, _BLOCK)
                if kind == _CHROME:
                    kind = _UNSEEN if is_chrome(name, node.attributes, tags, parents, element) else _BLOCK
                if kind == _TEXT:
                    text = node.text_content or ""
                    pieces.append(text)
                    if links:
                        self.linked += len(text)
                    spaced = False
                elif kind == _BLOCK:
                    if pieces:
                        pieces = flush()
                    child = node.first_child
                    if child is None:
                        continue
                    own = node.attributes
                    if child.next is None and child.tag == "-text":
                        # A paragraph, an item, a cell without anything inside: most blocks, made without a frame.
                        text = " ".join((child.text_content or "").split())
                        if own and len(text) <= ASIDE_TEXT and is_called_aside(own) and name not in TEXTUAL:
                            continue
                        if text:
                            blocks.append(Block(text, len(tags), len(text) if links else 0))
                        tags.append(name)
                        parents.append(element)
                        attributes.append(own)
                        spaced = False
                        if len(tags) < MAX_ELEMENTS:
                            continue
                        break
                    if own and is_called_aside(own) and is_aside(node):
                        continue
                    stack.append((children, tag, index, inline, start))
                    children = node.iter(include_text=True, skip_empty=name in _CONTAINERS)
                    tag, index, inline, start, spaced = name, len(tags), False, 0, False
                    tags.append(name)
                    parents.append(element)
                    attributes.append(own)
                    self.element = element = index
                    break
                elif kind == _INLINE:
                    if spaced:
                        pieces.append(" ")
                    own, child = node.attributes, node.first_child
                    if child is None:
                        if not own:
                            continue
                    elif child.next is None and child.tag == "-text":
                        text = child.text_content or ""
                        if own or name == "a":
                            self.spans.append((len(tags), len(pieces), len(pieces) + 1))
                            tags.append(name)
                            parents.append(element)
                            attributes.append(own)
                        if links or name == "a":
                            self.linked += len(text)
                        pieces.append(text)
                        spaced = tag in _CONTAINERS
                        if len(tags) < MAX_ELEMENTS:
                            continue
                        break
                    stack.append((children, tag, index, inline, start))
                    tag, index, inline, start = name, -1, True, len(pieces)
                    if own or name == "a":
                        index = len(tags)
                        tags.append(name)
                        parents.append(element)
                        attributes.append(own)
                    links += name == "a"
                    children = node.iter(include_text=True)  # whitespace parts words here
                    break
                elif kind == _HEAD:
                    layout.head.append(node)
                    layout.head_places.append(element)
                elif kind == _BREAK:
                    pieces = self._break()
                elif kind == _RULE:
                    pieces = flush()
            else:
                if inline:
                    links -= tag == "a"
                    if index >= 0 and pieces:
                        # If a block began inside it, only what came after is its text.
                        self.spans.append((index, start if start <= len(pieces) else 0, len(pieces)))
                    spaced = True
                else:
                    if pieces:
                        pieces = flush()
                    self.element = element = parents[index]
                    spaced = False
                if not stack:
                    return
                children, tag, index, inline, start = stack.pop()
                spaced = spaced and tag in _CONTAINERS
        flush()
        layout.complete = False

    def _break(self) -> list[str]:
        """End a line at a <br>, the block at the second."""
        line = _tidy("".join(self.pieces[self.line :]))
        if not line:
            return self._flush()
        self.lines.append(line)
        self.pieces.append(" ")
        self.line = len(self.pieces)
        return self.pieces

    def _flush(self) -> list[str]:
        """End the block under way, and return the list for the pieces of the next."""
        pieces, lines = self.pieces, self.lines
        if not lines:
            text = _tidy(pieces[0] if len(pieces) == 1 else "".join(pieces))
        else:
            if line := _tidy("".join(pieces[self.line :])):
                lines.append(line)
            text = "\n".join(lines)
            self.lines, self.line = [], 0
        if text:
            length = len(text)
            linked = self.linked if self.linked < length else length
            self.layout.blocks.append(Block(text, self.element, linked, pieces, self.spans))
        self.pieces, self.spans, self.linked = [], [], 0
        return self.pieces


def _tidy(text: str) -> str:
    return " ".join(text.split())
