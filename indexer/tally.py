"""The tally: every page in exactly one line.

In: outcomes and skipped pages. Out: counts for people, and JSON lines for programs: one for each page or input that was
not indexed, and last the totals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from engines.contract import Outcome
from indexer.capture import Skipped

# in the order shown, with what each means
MEANINGS = {
    "extracted": "printed as articles",
    "indexed": "new, or a newer capture of an article",
    "unchanged": "captures that the index holds already",
    "older capture": "kept as captures; the index holds newer ones of the articles",
    "withdrawn": "of articles that were taken out",
    "refused": "not taken by the engine; kept for `backfile retry`",
    "not an article": "front pages, lists, search results",
    "no text": "empty pages",
    "not HTML": "images, style sheets, scripts, other files",
    "not a page": "records that hold no answer of a web server",
    "error status": "errors and redirects",
    "part of a saved page": "in the folder of another page's parts",
    "undecodable": "could not be made sense of",
    "too large": "beyond the size a page may have",
    "too slow": "beyond the time a page may take",
    "killed its worker": "ended the process that read them",
    "broken record": "damaged places of archives",
    "unreadable input": "files that could not be read",
}
INCOMPLETE = ("broken record", "unreadable input")
_IN_INDEX = {
    "unchanged": "The index holds this capture already.",
    "older capture": "The index holds a newer capture of this article.",
}


class Tally:
    """Counts what became of each page; writes a line for each that was not indexed to `file`, if given."""

    def __init__(self, file: BinaryIO | None = None) -> None:
        self.outcomes: Counter[str] = Counter()
        self.finished_before = 0  # files that an earlier run had read to their end
        self.damaged_before = 0  # of these, files that were not whole
        self._file = file

    def skipped(self, skipped: Skipped) -> None:
        """Count a page that gave no article."""
        self._count(skipped.outcome, skipped.locator, skipped.url or "", skipped.reason)

    def extracted(self) -> None:
        """Count an article that was given out and not loaded."""
        self.outcomes["extracted"] += 1

    def loaded(self, outcome: Outcome) -> None:
        """Count what an engine did with an article."""
        if outcome.kind != "progress":
            reason = outcome.reason or _IN_INDEX.get(outcome.kind, "")
            self._count(outcome.kind, outcome.locator, outcome.url, reason)

    @property
    def total(self) -> int:
        """How many pages were counted."""
        return self.outcomes.total()

    @property
    def is_complete(self) -> bool:
        """False when an input could not be read whole."""
        return not any(self.outcomes[outcome] for outcome in INCOMPLETE)

    def lines(self) -> Iterator[str]:
        """Yield the tally for people, a line for each outcome that occurred."""
        width = max((len(f"{count:,}") for count in self.outcomes.values()), default=1)
        for outcome, meaning in MEANINGS.items():
            if self.outcomes[outcome]:
                yield f"{self.outcomes[outcome]:>{width},}  {outcome:<21} {meaning}"
        yield f"{self.total:>{width},}  pages in all"
        if self.finished_before:
            files = "file was" if self.finished_before == 1 else "files were"
            yield f"{self.finished_before:,} {files} read to the end before and not read again; --again reads them."
        if self.damaged_before:
            files = "file of these was" if self.damaged_before == 1 else "files of these were"
            yield f"{self.damaged_before:,} {files} not whole; --again with --tally FILE names each place."

    def finish(self) -> None:
        """Write the last line of the file: the totals."""
        outcomes = {outcome: self.outcomes[outcome] for outcome in MEANINGS if self.outcomes[outcome]}
        self._write({"total": self.total, "outcomes": outcomes})

    def _count(self, outcome: str, locator: str, url: str, reason: str) -> None:
        self.outcomes[outcome] += 1
        if outcome != "indexed":
            self._write({"locator": locator, "url": url, "outcome": outcome, "reason": reason})

    def _write(self, line: dict[str, object]) -> None:
        if self._file is not None:
            self._file.write(orjson.dumps(line) + b"\n")
