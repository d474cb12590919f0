"""Who wrote an article.

In: `Page`, `Site`. Out: `Found` names: cleaned, in the case people write them in, one person once. Metadata come first;
the byline that a reader sees fills in where there are none and is kept as a rival where there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.extract.by_profile import profile_values, texts
from indexer.extract.byline import bylines
from indexer.extract.found import Found
from indexer.extract.linked_data import Thing
from indexer.extract.names import merge_names, split_names
from indexer.extract.page import Page
from indexer.extract.ranked import ranked
from indexer.sites import Site

META = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "byline", "dc.creator", "dcterms.creator",
    "cxenseparse:author", "citation_author", "article.author", "article:author_name", "dcsext.author", "creator",
)  # fmt: skip
MOST = 20  # more names than these are a list of something else


def authors(page: Page, site: Site, *, rivals: bool = False) -> Found[tuple[str, ...]]:
    """Return the authors and the rule that found them; `rivals`: also ask the rules that are not needed."""
    found = ranked(_candidates(page, site), every=rivals)
    if not found:
        return Found(())
    (rule, best), *rest = found
    return Found(best, rule, tuple(rest))


def _candidates(page: Page, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "profile", _names(profile_values(page, site, "authors"))
    data = page.article_data
    yield "JSON-LD author", _names(_creators(data.get("author"), page.linked_data))
    yield "JSON-LD creator", _names(_creators(data.get("creator"), page.linked_data))
    for name in META:
        values = page.meta.get(name)
        if values:
            yield f"meta {name}", _names(value for value in values if "://" not in value and not value.startswith("/"))
    for rule, names in bylines(page):
        yield rule, merge_names(names)


def _creators(value: object, things: Iterable[Thing]) -> Iterator[str]:
    """Yield the names of JSON-LD authors; one that is only an `@id` is looked up among the page's objects."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and "name" not in each and each.get("@id"):
            named = (thing for thing in things if thing.get("@id") == each["@id"] and thing.get("name"))
            yield from texts(next(named, None))
        else:
            yield from texts(each)


def _names(values: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        found += split_names(value)
    return merge_names(found) if len(found) <= MOST else ()
