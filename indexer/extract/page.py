"""Page: an archived page decoded, parsed and walked once; what every field function reads.

In: bytes, the URL, the charset that HTTP declared. Out: `Page`, a value whose parts are plain lists and dicts. Nothing
on it changes, and the field functions (`title(page, site)` …) are pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.extract.anchor import Heading, anchor
from indexer.extract.combining import unstacked
from indexer.extract.encoding import decode
from indexer.extract.layout import Block, Layout, lay_out, visible
from indexer.extract.linked_data import Thing, things
from indexer.extract.microdata import Microdata
from indexer.extract.overgrown import bounded
from indexer.extract.own_story import Self, own_story, without_others
from indexer.extract.surroundings import Surroundings

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MAX_META = 5_000
MOST_LINKS = 5_000  # links of a page that are looked at
MOST_CLAIMS = 3  # first-level headings that may be the page's own: more are those of a list


class Link(NamedTuple):
    """A <link>: its rel (lower case), address as written, language, and media type."""

    rel: str
    href: str
    hreflang: str
    type: str


@dataclass(frozen=True)
class Page:
    """One page, read once.

    `url` is as the archive gave it. `meta` maps a lower-cased name (of `name`, `property`, `itemprop` or `http-equiv`)
    to its contents in order. `described` is every JSON-LD object of the page, flat, those of other stories included.
    `layout` has the elements (tags, attributes, parents) and `blocks` the visible text in document order, without menus
    (<nav>, but for the trail), scripts and the like; header, footer and aside are there. Texts have their whitespace
    collapsed.
    """

    url: str | None
    charset: str
    charset_rule: str
    html_lang: str
    title_tag: str
    meta: dict[str, list[str]]
    links: tuple[Link, ...]
    described: tuple[Thing, ...]
    layout: Layout
    tree: LexborHTMLParser  # for the rare rule that needs a selector; costs more than the lists

    @property
    def blocks(self) -> list[Block]:
        return self.layout.blocks

    def said(self, *names: str) -> str:
        """Return the first meta content that is not empty under these names, or ""."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    def linked(self, rel: str) -> list[Link]:
        """Return the <link> elements with this rel."""
        return [link for link in self.links if rel in link.rel.split()]

    def attribute(self, element: int, name: str) -> str:
        """Return an element's attribute, or ""."""
        return self.layout.attributes[element].get(name) or ""

    def absolute(self, href: str) -> str:
        """Return an address of the page made whole; as it is if that is not possible."""
        try:
            return urljoin(self.url or "", href.strip())
        except ValueError:
            return href.strip()

    @cached_property
    def article_data(self) -> Thing:
        """The JSON-LD object that is the article, or {}."""
        return own_story(self.described, self.itself) if self.described else {}

    @cached_property
    def linked_data(self) -> tuple[Thing, ...]:
        """The JSON-LD objects of the page without the articles that are other stories, flat."""
        return without_others(self.described, self.article_data, self.itself) if self.described else ()

    @cached_property
    def itself(self) -> Self:
        """What the page calls itself, and where it says that it is."""
        first = [heading.text for heading in self.headings if heading.level == 1]
        claims = (self.said("og:title"), self.said("twitter:title"), self.title_tag, *first[:MOST_CLAIMS])
        canonical = (link.href for link in self.linked("canonical"))
        return Self.of(claims, (self.url, self.said("og:url"), *canonical), self.url)

    @cached_property
    def hrefs(self) -> tuple[str, ...]:
        """Where the page's links lead, menus and share buttons included; for the rare rule, as `tree` is."""
        nodes = self.tree.css("a[href]")[:MOST_LINKS]
        return tuple(href for node in nodes if (href := node.attributes.get("href")))

    @cached_property
    def surroundings(self) -> Surroundings:
        """What the elements are called, and where the prose is: read once for all field functions."""
        return Surroundings(self.layout, self.anchor.block if self.anchor else -1)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings h1-h6 with their text, in document order."""
        layout, blocks = self.layout, self.blocks
        headings = [element for element, tag in enumerate(layout.tags) if tag in _HEADINGS]
        held: dict[int, list[int]] = {}
        for number, block in enumerate(blocks):
            held.setdefault(block.element, []).append(number)
        found = []
        for element in headings:
            if layout.ends[element] == element:
                numbers = held.get(element, [])
            else:
                inside = range(element, layout.ends[element] + 1)
                numbers = [number for at in inside if at in held for number in held[at]]
            if numbers:
                text = " ".join([blocks[number].text for number in numbers])
                found.append(Heading(int(layout.tags[element][1]), text, element, numbers[0]))
        return tuple(found)

    @cached_property
    def anchor(self) -> Heading | None:
        """The article's own heading: the one that says what metadata or <title> call the page, else the first h1."""
        return anchor(self)


