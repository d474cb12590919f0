"""Facets and the histogram: what is asked for as aggregations, and what comes back as values of the contract.

In: a request. Out: aggregations, and from their answers facets and bars. Keys are counted by their folded form; the
form shown is the most frequent printed one. Each facet is counted under all filters but its own.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from engines.contract import Bar, Facet, FacetValue, Histogram, Interval, SearchRequest
from engines.derive import facet_key, month_of, split_pair
from engines.elastic.asking import both, dated, filters, selected

Json = dict[str, Any]
FORMS = 40  # printed forms looked through for one key; those of other values in the same articles are among them
SHARD_SIZE = 2000  # values that each shard counts, so that the sum over shards is right
EXACT = 40_000  # up to so many different values their number is exact
BARS = 20_000
AUTO_DAYS, AUTO_MONTHS = 92, 120  # the longest span shown by day (three months), by month (ten years)


# ---- facets ----------------------------------------------------------------------------------------------------------


def facet_aggregations(request: SearchRequest) -> Json:
    """Return the aggregations of all facets asked for."""
    return {f"facet:{name}": _facet(request, name) for name in request.facets}


def _facet(request: SearchRequest, name: str) -> Json:
    field, prefix = f"facet.{name}", request.facet_prefix.get(name, "")
    chosen = set().union(*selected(request.filters, name))
    inner: Json = {
        "values": values_of(name, request.facet_size, prefix),
        "missing": {"missing": {"field": field}},
        "distinct": {"cardinality": {"field": field, "precision_threshold": EXACT}},
    }
    if chosen:
        inner["chosen"] = values_of(name, len(chosen), include=sorted(chosen))
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

    >>> word_prefix("Кия")
    '((.*[^а-яёіїєґa-z0-9])?)кия.*'
    """
    return f"((.*[^а-яёіїєґa-z0-9])?){literal(facet_key(prefix))}.*"


def literal(text: str) -> str:
    """Escape whatever Lucene's regular expressions would read as more than a character."""
    return re.sub(r"([^\w\s])", r"\\\1", text)


def facet_values(told: Json, chosen: set[str] = frozenset(), excluded: set[str] = frozenset()) -> list[FacetValue]:  # type: ignore[assignment]
    """Return the values that an aggregation of `values_of` counted."""
    return [
        FacetValue(
            value=_printed(bucket),
            key=bucket["key"],
            count=bucket["doc_count"],
            selected=bucket["key"] in chosen,
            excluded=bucket["key"] in excluded,
        )
        for bucket in told["buckets"]
    ]


def _printed(bucket: Json) -> str:
    """Return the most frequent printed form of a key; of equally frequent ones the first by code point."""
    pairs = (split_pair(form["key"]) for form in bucket["forms"]["buckets"])
    return next((printed for key, printed in pairs if key == bucket["key"]), bucket["key"])


def facet_of(name: str, told: Json, request: SearchRequest) -> Facet:
    """Return one facet from the answer to its aggregation."""
    chosen, excluded = selected(request.filters, name)
    values = facet_values(told["values"], chosen, excluded)[: request.facet_size]
    first = listed = {value.key for value in values}
    more = facet_values(told.get("chosen", {"buckets": []}), chosen, excluded)
    values += [value for value in more if value.key not in listed]
    listed = {value.key for value in values}
    wanted = _as_asked(request, name)
    values += [
        FacetValue(value=wanted[key], key=key, count=0, selected=key in chosen, excluded=key in excluded)
        for key in (chosen | excluded) - listed
    ]
    other = told["values"]["sum_other_doc_count"]
    buckets = len(told["values"]["buckets"])
    whole = not request.facet_prefix.get(name) and not other and buckets <= request.facet_size
    return Facet(
        name=name,
        values=tuple(sorted(values, key=lambda one: (-one.count, one.key))),
        missing=told["missing"]["doc_count"],
        distinct=buckets if whole else told["distinct"]["value"],
        other=max(0, other - sum(value.count for value in more if value.key not in first)),
    )


def _as_asked(request: SearchRequest, name: str) -> dict[str, str]:
    asked = request.filters.get(name)
    return {facet_key(value): value for value in (*asked.any_of, *asked.none_of)} if asked else {}


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
