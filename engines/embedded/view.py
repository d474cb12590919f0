"""What a reader sees: one commit of one generation, and the way to the newest one.

In: the folder of an index. Out: a `View`, the same as long as nothing was committed; asking for it costs two small
reads.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import tantivy
from tantivy import Query

from engines.analysis import Analyzers
from engines.contract import FormatMismatch, IndexMissing
from engines.derive import split_pair
from engines.embedded.asking import Asking
from engines.embedded.codec import unpack
from engines.embedded.folder import Folder, read_text
from engines.embedded.records import Records, open_records
from engines.embedded.schema import SCHEMA, build_schema, open_index, printed
from mappings.article import Article

_MOST_REMEMBERED = 200  # answers about one state
_TRIES = 5
_Seen = TypeVar("_Seen")


@dataclass(slots=True)
class View:
    """One commit of one generation, and what was counted in it before."""

    generation: str
    commit: int
    searcher: tantivy.Searcher
    asking: Asking
    remembered: dict[Any, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Return a name for this commit."""
        return f"{self.generation}-{self.commit}"

    def article(self, address: tantivy.DocAddress) -> Article:
        """Return the article at an address of this view."""
        return unpack(self.searcher.doc(address).get_first("article"))  # type: ignore[arg-type]

    def count(self, query: Query) -> int:
        """Return how many articles a query finds."""
        return self.searcher.search(query, 1).count  # type: ignore[attr-defined, no-any-return]

    def remember(self, key: Any, answer: Any) -> Any:
        """Keep an answer as long as this view is the newest; return it."""
        if len(self.remembered) >= _MOST_REMEMBERED:
            self.remembered.clear()
        self.remembered[key] = answer
        return answer

    def forms(self, facet: str, key: str) -> list[str]:
        """Return the ways in which a facet's value is printed anywhere in the index."""
        known: list[str] | None = self.remembered.get((facet, key))
        if known is None:
            pairs = self.searcher.terms_with_prefix(printed(facet), f"{key}\x1f")
            known = self.remember((facet, key), [split_pair(pair)[1] for pair, _ in pairs])
        return known


class Reader:
    """Opens views; safe for threads and after a fork, since it looks for commits itself."""

    def __init__(self, folder: Folder, analyzers: Analyzers) -> None:
        self._folder = folder
        self._analyzers = analyzers
        self._schema = build_schema()
        self._lock = Lock()
        self._opened: tuple[str, tantivy.Index] | None = None
        self._view: View | None = None

    def view(self) -> View:
        """Return the newest commit of the live generation; raises IndexMissing while there is none."""
        return self._in_live(self._newest)

    def records(self) -> Records:
        """Open the capture records of the live generation for reading; whatever analysis it was made with."""
        return self._in_live(lambda live: open_records(self._folder.generation(live) / "captures.db"))

    def _in_live(self, look: Callable[[str], _Seen]) -> _Seen:
        """Look into the live generation; again if a rebuild took its place at that moment."""
        while True:
            live = self._folder.live()
            if live is None:
                self._folder.must_be_new()
                raise IndexMissing(
                    f"The index at {self._folder.path} was never finished. "
                    f"Load something: backfile index PATH… --index {self._folder.path}"
                )
            try:
                return look(live)
            except (OSError, ValueError, sqlite3.Error, FormatMismatch):
                if self._folder.live() == live:
                    raise

    def _newest(self, live: str) -> View:
        with self._lock:
            view = self._view
            if view and view.generation == live and view.commit == self._commit(live):
                return view
            if self._opened is None or self._opened[0] != live:
                check(self._folder.generation(live), self._analyzers)
                self._opened = (live, open_index(self.terms(live), self._schema))
            self._view = self._look(live, self._opened[1])
            return self._view

    def _look(self, live: str, index: tantivy.Index) -> View:
        for _ in range(_TRIES):
            commit = self._commit(live)
            index.reload()
            if commit == self._commit(live):
                break
        searcher = index.searcher()
        return View(live, commit, searcher, self._asking(searcher))

    def _asking(self, searcher: tantivy.Searcher) -> Asking:
        counted = searcher.aggregate(Query.all_query(), {"lang": {"terms": {"field": "lang", "size": 1000}}})
        languages = dict.fromkeys(self._analyzers.get(bucket["key"]) for bucket in counted["lang"]["buckets"])
        return Asking(self._schema, tuple(languages), self._analyzers.get("und"))

    def _commit(self, live: str) -> int:
        return int(json.loads(read_text(self.terms(live) / "meta.json"))["opstamp"])

    def terms(self, generation: str) -> Path:
        """Return where a generation's Tantivy index lies."""
        return self._folder.generation(generation) / "terms"


def check(generation: Path, analyzers: Analyzers) -> None:
    """Raise FormatMismatch if a generation was made with other fields or another analysis than this Backfile's."""
    records = open_records(generation / "captures.db")
    try:
        made = records.note("schema")
        recorded = records.analysis()
    finally:
        records.close()
    if made != str(SCHEMA):
        raise FormatMismatch(
            f"The index at {generation.parent.parent} has its fields in version {made}, this Backfile needs version "
            f"{SCHEMA}. Make it anew from what it holds: backfile rebuild --from-captures --index "
            f"{generation.parent.parent}"
        )
    analyzers.check(recorded)
