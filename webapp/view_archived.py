"""The page around an archived page, and the list of an article's captures. In: captures. Out: what templates print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mappings.article import Article, CaptureRecord
from webapp.archived import NotShownError, archived_link, key_of, root_of
from webapp.pieces import cut, web_address
from webapp.search_url import Asked, article_link
from webapp.view_article import Fact
from webapp.wording import Moment, gettext, moment, tongue

MOST_CAPTURES = 50  # listed at most; JSON has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One capture in a list: when, and where the page as it was then can be seen; no address when it cannot."""

    time: Moment
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    title: str
    language: str
    facts: list[Fact]
    frame: str
    original: str
    captures: list[CaptureRow]
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShown:
    """What is said instead of an archived page."""

    status: int
    title: str
    about: str
    advice: list[Markup]


def capture_rows(
    records: Sequence[CaptureRecord], near: frozenset[str], asked: Asked, shown: CaptureRecord | None = None
) -> list[CaptureRow]:
    """Return the captures that can be shown from the archive folders in reach (`near`), newest first."""
    current = key_of(shown) if shown else ""
    return [
        CaptureRow(time=moment(record.captured), url=archived_link(record, asked), current=key_of(record) == current)
        for record in records[:MOST_CAPTURES]
        if root_of(record) in near
    ]


def archived_page(article: Article, shown: CaptureRecord, rows: list[CaptureRow], asked: Asked) -> ArchivedPage:
    """Return the page around one archived page, whose bytes were just compared with the hash in the index."""
    same = gettext("the same as when it was indexed")
    facts = [
        Fact(name=gettext("Captured"), value=moment(shown.captured).text),
        Fact(name=gettext("Address"), value=cut(shown.article.url, 4_000) or gettext("unknown")),
        Fact(name=gettext("Where its bytes lie"), value=cut(shown.locator, 4_000)),
        Fact(name=gettext("Page SHA-256"), value=f"✓ {same}", code=shown.payload_hash),
    ]
    return ArchivedPage(
        title=cut(shown.article.title) or gettext("without a headline"),
        language="" if shown.article.language in ("und", tongue()) else shown.article.language,
        facts=facts,
        frame=archived_link(shown, Asked(), "/page"),
        original=web_address(shown.article.url),
        captures=rows if len(rows) > 1 else [],
        back=article_link(article.id, asked),
    )


def not_shown(raised: NotShownError) -> NotShown:
    """Return what is said of an archived page that cannot be shown, and what is to be done."""
    if raised.absent.what in ("root", "file"):
        return NotShown(
            status=404,
            title=gettext("The archive is not in its place"),
            about=gettext("The index knows this page, and the archive that holds its bytes is not where it was."),
            advice=[_moved(raised.root), _checked()] if raised.root else [_checked()],
        )
    if raised.absent.what == "far":
        return NotShown(
            status=409,
            title=gettext("This page lies too deep in its archive"),
            about=gettext("More than a gigabyte would have to be decompressed to reach it."),
            advice=[Markup("%s") % gettext("For the operator: unpack the archive and index it again.")],
        )
    return NotShown(
        status=409,
        title=gettext("The archive holds something else there"),
        about=gettext(
            "The bytes there are not those that were indexed, so they are not shown: the archive was changed."
        ),
        advice=[_checked()],
    )


def _moved(root: str) -> Markup:
    name = cut(root, 200)
    return Markup("%s <code>backfile index PATH --archives %s=PATH</code> · <code>BACKFILE_ARCHIVES=%s=PATH</code>") % (
        gettext("For the operator: if the folder was moved, say where it lies now, for the index or for this server:"),
        name,
        name,
    )


def _checked() -> Markup:
    return Markup("%s <code>backfile verify</code>") % gettext("For the operator: all such places are listed by")
