"""Real Elasticsearch nodes for the tests and benchmarks: start, stop, kill. No Docker, no root.

In: the folders that ``fetch_elasticsearch.py`` made in ``.cache``. Out: nodes on loopback with small heaps, which end
with the process that started them, however that ends. Elasticsearch refuses to run as root, so root starts it as
``nobody``.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.node_config import (
    CACHE,
    NOBODY,
    PLUGIN,
    NodeError,
    Plan,
    as_root,
    command,
    configure,
    java,
    open_to_nobody,
    set_password,
    why_not,
)

__all__ = ["CACHE", "PLUGIN", "NodeError", "Plan", "java", "why_not"]

# The watcher reads a pipe that only the starting process holds. When that process ends without a word, killed or not, its
# node ends too, and the node's folder goes.
_WATCH = """
import os, shutil, signal, sys
if not sys.stdin.read():
    try:
        os.killpg(int(sys.argv[1]), signal.SIGKILL)
    except OSError:
        pass
    for folder in sys.argv[2:]:
        shutil.rmtree(folder, ignore_errors=True)
"""


def workspace() -> Path:
    """Return a fresh folder that the node's user can reach, even when TMPDIR or the checkout is closed to others."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if Path(parent).is_dir() and open_to_nobody(Path(parent)):
            folder = Path(tempfile.mkdtemp(prefix="backfile-node-", dir=parent))
            folder.chmod(0o755)
            return folder
    raise NodeError("as root, a node needs a temporary folder that other users can enter (chmod o+x), such as /tmp")


def _home(work: Path, plan: Plan) -> Path:
    """Return the distribution's folder; a copy of it, made of links, with a plugin or when `nobody` cannot enter it."""
    home = CACHE / "home"
    if open_to_nobody(home) and not plan.plugin:
        return home
    other = work.parent / f"{work.name}-home"

    def link(source: str, target: str) -> str:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
        return target

    shutil.copytree(home, other, copy_function=link)
    if plan.plugin:
        shutil.copytree(PLUGIN, other / "plugins" / PLUGIN.name)
    return other


@dataclass
class Node:
    """A running node: its address, its folder, its processes."""

    url: str
    work: Path
    process: subprocess.Popen[bytes]
    watcher: subprocess.Popen[bytes]
    password: str = ""
    transport: int = 0
    homes: list[Path] = field(default_factory=list)

    def stop(self, *, keep: bool = False) -> None:
        """End the node in order; its folder goes too unless it is kept for another start."""
        self._end(signal.SIGTERM)
        if not keep:
            shutil.rmtree(self.work, ignore_errors=True)

    def kill(self) -> None:
        """End the node as a power cut would (SIGKILL)."""
        self._end(signal.SIGKILL)

    def _end(self, sign: int) -> None:
        family = _family(self.process.pid)
        for one in family:
            try:
                one.send_signal(sign)
            except psutil.NoSuchProcess:
                continue
        _, alive = psutil.wait_procs(family, timeout=30)
        for one in alive:
            one.kill()
        self.process.wait(30)
        if self.watcher.poll() is None:
            self.watcher.communicate(b"ended", timeout=30)
        for home in self.homes:
            shutil.rmtree(home, ignore_errors=True)


def _family(pid: int) -> list[psutil.Process]:
    """Return the launcher and the server below it, the server first."""
    try:
        launcher = psutil.Process(pid)
        return [*launcher.children(recursive=True), launcher]
    except psutil.NoSuchProcess:
        return []


def start(plan: Plan | None = None, work: Path | None = None) -> Node:
    """Start a node and return without waiting; `work` may be the folder of a node that was killed."""
    reason, plan = why_not(), plan or Plan()
    if reason:
        raise NodeError(reason)
    work = work or workspace()
    port = plan.port or free_port()
    transport = plan.transport or free_port()
    home = _home(work, plan)
    configure(plan, work, port, transport)
    words, environment = command(home, work)
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_root() else {}
    if user:
        for path in [work, *work.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    if plan.password:
        set_password(home, environment, plan.password, user)
    with (work / "node.log").open("ab") as log:
        process = subprocess.Popen(  # type: ignore[call-overload]
            words,
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **user,
        )
    homes = [home] if home != CACHE / "home" else []
    watcher = subprocess.Popen(
        [sys.executable, "-c", _WATCH, str(process.pid), str(work), *map(str, homes)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    return Node(f"http://127.0.0.1:{port}", work, process, watcher, plan.password, transport, homes)


def wait(node: Node, nodes: int = 1, seconds: float = 180) -> Node:
    """Wait until the node answers and sees a cluster of so many nodes, without a missing primary shard."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if node.process.poll() is not None:
            raise NodeError(f"the node ended: {(node.work / 'node.log').read_text('utf-8', 'replace')[-3000:]}")
        if _healthy(node, nodes):
            return node
        time.sleep(0.3)
    node.stop()
    raise NodeError(f"{node.url} was not ready within {seconds:.0f} s; the machine may be short of memory")


def start_cluster(size: int, heap: str = "256m") -> list[Node]:
    """Start nodes that form one cluster, and wait for all of them."""
    ports = tuple(free_port() for _ in range(size))
    nodes = [start(Plan(name=f"n{i}", heap=heap, transport=port, peers=ports)) for i, port in enumerate(ports)]
    try:
        for node in nodes:
            wait(node, size, 240)
    except BaseException:
        stop_all(nodes)
        raise
    return nodes


def stop_all(nodes: Iterable[Node]) -> None:
    for node in nodes:
        node.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(node: Node, nodes: int) -> bool:
    asked = urllib.request.Request(
        f"{node.url}/_cluster/health?wait_for_status=yellow&wait_for_nodes=>={nodes}&timeout=5s"
    )
    if node.password:
        asked.add_header("Authorization", "Basic " + b64encode(f"elastic:{node.password}".encode()).decode())
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def remove(url: str, name: str) -> None:
    """Delete all indices and templates of one name on a node."""
    with urllib.request.urlopen(f"{url}/_cat/indices/{name}-*?h=index&expand_wildcards=all", timeout=30) as answer:
        indices = answer.read().decode().split()
    for path in [",".join(indices)] if indices else []:
        urllib.request.urlopen(urllib.request.Request(f"{url}/{path}", method="DELETE"), timeout=60).close()
    with suppress(urllib.error.HTTPError):  # there are none, mostly
        templates = urllib.request.Request(f"{url}/_index_template/{name}-*", method="DELETE")
        urllib.request.urlopen(templates, timeout=60).close()
