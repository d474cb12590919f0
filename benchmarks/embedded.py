"""How fast the engine in a folder loads and answers.

Usage: python -m benchmarks.embedded [FOLDER] [--articles N]

Loads N synthetic articles (100,000) into a new index in FOLDER (a temporary one by default) and asks every kind of
question; prints articles per second, bytes on disk, and milliseconds for a whole page: ten hits with marks, five
facets, the histogram. An index of N articles that is already in FOLDER is not loaded again.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from benchmarks.synthetic import articles, forms
from engines import open_index
from engines.contract import Engine, Filter, IndexMissing, SearchRequest
from engines.query import parse
from mappings.article import Article

_FACETS = ("author", "tag", "source", "lang", "section")
_WARM = 5_000  # articles loaded before the clock runs, so that most word forms are known


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--articles", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or temporary
        if _held(folder) != arguments.articles:
            _load(folder, arguments.articles)
        _ask(open_index(folder))


def _held(folder: str) -> int:
    try:
        return open_index(folder).status().articles
    except IndexMissing:
        return 0


def _load(folder: str, count: int) -> None:
    engine = open_index(folder, write=True)
    source = articles(count)
    for _ in engine.load(islice(source, _WARM)):
        pass
    made = made_cpu = 0.0

    def timed() -> Iterator[Article]:
        nonlocal made, made_cpu
        while True:
            began, spent = time.perf_counter(), time.thread_time()
            article = next(source, None)
            made += time.perf_counter() - began
            made_cpu += time.thread_time() - spent
            if article is None:
                return
            yield article

    began, spent = time.perf_counter(), time.process_time()
    loaded = sum(1 for _ in engine.load(timed()))
    wall, cpu = time.perf_counter() - began - made, time.process_time() - spent - made_cpu
    print(f"load     {loaded / wall:8.0f} articles/s ({loaded} articles; {cpu / loaded * 1e6:.0f} µs CPU each)")
    status = engine.status()
    print(f"disk     {status.size_bytes / status.articles:8.0f} bytes an article")
    engine.close()


def _ask(engine: Engine) -> None:
    random = Random(2)
    common = [word for language in ("uk", "ru", "en") for word in forms(language)[10:300]]
    ukrainian = forms("uk")[5:60]

    def word() -> str:
        return random.choice(common)

    def three() -> str:
        return " OR ".join(random.sample(common, 3))

    _time(engine, "one word", lambda: _page(word()))
    _time(engine, "three words, any", lambda: _page(three()))
    _time(engine, "three words, all", lambda: _page(" ".join(random.sample(ukrainian, 3))))
    _time(engine, "phrase", lambda: _page('"{} {}"'.format(*random.sample(ukrainian, 2))))
    _time(engine, "phrase, 3 between", lambda: _page('"{} {}"~3'.format(*random.sample(ukrainian, 2))))
    _time(engine, "beginning", lambda: _page(f"{word()[:4]}*"))
    _time(engine, "word, not word, newest", lambda: _page(f"{word()} -{word()}", sort="newest"))
    _time(engine, "word, in a year", lambda: _page(word(), since="2015", until="2015"))
    top = engine.search(SearchRequest(size=0, facets=_FACETS))
    chosen = {name: Filter(tuple(v.value for v in top.facets[name].values[:3])) for name in ("author", "tag", "source")}
    _time(engine, "word, three facets", lambda: _page(word(), filters=chosen))
    _time(engine, "author", lambda: _page(f"author:{random.choice(top.facets['author'].values).value.split()[0]}"))
    _time(engine, "address", lambda: _page(f"url:/news/{random.randrange(1000)}"))
    _time(engine, "everything", lambda: _page("", facet_size=random.randint(5, 50)), 10)
    _time(engine, "everything, again", lambda: _page(""))
    _time(engine, "word, page 100", lambda: _page(word(), page=100))
    _time(engine, "completion", lambda: _page("", size=0, facets=("author",), facet_prefix={"author": word()[:3]}))
    _walk(engine)


def _page(text: str, **request: object) -> SearchRequest:
    usual = {"query": parse(text).tree, "size": 10, "facets": _FACETS, "interval": "auto"}
    return SearchRequest(**(usual | request))  # type: ignore[arg-type]


def _time(engine: Engine, name: str, request: Callable[[], SearchRequest], times: int = 30) -> None:
    took: list[float] = []
    spent: list[float] = []
    totals: list[int] = []
    for asked in [request() for _ in range(times + 3)]:
        began, cpu = time.perf_counter(), time.process_time()
        totals.append(engine.search(asked).total)
        took.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - cpu) * 1000)
    took = sorted(took[3:])
    print(
        f"{name:24} {statistics.median(took):7.1f} ms, 95 % within {took[int(len(took) * 0.95)]:7.1f} ms; "
        f"{statistics.median(spent[3:]):7.1f} ms CPU; {statistics.median(totals):.0f} hits"
    )


def _walk(engine: Engine) -> None:
    request = SearchRequest(sort="newest", size=10)
    began, seen = time.perf_counter(), set()
    cursor = None
    for _ in range(100):
        result = engine.search(SearchRequest(sort="newest", size=10, cursor=cursor))
        seen |= {hit.article.id for hit in result.hits}
        cursor = result.next_cursor
    print(f"{'cursor':24} {(time.perf_counter() - began) * 10:7.1f} ms a page; {len(seen)} articles in 100 pages")
    began = time.perf_counter()
    count = sum(1 for _ in engine.scan(request))
    print(f"{'scan':24} {count / (time.perf_counter() - began):7.0f} articles/s; {count} articles")


if __name__ == "__main__":
    main()
