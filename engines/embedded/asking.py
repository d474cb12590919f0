"""A request of the contract as Tantivy queries.

In: the query tree, filters, dates. Out: `tantivy.Query`. What a user typed is only ever a value in them: terms are made
here, Tantivy's own query syntax is not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, product
from math import comb, prod

import tantivy
from tantivy import FieldType, Occur, Query

import mappings
from engines.analysis import Analyzer
from engines.contract import BadRequest, Filter, SearchRequest
from engines.derive import DateRange, facet_key
from engines.embedded.schema import NONE, TEXTS, WORDS, exact, tag_of, threes, words
from engines.query import And, DateBound, Field, Node, Not, Or, Phrase, Prefix, Word
from engines.request import days_of

Leaf = Word | Phrase | Prefix
_BOOSTS = mappings.boosts()
_MANY_PHRASES = 16  # phrases that a product of lemmas is written out to
_MANY_GAPS = 240  # ways to spread the words of all loose phrases of a query
_LONGEST = 200  # characters of a pattern: Tantivy takes 1,000 states, a letter is up to four


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes queries for one state of an index: it asks only the languages that are there."""

    schema: tantivy.Schema
    languages: tuple[Analyzer, ...]
    names: Analyzer  # of the words of names, tags, sources
    gaps: int = _MANY_GAPS  # ways to spread the words of one loose phrase

    # ---- the whole request

    def found(self, request: SearchRequest) -> Query:
        """Return the query of all that a request finds."""
        return both(self.text(request.query), *map(unscored, (*self.filters(request), *self.dates(request))))

    def text(self, node: Node | None) -> Query | None:
        """Return the query of a tree; None for everything."""
        if node is None:
            return None
        return replace(self, gaps=_MANY_GAPS // max(1, _loose(node)))._query(node, TEXTS)

    def filters(self, request: SearchRequest, *, but: str = "") -> list[Query]:
        """Return the facet filters of a request, all or all but one."""
        return [self._filter(name, asked) for name, asked in request.filters.items() if name != but]

    def dates(self, request: SearchRequest) -> list[Query]:
        """Return the date filter of a request: none or one."""
        if request.undated:
            return [both(neither=[Query.exists_query("date")])]
        days = days_of(request)
        return [self._range(days)] if days else []

    def _filter(self, name: str, asked: Filter) -> Query:
        keys = {facet_key(value) for value in asked.any_of}
        either = sorted(keys | {NONE} if asked.missing else keys)
        neither = sorted({facet_key(value) for value in asked.none_of})
        return both(
            Query.term_set_query(self.schema, name, either) if either else None,
            neither=[Query.term_set_query(self.schema, name, neither)] if neither else [],
        )

    def _range(self, days: DateRange) -> Query:
        return Query.range_query(self.schema, days.column, FieldType.Unsigned, days.low, days.high)

    # ---- the tree

    def _query(self, node: Node, fields: Sequence[str]) -> Query:
        match node:
            case Word(text):
                return self._in_texts(fields, lambda field: self._word(text, field))
            case Phrase(text, slop):
                return self._in_texts(fields, lambda field: self._phrases(self._forms(text), exact(field), slop))
            case Prefix(text):
                return self._in_texts(fields, lambda field: self._prefixes(self._forms(text), exact(field)))
            case Field("title", inner):
                return self._query(inner, ("title",))
            case Field(name, inner):
                return Query.const_score_query(self._over(inner, self._leaf_of(name)), 0.0)
            case _:
                return self._joined(node, lambda one: self._query(one, fields))

    def _joined(self, node: Node, query: Callable[[Node], Query]) -> Query:
        match node:
            case And(nodes):
                must = [query(one) for one in nodes if not isinstance(one, Not)]
                return both(*must, neither=[query(one.node) for one in nodes if isinstance(one, Not)])
            case Or(nodes):
                return any_of([query(one) for one in nodes])
            case Not(inner):
                return both(neither=[query(inner)])
            case DateBound(side, day):
                asked = SearchRequest(since=day) if side == "after" else SearchRequest(until=day)
                return both(*map(unscored, self.dates(asked)))
        raise BadRequest(f"a query cannot hold {type(node).__name__} here")

    def _over(self, node: Node, query: Callable[[Leaf], Query]) -> Query:
        """Carry a field down to the words and phrases of a bracket."""
        if isinstance(node, Leaf):
            return query(node)
        return self._joined(node, lambda one: self._over(one, query))

    # ---- words in texts

    def _in_texts(self, fields: Sequence[str], query: Callable[[str], list[Query]]) -> Query:
        return any_of([Query.boost_query(one, _BOOSTS[field]) for field in fields for one in query(field)])

    def _word(self, text: str, field: str) -> list[Query]:
        """Return the queries of one word, over all languages: its terms, or a phrase of them if it has several."""
        found: list[Query] = []
        for analyzer in self.languages:
            tag = tag_of(analyzer)
            places = [[tag + term for term in terms] for terms in analyzer.search_terms(text)]
            if len(places) == 1:
                found += [Query.term_query(self.schema, field, term) for term in places[0]]
            elif places:
                found += self._phrase_of_any(places, field)
        return found

    def _phrase_of_any(self, places: Sequence[Sequence[str]], field: str) -> list[Query]:
        if prod(map(len, places)) <= _MANY_PHRASES:
            return [Query.phrase_query(self.schema, field, list(each)) for each in product(*places)]
        patterns: list[str | tuple[int, str]] = [f"({'|'.join(map(_escaped, terms))})" for terms in places]
        return [Query.regex_phrase_query(self.schema, field, patterns)]

    def _forms(self, text: str) -> list[tuple[str, ...]]:
        """Return the exact forms of a text, in each way that a language reads them."""
        return list(dict.fromkeys(tuple(one.exact_terms(text)) for one in (self.names, *self.languages)))

    def _phrases(self, ways: Iterable[Sequence[str]], field: str, slop: int) -> list[Query]:
        found: list[Query] = []
        for forms in ways:
            if len(forms) == 1:
                found.append(Query.term_query(self.schema, field, forms[0]))
            elif forms:
                found.append(self._phrase(forms, field, slop))
        return found

    def _phrase(self, forms: Sequence[str], field: str, slop: int) -> Query:
        """Return words in this order with at most `slop` others between them.

        Tantivy's own slop takes any order, so all the ways to spread the words are asked for. When these are too many,
        each two neighbours must stand near enough; when even they are, in either order.
        """
        if comb(slop + len(forms) - 1, len(forms) - 1) <= self.gaps:
            spread = (list(zip(places, forms, strict=True)) for places in _spreads(len(forms), slop))
            return any_of([Query.phrase_query(self.schema, field, [*one]) for one in spread])
        if len(forms) == 2:
            return Query.phrase_query(self.schema, field, [*forms], slop)
        return both(*(self._phrase(pair, field, slop) for pair in pairwise(forms)))

    def _prefixes(self, ways: Iterable[Sequence[str]], field: str) -> list[Query]:
        found: list[Query] = []
        for forms in ways:
            patterns = [*map(_escaped, forms[:-1]), *(f"{_escaped(form)}.*" for form in forms[-1:])]
            if len(patterns) == 1:
                found.append(Query.regex_query(self.schema, field, patterns[0]))
            elif patterns:
                found.append(Query.regex_phrase_query(self.schema, field, [*patterns]))
        return found

    # ---- fields that are not texts

    def _leaf_of(self, name: str) -> Callable[[Leaf], Query]:
        if name in WORDS:
            return lambda leaf: self._in_name(name, leaf)
        leaves = {"lang": self._in_language, "site": self._in_site, "url": self._in_url}
        if name not in leaves:
            raise BadRequest(f"there is no field {name!r} in a query")
        return leaves[name]

    def _in_name(self, facet: str, leaf: Leaf) -> Query:
        forms = [tuple(self.names.exact_terms(leaf.text))]
        if isinstance(leaf, Prefix):
            return any_of(self._prefixes(forms, words(facet)))
        return any_of(self._phrases(forms, words(facet), leaf.slop if isinstance(leaf, Phrase) else 0))

    def _in_language(self, leaf: Leaf) -> Query:
        key = facet_key(leaf.text)
        if isinstance(leaf, Prefix):
            return Query.regex_query(self.schema, "lang", f"{_escaped(key)}.*")
        return Query.term_query(self.schema, "lang", key)

    def _in_site(self, leaf: Leaf) -> Query:
        host = leaf.text.lower().removeprefix("www.")
        if isinstance(leaf, Prefix):
            return Query.regex_query(self.schema, "site", f"={_escaped(host)}.*")
        return Query.term_query(self.schema, "site", host)

    def _in_url(self, leaf: Leaf) -> Query:
        parts = threes(leaf.text)[:_LONGEST]
        if len(parts) > 1:
            return Query.phrase_query(self.schema, "url", [*parts])
        return Query.regex_query(self.schema, "url", f".*{_escaped(parts[0])}.*")


def both(*queries: Query | None, neither: Sequence[Query] = ()) -> Query:
    """Return what all of these ask for and none of `neither`; everything when there are none."""
    must = [query for query in queries if query is not None]
    if not neither and len(must) < 2:
        return must[0] if must else Query.all_query()
    parts = [(Occur.Must, query) for query in must or [Query.const_score_query(Query.all_query(), 0.0)]]
    return Query.boolean_query([*parts, *((Occur.MustNot, query) for query in neither)])


def any_of(queries: Sequence[Query]) -> Query:
    """Return what at least one of these asks for; nothing when there are none."""
    if len(queries) < 2:
        return queries[0] if queries else Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def unscored(query: Query) -> Query:
    """Return a query that finds the same and weighs nothing."""
    return Query.const_score_query(query, 0.0)


def _loose(node: Node) -> int:
    """Return how many loose phrases a tree holds."""
    match node:
        case Phrase(_, slop):
            return int(slop > 0)
        case And(nodes) | Or(nodes):
            return sum(map(_loose, nodes))
        case Not(inner) | Field(_, inner):
            return _loose(inner)
    return 0


def _spreads(count: int, slop: int) -> Iterator[list[int]]:
    """Yield the places that `count` words can take with at most `slop` others between them.

    >>> list(_spreads(2, 1)), list(_spreads(3, 1))
    ([[0, 1], [0, 2]], [[0, 1, 2], [0, 1, 3], [0, 2, 3]])
    """
    for gaps in product(range(slop + 1), repeat=count - 1):
        if sum(gaps) <= slop:
            yield list(accumulate((gap + 1 for gap in gaps), initial=0))


def _escaped(text: str) -> str:
    """Escape what Tantivy's regular expressions would take for more than a character; they may not be long."""
    return re.sub(r"([\\.+*?()|\[\]{}^$#&~-])", r"\\\1", text[:_LONGEST])
