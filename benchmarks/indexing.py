"""What `backfile index` costs above its parts: reading the archive, reading the pages, writing the index.

Usage: python -m benchmarks.indexing DATA_DIR [--copies N] [--runs N]

DATA_DIR holds saved pages, `*.html.gz` or `*.html`, anywhere below it. They are put into one WARC.gz, N copies (10) of
each under addresses of their own. Then each part runs alone, in a process of its own, and `backfile index` over all of
it; each as often as asked (5). Medians are printed: CPU seconds of all processes, the wall clock of `backfile index`.
Linux alone.

The measures: CPU of `backfile index` at most 1.25 × the sum of the parts; wall clock at most 0.65 × its own CPU.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engines import open_index
from indexer.archives import Input, inputs, placed
from indexer.archives import read as read_archive
from indexer.capture import Capture
from indexer.extract import read_capture
from mappings.article import Article

PARTS = ("reading", "extracting", "writing")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    _adopt_orphans()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pages = _write_warc(arguments.data_dir, folder / "all.warc.gz", arguments.copies)
        subprocess.run([sys.executable, "-m", "benchmarks.indexing", "prepare", str(folder)], check=True)
        costs: dict[str, list[tuple[float, float]]] = {}
        for run in range(arguments.runs):
            for part in PARTS:
                command = ["-m", "benchmarks.indexing", part, str(folder)]
                costs.setdefault(part, []).append(_cost(command))
            command = ["-m", "backfile", "index", str(folder / "all.warc.gz"), "--index", str(folder / f"index-{run}")]
            costs.setdefault("backfile index", []).append(_cost(command))
    _print(pages, costs)


def _print(pages: int, costs: dict[str, list[tuple[float, float]]]) -> None:
    cpu = {what: statistics.median(c for c, _ in found) for what, found in costs.items()}
    wall = statistics.median(w for _, w in costs["backfile index"])
    print(f"{pages} pages; CPU seconds, start-up of each process included")
    for what, seconds in cpu.items():
        print(f"  {what:<15} {seconds:8.2f}   {1000 * seconds / pages:6.2f} ms a page")
    parts = sum(cpu[part] for part in PARTS)
    print(f"CPU ÷ sum of the parts: {cpu['backfile index'] / parts:.2f} (at most 1.25)")
    print(f"wall clock ÷ CPU: {wall / cpu['backfile index']:.2f} (at most 0.65 on two cores)")


def _write_warc(data: Path, path: Path, copies: int) -> int:
    sources = sorted(p for p in data.rglob("*") if p.name.endswith((".html.gz", ".html")))
    count = 0
    with path.open("wb") as file:
        for source in sources:
            raw = source.read_bytes()
            body = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
            for copy in range(copies):
                file.write(gzip.compress(_record(f"https://copy-{copy}.example/{source.name}", body), 6))
                count += 1
    return count


def _record(url: str, body: bytes) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <{url}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _adopt_orphans() -> None:
    """Make this process the parent of grandchildren whose parent has ended, so that their CPU time is counted too."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _cost(command: list[str]) -> tuple[float, float]:
    """Return the CPU seconds of a command and all its processes, and its wall clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - begun
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


# ---- the parts, each alone -------------------------------------------------------------------------------------------


def captures(folder: Path) -> Iterator[Capture]:
    """Yield the captures of the archive: reading alone."""
    starts, roots = placed([folder / "all.warc.gz"], {})
    for given in inputs(starts[0], roots):
        if isinstance(given, Input):
            for found in read_archive(given.source):
                if isinstance(found.page, Capture):
                    yield found.page


def prepare(folder: Path) -> None:
    """Write the captures and the articles of the archive to files, for the parts that begin with them."""
    with (folder / "captures").open("wb") as kept, (folder / "articles").open("wb") as made:
        for capture in captures(folder):
            pickle.dump(capture, kept)
            article = read_capture(capture)
            if isinstance(article, Article):
                pickle.dump(article, made)


def unpickled(path: Path) -> Iterator[object]:
    """Yield what a file of pickles holds."""
    with path.open("rb") as file:
        while file.peek(1):
            yield pickle.load(file)


def reading(folder: Path) -> None:
    """Read the archive."""
    for _ in captures(folder):
        pass


def extracting(folder: Path) -> None:
    """Read each page."""
    for capture in unpickled(folder / "captures"):
        if isinstance(capture, Capture):
            read_capture(capture)


def writing(folder: Path) -> None:
    """Load the articles into a new index."""
    with tempfile.TemporaryDirectory() as temporary:
        engine = open_index(f"{temporary}/index", write=True)
        for _ in engine.load(a for a in unpickled(folder / "articles") if isinstance(a, Article)):
            pass
        engine.close()


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in ("prepare", *PARTS):
        {"prepare": prepare, "reading": reading, "extracting": extracting, "writing": writing}[sys.argv[1]](
            Path(sys.argv[2])
        )
    else:
        main()
