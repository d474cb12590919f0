"""Facets and the histogram: what is asked for as aggregations, and what comes back as values of the contract.

In: a request. Out: aggregations, and from their answers facets and bars. Keys are counted by their folded form; the
form shown is the most frequent printed one. Each facet is counted under all filters but its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from engines.contract import Bar, Facet, FacetValue, Histogram, Interval, SearchRequest
from engines.derive import facet_key, month_of, split_pair
from engines.elastic.asking import both, dated, filters
from engines.request import AUTO_DAYS, AUTO_MONTHS, chosen

Json = dict[str, Any]
FORMS = 40  # printed forms looked through for one key; those of other values in the same articles are among them
SHARD_SIZE = 2000  # values that each shard counts, so that the sum over shards is right
EXACT = 40_000  # up to so many different values their number is exact
BARS = 20_000
LONGEST_PREFIX = 100
# Signs of ASCII, Latin-1, general and CJK punctuation: what stands between the words of a name.
_BETWEEN_WORDS = "[ -/:-@\\[-`{-~\u00a0-\u00bf\u2010-\u205e\u2116\u3000-\u303f]"
Counted = tuple[str, str, int]  # key, printed form, count


# ---- facets ----------------------------------------------------------------------------------------------------------


def facet_aggregations(request: SearchRequest) -> Json:
    """Return the aggregations of all facets asked for."""
    return {f"facet:{name}": _facet(request, name) for name in request.facets}


def _facet(request: SearchRequest, name: str) -> Json:
    field, prefix = f"facet.{name}", request.facet_prefix.get(name, "")
    named = set().union(*chosen(request, name))
    inner: Json = {
        "values": values_of(name, request.facet_size, prefix),
        "missing": {"missing": {"field": field}},
        "distinct": {"cardinality": {"field": field, "precision_threshold": EXACT}},
    }
    if named:
        inner["chosen"] = values_of(name, len(named), include=sorted(named))
    return {"filter": both(dated(request)[0], *filters(request, but=name)), "aggs": inner}


def values_of(name: str, size: int, prefix: str = "", include: list[str] | None = None) -> Json:
    """Return the aggregation that counts one facet's values, each with its printed forms."""
    terms: Json = {"field": f"facet.{name}", "size": max(1, size), "shard_size": max(SHARD_SIZE, size)}
    terms["order"] = [{"_count": "desc"}, {"_key": "asc"}]
    if include is not None:
        terms["include"] = include
    elif prefix:
        terms["include"] = word_prefix(prefix)
    forms = {"terms": {"field": f"printed.{name}", "size": FORMS, "order": [{"_count": "desc"}, {"_key": "asc"}]}}
    return {"terms": terms, "aggs": {"forms": forms}}


def word_prefix(prefix: str) -> str:
    """Return the pattern of keys, one of whose words begins with `prefix`; what was typed is escaped.

    >>> word_prefix("Кия").endswith(")?кия.*")
    True
    """
    return f"(.*{_BETWEEN_WORDS})?{literal(facet_key(prefix)[:LONGEST_PREFIX])}.*"


def literal(text: str) -> str:
    """Escape whatever Lucene's regular expressions would read as more than a character."""
    return re.sub(r"([^\w\s])", r"\\\1", text)


def counts_of(told: Json) -> list[tuple[str, str, int]]:
    """Return key, printed form and count of the values that an aggregation of `values_of` counted."""
    return [(bucket["key"], _printed(bucket), bucket["doc_count"]) for bucket in told["buckets"]]


def _printed(bucket: Json) -> str:
    """Return the most frequent printed form of a key; of equally frequent ones the first by code point."""
    pairs = (split_pair(form["key"]) for form in bucket["forms"]["buckets"])
    return next((printed for key, printed in pairs if key == bucket["key"]), bucket["key"])


