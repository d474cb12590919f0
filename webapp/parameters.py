"""The parameters that search addresses take: one table, from which reading, OpenAPI and the command's options come.

In: nothing. Out: `PARAMETERS`, and what is wrong with a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from engines.contract import MAX_SIZE, MAX_WINDOW, SearchRequest, Sort
from engines.query import valid_date
from mappings.article import Article
from webapp.settings import TONGUES

Kind = Literal["text", "value", "flag", "date", "number", "choice"]
MAX_VALUE = 500  # characters of one value
MAX_VALUES = 100  # values of one parameter
MAX_TEXT = 64_000  # characters of q and cursor; the query language cuts further, with a hint


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it means, and which values it takes."""

    name: str
    kind: Kind
    meaning: str
    choices: tuple[str, ...] = ()
    most: int = 0  # the greatest number
    usual: str = ""  # what holds when it is not given
    repeated: bool = False
    listed: bool = False  # several values may also be joined by commas

    @property
    def allowed(self) -> str:
        """Say which values it takes."""
        if self.kind == "choice":
            return ", ".join(self.choices)
        return {
            "text": f"at most {MAX_TEXT:,} characters",
            "value": f"at most {MAX_VALUE} characters",
            "flag": "1",
            "date": "YYYY, YYYY-MM or YYYY-MM-DD",
            "number": f"1 … {self.most:,}",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Problem:
    """An argument that was refused; `str` says it in English, interfaces word it from `code`."""

    parameter: str
    value: str
    code: str  # a key of PROBLEMS
    allowed: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        value = self.value if len(self.value) <= 80 else self.value[:79] + "…"
        sentence = PROBLEMS[self.code].format(parameter=self.parameter, value=value, allowed=self.allowed)
        return sentence + (f" Did you mean {self.suggestion}?" if self.suggestion else "")


PROBLEMS = {
    "unknown": "There is no parameter {parameter}.",
    "value": "{parameter} can’t be “{value}”. Allowed: {allowed}.",
    "twice": "{parameter} can be given once only.",
    "many": "{parameter} can be given at most {allowed} times.",
    "window": "page × size goes to 10,000: here page is at most {allowed}. Under newest and oldest a cursor goes on.",
    "cursor-sort": "cursor works under sort={allowed} only.",
    "cursor-page": "Give either cursor or page.",
    "after-to": "from={value} lies after to={allowed}.",
}

FACETS = ("author", "tag", "source", "cited", "section", "lang")
_FACET_MEANINGS = {
    "author": "who wrote it, as the byline says",
    "tag": "its tags",
    "source": "the publisher",
    "cited": "what the article itself names as its source",
    "section": "the publisher's section",
    "lang": "its language, ISO 639-1 (`und`: unknown)",
}
ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
FIELDS = (*ARTICLE_FIELDS, "highlights", "score", "links")


def _table() -> Iterable[Parameter]:
    yield Parameter("q", "text", "What to look for, in the query language.")
    for name, meaning in _FACET_MEANINGS.items():
        yield Parameter(
            name, "value", f"Only articles with this value: {meaning}. Repeated: any of them.", repeated=True
        )
        yield Parameter(f"{name}.not", "value", f"Leave out articles with this value: {meaning}.", repeated=True)
        yield Parameter(f"{name}.missing", "flag", f"Only articles where this is not known: {meaning}.")
    yield Parameter("from", "date", "Published on this day, month or year, or later.")
    yield Parameter("to", "date", "Published on this day, month or year, or earlier.")
    yield Parameter("published.missing", "flag", "Only articles without a date.")
    yield Parameter(
        "sort",
        "choice",
        "The order of the hits; without a query, relevance is newest.",
        get_args(Sort),
        usual="relevance",
    )
    yield Parameter("size", "number", "How many hits come at once.", most=MAX_SIZE, usual=str(SearchRequest().size))
    yield Parameter("page", "number", "Which page of hits; page × size goes to 10,000.", most=MAX_WINDOW, usual="1")
    yield Parameter("cursor", "text", "Go on from here: `links.next` holds it. Under newest and oldest only.")
    yield Parameter(
        "facet",
        "choice",
        "Count the values of these facets only, and list up to 1,000 of each; none: count nothing.",
        (*FACETS, "published", "none"),
        usual="all, 10 values each",
        repeated=True,
        listed=True,
    )
    yield Parameter(
        "fields",
        "choice",
        "Which fields of the article to give, joined by commas; `id` always comes.",
        FIELDS,
        usual="all but body",
        repeated=True,
        listed=True,
    )
    yield Parameter("ui", "choice", "The language of the page around the hits.", TONGUES)


PARAMETERS = {parameter.name: parameter for parameter in _table()}
NAMES = tuple(PARAMETERS)


def checked(parameter: Parameter, value: str, held: list[str]) -> Problem | None:
    """Return what is wrong with a value, if anything; `held` are the values given before."""
    if held and not parameter.repeated and value != held[0]:
        return Problem(parameter.name, value, "twice")
    if len(held) >= MAX_VALUES:
        return Problem(parameter.name, value, "many", allowed=str(MAX_VALUES))
    if _allowed(parameter, value):
        return None
    suggestion = nearest(value, parameter.choices) if parameter.kind == "choice" else ""
    return Problem(parameter.name, value, "value", allowed=parameter.allowed, suggestion=suggestion)


def _allowed(parameter: Parameter, value: str) -> bool:
    match parameter.kind:
        case "text":
            return len(value) <= MAX_TEXT
        case "value":
            return len(value) <= MAX_VALUE
        case "flag":
            return value == "1"
        case "date":
            return valid_date(value)
        case "number":
            return value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= parameter.most
        case "choice":
            return value in parameter.choices


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that was probably meant, or "".

    >>> nearest("autor", NAMES), nearest("langs", NAMES), nearest("zzz", NAMES)
    ('author', 'lang', '')
    """
    near = process.extractOne(name.casefold()[:100], sorted(names), scorer=fuzz.ratio, score_cutoff=60)
    return near[0] if near else ""
