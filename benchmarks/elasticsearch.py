"""Loading into and searching in Elasticsearch, against the same requests sent raw.

    python -m benchmarks.elasticsearch [--address http://host:9200] [--articles 100000]

Without an address a node is started (`make elasticsearch` first; heap 1 GB) and stopped. In one run, on a warm node:
loading ready articles through the engine against plain `_bulk` of the same documents, capture documents included,
over two HTTP connections; a search through the engine and through the web app against the same `_msearch` sent raw;
the bytes that an article takes; and reading a WARC file into an index, against extraction and raw loading each alone.
Ratios are what counts: the figures hang on the machine.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import orjson

from benchmarks.invented import articles
from engines.access import Access
from engines.contract import Outcome, SearchRequest
from engines.elastic import open_elastic
from engines.elastic.address import CAPTURES, Names
from engines.elastic.captures import Entry, write_entry
from engines.elastic.codec import article_source, version_of
from engines.elastic.engine import ElasticEngine
from engines.elastic.loading import BATCH
from engines.elastic.searching import Searcher
from engines.query import And, Phrase, Word
from mappings.article import Article, CaptureRecord, article_from
from tests import nodes
from tests.archive import write_warc
from webapp import create_app
from webapp.settings import Settings

QUESTIONS = 200


def main() -> int:
    """Run all measurements and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--address", default="")
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=2, help="of loading; the best counts")
    given = options.parse_args()
    node = None if given.address else nodes.wait(nodes.start(nodes.Plan(heap="1g")))
    try:
        measure((given.address or node.url if node else given.address).rstrip("/"), given.articles, given.rounds)
    finally:
        if node:
            node.stop()
    return 0


