"""What of a page is not the article's by its own word: menus, teasers, buttons, the page's footer.

In: an element while the page is walked, with its tag and attributes. Out: whether the walk passes over it. What is
passed over is never looked at again, so an element has to say so and to hold no text worth reading.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

Attributes = dict[str, str | None]

_WORDS = (
    "ads advert carousel comments consent cookie cookies footer hamburger menu nav navbar navigation newsletter "
    "outbrain popular promo promos recommended recommendations related share sharing sidebar social swiper taboola "
    "teaser teasers trending"
)
_ASIDES = frozenset(_WORDS.split())
# What calls itself an aside is none if it is or has one of these.
TEXTUAL = frozenset({"p", "h1", "article", "time", "script", "meta"})
_NAME = re.compile(r"[a-z]+")
_OF_AN_ENTRY = re.compile(r"(?:post|entry|article|story)[-_]?(?:full[-_])?footer")  # who wrote it, when, filed where
ASIDE_TEXT, _LINK_TEXT = 150, 100  # characters that such an element may hold besides links, and for each link
_ARTICLES = frozenset({"article", "main", "section", "blockquote"})


def is_chrome(tag: str, own: Attributes, tags: list[str], parents: list[int], element: int) -> bool:
    """Tell whether an element is the page's and not the article's: a menu, but for the trail to this page
    ("breadcrumbs"), a list that calls itself a menu, the footer of the page itself.
    """
    if tag == "footer":
        while element:
            if tags[element] in _ARTICLES:
                return False
            element = parents[element]
        return True
    names = f"{own.get('class')} {own.get('id')} {own.get('aria-label')}".lower() if own else ""
    return "crumb" not in names if tag == "nav" else "menu" in names


def is_called_aside(own: Attributes) -> bool:
    """Tell whether an element calls itself a menu, teasers, buttons and the like.

    >>> is_called_aside({"class": "site-navigation"}), is_called_aside({"class": "Новини-дня story"})
    (True, False)
    """
    name = own.get("class") or own.get("id")
    return name is not None and name != "" and _names_aside(name[:400])


def is_aside(node: LexborNode) -> bool:
    """Tell whether an element that calls itself so holds nothing but links."""
    links = 0
    for inner in node.traverse():
        tag = inner.tag
        if tag in TEXTUAL:
            return False
        links += tag == "a"
    return len(node.text()) <= ASIDE_TEXT + _LINK_TEXT * links


@lru_cache(maxsize=65_536)  # archives repeat their templates
def _names_aside(name: str) -> bool:
    return not _ASIDES.isdisjoint(_NAME.findall(_OF_AN_ENTRY.sub("", name.lower())))
