"""How much does `/search` take beside the search itself? The bound: twice what `engine.search` takes.

    python -m benchmarks.search_page [ARTICLES] [--index FOLDER]

Prints, for each question, milliseconds of CPU (median of several, in turn, one process) of `engine.search` of the very
request of the page, of the whole page through WSGI, and their ratio. The index is made of synthetic articles in a
temporary folder, or in FOLDER, where it is kept for the next run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl

import click

from benchmarks.synthetic import articles
from engines import open_index
from engines.contract import Engine, SearchRequest
from webapp import create_app, search_url
from webapp.settings import Settings

RUNS = 15


def questions(engine: Engine) -> dict[str, str]:
    """Return questions of the usual kinds, about words and names that the index holds."""
    found = engine.search(SearchRequest(sort="newest", size=20, facets=("author", "source"), highlight=False))
    words = [hit.article.body.split()[3].lower() for hit in found.hits if hit.article.language == "uk"]
    author, source = (found.facets[name].values[0].value for name in ("author", "source"))
    return {
        "everything": "",
        "one word": f"q={words[0]}",
        "two words, a year": f"q={words[0]}+OR+{words[1]}&from=2015&to=2015",
        "a word, two facets": f"q={words[0]}&source={source}&lang=uk&lang=ru",
        "an author, newest": f"author={author}&sort=newest",
    }


def cpu(work: Callable[[], object]) -> float:
    """Return the milliseconds of CPU that something takes."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def measure(engine: Engine) -> None:
    """Print a line for each question."""
    browser = create_app(Settings(), engine).test_client()
    print(f"{'question':<20} {'search':>9} {'page':>9} {'ratio':>6}")
    for name, arguments in questions(engine).items():
        request = search_url.read(parse_qsl(arguments)).request
        pages, searches = [], []
        for _ in range(RUNS + 2):
            pages.append(cpu(partial(browser.get, f"/search?{arguments}&ui=uk")))
            searches.append(cpu(partial(engine.search, request)))
        page, search = statistics.median(pages[2:]), statistics.median(searches[2:])
        print(f"{name:<20} {search:>6.1f} ms {page:>6.1f} ms {page / search:>6.2f}", flush=True)


@click.command()
@click.argument("count", default=100_000)
@click.option("--index", "kept", type=click.Path(path_type=Path), help="Keep the index here, or use the one that is.")
def main(count: int, kept: Path | None) -> None:
    """Measure the search page over COUNT synthetic articles."""
    with TemporaryDirectory() as folder:
        place = kept or Path(folder) / "index"
        if not place.exists():
            writer = open_index(str(place), write=True)
            for _ in writer.load(articles(count)):
                pass
            writer.close()
        engine = open_index(str(place))
        print(f"{engine.status().articles:,} articles")
        measure(engine)
        engine.close()


if __name__ == "__main__":
    main()
