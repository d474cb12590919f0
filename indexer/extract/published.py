"""When an article was published, and when it was changed last.

In: `Page`, `Site`, the capture's time. Out: `Found[Published | None]`. A day after the capture's is refused, and a time
that something calls a change never stands in for the publication; the capture's own date is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from indexer.extract.addressed import newest_day, url_date
from indexer.extract.by_profile import profile_values, texts
from indexer.extract.dateline import seen_dates
from indexer.extract.dates import NOWHERE, Written, calendar_of, machine_date, machine_month
from indexer.extract.found import Found
from indexer.extract.language import primary
from indexer.extract.page import Page
from indexer.extract.relative import hanging_dates, resolved, yearless
from indexer.extract.shared import shared_address
from indexer.extract.source import host
from indexer.sites import Site
from mappings.article import Precision, Zone

META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "og:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish-date",
    "publish_date", "publishdate", "pubdate", "publication_date", "publicationdate", "originalpublicationdate",
    "article_date_original", "article.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "dc.date.created", "citation_publication_date", "citation_online_date", "prism.publicationdate",
    "date.created", "date_published", "displaydate", "published_at", "published", "pub_date", "last-publication",
    "shareaholic:article_published_time", "analyticsattributes.articledate", "date",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
)
COUNTRY = re.compile(r"\.(au|ca|gh|ie|in|ke|mt|ng|nz|ph|pk|sg|uk|za|zw)$")  # where English newspapers have no region
LATE = timedelta(hours=23, minutes=59)
LATEST = 9000  # the year of a capture that is no slip
EARLIEST = 1970  # no page of the web tells an earlier day of itself but by mistake
NEVER = datetime(1970, 1, 3, tzinfo=UTC)  # what programs make of no date, in any zone
FARTHEST, QUARTER = timedelta(hours=14), timedelta(minutes=15)  # zones are whole quarters of an hour
WEAK = 0.6  # a visible date below this score is too uncertain to be told
STRONG = 3.0  # a visible date above this score stands before what the url says


@dataclass(frozen=True, slots=True)
class Published:
    """A publication: ISO 8601 as the page gives it, what of it is known, and its day in the publisher's zone."""

    moment: str
    precision: Precision
    zone: Zone
    day: str


def published(
    page: Page, site: Site, captured: str | None = None, *, language: str = "", rivals: bool = False
) -> Found[Published | None]:
    """Return when the article was published and the rule that found it.

    `language`: the one that its text was found to be in, if any; `rivals`: also ask rules not needed.
    """
    tag = _tag(page, site, language)
    candidates = []
    for rule, date in _candidates(page, site, captured, tag):
        if possible := _possible(date, captured):
            candidates.append((rule, possible))
            if not rivals and candidates[0][1].precision == "minute" and not _midnight(candidates[0][1]):
                break
    if not candidates:
        return Found(None)
    rule, best = candidates[0]
    if best.precision != "minute" or _midnight(best):
        rule, best = _with_clock(rule, best, candidates)
    others = [(name, told(date, site)) for name, date in candidates[1:]]
    answer = told(best, site)
    if answer.zone == "page" and not site.timezone and (day := _local_day(page, best, tag)):
        answer = replace(answer, day=day)
    return Found(answer, rule, tuple(others))


def modified(page: Page, site: Site, *, language: str = "") -> Found[str | None]:
    """Return when the page says it was changed last; `language`: the one that its text was found to be in."""
    for rule, text in (
        *(("JSON-LD dateModified", text) for text in texts(page.article_data.get("dateModified"))),
        *((f"meta {name}", text) for name in MODIFIED_META for text in page.meta.get(name, ())),
    ):
        date = machine_date(text)
        if date and not refused(date, None):
            return Found(told(date, site).moment, rule)
    seen = next((seen for seen in seen_dates(page, _tag(page, site, language)) if seen.changed), None)
    return Found(told(seen.date, site).moment, seen.rule) if seen else Found(None)


def told(date: Written, site: Site) -> Published:
    """Return a date as an article tells it, in the profile's zone where the page names none.

    >>> told(machine_date("11 листопада 2024, 11:30", "uk"), Site(timezone="Europe/Kyiv")).moment
    '2024-11-11T11:30:00+02:00'
    """
    moment, zone = date.moment, "page" if date.moment.tzinfo else "unknown"
    if date.precision != "minute":
        return Published(date.day, date.precision, "unknown", date.day)
    if not moment.tzinfo and site.timezone:
        moment, zone = moment.replace(tzinfo=ZoneInfo(site.timezone)), "profile"
    local = moment.astimezone(ZoneInfo(site.timezone)) if site.timezone and moment.tzinfo else moment
    precision: Precision = "day" if _midnight(date) else "minute"
    return Published(moment.isoformat(), precision, zone, local.date().isoformat())  # type: ignore[arg-type]


def _tag(page: Page, site: Site, read: str) -> str | None:
    """Return the language that dates are read in: the text's own where what the page claims is another, or nothing."""
    claimed = page.html_lang or site.language
    known = bool(read) and calendar_of(read) is not NOWHERE
    tag = read if known and primary(claimed) != read else claimed
    if tag.lower() == "en" and (country := COUNTRY.search(host(page.url))):
        return f"en-{country[1]}"  # plain English is American: 07/05/2019 is of July
    return tag or None


