"""Every field of an article with its reason, and the article made of them.

In: `Page`, `Site`, the time of the capture. Out: `Fields`, each a `Found`; `article_of` makes the `Article`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from indexer.extract.authors import authors
from indexer.extract.body import Body, body
from indexer.extract.cited import cited
from indexer.extract.combining import unstacked
from indexer.extract.editions import Editions, editions
from indexer.extract.found import Found
from indexer.extract.language import language
from indexer.extract.lead import lead
from indexer.extract.page import Page
from indexer.extract.page_kind import page_kind
from indexer.extract.published import Published, modified, published
from indexer.extract.section import section
from indexer.extract.source import host, source
from indexer.extract.tags import tags
from indexer.extract.text_capture import read_text
from indexer.extract.title import title
from indexer.identity import article_id, article_url, identity_key, payload_key
from indexer.sites import Site
from mappings.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What was found on one page, field by field, with rule and rivals."""

    url: Found[str]
    kind: Found[str]  # "article" | "index"
    title: Found[str]
    lead: Found[str]
    body: Found[Body]
    language: Found[str]
    authors: Found[tuple[str, ...]]
    tags: Found[tuple[str, ...]]
    section: Found[str | None]
    source: Found[str]
    cited: Found[tuple[str, ...]]
    editions: Found[Editions]
    published: Found[Published | None]
    modified: Found[str | None]
    damage: float  # share of characters that could not be decoded


def find(page: Page, site: Site, captured: str | None = None, *, rivals: bool = False) -> Fields:
    """Return every field of a page; `rivals`: also ask the rules that are not needed for an answer."""
    text = body(page, site)
    above = lead(page, site, text.value)
    headline = title(page, site)
    url = address(page)
    read = f"{above.value}\n{text.value.text}" if above.value not in text.value.text[:2000] else text.value.text
    tongue = language(read if len(read) > 60 else f"{headline.value}\n{read}", page, site)
    return Fields(
        url=url,
        kind=page_kind(page, text.value),
        title=headline,
        lead=above,
        body=text,
        language=tongue,
        authors=authors(page, site, rivals=rivals),
        tags=tags(page, site, rivals=rivals),
        section=section(page, site, rivals=rivals),
        source=source(page.url or url.value, site),
        cited=cited(page, site),
        editions=editions(page, site, url.value or None),
        published=published(page, site, captured, language=tongue.value, rivals=rivals),
        modified=modified(page, site, language=tongue.value),
        damage=read.count("\ufffd") / max(1, len(read)),
    )


def find_in_text(text: str, url: str | None, site: Site, captured: str | None = None) -> Fields:
    """Return every field of a plain-text capture."""
    read = read_text(unstacked(text), site, captured)
    return Fields(
        url=Found(url or "", "archive" if url else ""),
        kind=Found("article", "text capture"),
        title=read.title,
        lead=Found(""),
        body=Found(Body(tuple(read.body.value.split("\n")) if read.body.value else ()), read.body.rule),
        language=read.language,
        authors=read.authors,
        tags=read.tags,
        section=Found(None),
        source=source(url, site),
        cited=read.cited,
        editions=Found(Editions()),
        published=read.published,
        modified=Found(None),
        damage=text.count("\ufffd") / max(1, len(text)),
    )


def article_of(fields: Fields, payload: bytes, *, captured: str | None = None, locator: str = "") -> Article:
    """Return the article that the fields of one capture amount to."""
    headline, text = _clean(fields.title.value), _clean(fields.body.value.text)
    payload_hash = hashlib.sha256(payload).hexdigest()
    url = _clean(fields.url.value)
    when = fields.published.value
    return Article(
        id=article_id(identity_key(url) if url else payload_key(payload_hash)),
        url=url,
        language=fields.language.value,
        title=headline,
        lead=_clean(fields.lead.value),
        body=text,
        authors=tuple(map(_clean, fields.authors.value)),
        tags=tuple(map(_clean, fields.tags.value)),
        section=_clean(fields.section.value) if fields.section.value else None,
        source=fields.source.value,
        site=host(url),
        cited=tuple(map(_clean, fields.cited.value)),
        story=fields.editions.value.story,
        editions=fields.editions.value.others,
        published=when.moment if when else None,
        published_precision=when.precision if when else None,
        published_zone=when.zone if when else None,
        published_from=fields.published.rule if when else None,
        published_day=when.day if when else None,
        modified=fields.modified.value,
        captured=captured,
        first_captured=captured,
        text_hash=hashlib.sha256(f"{headline}\n{text}".encode()).hexdigest(),
        payload_hash=payload_hash,
        locator=locator,
    )


def address(page: Page) -> Found[str]:
    """Return the article's address: as the page names it where that can be believed, else as the archive does."""
    canonical = next((link.href for link in page.linked("canonical")), None)
    og_url = page.said("og:url") or None
    best = article_url(canonical, og_url, page.url)
    named = (("rel=canonical", canonical or ""), ("og:url", og_url or ""), ("archive", page.url or ""))
    rule = next((name for name, value in named if value and page.absolute(value) == best), "archive" if best else "")
    return Found(best or "", rule, tuple((name, value) for name, value in named if value and name != rule))


def _clean(text: str) -> str:
    """Return a text in NFC, with U+FFFD for halves of characters, which JSON can smuggle in and nothing can store."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", unstacked(text))
