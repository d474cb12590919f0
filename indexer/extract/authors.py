"""Who wrote an article.

In: `Page`, `Site`. Out: `Found` names: cleaned, in the case people write them in, one person once. Metadata come first;
the byline that a reader sees fills in where there are none and is kept as a rival where there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.extract.by_profile import profile_values, texts
from indexer.extract.byline import FAINT, bylines
from indexer.extract.found import Found
from indexer.extract.linked_data import Thing
from indexer.extract.names import is_agency, is_person, merge_names, split_names
from indexer.extract.page import Page
from indexer.extract.ranked import ranked
from indexer.extract.title import site_names
from indexer.sites import Site

META = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "byline", "dc.creator", "dcterms.creator",
    "cxenseparse:author", "citation_author", "article.author", "article:author_name", "dcsext.author", "creator",
)  # fmt: skip
MOST = 20  # more names than these are a list of something else


def authors(page: Page, site: Site, *, rivals: bool = False) -> Found[tuple[str, ...]]:
    """Return the authors and the rule that found them; `rivals`: also ask the rules that are not needed."""
    rule = site.rules.get("authors")
    paper = {_letters(name) for name in rule.drop} if rule else set()  # what the profile takes for no author
    found = ranked(_without(paper, _candidates(page, site)), every=rivals)
    if not found:
        return Found(())
    own = {_letters(name) for name in site_names(page, site)}
    if found[0][0] != "profile" and any(_letters(name) in own and not is_agency(name) for name in found[0][1]):
        found = _people(found if rivals else [*found, *_without(paper, _seen(page))], own)
    (name, best), *rest = found
    return Found(best, name, tuple(rest))


def _without(paper: set[str], found: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the candidates without the paper's own signature, in whatever metadata or byline it stands."""
    for rule, names in found:
        yield rule, tuple(name for name in names if _letters(name) not in paper) if paper else names


def _people(found: list[tuple[str, tuple[str, ...]]], own: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the candidates with the first that names people, and not the paper itself, before the others.

    A paper that signs all its metadata may still print who wrote the article.
    """
    for number, (rule, names) in enumerate(found):
        others = tuple(name for name in names if _letters(name) not in own)
        if rule != FAINT and others and all(is_person(name) for name in others):
            return [(rule, others), *found[:number], *found[number + 1 :]]
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _candidates(page: Page, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "profile", _names(profile_values(page, site, "authors"), page.html_lang)
    data = page.article_data
    yield "JSON-LD author", _names(_creators(data.get("author"), page.linked_data), page.html_lang)
    yield "JSON-LD creator", _names(_creators(data.get("creator"), page.linked_data), page.html_lang)
    for name in META:
        values = page.meta.get(name)
        if values:
            printed = (value for value in values if "://" not in value and not value.startswith("/"))
            yield f"meta {name}", _names(printed, page.html_lang)
    yield from _seen(page)


def _seen(page: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
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


def _names(values: Iterable[str], language: str) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        found += split_names(value, language)
    return merge_names(found) if len(found) <= MOST else ()
