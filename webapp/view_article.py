"""The page of one article. In: an article. Out: everything the template prints, words and links ready."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from engines.contract import Highlighted
from engines.highlight import Highlighter
from mappings.article import Article
from webapp.links import Links
from webapp.pieces import Edition, Link, Piece, cut, lines, numbered, pieces, web_address
from webapp.search_url import API, Asked, article_link, link
from webapp.view import names
from webapp.wording import (
    Moment,
    fragment_language,
    gettext,
    language_name,
    moment,
    ngettext,
    own_name,
    published,
    tongue,
)

WAYBACK = "https://web.archive.org/web/2/"  # "2": the newest capture it has, with links to the others
LONG_PARAGRAPH = 100_000  # characters
LONG_TEXT = 500_000  # characters; marking a longer one would take seconds
EDITIONS = 40  # listed at most
MOST_TAGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known of an article, and (as `code`) the signal it was read from."""

    name: str
    value: str
    code: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where else the article can be read."""

    text: str
    url: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    plain_title: str
    language: str
    title: list[Piece]
    lead: list[Piece]
    text: list[list[Piece]]
    published: Moment
    authors: list[Link]
    source: list[Link]
    section: list[Link]
    tags: list[Link]
    cited: list[Link]
    editions: list[Edition]
    places: list[Place]
    facts: list[Fact]
    captures: str
    prints: list[Fact]
    json: str
    canonical: str
    marks: str
    last_mark: int
    query: str
    query_language: str
    back: str


def article_page(article: Article, asked: Asked, held: dict[str, str], marker: Highlighter) -> ArticlePage:
    """Return the page of an article, with the words of the search it was found by marked.

    `held` says which of its editions' URLs the archive holds, and their ids.
    """
    everything, near = Links(Asked(ui=asked.ui)), article.language
    title = marker.whole(cut(article.title) or gettext("without a headline"), "title")
    body = Highlighted(article.body) if len(article.body) > LONG_TEXT else marker.whole(article.body, "body")
    lead = marker.whole(cut(article.lead, LONG_PARAGRAPH), "lead")
    headline, standfirst, *text = numbered(
        [pieces(title), pieces(lead, LONG_PARAGRAPH), *lines(body, LONG_PARAGRAPH)],
    )
    marks = sum(piece.marked for part in (headline, standfirst, *text) for piece in part)
    return ArticlePage(
        plain_title=cut(article.title) or gettext("without a headline"),
        language="" if near in ("und", tongue()) else near,
        title=headline,
        lead=standfirst if article.lead else [],
        text=text,
        published=published(article, long=True),
        authors=names(everything, "author", article.authors, near),
        source=names(everything, "source", (article.source,), near),
        section=names(everything, "section", (article.section or "",), near),
        tags=names(everything, "tag", article.tags, near, MOST_TAGS),
        cited=names(everything, "cited", article.cited, near),
        editions=_editions(article, held, asked.ui),
        places=_places(article),
        facts=_facts(article),
        captures=_captures(article),
        prints=_prints(article),
        json=article_link(article.id, path=API),
        canonical=article_link(article.id),
        marks=ngettext("%(num)s mark", "%(num)s marks", marks) if marks else "",
        last_mark=marks,
        query=asked.text,
        query_language=fragment_language(asked.text, near),
        back=link(asked) if replace(asked, ui="") != Asked() else "",
    )


def _editions(article: Article, held: dict[str, str], ui: str) -> list[Edition]:
    """Return this edition and the others: as held here, else where the publisher has them."""
    others = []
    for edition in article.editions[:EDITIONS]:
        name, code = own_name(edition.language), edition.language
        if edition.url in held and held[edition.url] != article.id:
            others.append(Edition(name, code, article_link(held[edition.url], Asked(ui=ui))))
        elif edition.url not in held and web_address(edition.url) and code != article.language:
            others.append(Edition(name, code, web_address(edition.url), external=True))
    return [Edition(own_name(article.language), article.language, current=True), *others] if others else []


def _places(article: Article) -> list[Place]:
    url = web_address(article.url)
    if not url:
        return []
    return [
        Place(text=gettext("Original"), url=url, about=urlsplit(url).hostname or ""),
        Place(text=gettext("Wayback Machine"), url=WAYBACK + url, about=gettext("other captures")),
    ]


def _facts(article: Article) -> list[Fact]:
    precision = {"minute": gettext("to the minute"), "day": gettext("to the day"), "month": gettext("to the month")}
    zone = {
        "page": gettext("as the page says"),
        "profile": gettext("as known of this publisher"),
        "unknown": gettext("not known"),
    }
    facts = [
        Fact(
            name=gettext("Published"),
            value=moment(article.published).text if article.published else gettext("undated"),
            code=article.published_from or "",
        )
    ]
    if article.published_precision:
        facts.append(Fact(name=gettext("Date known"), value=precision[article.published_precision]))
    if article.published_zone and article.published_precision == "minute":
        facts.append(Fact(name=gettext("Time zone"), value=zone[article.published_zone]))
    facts.append(Fact(name=gettext("Modified"), value=moment(article.modified).text))
    facts.append(Fact(name=gettext("Language"), value=language_name(article.language)))
    facts.append(Fact(name=gettext("Author"), value=", ".join(article.authors[:8]) or gettext("no byline")))
    facts.append(Fact(name=gettext("Cited"), value=", ".join(article.cited[:8]) or gettext("names no source")))
    facts.append(Fact(name=gettext("Site"), value=cut(article.site, 200) or gettext("unknown")))
    facts.append(Fact(name=gettext("Captured"), value=moment(article.captured).text))
    if article.captures > 1:
        facts.append(Fact(name=gettext("First captured"), value=moment(article.first_captured).text))
    return facts


def _captures(article: Article) -> str:
    captures = ngettext("%(num)s capture", "%(num)s captures", article.captures)
    texts = ngettext("%(num)s text", "%(num)s texts", article.revisions)
    return f"{captures}, {texts}" if article.captures > 1 else captures


def _prints(article: Article) -> list[Fact]:
    """Return where the bytes of the newest capture lie, and the hashes by which they are known."""
    rows = [
        (gettext("Where its bytes lie"), cut(article.locator, 4_000)),
        (gettext("Text SHA-256"), article.text_hash),
        (gettext("Page SHA-256"), article.payload_hash),
        (gettext("Address"), cut(article.url, 4_000)),
        (gettext("Id"), article.id),
    ]
    return [Fact(name=name, value=value) for name, value in rows if value]
