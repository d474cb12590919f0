"""Articles that an engine refused: kept in a file with the reason, and loaded from it once that is mended.

In: articles on their way into an engine; a file of JSON lines. Out: the engine's outcomes, unchanged; a line for each
refusal, that `backfile retry` reads.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from engines import open_index
from engines.access import Access
from engines.contract import InputProgress, Outcome
from mappings.article import Article, article_from

FILE = Path("backfile-refused.jsonl")  # in the folder where a command is run
Load = Callable[[Iterable[Article | InputProgress]], Iterator[Outcome]]


def loaded(load: Load, articles: Iterable[Article | InputProgress], file: Path) -> Iterator[Outcome]:
    """Load articles as `load` does, and append those that were refused to a file, which is made at the first one."""
    on_the_way: dict[tuple[str, str], Article] = {}

    def noted() -> Iterator[Article | InputProgress]:
        for one in articles:
            if isinstance(one, Article):
                on_the_way[one.id, one.locator] = one
            yield one

    for outcome in load(noted()):
        article = on_the_way.pop((outcome.id, outcome.locator), None)
        if outcome.kind == "refused" and article:
            with file.open("ab") as letters:
                letters.write(letter(article, outcome.reason) + b"\n")
        yield outcome


def letter(article: Article, reason: str) -> bytes:
    """Return the line that keeps a refused article."""
    when = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return orjson.dumps({"when": when, "reason": reason, "article": article})


def articles_of(file: Path) -> Iterator[Article]:
    """Yield the articles of a dead-letter file; a line that is damaged raises ValueError with its number."""
    with file.open("rb") as letters:
        for number, line in enumerate(letters, 1):
            if not line.strip():
                continue
            try:
                yield article_from(orjson.loads(line)["article"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"line {number} of {file} is no refused article: {error}") from error


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--index",
    "address",
    envvar="BACKFILE_INDEX",
    default="./backfile-index",
    show_default=True,
    metavar="ADDRESS",
    help="A folder, or an Elasticsearch address: http(s)://host:9200/NAME.",
)
def retry(file: Path, address: str) -> None:
    """Load articles that an engine refused before, from the FILE that a load left behind.

    What is refused again stays in the file, with its new reason; when nothing is left, the file goes.

    \b
    backfile retry backfile-refused.jsonl --index http://localhost:9200/news
    """
    left = file.with_suffix(".again")
    left.unlink(missing_ok=True)
    engine = open_index(address, Access.from_environ(os.environ), write=True)
    try:
        counts = Counter(outcome.kind for outcome in loaded(engine.load, articles_of(file), left))
    except ValueError as error:
        raise click.ClickException(f"{error}. Take the line out and run the command again.") from error
    finally:
        engine.close()
    if left.exists():
        left.replace(file)
    else:
        file.unlink()
    for kind, count in sorted(counts.items()):
        click.echo(f"{count:>8}  {kind}")
    if counts["refused"]:
        click.echo(f"{file} keeps what was refused again, with its reasons.", err=True)
        click.get_current_context().exit(1)
