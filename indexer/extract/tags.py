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
from indexer.extract.taglist import tag_lines, tag_lists
from indexer.extract.title import site_names
from indexer.sites import Site

LONGEST = 80  # characters of a tag
FEW = 2  # so many tags may be a part of what the page shows
MOST = 60  # tags of an article
META = (
    "article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "cxenseparse:tags", "dc.subject",
    "dcterms.subject", "keywords", "keyword", "tags",
)  # fmt: skip
TYPED = re.compile(r"^\s*([^:]{2,30}?)\s*:\s+(\S.*)$")
SUBJECT = re.compile(r"tag|subject|topic|keyword|entit|categor|theme|person|place|organi[sz]ation", re.IGNORECASE)
CODE = re.compile(r"^(?:[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{16,}|\S+\.(?:com|net|org|ca|co\.uk|de|fr|ua|ru))$")
SPLIT = re.compile(r"\s*[,;|،、，；]\s*|\n")


def tags(page: Page, site: Site, *, rivals: bool = False) -> Found[tuple[str, ...]]:
    """Return the tags and the rule that found them; `rivals`: also ask the rules that are not needed."""
    names = {_letters(name) for name in site_names(page, site)}
    declared = ((rule, own) for rule, values in _declared(page, site) if (own := _own(values, names)))
    candidates = [] if (first := next(declared, None)) is None else [first]
    if rivals or (first and len(first[1]) <= FEW):  # else no other list is asked
        candidates += declared
    found = candidates
    if rivals or not candidates or len(candidates[0][1]) <= FEW:
        seen = (*tag_lists(page), *tag_lines(page))
        found = candidates + [(rule, own) for rule, values in seen if (own := _own(clean_tags(values), names))]
    if not found:
        return Found(())
    rule, best = _richest(found)
    return Found(best, rule, tuple((name, values) for name, values in found if values is not best))


def _own(values: tuple[str, ...], site_names: set[str]) -> tuple[str, ...]:
    """Return tags without the site's name; none of a list that begins with it: every page of the site has that."""
    if values and _letters(values[0]) in site_names and len(values) > 3:
        return ()
    return tuple(value for value in values if _letters(value) not in site_names)


def _richest(found: list[tuple[str, tuple[str, ...]]]) -> tuple[str, tuple[str, ...]]:
    """Return the most trusted list of tags, or where that has few tags, a longer one that has these too."""
    rule, best = found[0]
    if rule != "profile" and len(best) <= FEW:
        known = {tag.casefold() for tag in best}
        for name, values in found[1:]:
            if len(values) > len(best) and known <= {tag.casefold() for tag in values}:
                return name, values
    return rule, best


def _declared(page: Page, site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "profile", clean_tags(profile_values(page, site, "tags"))
    for name in META[:5]:
        yield f"meta {name}", clean_tags(split_tags(page.meta.get(name, ())))
    yield "JSON-LD keywords", clean_tags(split_tags(texts(page.article_data.get("keywords"))))
    for name in META[5:]:
        yield f"meta {name}", clean_tags(split_tags(page.meta.get(name, ())))


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
    for value in _untyped(list(values)):
        tag = unicodedata.normalize("NFC", " ".join(value.split())).strip(" .,;:#|\"'«»„“”-–—•·")
        if tag and tag[0] != "_" and len(tag) <= LONGEST and any(c.isalpha() for c in tag):
            kept.setdefault(tag.casefold(), tag)
    return tuple(kept.values())[:MOST]


def _untyped(values: list[str]) -> list[str]:
    """Return tags without the types that content systems write before them, and of those only what the text is about.

    >>> _untyped(["Subject: Київ", "Time: 11.00", "8f507083-bac4-423a-9015-2eb31e1bce50", "Page Type: Article"])
    ['Київ']
    """
    values = [value for value in values if not CODE.match(value.strip().lower())]
    typed = [TYPED.match(value) for value in values]
    if sum(bool(match) for match in typed) < 2:
        return values
    subjects = [value for value, match in zip(values, typed, strict=True) if not match]
    return [match[2] for match in typed if match and SUBJECT.search(match[1])] + subjects


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
