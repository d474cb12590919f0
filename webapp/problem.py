"""Errors of the API as `application/problem+json` (RFC 9457).

In: a status, a sentence, or an exception. Out: a response that says what happened and what to do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import HTTPException

from engines.contract import BackfileError, BadCursor, BadRequest
from webapp.parameters import Problem

LOG = logging.getLogger("backfile.webapp")
RETRY_AFTER = 5  # seconds: an Elasticsearch node or a network folder that is away is rarely back sooner


def answer(
    status: int, detail: str, *, errors: Iterable[Problem] = (), links: Mapping[str, str] | None = None
) -> Response:
    """Return the response for a status; `errors` are the arguments that were refused, `links` lead on."""
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": f"urn:backfile:problem:{title.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "errors": [error(problem) for problem in errors],
    }
    if links:
        body["links"] = dict(links)
    response = Response(orjson.dumps(body), status=status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def error(problem: Problem) -> dict[str, str]:
    """Return one refused argument as JSON holds it."""
    return {
        "param": problem.parameter,
        "code": problem.code,
        "value": problem.value[:200],
        "message": str(problem),
        "allowed": problem.allowed,
        "suggestion": problem.suggestion,
    }


def refused(problems: tuple[Problem, ...], links: Mapping[str, str] | None = None) -> Response:
    """Return the response to arguments that were refused."""
    return answer(400, " ".join(str(problem) for problem in problems[:3]), errors=problems[:20], links=links)


def status_of(raised: BackfileError) -> int:
    """Return the status of an engine's error: 400 is for the asker to mend, 503 passes or is for the operator."""
    return 400 if isinstance(raised, BadRequest | BadCursor) else 503


def of(raised: Exception) -> Response:
    """Return the response for an exception; unforeseen ones tell nothing of their inside."""
    if isinstance(raised, BackfileError):
        if status_of(raised) >= 500:
            LOG.error("%s %s: %s", type(raised).__name__, request.path, raised)
        return answer(status_of(raised), str(raised))
    if isinstance(raised, HTTPException) and raised.code and raised.code < 500:
        response = answer(raised.code, raised.description or "")
        allow = raised.get_headers()
        response.headers.extend([(name, value) for name, value in allow if name == "Allow"])
        return response
    LOG.error("%s", request.path, exc_info=raised)
    return answer(500, "This went wrong here, not with you. It is in the server's log.")