def open_page(payload: bytes, url: str | None = None, charset: str | None = None) -> Page:
    """Decode, parse and walk a page.

    >>> page = open_page("<title>Новини Об’єднання</title><h1>Об’єднання</h1><p>Текст.".encode(), "https://news.example/1")
    >>> page.title_tag, page.anchor.text, [block.text for block in page.blocks]
    ('Новини Об’єднання', 'Об’єднання', ['Об’єднання', 'Текст.'])
    """
    decoded = decode(payload, charset, strict=False)
    tree, layout, title = _parsed(decoded.markup)
    if isinstance(decoded.markup, bytes) and "\ufffd" in "".join([title, *[block.text for block in layout.blocks]]):
        again = decode(payload, charset)
        if again.charset != decoded.charset:
            decoded = again
            tree, layout, title = _parsed(decoded.markup)
    head = [*tree.head.iter()] if tree.head is not None else []
    meta, links, scripts = _read_head([*head, *_of_itself(layout)])
    root = tree.root
    return Page(
        url=url,
        charset=decoded.charset,
        charset_rule=decoded.rule,
        html_lang=(root.attributes.get("lang") or root.attributes.get("xml:lang") or "").strip() if root else "",
        title_tag=title,
        meta=meta,
        links=links,
        described=things(scripts),
        layout=layout,
        tree=tree,
    )


def _parsed(markup: bytes | str) -> tuple[LexborHTMLParser, Layout, str]:
    tree = LexborHTMLParser(bounded(markup), scripting=True)
    layout = lay_out(tree.body) if tree.body is not None and tree.body.tag == "body" else Layout()
    title = next((node.text() for node in tree.head.iter() if node.tag == "title"), "") if tree.head is not None else ""
    return tree, layout, visible(" ".join(title.split()))


def _of_itself(layout: Layout) -> Iterable[LexborNode]:
    """Yield the head's elements that stand in the body, without the microdata of other stories."""
    microdata = Microdata(layout)
    for node, place in zip(layout.head, layout.head_places, strict=True):
        if node.tag != "meta" or "itemprop" not in node.attributes or not microdata.of_another(place):
            yield node


def _read_head(nodes: Iterable[LexborNode]) -> tuple[dict[str, list[str]], tuple[Link, ...], list[str]]:
    meta: dict[str, list[str]] = {}
    links: list[Link] = []
    scripts: list[str] = []
    for node in nodes:
        tag = node.tag
        if tag == "meta":
            own = node.attributes
            content = own.get("content")
            if content is not None and len(meta) < MAX_META:
                for name in _META_NAMES:
                    if named := own.get(name):
                        meta.setdefault(named.strip().lower(), []).append(unstacked(" ".join(content.split())))
        elif tag == "link":
            own = node.attributes
            rel, href = own.get("rel"), own.get("href")
            if rel and href:
                language, media = own.get("hreflang") or "", own.get("type") or ""
                links.append(Link(rel.strip().lower(), href.strip(), language.strip(), media.strip()))
        elif tag == "script" and "ld+json" in (node.attributes.get("type") or "").lower():
            scripts.append(node.text())
    return meta, tuple(links), scripts


_META_NAMES = ("name", "property", "itemprop", "http-equiv")
