"""What the terminal says."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.reading_room import invented, stocked
from webapp.terminal import holdings


def test_articles_of_an_unknown_source_are_counted_too(tmp_path: Path) -> None:
    articles = [invented(1, source="Наддніпров’я"), invented(2, source=""), invented(3, source="")]
    with closing(stocked(tmp_path / "ix", articles)) as engine:
        lines = list(holdings(engine.status()))
    first = lines.index("Sources")
    assert lines[first + 1 : first + 3] == ["         1  Наддніпров’я", "         2  of an unknown source"]


def test_each_language_is_told_with_its_index_and_how_its_words_are_read(tmp_path: Path) -> None:
    with closing(stocked(tmp_path / "ix", [invented(1, source="Об’єктив")])) as engine:
        told = replace(engine.status(), analysis={"uk": "hunspell"}, indices={"uk": "novyny-uk"})
    assert "         1  uk  novyny-uk  hunspell" in list(holdings(told))


def test_nothing_is_said_of_unknown_sources_where_all_are_known(tmp_path: Path) -> None:
    with closing(stocked(tmp_path / "ix", [invented(1, source="Ґанок")])) as engine:
        assert not any("unknown source" in line for line in holdings(engine.status()))
