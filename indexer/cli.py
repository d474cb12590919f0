"""`backfile index` and `backfile extract`: archives in, an index or lines of JSON out.

In: a command line. Out: what was asked, with progress and tally on standard error. Exit codes: 0 all was read, 1 some
input could not be read whole (the rest was), 2 wrong usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from engines.contract import Engine
from indexer import pipeline
from indexer.archives import Input, Start, inputs, placed
from indexer.archives.inputs import is_index
from indexer.archives.warc import LIBRARY
from indexer.disk import disk_needed, room
from indexer.options import (
    access_of,
    archives_option,
    conclude,
    holdings_mark,
    holdings_of,
    index_option,
    opened,
    prepared,
    replicas_option,
    shards_option,
    tally_option,
    workers_option,
)
from indexer.sites import ProfileError, profiles
from mappings.article import Article

_OVER_CAPTURES = ("captures", "revisions", "first_captured")  # what one capture cannot tell

_paths = click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.command()
@_paths
@index_option
@workers_option
@click.option("--again", is_flag=True, help="Read files again that were read to their end before.")
@tally_option
@archives_option
@shards_option
@replicas_option
def index(
    paths: tuple[Path, ...],
    address: str,
    workers: int | None,
    again: bool,
    tally_file: Path | None,
    moved: tuple[str, ...],
    shards: int | None = None,
    replicas: int | None = None,
) -> None:
    """Read archives, extract an article from each page, load them into an index.

    PATH is a saved page, a text capture, a WARC, ARC, WACZ, zip or tar file, or a folder of all these; what a file is
    shows in its content. Ctrl-C stops at the next batch; the same command goes on from there.

    \b
    backfile index ~/archive
    backfile index crawl.warc.gz --index news --tally left-out.jsonl
    backfile index ~/archive --index http://localhost:9200/news --workers 4
    """
    _must_be_archives(paths)
    with ExitStack() as stack:
        engine = opened(stack, address, access_of(shards, replicas))
        before = holdings_of(engine)
        starts, holdings = holdings_of(engine, moved).with_(paths)
        _tell_room(address, starts, holdings.roots, engine)
        ready = prepared(stack, starts, holdings.roots, workers, tally_file)
        if holdings != before:
            list(engine.load([holdings_mark(holdings)]))
        pipeline.index(ready.run, engine, ready.tally, ready.progress, again=again)
    conclude(ready.run, ready.tally)


@click.command()
@_paths
@workers_option
@tally_option
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
        ready = prepared(stack, starts, roots, workers, tally_file)
        output = sys.stdout.buffer
        for article in pipeline.articles(ready.run, ready.tally, ready.progress):
            output.write(line_of(article))
            ready.tally.extracted()
        output.flush()
    conclude(ready.run, ready.tally)


def line_of(article: Article) -> bytes:
    """Return an article as a line of JSON: all its fields but those that are told from several captures."""
    fields = {name: value for name, value in asdict(article).items() if name not in _OVER_CAPTURES}
    return orjson.dumps(fields) + b"\n"


def _tell_room(address: str, starts: tuple[Start, ...], roots: Mapping[str, Path], engine: Engine) -> None:
    """Say when the disk may be too small; end the command when it is."""
    files = (given for start in starts for given in inputs(start, roots) if isinstance(given, Input))
    told = room(address, disk_needed(files), empty=not engine.status().articles)
    if told:
        click.echo(told, err=True)


def _must_be_archives(paths: tuple[Path, ...]) -> None:
    try:
        profiles()
    except ProfileError as error:  # told once, before any page is read
        raise click.ClickException(str(error)) from error
    for path in paths:
        if not path.exists():
            raise click.ClickException(f"There is no file or folder {path}. Check the path.")
        if path.is_dir() and is_index(path):
            raise click.ClickException(f"{path} is an index, not an archive. Name the folder that holds the pages.")
    if LIBRARY == "warcio":
        click.echo("FastWARC is not installed here: warcio reads WARC files, which is slower.", err=True)
