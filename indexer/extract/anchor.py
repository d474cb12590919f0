"""The article's own heading: where on the page the article begins.

In: `Page`. Out: the `Heading`, which need be no h1: pages of before 2005 set their headlines in large or bold letters.
"""

from __future__ import annotations

import re
from bisect import bisect
from typing import TYPE_CHECKING, NamedTuple

from indexer.extract.alike import alike, folded, words
from indexer.extract.loud_line import loud_line

if TYPE_CHECKING:
    from indexer.extract.page import Page

_PARTS = re.compile(r"\s+[-–—|:•·/»]\s+|\s*[|｜]\s*")
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:index\.\w+)?")
MOST_NAME = 4  # words of a site's name in <title>


class Heading(NamedTuple):
    """A heading: its level 1-6, its text, its element in `layout`, and its (first) block."""

    level: int
    text: str
    element: int
    block: int


def anchor(page: Page) -> Heading | None:
    """Return the heading that says what metadata or <title> call the page, else the first h1 that is not the site's
    name, else the heading or the loud line above the text.
    """
    claims = [page.said("og:title"), page.said("twitter:title"), str(page.article_data.get("headline") or "")]
    site = page.said("og:site_name")
    claims = [claim for claim in claims if claim != site]
    masthead = None if any(claims) else _masthead(page)
    claims = [
        claim for claim in (*claims, "" if masthead and masthead.text == page.title_tag else page.title_tag) if claim
    ]
    headings = [heading for heading in page.headings if heading != masthead]
    named = [heading for heading in headings if heading.text in claims]
    if named:
        return min(named, key=lambda heading: heading.level)
    claimed = [words(claim) for claim in dict.fromkeys(map(folded, claims))]
    long = [number for number, block in enumerate(page.blocks) if len(block.text) > 150 and block.linked < 75]
    best, best_score = None, 0.5
    for heading in headings:
        own = words(folded(heading.text))
        score = max((alike(own, claim) for claim in claimed), default=0.0)
        score += 0.15 if heading.level == 1 else -0.02 * heading.level  # of two with the same words, the greater
        score -= 0.3 if bisect(long, heading.block) > 2 else 0.0  # a heading within the text
        if score > best_score:
            best, best_score = heading, score
    best = best or next((heading for heading in headings if heading.level == 1), None)
    return best or _titled_line(page) or _near_heading(headings, long) or _loud_line(page) or _below(masthead, headings)


def _masthead(page: Page) -> Heading | None:
    """Return the first heading if it is the site's name: the metadata say so, it leads to the home page, or it is one
    word or two that are all that <title> has as well, above a longer heading.
    """
    first = next((heading for heading in page.headings if heading.level == 1), None)
    if first is None:
        return None
    links = [page.attribute(inline.element, "href") for inline in page.blocks[first.block].inlines]
    if folded(first.text) == folded(page.said("og:site_name")) or any(_HOME.fullmatch(href) for href in links if href):
        return first
    if first.text != page.title_tag or len(first.text.split()) > 2:
        return None
    below = [h for h in page.headings if 0 < h.block - first.block <= 3]
    return first if below and below[0].level == 2 and len(below[0].text.split()) > 3 else None


def _below(masthead: Heading | None, headings: list[Heading]) -> Heading | None:
    """Return the first heading of the second level below the site's name."""
    return next((heading for heading in headings if heading.level == 2), masthead) if masthead else None


def _loud_line(page: Page) -> Heading | None:
    """Return the line that is set loudest, where <title> is too short to be a headline: the site's name, a file's."""
    longest = max((len(part.split()) for part in _PARTS.split(page.title_tag)), default=0)
    if longest > MOST_NAME or (
        page.title_tag and page.title_tag[-1] > "\u2e80" and len(page.title_tag) > 2 * MOST_NAME
    ):
        return None
    found = loud_line(page.layout, page.tree, page.title_tag)
    return Heading(1, found[0], page.blocks[found[1]].element, found[1]) if found else None


def _near_heading(headings: list[Heading], long: list[int]) -> Heading | None:
    """Return the last greater heading before the text: one with a long block soon behind it; the only one of the
    second level on a page without such a block.
    """
    if not long:  # short news
        second = [heading for heading in headings if heading.level == 2]
        return second[0] if len(second) == 1 else None
    near = [heading for heading in headings if heading.level <= 3 and 0 < long[0] - heading.block <= 8]
    return min(near, key=lambda heading: (heading.level, -heading.block), default=None)


def _titled_line(page: Page) -> Heading | None:
    """Return the line that <title> begins or ends with: pages of before 2005 set their headlines in bold alone."""
    whole = folded(page.title_tag)
    for number, block in enumerate(page.blocks):
        for line in block.text.split("\n"):
            own = folded(line)
            if (
                (len(own.split()) > 2 or (len(own) > 6 and own[-1] > "\u2e80"))
                and 3 * len(own) >= len(whole)
                and (whole.endswith(own) or whole.startswith(own))
            ):
                return Heading(1, line, block.element, number)
    return None
