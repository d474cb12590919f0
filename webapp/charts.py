"""The bars of a chart, as a page draws them.

In: counts. Out: heights in the units of an SVG's view box; no URLs, no words.

Heights are SVG attributes, so that `style-src 'self'` suffices.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from engines.contract import Bar, Interval

FOUND = 64.0  # units above the line, for what was found
HELD = 15.0  # units below it, for what is held
MOST = 40  # more bars than this are put together, several into one


def heights(counts: Sequence[int], full: float) -> list[float]:
    """Return a height for each count; the greatest gets `full`, and none but 0 is too low to be seen.

    >>> heights([0, 1, 1000], 64.0)
    [0.0, 1.0, 64.0]
    """
    most = max(counts, default=0)
    return [round(max(1.0, count / most * full), 1) if count else 0.0 for count in counts]


def stacked(parts: Sequence[int], most: int, full: float) -> list[tuple[float, float]]:
    """Return (y, height) of each part of one bar, the first at the bottom; a bar of `most` is `full` high.

    >>> stacked([30, 10], 40, 64.0)
    [(16.0, 48.0), (0.0, 16.0)]
    """
    below, rows = 0, []
    for part in parts:
        below += part
        rows.append((round(full - below / most * full, 1), round(part / most * full, 1)))
    return rows


def within(bars: Sequence[Bar], since: str | None, until: str | None) -> list[bool]:
    """Tell of each bar whether the date range touches it; without a range, every bar is in it.

    >>> year = Bar(start="2024-01-01", end="2024-12-31", count=1, held=1)
    >>> within([year], "2024-05", None), within([year], None, "2023"), within([year], "2024-12-31", "2025")
    ([True], [False], [True])
    """
    # a date cut short is the beginning of its days' text, so texts compare as dates do
    return [(since is None or bar.end >= since) and (until is None or bar.start[: len(until)] <= until) for bar in bars]


def zoom(since: str | None, until: str | None) -> tuple[Interval | Literal["auto"], str]:
    """Return how finely to count under a date range, and how the days that are drawn begin.

    A range inside a month draws that month by day, one inside a year that year by month, any other draws all.

    >>> zoom("2024", "2024"), zoom("2024-05-03", "2024-05-09"), zoom("2019", "2024"), zoom("2019", None)
    (('month', '2024'), ('day', '2024-05'), ('auto', ''), ('auto', ''))
    """
    if since and until and len(since) > 4 and len(until) > 4 and since[:7] == until[:7]:
        return "day", since[:7]
    if since and until and since[:4] == until[:4]:
        return "month", since[:4]
    return "auto", ""


def shown(bars: Sequence[Bar], beginning: str) -> tuple[Bar, ...]:
    """Return the bars to draw: those whose first day begins so, several put into one where they are too many."""
    drawn = [bar for bar in bars if bar.start.startswith(beginning)]
    many = -(-len(drawn) // MOST)
    return tuple(_together(drawn[at : at + many]) for at in range(0, len(drawn), many)) if drawn else ()


def _together(bars: Sequence[Bar]) -> Bar:
    return Bar(
        start=bars[0].start, end=bars[-1].end, count=sum(bar.count for bar in bars), held=sum(bar.held for bar in bars)
    )
