"""Bulk requests that arrive: sent again when nobody answered, stopped when sending again cannot help.

In: operations, each a pair of JSON lines. Out: one answer for each, in their order. Sending one twice does no harm,
since every operation carries a version, a sequence number or an id of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar

import orjson
from elastic_transport import TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch

from engines.contract import BackfileError, IndexMissing, IndexNotWritable, IndexUnavailable
from engines.elastic.client import GONE, translate

_LOG = logging.getLogger(__name__)
_Told = TypeVar("_Told")
_AGAIN = (429, *GONE)
_ANSWER = ["errors", "items.*.status", "items.*.error", "items.*._seq_no", "items.*._primary_term"]
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 15.0
SECONDS = 120  # one bulk request may take so long


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of a bulk request, and the article or entry below it (none for a deletion)."""

    action: dict[str, Any]
    source: bytes = b""

    @property
    def lines(self) -> tuple[bytes, ...]:
        head = orjson.dumps(self.action)
        return (head, self.source) if self.source else (head,)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one operation: the status, and type and reason of an error."""

    status: int
    kind: str = ""
    reason: str = ""

    @property
    def stored(self) -> bool:
        return self.status < 300


@dataclass(slots=True)
class Sender:
    """Sends bulk requests to one cluster, patiently."""

    client: Elasticsearch
    where: str
    patience: float = 600.0  # seconds without any answer
    stopping: Event = field(default_factory=Event)  # set: wait no longer

    def send(self, operations: Sequence[Operation], *, require_alias: bool = False) -> list[Answer]:
        """Send operations until each is answered for good; raise when the cluster takes none of them."""
        answers: list[Answer | None] = [None] * len(operations)
        open_ones = list(range(len(operations)))
        waiting = Waiting(self)
        while open_ones:
            got = self._once([operations[i] for i in open_ones], require_alias=require_alias)
            for i, answer in zip(open_ones, got, strict=True):
                self._refuse_all(answer)
                answers[i] = answer
            again = [i for i, answer in zip(open_ones, got, strict=True) if answer.status in _AGAIN]
            if len(again) < len(open_ones):
                waiting = Waiting(self)
            if again:
                first = answers[again[0]]
                waiting.pause(f"{len(again)} operations refused ({first.kind if first else ''})")
            open_ones = again
        return [answer for answer in answers if answer]

    def patiently(self, call: Callable[[], _Told]) -> _Told:
        """Return what a call returns; asked again while the cluster is away or too busy."""
        waiting = Waiting(self)
        while True:
            try:
                return call()
            except TlsError as error:
                raise translate(error, self.where) from error
            except TransportError as error:
                waiting.pause(type(error).__name__, error)
            except ApiError as error:
                ours = translate(error, self.where)
                if error.status_code not in _AGAIN or isinstance(ours, IndexNotWritable):
                    raise ours from error
                waiting.pause(str(error.status_code), error)
            except IndexUnavailable as error:
                waiting.pause(str(error))

    def _once(self, operations: Sequence[Operation], *, require_alias: bool) -> list[Answer]:
        lines = [line for operation in operations for line in operation.lines]
        client = self.client.options(max_retries=0, request_timeout=SECONDS)
        told = self.patiently(
            lambda: client.bulk(
                operations=lines,  # type: ignore[arg-type]  # lines that are JSON already go out as they are
                require_alias=require_alias or None,
                filter_path=_ANSWER,
            )
        )
        return [_answer(entry) for entry in told.body["items"]]

    def _refuse_all(self, answer: Answer) -> None:
        """Raise when an answer says that no operation at all can be stored now: no fault of the article."""
        if answer.kind == "cluster_block_exception":
            raise IndexNotWritable(
                f"{self.where} takes no writing now ({answer.reason}): most often a disk is full. Free space "
                "or add a node, then run the command again; what was acknowledged is stored."
            )
        if answer.status in (401, 403):
            raise IndexNotWritable(
                f"the key may not write to {self.where} ({answer.reason}): 'backfile elasticsearch setup' makes one."
            )


@dataclass(slots=True)
class Waiting:
    """Pauses that grow, until the sender's patience is over."""

    sender: Sender
    since: float = field(default_factory=time.monotonic)
    next: float = FIRST_PAUSE

    def pause(self, what: str, error: Exception | None = None) -> None:
        waited = time.monotonic() - self.since
        if waited > self.sender.patience or self.sender.stopping.is_set():
            raise self._given_up(error, waited)
        _LOG.warning("%s: %s; waiting %.1f s, then sending again", self.sender.where, what, self.next)
        if self.sender.stopping.wait(self.next):
            raise self._given_up(error, waited)
        self.next = min(LONGEST_PAUSE, 2 * self.next)

    def _given_up(self, error: Exception | None, waited: float) -> BackfileError:
        told = str(translate(error, self.sender.where)) if error else f"{self.sender.where} takes no more articles."
        return IndexUnavailable(
            f"given up after {waited:.0f} s: {told} Run the command again: it goes on where it stopped."
        )


def _answer(entry: dict[str, Any]) -> Answer:
    told = next(iter(entry.values()))
    error = told.get("error") or {}
    return Answer(told["status"], error.get("type", ""), _reason(error))


def _reason(error: dict[str, Any]) -> str:
    cause = error.get("caused_by") or {}
    return " ".join(part for part in (error.get("reason", ""), cause.get("reason", "")) if part)


def missing_alias(answers: Sequence[Answer]) -> bool:
    """Say whether an index that an operation names is not there."""
    return any(answer.status == 404 and answer.kind == "index_not_found_exception" for answer in answers)


def no_index(where: str) -> IndexMissing:
    return IndexMissing(f"an index of {where} went away while articles were being loaded: run the command again.")


def busy(where: str, id: str) -> IndexUnavailable:
    return IndexUnavailable(
        f"other loaders of {where} change article {id} again and again: run the command again when they are done."
    )
