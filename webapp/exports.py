"""All hits of a search as a file: CSV for spreadsheets, JSON lines for programs.

In: the address of a search page with `.csv` or `.jsonl`. Out: every article that matches, each once, streamed, and at
the end a line that counts them: without it the file is incomplete.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice

import orjson
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from engines.contract import BackfileError, Engine
from mappings.article import Article, Edition
from webapp import envelope, problem, search_url
from webapp.parameters import ARTICLE_FIELDS, Problem, nearest

USUAL_FIELDS = tuple(name for name in ARTICLE_FIELDS if name != "body")
BATCH = 100  # articles a chunk: few enough to start at once, enough to keep the overhead of a chunk small
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what makes a spreadsheet calculate


def routes(engine: Engine) -> Blueprint:
    """Return the exports over an index, for the app to register."""
    exports = Blueprint("exports", __name__)
    exports.add_url_rule("/search.csv", "csv", partial(export, engine, "csv"))
    exports.add_url_rule("/search.jsonl", "jsonl", partial(export, engine, "jsonl"))
    for error in (BackfileError, HTTPException, Exception):
        exports.register_error_handler(error, problem.of)
    return exports


def export(engine: Engine, kind: str) -> Response:
    """Stream every hit. What fails before the first article is a problem, what fails later a file without its end."""
    asked = search_url.read(request.args.items(multi=True))
    problems = asked.problems + tuple(
        Problem("fields", name, "value", ", ".join(ARTICLE_FIELDS), nearest(name, ARTICLE_FIELDS))
        for name in asked.fields
        if name not in ARTICLE_FIELDS
    )
    if problems:
        return problem.refused(problems)
    names = ("id", *(name for name in asked.fields or USUAL_FIELDS if name != "id"))
    content_type = "text/csv; charset=utf-8" if kind == "csv" else "application/jsonl; charset=utf-8"
    body: Iterable[bytes] = ()
    if request.method != "HEAD":
        found = engine.scan(asked.request)
        begun = chain(list(islice(found, 1)), found)  # raises here, while the status can still say so
        body = csv_file(begun, names) if kind == "csv" else jsonl_file(begun, names)
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename=backfile.{kind}"
    response.headers["Cache-Control"] = "no-store"
    return response


def jsonl_file(articles: Iterable[Article], names: tuple[str, ...]) -> Iterator[bytes]:
    """Yield one article a line, and last `{"end": true, "count": n}`."""
    count = 0
    for batch in _batches(articles):
        count += len(batch)
        yield b"".join(orjson.dumps(envelope.article(article, names)) + b"\n" for article in batch)
    yield orjson.dumps({"end": True, "count": count}) + b"\n"


def csv_file(articles: Iterable[Article], names: tuple[str, ...]) -> Iterator[bytes]:
    """Yield a header, one article a row, and last the row `#end,n`; UTF-8 with a byte order mark, for spreadsheets."""
    count = 0
    yield b"\xef\xbb\xbf" + _rows([names])
    for batch in _batches(articles):
        count += len(batch)
        yield _rows([cell(getattr(article, name)) for name in names] for article in batch)
    yield _rows([("#end", str(count))])


def cell(value: object) -> str:
    """Return a value as a spreadsheet shows it: several joined by "; ", nothing that it would take for a formula.

    >>> cell(("Оксана Дзвінчук", "Павло Вербняк")), cell("=1+1"), cell(None)
    ('Оксана Дзвінчук; Павло Вербняк', "'=1+1", '')
    """
    if isinstance(value, tuple):
        text = "; ".join(f"{part.language} {part.url}" if isinstance(part, Edition) else str(part) for part in value)
    else:
        text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _rows(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    rest = iter(articles)
    while batch := list(islice(rest, BATCH)):
        yield batch
