"""The addresses that differ from a question in one thing: a search page has some two hundred of them.

In: a question. Out: addresses, letter for letter those of `search_url`, of which the unchanged parts are written once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from engines.contract import Filter
from engines.derive import facet_key
from webapp.parameters import FACETS
from webapp.search_url import ARTICLES, SEARCH, Asked, pairs, quoted, rooted, write

_DATES, _FACET, _PAGE = "dates", "facet", "page"
# what a link changes, in the order of `search_url.write`; `author` holds `author.not` and `author.missing` too
_PARTS = ("q", *FACETS, _DATES, "sort", "size", _PAGE, _FACET, "fields", "ui")
_PART_OF = {"from": _DATES, "to": _DATES, "published": _DATES, "cursor": _PAGE}


class Links:
    """Links to a question and its articles.

    >>> from webapp.search_url import read
    >>> links = Links(read([("q", "театр"), ("lang", "uk"), ("to", "2024")]))
    >>> links.only("lang", "ru")
    '/search?q=%D1%82%D0%B5%D0%B0%D1%82%D1%80&lang=ru&to=2024'
    """

    def __init__(self, asked: Asked) -> None:
        self._search, self._articles = rooted(SEARCH), rooted(ARTICLES)
        self._filters = asked.request.filters
        self._quoted: Callable[[str], str] = lru_cache(maxsize=None)(quoted)  # of one page: values come again
        self._here = write(asked)
        self._parts: dict[str, list[str]] = {part: [] for part in _PARTS}
        for name, value in pairs(asked):
            base = name.partition(".")[0]
            self._parts[_PART_OF.get(base, base)].append(f"{name}={self._quoted(value)}")
        self._parts[_PAGE] = []
        self._around = {part: self._written_around(part) for part in _PARTS}

    def article(self, id: str) -> str:
        """An article, with the question it was found by: the address of `search_url.article_link`."""
        path = f"{self._articles}/{quote(id, safe='')}"
        return f"{path}?{self._here}" if self._here else path

    def only(self, facet: str, value: str) -> str:
        """This value alone, in this facet: the address of `search_url.only_value`."""
        return self._changed(facet, f"{facet}={self._quoted(value)}")

    def excluding(self, facet: str, value: str) -> str:
        """Not this value: the address of `search_url.not_value`."""
        excluded = f"{facet}.not={self._quoted(value)}"
        old = self._filters.get(facet)
        if old is None:
            return self._changed(facet, excluded)
        kept = self._other_pairs(facet, old, facet_key(value))
        return self._changed(facet, "&".join([*kept, excluded, *([f"{facet}.missing=1"] if old.missing else [])]))

    def missing(self, facet: str) -> str:
        """Only articles without any value in this facet."""
        return self._changed(facet, f"{facet}.missing=1")

    def whole(self, facet: str) -> str:
        """The same search with all values of one facet beside it, and no other facet."""
        return self._changed(_FACET, f"facet={facet}")

    def between(self, since: str, until: str) -> str:
        """Published from `since` to `until`: the address of `search_url.between`."""
        return self._changed(_DATES, f"from={since}&to={until}")

    def page(self, number: int) -> str:
        """Another page of the same hits: the address of `search_url.on_page`."""
        return self._changed(_PAGE, f"page={number}" if number > 1 else "")

    def _other_pairs(self, facet: str, chosen: Filter, key: str) -> list[str]:
        both = ((facet, chosen.any_of), (f"{facet}.not", chosen.none_of))
        return [f"{name}={self._quoted(value)}" for name, values in both for value in values if facet_key(value) != key]

    def _changed(self, part: str, pairs: str) -> str:
        before, after = self._around[part]
        if pairs:
            return f"{self._search}?{before}{pairs}{after}"
        rest = f"{before}{after[1:]}" if after else before[:-1]
        return f"{self._search}?{rest}" if rest else self._search

    def _written_around(self, part: str) -> tuple[str, str]:
        """Return what stands before and after a part of an address, with the ampersands between."""
        at = _PARTS.index(part)
        before, after = (
            [pair for other in others for pair in self._parts[other]] for others in (_PARTS[:at], _PARTS[at + 1 :])
        )
        return "".join(f"{pair}&" for pair in before), "".join(f"&{pair}" for pair in after)
