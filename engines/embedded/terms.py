"""The writing side of the Tantivy index: one writer at a time, opened when there is something to write.

In: documents, ids to delete. Out: commits. A writer is always opened on a fresh index object: one on an old object
would leave its files behind for ever.
"""

from __future__ import annotations

import time
from pathlib import Path

import tantivy

from engines.embedded.folder import settle
from engines.embedded.schema import build_schema, open_index

_HEAP = 128_000_000  # bytes; with one thread, as another buys nothing beside the Python that feeds it
_PATIENCE = 10.0  # seconds; a writer that was killed may leave a child that holds its lock for a moment


class TermsWriter:
    """Writes to the Tantivy index in one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: tantivy.IndexWriter | None = None
        self._dirty = False

    def put(self, id: str, document: tantivy.Document, *, new: bool) -> None:
        """Write an article, in the place of what was there unless it is new."""
        writer = self._open()
        self._dirty = True
        if not new:
            writer.delete_documents_by_term("id", id)
        writer.add_document(document)

    def delete(self, id: str) -> None:
        """Take an article out."""
        self._dirty = True
        self._open().delete_documents_by_term("id", id)

    def commit(self) -> None:
        """Make durable, and visible to readers, what was written."""
        if self._dirty:
            self._open().commit()
            settle(self._path)  # Tantivy renames what names the commit, and leaves that to the next commit's sync
            self._dirty = False

    def abandon(self) -> None:
        """Forget what was not committed; what it was written with may be broken and is let go."""
        self._writer, self._dirty = None, False

    def release(self) -> None:
        """Let the index go once its segments are merged."""
        writer, self._writer, self._dirty = self._writer, None, False
        if writer is not None:
            writer.wait_merging_threads()

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            until = time.monotonic() + _PATIENCE
            while self._writer is None:
                try:
                    self._writer = open_index(self._path, build_schema()).writer(_HEAP, 1)
                except ValueError as error:
                    if "LockBusy" not in str(error) or time.monotonic() > until:
                        raise
                    time.sleep(0.2)
        return self._writer
