"""Worker processes: no page can hang or kill the run, and none is lost but the one to blame."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest

from indexer.capture import Capture, Skipped
from indexer.workers import Batch, Done, Limits, Setup, WorkersBroken, read_all
from mappings.article import Article

LIMITS = Limits(seconds=1.0)


def read(capture: Capture) -> Article | Skipped:
    """Do what the page says."""
    order, _, rest = capture.payload.decode().partition(" ")
    if order == "висни":
        while True:
            pass
    if order == "засни":
        time.sleep(600)
    if order == "помри":
        os._exit(9)
    if order == "помри-раз":
        marker = Path(rest)
        if not marker.exists():
            marker.touch()
            os._exit(9)
    if order == "впади":
        raise ValueError("дев’ять апострофів")
    if order == "диск-повний":
        raise OSError(errno.ENOSPC, "No space left on device")
    if order == "немає-модуля":
        raise ImportError("No module named 'мова'")
    if order == "рік-99999":
        raise OSError(errno.EOVERFLOW, "Value too large for defined data type")
    if order == "розростися":
        bytearray(3 << 30)
    return Article(id=capture.locator, url="", language="uk", title=order)


def load_from_a_full_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/тимчасове/модель")


class DiesWhenUnpickled:
    """Ends the worker before it has a page in hand."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (7,)


def batch(number: int, *orders: str) -> Batch:
    captures = [
        Capture(payload=order.encode(), url=None, captured=None, locator=f"r:{number}-{n}")
        for n, order in enumerate(orders)
    ]
    return Batch(number, tuple(captures))


def run(*batches: Batch, limits: Limits = LIMITS, count: int = 2) -> dict[str, str]:
    """Return what became of each page, by its place."""
    setup = Setup(count=count, read=read, limits=limits)
    done = list(read_all(batches, setup, threading.Event()))
    assert sorted(d.number for d in done) == [b.number for b in batches]
    return {place(result): what(result) for d in done for result in d.results}


def place(result: Article | Skipped) -> str:
    return result.id if isinstance(result, Article) else result.locator


def what(result: Article | Skipped) -> str:
    return "article" if isinstance(result, Article) else result.outcome


def all_articles(*batches: Batch) -> dict[str, str]:
    return {page.locator: "article" for b in batches for page in b.pages}


def children() -> list[psutil.Process]:
    return [p for p in psutil.Process().children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]


def test_every_page_of_every_batch_comes_back_once() -> None:
    batches = [batch(n, *["стаття"] * (n % 4)) for n in range(20)]
    assert run(*batches) == all_articles(*batches)


@pytest.mark.parametrize(
    ("order", "outcome"),
    [
        ("висни", "too slow"),
        ("засни", "too slow"),
        ("помри", "killed its worker"),
        ("впади", "undecodable"),
    ],
)
def test_only_the_page_to_blame_is_lost(order: str, outcome: str) -> None:
    batches = [batch(0, "стаття", order, "стаття", "стаття"), batch(1, "стаття", "стаття")]
    assert run(*batches) == all_articles(*batches) | {"r:0-1": outcome}


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or find_spec("resource") is None,
    reason="address space is bounded on Linux alone",
)
def test_a_page_that_takes_too_much_memory_is_lost_alone() -> None:
    batches = [batch(0, "стаття", "розростися", "стаття")]
    assert run(*batches) == all_articles(*batches) | {"r:0-1": "too large"}


def test_many_pages_that_kill_are_each_counted() -> None:
    batches = [batch(0, "помри", "стаття", "помри", "висни", "стаття")]
    assert run(*batches, count=1) == all_articles(*batches) | {
        "r:0-0": "killed its worker",
        "r:0-2": "killed its worker",
        "r:0-3": "too slow",
    }


def test_a_page_whose_worker_was_killed_by_something_else_is_read_after_all(tmp_path: Path) -> None:
    batches = [batch(0, "стаття", f"помри-раз {tmp_path / 'мітка'}", "стаття")]
    assert run(*batches) == all_articles(*batches)


def test_a_fork_server_that_is_killed_costs_no_page() -> None:
    batches = [batch(n, "стаття", "стаття") for n in range(24)]
    results: list[Article | Skipped] = []
    with closing(read_all(batches, Setup(count=2, read=read, limits=LIMITS), threading.Event())) as done:
        for one in done:
            results += one.results
            for process in children() if one.number % 8 == 0 else []:
                with suppress(psutil.NoSuchProcess):
                    if "forkserver" in " ".join(process.cmdline()):
                        process.kill()
    assert {place(result): what(result) for result in results} == all_articles(*batches)


