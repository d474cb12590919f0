"""How an index in a folder grows: what an article costs, and what memory it takes, from ten thousand to a million.

Usage: python -m benchmarks.growth [FOLDER] [--articles N]

Loads N synthetic articles (1,000,000; bodies of 65 words on average) into a new index, in one go but for the stretches
that are measured: those that end at 15,000, at 100,000 and at N. Printed for each: CPU of the loading process for an
article of that stretch (making the article up is taken off, merging is in it), the most memory of that process, and
that of a process that answers pages and searches; mapped files are left out of both (resident minus shared).

The measures: CPU at the end at most 1.15 × that at the beginning, memory at most 1.3 × that at 100,000.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import psutil

from benchmarks.synthetic import articles, forms
from engines import open_index
from engines.contract import Engine
from mappings.article import Article
from webapp import create_app
from webapp.settings import Settings

_WORDS = 4.0  # logarithm of the usual number of words
_WARM = 5_000  # articles before the first stretch: by then most word forms are known


@dataclass
class Loader:
    """One loading process and what it has spent."""

    engine: Engine
    source: Iterator[Article]
    made: float = 0.0  # CPU seconds of making articles up
    most: int = 0  # bytes

    def load(self, count: int) -> float:
        """Load so many articles; return CPU seconds for one."""
        began, made = time.process_time(), self.made
        loaded = sum(1 for _ in self.engine.load(self._timed(count)))
        return (time.process_time() - began - (self.made - made)) / loaded

    def _timed(self, count: int) -> Iterator[Article]:
        for number in range(count):
            began = time.thread_time()
            article = next(self.source, None)
            if article is None:
                return
            self.made += time.thread_time() - began
            if number % 500 == 0:
                self.most = max(self.most, private())
            yield article


def main() -> None:
    """Load, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--reader", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.reader:
        print(answering(arguments.folder))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or f"{temporary}/index"
        engine = open_index(folder, write=True)
        loader = Loader(engine, articles(arguments.articles, log_words=_WORDS))
        measured = list(stretches(loader, folder, arguments.articles))
        engine.close()
    (first, *_), (_, *middle), (last, *end) = measured[0], measured[-2], measured[-1]
    print(f"CPU × {last / first:.2f} (at most 1.15); memory of the loader × {end[0] / middle[0]:.2f}, ", end="")
    print(f"of a reader × {end[1] / middle[1]:.2f} (at most 1.3)")


def stretches(loader: Loader, folder: str, count: int) -> Iterator[tuple[float, int, int]]:
    """Yield for each stretch: CPU seconds an article, most memory of the loader and memory of a reader, in bytes."""
    loader.load(_WARM)
    held = _WARM
    began = time.process_time() - loader.made
    for end, long in ((15_000, 10_000), (100_000, 20_000), (count, min(100_000, count // 5))):
        if end - long > held:
            loader.load(end - long - held)
        loader.most = 0
        each = loader.load(long)
        held = end
        total = (time.process_time() - loader.made - began) / (held - _WARM)
        reader = reading(folder)
        size = loader.engine.status().size_bytes
        print(
            f"{held:>9,} articles: {each * 1e6:5.0f} µs CPU an article here, {total * 1e6:5.0f} µs on average; loader "
            f"{loader.most >> 20} MB, reader {reader >> 20} MB; {size / held:.0f} bytes an article on disk",
            flush=True,
        )
        yield each, loader.most, reader


def reading(folder: str) -> int:
    """Return the memory of another process that has answered many pages."""
    command = [sys.executable, "-m", "benchmarks.growth", folder, "--reader"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout)


def answering(folder: str) -> int:
    """Answer searches as the web app does; return the memory of this process afterwards."""
    engine = open_index(folder)
    browser = create_app(Settings(), engine).test_client()
    words = [word for language in ("uk", "ru", "en") for word in islice(forms(language), 10, 40)]
    for word in words:
        for url in (f"/search?q={word}", f"/search?q={word}&sort=newest&from=2015", f"/api/v1/articles?q={word}*"):
            answer = browser.get(url, headers={"Host": "localhost"})
            if answer.status_code != 200:
                raise RuntimeError(f"{url}: {answer.status}")
    browser.get("/", headers={"Host": "localhost"})
    return private()


def private() -> int:
    """Return the bytes this process has in memory, mapped files left out."""
    memory = psutil.Process().memory_info()
    return int(memory.rss - memory.shared)


if __name__ == "__main__":
    main()
