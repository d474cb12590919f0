"""A process that loads articles and says what became durable, for tests that kill it.

Usage: python -m tests.loader ADDRESS FIRST LAST STEP

Loads the articles FIRST … LAST-1 in loads of STEP, each with a progress mark behind it; prints an id, or the position of
a mark, as soon as its outcome is given.
"""

from __future__ import annotations

import sys

from engines import open_index
from engines.contract import InputProgress
from mappings.article import Article
from tests.articles import article

INPUT = "випуски.warc.gz"


def numbered(number: int) -> Article:
    """Return one article of many; each third is another capture of the one before it."""
    url = f"https://visnyk.example/{number - (number % 3 == 2)}"
    return article(
        number,
        url=url,
        title=f"Об’єднана громада, випуск {number}",
        body=f"Слово{number} і ще кілька слів про громаду. " * 20,
        captured=f"2024-01-01T00:{number // 60 % 60:02}:{number % 60:02}Z",
        tags=(f"тег{number % 7}",),
        day=f"2024-0{number % 9 + 1}-11",
    )


def main(address: str, first: int, last: int, step: int) -> None:
    """Load and print."""
    engine = open_index(address, write=True)
    for start in range(first, last, step):
        end = min(start + step, last)
        mark = InputProgress(input=INPUT, position=str(end), finished=end == last)
        for outcome in engine.load([*map(numbered, range(start, end)), mark]):
            print(outcome.progress.position if outcome.progress else outcome.id, flush=True)
    engine.close()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
