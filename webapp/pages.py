"""The pages that people read. In: an address. Out: HTML, from the values that the view modules make ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from werkzeug.exceptions import Gone, NotFound
from werkzeug.wrappers import Response as Answer

from engines.analysis import Analyzers
from engines.contract import Engine, Filter, SearchRequest
from engines.derive import facet_key
from engines.highlight import Highlighter
from engines.query import Field, Or, Phrase
from mappings.article import Article, CaptureRecord
from webapp import search_url
from webapp.archived import answer, key_of, page_of, roots_of, within_reach
from webapp.charts import zoom
from webapp.doctor import first_page, instead
from webapp.errors import BadArgumentsError
from webapp.filters import FINDABLE
from webapp.help import help_page
from webapp.holdings import Coverage
from webapp.search_url import Asked, link
from webapp.security import HEADERS
from webapp.view import search_page
from webapp.view_archived import archived_page, capture_rows
from webapp.view_article import EDITIONS, article_page
from webapp.view_home import home_page

Roots = Callable[[], Mapping[str, Path]]


def routes(engine: Engine, archives: Iterable[tuple[str, str]] = ()) -> Blueprint:
    """Return the pages over an index, for the app to register; `archives` lie elsewhere than it says."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "home", partial(home, Coverage(engine)))
    pages.add_url_rule("/search", "search", partial(search, engine))
    roots = partial(roots_of, engine, tuple(archives))
    pages.add_url_rule("/articles/<id>", "article", partial(article, engine, Analyzers(), roots))
    show = partial(archived, engine, roots)
    pages.add_url_rule("/articles/<id>/archived", "archived", show, defaults={"capture": ""})
    pages.add_url_rule("/articles/<id>/archived/<capture>", "archived", show)
    pages.add_url_rule("/articles/<id>/archived/<capture>/page", "archived_page", partial(bare, engine, roots))
    pages.add_url_rule("/help", "help", guide)
    pages.add_url_rule("/healthz", "health", partial(health, engine))
    pages.add_url_rule("/robots.txt", "robots", robots)
    return pages


def home(coverage: Coverage) -> str:
    """Show what the archive holds."""
    asked = _read("ui")
    return render_template("home.html", page=home_page(coverage.holdings(), asked.ui))


def search(engine: Engine) -> str | Answer:
    """Show what was found; a form's empty fields are taken out of the address first."""
    asked = _read()
    if "" in request.args.values():  # sent by the form
        return redirect(link(_named_whole(engine, asked)))
    result = engine.search(_for_page(asked.request))
    tries = () if result.hits else instead(asked, engine) if not result.total else (first_page(asked),)
    return render_template("search.html", page=search_page(asked, result, tries))


def article(engine: Engine, analyzers: Analyzers, roots: Roots, id: str) -> str:
    """Show one article; the address carries the search it was found by, so that its words are marked."""
    asked = _read()
    found = _article(engine, id)
    marker = Highlighter(analyzers.get(found.language), asked.request.query)
    page = article_page(found, asked, _held(engine, found), marker)
    records = engine.captures(id)
    rows = capture_rows(records, within_reach(records, roots()), asked)
    return render_template("article.html", page=page, rows=rows)


def archived(engine: Engine, roots: Roots, id: str, capture: str) -> Answer:
    """Show one capture of an article as it was archived, in a frame where nothing of it runs."""
    asked = _read()
    found, records, places = _article(engine, id), engine.captures(id), roots()
    shown = _capture(records, capture)
    page_of(shown, places)
    page = archived_page(found, shown, capture_rows(records, within_reach(records, places), asked, shown), asked)
    response = make_response(render_template("archived.html", page=page))
    response.headers["Content-Security-Policy"] = f"{HEADERS['Content-Security-Policy']}; frame-src 'self'"
    response.headers["Cache-Control"] = "no-store"
    return response


def bare(engine: Engine, roots: Roots, id: str, capture: str) -> Response:
    """Give out the bytes of an archived page, for the frame."""
    _read("ui")
    _article(engine, id)
    return answer(page_of(_capture(engine.captures(id), capture), roots()))


def guide() -> str:
    """Teach how to ask."""
    return render_template("help.html", page=help_page(_read("ui")))


def health(engine: Engine) -> Response:
    """Tell a monitor that the index answers; an index that is away is an error, and so a 503."""
    engine.search(SearchRequest(size=1, highlight=False))
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


def robots() -> Response:
    """Keep crawlers out: the articles belong to their publishers."""
    return Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


def _article(engine: Engine, id: str) -> Article:
    """Return an article; raises Gone for one that was taken out, NotFound for one that was never there."""
    found = engine.get(id)
    if found is not None:
        return found
    raise Gone if any(one.id == id for one in engine.withdrawn()) else NotFound


def _capture(records: Sequence[CaptureRecord], key: str) -> CaptureRecord:
    """Return the capture of this key, the newest for none."""
    found = next((record for record in records if key in ("", key_of(record))), None)
    if found is None:
        raise NotFound
    return found


def _read(*names: str) -> Asked:
    """Read the address; raise BadArgumentsError with the arguments that cannot be."""
    asked = search_url.read(request.args.items(multi=True), *((names,) if names else ()))
    g.asked = asked
    if asked.problems:
        raise BadArgumentsError(asked)
    return asked


def _named_whole(engine: Engine, asked: Asked) -> Asked:
    """Put whole names in the place of parts that were typed: Вербняк becomes Марта Вербняк, if that is who there is."""
    for name in FINDABLE:
        for value in asked.request.filters.get(name, Filter()).any_of:
            known = [found.value for found in engine.complete(name, value)]
            if known and facet_key(value) not in map(facet_key, known):
                asked = search_url.without_value(asked, name, value)
                for whole in known:
                    asked = search_url.with_value(asked, name, whole)
    return asked


def _for_page(request: SearchRequest) -> SearchRequest:
    """Ask for the bars as finely as the page draws them."""
    interval, _ = zoom(request.since, request.until)
    return replace(request, interval=interval) if request.interval else request


def _held(engine: Engine, found: Article) -> dict[str, str]:
    """Return which of an article's editions are held: their URLs and ids."""
    urls = tuple(edition.url for edition in found.editions[:EDITIONS] if edition.url)
    if not urls:
        return {}
    asked = tuple(Field("url", Phrase(url)) for url in urls)
    query = asked[0] if len(asked) == 1 else Or(asked)
    hits = engine.search(SearchRequest(query=query, size=2 * EDITIONS, highlight=False)).hits
    return {hit.article.url: hit.article.id for hit in hits if hit.article.url in urls}
