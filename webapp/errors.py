"""Errors as pages that help.

In: an exception. Out: a page with the status, what happened, and the box with the question kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from flask import Flask, Response, g, make_response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from engines.contract import BackfileError, BadCursor
from webapp.archived import NotShownError
from webapp.doctor import first_page
from webapp.problem import RETRY_AFTER, status_of
from webapp.search_url import Asked, link
from webapp.settings import TONGUES
from webapp.understood import problem
from webapp.view import Box, Try, search_box
from webapp.view_archived import not_shown
from webapp.wording import gettext

LOG = logging.getLogger("backfile.webapp")


class BadArgumentsError(Exception):
    """An address whose arguments cannot be understood; holds what could be."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(*map(str, asked.problems))
        self.asked = asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    title: str
    about: str
    box: Box
    problems: list[Markup]
    tries: list[Try]


class _Words(NamedTuple):
    title: str
    about: str


def pages_for_errors(app: Flask) -> None:
    """Make an app answer every error of the pages with a page."""
    app.register_error_handler(BadArgumentsError, _bad_arguments)
    app.register_error_handler(BackfileError, _engine)
    app.register_error_handler(NotShownError, _not_shown)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _bad_arguments(raised: BadArgumentsError) -> Response:
    return _page(400, problems=[problem(found) for found in raised.asked.problems[:20]])


def _engine(raised: BackfileError) -> Response:
    status = status_of(raised)
    if status == 503:
        LOG.error("%s %s: %s", type(raised).__name__, request.path, raised)
    tries = [first_page(asked_here())] if isinstance(raised, BadCursor) else []
    response = _page(status, problems=[Markup("%s") % str(raised)], tries=tries)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _not_shown(raised: NotShownError) -> Response:
    said = not_shown(raised)
    return _page(said.status, _Words(said.title, said.about), said.advice)


def _http(raised: HTTPException) -> Response:
    if raised.response is not None or not raised.code or raised.code < 400:
        return make_response(raised.get_response())
    response = _page(raised.code)
    response.headers.extend([pair for pair in raised.get_headers() if pair[0] == "Allow"])
    return response


def _unforeseen(raised: Exception) -> Response:
    LOG.error("%s", request.path, exc_info=raised)
    return _page(500)


def _page(
    status: int, words: _Words | None = None, problems: list[Markup] | None = None, tries: list[Try] | None = None
) -> Response:
    title, about = words or _WORDS.get(status, _other)()
    asked = asked_here()
    page = ErrorPage(title=title, about=about, box=search_box(asked), problems=problems or [], tries=tries or [])
    again = link(asked) if status == 503 and request.path == "/search" else ""
    response = make_response(render_template("error.html", page=page, again=again), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def asked_here() -> Asked:
    """Return what could be read of this address; where nothing was, a new question in the same interface language."""
    asked = g.get("asked")
    if isinstance(asked, Asked):
        return asked
    ui = request.args.get("ui", "")
    return Asked(ui=ui if ui in TONGUES else "")


def _bad() -> _Words:
    return _Words(
        gettext("This address cannot be understood"),
        gettext("The rest of it is kept in the box and its filters; search again with it, or mend the address."),
    )


def _missing() -> _Words:
    return _Words(
        gettext("There is nothing here"),
        gettext("The archive has no page at this address. Search for the article by its headline or its web address."),
    )


def _gone() -> _Words:
    return _Words(
        gettext("This article was taken out"),
        gettext("The archive held it and holds it no longer; its text is not shown."),
    )


def _foreign() -> _Words:
    return _Words(
        gettext("This name is not served"),
        gettext("Backfile answers only to names it was told. To add this one, set BACKFILE_HOSTS and start again."),
    )


def _away() -> _Words:
    return _Words(
        gettext("The index is not answering"),
        gettext("Your question is kept. Try again in a moment; if it stays so, the message below is for the operator."),
    )


def _failed() -> _Words:
    return _Words(
        gettext("This went wrong"),
        gettext("The fault is here, not with you; it is in the server’s log. Your question is kept in the box."),
    )


def _other() -> _Words:
    return _Words(gettext("This cannot be done"), gettext("The address exists, and not for what was asked of it."))


_WORDS: dict[int, Callable[[], _Words]] = {
    400: _bad,
    404: _missing,
    410: _gone,
    421: _foreign,
    500: _failed,
    503: _away,
}
