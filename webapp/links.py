"""The addresses that differ from a question in one thing: a search page has some two hundred of them.

In: a question. Out: addresses, letter for letter those of `search_url`, of which the unchanged parts are written once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, quote_plus

from engines.contract import Filter
from engines.derive import facet_key
from webapp.parameters import FACETS
from webapp.search_url import ARTICLES, SEARCH, Asked, pairs, rooted, write

# what a link may change, in the order of `search_url.write`; `author` holds `author.not` and `author.missing` too
_PARTS = (
    "q",
    *FACETS,
    *("from", "to", "published.missing", "sort", "size", "page", "cursor", "facet", "fields", "ui"),
)


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
        self._quoted: Callable[[str], str] = lru_cache(maxsize=None)(quote_plus)  # of one page: values come again
        self._here = write(asked)
        parts: dict[str, list[str]] = {part: [] for part in _PARTS}
        for name, value in pairs(asked):
            parts[name if name in parts else name.partition(".")[0]].append(f"{name}={self._quoted(value)}")
        self._parts = {part: "&".join(written) for part, written in parts.items()} | {"page": "", "cursor": ""}

    def article(self, id: str) -> str:
        """An article, with the question it was found by: the address of `search_url.article_link`."""
        path = f"{self._articles}/{quote(id, safe='')}"
        return f"{path}?{self._here}" if self._here else path

    def only(self, facet: str, value: str) -> str:
        """This value alone, in this facet: the address of `search_url.only_value`."""
        return self._changed({facet: f"{facet}={self._quoted(value)}"})

    def excluding(self, facet: str, value: str) -> str:
        """Not this value: the address of `search_url.not_value`."""
        excluded = f"{facet}.not={self._quoted(value)}"
        old = self._filters.get(facet)
        if old is None:
            return self._changed({facet: excluded})
        kept = self._other_pairs(facet, old, facet_key(value))
        return self._changed({facet: "&".join([*kept, excluded, *([f"{facet}.missing=1"] if old.missing else [])])})

    def missing(self, facet: str) -> str:
        """Only articles without any value in this facet."""
        return self._changed({facet: f"{facet}.missing=1"})

    def whole(self, facet: str) -> str:
        """The same search with all values of one facet beside it, and no other facet."""
        return self._changed({"facet": f"facet={facet}"})

    def between(self, since: str, until: str) -> str:
        """Published from `since` to `until`: the address of `search_url.between`."""
        return self._changed({"from": f"from={since}", "to": f"to={until}", "published.missing": ""})

    def page(self, number: int) -> str:
        """Another page of the same hits: the address of `search_url.on_page`."""
        return self._changed({"page": f"page={number}" if number > 1 else ""})

    def _other_pairs(self, facet: str, chosen: Filter, key: str) -> list[str]:
        both = ((facet, chosen.any_of), (f"{facet}.not", chosen.none_of))
        return [f"{name}={self._quoted(value)}" for name, values in both for value in values if facet_key(value) != key]

    def _changed(self, changes: dict[str, str]) -> str:
        arguments = "&".join(filter(None, (self._parts | changes).values()))
        return f"{self._search}?{arguments}" if arguments else self._search
