"""`backfile index` and `backfile serve`, killed at random moments: a rerun completes, and nothing differs.

Usage: python -m benchmarks.kill [--kills N] [--full-disks N] [--elasticsearch http://host:port] [--seed N]

N times (100), the sample archive is indexed anew and something is killed (SIGKILL) at a random moment: the loading
process, one of its workers, or a worker of a web server that answers meanwhile. A run whose worker was killed must end
well by itself; a killed one is started again. Then the index must hold what readers saw before, and be equal to one
made without faults: articles, captures, counts, facets; the web server must answer. With --full-disks (Linux, root)
the index also goes N times onto a disk in memory that is too small by chance, must be told so in a sentence, and is
completed once the disk is larger. `benchmarks.kills` kills the engine alone, and counts article by article.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from engines import open_index
from engines.contract import BackfileError, SearchRequest
from sample import write_archive
from tests import nodes

VICTIMS = ("loader", "worker", "server")


@dataclass(frozen=True)
class Round:
    """One load that is disturbed: of what, into what, how long one takes, and by what chance."""

    archive: Path
    address: str
    seconds: float
    random: Random


def main() -> None:
    """Kill, rerun, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--full-disks", type=int, default=0)
    parser.add_argument("--elasticsearch", metavar="URL")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random, told = Random(arguments.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as temporary:
        archive = Path(temporary) / "archive"
        write_archive(archive)
        where = arguments.elasticsearch or temporary
        began = time.monotonic()
        index(archive, f"{where}/kill-none").wait()
        seconds = time.monotonic() - began
        faultless = contents(f"{where}/kill-none")
        for number in range(arguments.kills):
            victim = VICTIMS[number % len(VICTIMS)]
            address = f"{where}/kill-{number}"
            wrong = disturbed(victim, Round(archive, address, seconds, random), faultless)
            told[f"{victim}: {wrong or 'nothing lost, equal in the end'}"] += 1
            print(f"{number + 1}. {victim}: {wrong or 'equal'}", file=sys.stderr, flush=True)
            if arguments.elasticsearch:
                nodes.remove(where, f"kill-{number}")
        for number in range(arguments.full_disks):
            wrong = overfull(Round(archive, f"{temporary}/disk", seconds, random), faultless)
            told[f"disk: {wrong or 'nothing lost, equal in the end'}"] += 1
            print(f"{number + 1}. disk: {wrong or 'equal'}", file=sys.stderr, flush=True)
    for what, count in sorted(told.items()):
        print(f"{count:4} × {what}")
    sys.exit(any("equal" not in what for what in told))


def disturbed(victim: str, given: Round, faultless: object) -> str:
    """Index while something is killed, complete it, compare; return what is wrong, or ""."""
    server, port = None, free_port()
    process = index(given.archive, given.address)
    try:
        if victim == "server":
            server = serve_when_there(given.address, port, process)
        time.sleep(given.random.uniform(0.2, max(0.3, given.seconds)))
        strike(victim, process, server, given.random)
        before = held(given.address)
        code = process.wait()
        if victim != "loader" and code:
            return f"ended with {code}"
        if victim == "loader" and index(given.archive, given.address).wait():
            return "the rerun failed"
        if not before <= held(given.address):
            return "something was lost"
        if contents(given.address) != faultless:
            return "another outcome"
        return "" if server is None or answers(port) else "the server does not answer"
    finally:
        for one in (process, server):
            if one is not None:
                one.terminate()
                one.wait()


def overfull(given: Round, faultless: object) -> str:
    """Index onto a disk that is too small, enlarge it, complete; return what is wrong, or ""."""
    disk = Path(given.address)
    disk.mkdir(exist_ok=True)
    size = given.random.randrange(300, 3_500)  # KiB; the whole index takes about 3,000
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], check=True)
    try:
        address = f"{disk}/index"
        process = index(given.archive, address, stderr=subprocess.PIPE)
        told = process.communicate()[1].decode()
        if process.returncode and ("Traceback" in told or "disk" not in told):
            return f"no sentence, {told[-200:]!r}"
        before = held(address)
        subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        if index(given.archive, address).wait():
            return "the rerun failed"
        if not before <= held(address):
            return "something was lost"
        return "" if contents(address) == faultless else "another outcome"
    finally:
        subprocess.run(["umount", disk], check=True)


def index(archive: Path, address: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a load."""
    command = [sys.executable, "-m", "backfile", "index", str(archive), "--index", address, "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr)


def serve_when_there(address: str, port: int, loading: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """Start a web server over an index as soon as there is one."""
    while loading.poll() is None:
        with suppress(BackfileError), closing(open_index(address)):
            break
        time.sleep(0.1)
    command = [sys.executable, "-m", "backfile", "serve", "--index", address, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answers(port)
    return server


def strike(
    victim: str, process: subprocess.Popen[bytes], server: subprocess.Popen[bytes] | None, random: Random
) -> None:
    """Kill the victim, if it still runs."""
    if victim == "loader":
        process.kill()
        return
    with suppress(psutil.Error):
        parent = psutil.Process((server or process).pid)
        children = parent.children(recursive=True)  # of a fork server, which is no worker itself, or spawned
        working = [one for one in children if one.ppid() != parent.pid or "spawn_main" in " ".join(one.cmdline())]
        if working:
            random.choice(working).kill()


def answers(port: int) -> bool:
    """Tell whether a server answers within half a minute."""
    for _ in range(150):
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return True
        time.sleep(0.2)
    return False


def held(address: str) -> set[str]:
    """Return the ids that a reader sees now."""
    try:
        with closing(open_index(address)) as engine:
            return {article.id for article in engine.scan(SearchRequest())}
    except BackfileError:
        return set()


def contents(address: str) -> object:
    """Return all that readers can see of an index, but its own name and times."""
    with closing(open_index(address)) as engine:
        facets = ("author", "tag", "source", "lang")
        result = engine.search(SearchRequest(facets=facets, facet_size=1_000, interval="month"))
        articles = sorted(engine.scan(SearchRequest()), key=lambda article: article.id)
        captures = sorted((record.id, record.locator) for record in engine.all_captures())
        return result.total, result.facets, result.histogram, articles, captures


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
