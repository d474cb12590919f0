"""The search page. In: a question and its answer. Out: everything the template prints, words and links ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from markupsafe import Markup

from engines.contract import MAX_WINDOW, Hit, SearchRequest, SearchResult
from engines.derive import facet_key
from engines.query import write
from mappings.article import Article
from webapp import search_url
from webapp.filters import Chip, FacetRows, chips, facets
from webapp.links import Links
from webapp.parameters import MAX_VALUE
from webapp.pieces import Edition, Hidden, Link, Piece, cut, joined, pieces
from webapp.search_url import SEARCH, Asked, link, rooted
from webapp.timeline import Dates, dates
from webapp.understood import notes, understood
from webapp.wording import Moment, gettext, ngettext, number, own_name, published, speech, tongue

LONG_TEXT = 1_000  # characters of a query that links carry as it was typed
ENOUGH = 180  # characters of snippets in a hit, about four lines
OPENING = 280  # characters of a text shown where nothing in it matched
STYLES = {"author": "who", "source": "paper"}  # how names of these facets are drawn
NAMES = 12  # names in one line of a hit; more are for the article's own page


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The search box: what stands in it, what travels with it, how it was understood, which filters hold."""

    query: str = ""
    hint: str = ""
    action: str = field(default_factory=lambda: rooted(SEARCH))
    hidden: tuple[Hidden, ...] = ()
    understood: Markup | None = None
    notes: tuple[Markup, ...] = ()
    chips: tuple[Chip, ...] = ()
    clear: str = ""


class HitView(NamedTuple):
    url: str
    language: str
    title: list[Piece]
    plain_title: str
    published: Moment
    authors: list[Link]
    section: list[Link]  # one, or none
    source: list[Link]  # one, or none
    cited: list[Link]
    snippet: list[Piece]
    editions: list[Edition]
    captures: str
    revisions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    first: int
    range: str
    pages: list[Link]
    before: str
    after: str
    beyond: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Another question that finds something."""

    text: str
    url: str
    count: str = ""
    why: str | Markup = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    box: Box
    count: str
    active: str
    left_out: str
    left_out_url: str
    partial: str
    exports: list[Link]
    sorts: list[Link]
    dates: Dates
    facets: tuple[FacetRows, ...]
    all_filters: str
    hits: list[HitView]
    pager: Pager
    tries: Sequence[Try]


def search_page(typed: Asked, result: SearchResult, tries: Sequence[Try] = ()) -> SearchPage:
    """Return the search page of a question and its answer."""
    asked = _in_links(typed)
    links = Links(asked)
    rows, date_rows = facets(asked, links, result), dates(asked, links, result)
    box = replace(search_box(asked, _shown(rows, date_rows)), query=typed.text, notes=notes(typed))
    left_out, named = result.undated_left_out, asked.request.facet_size != search_url.FACET_SIZE
    return SearchPage(
        box=box,
        count=count_of(result),
        active=ngettext("%(num)s active", "%(num)s active", len(box.chips)) if box.chips else "",
        left_out=_left_out(left_out) if left_out else "",
        left_out_url=link(search_url.undated(asked, only=True)) if left_out else "",
        partial=result.partial,
        exports=exports(asked) if result.total else [],
        sorts=_sorts(asked),
        dates=date_rows,
        facets=rows,
        all_filters=link(_usual_facets(asked)) if named else "",
        hits=[hit_view(links, hit) for hit in result.hits],
        pager=_pager(asked, links, result),
        tries=tries,
    )


def _in_links(asked: Asked) -> Asked:
    """Return the question as links carry it: of a very long text only what is searched for, as there are many links."""
    return asked if len(asked.text) <= LONG_TEXT else search_url.asking(asked, write(asked.request.query))


def search_box(asked: Asked, controls: frozenset[tuple[str, str]] = frozenset()) -> Box:
    """Return the box with a question in it; filters that no control on the page holds travel as hidden fields."""
    tree = asked.request.query
    return Box(
        query=asked.text,
        hint=gettext('word, "exact phrase", author:name'),
        hidden=tuple(
            Hidden(name, value)
            for name, value in search_url.pairs(asked)
            if name not in ("q", "page", "cursor") and (name, facet_key(value)) not in controls
        ),
        understood=understood(tree) if tree else None,
        notes=notes(asked),
        chips=chips(asked),
        clear=link(Asked(text=asked.text, ui=asked.ui)),
    )


def count_of(result: SearchResult) -> str:
    """Return how many articles were found, in words."""
    if not result.total:
        return gettext("No articles")
    count = ngettext("%(count)s article", "%(count)s articles", result.total, count=number(result.total))
    return gettext("more than %(count)s", count=count) if result.relation == "gte" else count


def exports(asked: Asked) -> list[Link]:
    """Return the addresses of all hits as files, and of this page as JSON."""
    whole = search_url.on_page(asked, 1)
    return [
        Link("CSV", link(whole, "/search.csv")),
        Link("JSONL", link(whole, "/search.jsonl")),
        Link("JSON", link(asked, search_url.API)),
    ]


def _left_out(count: int) -> str:
    return ngettext("%(count)s undated left out;", "%(count)s undated left out;", count, count=number(count))


def _shown(rows: Sequence[FacetRows], date_rows: Dates) -> frozenset[tuple[str, str]]:
    """Return which arguments the controls of the page hold, values folded; a box that is not ticked holds none."""
    boxes = [value for row in rows for value in row.values if value.checked]
    boxes += [date_rows.undated] if date_rows.undated else []
    typed = {("from", facet_key(date_rows.since)), ("to", facet_key(date_rows.until))}
    return frozenset((box.field, facet_key(box.value)) for box in boxes) | typed


def _usual_facets(asked: Asked) -> Asked:
    usual = Asked().request
    request = replace(asked.request, facets=usual.facets, facet_size=usual.facet_size, interval=usual.interval)
    return replace(asked, request=request)


def _sorts(asked: Asked) -> list[Link]:
    names = {"relevance": gettext("Relevance"), "newest": gettext("Newest"), "oldest": gettext("Oldest")}
    now: str = asked.request.sort
    if asked.request.query is None:  # nothing to rank by
        del names["relevance"]
        now = "newest" if now == "relevance" else now
    return [Link(name, link(search_url.sorted_by(asked, sort)), current=now == sort) for sort, name in names.items()]


# ---- hits ------------------------------------------------------------------------------------------------------------


def hit_view(links: Links, hit: Hit) -> HitView:
    """Return one hit: its names are links that add a filter."""
    article = hit.article
    language = "" if article.language in ("und", tongue()) else article.language
    where = links.article(article.id)
    return HitView(
        url=where,
        language=language,
        title=pieces(hit.title) if hit.title.text.strip() else [Piece(gettext("without a headline"))],
        plain_title=cut(article.title) or gettext("without a headline"),
        published=published(article),
        authors=names(links, "author", article.authors, article.language),
        section=names(links, "section", (article.section or "",), article.language),
        source=names(links, "source", (article.source,), article.language),
        cited=names(links, "cited", article.cited, article.language),
        snippet=joined(hit.snippets, ENOUGH) or _opening(article),
        editions=_editions(article, where),
        captures=ngettext("%(num)s capture", "%(num)s captures", article.captures),
        revisions=ngettext("%(num)s text", "%(num)s texts", article.revisions) if article.revisions > 1 else "",
    )


def names(links: Links, facet: str, values: Sequence[str], near: str, most: int = NAMES) -> list[Link]:
    """Return facet values of an article as links to the search with them; what no address can hold is no link."""
    language_of = speech().fragment
    return [
        Link(
            cut(value),
            links.only(facet, value) if len(value) <= MAX_VALUE else "",
            language_of(value, near),
            style=STYLES.get(facet, ""),
        )
        for value in values[:most]
        if value
    ]


def _opening(article: Article) -> list[Piece]:
    text = article.lead or article.body.lstrip().partition("\n")[0]
    return [Piece(cut(text, OPENING))] if text else []


def _editions(article: Article, where: str) -> list[Edition]:
    others = [edition.language for edition in article.editions if edition.language != article.language]
    here = [Edition(short_name(article.language), article.language)] if article.language != "und" else []
    return here + [Edition(short_name(code), code, f"{where}#editions") for code in dict.fromkeys(others)][:NAMES]


def short_name(code: str) -> str:
    """Return three letters of a language's own name: "укр", "рус", "eng"."""
    return own_name(code)[:3].lower()


