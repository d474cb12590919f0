"""What the API says, as plain values that JSON can hold.

In: a question and its answer, or an article. Out: dicts, with links made by `search_url`. The command's `--json` prints
the same.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from engines.contract import MAX_WINDOW, Bar, Facet, FacetValue, Highlighted, Histogram, Hit, SearchResult, Status
from engines.query import Hint, write
from mappings.article import Article, CaptureRecord
from webapp import search_url
from webapp.parameters import ARTICLE_FIELDS, FIELDS
from webapp.search_url import API, Asked, article_link, link

VERSION = "1"
USUAL_FIELDS = tuple(name for name in FIELDS if name != "body")
_CUT = {"year": 4, "month": 7, "day": 10}


def articles(asked: Asked, result: SearchResult, spellings: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the answer to a question; `spellings` are likelier ones of a query without hits."""
    facets: dict[str, Any] = {name: facet(asked, found) for name, found in result.facets.items()}
    if result.histogram is not None:
        facets["published"] = histogram(asked, result.histogram)
    return {
        "api": VERSION,
        "query": query(asked) | {"spellings": [_spelling(asked, text) for text in spellings]},
        "index": {"generation": result.generation, "state": result.state},
        "took_ms": round(result.took_ms, 1),
        "total": {
            "value": result.total,
            "relation": result.relation,
            "unit": "article",
            "undated_left_out": result.undated_left_out,
        },
        "partial": result.partial,
        "results": [hit(found, asked.fields or USUAL_FIELDS) for found in result.hits],
        "facets": facets,
        "links": links(asked, result),
    }


def query(asked: Asked) -> dict[str, Any]:
    """Return how the question was understood."""
    request = asked.request
    return {
        "q": asked.text,
        "understood": write(request.query),
        "filters": {
            name: {"any_of": list(chosen.any_of), "none_of": list(chosen.none_of), "missing": chosen.missing}
            for name, chosen in request.filters.items()
        },
        "from": request.since,
        "to": request.until,
        "undated": request.undated,
        "sort": request.sort,
        "size": request.size,
        "page": request.page,
        "warnings": [warning(hint) for hint in asked.hints],
    }


def _spelling(asked: Asked, text: str) -> dict[str, str]:
    return {"q": text, "url": link(search_url.asking(asked, text), API)}


def warning(hint: Hint) -> dict[str, Any]:
    """Return what had to be repaired in a query; `start` and `end` count characters of `q`."""
    return {
        "code": hint.code,
        "message": str(hint),
        "start": hint.start,
        "end": hint.end,
        "value": hint.value,
        "suggestion": hint.suggestion,
    }


def article(found: Article, names: tuple[str, ...] = ARTICLE_FIELDS) -> dict[str, Any]:
    """Return these fields of an article, `id` first; names that are no field of an article are left out."""
    chosen: dict[str, Any] = {"id": found.id}
    for name in ARTICLE_FIELDS:
        if name in names:
            value = getattr(found, name)
            if name == "editions":
                value = [{"language": edition.language, "url": edition.url} for edition in found.editions]
            chosen[name] = list(value) if isinstance(value, tuple) else value
    return chosen


def hit(found: Hit, names: tuple[str, ...]) -> dict[str, Any]:
    """Return one hit: the article's fields, where the words stand, and where to read it."""
    values = article(found.article, names)
    if "highlights" in names:
        values["highlights"] = {
            "title": marked(found.title),
            "text": [marked(snippet) for snippet in found.snippets],
        }
    if "score" in names:
        values["score"] = found.score
    if "links" in names:
        values["links"] = article_links(found.article.id)
    return values


def article_links(id: str) -> dict[str, str]:
    """Return where an article is found, as JSON and as a page."""
    return {"self": article_link(id, path=API), "html": article_link(id)}


def marked(text: Highlighted) -> dict[str, Any]:
    """Return a text and the spans to mark in it: [start, end) in characters."""
    return {"text": text.text, "marks": [[start, end] for start, end in text.marks]}


def facet(asked: Asked, found: Facet) -> dict[str, Any]:
    """Return the counts of one facet."""
    return {
        "type": "terms",
        "values": [_value(asked, found.name, value) for value in found.values],
        "missing": found.missing,
        "distinct": found.distinct,
        "other": found.other,
    }


def _value(asked: Asked, name: str, value: FacetValue) -> dict[str, Any]:
    chosen = value.selected or value.excluded
    toggled = (search_url.without_value if chosen else search_url.with_value)(asked, name, value.value)
    return {
        "value": value.value,
        "count": value.count,
        "selected": value.selected,
        "excluded": value.excluded,
        "url": link(toggled, API),
    }


def histogram(asked: Asked, found: Histogram) -> dict[str, Any]:
    """Return the articles found by date, and beside them (`held`) how many the index holds of that time."""
    cut = _CUT[found.interval]
    return {
        "type": "histogram",
        "interval": found.interval,
        "values": [_bar(asked, bar, bar.start[:cut]) for bar in found.bars],
        "undated": found.undated,
    }


def _bar(asked: Asked, bar: Bar, name: str) -> dict[str, Any]:
    return {
        "value": name,
        "from": bar.start,
        "to": bar.end,
        "count": bar.count,
        "held": bar.held,
        "url": link(search_url.between(asked, name, name), API),
    }


def links(asked: Asked, result: SearchResult) -> dict[str, str | None]:
    """Return where to go on: other pages of hits, and the same hits in other forms."""
    before, after = neighbours(asked, result)
    whole = search_url.on_page(asked, 1)
    return {
        "self": link(asked, API),
        "next": link(after, API) if after else None,
        "prev": link(before, API) if before else None,
        "html": link(asked),
        "csv": link(whole, "/search.csv"),
        "jsonl": link(whole, "/search.jsonl"),
    }


def neighbours(asked: Asked, result: SearchResult) -> tuple[Asked | None, Asked | None]:
    """Return the questions for the hits before and after these; by cursor where there is one."""
    request = asked.request
    before = search_url.on_page(asked, request.page - 1) if request.page > 1 else None
    if result.next_cursor and request.sort != "relevance":
        return before, search_url.after_cursor(asked, result.next_cursor)
    more = not request.cursor and result.total > request.page * request.size
    inside = (request.page + 1) * request.size <= MAX_WINDOW
    return before, search_url.on_page(asked, request.page + 1) if more and inside else None


def captures(records: tuple[CaptureRecord, ...]) -> list[dict[str, Any]]:
    """Return when and where an article was captured, newest first."""
    return [
        {
            "captured": record.captured,
            "url": record.article.url,
            "text_hash": record.text_hash,
            "payload_hash": record.payload_hash,
            "locator": record.locator,
        }
        for record in records
    ]


def status(found: Status) -> dict[str, Any]:
    """Return what an index holds; where it lies is the operator's business."""
    values: dict[str, Any] = {field.name: getattr(found, field.name) for field in fields(Status)}
    del values["address"], values["indices"]
    for name in ("source", "language", "year"):
        values[f"by_{name}"] = [{"value": value, "count": count} for value, count in values[f"by_{name}"]]
    values["analysis"] = dict(found.analysis)
    return {"api": VERSION, **values}
