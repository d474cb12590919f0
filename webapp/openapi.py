"""The API's description, made from the tables that the API itself reads.

In: nothing. Out: an OpenAPI 3.1 document as a dict.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from engines.contract import MAX_SIZE
from mappings.article import Article
from webapp.parameters import MAX_VALUE, MAX_VALUES, PARAMETERS, Parameter

SUMMARIES = {
    "/api/v1/articles": "Search: hits, facets, and where to go on.",
    "/api/v1/articles/{id}": "One article whole, and its captures.",
    "/api/v1/status": "What the index holds.",
    "/api/v1/openapi.json": "This description.",
    "/search.csv": "All hits as CSV, UTF-8 with a byte order mark; the last row is #end and their number.",
    "/search.jsonl": 'All hits, one JSON object a line; the last line is {"end": true, "count": n}.',
}
_OF_ARTICLE = ("fields", "ui")
_PATTERN_DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def openapi() -> dict[str, Any]:
    """Describe the API.

    >>> [p["name"] for p in openapi()["paths"]["/api/v1/articles"]["get"]["parameters"]][:3]
    ['q', 'author', 'author.not']
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Backfile", "version": "1", "description": "Search in an archive of news articles."},
        "paths": {path: {"get": _operation(path, summary)} for path, summary in SUMMARIES.items()},
        "components": {"schemas": {"Article": _article(), "Articles": _articles(), "Problem": _problem()}},
    }


def _operation(path: str, summary: str) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": _reference("Problem")}}
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "content": _content(path)},
        "304": {"description": "As the client has it already (If-None-Match)."},
        "400": {"description": "An argument was refused; errors says which and what is allowed.", "content": problem},
        "405": {"description": "The API can be read only.", "content": problem},
        "503": {"description": "The index does not answer now; try again after Retry-After.", "content": problem},
    }
    parameters = [_parameter(parameter) for parameter in _taken(path)]
    if "{id}" in path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}})
        responses["404"] = {"description": "No article has this id.", "content": problem}
        responses["410"] = {"description": "The article was taken out of the archive.", "content": problem}
    return {"summary": summary, "parameters": parameters, "responses": responses}


def _taken(path: str) -> list[Parameter]:
    if path in ("/api/v1/status", "/api/v1/openapi.json"):
        return []
    return [parameter for name, parameter in PARAMETERS.items() if "{id}" not in path or name in _OF_ARTICLE]


def _content(path: str) -> dict[str, Any]:
    if path.endswith(".csv"):
        return {"text/csv": {"schema": {"type": "string"}}}
    if path.endswith(".jsonl"):
        return {"application/jsonl": {"schema": {"type": "string"}}}
    schema: dict[str, Any] = {"type": "object"}
    if path == "/api/v1/articles":
        schema = _reference("Articles")
    elif "{id}" in path:
        schema = {"type": "object", "required": ["article"], "properties": {"article": _reference("Article")}}
    return {"application/json": {"schema": schema}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    value = _schema(parameter)
    usual = f" Usual: {parameter.usual}." if parameter.usual else ""
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning + usual,
        "schema": {"type": "array", "items": value, "maxItems": MAX_VALUES} if parameter.repeated else value,
    }
    return described | ({"style": "form", "explode": True} if parameter.repeated else {})


def _schema(parameter: Parameter) -> dict[str, Any]:
    match parameter.kind:
        case "choice":
            return {"type": "string", "enum": list(parameter.choices)}
        case "flag":
            return {"type": "string", "const": "1"}
        case "number":
            return {"type": "integer", "minimum": 1, "maximum": parameter.most}
        case "date":
            return {"type": "string", "pattern": _PATTERN_DATE}
        case "value":
            return {"type": "string", "maxLength": MAX_VALUE}
        case "text":
            return {"type": "string"}


def _article() -> dict[str, Any]:
    hints = {field.name: str(field.type) for field in fields(Article)}
    return {
        "type": "object",
        "required": ["id"],
        "properties": {field.name: _typed(hints[field.name]) for field in fields(Article)},
    }


def _typed(hint: str) -> dict[str, Any]:
    """Return the schema of a field by its type as the source has it: "str | None"."""
    if "Edition" in hint:
        edition = {"language": {"type": "string"}, "url": {"type": "string"}}
        return {"type": "array", "items": {"type": "object", "properties": edition}}
    if hint.startswith("tuple"):
        return {"type": "array", "items": {"type": "string"}}
    if "int" in hint:
        return {"type": "integer"}
    return {"type": ["string", "null"] if "None" in hint else "string"}


def _articles() -> dict[str, Any]:
    total = {"value": {"type": "integer"}, "relation": {"enum": ["eq", "gte"]}, "undated_left_out": {"type": "integer"}}
    return {
        "type": "object",
        "required": ["api", "query", "index", "total", "results", "facets", "links"],
        "properties": {
            "api": {"const": "1"},
            "query": {"type": "object"},
            "index": {"type": "object", "required": ["generation", "state"]},
            "took_ms": {"type": "number"},
            "total": {"type": "object", "required": ["value", "relation"], "properties": total},
            "results": {"type": "array", "items": _reference("Article"), "maxItems": MAX_SIZE},
            "facets": {"type": "object"},
            "links": {"type": "object"},
        },
    }


def _problem() -> dict[str, Any]:
    names = ("type", "title", "detail")
    return {
        "type": "object",
        "required": [*names, "status", "errors"],
        "properties": {
            **{name: {"type": "string"} for name in names},
            "status": {"type": "integer"},
            "errors": {"type": "array", "items": {"type": "object", "required": ["param", "message"]}},
        },
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