def facet_of(name: str, told: Json, request: SearchRequest) -> Facet:
    """Return one facet from the answer to its aggregation."""
    selected, excluded = chosen(request, name)
    listed, size = counts_of(told["values"]), request.facet_size
    first, named = listed[:size], counts_of(told["chosen"]) if "chosen" in told else []
    shown = {key: (key, form, 0) for key, form in {**selected, **excluded}.items()}
    shown |= {one[0]: one for one in (*named, *first)}
    values = [
        FacetValue(value=form, key=key, count=count, selected=key in selected, excluded=key in excluded)
        for key, form, count in shown.values()
    ]
    return Facet(
        name=name,
        values=tuple(sorted(values, key=lambda one: (-one.count, one.key))),
        missing=told["missing"]["doc_count"],
        distinct=_distinct(told, request.facet_prefix.get(name, "")),
        other=_other(told, first, named, request.facet_prefix.get(name, "")),
    )


def _distinct(told: Json, prefix: str) -> int:
    values = told["values"]
    shown: list[Json] = values["buckets"]
    if not prefix and not values["sum_other_doc_count"]:
        return len(shown)
    distinct: int = told["distinct"]["value"]
    return distinct


def _other(told: Json, first: Sequence[Counted], named: Sequence[Counted], prefix: str) -> int:
    """Return the sum of the counts of the values that are not shown, of those with the prefix if there is one."""
    values: Json = told["values"]
    keys = {key for key, _, _ in first}
    pairs: int = sum(bucket["doc_count"] for bucket in values["buckets"]) + values["sum_other_doc_count"]
    more = sum(count for key, _, count in named if key not in keys and begins(key, prefix))
    other = pairs - sum(count for _, _, count in first) - more
    return max(0, other)


def begins(key: str, prefix: str) -> bool:
    """Say whether one of the words of a key begins so.

    >>> begins("стас мар'яненко", "Мар"), begins("стас мар'яненко", "тас")
    (True, False)
    """
    wanted = facet_key(prefix)
    return any(key.startswith(wanted, at) for at in range(len(key)) if at == 0 or not key[at - 1].isalnum())


# ---- histogram -------------------------------------------------------------------------------------------------------


def histogram_aggregations(interval: Interval) -> Json:
    """Return the aggregation of bars, by the number of the day, the month or the year."""
    terms = {"field": interval, "size": BARS, "order": {"_key": "asc"}}
    return {"bars": {"terms": terms}, "undated": {"missing": {"field": interval}}}


def span_aggregations() -> Json:
    """Return what the choice of an interval needs to know: the first and the last day."""
    return {"first": {"min": {"field": "published_day"}}, "last": {"max": {"field": "published_day"}}}


def interval_of(told: Json) -> Interval:
    """Choose the interval from the span of the days found."""
    first, last = told["first"]["value"], told["last"]["value"]
    if first is None or last is None:
        return "year"
    days = (last - first) / 86_400_000
    return "day" if days <= AUTO_DAYS else "month" if days <= AUTO_MONTHS * 30.5 else "year"


def histogram_of(interval: Interval, told: Json, held: Json) -> Histogram:
    """Return the histogram: bars without gaps from the first to the last day of the articles found."""
    counts, of_all = _counts(told["bars"]), _counts(held["bars"])
    numbers = range(min(counts), max(counts) + 1) if counts else range(0)
    bars = tuple(_bar(interval, number, counts.get(number, 0), of_all.get(number, 0)) for number in numbers)
    return Histogram(interval=interval, bars=bars, undated=told["undated"]["doc_count"])


def _counts(told: Json) -> dict[int, int]:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in told["buckets"]}


def _bar(interval: Interval, number: int, count: int, held: int) -> Bar:
    if interval == "day":
        first = last = date.fromordinal(number)
    elif interval == "month":
        first, following = month_of(number), month_of(number + 1)
        last = date.fromordinal(following.toordinal() - 1)
    else:
        first, last = date(number, 1, 1), date(number, 12, 31)
    return Bar(start=first.isoformat(), end=last.isoformat(), count=count, held=held)