def _candidates(page: Page, site: Site, captured: str | None, language: str | None) -> Iterator[tuple[str, Written]]:
    """Yield each rule's date, the most trusted rule first."""
    for text in profile_values(page, site, "published"):
        if date := machine_date(text, language):
            yield "profile", date
    for text in texts(page.article_data.get("datePublished")):
        if date := machine_date(text, language):
            yield "JSON-LD datePublished", date
    for thing in page.linked_data:
        if thing is not page.article_data:
            for text in texts(thing.get("datePublished")):
                if date := machine_date(text, language):
                    yield "JSON-LD datePublished of another object", date
    for name in META:
        for text in page.meta.get(name, ()):
            if date := machine_date(text, language):
                yield f"meta {name}", date
    yield from _on_page(page, language, site, captured)
    yield from _months(page)


def _months(page: Page) -> Iterator[tuple[str, Written]]:
    """Yield the months that values meant for machines name: last, as any day tells more."""
    for text in texts(page.article_data.get("datePublished")):
        if month := machine_month(text):
            yield "JSON-LD datePublished", month
    for name in META:
        for text in page.meta.get(name, ()):
            if month := machine_month(text):
                yield f"meta {name}", month


def _on_page(page: Page, language: str | None, site: Site, captured: str | None) -> Iterator[tuple[str, Written]]:
    seen = [s for s in seen_dates(page, language) if not s.changed]
    address, rule = url_date(page.url), "url"
    if not page.url and (shared := shared_address(page)):
        address, rule = url_date(shared), "share links"
    strong = [s for s in seen if s.score >= STRONG]
    yield from ((s.rule, s.date) for s in strong)
    for text in texts(page.article_data.get("dateCreated")):
        if date := machine_date(text, language):
            yield "JSON-LD dateCreated", date
    if address and address.precision == "day":
        yield rule, address
        if at := _clock_of_day(page, address, language):
            yield "dateline without a year", at
    if not strong:
        yield from _relative(page, language, site, captured)
    yield from ((s.rule, s.date) for s in seen if WEAK <= s.score < STRONG)
    if address and address.precision == "month":
        yield rule, address


def _relative(page: Page, language: str | None, site: Site, captured: str | None) -> Iterator[tuple[str, Written]]:
    """Yield the dates that hang on the moment of reading. That is the capture's, in the profile's zone or else in UTC;
    where none is known, the end of the newest day that the page names.
    """
    dates = hanging_dates(page, language)
    if not dates:
        return
    now, rule, sure = _moment(captured), "relative date, capture", True
    if now:
        now = now.astimezone(ZoneInfo(site.timezone) if site.timezone else UTC).replace(tzinfo=None)
    else:
        newest, sure = newest_day(page, language)
        now, rule = newest + LATE if newest else None, "relative date, newest day on the page"
    for date in dates:
        if now and (sure or date.yearless) and (found := resolved(date, now, language)):
            yield rule, found


def _clock_of_day(page: Page, day: Written, language: str | None) -> Written | None:
    """Return a day with the time that stands beside it where the page leaves out the year: "8 січня, 17:46"."""
    for _, block, _ in page.surroundings.heading():
        if len(block.text) < 120 and ":" in block.text:
            dated = yearless(block.text, day.moment.year, language)
            if dated and dated.precision == "minute" and dated.day == day.day:
                return dated
    return None


def _local_day(page: Page, date: Written, language: str | None) -> str | None:
    """Return the day that the page itself shows for a moment told in UTC late or early in the day.

    The same minute on another clock, at most fourteen hours off, is the same moment in the publisher's zone.
    """
    moment = date.moment
    if date.precision != "minute" or moment.utcoffset() or 8 <= moment.hour < 19:
        return None
    for seen in seen_dates(page, language):
        apart = seen.date.moment.replace(tzinfo=None) - moment.replace(tzinfo=None, second=0, microsecond=0)
        if seen.date.precision == "minute" and apart and abs(apart) <= FARTHEST and not apart % QUARTER:
            return seen.date.day
    return None


def _midnight(date: Written) -> bool:
    moment = date.moment
    return moment.hour == moment.minute == moment.second == 0


def _with_clock(rule: str, best: Written, candidates: list[tuple[str, Written]]) -> tuple[str, Written]:
    """Return a day with the time that another rule gives for the same day."""
    for name, date in candidates:
        same = date.moment.date() == best.moment.date() or (
            best.precision == "month" and date.moment.date() > best.moment.date()
        )
        if same and date.precision == "minute" and not _midnight(date):
            return f"{rule}, time from {name}", date
    return rule, best


def _possible(date: Written, captured: str | None) -> Written | None:
    """Return a date that can be: one of a day to come may be of one gone by, with month and day the other way round."""
    readings = (reading for reading in (date, date.swapped()) if reading and not refused(reading, captured))
    return next(readings, None)


def refused(date: Written, captured: str | None) -> bool:
    """Tell whether a date cannot be: after the day of the capture (in any zone), or before the web, which is also what
    programs make of no date.
    """
    moment = date.moment if date.moment.tzinfo else date.moment.replace(tzinfo=UTC)
    if moment.year < EARLIEST or (moment.year == EARLIEST and moment < NEVER and date.precision != "month"):
        return True
    limit = _moment(captured)
    return limit is not None and moment > limit + timedelta(days=1)


def _moment(captured: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((captured or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    if not EARLIEST <= moment.year < LATEST:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
