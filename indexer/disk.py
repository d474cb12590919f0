"""How much disk an index will take, told from the archives before they are read; and a full one, told in a sentence.

In: inputs, an address. Out: bytes, and a sentence when there is too little room. It is an estimate: pages differ by a
factor of twenty in how much of them is text.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engines.contract import IndexNotWritable
from indexer.archives import Input

# Bytes of index for a byte of input. 225 pages of today's news sites gave 0.37 as .html.gz and 0.07 as HTML; pages
# without scripts and styles, as the sample archive has, 1.4 to 1.7; its plain texts 4.5.
_PACKED, _PAGES, _TEXTS = 0.4, 0.1, 4.5
_PACKED_NAMES = (".gz", ".zst", ".zip", ".wacz", ".tgz", ".bz2", ".xz")
_TEXT_NAMES = (".txt", ".text", ".wet", ".wet.gz")
_MERGING = 1.5  # while parts of an index are merged, the old ones lie beside the new one
_LEAST = 0.2  # of the estimate: with less free than this it cannot fit
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_SAID_FROM = 1_000_000_000  # bytes


def disk_needed(files: Iterable[Input]) -> int:
    """Return about how many bytes an index of these files takes while it is made.

    >>> disk_needed([Input(path=Path("випуск.warc.gz"), locator="r:випуск.warc.gz", size=1_000_000)])
    600000
    """
    return int(_MERGING * sum(file.size * _share(file.path.name.lower()) for file in files))


def size_of_folder(folder: Path) -> int:
    """Return how many bytes the files below a folder take; what goes away meanwhile takes none."""
    size = 0
    for above, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                size += (Path(above) / name).stat().st_size
    return size


def room(address: str, needed: int, *, empty: bool) -> str:
    """Return what to tell the operator of the disk, "" when there is room enough or it is not ours to look at.

    Raises IndexNotWritable when a new index (`empty`) cannot fit.
    """
    if "://" in address:
        return ""
    folder = Path(address).resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    told = f"The index will take about {_megabytes(needed)} of disk, and {_megabytes(free)} are free there."
    if empty and free < needed * _LEAST:
        raise IndexNotWritable(f"{told} Make room, or name a folder on another disk with --index.")
    if free < needed:
        return f"{told} It may not fit; if it does not, loading stops, and goes on once there is room."
    return told if needed >= _SAID_FROM else ""


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Say in a sentence that temporary files have no room; of its own disk an index tells itself."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", None) not in _NO_ROOM and "disk is full" not in f"{error}":
            raise
        raise IndexNotWritable(
            f"The disk of temporary files is full (probably {tempfile.gettempdir()}). Make room there, or name another "
            "folder with TMPDIR, then run the same command again."
        ) from error


def _share(name: str) -> float:
    if name.endswith(_TEXT_NAMES):
        return _TEXTS
    return _PACKED if name.endswith(_PACKED_NAMES) else _PAGES


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB"
