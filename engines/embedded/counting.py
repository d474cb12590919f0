"""Facets: how many of the articles found hold each value, under all filters but the facet's own.

In: a request and a view. Out: facets of the contract. Values are counted by their folded key; the form shown is the one
printed most often among the articles counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Query

from engines.contract import Facet, FacetValue, SearchRequest
from engines.derive import facet_key, join_pair, split_pair
from engines.embedded.asking import both
from engines.embedded.schema import NONE, printed
from engines.embedded.view import View
from engines.request import chosen

Json = dict[str, Any]
_SPARE = 40  # values looked at beyond those asked for, so that equal counts come in the order of their keys
_PER_SEGMENT = 2_000  # values that each segment counts at least, so that the sum over segments is right
_ALL = 65_000
_CANDIDATES = 5_000  # values with a prefix that are counted; of more, those held most often


@dataclass(frozen=True, slots=True)
class _Counted:
    """What an aggregation said of one facet: counts by key, how many in all, and how many articles have none."""

    counts: tuple[tuple[str, int], ...]  # by falling count, then by key
    chosen: Mapping[str, int]  # of the values that a filter names
    pairs: int  # sum of the counts of all values
    missing: int
    distinct: int


def facets_of(view: View, request: SearchRequest) -> dict[str, Facet]:
    """Return the facets that a request asks for, in its order."""
    narrowed = (request.query, request.filters, request.since, request.until, request.undated)
    key = ("facets", repr(narrowed), repr((request.facets, request.facet_size, request.facet_prefix)))
    known: dict[str, Facet] | None = view.remembered.get(key)
    if known is None:
        known = view.remember(key, _facets(view, request))
    return known


def _facets(view: View, request: SearchRequest) -> dict[str, Facet]:
    text, dates = view.asking.text(request.query), view.asking.dates(request)
    own = [name for name in request.facets if name in request.filters]
    groups = [[name for name in request.facets if name not in own], *([name] for name in own)]
    found: dict[str, Facet] = {}
    for names in filter(None, groups):
        but = names[0] if names[0] in own else ""
        query = both(text, *view.asking.filters(request, but=but), *dates)
        found |= _group(view, request, query, names)
    return {name: found[name] for name in request.facets}


def _group(view: View, request: SearchRequest, query: Query, names: Sequence[str]) -> dict[str, Facet]:
    """Return facets that are counted under the same query."""
    told = view.searcher.aggregate(query, {k: v for name in names for k, v in _asked(view, request, name).items()})
    counted = {name: _counted(view, request, query, name, told) for name in names}
    shown = {name: _shown(request, name, counted[name]) for name in names}
    forms = _forms(view, query, {name: [key for key, _ in pairs] for name, pairs in shown.items()})
    return {name: _facet(request, name, counted[name], shown[name], forms) for name in names}


def _asked(view: View, request: SearchRequest, name: str, size: int = 0) -> Json:
    """Return the aggregations of one facet."""
    size = size or request.facet_size + _SPARE
    terms: Json = {"field": name, "size": size, "segment_size": max(10 * size, _PER_SEGMENT)}
    if prefix := request.facet_prefix.get(name, ""):
        terms["include"] = _with_prefix(view, name, prefix) or [""]
    asked: Json = {name: {"terms": terms}, f"{name} distinct": {"cardinality": {"field": name}}}
    if filtered := {**chosen(request, name)[0], **chosen(request, name)[1]}:
        asked[f"{name} chosen"] = {"terms": {"field": name, "size": len(filtered), "include": sorted(filtered)}}
    return asked


def _counted(view: View, request: SearchRequest, query: Query, name: str, told: Json) -> _Counted:
    answer, size = told[name], request.facet_size + _SPARE
    if _cut_among_equals(answer, request.facet_size, size):
        size = _ALL
        answer = view.searcher.aggregate(query, _asked(view, request, name, size))[name]
    counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["buckets"]}
    pairs = sum(counts.values()) + answer["sum_other_doc_count"]
    whole, prefixed = len(counts) < size, bool(request.facet_prefix.get(name))
    listed = counts.pop(NONE, 0)
    missing = listed
    if not listed and (prefixed or not whole):
        missing = view.count(both(query, Query.term_query(view.asking.schema, name, NONE)))
    distinct = len(counts) if whole and not prefixed else int(told[f"{name} distinct"]["value"]) - bool(missing)
    selected = {bucket["key"]: bucket["doc_count"] for bucket in told.get(f"{name} chosen", {"buckets": ()})["buckets"]}
    ordered = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    return _Counted(ordered, selected, pairs - (listed if prefixed else missing), missing, distinct)


def _cut_among_equals(answer: Json, wanted: int, size: int) -> bool:
    """Say whether values as frequent as the last one wanted were cut off: which of them come first is then unknown."""
    buckets = answer["buckets"]
    return len(buckets) == size and wanted > 0 and buckets[-1]["doc_count"] == buckets[wanted]["doc_count"]


def _shown(request: SearchRequest, name: str, counted: _Counted) -> list[tuple[str, int]]:
    """Return the keys to show with their counts: the most frequent, and those that a filter names."""
    first = dict(counted.counts[: request.facet_size])
    named = {**chosen(request, name)[0], **chosen(request, name)[1]}
    return sorted({**dict.fromkeys(named, 0), **counted.chosen, **first}.items(), key=lambda pair: (-pair[1], pair[0]))


def _forms(view: View, query: Query, keys: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Return how each value is printed most often among the articles found; (facet, key) → form."""
    known = {(name, key): view.forms(name, key) for name in keys for key in keys[name]}
    unsure: dict[str, list[str]] = {}
    for (name, key), forms in known.items():
        if len(forms) > 1:
            unsure.setdefault(name, []).extend(join_pair(key, form) for form in forms)
    counted = _count_forms(view, query, unsure) if unsure else {}
    return {
        at: min(forms, key=lambda form: (-counted.get((*at, form), 0), form)) for at, forms in known.items() if forms
    }


