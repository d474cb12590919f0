"""What becomes of captures that are loaded: merged into the records that are kept, in whatever order they come.

In: articles as read from one capture each, and the records kept so far. Out: what to store, what to index, and an
outcome for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from engines.contract import Kind, Outcome
from engines.embedded.records import Kept
from mappings.article import Article, CaptureRecord, article_of


@dataclass(slots=True)
class Change:
    """One article's records: as they were, as they become, and what became of each capture loaded."""

    before: tuple[Kept, ...]
    after: list[Kept]
    kinds: list[Kind] = field(default_factory=list)

    @property
    def new(self) -> list[CaptureRecord]:
        """Return the records to add."""
        return [kept.record for kept in self.after if kept.number is None]

    @property
    def reread(self) -> list[Kept]:
        """Return the records of captures that now read otherwise."""
        return [kept for kept in self.after if kept.number is not None and kept not in self.before]

    @property
    def changed(self) -> bool:
        return any(kind != "unchanged" for kind in self.kinds)

    def article(self) -> Article:
        """Return the article that the records amount to."""
        return article_of(kept.record for kept in self.after)

    def add(self, record: CaptureRecord) -> None:
        """Add a capture, or put it in the place of an older reading of the same one."""
        same = (record.captured, record.payload_hash, record.locator)
        for place, kept in enumerate(self.after):
            known = kept.record
            if (known.captured, known.payload_hash, known.locator) == same:
                if known == record:
                    self.kinds.append("unchanged")
                    return
                self.after[place] = replace(kept, record=record)
                break
        else:
            self.after.append(Kept(None, record))
        newest = max((kept.record for kept in self.after), key=lambda one: (*one.order, one.locator))
        self.kinds.append("indexed" if newest == record else "older capture")


def merged(
    articles: Sequence[Article], kept: Mapping[str, Sequence[Kept]], withdrawn: Mapping[str, str]
) -> dict[str, Change]:
    """Return the changes that loading these articles makes, by id, in the order in which they came first."""
    changes: dict[str, Change] = {}
    for article in articles:
        before = kept.get(article.id, ())
        change = changes.setdefault(article.id, Change(tuple(before), list(before)))
        if article.id in withdrawn:
            change.kinds.append("withdrawn")
        else:
            change.add(CaptureRecord.of(article))
    return changes


def outcomes(
    articles: Sequence[Article],
    changes: Mapping[str, Change],
    withdrawn: Mapping[str, str],
    refused: Mapping[str, str],
) -> list[Outcome]:
    """Return the outcome of each article, in order; `refused` holds the reason by id."""
    kinds = {key: iter(change.kinds) for key, change in changes.items()}
    found = []
    for article in articles:
        kind, reason = next(kinds[article.id]), withdrawn.get(article.id, "")
        if article.id in refused and kind != "unchanged":
            kind, reason = "refused", refused[article.id]
        found.append(Outcome(kind=kind, id=article.id, locator=article.locator, url=article.url, reason=reason))
    return found
