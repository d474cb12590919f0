"""Real Elasticsearch nodes for the tests and benchmarks: start, stop, kill. No Docker, no root.

In: the folders that ``fetch_elasticsearch.py`` made in ``.cache``. Out: nodes on loopback with small heaps, which end
with the process that started them, however that ends. Elasticsearch refuses to run as root, so root starts it as
``nobody``.
"""

from __future__ import annotations

import os
import re
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

CACHE = Path(os.environ.get("BACKFILE_CACHE") or Path(__file__).resolve().parent.parent / ".cache") / "elasticsearch"
NOBODY = 65534
JDKS = ("/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines")

# The watcher reads a pipe that only the starting process holds: when that ends, killed or not, the nodes end too.
_WATCH = (
    "import os,signal,sys\nsys.stdin.read()\ntry: os.killpg(int(sys.argv[1]), signal.SIGKILL)\nexcept OSError: pass"
)

_SETTINGS = """\
cluster.name: backfile-test
node.name: {name}
path.data: {work}/data
path.logs: {work}/logs
path.repo: {repository}
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
{discovery}
cluster.routing.allocation.disk.threshold_enabled: false
node.store.allow_mmap: false
xpack.security.enabled: {security}
xpack.security.autoconfiguration.enabled: false
xpack.security.http.ssl.enabled: false
xpack.security.transport.ssl.enabled: false
"""

_LOG = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""


class NodeError(RuntimeError):
    """A node could not be started; the message says why."""


def why_not() -> str:
    """Return why no node can be started here, and what to do; "" when one can."""
    if os.name == "nt":
        return "test nodes run on Linux and macOS; set BACKFILE_TEST_ELASTICSEARCH to the address of a node"
    if not java():
        return "no JDK 21 or newer (JAVA_HOME, PATH, /usr/lib/jvm): install one, then run 'make elasticsearch'"
    if not (CACHE / "home" / "lib").is_dir():
        return "no Elasticsearch in .cache: run 'make elasticsearch' (0.95 GB to fetch, 0.3 GB kept; needs Maven)"
    return ""


def java() -> Path | None:
    """Return the `java` of a JDK 21 or newer that the node's user may run, or None."""
    homes = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    found = shutil.which("java")
    candidates = [home / "bin/java" for home in homes] + ([Path(found)] if found else [])
    for folder in map(Path, JDKS):
        homes = sorted(folder.iterdir()) if folder.is_dir() else []
        candidates += [home / tail for home in homes for tail in ("bin/java", "Contents/Home/bin/java")]
    return next((one for one in candidates if one.exists() and _open_to_nobody(one) and _major(one) >= 21), None)


def _major(java: Path) -> int:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(version[1]) if version else 0


def _as_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0


def _open_to_nobody(path: Path) -> bool:
    """Say whether another user may reach this path: as root the node runs as `nobody`."""
    resolved = path.resolve()
    return not _as_root() or all(parent.stat().st_mode & 0o001 for parent in [*resolved.parents, resolved])


def workspace() -> Path:
    """Return a fresh folder that the node's user can reach, even when TMPDIR or the checkout is closed to others."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if Path(parent).is_dir() and _open_to_nobody(Path(parent)):
            folder = Path(tempfile.mkdtemp(prefix="backfile-node-", dir=parent))
            folder.chmod(0o755)
            return folder
    raise NodeError("as root, a node needs a temporary folder that other users can enter (chmod o+x), such as /tmp")


def _home(work: Path) -> Path:
    """Return the distribution's folder, linked (else copied) into `work` when the checkout is closed to `nobody`."""
    home = CACHE / "home"
    if _open_to_nobody(home):
        return home
    other = work.parent / f"{work.name}-home"

    def link(source: str, target: str) -> str:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
        return target

    shutil.copytree(home, other, copy_function=link)
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
        if self.watcher.stdin:
            self.watcher.stdin.close()
        self.watcher.wait(30)
        for home in self.homes:
            shutil.rmtree(home, ignore_errors=True)


def _family(pid: int) -> list[psutil.Process]:
    """Return the launcher and the server below it, the server first."""
    try:
        launcher = psutil.Process(pid)
        return [*launcher.children(recursive=True), launcher]
    except psutil.NoSuchProcess:
        return []


@dataclass(frozen=True)
class Plan:
    """How a node is to run. `peers`: the transport ports of all nodes of a cluster, this one's included."""

    name: str = "one"
    heap: str = "384m"
    port: int = 0
    transport: int = 0
    peers: tuple[int, ...] = ()
    password: str = ""
    hunspell: bool = True
    repository: Path | None = None


