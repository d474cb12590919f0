"""The engine in a folder: no server, no Java, no Docker. The default.

In: a folder. Out: an engine of the contract. Tantivy holds what is searched, SQLite the capture records that it is
computed from.
"""

from __future__ import annotations

from pathlib import Path

from engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine", "open_embedded"]


def open_embedded(folder: str, write: bool = False, *, old: bool = False) -> EmbeddedEngine:
    """Open the index in a folder; a writer makes it when it is not there. `old`: also one to be made anew."""
    return EmbeddedEngine(Path(folder).expanduser(), write=write, old=old)
