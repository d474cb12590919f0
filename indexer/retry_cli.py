"""`backfile retry`: what an engine refused, loaded again.

In: a file that `dead_letters` kept. Out: its articles in the index; the file with what was refused again, or no file.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import click

from indexer.dead_letters import articles_of, loaded
from indexer.options import index_option, opened


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@index_option
def retry(file: Path, address: str) -> None:
    """Load articles that an engine refused before, from the FILE that a load left behind.

    What is refused again stays in the file, with its new reason; when nothing is left, the file goes.

    \b
    backfile retry backfile-refused.jsonl --index http://localhost:9200/news
    """
    left = file.with_suffix(".again")
    left.unlink(missing_ok=True)
    with ExitStack() as stack:
        engine = opened(stack, address)
        try:
            counts = Counter(outcome.kind for outcome in loaded(engine.load, articles_of(file), left))
        except ValueError as error:
            raise click.ClickException(f"{error}. Take the line out and run the command again.") from error
    if left.exists():
        left.replace(file)
    else:
        file.unlink()
    for kind, count in sorted(counts.items()):
        click.echo(f"{count:>8}  {kind}")
    if counts["refused"]:
        click.echo(f"{file} keeps what was refused again, with its reasons.", err=True)
        click.get_current_context().exit(1)
