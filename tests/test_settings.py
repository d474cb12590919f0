"""What an operator may set, and what happens to what cannot be understood."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from webapp.settings import BadSettingError, Settings


def test_without_any_variable_everything_has_its_usual_value() -> None:
    assert Settings.from_environ({}) == Settings(index="backfile-index", hosts=(), ui="en")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_environ({"BACKFILE_INDEX": " ", "BACKFILE_HOSTS": "", "BACKFILE_UI": ""}) == Settings()


def test_hosts_are_a_list_by_commas_in_lower_case() -> None:
    settings = Settings.from_environ({"BACKFILE_HOSTS": "Archive.Example, , search.example"})
    assert settings.hosts == ("archive.example", "search.example")


def test_loopback_names_are_allowed_besides_those_that_are_set() -> None:
    assert Settings(hosts=("archive.example",)).allowed_hosts == {"archive.example", "localhost", "127.0.0.1", "::1"}


def test_a_language_that_the_interface_does_not_speak_is_refused_by_name() -> None:
    with pytest.raises(BadSettingError, match="BACKFILE_UI is 'українська'; it may be one of uk, en, ru"):
        Settings.from_environ({"BACKFILE_UI": "українська"})


def test_an_index_may_lie_in_a_folder_with_cyrillic_letters() -> None:
    assert Settings.from_environ({"BACKFILE_INDEX": "/архів/об’єднання"}).index == "/архів/об’єднання"


def test_there_are_ten_settings_at_most() -> None:
    assert len(dataclasses.fields(Settings)) <= 10


def test_each_setting_is_in_the_operators_manual() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    for field in dataclasses.fields(Settings):
        assert f"| `BACKFILE_{field.name.upper()}` |" in manual
