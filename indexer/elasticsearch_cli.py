"""`backfile elasticsearch setup`: what an administrator of a cluster does once.

In: an administrator's access. Out: index templates, roles, and two API keys in files that their owner alone can read.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from engines.access import Access
from engines.elastic.setup import set_up


@click.group()
def elasticsearch() -> None:
    """Prepare an Elasticsearch cluster."""


@elasticsearch.command()
@click.option(
    "--index", "address", envvar="BACKFILE_INDEX", required=True, metavar="ADDRESS", help="http(s)://host:9200/NAME"
)
@click.option("--shards", type=click.IntRange(1, 1024), metavar="N", help="Shards of each later index.  [default: 1]")
@click.option(
    "--replicas",
    type=click.IntRange(0, 16),
    metavar="N",
    help="Copies of each.  [default: 1 if there is a node for it]",
)
@click.option(
    "--keys",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("backfile-keys"),
    show_default=True,
    help="Where the two API keys go: loader.key, web.key.",
)
@click.option("--renew", is_flag=True, help="Make new keys where there are some; the old ones hold until revoked.")
def setup(address: str, shards: int | None, replicas: int | None, folder: Path, renew: bool) -> None:
    """Make index templates, roles and two API keys: one that loads, one for the web app that only reads.

    It takes an administrator: BACKFILE_USER (elastic) and BACKFILE_PASSWORD_FILE, or BACKFILE_API_KEY_FILE.
    Then give BACKFILE_API_KEY_FILE=backfile-keys/loader.key to `backfile index`, and …/web.key to `backfile serve`.

    \b
    BACKFILE_USER=elastic BACKFILE_PASSWORD_FILE=password.txt \\
      backfile elasticsearch setup --index https://es.example:9200/news --shards 3 --replicas 1
    """
    there = [path for path in (folder / "loader.key", folder / "web.key") if path.exists()]
    access = replace(Access.from_environ(os.environ), shards=shards, replicas=replicas)
    made = set_up(address, access, keys=renew or not there)
    click.echo(f"{made.templates} index templates are set.")
    for task, key in made.keys.items():
        path = folder / f"{task}.key"
        write_secret(path, key)
        click.echo(f"The key of the {task} is in {path}.")
    if there and not renew:
        click.echo(f"The keys in {folder} are kept; --renew makes new ones.")
    elif not made.keys:
        click.echo("Security is off on this cluster: no keys are needed, and whoever reaches it can change all.")


def write_secret(path: Path, secret: str) -> None:
    """Write a file that its owner alone can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(secret + "\n")
