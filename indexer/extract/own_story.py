"""Which of the stories that a page describes to machines is its own, and which are those it only points to.

In: JSON-LD objects, what the page calls itself, and where it is. Out: how much speaks for it that an object is the
page's own. Lists of related stories are described in the same words as the story itself.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from indexer.extract.linked_data import Thing, article_things, listed

CALLED, PLACED, LIKE, UNLIKE, OTHER = 4, 3, 2, 1, 0
_SHORTEST = 12  # characters of a headline that may stand within a longer one
_LONGEST = 500  # characters that are compared
_OTHER_HOSTS = re.compile(r"^(?:www\d?|m|amp|mobile)\.")
_SLUG = re.compile(r"(?:[^\W_]+[-_]){2,}[^/]*$|\d{5,}(?=\D*$)")  # a slug of words, a number
_GAP = re.compile(r"[\W_]+")
Address = tuple[str, str]  # host and path; query


@dataclass(frozen=True, slots=True)
class Self:
    """What a page says of itself: its folded headlines, and its addresses."""

    headlines: tuple[str, ...]
    addresses: frozenset[Address]
    base: str = ""

    @classmethod
    def of(cls, headlines: Iterable[str], addresses: Iterable[str | None], base: str | None) -> Self:
        """Return what these headlines and addresses say; empty ones and those of a home page say nothing."""
        folded = dict.fromkeys(text for raw in headlines if (text := fold(raw)))
        known = (_address(urls, base or "") for urls in addresses if urls)
        return cls(tuple(folded), frozenset(address for address in known if address), base or "")

    def is_at(self, href: str) -> bool:
        """Tell whether a link leads to the page itself."""
        there = _address(href, self.base)
        return there is not None and any(_same_place(there, own) for own in self.addresses)


def own_story(found: tuple[Thing, ...], page: Self) -> Thing:
    """Return the JSON-LD object that is the page's article, or {}.

    One that is called or placed as the page is goes first; those inside lists are the page's only then. One that stands
    alone is believed if nothing speaks against it: headlines for search engines differ from the one that is seen.

    >>> others = {"@type": "NewsArticle", "headline": "Віз продали", "datePublished": "2022-05-05"}
    >>> own = {"@type": "NewsArticle", "headline": "Міст відкрили"}
    >>> own_story((others, own), Self.of(["Міст відкрили"], [], None))["headline"]
    'Міст відкрили'
    """
    articles = article_things(found)
    if not articles:
        return {}
    inside = listed(found)
    free = [thing for thing in articles if id(thing) not in inside]
    ranked = [(kinship(thing, page), "headline" in thing or "datePublished" in thing, thing) for thing in free]
    rank, _, best = max(ranked, key=lambda each: each[:2], default=(OTHER, False, {}))
    if rank > UNLIKE or (rank == UNLIKE and len({str(thing.get("headline")) for thing in free}) == 1):
        return best
    return next((thing for thing in articles if id(thing) in inside and kinship(thing, page) >= PLACED), {})


def without_others(found: tuple[Thing, ...], own: Thing, page: Self) -> tuple[Thing, ...]:
    """Return the objects without the articles that are other stories than the page's own."""
    articles = [thing for thing in article_things(found) if thing is not own]
    if not articles:
        return found
    inside = listed(found)
    others = {id(thing) for thing in articles if kinship(thing, page) < (PLACED if id(thing) in inside else LIKE)}
    return tuple(thing for thing in found if id(thing) not in others)


def kinship(thing: Thing, page: Self) -> int:
    """Return what speaks for an object: CALLED or PLACED as the page is, LIKE it or nothing to tell by, UNLIKE in its
    words, or OTHER: in its words and its address as well.
    """
    told = thing.get("headline") or thing.get("name")
    headline = fold(told) if isinstance(told, str) else ""
    if headline and any(same_headline(headline, own) for own in page.headlines):
        return CALLED
    addresses = {address for url in _urls(thing) if (address := _address(url, page.base))}
    if any(_same_place(one, other) for one in addresses for other in page.addresses):
        return PLACED
    telling = [
        own for own in page.headlines if own.count(" ") > 1 or own[-1] > "\u2e80"
    ]  # others may be the site's name
    if not headline or not telling or any(_may_be_alike(headline, own) for own in telling):
        return LIKE
    return OTHER if addresses and page.addresses else UNLIKE


def _may_be_alike(one: str, other: str) -> bool:
    """Tell whether two folded headlines share a word, or are of two languages."""
    return one.isascii() != other.isascii() or share_words(one, other)


def fold(text: str) -> str:
    """Return a headline for comparing: its letters and digits, without case.

    >>> fold("Об’єднання: «Так»"), fold("М&#039;яч")
    ('об єднання так', 'м яч')
    """
    text = text[:_LONGEST]
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _GAP.sub(" ", text.casefold()).strip()


def same_headline(one: str, other: str) -> bool:
    """Tell whether two folded headlines are the same, or the longer one the other with the site's name around it."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if short == long:
        return bool(short)
    if short and short[len(short) // 2] > "\u2e80":
        return 3 * len(short) >= _SHORTEST and short in long
    return len(short) >= _SHORTEST and f" {short} " in f" {long} "


def share_words(one: str, other: str) -> bool:
    """Tell whether two folded headlines share a word of four letters or more, or two characters that follow each other
    where no spaces part words.
    """
    if one[len(one) // 2] > "\u2e80" or other[len(other) // 2] > "\u2e80":
        return any(one[i : i + 2] in other for i in range(len(one) - 1))
    return any(len(word) > 3 for word in set(one.split()) & set(other.split()))


def _urls(thing: Thing) -> Iterable[str]:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = thing.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _address(url: str, base: str) -> Address | None:
    """Return an address for comparing; None if it is no page's, or that of a home page."""
    try:
        parts = urlsplit(urljoin(base, url.strip()[:2000]))
        host = _OTHER_HOSTS.sub("", (parts.hostname or "").lower())
    except ValueError:
        return None
    path = parts.path.rstrip("/").removesuffix("/amp")
    return (host + path, parts.query) if host and (path or parts.query) else None


def _same_place(one: Address, other: Address) -> bool:
    """Tell whether two addresses are the same, or end in the same slug or number: another edition, another section."""
    if one[0] == other[0]:
        return one[1] == other[1] or not one[1] or not other[1]
    last, end = (_SLUG.search(address[0]) for address in (one, other))
    return last is not None and end is not None and last[0] == end[0]
