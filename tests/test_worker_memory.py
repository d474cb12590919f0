"""What is kept of pages that were read is bounded in bytes, not only in number."""

from __future__ import annotations

import tracemalloc

from indexer.extract import read
from tests import pages


def test_names_without_end_are_not_kept_when_their_page_has_been_read() -> None:
    def page(build: int) -> bytes:
        boxes = "".join(
            f'<div class="об’єднання-{build}-{n} {"x" * 50_000}"><p>Абзац {n}.</p></div>' for n in range(100)
        )
        return f"<h1>{pages.TITLE}</h1>{pages.paragraphs()}{boxes}".encode()

    read(page(0))
    tracemalloc.start()
    try:
        read(page(1))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000  # of 5,000,000 that the names are long
