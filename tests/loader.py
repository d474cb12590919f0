"""A process that loads articles and says what became durable, for tests that kill it.

Usage: python -m tests.loader ADDRESS FIRST LAST STEP [LOADS]

Loads the articles FIRST … LAST-1 in loads of STEP, each with a progress mark behind it; prints an id, or the position of
a mark, as soon as its outcome is given. After each so many LOADS the index is made anew from its captures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing

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


def loaded(address: str, first: int, last: int, step: int, rebuild_after: int = 0) -> Iterator[str]:
    """Load; yield an id, or the position of a mark, for each outcome."""
    with closing(open_index(address, write=True)) as engine:
        for number, start in enumerate(range(first, last, step), 1):
            end = min(start + step, last)
            mark = InputProgress(input=INPUT, position=str(end), finished=end == last)
            for outcome in engine.load([*map(numbered, range(start, end)), mark]):
                yield outcome.progress.position if outcome.progress else outcome.id
            if rebuild_after and number % rebuild_after == 0:
                generation = engine.new_generation()
                for _ in generation.load([*(record.article for record in engine.all_captures()), mark]):
                    pass
                generation.publish()


if __name__ == "__main__":
    for told in loaded(sys.argv[1], *map(int, sys.argv[2:])):
        print(told, flush=True)
