"""The histogram: how many of the articles found, and of those held, are of each day, month or year.

In: a request and a view. Out: bars without gaps from the first to the last day found.
"""

from __future__ import annotations

from datetime import date

from tantivy import Query

from engines.contract import Bar, Histogram, Interval, SearchRequest
from engines.derive import month_of
from engines.embedded.asking import both
from engines.embedded.view import View
from engines.request import AUTO_DAYS, AUTO_MONTHS


def histogram_of(view: View, request: SearchRequest) -> Histogram | None:
    """Return the histogram that a request asks for, counted under all filters but from and to."""
    if request.interval is None:
        return None
    query = both(view.asking.text(request.query), *view.asking.filters(request))
    interval = _fitting(view, query) if request.interval == "auto" else request.interval
    found, held = _counts(view, query, interval), _held(view, interval)
    numbers = range(min(found), max(found) + 1) if found else range(0)
    return Histogram(
        interval=interval,
        bars=tuple(_bar(interval, number, found.get(number, 0), held.get(number, 0)) for number in numbers),
        undated=view.count(query) - sum(found.values()),
    )


def span_of(view: View, query: Query) -> tuple[int, int] | None:
    """Return the first and the last day (proleptic ordinals) of the articles found; None if all are undated."""
    told = view.searcher.aggregate(query, {"first": {"min": {"field": "date"}}, "last": {"max": {"field": "date"}}})
    first, last = told["first"]["value"], told["last"]["value"]
    return None if first is None or last is None else (int(first), int(last))


def by_year(view: View) -> dict[int, int]:
    """Return how many articles are held of each year."""
    return _held(view, "year")


def _fitting(view: View, query: Query) -> Interval:
    """Choose the interval from the span of the days found."""
    span = span_of(view, query)
    if span is None:
        return "year"
    days = span[1] - span[0]
    return "day" if days <= AUTO_DAYS else "month" if days <= AUTO_MONTHS * 30.5 else "year"


def _held(view: View, interval: Interval) -> dict[int, int]:
    known: dict[int, int] | None = view.remembered.get(("held", interval))
    if known is None:
        known = view.remember(("held", interval), _counts(view, Query.all_query(), interval))
    return known


def _counts(view: View, query: Query, interval: Interval) -> dict[int, int]:
    bars = {"histogram": {"field": interval, "interval": 1, "min_doc_count": 1}}
    told = view.searcher.aggregate(query, {"bars": bars})
    return {int(bucket["key"]): bucket["doc_count"] for bucket in told["bars"]["buckets"]}


def _bar(interval: Interval, number: int, count: int, held: int) -> Bar:
    if interval == "day":
        first = last = date.fromordinal(number)
    elif interval == "month":
        first = month_of(number)
        last = date.fromordinal(month_of(number + 1).toordinal() - 1) if number < 9999 * 12 + 11 else date.max
    else:
        first, last = date(number, 1, 1), date(number, 12, 31)
    return Bar(start=first.isoformat(), end=last.isoformat(), count=count, held=held)
