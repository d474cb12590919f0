"""The addresses that differ from a question in one facet: a search page has some two hundred of them.

In: a question. Out: addresses, letter for letter those of `search_url`, of which the unchanged parts are written once.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote_plus

from engines.contract import Filter
from engines.derive import facet_key
from webapp.parameters import FACETS
from webapp.search_url import Asked, link, on_page, write


class ValueLinks:
    """Links to a question with other values in one of its facets.

    >>> from webapp.search_url import read
    >>> links = ValueLinks(read([("q", "театр"), ("lang", "uk"), ("to", "2024")]))
    >>> links.only("lang", "ru")
    '/search?q=%D1%82%D0%B5%D0%B0%D1%82%D1%80&lang=ru&to=2024'
    """

    def __init__(self, asked: Asked) -> None:
        self._path = link(Asked())  # of the search page, wherever the app is mounted
        self._filters = asked.request.filters
        first = on_page(asked, 1)
        bare = replace(first, request=replace(first.request, filters={}))
        query = write(Asked(text=asked.text))
        self._head = [query] if query else []
        rest = write(replace(bare, text=""))
        self._tail = [rest] if rest else []
        self._facets = {name: _pairs(name, chosen) for name, chosen in self._filters.items()}

    def only(self, facet: str, value: str) -> str:
        """This value alone, in this facet: the address of `search_url.only_value`."""
        return self._address(facet, f"{facet}={quote_plus(value)}")

    def excluding(self, facet: str, value: str) -> str:
        """Not this value: the address of `search_url.not_value`."""
        excluded = f"{facet}.not={quote_plus(value)}"
        old = self._filters.get(facet)
        if old is None:
            return self._address(facet, excluded)
        key = facet_key(value)
        any_of, none_of = (
            tuple(other for other in values if facet_key(other) != key) for values in (old.any_of, old.none_of)
        )
        return self._address(facet, _pairs(facet, replace(old, any_of=any_of, none_of=(*none_of, value))))

    def _address(self, facet: str, pairs: str) -> str:
        """Put the parts together in the order of `search_url.write`."""
        facets = self._facets
        if not facets or (len(facets) == 1 and facet in facets):
            middle = [pairs]
        else:
            middle = [pairs if name == facet else facets[name] for name in FACETS if name == facet or name in facets]
        return f"{self._path}?{'&'.join(self._head + middle + self._tail)}"


def _pairs(name: str, chosen: Filter) -> str:
    pairs = [f"{name}={quote_plus(value)}" for value in chosen.any_of]
    pairs += [f"{name}.not={quote_plus(value)}" for value in chosen.none_of]
    return "&".join([*pairs, f"{name}.missing=1"] if chosen.missing else pairs)
