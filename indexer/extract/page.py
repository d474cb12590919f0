"""Page: an archived page decoded, parsed and walked once; what every field function reads.

In: bytes, the URL, the charset that HTTP declared. Out: `Page`, a value whose parts are plain lists and dicts. Nothing
on it changes, and the field functions (`title(page, site)` …) are pure.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.extract.alike import alike, folded, words
from indexer.extract.combining import unstacked
from indexer.extract.encoding import decode
from indexer.extract.layout import Block, Layout, lay_out, visible
from indexer.extract.linked_data import Thing, things
from indexer.extract.loud_line import loud_line
from indexer.extract.microdata import Microdata
from indexer.extract.overgrown import bounded
from indexer.extract.own_story import Self, own_story, without_others
from indexer.extract.surroundings import Surroundings

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = re.compile(r"\s+[-–—|:•·/»]\s+|\s*[|｜]\s*")
MOST_NAME = 4  # words of a site's name in <title>
MAX_META = 5_000
MOST_LINKS = 5_000  # links of a page that are looked at
MOST_CLAIMS = 3  # first-level headings that may be the page's own: more are those of a list


class Link(NamedTuple):
    """A <link>: its rel (lower case), address as written, language, and media type."""

    rel: str
    href: str
    hreflang: str
    type: str


class Heading(NamedTuple):
    """A heading: its level 1-6, its text, its element in `layout`, and its (first) block."""

    level: int
    text: str
    element: int
    block: int


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
        return _anchor(self)


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


def _anchor(page: Page) -> Heading | None:
    claims = [page.said("og:title"), page.said("twitter:title"), str(page.article_data.get("headline") or "")]
    site = page.said("og:site_name")
    claims = [claim for claim in claims if claim != site]
    masthead = None if any(claims) else _masthead(page)
    claims = [claim for claim in (*claims, "" if masthead else page.title_tag) if claim]
    headings = [heading for heading in page.headings if heading != masthead]
    named = [heading for heading in headings if heading.text in claims]
    if named:
        return min(named, key=lambda heading: heading.level)
    claimed = [words(claim) for claim in dict.fromkeys(map(folded, claims))]
    long = [number for number, block in enumerate(page.blocks) if len(block.text) > 150 and block.linked < 75]
    best, best_score = None, 0.5
    for heading in headings:
        own = words(folded(heading.text))
        score = max((alike(own, claim) for claim in claimed), default=0.0)
        score += 0.15 if heading.level == 1 else -0.02 * heading.level  # of two with the same words, the greater
        score -= 0.3 if bisect(long, heading.block) > 2 else 0.0  # a heading within the text
        if score > best_score:
            best, best_score = heading, score
    best = best or next((heading for heading in headings if heading.level == 1), None)
    return best or _titled_line(page) or _near_heading(headings, long) or _loud_line(page) or _below(masthead, headings)


def _masthead(page: Page) -> Heading | None:
    """Return the first heading if it is the site's name: that, in one word or two, is all that <title> has as well."""
    first = next((heading for heading in page.headings if heading.level == 1), None)
    if first is None or first.text != page.title_tag or len(first.text.split()) > 2:
        return None
    name = folded(first.text)
    home = page.blocks[first.block].linked or name == folded(page.said("og:site_name"))
    below = [h for h in page.headings if 0 < h.block - first.block <= 3 and len(h.text.split()) > 3]
    return first if home or (below and below[0].level == 2) else None


def _below(masthead: Heading | None, headings: list[Heading]) -> Heading | None:
    """Return the first heading of the second level below the site's name."""
    return next((heading for heading in headings if heading.level == 2), masthead) if masthead else None


def _loud_line(page: Page) -> Heading | None:
    """Return the line that is set loudest, where <title> is too short to be a headline: the site's name, a file's."""
    longest = max((len(part.split()) for part in _PARTS.split(page.title_tag)), default=0)
    if longest > MOST_NAME or (
        page.title_tag and page.title_tag[-1] > "\u2e80" and len(page.title_tag) > 2 * MOST_NAME
    ):
        return None
    found = loud_line(page.layout, page.tree, page.title_tag)
    return Heading(1, found[0], page.blocks[found[1]].element, found[1]) if found else None


def _near_heading(headings: list[Heading], long: list[int]) -> Heading | None:
    """Return the last greater heading before the text: one with a long block soon behind it."""
    if not long:
        return None
    near = [heading for heading in headings if heading.level <= 3 and 0 < long[0] - heading.block <= 8]
    return min(near, key=lambda heading: (heading.level, -heading.block), default=None)


def _titled_line(page: Page) -> Heading | None:
    """Return the line that <title> begins or ends with: pages of before 2005 set their headlines in bold alone."""
    whole = folded(page.title_tag)
    for number, block in enumerate(page.blocks):
        for line in block.text.split("\n"):
            own = folded(line)
            if (
                (len(own.split()) > 2 or (len(own) > 6 and own[-1] > "\u2e80"))
                and 3 * len(own) >= len(whole)
                and (whole.endswith(own) or whole.startswith(own))
            ):
                return Heading(1, line, block.element, number)
    return None
