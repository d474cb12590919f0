"""The same story as three decades would have put it on the web, and as plain text.

In: a story told in a language, and where and when it stands. Out: a page's bytes. ``styles/`` holds the frames.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template
from typing import Literal
from zoneinfo import ZoneInfo

from sample import wording
from sample.stories import Told

KYIV = ZoneInfo("Europe/Kyiv")
Dated = Literal["minute", "day", "month", "undated"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A story told, and its place in a paper: address, day, neighbours."""

    told: Told
    number: int
    paper: str  # the paper's name
    url: str
    when: datetime
    dated: Dated
    editions: Mapping[str, str]  # language → URL, its own included; only one: no other editions
    related: Sequence[tuple[str, str]]  # (URL, title)
    section_slug: str


def modern(page: Placed) -> bytes:
    """Return the page as of today: JSON-LD, Open Graph, hreflang."""
    told, words = page.told, wording.WORDS[page.told.language]
    others = {**page.editions, "x-default": page.editions.get("uk", page.url)}
    published = page.when.replace(tzinfo=KYIV).isoformat(timespec="minutes")
    byline = "".join(
        f'<a class="author" rel="author" href="/author/{i}/">{escape(a)}</a> ' for i, a in enumerate(told.authors)
    )
    cited = f"<p><strong>{words['source']}:</strong> {escape(told.cited)}</p>\n" if told.cited else ""
    return (
        _frame("modern.html", page)
        .substitute(
            **_common(page),
            alternates="\n".join(f'<link rel="alternate" hreflang="{k}" href="{v}">' for k, v in others.items()),
            data=_linked_data(page, published),
            switch=" ".join(f'<a href="{v}">{k}</a>' for k, v in page.editions.items()),
            byline=byline,
            published=published,
            shown_date=f"{wording.in_words(page.when, told.language)}, {page.when:%H:%M}",
            body=cited + "\n".join(f"<p>{escape(each)}</p>" for each in told.paragraphs),
            tags="".join(f'<li><a href="/tag/{i}/">{escape(tag)}</a></li>' for i, tag in enumerate(told.tags)),
        )
        .encode()
    )


def semantic(page: Placed) -> bytes:
    """Return the page as of about 2012: XHTML with microdata."""
    told, words = page.told, wording.WORDS[page.told.language]
    shown = f"{wording.in_words(page.when, told.language)}, {page.when:%H:%M}"
    dated = f'<span class="date" itemprop="datePublished" content="{page.when:%Y-%m-%dT%H:%M}">{shown}</span> '
    byline = "".join(f'<span class="author" itemprop="author">{escape(author)}</span>' for author in told.authors)
    cited = f"\n<p>{words['source']}: {escape(told.cited)}</p>" if told.cited else ""
    return (
        _frame("semantic.html", page)
        .substitute(
            **_common(page),
            keywords=escape(", ".join(told.tags)),
            dated="" if page.dated == "undated" else dated,
            byline=byline,
            body="\n".join(f"<p>{escape(each)}</p>" for each in told.paragraphs) + cited,
            tags=", ".join(f'<a rel="tag" href="/tag/{i}/">{escape(tag)}</a>' for i, tag in enumerate(told.tags)),
            tags_heading=words["tags"],
            comments_heading=words["comments"],
        )
        .encode()
    )


def tables(page: Placed) -> bytes:
    """Return the page as of about 2001: tables and fonts in windows-1251, nothing said of itself."""
    told, words = page.told, wording.WORDS[page.told.language]
    dates = {
        "minute": f"{page.when:%d.%m.%Y %H:%M}",
        "day": f"{wording.in_words(page.when, told.language)} {words['year']}",
        "month": wording.month_in_words(page.when, told.language),
        "undated": "",
    }
    shown = dates[page.dated]
    declared = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">\n'
    cited = f"<P>{words['source']}: {escape(told.cited)}</P>" if told.cited else ""
    return (
        _frame("tables.html", page)
        .substitute(
            **{
                **_common(page),
                "menu": "<BR>".join(f'<A HREF="/{i}.htm">{each}</A>' for i, each in enumerate(_menu(page))),
            },
            declared=declared if page.number % 2 else "",
            dated=f'<FONT FACE="Arial" SIZE="2" COLOR="#666666">{shown}</FONT><BR>\n' if shown else "",
            body="\n".join(f"<P>{escape(each, quote=False)}</P>" for each in told.paragraphs) + cited,
            byline="".join(f'<P ALIGN="right"><I>{escape(author, quote=False)}</I></P>' for author in told.authors),
            print=words["print"],
            home=words["home"],
            year=page.when.year,
        )
        .encode("windows-1251")
    )


