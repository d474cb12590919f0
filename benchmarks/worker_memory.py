"""Whether a process that reads pages stays as small as it was: its memory after 1,000, 10,000 and 100,000 pages.

Usage: python -m benchmarks.worker_memory [DATA_DIR] [--pages N]

Reads N pages (100,000) one after the other, as a worker does, in this process: those of the invented sample archive,
and in turn with them the saved ones in DATA_DIR (`pages/*.html.gz`). No page is like one before: each has a host of its
own, and its number in every class name, paragraph and name, so that whatever is kept of pages is kept anew. The
measure: after N pages at most 1.1 × the memory after a tenth of them.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil

from indexer.archives import Input, inputs, placed, read_input
from indexer.capture import Capture, Skipped
from indexer.extract import read
from sample import write_archive

MOST_GROWTH = 1.1
_PLACES = re.compile(rb'(class="|id="|<p>|"name": ?"|href="https?://)')
_MARKS = (1_000, 10_000, 100_000, 1_000_000)


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=100_000)
    options = parser.parse_args()
    originals = [*invented(), *(saved(options.data) if options.data else ())]
    random.Random(1).shuffle(originals)
    sizes = dict(measured(originals, options.pages))
    growth = sizes[options.pages] / sizes[options.pages // 10]
    print(f"memory × {growth:.3f} over the last nine tenths (at most {MOST_GROWTH})")
    if growth > MOST_GROWTH:
        raise SystemExit("Memory grows.")


def invented() -> Iterator[bytes]:
    """Yield the pages of the sample archive."""
    with tempfile.TemporaryDirectory() as folder:
        write_archive(Path(folder))
        (start,), roots = placed([Path(folder)], {})
        for given in inputs(start, roots):
            for found in read_input(given) if isinstance(given, Input) else ():
                if isinstance(found.page, Capture) and found.page.kind == "html":
                    yield found.page.payload


def saved(data: Path) -> Iterator[bytes]:
    """Yield the pages of a folder."""
    for path in sorted((data / "pages").glob("*.html.gz")):
        yield gzip.decompress(path.read_bytes())


def numbered(payload: bytes, number: int) -> bytes:
    """Return a page as no other has it.

    >>> numbered(b'<p class="text">', 7)
    b'<p class="n7 text">'
    """
    return _PLACES.sub(rb"\1n%d " % number, payload).replace(b"://n%d " % number, b"://n%d." % number)


def measured(originals: list[bytes], count: int) -> Iterator[tuple[int, int]]:
    """Yield how many pages were read and how many bytes the process has then."""
    process, outcomes = psutil.Process(), Counter[str]()
    began = time.process_time()
    for number in range(1, count + 1):
        page = numbered(originals[number % len(originals)], number)
        found = read(page, f"https://n{number}.example/2024/11/11/story-{number}/", captured="2026-01-01T00:00:00Z")
        outcomes[found.outcome if isinstance(found, Skipped) else "article"] += 1
        if number in _MARKS or number in {count, count // 10}:
            size, spent = process.memory_info().rss, time.process_time() - began
            told = ", ".join(f"{many:,} {name}" for name, many in outcomes.most_common())
            print(f"{number:>9,} pages: {size / 1e6:4.0f} MB; {spent:5.0f} s CPU; {told}", flush=True)
            yield number, size


if __name__ == "__main__":
    main()
