"""The interface's messages: found in the code, kept in .po files, compiled to .mo. In: this package. Out: the catalogs.

English is the language of the code; Ukrainian and Russian are translated. After a message was changed, run::

    python -m webapp.catalog

It brings the .po files in `webapp/translations/` up to date (new messages stand there untranslated) and compiles them.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from engines.query import HINTS
from webapp.parameters import PARAMETERS, PROBLEMS

FOLDER = Path(__file__).parent
TRANSLATED = ("uk", "ru")
_KEYWORDS = {**DEFAULT_KEYWORDS, "say": None}
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a date in the file would make each run a change
_METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]


def messages() -> Catalog:
    """Return every message of the interface, untranslated: those of code and templates, and the hints of the parser."""
    catalog = Catalog()
    for path, line, message, comments, context in extract_from_dir(FOLDER, _METHODS, keywords=_KEYWORDS):
        catalog.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    allowed = (parameter.allowed for parameter in PARAMETERS.values() if parameter.kind in ("text", "value", "date"))
    for message in (*HINTS.values(), *PROBLEMS.values(), *allowed):
        catalog.add(message)
    return catalog


def po_file(language: str) -> Path:
    """Return where the translations into a language are."""
    return FOLDER / "translations" / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return the translations into a language, as its .po file holds them."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    """Return what the .mo file of these translations holds."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def update(language: str) -> int:
    """Bring a language's .po and .mo up to date with the code; return how many messages lack a translation."""
    path = po_file(language)
    catalog = read(language) if path.exists() else Catalog(locale=language, project="Backfile", fuzzy=False)
    catalog.update(messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _NO_DATE
    catalog.header_comment = f"# The interface of Backfile: {Locale(language).english_name}."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, no_location=True, omit_header=False)
    path.with_suffix(".mo").write_bytes(compiled(read(language)))
    return len(untranslated(catalog))


def untranslated(catalog: Catalog) -> list[str]:
    """Return the messages that lack a translation, or one of its plural forms."""
    return [str(message.id) for message in catalog if message.id and not _translated(message.string)]


def _translated(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    for name in TRANSLATED:
        print(f"{po_file(name)}: {update(name)} messages lack a translation")