def start(plan: Plan | None = None, work: Path | None = None) -> Node:
    """Start a node and return without waiting; `work` may be the folder of a node that was killed."""
    reason, plan = why_not(), plan or Plan()
    if reason:
        raise NodeError(reason)
    work = work or workspace()
    port = plan.port or free_port()
    transport = plan.transport or free_port()
    home = _home(work)
    _configure(plan, work, port, transport)
    command, environment = _command(home, work)
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _as_root() else {}
    if user:
        for path in [work, *work.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    if plan.password:
        _set_password(home, environment, plan.password, user)
    with (work / "node.log").open("ab") as log:
        process = subprocess.Popen(  # type: ignore[call-overload]
            command,
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **user,
        )
    watcher = subprocess.Popen(
        [sys.executable, "-c", _WATCH, str(process.pid)], stdin=subprocess.PIPE, start_new_session=True
    )
    homes = [home] if home != CACHE / "home" else []
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


def _configure(plan: Plan, work: Path, port: int, transport: int) -> None:
    config = work / "config"
    repository = plan.repository or work / "snapshots"
    for folder in (config / "jvm.options.d", work / "data", work / "logs", work / "tmp", repository):
        folder.mkdir(parents=True, exist_ok=True)
    peers = ", ".join(f'"127.0.0.1:{one}"' for one in plan.peers)
    discovery = "discovery.type: single-node"
    if peers:
        discovery = f"discovery.seed_hosts: [{peers}]\ncluster.initial_master_nodes: [{peers}]"
    text = _SETTINGS.format(
        name=plan.name,
        work=work,
        repository=repository,
        port=port,
        transport=transport,
        discovery=discovery,
        security=str(bool(plan.password)).lower(),
    )
    (config / "elasticsearch.yml").write_text(text, encoding="utf-8")
    options = f"-Xms{plan.heap}\n-Xmx{plan.heap}\n-XX:+UseSerialGC\n-XX:-AlwaysPreTouch\n-Djava.io.tmpdir={work}/tmp\n"
    (config / "jvm.options").write_text(options, encoding="utf-8")
    (config / "log4j2.properties").write_text(_LOG, encoding="utf-8")
    if plan.hunspell and (CACHE / "hunspell").is_dir():
        shutil.copytree(CACHE / "hunspell", config / "hunspell", dirs_exist_ok=True)


def _command(home: Path, work: Path) -> tuple[list[str], dict[str, str]]:
    jvm = java()
    assert jvm is not None
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "LC_ALL")}
    environment = kept | {
        "JAVA": str(jvm),
        "JAVA_TYPE": "ES_JAVA_HOME",
        "ES_JAVA_HOME": str(jvm.resolve().parent.parent),
        "ES_HOME": str(home),
        "ES_PATH_CONF": str(work / "config"),
        "ES_TMPDIR": str(work / "tmp"),
        "ES_DISTRIBUTION_TYPE": "tar",
        "HOME": str(work / "tmp"),
    }
    return [
        *_tool(jvm, f"{home}/lib/tools/server-launcher/*"),
        "org.elasticsearch.server.launcher.ServerLauncher",
    ], environment


def _tool(java: Path, jars: str, *properties: str) -> list[str]:
    return [str(java), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", *properties, "-cp", jars]


def _set_password(home: Path, environment: dict[str, str], password: str, user: dict[str, object]) -> None:
    """Put the first password of the user `elastic` into the node's keystore."""
    properties = (
        "-Dcli.name=keystore",
        f"-Dcli.script={home}/bin/elasticsearch-keystore",
        "-Dcli.libs=lib/tools/keystore-cli",
        f"-Des.path.home={home}",
        f"-Des.path.conf={environment['ES_PATH_CONF']}",
        "-Des.distribution.type=tar",
    )
    tool = _tool(Path(environment["JAVA"]), f"{home}/lib/*:{home}/lib/cli-launcher/*", *properties)
    for words, given in ((["create"], ""), (["add", "--force", "--stdin", "bootstrap.password"], password + "\n")):
        command = [*tool, "org.elasticsearch.launcher.CliToolLauncher", *words]
        ran = subprocess.run(  # type: ignore[call-overload]
            command, cwd=home, env=environment, input=given, text=True, capture_output=True, check=False, **user
        )
        if ran.returncode:
            raise NodeError(f"keystore {words[0]}: {ran.stdout}{ran.stderr}")


def remove(url: str, name: str) -> None:
    """Delete all indices and templates of one name on a node."""
    with urllib.request.urlopen(f"{url}/_cat/indices/{name}-*?h=index&expand_wildcards=all", timeout=30) as answer:
        indices = answer.read().decode().split()
    for path in [",".join(indices)] if indices else []:
        urllib.request.urlopen(urllib.request.Request(f"{url}/{path}", method="DELETE"), timeout=60).close()
    with suppress(urllib.error.HTTPError):  # there are none, mostly
        templates = urllib.request.Request(f"{url}/_index_template/{name}-*", method="DELETE")
        urllib.request.urlopen(templates, timeout=60).close()
