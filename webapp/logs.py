"""What the server writes down: one line for each request and each fault, on standard error.

In: settings. Out: a logging configuration, and requests logged with an id that the answer carries too. What people
search for is not written down unless the operator asks for it: a line has the path of an address, not its question.
"""

from __future__ import annotations

import logging
import re
import time
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import orjson
from flask import Flask, Response, g, has_request_context, request

from webapp.settings import Settings

LOG = logging.getLogger("backfile.requests")
HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[\w.-]{1,64}", re.ASCII)  # an id that a proxy may give


def configuration(settings: Settings) -> dict[str, Any]:
    """Return the configuration for `logging.config.dictConfig`; the server's workers are given it too."""
    kind = "webapp.logs.JsonLines" if settings.log_format == "json" else "webapp.logs.TextLines"
    level = settings.log_level.upper()
    loggers: dict[str, Any] = {
        "_granian": {"handlers": ["error"], "propagate": False},
        "granian.access": {"handlers": [], "propagate": False},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": kind}},
        "handlers": {"error": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["error"], "level": "WARNING"},
        "loggers": {**loggers, "backfile": {"level": level}},
    }


def log_requests(app: Flask, settings: Settings) -> None:
    """Make an app give each request an id, and log it once it is answered (level INFO)."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "") if settings.behind_proxy else ""
        g.request_id = given if _GIVEN.fullmatch(given) else token_hex(8)
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers[HEADER] = g.request_id
        if LOG.isEnabledFor(logging.INFO):
            told = {
                "method": request.method,
                "path": request.script_root + request.path,
                "status": response.status_code,
                "ms": round((time.perf_counter() - g.begun) * 1000, 1),  # to the first byte of the answer
                "client": request.remote_addr,
            }
            if settings.log_queries:
                told["query"] = request.query_string.decode("utf-8", "replace")
            LOG.info("request", extra={"told": told})
        return response


class JsonLines(logging.Formatter):
    """Each record as one line of JSON: time, level, logger, message, request id, and what belongs to a request."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id():
            line["request"] = name
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


class TextLines(logging.Formatter):
    """Each record as a line for people; what a visitor sends cannot forge another line."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "seconds")
        words = [when, record.levelname, request_id() or "-", record.getMessage()]
        words += [f"{name}={value}" for name, value in getattr(record, "told", {}).items()]
        line = "".join(char if char.isprintable() else repr(char)[1:-1] for char in " ".join(words))
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def request_id() -> str:
    """Return the id of the request that is being answered; "" outside of one."""
    return g.get("request_id", "") if has_request_context() else ""
