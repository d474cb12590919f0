"""Loads that are killed, run out of disk or lose power: nothing acknowledged is lost, and a rerun completes them.

Usage: python -m benchmarks.kill [--kills N] [--full-disks N] [--power-cuts N] [--elasticsearch http://host:port]
                                 [--seed N]

Kills, N times (100): the sample archive is indexed anew, and up to three times, at random moments, the loading process
is killed, one of its workers, their fork server, or a worker of a web server that answers meanwhile (SIGKILL), or it is
interrupted (Ctrl-C); or a loader of the engine alone is killed, which says what is acknowledged. All but what was
killed must end well or in a sentence.

Full disks (Linux, root): the index goes onto a disk in memory that is too small by chance, must say so in a sentence,
and is completed once the disk is larger. On Elasticsearch, at a random moment: the block that a node puts on its
indices when its disk is nearly full.

Power cuts (Linux, strace; the engine in a folder): see `benchmarks.power`; four disks for each cut, as there may be.

In the end each index must hold what readers saw and what was acknowledged before, agree with itself, and be equal to
one made without faults: articles, captures, counts, facets, progress.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil
from elasticsearch import Elasticsearch

from benchmarks.faultless import contents, difference, held, lost, position
from benchmarks.power import Disk, record
from engines import open_index
from engines.contract import BackfileError
from sample import write_archive
from tests import loader, nodes

VICTIMS = ("loader", "worker", "fork server", "server", "Ctrl-C", "engine")
_ARTICLES, _STEP = 400, 10  # of the engine's loader: each step ends with a commit
_FULL = "index.blocks.read_only_allow_delete"
_REBUILD = 10  # steps after which the traced loader makes the index anew; Tantivy merges eight segments


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
    parser.add_argument("--power-cuts", type=int, default=0)
    parser.add_argument("--elasticsearch", metavar="URL")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    told = Counter[str]()
    with tempfile.TemporaryDirectory() as temporary:
        for number, (what, wrong) in enumerate(campaign(arguments, Path(temporary))):
            told[f"{what}: {wrong or 'nothing lost, equal in the end'}"] += 1
            print(f"{number + 1}. {what}: {wrong or 'equal'}", file=sys.stderr, flush=True)
    for outcome, count in sorted(told.items()):
        print(f"{count:4} × {outcome}")
    sys.exit(any("equal" not in outcome for outcome in told))


def campaign(arguments: argparse.Namespace, work: Path) -> Iterator[tuple[str, str]]:
    """Yield for each disturbed load what was done to it, and what was wrong then, or ""."""
    random = Random(arguments.seed)
    archive, where = work / "archive", arguments.elasticsearch or str(work)
    write_archive(archive)
    began = time.monotonic()
    complete(archive, f"{where}/kill-none")
    seconds = time.monotonic() - began
    load(f"{where}/kill-whole", _ARTICLES)
    faultless, whole = contents(f"{where}/kill-none"), contents(f"{where}/kill-whole")
    for number in range(arguments.kills):
        victim = VICTIMS[number % len(VICTIMS)]
        given = Round(archive, f"{where}/kill-{number}", seconds, random)
        yield victim, engine_killed(given, whole) if victim == "engine" else disturbed(victim, given, faultless)
        if arguments.elasticsearch:
            nodes.remove(where, f"kill-{number}")
    for number in range(arguments.full_disks):
        if arguments.elasticsearch:
            yield "full disk", blocked(Round(archive, f"{where}/disk-{number}", seconds, random), faultless)
            nodes.remove(where, f"disk-{number}")
        else:
            yield "full disk", overfull(Round(archive, f"{work}/disk", seconds, random), faultless)
    if arguments.power_cuts:
        for wrong in power_cuts(work, arguments.power_cuts, random):
            yield "power cut", wrong


def disturbed(victim: str, given: Round, faultless: object) -> str:
    """Index while something is killed, complete it, compare; return what is wrong, or ""."""
    before: set[str] = set()
    for _ in range(given.random.randint(1, 3)):
        with ExitStack() as stack:
            process = index(given.archive, given.address)
            stack.callback(end, process)
            server, port = None, nodes.free_port()
            if victim == "server":
                server = serve(given.address, port, process)
                stack.callback(end, server)
            time.sleep(given.random.uniform(0.5, max(0.6, given.seconds)))
            strike(victim, server or process, given.random)
            before |= held(given.address)
            told = process.communicate()[1].decode()
            if wrong := ended_badly(victim, process.returncode, told):
                return wrong
            if server is not None and not answers(port):
                return "the server does not answer"
    return complete(given.archive, given.address) or difference(given.address, before, faultless)


def ended_badly(victim: str, code: int, told: str) -> str:
    """Return what is wrong with how a load ended, or ""."""
    if victim == "loader" or code == 0:
        return ""
    if victim == "Ctrl-C" and code in (130, -signal.SIGINT) and "Stopped" in told and "Traceback" not in told:
        return ""
    return f"ended with {code}: {told[-200:]!r}"


def engine_killed(given: Round, whole: object) -> str:
    """Kill a loader of the engine alone again and again; return what is wrong with what it had acknowledged, or ""."""
    acknowledged = ""
    for _ in range(given.random.randint(1, 5)):
        first = position(given.address)
        command = [sys.executable, "-m", "tests.loader", given.address, str(first), str(_ARTICLES), str(_STEP)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            time.sleep(given.random.uniform(0.2, 2))
            process.kill()
            acknowledged += process.communicate()[0].decode().rpartition("\n")[0] + "\n"
        if wrong := lost(given.address, acknowledged):
            return wrong
    load(given.address, _ARTICLES)
    return difference(given.address, set(), whole)


def power_cuts(work: Path, count: int, random: Random, articles: int = 250) -> Iterator[str]:
    """Cut the power of a loader of the engine; yield for each disk that may be left what is wrong with it, or ""."""
    root, whole = work / "power", f"{work}/whole"
    root.mkdir()
    command = [sys.executable, "-m", "tests.loader", f"{root}/index", *map(str, (0, articles, _STEP, _REBUILD))]
    calls = record(command, work / "trace")
    load(whole, articles)
    faultless = contents(whole)
    for disk in Disk(root, calls).run(sorted(random.sample(range(len(calls)), count))):
        for number, keep in enumerate((False, True, random, random)):
            left = work / f"cut-{disk.moment}-{number}"
            disk.root.lay_down(left, keep)
            yield after_cut(f"{left}/index", disk.told, articles, faultless)
            shutil.rmtree(left)


def after_cut(address: str, acknowledged: str, articles: int, faultless: object) -> str:
    """Open what a power cut left, complete it, compare; return what is wrong, or ""."""
    try:
        if wrong := lost(address, acknowledged):
            return wrong
        load(address, articles)
        return difference(address, set(), faultless)
    except BackfileError as error:
        return f"cannot be opened ({error})"


def load(address: str, articles: int) -> None:
    """Let the engine's loader go on from where it stopped."""
    for _ in loader.loaded(address, position(address), articles, _STEP):
        pass


