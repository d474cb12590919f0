"""A request of the contract as Elasticsearch queries.

In: the query tree, filters, dates. Out: plain dicts. What a user typed is only ever a value in them; field names come
from the tables here and in ``mappings/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import mappings
from engines.contract import BadRequest, Filter, SearchRequest
from engines.derive import DateRange, date_range, facet_key
from engines.query import And, DateBound, Field, Node, Not, Or, Phrase, Prefix, Word
from engines.request import days_of

Query = dict[str, Any]
_LONGEST = 200  # characters of an address that are looked at
ALL: Query = {"match_all": {}}
NONE: Query = {"match_none": {}}
TEXTS = ("title", "lead", "body")
_ONE_WORD = re.compile(
    r"[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]+"
)  # surely one token in every language
_BOOSTS = mappings.boosts()
_FACET_OF = {"author": "author", "tag": "tag", "source": "source", "cited": "cited"}


def text_query(node: Node | None) -> Query:
    """Return the query of a tree; everything for None."""
    return ALL if node is None else _query(node, TEXTS)


def _query(node: Node, fields: tuple[str, ...]) -> Query:
    match node:
        case Word(text):
            return _words(text, fields)
        case Phrase(text, slop):
            return _phrase(text, slop, fields)
        case Prefix(text):
            return _prefix(text, fields)
        case Field(name, inner):
            return _in_field(name, inner)
        case DateBound(side, date):
            return in_range(date_range(date, None) if side == "after" else date_range(None, date))
        case Not(inner):
            return {"bool": {"must_not": [_query(inner, fields)]}}
        case Or(nodes):
            return {"bool": {"should": [_query(one, fields) for one in nodes], "minimum_should_match": 1}}
        case And(nodes):
            return _all_of(nodes, fields)
    raise BadRequest(f"a query cannot hold {type(node).__name__}")


def _all_of(nodes: Iterable[Node], fields: tuple[str, ...]) -> Query:
    """Plain words that stand together are looked for as one: title, lead and body count as one text."""
    kept = list(nodes)
    plain = [one.text for one in kept if isinstance(one, Word) and _ONE_WORD.fullmatch(one.text)]
    must = [_words(" ".join(plain), fields)] if plain else []
    must_not = []
    for one in kept:
        if isinstance(one, Not):
            must_not.append(_query(one.node, fields))
        elif not (isinstance(one, Word) and _ONE_WORD.fullmatch(one.text)):
            must.append(_query(one, fields))
    return {"bool": {"must": must, "must_not": must_not}}


def _boosted(fields: Iterable[str], part: str = "") -> list[str]:
    return [f"{field}{part}^{_BOOSTS[field]}" for field in fields]


def _words(text: str, fields: tuple[str, ...]) -> Query:
    if all(_ONE_WORD.fullmatch(word) for word in text.split()):
        return {"combined_fields": {"query": text, "fields": _boosted(fields), "operator": "and"}}
    return {"multi_match": {"query": text, "fields": _boosted(fields), "type": "phrase"}}


def _phrase(text: str, slop: int, fields: tuple[str, ...]) -> Query:
    exact = _boosted(fields, ".exact")
    if not slop:
        return {"multi_match": {"query": text, "fields": exact, "type": "phrase"}}
    near = {"query": text, "ordered": True, "max_gaps": slop}
    return {"dis_max": {"queries": [{"intervals": {f"{field}.exact": {"match": near}}} for field in fields]}}


def _prefix(text: str, fields: tuple[str, ...]) -> Query:
    kind = "bool_prefix" if _ONE_WORD.fullmatch(text) else "phrase_prefix"
    return {"multi_match": {"query": text, "fields": _boosted(fields, ".exact"), "type": kind}}


def _in_field(name: str, node: Node) -> Query:
    if name == "title":
        return _query(node, ("title",))
    if name in _FACET_OF:
        return _over(node, lambda leaf: _in_facet(_FACET_OF[name], leaf))
    if name == "lang":
        return _over(node, _in_language)
    if name == "site":
        return _over(node, _in_site)
    if name == "url":
        return _over(node, _in_url)
    raise BadRequest(f"there is no field {name!r} in a query")


def _over(node: Node, leaf: Any) -> Query:
    """Carry a field down to the words and phrases of a bracket."""
    match node:
        case Not(inner):
            return {"bool": {"must_not": [_over(inner, leaf)]}}
        case Or(nodes):
            return {"bool": {"should": [_over(one, leaf) for one in nodes], "minimum_should_match": 1}}
        case And(nodes):
            return {"bool": {"must": [_over(one, leaf) for one in nodes]}}
        case Word() | Phrase() | Prefix():
            query: Query = {"bool": {"filter": [leaf(node)]}}
            return query
    raise BadRequest(f"a field cannot hold {type(node).__name__}")


def _in_facet(facet: str, leaf: Word | Phrase | Prefix) -> Query:
    field = f"facet.{facet}.words"
    if isinstance(leaf, Prefix):
        return {"match_phrase_prefix": {field: {"query": leaf.text, "max_expansions": 1000}}}
    return {"match_phrase": {field: {"query": leaf.text, "slop": leaf.slop if isinstance(leaf, Phrase) else 0}}}


def _in_language(leaf: Word | Phrase | Prefix) -> Query:
    kind = "prefix" if isinstance(leaf, Prefix) else "term"
    return {kind: {"facet.lang": {"value": facet_key(leaf.text[:_LONGEST])}}}


def _in_site(leaf: Word | Phrase | Prefix) -> Query:
    host = leaf.text[:_LONGEST].lower().removeprefix("www.")
    if isinstance(leaf, Prefix):
        return {"prefix": {"site": {"value": host}}}
    return {"bool": {"should": [{"term": {"site": host}}, {"wildcard": {"site": {"value": f"*.{_literal(host)}"}}}]}}


def _in_url(leaf: Word | Phrase | Prefix) -> Query:
    return {"wildcard": {"url": {"value": f"*{_literal(leaf.text[:_LONGEST])}*", "case_insensitive": True}}}


def _literal(text: str) -> str:
    """Escape what a wildcard query would take for more than a character."""
    return re.sub(r"([*?\\])", r"\\\1", text)


# ---- filters ---------------------------------------------------------------------------------------------------------


def in_filter(name: str, asked: Filter) -> Query:
    """Return one facet's filter."""
    field = f"facet.{name}"
    any_of: list[Query] = []
    if asked.any_of:
        any_of.append({"terms": {field: sorted({facet_key(value) for value in asked.any_of})}})
    if asked.missing:
        any_of.append({"bool": {"must_not": [{"exists": {"field": field}}]}})
    none_of = [{"terms": {field: sorted({facet_key(value) for value in asked.none_of})}}] if asked.none_of else []
    wanted = [{"bool": {"should": any_of, "minimum_should_match": 1}}] if any_of else []
    return {"bool": {"filter": wanted, "must_not": none_of}}


