"""`backfile index`, killed: the same command completes it, and the index is as if nothing had happened.

`benchmarks/kill.py` does this a hundred times, also to a web server, and on Elasticsearch; and to the engine alone.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks.faultless import contents
from benchmarks.kill import Round, complete, disturbed
from tests.archive import write_warc

NUMBERS = range(300)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of small archives."""
    folder = tmp_path_factory.mktemp("архів")
    for number in range(3):
        write_warc(folder / f"випуск-{number}.warc.gz", NUMBERS[number::3])
    return folder


@pytest.mark.parametrize(
    ("victim", "seconds"), [("loader", 0.9), ("worker", 2.5), ("fork server", 1.5), ("Ctrl-C", 1.0)]
)
def test_a_load_that_is_killed_ends_as_one_that_was_not(
    archive: Path, tmp_path: Path, victim: str, seconds: float
) -> None:
    faultless, killed = str(tmp_path / "без збоїв"), str(tmp_path / "зі збоєм")
    assert not complete(archive, faultless)
    wrong = disturbed(victim, Round(archive, killed, seconds, Random(seconds)), contents(faultless))
    assert not wrong
    assert len(contents(killed)[3]) == len(NUMBERS)  # type: ignore[index]
