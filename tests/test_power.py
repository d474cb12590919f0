"""The model of a disk that loses power (`benchmarks/power.py`), and the engine in a folder on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from benchmarks.kill import power_cuts
from benchmarks.power import Disk, parsed

# Two threads write, sync and rename; the line breaks are strace's. The text is «Київ», its bytes in octal.
TRACE = r"""
7 openat(AT_FDCWD</home>, "/d/a.new", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</d/a.new>
7 write(3</d/a.new>, "\320\232\320\270\321\227\320\262", 8) = 8
7 fsync(3</d/a.new> <unfinished ...>
8 pwrite64(3</d/a.new>, "late", 4, 8) = 4
7 <... fsync resumed>)              = 0
7 rename("/d/a.new", "/d/a")        = 0
7 openat(AT_FDCWD</home>, "/d/missing", O_RDONLY) = -1 ENOENT (No such file or directory)
7 openat(AT_FDCWD</home>, "/d", O_RDONLY|O_DIRECTORY) = 4</d>
7 write(1</dev/null>, "done\n", 5)  = 5
7 fsync(4</d>)                      = 0
7 unlinkat(4</d>, "a", 0)           = 0
"""
CALLS = list(parsed(TRACE.split("\n")))
RENAMED, SYNCED, REMOVED = 5, 8, 9


def left(folder: Path, moment: int, keep: Random | bool) -> dict[str, bytes]:
    """Return the files that a cut at this moment may leave."""
    (disk,) = Disk(Path("/d"), CALLS).run([moment])
    disk.root.lay_down(folder / "left", keep)
    return {path.name: path.read_bytes() for path in (folder / "left").iterdir()}


@pytest.mark.parametrize(
    ("moment", "least", "most"),
    [
        (RENAMED, {}, {"a": "Київlate".encode()}),
        (SYNCED, {"a": "Київ".encode()}, {"a": "Київlate".encode()}),
        (REMOVED, {"a": "Київ".encode()}, {}),
    ],
)
def test_what_was_synced_is_there_and_nothing_else_need_be(
    tmp_path: Path, moment: int, least: dict[str, bytes], most: dict[str, bytes]
) -> None:
    (tmp_path / "most").mkdir()
    assert left(tmp_path, moment, keep=False) == least
    assert left(tmp_path / "most", moment, keep=True) == most


def test_a_write_may_be_torn_between_sectors_and_nowhere_else(tmp_path: Path) -> None:
    text = bytes(range(1, 251)) * 20
    written = "".join(f"\\{byte:03o}" for byte in text)
    lines = [
        '7 openat(AT_FDCWD</>, "/d/f", O_RDWR|O_CREAT, 0666) = 3</d/f>',
        '7 openat(AT_FDCWD</>, "/d", O_RDONLY) = 4</d>',
        "7 fsync(4</d>) = 0",
        f'7 pwrite64(3</d/f>, "{written}", {len(text)}, 100) = {len(text)}',
    ]
    (disk,) = Disk(Path("/d"), list(parsed(lines))).run([4])
    whole = (bytes(100) + text).ljust(-(-5100 // 512) * 512, b"\0")
    seen = set()
    for seed in range(30):
        disk.root.lay_down(tmp_path / f"{seed}", Random(seed))
        found = (tmp_path / f"{seed}" / "f").read_bytes().ljust(len(whole), b"\0")
        pieces = [(found[at : at + 512], whole[at : at + 512]) for at in range(0, len(whole), 512)]
        assert all(one in (bytes(512), other) for one, other in pieces)
        seen.add(sum(one == other for one, other in pieces))
    assert len(seen) > 3


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed here")
def test_what_the_engine_acknowledged_survives_a_power_cut(tmp_path: Path) -> None:
    assert set(power_cuts(tmp_path, 2, Random(3), articles=110)) == {""}
