"""A new generation from the captures that an index keeps, and how far its archives had been read.

In: an engine and its holdings. Out: the same articles in a new generation, computed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing

from engines.contract import Engine, InputProgress
from indexer import dead_letters
from indexer.archives import Input, inputs
from indexer.archives.roots import HOLDINGS, Holdings
from indexer.revisits import waiting, waiting_mark
from indexer.spool import Spool
from indexer.tally import Tally
from mappings.article import Article


def from_captures(engine: Engine, holdings: Holdings, tally: Tally) -> None:
    """Fill a new generation with all captures kept and put it in the old one's place; on failure nothing changes."""
    with closing(Spool[InputProgress]()) as marks:
        for mark in progress_of_files(engine, holdings):  # before the captures: what is finished is among them
            marks.add(mark)
        generation = engine.new_generation()
        try:
            for outcome in dead_letters.loaded(generation.load, _everything(engine, marks), dead_letters.FILE):
                tally.loaded(outcome)
            generation.publish()
        except BaseException:
            generation.discard()
            raise


def progress_of_files(engine: Engine, holdings: Holdings) -> Iterator[InputProgress]:
    """Yield how far each file has been read, of the archives that are there; where they lie; what was taken out."""
    yield InputProgress(input=HOLDINGS, position=holdings.text())
    yield from addresses_of_withdrawn(engine)
    if left := waiting(engine):
        yield waiting_mark(left)
    for start in holdings.starts:
        if not start.path.exists():
            continue
        for given in inputs(start, holdings.roots):
            if isinstance(given, Input) and (mark := _progress(engine, given)):
                yield mark


def address_mark(id: str, address: str) -> InputProgress:
    """Return what makes an index remember the address of an article that is taken out."""
    return InputProgress(input=f"withdrawn:{id}", position=address)


def addresses_of_withdrawn(engine: Engine) -> Iterator[InputProgress]:
    """Yield the marks of those articles taken out whose address is known."""
    for withdrawal in engine.withdrawn():
        mark = engine.progress(address_mark(withdrawal.id, "").input)
        if mark and mark.position:
            yield mark


def _everything(engine: Engine, marks: Iterable[InputProgress]) -> Iterator[Article | InputProgress]:
    for record in engine.all_captures():
        yield record.article
    yield from marks


def _progress(engine: Engine, given: Input) -> InputProgress | None:
    try:
        return engine.progress(given.key())
    except OSError:
        return None
