"""The tags of an article: what its publisher files it under, as printed.

In: `Page`, `Site`. Out: `Found[tuple[str, ...]]`. Sections, the site's name and the authors are no tags.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from indexer.extract.by_profile import profile_values, texts
from indexer.extract.found import Found
from indexer.extract.page import Page
from indexer.extract.taglist import tag_lists
from indexer.sites import Site

LONGEST = 80  # characters of a tag
MOST = 60  # tags of an article
META = (
    "article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "cxenseparse:tags", "dc.subject",
    "dcterms.subject", "keywords", "keyword", "tags",
)  # fmt: skip
SPLIT = re.compile(r"\s*[,;|،、，；]\s*|\n")


def tags(page: Page, site: Site) -> Found[tuple[str, ...]]:
    """Return the tags and the rule that found them."""
    found = [(rule, values) for rule, values in _candidates(page, site) if values]
    if not found:
        return Found(())
    (rule, best), *rest = found
    return Found(best, rule, tuple(rest))


def _candidates(page: Page, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "profile", clean_tags(profile_values(page, site, "tags"))
    for name in META[:5]:
        yield f"meta {name}", clean_tags(split_tags(page.meta.get(name, ())))
    yield "JSON-LD keywords", clean_tags(split_tags(texts(page.article_data.get("keywords"))))
    for name in META[5:]:
        yield f"meta {name}", clean_tags(split_tags(page.meta.get(name, ())))
    for rule, values in tag_lists(page):
        yield rule, clean_tags(values)


def split_tags(values: Iterable[str]) -> list[str]:
    """Return single tags of metadata that hold several in one text.

    >>> split_tags(["Київ, війна; Об’єднання"])
    ['Київ', 'війна', 'Об’єднання']
    """
    return [part for value in values for part in SPLIT.split(html.unescape(value))]


def clean_tags(values: Iterable[str]) -> tuple[str, ...]:
    """Return tags trimmed, each once (whatever its case), without what can be none.

    >>> clean_tags(["#Київ", " київ ", "", "12", "Мар’яна  Коваль"])
    ('Київ', 'Мар’яна Коваль')
    """
    kept: dict[str, str] = {}
    for value in values:
        tag = unicodedata.normalize("NFC", " ".join(value.split())).strip(" .,;:#|\"'«»„“”-–—•·")
        if tag and len(tag) <= LONGEST and any(c.isalpha() for c in tag):
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())[:MOST]
