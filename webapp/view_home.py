"""The front page. In: what the archive holds. Out: everything the template prints, words and links ready."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import escape

from webapp import search_url
from webapp.charts import FOUND, stacked
from webapp.guide import front
from webapp.holdings import TINTS, Holdings, SourceHeld
from webapp.links import Links
from webapp.pieces import Edition, Link
from webapp.search_url import Asked, link
from webapp.timeline import BarView, Chart, Rect, labelled
from webapp.view import STYLES, Box, HitView, hit_view, names, search_box, short_name
from webapp.wording import gettext, language_name, listed, ngettext, number

MOST_YEARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleLink:
    query: str
    url: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    name: Link
    languages: list[Edition]
    years: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    text: str
    url: str
    count: str
    width: float
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    title: str
    years: str
    box: Box
    empty: bool
    command: str
    examples: list[ExampleLink]
    coverage: str
    chart: Chart | None
    undated: Link | None
    sources: list[SourceRow]
    more_sources: str
    languages: list[Share]
    newest: list[HitView]
    all_newest: str


def home_page(holdings: Holdings, ui: str) -> HomePage:
    """Return the front page of an archive."""
    everything, status = Asked(ui=ui), holdings.status
    links = Links(everything)
    more = _named(holdings) - sum(1 for source in holdings.sources if source.name)
    return HomePage(
        title=_title(holdings),
        years=_years(holdings),
        box=search_box(everything),
        empty=not status.articles,
        command="backfile index PATH --index " + status.address,
        examples=[
            ExampleLink(
                query=rule.examples[0].query,
                url=link(search_url.asking(everything, rule.examples[0].query)),
                about=rule.about,
            )
            for rule in front()
        ],
        coverage=_tints(holdings),
        chart=_chart(holdings, everything),
        undated=_undated(holdings, everything),
        sources=[_source(source, everything, links) for source in holdings.sources],
        more_sources=ngettext("and %(num)s more source", "and %(num)s more sources", more) if more > 0 else "",
        languages=_shares(holdings, everything),
        newest=[hit_view(links, hit) for hit in holdings.newest],
        all_newest=link(search_url.sorted_by(everything, "newest")),
    )


def _title(holdings: Holdings) -> str:
    status = holdings.status
    if not status.articles:
        return gettext("An archive without articles")
    articles = ngettext("%(count)s article", "%(count)s articles", status.articles, count=number(status.articles))
    sources = ngettext("from %(num)s source", "from %(num)s sources", _named(holdings))
    return f"{articles} {sources}"


def _named(holdings: Holdings) -> int:
    """Return how many sources are known by name."""
    return sum(1 for name, _ in holdings.status.by_source if name)


def _years(holdings: Holdings) -> str:
    first, last = holdings.status.first_day, holdings.status.last_day
    if not first or not last:
        return ""
    if first[:4] == last[:4]:
        return gettext("of %(year)s", year=first[:4])
    return gettext("from %(first)s to %(last)s", first=first[:4], last=last[:4])


def _tints(holdings: Holdings) -> str:
    codes = [code for code, _ in holdings.status.by_language[:TINTS]]
    if len(codes) < 2:
        return gettext("by year of publication")
    return gettext(
        "by year of publication; from the darkest: %(languages)s",
        languages=str(listed([escape(language_name(code)) for code in codes], "standard")),
    )


def _chart(holdings: Holdings, everything: Asked) -> Chart | None:
    counts = {year: count for year, count in holdings.status.by_year if year}
    if not counts:
        return None
    years = [f"{year:04}" for year in range(int(min(counts)), int(max(counts)) + 1)][-MOST_YEARS:]
    most = max(counts.get(year, 0) for year in years)
    best = max(years, key=lambda year: counts.get(year, 0))
    return Chart(
        name=gettext("Articles by year; each bar opens its year"),
        column=gettext("Year"),
        key=gettext("most %(count)s, in %(year)s", count=number(most), year=best),
        bars=tuple(
            _bar(holdings, everything, year, (counts.get(year, 0), most))._replace(minor=not labelled(at, len(years)))
            for at, year in enumerate(years)
        ),
        gaps=any(year not in counts for year in years),
        height=int(FOUND),
    )


def _bar(holdings: Holdings, everything: Asked, year: str, counted: tuple[int, int]) -> BarView:
    count, most = counted
    by_language = holdings.years.get(year, {})
    parts = [by_language.get(code, 0) for code, _ in holdings.status.by_language[:TINTS]]
    rest = max(0, count - sum(parts))
    told = [
        gettext("%(language)s: %(count)s", language=language_name(code), count=number(part))
        for (code, _), part in zip(holdings.status.by_language[:TINTS], parts, strict=False)
    ]
    articles = ngettext("%(count)s article", "%(count)s articles", count, count=number(count))
    rects = stacked([*parts, rest], max(most, sum(parts)), FOUND)
    styles = ("l1", "l2", "l3", "held")
    return BarView(
        name=year,
        century=year[:2],
        label=year[2:],
        sentence=f"{year}: {articles}; {', '.join(told)}" if count else gettext("%(name)s: nothing held", name=year),
        url=link(search_url.between(everything, year, year)),
        rects=tuple(
            Rect(y=y, height=height, style=style)
            for (y, height), style in zip(rects, (*styles[: len(parts)], "held"), strict=True)
            if height
        ),
        held=number(count) if count else gettext("nothing held"),
        style="in" if count else "gap",
    )


def _undated(holdings: Holdings, everything: Asked) -> Link | None:
    count = dict(holdings.status.by_year).get("", 0)
    if not count:
        return None
    text = ngettext("%(count)s undated article", "%(count)s undated articles", count, count=number(count))
    return Link(text, link(search_url.undated(everything, only=True)))


def _source(source: SourceHeld, everything: Asked, links: Links) -> SourceRow:
    (known,) = names(links, "source", (source.name,), "") or [
        Link(gettext("no source known"), links.missing("source"), style=STYLES["source"])
    ]
    years = " – ".join(dict.fromkeys(source.years))
    return SourceRow(
        name=known,
        languages=[Edition(short_name(code), code) for code in source.languages],
        years=years or gettext("undated"),
        count=number(source.articles),
    )


def _shares(holdings: Holdings, everything: Asked) -> list[Share]:
    most = max((count for _, count in holdings.status.by_language), default=1)
    styles = ("l1", "l2", "l3")
    return [
        Share(
            text=language_name(code),
            url=link(search_url.only_value(everything, "lang", code)),
            count=number(count),
            width=max(1.0, round(100 * count / most, 1)),
            style=styles[at] if at < TINTS else "held",
        )
        for at, (code, count) in enumerate(holdings.status.by_language)
    ]
