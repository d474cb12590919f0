"""`backfile backup`, `backfile restore` and `backfile verify`: what an index is kept safe with.

In: a command line. Out: files, a new index, or a list of what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import click

from indexer.backup import back_up
from indexer.backup import restore as restored
from indexer.options import archives_option, holdings_of, index_option, opened
from indexer.tally import Tally
from indexer.verifying import Fault, faults_of_archives, faults_of_index

_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))


@click.command()
@_folder
@index_option
def backup(folder: Path, address: str) -> None:
    """Write a backup of an index into DIR, which must be empty or new. The index may be loaded meanwhile.

    It holds all captures as they were read, how far each archive was read, and what is withdrawn; not the archives
    themselves. Either kind of index can be restored from it.

    \b
    backfile backup /backup/news-2025-06-01
    """
    with ExitStack() as stack:
        engine = opened(stack, address, write=False, old=True)
        lines = back_up(engine, holdings_of(engine), folder)
    click.echo(f"{lines['captures']:,} captures and {lines['withdrawals']:,} withdrawals are in {folder}.")


@click.command()
@_folder
@index_option
def restore(folder: Path, address: str) -> None:
    """Fill a new index from the backup in DIR.

    \b
    backfile restore /backup/news-2025-06-01 --index ./news
    backfile restore /backup/news-2025-06-01 --index http://localhost:9200/news
    """
    tally = Tally()
    with ExitStack() as stack:
        engine = opened(stack, address)
        for outcome in restored(engine, folder):
            tally.loaded(outcome)
    for line in tally.lines():
        click.echo(line, err=True)


@click.command()
@index_option
@archives_option
@click.option("--index-only", is_flag=True, help="Leave the archives alone; only compare articles with captures.")
def verify(address: str, moved: tuple[str, ...], *, index_only: bool) -> None:
    """Check an index: articles against the captures kept, captures against the bytes in the archives.

    Each fault is a line on standard output: article, place, what is wrong. Exit code 1 when there is one.

    \b
    backfile verify
    backfile verify --archives news-2024=/mnt/new-disk/news-2024
    """
    with ExitStack() as stack:
        engine = opened(stack, address, write=False)
        roots = holdings_of(engine, moved).roots
        inside = _told(faults_of_index(engine))
        outside = 0 if index_only else _told(faults_of_archives(engine, roots))
    if inside:
        click.echo(
            f"{inside:,} faults of the index: `backfile rebuild --from-captures` makes it anew from its captures.",
            err=True,
        )
    if outside:
        click.echo(
            f"{outside:,} captures are not in the archives as they were read. The index still holds them: put the "
            "archives back, or say where they lie with --archives NAME=PATH. Until then a rebuild from the archives "
            "would lose them; `backfile backup` keeps what the index holds.",
            err=True,
        )
    if inside or outside:
        click.get_current_context().exit(1)
    click.echo("Nothing is wrong.", err=True)


def _told(faults: Iterable[Fault]) -> int:
    """Print each fault; return how many there are."""
    count = 0
    for fault in faults:
        count += 1
        click.echo(f"{fault.id}\t{fault.locator}\t{fault.what}")
    return count
