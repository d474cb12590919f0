"""What is shown while archives are read and loaded."""

from __future__ import annotations

import io

from engines.contract import InputProgress, Outcome
from indexer.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_what_was_sent_stored_stale_and_refused() -> None:
    screen = Terminal()
    progress = Progress(1000, screen)
    for _ in range(5):
        progress.sent()
    for kind in ("indexed", "indexed", "older capture", "unchanged", "refused"):
        progress.loaded(Outcome(kind=kind, locator="архів:сторінка"))
    progress.loaded(Outcome(kind="progress", progress=InputProgress(input="архів")))
    progress.advance(1000, 6)
    progress.close()
    assert "5 sent, 2 stored, 2 stale, 1 refused" in screen.getvalue()


def test_reading_without_an_engine_shows_pages_alone() -> None:
    log = io.StringIO()
    progress = Progress(2_000_000, log)
    progress.sent()
    progress.advance(1_000_000, 7)
    assert log.getvalue() == "Reading 2.0 MB.\n"
    assert str(progress).startswith("50 % of 2.0 MB read, 7 pages, ")
    assert str(progress).endswith(" pages/s")