def measure(url: str, count: int, rounds: int) -> None:
    """Load and search, raw and through the engine."""
    ready = list(articles(count))
    load(url, ready[: count // 10])  # warm
    load_raw(url, ready[: count // 10])
    # In turn, so that what else the machine does falls on both alike.
    took = [(load_raw(url, ready)[1], *load(url, ready)) for _ in range(rounds)]
    raw, (name, ours) = min(one[0] for one in took), min((one[1:] for one in took), key=lambda told: told[1])
    say("raw _bulk, two connections", f"{count / raw:8.0f} articles/s")
    say("engine.load", f"{count / ours:8.0f} articles/s")
    say("engine.load ÷ raw", f"{100 * raw / ours:8.0f} %  (at least 80)")
    engine = open_elastic(f"{url}/{name}", Access())
    try:
        say("index and capture records", f"{engine.status().size_bytes / count:8.0f} bytes an article")
        search(url, engine, ready)
    finally:
        engine.close()
        nodes.remove(url, "bench")
    archives(url, count // 25)


def archives(url: str, count: int) -> None:
    """Read a WARC file into an index, against extraction and raw loading each alone."""
    with tempfile.TemporaryDirectory() as folder:
        archive, lines = write_warc(Path(folder) / "pages.warc.gz", range(count)), Path(folder) / "articles.jsonl"
        extraction = timed(lambda: run(["extract", str(archive), "--workers", "2"], lines))
        ready = [article_from(orjson.loads(line)) for line in lines.read_bytes().splitlines()]
        raw = load_raw(url, ready)[1]
        index = ["index", str(archive), "--workers", "2", "--index", f"{url}/bench-warc"]
        ours = timed(lambda: run(index, Path(folder) / "nothing"))
    nodes.remove(url, "bench")
    say("WARC → Elasticsearch", f"{len(ready) / ours:8.0f} articles/s")
    say("÷ 1 / (1/extraction + 1/raw)", f"{100 * (extraction + raw) / ours:8.0f} %  (at least 80)")


def run(words: Sequence[str], output: Path) -> None:
    with output.open("wb") as written:
        command = [sys.executable, "-m", "backfile", *words]
        subprocess.run(command, stdout=written, stderr=subprocess.DEVNULL, check=True)


def say(what: str, value: str) -> None:
    print(f"{what:40} {value}", flush=True)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def load(url: str, ready: Sequence[Article]) -> tuple[str, float]:
    """Load articles into a fresh index through the engine; return its name and the seconds it took."""
    name = f"bench-{token_hex(3)}"
    engine = open_elastic(f"{url}/{name}", Access(replicas=0), write=True)
    try:
        return name, timed(lambda: [check(outcome) for outcome in engine.load(iter(ready))])
    finally:
        engine.close()


def check(outcome: Outcome) -> None:
    assert outcome.kind == "indexed", outcome


def load_raw(url: str, ready: Sequence[Article]) -> tuple[str, float]:
    """Send the documents that the engine would send, ready made, over two plain connections; refresh as it does."""
    name = f"bench-{token_hex(3)}"
    engine = open_elastic(f"{url}/{name}", Access(replicas=0), write=True)
    for language in {article.language for article in ready}:
        engine._indices.ensure(language, engine._indices.live() or "", live=True)
    left = iter(ready)
    bodies = [bulk_body(Names(name), batch) for batch in iter(lambda: list(islice(left, BATCH)), [])]

    def send() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda body: post(url, "/_bulk?filter_path=errors", body), bodies))
        engine._client.indices.refresh(index=f"{name}-*")

    try:
        return name, timed(send)
    finally:
        engine.close()
        nodes.remove(url, name)


def bulk_body(names: Names, batch: Iterable[Article]) -> bytes:
    """Return a bulk request of articles and their capture entries."""
    lines: list[bytes] = []
    for article in batch:
        entry = Entry(id=article.id, records=(CaptureRecord.of(article),), language=article.language)
        lines += write_entry(names.write(CAPTURES), entry).lines
        action = {"_index": names.write(article.language), "_id": article.id, "version": version_of(article)}
        lines += [
            orjson.dumps({"index": action | {"version_type": "external_gte"}}),
            orjson.dumps(article_source(article)),
        ]
    return b"\n".join([*lines, b""])


def post(url: str, path: str, body: bytes) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=600)
    connection.request("POST", path, body, {"content-type": "application/x-ndjson"})
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    assert answer.status == 200, told[:500]
    return told


def search(url: str, engine: ElasticEngine, ready: Sequence[Article]) -> None:
    """Ask the same questions raw, through the engine and through the web app."""
    app = create_app(Settings(), engine).test_client()
    asked = list(islice(questions(ready), QUESTIONS))
    bodies = [recorded(engine, request) for _, request in asked]
    times: dict[str, list[float]] = {"raw _msearch": [], "engine.search": [], "/search": []}
    for _ in range(2):  # the first round warms
        times = {name: [] for name in times}
        for (text, request), body in zip(asked, bodies, strict=True):
            times["raw _msearch"].append(timed(lambda body=body: orjson.loads(post(url, "/_msearch", body))))  # type: ignore[misc]
            times["engine.search"].append(timed(lambda request=request: engine.search(request)))  # type: ignore[misc]
            times["/search"].append(timed(lambda text=text: app.get("/search", query_string={"q": text})))  # type: ignore[misc]
    raw = statistics.median(times["raw _msearch"])
    for name, took in times.items():
        median = statistics.median(took)
        say(name, f"{1000 * median:8.1f} ms median, {median / raw:.2f} × raw")


def questions(ready: Sequence[Article]) -> Iterator[tuple[str, SearchRequest]]:
    """Yield questions as the search page asks them: one word, two words, a phrase."""
    facets = ("author", "tag", "source", "lang", "cited", "section")
    for number, article in enumerate(ready[:: len(ready) // QUESTIONS]):
        words = article.body.split(".")[0].lower().split()
        text, tree = [
            (words[3], Word(words[3])),
            (f"{words[1]} {words[5]}", And((Word(words[1]), Word(words[5])))),
            (f'"{words[2]} {words[3]}"', Phrase(f"{words[2]} {words[3]}")),
        ][number % 3]
        yield text, SearchRequest(query=tree, facets=facets, interval="auto")


def recorded(engine: ElasticEngine, request: SearchRequest) -> bytes:
    """Return the `_msearch` that the engine sends first for a request, as bytes."""
    sent: list[bytes] = []

    class Recorder(Searcher):
        def ask(self, parts):  # type: ignore[no-untyped-def]
            lines = [orjson.dumps(line) for line in self.lines_of(parts)]
            sent.append(b"\n".join([*lines, b""]))
            return super().ask(parts)

    known = engine._searcher
    Recorder(known.client, known.names, known.where).search(request)
    return sent[0]


if __name__ == "__main__":
    sys.exit(main())
