"""A fresh generation beside the live one: filled, then put in its place at one stroke, or thrown away.

In: articles. Out: outcomes. Until it is published, and after any failure, the live generation serves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engines.contract import InputProgress, Outcome
from engines.embedded.failures import failures
from engines.embedded.folder import Folder
from engines.embedded.records import Records
from engines.embedded.writing import Store
from mappings.article import Article


@dataclass(slots=True)
class EmbeddedGeneration:
    """A generation that no reader sees yet."""

    folder: Folder
    name: str
    store: Store
    live: Records  # of the live generation
    published: Callable[[str, Store], None]

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        """Load articles into this generation; withdrawals of the live one hold here too."""
        self._carry_withdrawals()
        yield from self.store.load(articles)

    def publish(self) -> None:
        """Put this generation in the place of the live one; the next request of any reader sees it."""
        with failures(self.folder.path):
            self._carry_withdrawals()
            self.store.replay()
            self.store.release()
            self.folder.publish(self.name)
            self.published(self.name, self.store)

    def discard(self) -> None:
        """Throw this generation away; the live one goes on."""
        with failures(self.folder.path):
            self.store.close()
            self.folder.remove(self.name)

    def _carry_withdrawals(self) -> None:
        """Withdraw here what is withdrawn in the live generation, and allow what is allowed there again."""
        there = self.live.withdrawals()
        here = {one.id for one in self.store.records.withdrawals()}
        for withdrawal in there:
            if withdrawal.id not in here:
                self.store.withdraw(withdrawal)
        for lifted in here - {one.id for one in there}:
            self.store.allow(lifted)
