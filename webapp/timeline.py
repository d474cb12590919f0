"""The dates of a search: from and to, the bars, the undated.

In: a question and its answer. Out: a chart whose bars are links, ready to be drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from engines.contract import Histogram, SearchResult
from webapp import search_url
from webapp.charts import FOUND, HELD, heights, shown, within, zoom
from webapp.filters import Value
from webapp.links import Links
from webapp.search_url import Asked, link
from webapp.wording import bar_label, bar_name, gettext, ngettext, number


class Rect(NamedTuple):
    y: float
    height: float
    style: str = ""


class BarView(NamedTuple):
    name: str
    label: str
    sentence: str
    url: str
    rects: tuple[Rect, ...]
    found: str = ""
    held: str = ""
    style: str = ""
    century: str = ""
    minor: bool = False  # its label may be left out where there is little room


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    name: str
    column: str
    key: str
    bars: tuple[BarView, ...]
    gaps: bool
    height: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    since: str
    until: str
    chart: Chart | None
    undated: Value | None


def dates(asked: Asked, links: Links, result: SearchResult) -> Dates:
    """Return the date filter: what is chosen, the bars, and the undated."""
    request, histogram = asked.request, result.histogram
    undated = histogram.undated if histogram else 0
    return Dates(
        since=request.since or "",
        until=request.until or "",
        chart=_chart(asked, links, histogram) if histogram and any(bar.count for bar in histogram.bars) else None,
        undated=_undated(asked, undated) if undated or request.undated else None,
    )


def _undated(asked: Asked, count: int) -> Value:
    return Value(
        field="published.missing",
        value="1",
        text=gettext("undated"),
        found=number(count),
        checked=asked.request.undated,
        only=link(search_url.undated(asked, only=True)),
        only_name=gettext("Only undated:"),
    )


def _chart(asked: Asked, links: Links, histogram: Histogram) -> Chart:
    _, beginning = zoom(asked.request.since, asked.request.until)
    bars = shown(histogram.bars, beginning)
    inside = within(bars, asked.request.since, asked.request.until)
    found, held = heights([bar.count for bar in bars], FOUND), heights([bar.held for bar in bars], HELD)
    views = []
    nothing = gettext("nothing held")
    for at, bar in enumerate(bars):
        name, count, all_held = bar_name(bar), number(bar.count), number(bar.held)
        sentence = ngettext(
            "%(name)s: %(count)s of %(held)s held",
            "%(name)s: %(count)s of %(held)s held",
            bar.held,
            name=name,
            count=count,
            held=all_held,
        )
        above, below = Rect(y=FOUND - found[at], height=found[at]), Rect(y=FOUND + 1, height=held[at], style="held")
        views.append(
            BarView(
                name=name,
                label=bar_label(bar) if labelled(at, len(bars)) else "\u00a0",
                sentence=sentence if bar.held else gettext("%(name)s: nothing held", name=name),
                url=links.between(*_range(bar.start, bar.end)),
                rects=tuple(rect for rect in (above, below) if rect.height),
                found=count if bar.held else "–",
                held=all_held if bar.held else nothing,
                style=("in" if inside[at] else "") if bar.held else "gap",
            )
        )
    return Chart(
        name=gettext("Articles by date; each bar opens its days"),
        column=gettext("Published"),
        key=gettext("above: found, most %(count)s; below: held", count=number(max(bar.count for bar in bars))),
        bars=tuple(views),
        gaps=any(not bar.held for bar in bars),
    )


def labelled(at: int, count: int) -> bool:
    """Tell whether a bar has room for its label in a narrow chart: of many bars only every second or fifth."""
    return at % (1 if count <= 14 else 2 if count <= 20 else 5) == 0


def _range(start: str, end: str) -> tuple[str, str]:
    """Return from and to as short as they can be written.

    >>> _range("2014-01-01", "2017-12-31"), _range("2024-02-01", "2024-02-29"), _range("2024-02-03", "2024-02-03")
    (('2014', '2017'), ('2024-02', '2024-02'), ('2024-02-03', '2024-02-03'))
    """
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4], end[:4]
    if start.endswith("-01") and start[:7] == end[:7] and int(end[8:]) >= 28:
        return start[:7], end[:7]
    return start, end
