"""The compose file: that what it names is there, and that its steps, as they stand in it, run on a real node."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import nodes

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
IMAGE = (ROOT / "docker/web.Dockerfile").read_text(encoding="utf-8")


def defaults(text: str) -> dict[str, str]:
    return dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", text))


def test_every_setting_has_a_default_so_that_a_fresh_clone_needs_no_file() -> None:
    named = set(re.findall(r"(?<!\$)\$\{?([A-Z_]+)", COMPOSE))
    assert named == set(defaults(COMPOSE))


def test_the_example_of_an_env_file_names_each_setting_with_its_default() -> None:
    assert dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE)) == defaults(COMPOSE)


def test_every_dockerfile_is_there_and_what_it_copies_too() -> None:
    for name in re.findall(r"dockerfile: (\S+)", COMPOSE):
        assert (ROOT / name).exists() or (ROOT / "docker" / name).exists()
    assert "COPY requirements.lock" in IMAGE


def test_ports_are_published_on_loopback_only() -> None:
    published = re.findall(r'ports: \["([^"]+)"\]', COMPOSE)
    assert len(published) == 2
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_web_app_gets_the_key_that_only_reads() -> None:
    web = COMPOSE.partition("\n  web:\n")[2]
    assert "web.key" in web
    assert "loader.key" not in web
    assert "secrets:/secrets" not in web


def test_no_password_stands_in_the_file() -> None:
    assert not re.search(r"(?i)password: *[^/$\s]", COMPOSE)
    assert "ELASTIC_PASSWORD_FILE" in COMPOSE


def test_every_folder_that_a_volume_is_laid_over_is_the_users_in_the_image() -> None:
    made = re.search(r"mkdir -p (.+) \\\n && chown backfile:backfile (.+)", IMAGE)
    assert made
    assert made[1] == made[2]
    for service in ("keys", "sample", "load", "web"):
        for volume in services()[service]["volumes"]:
            assert volume.split(":")[1] in made[2].split()


# ---- the steps, run as they stand in the file ------------------------------------------------------------------------


def services() -> dict[str, Any]:
    """Return the services as compose reads them: the defaults filled in, `$$` made one."""
    text = re.sub(r"\$\{[A-Z_]+:-([^}]*)\}", r"\1", COMPOSE).replace("$$", "$")
    told: dict[str, Any] = yaml.safe_load(text)["services"]
    return told


@dataclass(frozen=True)
class Box:
    """One folder in which the volumes of the compose file are, and the node that stands for its own."""

    folder: Path
    url: str = ""

    def placed(self, text: str) -> str:
        """Turn paths of volumes, and the node's address, into those here."""
        text = re.sub(r"(?<![\w./-])/(?=(secrets|keys|web-key|snapshots|refused|sample)\b)", f"{self.folder}/", text)
        return re.sub(r"http://(elasticsearch|localhost):9200", self.url, text)

    def environment(self, service: str) -> dict[str, str]:
        """Return what a service's processes get to see."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        given = services()[service].get("environment", {})
        return {"PATH": path, "HOME": str(self.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | {
            name: self.placed(value) for name, value in given.items()
        }

    def run(self, service: str, words: list[str]) -> str:
        """Run a command as a service would; return what it printed."""
        work = self.folder / f"work-{service}"
        shutil.rmtree(work, ignore_errors=True)  # a container begins with nothing
        work.mkdir()
        ran = subprocess.run(
            [self.placed(word) for word in words],
            cwd=work, env=self.environment(service), capture_output=True, text=True, check=False, timeout=200,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def up(self, service: str) -> str:
        """Run a service that ends."""
        command = services()[service]["command"]
        return self.run(service, shlex.split(command) if isinstance(command, str) else command)


@pytest.fixture(scope="module")
def box(elastic_node: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return the volumes and a node after the one-off services: secrets, keys, sample."""
    if reason := nodes.why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("compose")
    for name in ("secrets", "snapshots", "keys", "web-key", "refused", "sample"):
        (folder / name).mkdir()
    bare = Box(folder)
    (make,) = services()["secrets"]["command"][2:]
    bare.run("secrets", ["bash", "-euc", make.replace("chown -R 1000:0", "ls")])  # to give files away takes root
    node = nodes.wait(nodes.start(nodes.Plan(password=(folder / "secrets/elastic").read_text(encoding="ascii"))))
    try:
        ready = Box(folder, node.url)
        ready.up("keys")
        ready.up("sample")
        yield ready
    finally:
        node.stop()


def test_the_password_is_long_and_only_its_owner_reads_it(box: Box) -> None:
    path = box.folder / "secrets/elastic"
    assert re.fullmatch(r"[A-Za-z0-9]{20,}", path.read_text(encoding="ascii"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_health_check_of_the_node_holds(box: Box) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not here; it is in Elasticsearch's image")
    kind, check = services()["elasticsearch"]["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    box.run("elasticsearch", ["sh", "-c", check])


def test_a_second_start_keeps_the_keys_and_reads_nothing_twice(box: Box) -> None:
    before = (box.folder / "web-key/web.key").read_bytes()
    assert "are kept" in box.up("keys")
    assert (box.folder / "web-key/web.key").read_bytes() == before
    assert "were read to the end before" in box.up("sample")


def test_the_web_app_starts_with_its_own_key_alone_and_its_health_check_holds(box: Box) -> None:
    key = box.folder / "web-key/web.key"
    assert [path.name for path in key.parent.iterdir()] == ["web.key"]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.stat().st_uid == (box.folder / "keys").stat().st_uid  # the user of the image, in both services
    health, serve = (json.loads(line) for line in re.findall(r"CMD (\[.+\])", IMAGE))
    port = str(nodes.free_port())
    with served(box, [word.replace("8000", port).replace("0.0.0.0", "127.0.0.1") for word in serve]):
        box.run("web", [sys.executable, *(word.replace("8000", port) for word in health[1:])])
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/api/v1/articles?q=%D0%B4%D0%B2%D0%BE%D1%80%D1%83"
        ) as told:
            found = json.load(told)
        assert found["total"]["value"] > 0
        article = f"http://127.0.0.1:{port}/articles/{found['results'][0]['id']}"
        with urllib.request.urlopen(f"{article}/archived") as told:
            assert "sandbox" in told.read().decode()


@contextmanager
def served(box: Box, words: list[str]) -> Iterator[None]:
    """Run the web app's command until the end of the block."""
    with subprocess.Popen(words, cwd=box.folder, env=box.environment("web"), stderr=subprocess.PIPE) as running:
        try:
            address = f"http://127.0.0.1:{words[-1]}/healthz"
            until = time.monotonic() + 60
            while time.monotonic() < until and running.poll() is None:
                with suppress(OSError), urllib.request.urlopen(address, timeout=5):
                    break
                time.sleep(0.2)
            yield
        finally:
            running.terminate()
