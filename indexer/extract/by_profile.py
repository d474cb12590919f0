"""What a publisher's profile says about a field of a page.

In: `Page`, the profile's `Rule`. Out: the values it finds, cleaned as it says. An empty list means that the general
rules have to read the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.extract.page import Page
from indexer.sites import Rule, Site


def profile_values(page: Page, site: Site, field: str) -> list[str]:
    """Return the values of a field by the profile's rule, [] without one."""
    rule = site.rules.get(field)
    return list(dict.fromkeys(_cleaned(rule, _raw(page, rule)))) if rule else []


def _raw(page: Page, rule: Rule) -> Iterator[str]:
    if rule.meta:
        yield from page.meta.get(rule.meta.lower(), ())
    elif rule.linked_data:
        yield from texts(page.article_data.get(rule.linked_data))
    else:
        for node in page.tree.css(rule.css):
            yield (node.attributes.get(rule.attribute) or "") if rule.attribute else node.text(separator=" ")


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a JSON-LD value: itself, the names of its objects, or those of its list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        yield from texts(value.get("name") or value.get("headline") or value.get("@value"))


def _cleaned(rule: Rule, values: Iterable[str]) -> Iterator[str]:
    for raw in values:
        for part in raw.split(rule.split) if rule.split else [raw]:
            value = " ".join(part.split())
            for edge in rule.strip:
                value = value.removeprefix(edge).removesuffix(edge).strip()
            if value and value not in rule.drop:
                yield value
                if rule.first:
                    return