def in_range(bounds: DateRange) -> Query:
    """Return the filter of a date range; articles not dated that precisely are out."""
    ends = {"gte": bounds.low, "lte": bounds.high}
    return {"range": {bounds.column: {side: value for side, value in ends.items() if value is not None}}}


def dated(request: SearchRequest) -> tuple[Query | None, Query | None]:
    """Return the date filter of a request, and which articles it leaves out for want of a date; None without one."""
    if request.undated:
        return {"bool": {"must_not": [{"exists": {"field": "sort_key"}}]}}, None
    days = days_of(request)
    if days is None:
        return None, None
    return in_range(days), {"bool": {"must_not": [{"exists": {"field": days.column}}]}}


def filters(request: SearchRequest, *, but: str = "") -> list[Query]:
    """Return the facet filters of a request, all or all but one."""
    return [in_filter(name, asked) for name, asked in request.filters.items() if name != but]


def both(*queries: Query | None) -> Query:
    """Return what all of these ask for, without scores."""
    kept = [query for query in queries if query and query != ALL]
    return {"bool": {"filter": kept}} if kept else ALL


def leaves(node: Node | None) -> list[Word | Phrase | Prefix]:
    """Return the words and phrases looked for in texts, those behind a Not excepted."""
    match node:
        case Word() | Phrase() | Prefix():
            return [node]
        case Field(name, inner):
            return leaves(inner) if name == "title" else []
        case And(nodes) | Or(nodes):
            return [leaf for one in nodes for leaf in leaves(one)]
    return []
