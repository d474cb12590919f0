"""What the indexer's commands have in common: options, an opened index, a run that Ctrl-C stops.

In: what stood on the command line. Out: an engine, holdings, a `Run` with its tally and progress.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import click

from engines import open_index
from engines.access import Access
from engines.contract import Engine, InputProgress
from indexer import pipeline
from indexer.archives import Input, Start, inputs
from indexer.archives.roots import HOLDINGS, Holdings
from indexer.pipeline import Run
from indexer.progress import Progress, shown
from indexer.tally import Tally

index_option = click.option(
    "--index",
    "address",
    envvar="BACKFILE_INDEX",
    default="./backfile-index",
    show_default=True,
    metavar="ADDRESS",
    help="A folder, or an Elasticsearch address: http(s)://host:9200/NAME.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes that read pages.  [default: one for each processor]",
)
tally_option = click.option(
    "--tally",
    "tally_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was not indexed, and why, as JSON lines.",
)
archives_option = click.option(
    "--archives",
    "moved",
    multiple=True,
    metavar="NAME=PATH",
    help="Where the folder known as NAME lies now, if it was moved or renamed.",
)

shards_option = click.option(
    "--shards", type=click.IntRange(1, 1024), metavar="N", help="Elasticsearch: shards of each new index.  [default: 1]"
)
replicas_option = click.option(
    "--replicas",
    type=click.IntRange(0, 16),
    metavar="N",
    help="Elasticsearch: copies of each new index, from the first article on.  [default: one, at the end]",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run ready to begin."""

    run: Run
    tally: Tally
    progress: Progress


def opened(
    stack: ExitStack, address: str, access: Access | None = None, *, write: bool = True, old: bool = False
) -> Engine:
    """Open an index for as long as the stack lasts; `old`: also one that has to be made anew, for what it keeps."""
    return stack.enter_context(closing(open_index(address, access or access_of(), write=write, old=old)))


def access_of(shards: int | None = None, replicas: int | None = None) -> Access:
    """Return how a cluster is reached; shards and copies are those of indices made there."""
    return replace(Access.from_environ(os.environ), shards=shards, replicas=replicas)


def holdings_of(engine: Engine, moved: tuple[str, ...] = ()) -> Holdings:
    """Return the archives that an index was made from, with folders that were moved in their new places."""
    kept = engine.progress(HOLDINGS)
    holdings = Holdings.from_text(kept.position if kept else "")
    return replace(holdings, roots={**holdings.roots, **dict(map(_named, moved))})


def holdings_mark(holdings: Holdings) -> InputProgress:
    """Return what makes an index remember its archives, when it is loaded."""
    return InputProgress(input=HOLDINGS, position=holdings.text())


def prepared(
    stack: ExitStack, starts: tuple[Start, ...], roots: Mapping[str, Path], workers: int | None, tally_file: Path | None
) -> Prepared:
    """Make a run over these starts, with a tally and progress that last as long as the stack."""
    size = size_of(starts, roots)
    tally = Tally(stack.enter_context(_written(tally_file)) if tally_file else None)
    stack.callback(tally.finish)
    run = Run(starts=starts, roots=roots, workers=pipeline.workers(workers))
    stack.enter_context(_interrupts_set(run.stopping))
    return Prepared(run, tally, stack.enter_context(shown(size)))


def size_of(starts: tuple[Start, ...], roots: Mapping[str, Path]) -> int:
    """Return how many bytes there are to read; ends the command with a sentence when there is no file at all."""
    size = files = 0
    for start in starts:
        for given in inputs(start, roots):
            files += 1
            size += given.size if isinstance(given, Input) else 0
    if not files:
        places = ", ".join(str(start.path) for start in starts)
        raise click.ClickException(f"There is no file in {places}. Check the path: is its disk mounted?")
    return size


def conclude(run: Run, tally: Tally) -> None:
    """Show the tally, and leave with the code that tells how it went."""
    for line in tally.lines():
        click.echo(line, err=True)
    context = click.get_current_context()
    if run.stopping.is_set():
        click.echo("Stopped before the end. The same command goes on from here.", err=True)
        context.exit(130)
    if not tally.is_complete:
        click.echo("Some input could not be read whole; --tally FILE names each place.", err=True)
        context.exit(1)


def _named(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals or not name or not Path(path).is_dir():
        raise click.BadParameter(f"{text!r} should read NAME=PATH, and PATH be a folder.", param_hint="--archives")
    return name, Path(path).resolve()


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise click.ClickException(f"The tally cannot be written to {path}: {error.strerror}.") from error


@contextmanager
def _interrupts_set(stopping: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C (or a polite kill) stop the run at its next batch, and the second at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(number: int, frame: object) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    before: dict[int, Callable[..., Any] | int | None] = {
        number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
