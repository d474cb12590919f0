"""What the archive holds, as its front page tells it.

In: an engine. Out: counts by source, language and year; the newest articles.
"""

from __future__ import annotations

from dataclasses import dataclass

from engines.contract import Engine, Filter, Hit, SearchRequest, Status

SOURCES = 12  # listed on the front page with their languages and years
TINTS = 3  # languages told apart in the bars
NEWEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHeld:
    """One source: how many articles of it are held, in which languages (most first), from which to which year."""

    name: str
    articles: int
    languages: tuple[str, ...]
    years: tuple[str, ...]  # first and last, or none


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    status: Status
    sources: tuple[SourceHeld, ...]  # the greatest, and last the articles whose source is not known, named ""
    years: dict[str, dict[str, int]]  # year → language → articles; the greatest languages only
    newest: tuple[Hit, ...]


class Coverage:
    """What the archive holds, asked anew only when the index has changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: Holdings | None = None

    def holdings(self) -> Holdings:
        """Return what is held now; raises what the engine raises."""
        status = self._engine.status()
        known = self._known
        if known is None or (known.status.generation, known.status.state) != (status.generation, status.state):
            known = self._known = _asked(self._engine, status)
        return known


def _asked(engine: Engine, status: Status) -> Holdings:
    known = [(name, count) for name, count in status.by_source if name]
    rest = status.articles - sum(count for _, count in known)
    unknown = [("", rest)] if rest > 0 else []
    newest = engine.search(SearchRequest(sort="newest", size=NEWEST, highlight=False)).hits if status.articles else ()
    return Holdings(
        status=status,
        sources=tuple(_source(engine, name, count) for name, count in (*known[:SOURCES], *unknown)),
        years=_years(engine, tuple(code for code, _ in status.by_language[:TINTS])),
        newest=newest,
    )


def _source(engine: Engine, name: str, count: int) -> SourceHeld:
    result = engine.search(
        SearchRequest(
            filters={"source": Filter(any_of=(name,)) if name else Filter(missing=True)},
            facets=("lang",),
            interval="year",
            size=1,
            highlight=False,
        )
    )
    years = [bar.start[:4] for bar in result.histogram.bars if bar.count] if result.histogram else []
    return SourceHeld(
        name=name,
        articles=count,
        languages=tuple(value.value for value in result.facets["lang"].values if value.count),
        years=(years[0], years[-1]) if years else (),
    )


def _years(engine: Engine, languages: tuple[str, ...]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for language in languages:
        request = SearchRequest(
            filters={"lang": Filter(any_of=(language,))}, interval="year", size=1, sort="newest", highlight=False
        )
        histogram = engine.search(request).histogram
        for bar in histogram.bars if histogram else ():
            found.setdefault(bar.start[:4], {})[language] = bar.count
    return found
