"""The test nodes themselves: what is said without one, and that none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests import nodes
from tests.fetch_elasticsearch import watched

ROOT = Path(__file__).resolve().parent.parent
START = "from tests import nodes; node = nodes.start(); print(node.process.pid, node.work, flush=True); input()"


def run_without_a_node(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run one test that wants a node where none was fetched."""
    known = {key: value for key, value in os.environ.items() if key not in ("CI", "BACKFILE_TEST_ELASTICSEARCH")}
    one = "tests/test_elastic_generation.py::test_only_one_rebuild_runs_at_a_time"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", one],
        cwd=ROOT,
        env=known | {"BACKFILE_CACHE": str(tmp_path)} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_node_the_last_lines_say_what_was_not_run_and_how_to_get_it(tmp_path: Path) -> None:
    ran = run_without_a_node(tmp_path)
    assert ran.returncode == 0
    assert "not run: the tests on a real Elasticsearch" in ran.stdout
    assert "make elasticsearch" in ran.stdout or "JDK" in ran.stdout


def test_under_ci_a_missing_node_is_a_failure(tmp_path: Path) -> None:
    assert run_without_a_node(tmp_path, CI="true").returncode == 1


@pytest.mark.skipif(bool(nodes.why_not()), reason=nodes.why_not() or "-")
def test_a_node_ends_with_the_process_that_started_it_and_leaves_no_folder() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, cwd=ROOT
    ) as own:
        assert own.stdout
        pid, folder = own.stdout.readline().split()
        assert psutil.pid_exists(int(pid))
        own.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not Path(folder).exists()
    assert not psutil.pid_exists(int(pid)) or psutil.Process(int(pid)).status() == psutil.STATUS_ZOMBIE


def test_as_root_a_closed_folder_is_told_from_an_open_one(tmp_path: Path) -> None:
    closed = tmp_path / "замкнено"
    closed.mkdir(mode=0o700)
    assert nodes.open_to_nobody(closed) is not nodes.as_root()
    assert nodes.open_to_nobody(Path("/"))


def test_a_workspace_is_open_to_the_user_of_the_node() -> None:
    folder = nodes.workspace()
    assert nodes.open_to_nobody(folder)
    folder.rmdir()


def test_a_fetch_shows_how_much_is_there_and_says_when_it_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write = "import pathlib; pathlib.Path('їжак.zip').write_bytes(bytes(95_000_000))"
    watched([sys.executable, "-c", write], tmp_path)
    assert "10%" in capsys.readouterr().err
    with pytest.raises(subprocess.CalledProcessError):
        watched([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