# ---- pages -----------------------------------------------------------------------------------------------------------


def _pager(asked: Asked, links: Links, result: SearchResult) -> Pager:
    request = asked.request
    reachable = min(result.total, MAX_WINDOW // request.size * request.size)
    last = max(1, -(-reachable // request.size))
    first, here = (request.page - 1) * request.size + 1, request.page
    further = link(search_url.after_cursor(asked, result.next_cursor)) if result.next_cursor else ""
    if request.cursor:
        return Pager(first=1, range=_beyond(result), pages=[], before="", after=further, beyond="")
    return Pager(
        first=first,
        range=gettext(
            "%(first)s–%(last)s of %(total)s",
            first=number(first),
            last=number(first + len(result.hits) - 1),
            total=number(result.total),
        ),
        pages=list(_pages(links, request.page, last)) if last > 1 else [],
        before=links.page(here - 1) if here > 1 else "",
        after=links.page(here + 1) if here < last else further if result.total > reachable else "",
        beyond=gettext("Pages end here. To see more, narrow the search, or take all away as CSV or JSONL.")
        if here == last and result.total > reachable and not further
        else "",
    )


def _beyond(result: SearchResult) -> str:
    return gettext("%(count)s of %(total)s", count=number(len(result.hits)), total=number(result.total))


def _pages(links: Links, here: int, last: int) -> Iterator[Link]:
    before = 0
    for page in sorted({1, 2, 3, here - 1, here, here + 1, last} if here < 3 else {1, here - 1, here, here + 1, last}):
        if 1 <= page <= last:
            if page > before + 1:
                yield Link("…", "")
            yield Link(number(page), links.page(page), current=page == here)
            before = page


def quick(request: SearchRequest) -> SearchRequest:
    """Return the same question when only the number of hits matters."""
    return replace(request, size=1, page=1, cursor=None, facets=(), interval=None, highlight=False)