def test_workers_that_die_before_they_read_anything_end_the_run_with_a_sentence() -> None:
    poisoned = replace(batch(0, "стаття").pages[0], locator=DiesWhenUnpickled())  # type: ignore[arg-type]
    setup = Setup(count=1, read=read, limits=LIMITS)
    with pytest.raises(WorkersBroken, match="die before they read"):
        list(read_all([Batch(0, (poisoned,))], setup, threading.Event()))


@pytest.mark.parametrize(("order", "said"), [("диск-повний", "disk is full"), ("немає-модуля", "installation")])
def test_what_no_page_can_help_ends_the_run_and_counts_no_page(order: str, said: str) -> None:
    setup = Setup(count=1, read=read, limits=Limits(seconds=60))
    done: list[Done] = []
    with pytest.raises(WorkersBroken, match=said):
        done += read_all([batch(0, "стаття", order), batch(1, "стаття")], setup, threading.Event())
    assert done == []


def test_what_cannot_be_loaded_is_told_before_the_first_page() -> None:
    setup = Setup(count=2, read=read, load=load_from_a_full_disk, limits=Limits(seconds=60))
    with pytest.raises(WorkersBroken, match=r"disk is full \(/тимчасове/модель\)\. Make room"):
        list(read_all([batch(0, "стаття")], setup, threading.Event()))


def test_an_error_of_the_system_that_a_page_causes_is_the_pages_own() -> None:
    setup = Setup(count=1, read=read, limits=Limits(seconds=60))
    (done,) = read_all([batch(0, "рік-99999", "стаття")], setup, threading.Event())
    assert [type(one) for one in done.results] == [Skipped, Article]


def test_nothing_is_left_of_workers_when_the_iterator_is_closed() -> None:
    before = {p.pid for p in children()}
    setup = Setup(count=2, read=read, limits=Limits(seconds=60))
    with closing(
        read_all([batch(0, "стаття"), batch(1, "висни"), batch(2, "стаття")], setup, threading.Event())
    ) as done:
        assert isinstance(next(done), Done)
    names = [" ".join(p.cmdline()) for p in children() if p.pid not in before]
    assert [n for n in names if "forkserver" not in n and "resource_tracker" not in n] == []


def test_stopping_ends_the_run_even_while_a_page_hangs() -> None:
    stopping = threading.Event()
    done = read_all([batch(0, "висни")], Setup(count=1, read=read, limits=Limits(seconds=60)), stopping)
    threading.Timer(0.5, stopping.set).start()
    assert list(done) == []


def test_an_error_in_making_batches_reaches_the_one_who_iterates() -> None:
    def batches():  # type: ignore[no-untyped-def]
        yield batch(0, "стаття")
        raise RuntimeError("папку з’їли")

    with pytest.raises(RuntimeError, match="з’їли"):
        list(read_all(batches(), Setup(count=2, read=read, limits=LIMITS), threading.Event()))


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_workers_end_with_their_parent(tmp_path: Path, method: str) -> None:
    if sys.platform == "win32" and method == "forkserver":
        pytest.skip("Windows has no fork server")
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing, os, sys, threading\n"
        "sys.path[:0] = sys.argv[1:]\n"
        "import psutil\n"
        "from test_workers import Limits, Setup, batch, read, read_all\n"
        "if __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method({method!r}, force=True)\n"
        "    setup = Setup(count=2, read=read, limits=Limits(seconds=60))\n"
        "    batches = [batch(n, 'стаття', *(['висни'] if n > 3 else [])) for n in range(6)]\n"
        "    done = read_all(batches, setup, threading.Event())\n"
        "    next(done)\n"
        "    print(*[p.pid for p in psutil.Process().children(recursive=True)], flush=True)\n"
        "    os.kill(os.getpid(), 9)\n",
        encoding="utf-8",
    )
    here = Path(__file__).parent
    answer = subprocess.run(
        [sys.executable, str(script), str(here), str(here.parent)], capture_output=True, encoding="utf-8", timeout=60
    )
    pids = [int(pid) for pid in answer.stdout.split()]
    assert pids, answer.stderr
    _gone, alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=20)
    assert alive == []
