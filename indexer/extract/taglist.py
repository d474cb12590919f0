"""The list of tags that a reader sees.

In: `Page` with its surroundings. Out: (rule, tags), the likeliest list first. A list is a run of short links; it is
weighed by what its elements are called, where its links lead, the word before it, its place below the text, and whether
its words occur in the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from indexer.extract.byline import PERSON_PATH
from indexer.extract.layout import Block
from indexer.extract.newsroom import WORDS, any_of
from indexer.extract.page import Page
from indexer.extract.surroundings import AUTHOR, CAPTION, CRUMBS, ELSEWHERE, TAGS, Surroundings

LONGEST = 60  # characters of one tag in a list
ENOUGH = 3.0
BELOW = 40  # blocks below the text in which the list may come
TAG_PATH = re.compile(
    r"/(?:tags?|topics?|keywords?|themen?|thema|temas?|tema|tagi?|sujets?|themes?|label|labels|mot-cle|motcle|argomenti|"
    r"etiqueta|etiquetas|emne|emner|amne|aihe|stichwort|schlagwort|dossiers?|metka|teg|tegi|t|etiket|konu|wiki|subject|subjects)/|[?&](?:tag|keyword)=",
    re.IGNORECASE,
)
COUNT = re.compile(r"\s?\(?\d{1,6}\)?$")  # how many articles have the tag
LABEL = re.compile(rf"^\W*{any_of(WORDS['tags'])}\s*[:：]?\s*", re.IGNORECASE)
NO_ASCII_LETTER = re.compile("[^a-z0-9]+")
WORD = re.compile(r"\w{3,}")
POPULAR = re.compile(rf"^\W*{any_of(WORDS['popular'])}(?!\w)", re.IGNORECASE)
LINE = 300  # characters of a line of tags without links
NEAR = 8  # blocks below the text in which that line may come
HASHES = re.compile(r"(?:#[^\s#,][^#.!?]{1,40}){2,}")
COMMAS = re.compile(r"\s*[,;،、，；]\s*")
WORDS_OF_ONE = 5  # words of a tag in such a line


@dataclass(slots=True)
class Group:
    """Links that follow each other: their texts and addresses, the blocks they are in and what surrounds them."""

    texts: list[str]
    hrefs: list[str]
    rels: list[str]
    signs: int
    above: int
    first: int
    last: int
    labelled: bool
    of_site: bool  # under a heading such as "Popular tags"


def tag_lists(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of each likely list of tags."""
    around = page.surroundings
    words = _article_words(page, around) if page.blocks else ""
    weighed = [(_score(group, around, words), group) for group in _groups(page, around)]
    for score, group in sorted(weighed, key=lambda pair: -pair[0]):
        if score >= ENOUGH:
            counted = len(group.texts) > 1 and all(COUNT.search(text) for text in group.texts)
            yield "tag list", [COUNT.sub("", text) for text in group.texts] if counted else group.texts


