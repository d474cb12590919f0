"""What the terminal says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.reading_room import invented, stocked
from webapp.terminal import holdings


def test_articles_of_an_unknown_source_are_counted_too(tmp_path: Path) -> None:
    articles = [invented(1, source="Наддніпров’я"), invented(2, source=""), invented(3, source="")]
    with closing(stocked(tmp_path / "ix", articles)) as engine:
        lines = list(holdings(engine.status()))
    first = lines.index("Sources")
    assert lines[first + 1 : first + 3] == ["         1  Наддніпров’я", "         2  of an unknown source"]


def test_nothing_is_said_of_unknown_sources_where_all_are_known(tmp_path: Path) -> None:
    with closing(stocked(tmp_path / "ix", [invented(1, source="Ґанок")])) as engine:
        assert not any("unknown source" in line for line in holdings(engine.status()))
