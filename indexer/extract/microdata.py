"""Whose microdata: an `itemprop` counts for the page only within its own article, not in a teaser's or a comment's.

In: the `Layout`. Out: which places in it belong to another story.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from indexer.extract.layout import Layout
from indexer.extract.linked_data import ARTICLE_TYPES

_COMMENTS = frozenset({"Comment", "UserComments", "Answer"})
_STORIES = ARTICLE_TYPES | _COMMENTS
_SENTENCE = 40  # characters of a block that is text


class Microdata:
    """The article scopes of a page, looked at when the first `itemprop` asks."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def of_another(self, element: int) -> bool:
        """Tell whether what stands in an element is said of another story than the page's."""
        scope = self._scopes[element]
        return scope >= 0 and scope not in self._own

    @cached_property
    def _scopes(self) -> list[int]:
        """The innermost article or comment around each element, itself included; -1 without one."""
        layout = self._layout
        found: list[int] = []
        for element, parent in enumerate(layout.parents):
            told = _item_type(layout, element) in _STORIES
            found.append(element if told else found[parent] if element else -1)
        return found

    @cached_property
    def _own(self) -> set[int]:
        """The scopes that hold more than half of the page's text; else the only one that holds the first heading; else
        the only one there is, if the page has neither.
        """
        layout = self._layout
        scopes = [e for e, own in enumerate(self._scopes) if e == own and _item_type(layout, e) in ARTICLE_TYPES]
        texts = [b for b in layout.blocks if len(b.text) >= _SENTENCE and 2 * b.linked < len(b.text)]
        elements = [block.element for block in texts]
        before = [0, *accumulate(len(block.text) for block in texts)]
        whole = before[-1]
        own = set()
        for scope in scopes:
            inside = before[bisect_right(elements, layout.ends[scope])] - before[bisect_left(elements, scope)]
            if 2 * inside > whole:
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
