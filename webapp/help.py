"""The help page, and example queries with links. In: the guide. Out: rows that the template prints."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webapp import search_url
from webapp.guide import Part, parts
from webapp.pieces import Link
from webapp.search_url import API, Asked, link, rooted
from webapp.view import Box, search_box
from webapp.wording import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    about: str
    examples: list[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    id: str
    title: str
    rules: list[RuleRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    box: Box
    parts: list[PartView]
    data: list[Link]


def help_page(asked: Asked) -> HelpPage:
    """Return the help page."""
    example = search_url.asking(Asked(), gettext("library"))
    return HelpPage(
        box=search_box(asked),
        parts=[_part(part, asked) for part in parts()],
        data=[
            Link(gettext("hits and facets of this search as JSON"), link(example, API)),
            Link(gettext("all its articles as a table"), link(example, "/search.csv")),
            Link(gettext("all its articles, one a line as JSON"), link(example, "/search.jsonl")),
            Link(gettext("the API described for programs (OpenAPI)"), rooted("/api/v1/openapi.json")),
        ],
    )


def _part(part: Part, asked: Asked) -> PartView:
    return PartView(
        id=part.id,
        title=part.title,
        rules=[
            RuleRow(
                about=rule.about,
                examples=[
                    Link(query, link(search_url.asking(replace(asked, text=""), query)), language)
                    for query, language in rule.examples
                ],
            )
            for rule in part.rules
        ],
    )
