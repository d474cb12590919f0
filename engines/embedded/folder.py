"""The folder of an index: what lies in it, and which generation is live.

    format.json        which format this is; a folder without it is none of ours
    writer.lock        held by the one process that writes
    live               the name of the live generation: the only file that is ever replaced
    generations/NAME/  captures.db (SQLite: capture records, progress, withdrawals) and terms/ (Tantivy)

In: a path. Out: paths, checked; nothing here looks into a generation.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from engines.contract import FormatMismatch, IndexMissing, IndexNotWritable, IndexUnavailable

FORMAT = 1
_TRIES = 50


class Folder:
    """The paths of one index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = path / "writer.lock"
        self._format = path / "format.json"
        self._live = path / "live"
        self._generations = path / "generations"

    def generation(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self._generations / name

    def make(self, *, old: bool = False) -> None:
        """Make the folder of an index, or see that it is one; raises IndexNotWritable for any other folder."""
        try:
            make_folder(self.path)
        except (FileExistsError, NotADirectoryError):
            raise IndexNotWritable(f"{self.path} cannot be a folder: there is a file of that name.") from None
        if not self._format.exists():
            if not all(entry.name.startswith(("writer.lock", "format.json.")) for entry in self.path.iterdir()):
                raise IndexNotWritable(
                    f"{self.path} holds files that are no index of Backfile: name an empty or new folder with --index."
                )
            self.renew()
        make_folder(self._generations)
        self.check(old=old)

    def renew(self) -> None:
        """Say that what is here has this version's format."""
        replace_text(self._format, json.dumps({"backfile": "index", "format": FORMAT}) + "\n")

    def check(self, *, old: bool = False) -> None:
        """Raise IndexMissing when there is no index here, FormatMismatch when another version made it; `old`: a newer.

        A folder's format does not say how its words were analysed; `view.check` looks for that.
        """
        try:
            found = json.loads(read_text(self._format))["format"]
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(
                f"There is no index at {self.path}. Make one with: backfile index PATH… --index {self.path}"
            ) from None
        except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise FormatMismatch(
                f"{self._format} cannot be understood ({error}): the folder is no index of Backfile, or it is damaged."
            ) from error
        if not isinstance(found, int) or found > FORMAT:
            raise FormatMismatch(
                f"The index at {self.path} has format {found}, this Backfile reads format {FORMAT}: a newer Backfile "
                "made it. Use that version or a newer one."
            )
        if found < FORMAT and not old:
            raise FormatMismatch(
                f"The index at {self.path} has format {found}, this Backfile reads format {FORMAT}: an older Backfile "
                f"made it. Make it anew from what it holds: backfile rebuild --from-captures --index {self.path}"
            )

    def live(self) -> str | None:
        """Return the name of the live generation, None while there is none; IndexUnavailable if it names nothing."""
        name = None
        while True:
            before, name = name, self._named_live()
            if name is None or (name and self.generation(name).is_dir()):
                return name
            if name == before:  # else a rebuild took its place at that moment
                raise self._lost()

    def _named_live(self) -> str | None:
        try:
            name = read_text(self._live).strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except UnicodeDecodeError:
            return ""
        return name if re.fullmatch(r"[\w-]+", name) else ""

    def must_be_new(self) -> None:
        """Raise IndexUnavailable if generations were loaded here, though none is said to be the live one."""
        if self._generations.is_dir() and any(self._loaded(entry) for entry in self._generations.iterdir()):
            raise self._lost()

    def _loaded(self, generation: Path) -> bool:
        """Tell whether a generation was ever loaded: what a broken-off first opening leaves was not."""
        try:
            with closing(
                sqlite3.connect(f"{(generation / 'captures.db').absolute().as_uri()}?mode=ro", uri=True)
            ) as db:
                return (
                    db.execute("SELECT 1 FROM capture UNION ALL SELECT 1 FROM withdrawal LIMIT 1").fetchone()
                    is not None
                )
        except sqlite3.Error:
            return False

    def _lost(self) -> IndexUnavailable:
        names = (
            ", ".join(sorted(entry.name for entry in self._generations.iterdir())) if self._generations.is_dir() else ""
        )
        return IndexUnavailable(
            f"{self._live} does not name what is in {self._generations}: it is damaged. Nothing else was touched. "
            f"Write into it the name of the generation that is whole ({names or 'there is none'}), "
            "or fill a new index from a backup: backfile restore DIR --index NEW"
        )

    def new_generation(self) -> str:
        """Make the folder of a new generation; its name sorts by time and is never given twice."""
        name = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(2)}"
        make_folder(self.generation(name) / "terms")
        return name

    def publish(self, name: str) -> None:
        """Make a generation the live one, durably and at one stroke."""
        replace_text(self._live, name + "\n")

    def remove(self, name: str) -> None:
        """Remove a generation; files that a reader still holds (Windows) go another time."""
        shutil.rmtree(self.generation(name), ignore_errors=True)

    def remove_all_but(self, *kept: str) -> None:
        """Remove other generations."""
        for entry in self._generations.iterdir():
            if entry.name not in kept:
                self.remove(entry.name)

    def size(self) -> int:
        """Return how many bytes the folder takes."""
        total = 0
        for root, _, names in os.walk(self.path):
            for name in names:
                try:
                    total += (Path(root) / name).stat().st_size
                except FileNotFoundError:
                    continue  # merged away meanwhile
        return total


def read_text(path: Path) -> str:
    """Read a small file that another process may be replacing at this moment (Windows refuses for an instant)."""
    for _ in range(_TRIES):
        try:
            return path.read_text(encoding="utf-8")
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.02)
    return path.read_text(encoding="utf-8")


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that readers see the old text or the new one, also after a power cut."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    settle(path.parent)


def _replace(source: Path, target: Path) -> None:
    for _ in range(_TRIES):
        try:
            source.replace(target)
            return
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(0.02)
    source.replace(target)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, so that they are there after a power cut, too."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        settle(path.parent)


def settle(folder: Path) -> None:
    """Make durable what was named, renamed or removed in a folder, where it can be synced (not on Windows)."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that one may write in and not look into
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