def overfull(given: Round, faultless: object) -> str:
    """Index onto a disk that is too small, enlarge it, complete; return what is wrong, or ""."""
    disk = Path(given.address)
    disk.mkdir(exist_ok=True)
    size = given.random.randrange(300, 3_500)  # KiB; the whole index takes about 3,000
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], check=True)
    try:
        address = f"{disk}/index"
        process = index(given.archive, address)
        told = process.communicate()[1].decode()
        if process.returncode and ("Traceback" in told or "disk" not in told):
            return f"no sentence, {told[-200:]!r}"
        before = held(address)
        subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        return complete(given.archive, address) or difference(address, before, faultless)
    finally:
        subprocess.run(["umount", disk], check=True)


def blocked(given: Round, faultless: object) -> str:
    """Index into a node that takes no more at a random moment, lift that, complete; return what is wrong, or ""."""
    node, _, name = given.address.rpartition("/")
    with Elasticsearch(node) as client, index(given.archive, given.address) as process:
        time.sleep(given.random.uniform(0.5, max(0.6, given.seconds)))
        client.indices.put_settings(index=f"{name}-*", settings={_FULL: True}, expand_wildcards="all")
        told = process.communicate()[1].decode()
        client.indices.put_settings(index=f"{name}-*", settings={_FULL: None}, expand_wildcards="all")
    if process.returncode and ("Traceback" in told or "disk is full" not in told):
        return f"no sentence, {told[-200:]!r}"
    before = held(given.address)
    return complete(given.archive, given.address) or difference(given.address, before, faultless)


def index(archive: Path, address: str) -> subprocess.Popen[bytes]:
    """Start a load, in a session of its own, as a terminal would."""
    command = [sys.executable, "-m", "backfile", "index", str(archive), "--index", address, "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def complete(archive: Path, address: str) -> str:
    """Load to the end; return what is wrong, or ""."""
    with index(archive, address) as process:
        told = process.communicate()[1].decode()
    return f"the rerun failed, {told[-200:]!r}" if process.returncode else ""


def serve(address: str, port: int, loading: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """Start a web server over an index as soon as there is one."""
    while loading.poll() is None:
        with suppress(BackfileError), closing(open_index(address)):
            break
        time.sleep(0.1)
    command = [sys.executable, "-m", "backfile", "serve", "--index", address, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answers(port)
    return server


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, however it is."""
    with process:
        process.terminate()


def strike(victim: str, process: subprocess.Popen[bytes], random: Random) -> None:
    """Kill the victim, a process or one of its children, if it still runs."""
    if process.poll() is not None:
        return
    if victim == "loader":
        process.kill()
    elif victim == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)
    else:
        with suppress(psutil.Error):
            family = [(one, " ".join(one.cmdline())) for one in psutil.Process(process.pid).children(recursive=True)]
            forking = [one for one, command in family if "forkserver" in command and one.ppid() == process.pid]
            working = [one for one, command in family if "spawn_main" in command or one.ppid() != process.pid]
            chosen = forking if victim == "fork server" else working
            if chosen:
                random.choice(chosen).kill()


def answers(port: int) -> bool:
    """Tell whether a server answers within half a minute."""
    for _ in range(150):
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return True
        time.sleep(0.2)
    return False


if __name__ == "__main__":
    main()
