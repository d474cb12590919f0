"""The JSON API, version 1, for programs.

In: an address. Out: the envelope of `envelope.py`, or a problem (`problem.py`). The parameters are those of the search
page; `/api/v1/openapi.json` describes them from the same table.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

import orjson
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from engines.contract import BackfileError, BadCursor, Engine
from webapp import envelope, problem, search_url
from webapp.openapi import openapi
from webapp.parameters import ARTICLE_FIELDS
from webapp.search_url import API, link, rooted

READING = ("GET", "HEAD", "OPTIONS")
WRITING = ("POST", "PUT", "PATCH", "DELETE")


def routes(engine: Engine) -> Blueprint:
    """Return the API over an index, for the app to register."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    api.add_url_rule("/articles", "articles", partial(articles, engine))
    api.add_url_rule("/articles/<id>", "article", partial(article, engine))
    api.add_url_rule("/status", "status", partial(status, engine))
    api.add_url_rule("/openapi.json", "openapi", description)
    api.add_url_rule("/", "nothing", nothing, defaults={"path": ""})
    api.add_url_rule("/<path:path>", "nothing", nothing, methods=[*READING, *WRITING])
    api.after_request(_reading_only)
    for error in (BackfileError, HTTPException, Exception):
        api.register_error_handler(error, problem.of)
    return api


def articles(engine: Engine) -> Response:
    """Answer a question: hits, facets, and where to go on."""
    asked = search_url.read(request.args.items(multi=True))
    if asked.problems:
        return problem.refused(asked.problems)
    try:
        result = engine.search(asked.request)
    except BadCursor as raised:
        return problem.answer(400, str(raised), links={"start": link(search_url.on_page(asked, 1), API)})
    spellings = engine.suggest(asked.text) if asked.text and not result.total else ()
    tag = f"{envelope.VERSION} {result.generation} {result.state} {result.partial} {search_url.write(asked)}"
    return _json(envelope.articles(asked, result, spellings), tag)


def article(engine: Engine, id: str) -> Response:
    """Give one article whole, and its captures."""
    asked = search_url.read(request.args.items(multi=True), names=("fields", "ui"))
    if asked.problems:
        return problem.refused(asked.problems)
    found = engine.get(id)
    if found is None and any(one.id == id for one in engine.withdrawn()):
        return problem.answer(410, "This article was taken out of the archive.", links={"search": rooted(API)})
    if found is None:
        detail = "No article has this id. The id of an article is in every hit of a search."
        return problem.answer(404, detail, links={"search": rooted(API)})
    body = {
        "api": envelope.VERSION,
        "article": envelope.article(found, asked.fields or ARTICLE_FIELDS),
        "captures": envelope.captures(engine.captures(id)),
        "links": envelope.article_links(id),
    }
    return _json(body, orjson.dumps(body).decode())


def status(engine: Engine) -> Response:
    """Tell what the index holds."""
    asked = search_url.read(request.args.items(multi=True), names=())
    if asked.problems:
        return problem.refused(asked.problems)
    found = engine.status()
    return _json(envelope.status(found), f"{envelope.VERSION} {found.generation} {found.state}")


def description() -> Response:
    """Describe the API as OpenAPI."""
    body = openapi() | {"servers": [{"url": rooted("") or "/"}]}
    return _json(body, orjson.dumps(body).decode())


def nothing(path: str) -> Response:
    """Say what there is, where there is nothing; the API can be read only."""
    if request.method in WRITING:
        raise MethodNotAllowed(READING)
    paths = openapi()["paths"]
    detail = f"There is nothing at /api/v1/{path[:200]}. There is: {', '.join(paths)}."
    return problem.answer(404, detail, links={"articles": rooted(API), "openapi": rooted("/api/v1/openapi.json")})


def _reading_only(response: Response) -> Response:
    """Answer OPTIONS with what the API does, not with what `nothing` listens to."""
    if request.method == "OPTIONS":
        response.headers["Allow"] = ", ".join(READING)
    return response


def _json(body: dict[str, Any], tag: str) -> Response:
    """Return a body that clients may keep and must ask about; 304 when it is still the same (`tag`)."""
    response = Response(orjson.dumps(body), content_type="application/json")
    response.set_etag(hashlib.sha256(tag.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
