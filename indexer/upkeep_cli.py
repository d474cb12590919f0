"""`backfile remove` and `backfile rebuild`: take articles out, make an index anew.

In: a command line. Out: an index without some articles, or a new generation in the place of the old one, made from the
archives or from the captures kept.
"""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import click

from engines.contract import Engine
from indexer import pipeline
from indexer.archives.roots import Holdings
from indexer.disk import size_of_folder
from indexer.identity import article_id, identity_key
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
from indexer.rebuilding import address_mark, addresses_of_withdrawn, from_captures
from indexer.tally import Tally

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@click.command()
@click.argument("articles", metavar="[URL|ID…]", nargs=-1)
@index_option
@click.option("--reason", metavar="TEXT", help="Why it is taken out; kept in the index, shown to nobody.")
@click.option("--allow", is_flag=True, help="Lift the withdrawal: the next load may bring the article back.")
def remove(articles: tuple[str, ...], address: str, reason: str | None, *, allow: bool) -> None:
    """Take articles out of an index for good, with all their captures.

    What is taken out stays out when archives are loaded again and when the index is rebuilt; its page answers 410. The
    archives themselves are not touched. Without URL or ID, what is withdrawn is listed.

    \b
    backfile remove https://example.com/news/5 --reason "court order of 3 May"
    backfile remove https://example.com/news/5 --allow
    backfile remove
    """
    if articles and not allow and not reason:
        raise click.UsageError("Say why with --reason TEXT: somebody will ask in ten years.")
    with ExitStack() as stack:
        engine = opened(stack, address, write=bool(articles))
        if not articles:
            _list(engine)
        for named in articles:
            click.echo(_allowed(engine, named) if allow else _withdrawn(engine, named, reason or ""))


def _withdrawn(engine: Engine, named: str, reason: str) -> str:
    article = _id_of(named)
    held = engine.get(article)
    address = (held.url if held else "") or ("" if named == article else named)
    list(engine.load([address_mark(article, address)]))
    engine.withdraw(article, reason)
    if held:
        return f"{article}  withdrawn: {held.title}"
    return f"{article}  is not in the index: check the address. It is remembered as withdrawn, and will not get in."


def _allowed(engine: Engine, named: str) -> str:
    article = _id_of(named)
    if article not in {withdrawal.id for withdrawal in engine.withdrawn()}:
        return f"{article}  was not withdrawn: nothing is changed."
    engine.allow(article)
    list(engine.load([address_mark(article, "")]))
    return f"{article}  allowed again; it comes back when its archive is loaded with --again."


def _id_of(named: str) -> str:
    return named if _ID.fullmatch(named) else article_id(identity_key(named))


def _list(engine: Engine) -> None:
    withdrawals = engine.withdrawn()
    addresses = {mark.input: mark.position for mark in addresses_of_withdrawn(engine)}
    for withdrawal in withdrawals:
        address = addresses.get(address_mark(withdrawal.id, "").input, "")
        click.echo("  ".join(filter(None, (withdrawal.id, withdrawal.when, address, withdrawal.reason))))
    if not withdrawals:
        click.echo("Nothing is withdrawn from this index.")


@click.command()
@index_option
@click.option(
    "--from-captures", "captures", is_flag=True, help="From the captures kept in the index; needs no archive."
)
@click.option("--let-go", is_flag=True, help="Give up captures that the archives do not hold any more.")
@workers_option
@tally_option
@archives_option
@shards_option
@replicas_option
def rebuild(
    address: str,
    workers: int | None,
    tally_file: Path | None,
    moved: tuple[str, ...],
    *,
    captures: bool,
    let_go: bool,
    shards: int | None,
    replicas: int | None,
) -> None:
    """Make an index anew: from its archives, or from the captures it keeps.

    From the archives every page is read again, as this version reads it. From the captures it goes quicker, and serves
    where only the analysis of words has changed. The index in use answers meanwhile, and stays as it is if this fails.
    It fails when the archives lack captures that the index holds, unless you --let-go of them.

    \b
    backfile rebuild
    backfile rebuild --from-captures --index http://localhost:9200/news
    backfile rebuild --archives news-2024=/mnt/new-disk/news-2024
    """
    with ExitStack() as stack:
        engine = opened(stack, address, access_of(shards, replicas), old=True)
        holdings = holdings_of(engine, moved)
        _say_room(engine, address)
        if captures:
            tally = Tally()
            from_captures(engine, holdings, tally)
            for line in tally.lines():
                click.echo(line, err=True)
            return
        _must_be_there(holdings)
        marks = [holdings_mark(holdings), *addresses_of_withdrawn(engine)]
        ready = prepared(stack, holdings.starts, holdings.roots, workers, tally_file)
        pipeline.rebuild(ready.run, engine, marks, ready.tally, ready.progress, let_go=let_go)
    if ready.run.stopping.is_set():
        click.echo("Stopped: the index is as it was before.", err=True)
        click.get_current_context().exit(130)
    conclude(ready.run, ready.tally)


def _must_be_there(holdings: Holdings) -> None:
    if not holdings.read:
        raise click.ClickException("This index does not know its archives. Rebuild it with --from-captures.")
    for start in holdings.starts:
        if not start.path.exists():
            raise click.ClickException(
                f"{start.path} is not there. Say where the folder {start.root} lies now with --archives "
                f"{start.root}=PATH, or rebuild with --from-captures."
            )


def _say_room(engine: Engine, address: str) -> None:
    """Say what disk the new generation needs; refuse where it is known that it cannot fit."""
    on_a_cluster = address.strip().lower().startswith(("http://", "https://"))
    needed = int((engine.status().size_bytes if on_a_cluster else size_of_folder(Path(address).expanduser())) * 1.2)
    if on_a_cluster:
        click.echo(
            f"The new generation needs about {needed / 1e6:,.0f} MB on the cluster beside the old one.", err=True
        )
        return
    free = shutil.disk_usage(Path(address).expanduser()).free
    click.echo(
        f"The new generation needs about {needed / 1e6:,.0f} MB beside the old one; {free / 1e6:,.0f} MB are free.",
        err=True,
    )
    if free < needed:
        raise click.ClickException(f"There is too little room on the disk of {address}. Make some and run this again.")
