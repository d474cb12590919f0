"""`backfile index` and `backfile extract`: archives in, an index or lines of JSON out.

In: a command line. Out: what was asked, with progress and tally on standard error. Exit codes: 0 all was read, 1 some
input could not be read whole (the rest was), 2 wrong usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import click
import orjson

from engines import open_index
from engines.access import Access
from engines.contract import Engine, InputProgress
from indexer import pipeline
from indexer.archives import Input, Start, inputs, placed
from indexer.archives.inputs import is_index
from indexer.archives.roots import from_text, written
from indexer.pipeline import Run
from indexer.progress import Progress, shown
from indexer.tally import Tally
from mappings.article import Article

_ROOTS = "roots"  # the key under which an index keeps the folders of its archives
_OVER_CAPTURES = ("captures", "revisions", "first_captured")  # what one capture cannot tell

_paths = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
_workers = click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Processes that read pages.  [default: one a processor]"
)
_tally = click.option(
    "--tally",
    "tally_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what was not indexed, and why, as JSON lines.",
)


@click.command()
@_paths
@click.option(
    "--index",
    "address",
    envvar="BACKFILE_INDEX",
    default="./backfile-index",
    show_default=True,
    metavar="ADDRESS",
    help="A folder, or an Elasticsearch address: http(s)://host:9200/NAME.",
)
@_workers
@click.option("--again", is_flag=True, help="Read files again that were read to their end before.")
@_tally
@click.option(
    "--archives",
    "moved",
    multiple=True,
    metavar="NAME=PATH",
    help="Where the folder known as NAME lies now, if it was moved or renamed.",
)
def index(
    paths: tuple[Path, ...],
    address: str,
    workers: int | None,
    again: bool,
    tally_file: Path | None,
    moved: tuple[str, ...],
) -> None:
    """Read archives, extract an article from each page, load them into an index.

    PATH is a folder of saved pages, a WARC file or a text capture, or a folder of all these; what a file is shows in
    its content. Ctrl-C stops at the next batch; the same command goes on from there.

    \b
    backfile index ~/archive
    backfile index crawl.warc.gz --index news --tally left-out.jsonl
    backfile index ~/archive --index http://localhost:9200/news --workers 4
    """
    _must_be_archives(paths)
    with ExitStack() as stack:
        engine = open_index(address, Access.from_environ(os.environ), write=True)
        stack.callback(engine.close)
        starts, roots = _placed(paths, engine, moved)
        run, tally, progress = _prepared(stack, starts, roots, (workers, tally_file))
        pipeline.index(run, engine, tally, progress, again=again)
    _conclude(run, tally)


@click.command()
@_paths
@_workers
@_tally
def extract(paths: tuple[Path, ...], workers: int | None, tally_file: Path | None) -> None:
    """Read archives and print each article as one line of JSON on standard output.

    The same reading as `backfile index`, without an index; progress and tally go to standard error.

    \b
    backfile extract crawl.warc.gz > articles.jsonl
    backfile extract ~/archive | jq -r .title
    """
    _must_be_archives(paths)
    with ExitStack() as stack:
        starts, roots = placed(paths, {})
        run, tally, progress = _prepared(stack, tuple(starts), roots, (workers, tally_file))
        output = sys.stdout.buffer
        for article in pipeline.articles(run, tally, progress):
            output.write(line_of(article))
            tally.extracted()
        output.flush()
    _conclude(run, tally)


def line_of(article: Article) -> bytes:
    """Return an article as a line of JSON: all its fields but those that are told from several captures."""
    fields = {name: value for name, value in asdict(article).items() if name not in _OVER_CAPTURES}
    return orjson.dumps(fields) + b"\n"


def _must_be_archives(paths: tuple[Path, ...]) -> None:
    for path in paths:
        if not path.exists():
            raise click.ClickException(f"There is no file or folder {path}. Check the path.")
        if path.is_dir() and is_index(path):
            raise click.ClickException(f"{path} is an index, not an archive. Name the folder that holds the pages.")


def _placed(
    paths: tuple[Path, ...], engine: Engine, moved: tuple[str, ...]
) -> tuple[tuple[Start, ...], dict[str, Path]]:
    """Return where to start, and all roots; the index keeps them."""
    kept = engine.progress(_ROOTS)
    before = from_text(kept.position if kept else "")
    starts, roots = placed(paths, {**before, **dict(map(_named, moved))})
    if roots != before:
        for _ in engine.load([InputProgress(input=_ROOTS, position=written(roots))]):
            pass
    return tuple(starts), roots


def _named(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals or not name or not Path(path).is_dir():
        raise click.BadParameter(f"{text!r} should read NAME=PATH, and PATH be a folder.", param_hint="--archives")
    return name, Path(path).resolve()


def _prepared(
    stack: ExitStack, starts: tuple[Start, ...], roots: Mapping[str, Path], options: tuple[int | None, Path | None]
) -> tuple[Run, Tally, Progress]:
    workers, tally_file = options
    size = _size(starts, roots)
    tally = Tally(stack.enter_context(_opened(tally_file)) if tally_file else None)
    stack.callback(tally.finish)
    run = Run(starts=starts, roots=roots, workers=pipeline.workers(workers))
    stack.enter_context(_interrupts_set(run.stopping))
    return run, tally, stack.enter_context(shown(size))


def _size(starts: tuple[Start, ...], roots: Mapping[str, Path]) -> int:
    """Return how many bytes there are to read; a sentence when there is no file at all."""
    size = files = 0
    for start in starts:
        for given in inputs(start, roots):
            files += 1
            size += given.size if isinstance(given, Input) else 0
    if not files:
        raise click.ClickException(f"There is no file in {', '.join(str(start.path) for start in starts)}.")
    return size


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
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


def _conclude(run: Run, tally: Tally) -> None:
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
