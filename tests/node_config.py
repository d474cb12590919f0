"""How a test node is to run: where its files are, which Java, what its configuration says.

In: the folders that ``fetch_elasticsearch.py`` made, a plan. Out: a configuration folder, the command that starts the node.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(os.environ.get("BACKFILE_CACHE") or Path(__file__).resolve().parent.parent / ".cache") / "elasticsearch"
PLUGIN = CACHE / "plugins" / "analysis-ukrainian"
NOBODY = 65534
JDKS = ("/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines")

# The breaker of real memory tripped on small heaps under load; what it counted was probably garbage not collected yet.
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
indices.breaker.total.use_real_memory: false
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
    plugin: bool = False
    repository: Path | None = None


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
    return next((one for one in candidates if one.exists() and open_to_nobody(one) and _major(one) >= 21), None)


def _major(java: Path) -> int:
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(version[1]) if version else 0


def as_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0


def open_to_nobody(path: Path) -> bool:
    """Say whether another user may reach this path: as root the node runs as `nobody`."""
    resolved = path.resolve()
    return not as_root() or all(parent.stat().st_mode & 0o001 for parent in [*resolved.parents, resolved])


def configure(plan: Plan, work: Path, port: int, transport: int) -> None:
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


def command(home: Path, work: Path) -> tuple[list[str], dict[str, str]]:
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


def set_password(home: Path, environment: dict[str, str], password: str, user: dict[str, object]) -> None:
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
