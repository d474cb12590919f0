"""How well and how fast pages are read.

    python benchmarks/extraction.py DATA_DIR [--against trafilatura] [--out FILE] [--runs 5] [--no-speed]
                                    [--strip-urls] [--captured]

DATA_DIR has `pages/<id>.html.gz` and `truth.jsonl`; of a page's truth only its `url` is read (not even that with
`--strip-urls`), and with `--captured` the day on which it was saved. Writes predictions (JSON lines) and has them
graded by `evaluate.py` beside DATA_DIR, if it is there. Then CPU time in one process: extraction against a loop that
only parses the same bytes, and against trafilatura with metadata; interleaved page by page in each run, the median of
the runs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from indexer.capture import Skipped
from indexer.extract import read

Page = tuple[str, bytes, str | None]


def pages(data: Path, *, urls: bool) -> list[Page]:
    """Return (id, bytes, url) of each page."""
    lines = (data / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    known = [(entry["id"], entry["url"] if urls else None) for entry in map(json.loads, lines)]
    return [(name, gzip.decompress((data / "pages" / f"{name}.html.gz").read_bytes()), url) for name, url in known]


def captures(data: Path) -> dict[str, str]:
    """Return when each page was saved: late on the day that is known."""
    entries = map(json.loads, (data / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    return {entry["id"]: f"{entry['crawled']}T21:30:00Z" for entry in entries if entry["crawled"]}


def predictions(all_pages: Iterable[Page], captured: Mapping[str, str]) -> Iterable[dict[str, object]]:
    """Yield what is read on each page; a page that gives no article has only an id and the reason."""
    for name, payload, url in all_pages:
        article = read(payload, url, captured=captured.get(name))
        if isinstance(article, Skipped):
            print(f"{name}: {article.outcome}: {article.reason}", file=sys.stderr)
            yield {"id": name}
            continue
        yield {
            "id": name,
            "title": article.title,
            "lead": article.lead,
            "body": article.body,
            "authors": list(article.authors),
            "tags": list(article.tags),
            "published": article.published,
            "language": article.language,
        }


def seconds(work: dict[str, Callable[[Page], object]], all_pages: list[Page], runs: int) -> dict[str, list[float]]:
    """Return CPU seconds of each kind of work over all pages, run by run; the kinds take turns on every page."""
    spent: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(runs):
        totals = dict.fromkeys(work, 0.0)
        for page in all_pages:
            for name, function in work.items():
                start = time.process_time()
                function(page)
                totals[name] += time.process_time() - start
        for name, total in totals.items():
            spent[name].append(total)
    return spent


def parse_only(page: Page) -> object:
    return LexborHTMLParser(page[1], encoding=True, scripting=True)


def ours(page: Page) -> object:
    return read(page[1], page[2])


def trafilatura() -> Callable[[Page], object]:
    import trafilatura as library  # not a dependency: only for this comparison

    def extract(page: Page) -> object:
        return library.bare_extraction(page[1], url=page[2], with_metadata=True, include_comments=False)

    return extract


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--against", choices=["trafilatura"])
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--strip-urls", action="store_true")
    parser.add_argument("--captured", action="store_true")
    options = parser.parse_args()
    captured = captures(options.data) if options.captured else {}
    all_pages = pages(options.data, urls=not options.strip_urls)
    with options.out.open("w", encoding="utf-8") as out:
        for prediction in predictions(all_pages, captured):
            out.write(json.dumps(prediction, ensure_ascii=False) + "\n")
    grader = options.data.resolve().parent / "evaluate.py"
    if grader.exists():
        subprocess.run([sys.executable, str(grader), str(options.out), "--data", str(options.data)], check=True)
    else:
        print(f"{options.out} is written; there is no {grader} to grade it")
    if options.no_speed:
        return
    work: dict[str, Callable[[Page], object]] = {"parse": parse_only, "backfile": ours}
    if options.against:
        work[options.against] = trafilatura()
    spent = {name: statistics.median(runs) for name, runs in seconds(work, all_pages, options.runs).items()}
    for name, total in spent.items():
        print(f"{name:12} {total / len(all_pages) * 1000:7.2f} ms a page {len(all_pages) / total:7.0f} pages/s")
    print(f"backfile / parse only: {spent['backfile'] / spent['parse']:.2f}")
    if options.against:
        print(f"{options.against} / backfile: {spent[options.against] / spent['backfile']:.2f}")


if __name__ == "__main__":
    main()
