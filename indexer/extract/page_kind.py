"""Whether a page is an article at all, or a list of them: front page, tag page, search result, archive.

In: `Page` and the body found on it. Out: `Found[str]`: "article" or "index", and for what reason. Doubt is for the
article: a list that gets in is a nuisance, an article that stays out is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from indexer.extract.body import Body
from indexer.extract.found import Found
from indexer.extract.layout import Block
from indexer.extract.linked_data import ARTICLE_TYPES, types
from indexer.extract.page import Page

_LISTS = {
    **dict.fromkeys(("CollectionPage", "SearchResultsPage", "ProfilePage", "ItemPage", "OfferCatalog"), 2),
    "ItemList": 1,  # articles hold lists of related ones
}
_LIST_PATH = re.compile(
    r"/(?:tags?|topics?|themen?|temas?|categor\w*|kategori\w*|rubri\w*|sections?|authors?|autor\w*|auteurs?|search|suche"
    r"|buscar|recherche|ricerca|poshuk|poisk|latest|page|label|keywords?|people|persons?)(?:/|$|\.)"
    r"|/page[/-]?\d+/?$|/ar[ch]h?iv\w*(?:/\d{1,4})*/?$"  # but not an article in an archive's folder
)
_SEARCH = frozenset({"q", "s", "query", "search", "keyword", "keywords", "tag", "text", "term", "paged"})
_HOME = re.compile(r"/?(?:(?:index|default|home|main)\.\w{3,5})?|/[a-z]{2,3}(?:-[a-z]{2})?/?", re.IGNORECASE)
_ARTICLE_PATH = re.compile(r"(?:[^\W_]+[-_]){3,}[^/]*/?$|\d{5,}")  # a slug of words, a number
_LONG_HEADLINE = 36  # characters; a tag or a section has a shorter name
_HEADLINE = 15  # characters of a link that may be the headline of another article
_SUMMARY = 40  # characters of a block that may sum it up
_LITTLE = 400  # characters of text
_SEVERAL = 3  # articles described in JSON-LD
_NEAR = 6  # blocks
_RUN = 800  # characters of text without a headline between


@dataclass(frozen=True, slots=True)
class _Shape:
    """How text and links follow each other: links as long as a headline, blocks of text, those that stand by such a
    link, and the longest run of text without one between.
    """

    headlines: int
    texts: int
    by_headline: int
    run: int


def page_kind(page: Page, body: Body) -> Found[str]:
    """Return "article" or "index" with the reasons for and against."""
    shape = _shape(page, body)
    lists = tuple(_list_reasons(page, body, shape))
    articles = tuple(_article_reasons(page, body, shape))
    against, in_favour = sum(n for _, n in lists), sum(n for _, n in articles)
    reasons = ", ".join(name for name, _ in (lists if against >= in_favour + 2 else articles))
    rivals = (("for a list", str(against)), ("for an article", str(in_favour)))
    return Found("index" if against >= in_favour + 2 else "article", reasons, rivals)


def _list_reasons(page: Page, body: Body, shape: _Shape) -> list[tuple[str, int]]:
    found = _address_reasons(page.url)
    kinds = {name for thing in page.described for name in types(thing)}
    if (least := max((_LISTS.get(kind, 0) for kind in kinds), default=0)) and not page.article_data:
        found.append(("JSON-LD of a list", least))
    if page.said("og:type").lower() in {"website", "profile", "object"}:
        found.append(("og:type", 1))
    share = shape.by_headline / shape.texts if shape.texts else 0.0
    if shape.by_headline >= 4 and share >= 0.4:
        found.append(("texts under headlines", 3 if share >= 0.7 else 2))
    if (body.size < _LITTLE or not shape.texts) and shape.headlines >= 8:
        found.append(("headlines and hardly any text", 3))
    if shape.headlines >= 20 and shape.headlines > 3 * shape.texts:
        found.append(("many headlines", 1))
    return found


def _article_reasons(page: Page, body: Body, shape: _Shape) -> list[tuple[str, int]]:
    found = []
    if _is_article_data(page):
        found.append(("JSON-LD article", 3))
    if page.said("og:type").lower() == "article":
        found.append(("og:type", 2))
    if page.said("article:published_time", "datepublished"):
        found.append(("published time", 1))
    anchor = page.anchor
    if anchor and anchor.level == 1 and len(anchor.text) * (3 if anchor.text > "\u2e80" else 1) >= _LONG_HEADLINE:
        below = bool(body.blocks) and 0 < body.blocks[0] - anchor.block <= _NEAR
        found.append(("long headline", 2 if below else 1))
    if _ARTICLE_PATH.search(urlsplit(page.url).path if page.url else ""):
        found.append(("address of an article", 1))
    if shape.run >= _RUN:
        found.append(("running text", 3 if shape.run >= 2 * _RUN else 2))
    return found


def _is_article_data(page: Page) -> bool:
    """Tell whether the page's JSON-LD describes an article of its own: one of several only if <title> names it."""
    if not page.article_data:
        return False
    headlines = {
        str(thing.get("headline"))
        for thing in page.described
        if ARTICLE_TYPES & set(types(thing)) and "headline" in thing
    }
    own = str(page.article_data.get("headline") or "")
    return len(headlines) < _SEVERAL or (len(own) >= _HEADLINE and own[:_SUMMARY].lower() in page.title_tag.lower())


def _address_reasons(url: str | None) -> list[tuple[str, int]]:
    try:
        parts = urlsplit(url or "")
        query = dict(parse_qsl(parts.query, max_num_fields=100))
    except ValueError:
        return []
    if not parts.hostname:
        return []
    if _HOME.fullmatch(parts.path) and not parts.query:
        return [("home page", 3)]
    if _LIST_PATH.search(parts.path.lower()) or (_SEARCH & set(query)):
        return [("address of a list", 2)]
    return []


def _shape(page: Page, body: Body) -> _Shape:
    chosen = set(body.blocks)
    headlines = texts = beside = run = longest = 0
    near = _NEAR  # blocks since the last headline
    for number, block in enumerate(page.blocks):
        length = len(block.text)
        linked = block.linked >= 0.7 * length
        wide = 3 if block.text[length // 2] > "\u2e80" else 1
        if (linked and block.linked * wide >= _HEADLINE) or _begins_with_a_headline(page, block):
            headlines += 1
            near = run = 0
        if number in chosen and length >= _SUMMARY and not linked:
            texts += 1
            beside += near <= 2
            run += length if near else 0
            longest = max(longest, run)
            near += 1
        else:
            near += length >= _SUMMARY
    return _Shape(headlines, texts, beside, longest)


def _begins_with_a_headline(page: Page, block: Block) -> bool:
    """Tell whether a block's first line is a link, with more below."""
    if not block.linked or "\n" not in block.text:
        return False
    first = block.text.partition("\n")[0]
    return any(inline.text == first and page.layout.tags[inline.element] == "a" for inline in block.inlines[:2])
