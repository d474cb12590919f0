"""The interface speaks Ukrainian and Russian as fully as English.

After a message was changed, ``python -m webapp.catalog`` brings the catalogs up to date.
"""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from webapp.catalog import TRANSLATED, compiled, messages, po_file, read, untranslated
from webapp.settings import TONGUES

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


def _forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string or ""]


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [message.id]


def test_every_language_of_the_interface_but_that_of_the_code_is_translated() -> None:
    assert {"en", *TRANSLATED} == set(TONGUES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalog_holds_the_messages_of_the_code_and_no_others(language: str) -> None:
    assert {str(m.id) for m in read(language)} == {str(m.id) for m in messages()}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_untranslated_or_only_guessed(language: str) -> None:
    catalog = read(language)
    assert untranslated(catalog) == []
    assert [m.id for m in catalog if m.fuzzy and m.id] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_number_has_three_forms(language: str) -> None:
    catalog = read(language)
    plural = [m for m in catalog if isinstance(m.id, list | tuple)]
    assert catalog.num_plurals == 3
    assert plural
    assert {len(m.string) for m in plural} == {3}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_holds_the_values_of_its_message(language: str) -> None:
    for message in read(language):
        for form in _forms(message) if message.id else []:
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(" ".join(_ids(message)))), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalog_is_up_to_date(language: str) -> None:
    assert po_file(language).with_suffix(".mo").read_bytes() == compiled(read(language))


def test_ukrainian_messages_have_letters_that_russian_ones_have_not() -> None:
    """A catalog filled with the other language's texts would pass every test above."""
    texts = {language: " ".join(form for m in read(language) if m.id for form in _forms(m)) for language in TRANSLATED}
    assert re.search("[іїє]", texts["uk"])
    assert not re.search("[ыэъё]", texts["uk"].replace("е чи ё", ""))
    assert not re.search("[іїєґ]", texts["ru"])
