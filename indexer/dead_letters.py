"""Articles that an engine refused: kept in a file with the reason, and loaded from it once that is mended.

In: articles on their way into an engine; a file of JSON lines. Out: the engine's outcomes, unchanged; a line for each
refusal, that `backfile retry` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson

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