def captured_text(page: Placed, second: str, recent: Sequence[str]) -> bytes:
    """Return the page as a tool that keeps only the text would have left it: menus and teasers run into it."""
    told, words = page.told, wording.WORDS[page.told.language]
    cited = f"{words['source']}: {told.cited}\n\n" if told.cited else ""
    first, *rest = told.paragraphs
    return (
        _frame("captured.txt", page)
        .substitute(
            day=f"{page.when:%Y-%m-%d}",
            title=told.title,
            byline=" AND ".join(author.upper() for author in told.authors),
            weekday=wording.WEEKDAYS[page.when.weekday()],
            long_day=wording.in_words(page.when, "en"),
            clock=f"{page.when:%H:%M}",
            photo=words["photo"],
            lead=told.lead,
            body=f"{cited}Details: {first}\n\n" + "\n\n".join(rest),
            tags="".join(_capital_words(tag) for tag in told.tags),
            related="\n\n".join(title for _, title in page.related),
            section=told.section,
            second=second,
            recent="\n".join(recent),
        )
        .encode()
    )


def front(title: str, paper: str, language: str, charset: str, teasers: Sequence[tuple[str, str, str]]) -> bytes:
    """Return a page that is no article, such as a front page: (URL, title, lead) of each page it leads to."""
    blocks = (
        f'<div class="teaser"><h3><a href="{u}">{escape(t)}</a></h3><p>{escape(lead)}</p></div>'
        for u, t, lead in teasers
    )
    frame = Template(files("sample").joinpath("styles", "front.html").read_text(encoding="utf-8"))
    menu = "".join(f'<li><a href="/{i}/">{each}</a></li>' for i, each in enumerate(wording.MENU[language]))
    filled = frame.substitute(
        language=language,
        charset=charset,
        title=escape(title),
        menu=menu,
        teasers="\n".join(blocks),
        paper=escape(paper),
    )
    return filled.encode(charset)


def _linked_data(page: Placed, published: str) -> str:
    told = page.told
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": told.title,
        "description": told.lead,
        "inLanguage": told.language,
        "datePublished": published,
        "articleSection": told.section,
        "keywords": list(told.tags),
        "mainEntityOfPage": page.url,
        "publisher": {"@type": "Organization", "name": page.paper},
    }
    if told.authors:
        data["author"] = [{"@type": "Person", "name": author} for author in told.authors]
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _common(page: Placed) -> dict[str, object]:
    told, words = page.told, wording.WORDS[page.told.language]
    return {
        "language": told.language,
        "title": escape(told.title, quote=False),
        "lead": escape(told.lead),
        "paper": page.paper,
        "url": page.url,
        "number": page.number,
        "menu": "".join(f'<li><a href="/{i}/">{each}</a></li>' for i, each in enumerate(_menu(page))),
        "section": told.section,
        "section_slug": page.section_slug,
        "photo": words["photo"],
        "related_heading": words["related"],
        "related": "".join(f'<li><a href="{url}">{escape(title, quote=False)}</a></li>' for url, title in page.related),
        "newsletter": words["newsletter"],
        "rights": words["rights"],
    }


def _menu(page: Placed) -> Sequence[str]:
    return wording.MENU[page.told.language]


def _frame(name: str, page: Placed) -> Template:
    return Template(files("sample").joinpath("styles", name).read_text(encoding="utf-8"))


def _capital_words(tag: str) -> str:
    return tag[:1].upper() + tag[1:]
