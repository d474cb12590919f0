"""The article's text: the blocks that are it, in order; and when hardly any are found, the next rung of a ladder.

In: `Page`, `Site`. Out: `Found[Body]`; its rule is the rung: "profile", "blocks", "JSON-LD articleBody", "script",
"any prose". A rung that a template suddenly needs is the first sign of a new layout.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from indexer.extract.blocks import Weighed, weigh
from indexer.extract.dates import written_dates
from indexer.extract.found import Found
from indexer.extract.layout import Block, lay_out
from indexer.extract.page import Page
from indexer.extract.stray import without_stray_lines
from indexer.extract.verdict import judge
from indexer.sites import Site

_SHORT = 250  # characters; a text below that may not be the whole
_STUB = 60  # characters; a text below that is none
_LONG = 60  # characters; a block as long as this is not said twice on purpose
_SCRIPT = 2_000_000  # characters of a script that are looked through
_PLAIN_PROSE = 0.4  # a block's weight as prose that will do on the last rung
_OFTEN, _FEW = 3, 2  # a long block said so often; so many different ones
_HEADLINE = 15  # characters of a line that <title> has as well
_BYLINE = 90  # characters of a line below the headline
_DATE = 40  # characters of a block that is a date
_FACTS = 400  # characters of a block of the entry's facts
_ENTRY_FACTS = re.compile(r"(?:post|entry)-?(?:meta|info|footer|utility)|article-?info", re.IGNORECASE)
_LABEL = 40  # characters before a link
_BETWEEN = "|·•/[]"  # between the links of a menu
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS = '.!?…。！？۔।»”"’'
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # takes an open one to its end: every character is seen once
_PARAGRAPH = re.compile(r"<(?:p|br)\b|\n\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """A text as paragraphs, and the numbers of the page's blocks that it is made of (none on the lower rungs)."""

    paragraphs: tuple[str, ...] = ()
    blocks: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def size(self) -> int:
        """Its length in characters, one of Chinese, Japanese or Korean as three."""
        return sum(len(p) * (3 if p[len(p) // 2] > "\u2e80" else 1) for p in self.paragraphs if p)


def body(page: Page, site: Site) -> Found[Body]:
    """Return the article's text with the rung that gave it."""
    if rule := site.rules.get("body"):
        nodes = page.tree.css(rule.css) if rule.css else []
        given = Body(tuple(text for node in nodes for text in _texts(node) if text not in site.text.drop))
        if given.size >= _STUB:
            return Found(given, "profile")
    weighed = weigh(page)
    best = Found(_judged(page, weighed, site.text.drop), "blocks")
    if best.value.size >= _SHORT:
        return best
    for rung, lower in _lower_rungs(page, weighed):
        if lower.size > max(2 * best.value.size, _STUB):
            best = Found(lower, rung, ((best.rule, best.value),))
            if lower.size >= _SHORT:
                break
    return best if best.value.paragraphs else Found(Body())


def _judged(page: Page, weighed: Weighed, drop: Collection[str]) -> Body:
    odds = judge(page, weighed)
    anchor = page.anchor
    heading = anchor.block if anchor and anchor.text == page.blocks[anchor.block].text else -1
    repeats = Counter([text for number in odds if len(text := page.blocks[number].text) > _LONG])
    often = {text for text, times in repeats.items() if times >= _OFTEN}
    # One or two texts said again and again are notices; many are the matter itself, such as a week's recipes.
    notices, matter = (often, set[str]()) if len(often) <= _FEW else (set[str](), often)
    kept: list[int] = []
    seen: set[str] = set()
    for number, z in odds.items():
        block = page.blocks[number]
        text = block.text
        if z <= 0 or number == heading or text in notices or (text in seen and text not in matter):
            continue
        if len(text) <= _FACTS and _is_entry_facts(page, block):
            continue
        if number < heading and anchor and text.endswith(anchor.text):  # the trail to this page
            continue
        if block.linked and (_points_elsewhere(page, block) or _is_menu(page, block)):
            continue
        if len(text) > _LONG:
            seen.add(text)
        kept.append(number)
    kept = kept[bool(kept) and _is_date(page, kept[0]) : -1 if len(kept) > 1 and _is_date(page, kept[-1]) else None]
    if [_is_heading(page, number) for number in kept[-2:]] == [False, True]:
        kept.pop()  # nothing stands below it: the heading of what is left out, "For subscribers only"
    return _without_headline(page, _of_blocks(page, without_stray_lines(page, kept, drop)))


def _is_heading(page: Page, number: int) -> bool:
    return page.layout.tags[page.blocks[number].element] in _HEADINGS


def _points_elsewhere(page: Page, block: Block) -> bool:
    """Tell whether a block is a link with a word before it ("Читайте також: …"), in any language."""
    links = [inline.text for inline in block.inlines if page.layout.tags[inline.element] == "a"]
    if len(links) != 1 or not block.text.endswith(links[0]):
        return False
    before = block.text[: -len(links[0])].rstrip()
    return 0 < len(before) <= _LABEL and before[-1] in ":："


def _is_menu(page: Page, block: Block) -> bool:
    """Tell whether a block is links with signs between them and nothing else: "Версія для друку | На головну"."""
    rest, links = block.text, 0
    for inline in block.inlines:
        if page.layout.tags[inline.element] == "a" and inline.text:
            rest, links = rest.replace(inline.text, "", 1), links + 1
    return links > 1 and not any(sign.isalnum() for sign in rest) and any(sign in rest for sign in _BETWEEN)


def _is_date(page: Page, number: int) -> bool:
    """Tell whether a block is a date and hardly a word beside it: "8 лютого 2000 р.", "Mis en ligne le 23/11/2001"."""
    text = page.blocks[number].text
    if len(text) > _DATE or not any(sign.isdigit() for sign in text):
        return False
    dates = written_dates(text, page.html_lang)
    return len(dates) == 1 and 2 * (dates[0].end - dates[0].start) > len(text)


def _is_entry_facts(page: Page, block: Block) -> bool:
    """Tell whether a block, or what it stands in, is named after the facts of an entry: when, by whom, filed where."""
    names = (page.attribute(element, "class") for element in (block.element, page.layout.parents[block.element]))
    return any(_ENTRY_FACTS.search(name) for name in names)


def _without_headline(page: Page, found: Body) -> Body:
    """Take the headline off the text's first lines, and the date below it, where no heading holds them."""
    if not found.paragraphs:
        return found
    for number, text in enumerate(found.paragraphs[1:4], 1):
        line = text.partition("\n")[0]
        if len(line) >= _HEADLINE and line in page.title_tag:  # what stands above the headline is a menu, a trail
            if all(len(above) < _LONG and above[-1] not in _ENDS for above in found.paragraphs[:number]):
                found = Body(found.paragraphs[number:], found.blocks[number:])
            break
    lines = found.paragraphs[0].split("\n")
    if lines[0] not in page.title_tag:
        return found
    while lines and (lines[0] in page.title_tag or (len(lines[0]) < _BYLINE and lines[0][-1] not in _ENDS)):
        del lines[0]
    first = ("\n".join(lines),) if lines else ()
    return Body((*first, *found.paragraphs[1:]), found.blocks[0 if lines else 1 :])


def _of_blocks(page: Page, numbers: Iterable[int]) -> Body:
    numbers = tuple(numbers)
    return Body(tuple(page.blocks[number].text for number in numbers), numbers)


def _lower_rungs(page: Page, weighed: Weighed) -> Iterator[tuple[str, Body]]:
    told = page.article_data.get("articleBody")
    if isinstance(told, str):
        yield "JSON-LD articleBody", _of_text(told)
    yield "script", _in_scripts(page)
    good = [number for number, own in enumerate(weighed.weight) if own >= _PLAIN_PROSE]
    yield "any prose", _of_blocks(page, good)


def _of_text(text: str) -> Body:
    """Read a text that may hold markup."""
    if re.search(r"</?(?:p|br|div)\b", text, re.IGNORECASE):
        tree = LexborHTMLParser(text, scripting=True)
        return Body(tuple(_texts(tree.body)))
    return Body(tuple(line for raw in text.splitlines() if (line := " ".join(raw.split()))))


def _texts(node: object) -> list[str]:
    return [block.text for block in lay_out(node).blocks]  # type: ignore[arg-type]


def _in_scripts(page: Page) -> Body:
    """Return the longest text with paragraphs that a script holds as a string."""
    longest = Body()
    for node in page.tree.css("script"):
        source = node.text()
        if len(source) < 2 * _SHORT:
            continue
        for match in _STRING.finditer(source[:_SCRIPT]):
            if match.end() - match.start() < 1.5 * _SHORT:
                continue
            try:
                text = json.loads(match[0], strict=False)
            except ValueError:
                continue
            if _PARAGRAPH.search(text) and " " in text and len(text) > longest.size:
                found = _of_text(text)
                if found.size > longest.size:
                    longest = found
    return longest
