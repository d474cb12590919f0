"""Whether a page is an article at all, or a list of them: front page, tag page, search result, archive.

In: `Page` and the body found on it. Out: `Found[str]`: "article" or "index", and for what reason. Doubt is for the
article: a list that gets in is a nuisance, an article that stays out is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from indexer.extract.anchor import Heading
from indexer.extract.body import Body
from indexer.extract.found import Found
from indexer.extract.layout import Block
from indexer.extract.linked_data import ARTICLE_TYPES, types
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.own_story import fold, same_headline
from indexer.extract.page import Page
from indexer.extract.surroundings import AUTHOR, DATE

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
_REPEATS = 4  # links with the same words, each behind a text: "Read more"
_FACT = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}[:.]\d\d|[\u0660-\u0669\u06f0-\u06f9]{4}")  # a year, a time
_FACT_LINE = 100  # characters of a line that tells date or byline
_BYLINE = re.compile(rf"^\W*{any_of(WORDS['by'])}(?!\w)", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_ENDS = frozenset(".!?…。！？")


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
    size = body.size * (3 if body.paragraphs and _is_wide(body.paragraphs[0]) else 1)
    if (size < _LITTLE or not shape.texts) and shape.headlines >= 8:
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
    if anchor and not _leads_elsewhere(page, anchor):
        if anchor.level == 1 and _width(anchor.text) >= _LONG_HEADLINE:
            below = bool(body.blocks) and 0 < body.blocks[0] - anchor.block <= _NEAR
            found.append(("long headline", 2 if below else 1))
        found += _below_heading(page, anchor)
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


def _leads_elsewhere(page: Page, anchor: Heading) -> bool:
    """Tell whether the heading is a link to another page than this one."""
    block = page.blocks[anchor.block]
    if 2 * block.linked < len(block.text):
        return False
    hrefs = [page.attribute(inline.element, "href") for inline in block.inlines]
    return not any(page.itself.is_at(href) for href in hrefs if href)


def _below_heading(page: Page, anchor: Heading) -> list[tuple[str, int]]:
    """Return what a text that stands under the page's own heading, without a headline between, says for an article, and
    a date or a byline between them: short news in a page full of links has nothing else.
    """
    own = fold(anchor.text)
    if own == fold(page.said("og:site_name")):
        return []
    alone = sum(heading.level == anchor.level for heading in page.headings) == 1
    if anchor.level > 1 and not alone and not any(same_headline(own, claim) for claim in page.itself.headlines):
        return []
    facts = False
    last = anchor.block + anchor.text.count("\n")
    for block in page.blocks[last + 1 : last + 1 + _NEAR]:
        if _is_headline(block) or _begins_with_a_headline(page, block) or page.layout.tags[block.element] in _HEADINGS:
            return []
        if _width(block.text) >= _SUMMARY and 2 * block.linked < len(block.text) and not _is_fact(page, block):
            words = len(anchor.text.split()) > 2 or (_is_wide(anchor.text) and len(anchor.text) > 6)
            found = [("text under the heading", 3 if words else 1)]
            return [*found, ("date or byline under the heading", 2)] if facts else found
        facts = facts or _is_fact(page, block)
    return []


def _is_fact(page: Page, block: Block) -> bool:
    """Tell whether a block is a line with a date or a byline."""
    if len(block.text) > _FACT_LINE:
        return False
    if _width(block.text) >= _SUMMARY and block.text[-1] in _ENDS:
        return False
    named = page.surroundings.near(block.element, 1) & (AUTHOR | DATE)
    return bool(named or _FACT.search(block.text) or _BYLINE.match(block.text))


def _shape(page: Page, body: Body) -> _Shape:
    chosen = set(body.blocks)
    onward = _onward(page)
    headlines = texts = beside = run = longest = 0
    near = _NEAR  # blocks since the last headline
    for number, block in enumerate(page.blocks):
        length = len(block.text)
        linked = block.linked >= 0.7 * length
        if _is_headline(block) or number in onward or _begins_with_a_headline(page, block):
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


def _is_headline(block: Block) -> bool:
    """Tell whether a block is a link as long as a headline, a date beside it allowed."""
    text, linked = block.text, block.linked
    if 3 * linked < _HEADLINE:
        return False
    length = len(text)
    if linked < 0.7 * length and (linked < 0.3 * length or linked < 0.7 * sum(map(str.isalpha, text[:_FACT_LINE]))):
        return False
    return linked * (3 if _is_wide(text) else 1) >= _HEADLINE and (linked >= 0.7 * length or length <= _FACT_LINE)


def _onward(page: Page) -> set[int]:
    """Return the links with the same words behind several texts, each to another page: "Read more"."""
    blocks = page.blocks
    behind = [
        number
        for number in range(1, len(blocks))
        if blocks[number].linked == len(blocks[number].text) < _SUMMARY <= len(blocks[number - 1].text)
        and not blocks[number - 1].linked
    ]
    if len(behind) < _REPEATS:
        return set()
    word, times = Counter([blocks[number].text for number in behind]).most_common(1)[0]
    same = [number for number in behind if blocks[number].text == word]
    hrefs = {page.attribute(inline.element, "href").partition("#")[0] for n in same for inline in blocks[n].inlines[:1]}
    return set(same) if times >= _REPEATS and len(hrefs) == len(same) else set()


def _is_wide(text: str) -> bool:
    """Tell whether a text is of a script where a character says as much as three letters."""
    length = len(text)
    return text[length // 3] > "\u2e80" or text[length // 2] > "\u2e80"


def _width(text: str) -> int:
    return len(text) * (3 if _is_wide(text) else 1)


def _begins_with_a_headline(page: Page, block: Block) -> bool:
    """Tell whether a block's first line is a link, with more below."""
    if not block.linked or "\n" not in block.text:
        return False
    first = block.text.partition("\n")[0]
    return any(inline.text == first and page.layout.tags[inline.element] == "a" for inline in block.inlines[:2])