def tag_lines(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Yield the tags of each line below the text that lists them without links: "Теги: Київ, м’яч", "#Київ #м’яч"."""
    if not page.blocks:
        return
    around = page.surroundings
    for block in page.blocks[around.last + 1 : around.last + 1 + NEAR]:
        if len(block.text) > LINE or block.linked or around.above(block.element) & (ELSEWHERE | CAPTION):
            continue
        if found := line_of_tags(block.text):
            yield "tag line", found


def line_of_tags(text: str) -> list[str]:
    """Return the tags of a line that is nothing else, else [].

    >>> line_of_tags("Теги: Київ, м’яч"), line_of_tags("#залізна дорога #хліб"), line_of_tags("Тема: мости")
    (['Київ', 'м’яч'], ['залізна дорога', 'хліб'], [])
    """
    if HASHES.fullmatch(text):
        found = [tag.strip(" ,;") for tag in text.split("#")[1:]]
    else:
        label = LABEL.match(text)
        if not label or label[0].rstrip()[-1:] not in ":：" or text.rstrip()[-1] in "!?…":
            return []
        found = [tag for tag in COMMAS.split(text[label.end() :].strip(" .")) if tag]
    short = all(len(tag) <= LONGEST and len(tag.split()) <= WORDS_OF_ONE and ". " not in tag for tag in found)
    return found if len(found) > 1 and short else []


def _groups(page: Page, around: Surroundings) -> Iterator[Group]:
    """Yield runs of blocks that are nothing but short links, side by side in the same list."""
    blocks = page.blocks
    group: Group | None = None
    for number in range(max(0, around.anchor - 12), min(len(blocks), around.last + BELOW)):
        block = blocks[number]
        links = _links(page, block)
        if links and group and number == group.last + 1 and _goes_on(page, around, group, block):
            _add(group, links, number)
            continue
        if group:
            yield group
            group = None
        if links:
            before = blocks[number - 1].text if number else ""
            labelled = bool(
                LABEL.fullmatch(before) or (LABEL.match(block.text) and not block.text.startswith(links[0][0]))
            )
            signs = around.near(block.element, 4)
            for inline in block.inlines:
                signs |= around.own(inline.element)
            group = Group(
                [], [], [], signs, around.above(block.element), number, number, labelled, bool(POPULAR.match(before))
            )
            _add(group, links, number)
    if group:
        yield group


def _add(group: Group, links: list[tuple[str, str, str]], number: int) -> None:
    for text, href, rel in links:
        group.texts.append(text)
        group.hrefs.append(href)
        group.rels.append(rel)
    group.last = number


def _goes_on(page: Page, around: Surroundings, group: Group, block: Block) -> bool:
    """Tell whether a block goes on with a list: an entry beside the last one, and called alike (tags, then "share")."""
    last = page.blocks[group.last].element
    return around.own(last) == around.own(block.element) and _kin(page, last, block.element)


def _kin(page: Page, one: int, other: int) -> bool:
    """Tell whether two elements are entries of one list: alike up to what holds both, three levels at most."""
    parents, tags = page.layout.parents, page.layout.tags
    for _ in range(3):
        if tags[one] != tags[other]:
            return False
        one, other = parents[one], parents[other]
        if one == other:
            return True
    return False


def _links(page: Page, block: Block) -> list[tuple[str, str, str]]:
    """Return (text, href, rel) of the links in a block that is made of short links, else []."""
    if not block.linked or len(block.text) > 1200:
        return []
    if block.linked * 1.6 < len(block.text):
        label = LABEL.match(block.text)
        if not label or block.linked * 1.6 < len(block.text) - label.end():
            return []
    found = [
        (inline.text, page.attribute(inline.element, "href"), page.attribute(inline.element, "rel"))
        for inline in block.inlines
        if page.layout.tags[inline.element] == "a"
    ]
    return found if found and all(0 < len(text) <= LONGEST and text[-1] not in ".!?" for text, _, _ in found) else []


def _article_words(page: Page, around: Surroundings) -> str:
    """Return the text from headline to end in small letters."""
    text = " ".join(block.text for block in page.blocks[max(around.anchor, 0) : around.last + 1])
    return text[:20_000].casefold()


def _stem(word: str) -> str:
    """Return the beginning that inflected forms of a word share, roughly, in any language."""
    return word[: max(4, len(word) * 2 // 3)]


def _score(group: Group, around: Surroundings, words: str) -> float:
    count = len(group.texts)
    paths = sum(bool(TAG_PATH.search(href)) for href in group.hrefs) / count
    rel = any("tag" in rel.split() for rel in group.rels)
    held = sum(any(_stem(word) in words for word in WORD.findall(text.casefold())) for text in group.texts) / count
    slugs = sum(_is_slug(text, href) for text, href in zip(group.texts, group.hrefs, strict=True)) / count
    called = bool(group.signs & TAGS)
    score = 3.0 * called + 2.5 * paths + 3.0 * rel + 2.0 * group.labelled + 2.0 * held + slugs
    below = group.first > around.last
    score += (
        (1.5 if group.first - around.last <= 5 else 1.0) if below else -0.5 if group.first > around.anchor else -1.5
    )
    score -= 6.0 * group.of_site + 3.0 * bool(group.above & (ELSEWHERE | CAPTION)) + 3.0 * bool(group.above & CRUMBS)
    score -= 2.0 * bool(group.signs & AUTHOR or (any(PERSON_PATH.search(href) for href in group.hrefs) and not called))
    score -= (0.5 if called and below else 2.0) * (count == 1) + (2.0 if count > 25 else 0.0)
    score -= 1.0 * (held == 0 and not (group.labelled and count > 1))
    score -= 2.0 * (sum(text.count(" ") for text in group.texts) > 3.5 * count)  # headlines of other stories
    if below:
        score -= (group.first - around.last) / 40
    return score


def _is_slug(text: str, href: str) -> bool:
    """Tell whether an address ends in what its link says: "/panorama/drogen/" for "Drogen"."""
    path = href.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return bool(path) and _letters(unquote(path)[:40])[:5] == _letters(text[:40])[:5] != ""


def _letters(text: str) -> str:
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKD", text.casefold())
    return NO_ASCII_LETTER.sub("", plain) or "".join(c for c in plain if c.isalnum())
