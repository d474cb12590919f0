"""A load that is killed again and again: nothing acknowledged is lost, and a rerun completes it.

Usage: python -m benchmarks.kills [--kills N] [--articles N] [--seed N]

Starts a process that loads articles into a new index in a folder and kills it (SIGKILL) after a random time, N times
(100). After each kill, whatever was acknowledged must be found. At the end one run is left alone, and the index must
be the same as one that was loaded without any kill. Prints the figures; exits with 1 when something was lost.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from engines import open_index
from engines.contract import Engine, IndexMissing, SearchRequest
from tests.loader import INPUT

_STEP = 20  # articles of a load; each ends with a commit
_LONGEST = 4.0  # seconds before a kill


def main() -> None:
    """Kill, look, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random, told = Random(arguments.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as temporary:
        killed, whole = Path(temporary) / "killed", Path(temporary) / "whole"
        acknowledged: set[str] = set()
        for _ in range(arguments.kills):
            acknowledged |= _killed(
                killed, random.uniform(0, _LONGEST), random.randrange(arguments.articles), arguments
            )
            told["lost"] += len(acknowledged - _held(killed))
        told["acknowledged before a kill"] = len(acknowledged)
        for folder in (killed, whole):
            subprocess.run(_command(folder, 0, arguments.articles), check=True, stdout=subprocess.DEVNULL)
        told["different at the end"] = int(_contents(killed) != _contents(whole))
    print(f"{arguments.kills} kills: " + ", ".join(f"{count} {what}" for what, count in told.items()))
    sys.exit(1 if told["lost"] or told["different at the end"] else 0)


def _command(folder: Path, first: int, last: int) -> list[str]:
    return [sys.executable, "-m", "tests.loader", str(folder), str(first), str(last), str(_STEP)]


def _killed(folder: Path, seconds: float, first: int, arguments: argparse.Namespace) -> set[str]:
    """Load from some article on, be killed, and return what was acknowledged."""
    command = _command(folder, first, arguments.articles)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        time.sleep(seconds)
        process.kill()
        told, _ = process.communicate()
    return {line for line in told.split("\n")[:-1] if not line.isdigit()}


def _held(folder: Path) -> set[str]:
    try:
        with closing(open_index(str(folder))) as engine:
            return {article.id for article in engine.scan(SearchRequest())}
    except IndexMissing:
        return set()


def _contents(folder: Path) -> object:
    """Return all that readers see."""
    with closing(open_index(str(folder))) as engine:
        result = engine.search(SearchRequest(facets=("tag", "source", "lang"), facet_size=100, interval="month"))
        articles = sorted(engine.scan(SearchRequest()), key=lambda one: one.id)
        return result.total, result.facets, result.histogram, articles, _captures(engine), engine.progress(INPUT)


def _captures(engine: Engine) -> list[tuple[str, str]]:
    return sorted((record.id, record.locator) for record in engine.all_captures())


if __name__ == "__main__":
    main()
