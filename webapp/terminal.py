"""Hits and holdings as lines for a terminal.

In: an answer. Out: lines, with marks in bold. Pages are other people's text: nothing in it may steer the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from engines.contract import Highlighted, Hit, SearchResult, Status
from engines.query import write
from webapp import envelope
from webapp.search_url import Asked

LONGEST = 400  # characters of a title, name or snippet
LISTED = 10  # sources, languages
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def plain(text: str) -> str:
    r"""Return a text in one line, without what could steer a terminal.

    >>> plain("міська\n\x1b[31mрада")
    'міська [31mрада'
    """
    cleaned = _CONTROLS.sub(" ", text)
    return cleaned if len(cleaned) <= LONGEST else cleaned[: LONGEST - 1] + "…"


def marked(text: Highlighted) -> str:
    """Return a text with its marks in bold."""
    parts, at = [], 0
    for start, end in text.marks:
        parts += [plain(text.text[at:start]), click.style(plain(text.text[start:end]), bold=True, fg="yellow")]
        at = end
    return "".join([*parts, plain(text.text[at:])])


def hits(asked: Asked, result: SearchResult) -> Iterator[str]:
    """Yield how many were found, each hit in a few lines, and how to see more."""
    request = asked.request
    query = write(request.query)
    more = "" if result.relation == "eq" else "at least "
    found = "1 article" if result.total == 1 else f"{more}{result.total:,} articles"
    yield found + (f" for {plain(query)}" if query else "")
    if result.undated_left_out:
        yield f"{result.undated_left_out:,} more match and have no date precise enough for the dates asked for."
    if result.partial:
        yield f"Incomplete: {plain(result.partial)}"
    for number, hit in enumerate(result.hits, (request.page - 1) * request.size + 1):
        yield ""
        yield from _hit(number, hit)
    if envelope.neighbours(asked, result)[1]:
        yield ""
        yield f"More: --page {request.page + 1}, or --size up to 200."


def _hit(number: int, hit: Hit) -> Iterator[str]:
    article = hit.article
    facts = [article.published_day or "undated", article.language, article.source, ", ".join(article.authors)]
    yield f"{number:>3}. {marked(hit.title)}"
    yield "     " + plain(" · ".join(fact for fact in facts if fact))
    if hit.snippets:
        yield "     " + " … ".join(marked(snippet) for snippet in hit.snippets[:2])
    yield "     " + click.style(plain(article.url or article.locator), dim=True)


def holdings(status: Status) -> Iterator[str]:
    """Yield what an index holds."""
    yield f"{status.address}: {status.engine}"
    held, read = counted(status.articles, "article"), counted(status.captures, "capture")
    yield f"{held} from {read}, {status.withdrawn:,} withdrawn"
    if status.first_day:
        yield f"published {status.first_day} to {status.last_day}"
    yield f"last loaded {status.last_loaded or 'never'}, generation {status.generation}, {size(status.size_bytes)}"
    told = [(status.indices.get(name, ""), status.analysis.get(name, "")) for name, _ in status.by_language]
    languages = [
        ("  ".join(part for part in (name, *parts) if part), count)
        for (name, count), parts in zip(status.by_language, told, strict=True)
    ]
    years = [(name or "undated", count) for name, count in sorted(status.by_year, reverse=True)]
    yield from _table("Sources", status.by_source, LISTED)
    if unknown := status.articles - sum(count for _, count in status.by_source):
        yield f"{unknown:>10,}  of an unknown source"
    yield from _table("Languages, and how their words are analysed", languages, 2 * LISTED)
    yield from _table("Years", years, len(years))


def size(count: int) -> str:
    """Return a number of bytes as people say it.

    >>> size(900), size(1_500_000)
    ('900 B', '1.5 MB')
    """
    value, units = float(count), iter(("B", "kB", "MB", "GB"))
    for unit in units:
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def _table(title: str, rows: tuple[tuple[str, int], ...] | list[tuple[str, int]], most: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield title
    for name, count in rows[:most]:
        yield f"{count:>10,}  {plain(name) or '(none)'}"
    if len(rows) > most:
        yield f"{sum(count for _, count in rows[most:]):>10,}  in {len(rows) - most} more"


def counted(number: int, word: str) -> str:
    """Write a number with its English word.

    >>> counted(1, "article"), counted(1200, "capture")
    ('1 article', '1,200 captures')
    """
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
