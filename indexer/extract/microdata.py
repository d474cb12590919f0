"""Whose microdata: an `itemprop` counts for the page only within its own article, not in a teaser's or a comment's.

In: the `Layout`. Out: which places in it belong to another story.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from indexer.extract.layout import Layout
from indexer.extract.linked_data import ARTICLE_TYPES

_COMMENTS = frozenset({"Comment", "UserComments", "Answer"})
_SENTENCE = 40  # characters of a block that is text
_DEEPEST = 200  # levels that are climbed


class Microdata:
    """The article scopes of a page, looked at when the first `itemprop` asks."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def of_another(self, element: int) -> bool:
        """Tell whether what stands in an element is said of another story than the page's."""
        layout = self._layout
        for _ in range(_DEEPEST):
            kind = _item_type(layout, element)
            if kind in ARTICLE_TYPES:
                return element not in self._own
            if kind in _COMMENTS:
                return True
            if element == 0:
                break
            element = layout.parents[element]
        return False

    @cached_property
    def _own(self) -> set[int]:
        """The scopes that hold more than half of the page's text; else the only one that holds the first heading; else
        the only one there is, if the page has neither.
        """
        layout = self._layout
        scopes = [e for e in range(len(layout.tags)) if _item_type(layout, e) in ARTICLE_TYPES]
        texts = [b for b in layout.blocks if len(b.text) >= _SENTENCE and 2 * b.linked < len(b.text)]
        elements = [block.element for block in texts]
        whole = sum(len(block.text) for block in texts)
        own = set()
        for scope in scopes:
            inside = texts[bisect_left(elements, scope) : bisect_right(elements, layout.ends[scope])]
            if 2 * sum(len(block.text) for block in inside) > whole:
                own.add(scope)
        heading = next((element for element, tag in enumerate(layout.tags) if tag == "h1"), None)
        if heading is not None:
            own |= {scope for scope in scopes if scope <= heading <= layout.ends[scope]}
        return own if own or whole or heading is not None or len(scopes) > 1 else set(scopes)


def _item_type(layout: Layout, element: int) -> str:
    """Return the type of the item that an element is, without its vocabulary's address, or ""."""
    own = layout.attributes[element]
    if not own or "itemscope" not in own:
        return ""
    return (own.get("itemtype") or "").strip().rstrip("/").rsplit("/", 1)[-1]
