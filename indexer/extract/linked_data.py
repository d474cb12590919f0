"""JSON-LD as it is found on real pages: broken, nested, repeated.

In: the texts of a page's JSON-LD scripts. Out: every object in them, flat, and which of them only stand in
others' lists.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

import orjson

from indexer.extract.combining import unstacked

Thing = dict[str, Any]

_TYPES = (
    "AdvertiserContentArticle AnalysisNewsArticle Article AskPublicNewsArticle BackgroundNewsArticle "
    "BlogPosting LiveBlogPosting NewsArticle OpinionNewsArticle Report ReportageNewsArticle Review "
    "ReviewNewsArticle SocialMediaPosting TechArticle ScholarlyArticle SatiricalArticle"
)
ARTICLE_TYPES = frozenset(_TYPES.split())
# What holds other stories than the one that an object tells of.
_LISTS = (
    "itemListElement mentions hasPart isPartOf citation relatedLink significantLink isRelatedTo isBasedOn blogPost "
    "blogPosts liveBlogUpdate comment review subjectOf"
)
_POINTING = frozenset(_LISTS.split())
_WRAPPING = re.compile(
    r"^\s*(?:/\*\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/\*\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*;?\s*$|^\s*//.*$", re.M
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
MAX_SCRIPT = 2_000_000  # characters
MAX_THINGS = 2_000
MAX_ARTICLES = 300  # that are compared with the page
_MAX_DEPTH = 100  # JSON nested deeper is no metadata, and would exhaust Python's stack


def things(scripts: Iterable[str]) -> tuple[Thing, ...]:
    """Return every object of the scripts in reading order, those inside others and in `@graph` after the outer ones.

    What cannot be read even leniently is left out.

    >>> [thing["@type"] for thing in things(['{"@graph": [{"@type": "NewsArticle", "headline": "Об\\'єднання",}]}'])
    ...  if "@type" in thing]
    ['NewsArticle']
    """
    found: list[Thing] = []
    for script in scripts:
        _gather(_parsed(script), found)
    return tuple(found)


def article_things(found: Iterable[Thing]) -> list[Thing]:
    """Return the objects of an article's type, the first `MAX_ARTICLES`."""
    return list(islice((thing for thing in found if ARTICLE_TYPES & set(types(thing))), MAX_ARTICLES))


def listed(found: Iterable[Thing]) -> set[int]:
    """Return the `id` of each object that another one only lists, mentions or belongs to.

    >>> inner = {"@type": "NewsArticle", "headline": "Віз"}
    >>> id(inner) in listed([{"@type": "ItemList", "itemListElement": [{"item": inner}]}, inner])
    True
    """
    inside: set[int] = set()
    for thing in found:
        if id(thing) not in inside:
            below = [thing[name] for name in _POINTING & thing.keys()]
            while below:
                value = below.pop()
                if isinstance(value, dict):
                    if id(value) in inside:
                        continue
                    inside.add(id(value))
                    below += value.values()
                elif isinstance(value, list):
                    below += value
    return inside


def types(thing: Thing) -> tuple[str, ...]:
    """Return the object's types without their vocabulary's address."""
    named = thing.get("@type")
    several = named if isinstance(named, list) else [named]
    return tuple(name.rsplit("/", 1)[-1] for name in several if isinstance(name, str))


def _parsed(script: str) -> Any:
    if len(script) > MAX_SCRIPT or _too_deep(script):
        return None
    try:
        return orjson.loads(script)
    except ValueError:
        pass
    for text in _readings(script):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _readings(script: str) -> Iterable[str]:
    yield script
    bare = _WRAPPING.sub("", script).strip()
    yield bare
    bare = _TRAILING_COMMA.sub(r"\1", bare)
    yield bare
    if "}" in bare:  # something after the end, or nothing but the start is whole
        yield bare[: bare.rindex("}") + 1]
    yield "[" + re.sub(r"}\s*{", "},{", bare) + "]"


def _too_deep(script: str) -> bool:
    """Tell whether so many brackets open in a row that reading them would exhaust the stack."""
    opened = script.count("{") + script.count("[")
    if opened < _MAX_DEPTH:
        return False
    depth = 0
    for bracket in re.findall(r"[{}\[\]]", script):
        depth += 1 if bracket in "{[" else -1
        if depth > _MAX_DEPTH:
            return True
    return False


def _gather(value: Any, found: list[Thing]) -> None:
    """Append the objects in `value`, breadth first, their texts without stacked marks."""
    level = [value]
    while level and len(found) < MAX_THINGS:
        inner: list[Any] = []
        for part in level:
            if isinstance(part, dict):
                found.append(part)
            elif not isinstance(part, list):
                continue
            for place, value in part.items() if isinstance(part, dict) else enumerate(part):
                if isinstance(value, dict | list):
                    inner.append(value)
                elif isinstance(value, str):
                    part[place] = unstacked(value)
        level = inner
