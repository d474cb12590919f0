"""WHAT an article is in the index: its fields and its analyzers, read from the JSON files beside this one.

In: nothing. Out: Elasticsearch bodies (settings and mappings) as plain dicts, and the tables both engines go by:
facets, boosts, derived fields, tracking parameters. ``article.json`` holds the fields and what all languages share,
``languages/*.json`` one language's analyzers each.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_HERE = files("mappings")


def _read(*path: str) -> Any:
    return json.loads(_HERE.joinpath(*path).read_text(encoding="utf-8"))


_ARTICLE: Mapping[str, Any] = _read("article.json")
_META: Mapping[str, Any] = _ARTICLE["mappings"]["_meta"]
_LANGUAGES = tuple(sorted(entry.name.removesuffix(".json") for entry in _HERE.joinpath("languages").iterdir()))
_TRACKING = tuple(_read("tracking_parameters.json"))


def languages() -> tuple[str, ...]:
    """Return the languages that have analyzers of their own, ISO 639-1, and ``und`` for all others.

    >>> [language for language in ("en", "ru", "uk", "und") if language in languages()]
    ['en', 'ru', 'uk', 'und']
    """
    return _LANGUAGES


def analysis(language: str) -> dict[str, Any]:
    """Return one language's file: ``_meta`` (name, stand-ins, variants) and ``analysis`` as Elasticsearch has it.

    Raises KeyError for a language without a file.
    """
    if language not in _LANGUAGES:
        raise KeyError(language)
    content: dict[str, Any] = _read("languages", f"{language}.json")
    return content


def index_body(language: str, variant: str = "") -> dict[str, Any]:
    """Return the complete Elasticsearch body of one language's index: what is shared, and that language's analyzers.

    `variant` names one of the file's ``_meta.variants`` (Ukrainian: ``hunspell``, ``plugin``, ``exact``, in order of
    preference), for nodes that lack what the file asks for. Raises KeyError for an unknown one.
    """
    body: dict[str, Any] = copy.deepcopy(dict(_ARTICLE))
    own = analysis(language)
    shared = body["settings"]["analysis"]
    _lay_over(shared, own["analysis"])
    if variant:
        _lay_over(shared, own["_meta"]["variants"][variant])
    body["mappings"]["_meta"]["language"] = language
    return body


def facet_fields() -> Mapping[str, str]:
    """Return the facets: name in a URL → field of the article.

    >>> facet_fields()["author"]
    'authors'
    """
    return MappingProxyType(_META["facets"])


def boosts() -> Mapping[str, float]:
    """Return the text fields that a word is looked for in, and how much a match there weighs."""
    return MappingProxyType(_META["boosted"])


def tracking_parameters() -> tuple[str, ...]:
    """Return the URL parameters that say where a reader came from, not which article it is; lower case.

    >>> "utm_source" in tracking_parameters()
    True
    """
    return _TRACKING


def _lay_over(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Lay named filters, tokenizers and analyzers over those below: each replaces its namesake, null removes it."""
    for kind, named in above.items():
        for name, definition in named.items():
            if definition is None:
                below.get(kind, {}).pop(name, None)
            else:
                below.setdefault(kind, {})[name] = definition
