"""The section (rubric) that an article stands in. It is no tag.

In: `Page`, `Site`. Out: `Found[str | None]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.extract.by_profile import profile_values, texts
from indexer.extract.found import Found
from indexer.extract.linked_data import types
from indexer.extract.page import Page
from indexer.extract.ranked import ranked
from indexer.extract.surroundings import CRUMBS, SECTION
from indexer.extract.title import tidy
from indexer.sites import Site

LONGEST = 60
META = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "cxenseparse:section",
    "section",
    "category",
    "dc.type",
)


def section(page: Page, site: Site, *, rivals: bool = False) -> Found[str | None]:
    """Return the section and the rule that found it; `rivals`: also ask the rules that are not needed."""
    tidied = ((rule, tidy(raw)) for rule, raw in _candidates(page, site))
    found = ranked(((rule, text) for rule, text in tidied if 1 < len(text) <= LONGEST), every=rivals)
    if not found:
        return Found(None)
    (rule, best), *rest = found
    return Found(best, rule, tuple(rest))


def _candidates(page: Page, site: Site) -> Iterator[tuple[str, str]]:
    yield from (("profile", text) for text in profile_values(page, site, "section"))
    yield from (("JSON-LD articleSection", text) for text in texts(page.article_data.get("articleSection")))
    yield from ((f"meta {name}", text) for name in META for text in page.meta.get(name, ()) if "://" not in text)
    yield from (("JSON-LD breadcrumbs", text) for text in _crumbs(page))
    yield from _visible(page)


def _crumbs(page: Page) -> Iterator[str]:
    """Yield the first step below the home page in a JSON-LD breadcrumb list."""
    for thing in page.linked_data:
        steps = thing.get("itemListElement")
        if "BreadcrumbList" in types(thing) and isinstance(steps, list) and len(steps) > 2:
            step = steps[1]
            if isinstance(step, dict):
                yield from texts(step.get("name") or step.get("item"))


def _visible(page: Page) -> Iterator[tuple[str, str]]:
    """Yield a short linked line above the headline that is called section, kicker or breadcrumb."""
    around = page.surroundings
    for number in range(around.anchor - 1, max(-1, around.anchor - 8), -1):
        block = page.blocks[number]
        near = around.near(block.element)
        if not block.linked or len(block.text) > 2 * LONGEST:
            continue
        links = [inline.text for inline in block.inlines if page.layout.tags[inline.element] == "a"]
        if near & CRUMBS and links:
            yield "breadcrumbs", links[1] if len(links) > 2 else links[-1]
        elif near & SECTION and links:
            yield "kicker", links[0]