def _count_forms(view: View, query: Query, pairs: Mapping[str, list[str]]) -> dict[tuple[str, str, str], int]:
    asked = {
        name: {"terms": {"field": printed(name), "size": len(each), "include": each}} for name, each in pairs.items()
    }
    told = view.searcher.aggregate(query, asked)
    return {
        (name, *split_pair(bucket["key"])): bucket["doc_count"] for name in pairs for bucket in told[name]["buckets"]
    }


def _facet(
    request: SearchRequest,
    name: str,
    counted: _Counted,
    shown: Sequence[tuple[str, int]],
    forms: Mapping[tuple[str, str], str],
) -> Facet:
    selected, excluded = chosen(request, name)
    values = tuple(
        FacetValue(
            value=forms[name, key] if count else selected.get(key) or excluded[key],
            key=key,
            count=count,
            selected=key in selected,
            excluded=key in excluded,
        )
        for key, count in shown
    )
    first = dict(counted.counts[: request.facet_size])
    prefix = request.facet_prefix.get(name, "")
    more = sum(count for key, count in shown if key not in first and (not prefix or _begins(key, prefix)))
    return Facet(
        name=name,
        values=values,
        missing=counted.missing,
        distinct=counted.distinct,
        other=max(0, counted.pairs - sum(first.values()) - more),
    )


# ---- values one of whose words begins so -----------------------------------------------------------------------------


def _with_prefix(view: View, name: str, prefix: str) -> list[str]:
    """Return the keys of a facet, one of whose words begins so; of very many those held most often."""
    starts = _starts(view, name)
    wanted = facet_key(prefix)
    at = bisect_left(starts, (wanted, 0, ""))
    found: dict[str, int] = {}
    while at < len(starts) and starts[at][0].startswith(wanted):
        found[starts[at][2]] = starts[at][1]
        at += 1
    return sorted(sorted(found, key=lambda key: (found[key], key))[:_CANDIDATES])


def _starts(view: View, name: str) -> list[tuple[str, int, str]]:
    """Return all keys of a facet by each of their words: the key from there on, minus its count, the key; sorted."""
    known: list[tuple[str, int, str]] | None = view.remembered.get(("starts", name))
    if known is None:
        terms = view.searcher.terms_with_prefix(name, "")
        pairs = [(key, count) for key, count in terms if key != NONE]
        known = sorted((key[at:], -count, key) for key, count in pairs for at in _word_starts(key))
        view.remember(("starts", name), known)
    return known


def _word_starts(key: str) -> list[int]:
    """Return where the words of a key begin.

    >>> _word_starts("стас мар'яненко")
    [0, 5, 9]
    """
    return [at for at in range(len(key)) if at == 0 or not key[at - 1].isalnum()]


def _begins(key: str, prefix: str) -> bool:
    wanted = facet_key(prefix)
    return any(key.startswith(wanted, at) for at in _word_starts(key))
