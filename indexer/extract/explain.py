"""Why a page was read as it was: each field with its rule and what the other rules would have said.

In: `Fields`, as `examine` gives them with rivals. Out: `Line`s, which `backfile explain` prints.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from indexer.extract.body import Body
from indexer.extract.editions import Editions
from indexer.extract.fields import Fields
from indexer.extract.found import Found
from indexer.extract.published import Published

LONGEST = 160  # characters of a value that are shown


@dataclass(frozen=True, slots=True)
class Line:
    """One field: its value as text, the rule that found it ("" when nothing did), and (rule, value) of the others."""

    field: str
    value: str
    rule: str
    rivals: tuple[tuple[str, str], ...]


def explained(found: Fields) -> list[Line]:
    """Return a line for each field; rivals that say the same are left out."""
    lines = []
    for field in fields(found):
        value = getattr(found, field.name)
        if isinstance(value, Found):
            shown = as_text(value.value)
            rivals = ((rule, as_text(other)) for rule, other in value.rivals)
            different = dict.fromkeys((rule, text) for rule, text in rivals if text and text != shown)
            lines.append(Line(field.name, shown, value.rule, tuple(different)))
    return lines


def as_text(value: object) -> str:
    """Return a field's value in one line.

    >>> as_text(("Київ", "Львів")), as_text(Published("2024-11-11", "day", "unknown", "2024-11-11")), as_text(None)
    ('Київ; Львів', '2024-11-11 (day, zone unknown)', '')
    """
    if isinstance(value, Published):
        return f"{value.moment} ({value.precision}, zone {value.zone})"
    if isinstance(value, Body):
        return f"{len(value.paragraphs)} paragraphs: {_short(value.text)}" if value.paragraphs else ""
    if isinstance(value, Editions):
        others = ", ".join(f"{edition.language} {edition.url}" for edition in value.others)
        return "; ".join(part for part in (f"story {value.story}" if value.story else "", others) if part)
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return _short(str(value)) if value is not None else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
