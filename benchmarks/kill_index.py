"""`backfile index` killed at random moments, it or a worker of it: a rerun completes it, nothing is lost or doubled.

Usage: python -m benchmarks.kill_index [ARCHIVE…] [--kills N] [--index ADDRESS] [--seed N]

The sample archive (or the ones named) is loaded once without a fault. Then it is loaded again into a new index; at
random moments the loading process, or one of its workers, is killed with SIGKILL and the same command run again, N
times (100), over as many fresh indexes as it takes. After each kill, whatever was found before must still be found;
at the end of each load the index must hold exactly what the faultless one holds, and agree with itself (`backfile
verify`). Linux and macOS.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from engines import open_index
from engines.contract import BackfileError, SearchRequest
from indexer.verifying import faults_of_index
from mappings.article import Article
from sample import write_archive


def main() -> None:
    """Load, kill, load again, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", type=Path, nargs="*")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--index", default="", help="An http(s) address; one index is made for each load.")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as temporary:
        if not arguments.archives:
            write_archive(Path(temporary) / "sample")
        command = [
            sys.executable,
            "-m",
            "backfile",
            "index",
            *map(str, arguments.archives or [Path(temporary) / "sample"]),
        ]
        base = arguments.index or f"{temporary}/index"
        begun = time.monotonic()
        subprocess.run([*command, "--index", f"{base}-whole"], check=True, stderr=subprocess.DEVNULL)
        usual = time.monotonic() - begun
        expected = held(f"{base}-whole")
        print(f"{len(expected)} articles, loaded in {usual:.1f} s without a fault")
        kills = load = 0
        while kills < arguments.kills:
            load += 1
            address = f"{base}-{load}"
            kills += _load(command, address, chance, usual)
            got = held(address)
            assert got == expected, f"load {load}: {len(got)} articles of {len(expected)}, or others"
            assert not faults(address), f"load {load}: {faults(address)[:3]}"
            print(f"load {load}: {kills} kills so far, the index is whole")


def _load(command: list[str], address: str, chance: random.Random, usual: float) -> int:
    """Load with up to eight kills, each followed by a rerun; return how many there were."""
    kills = 0
    seen: set[str] = set()
    while kills < 8:
        process = subprocess.Popen([*command, "--index", address], stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(chance.uniform(0.5, usual * 0.5))
        if process.poll() is not None:
            break
        kills += 1
        victim = psutil.Process(process.pid)
        try:
            workers = [p for p in victim.children(recursive=True) if not p.children()]
        except psutil.NoSuchProcess:
            workers = []
        if workers and chance.random() < 0.4:
            _kill(chance.choice(workers))
            if process.wait() == 0:
                break
        else:
            _kill(victim)
            process.wait()
        now = {article.id for article in held(address)}
        assert seen <= now, f"{len(seen - now)} articles that were there are gone"
        seen = now
    last = subprocess.run([*command, "--index", address], capture_output=True, encoding="utf-8", check=False)
    assert last.returncode == 0, last.stderr
    return kills


def _kill(process: psutil.Process) -> None:
    try:
        process.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        return


def held(address: str) -> list[Article]:
    """Return all articles of an index, in order of their ids; none while there is no index."""
    try:
        engine = open_index(address)
    except BackfileError:
        return []
    try:
        return sorted(engine.scan(SearchRequest()), key=lambda article: article.id)
    finally:
        engine.close()


def faults(address: str) -> list[str]:
    """Return where an index does not agree with itself."""
    engine = open_index(address)
    try:
        return [fault.what for fault in faults_of_index(engine)]
    finally:
        engine.close()


if __name__ == "__main__":
    main()
