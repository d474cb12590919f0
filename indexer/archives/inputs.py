"""Inputs: the files below the paths that a user gives, one by one.

In: starts. Out: an `Input` for each regular file, in order of names, and a `Skipped` for what is no file or cannot be
looked at. Symbolic links are followed only to files inside the same root: an archive must not reach out of its folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.archives.found import Source
from indexer.archives.locator import of_file
from indexer.archives.roots import Start
from indexer.capture import Reason, Skipped

_END = 1 << 20  # bytes at either end of a file that tell it from another
_MARK = "format.json"  # in an index's folder, naming the program that made it
_GENERATIONS = "generations"  # the folder in it that holds the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to read."""

    path: Path
    locator: str
    size: int

    @property
    def source(self) -> Source:
        """The file as something to read from."""
        return Source(open=lambda: self.path.open("rb"), size=self.size, locator=self.locator, name=self.path.name)

    def key(self) -> str:
        """Return what the file's progress is kept under: place, size and SHA-256 of the first and last MiB.

        A file that has changed or grown has another key, and is read again.
        """
        digest = hashlib.sha256()
        with self.path.open("rb") as stream:
            digest.update(stream.read(_END))
            if self.size > _END:
                stream.seek(max(_END, self.size - _END))
                digest.update(stream.read(_END))
        return f"{self.locator}#{self.size}-{digest.hexdigest()[:32]}"


def inputs(start: Start, roots: Mapping[str, Path]) -> Iterator[Input | Skipped]:
    """Yield every file at or below a start."""
    root = roots[start.root]
    if not start.path.is_dir():
        yield _looked_at(start.path, root, start.root)
        return
    other_roots = {path: name for name, path in roots.items()}
    folders = [(start.path, root, start.root)]
    while folders:
        folder, root, name = folders.pop()
        if folder in other_roots:
            root, name = folder, other_roots[folder]
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield _skipped(folder, root, name, ("unreadable input", f"The folder cannot be read: {error.strerror}."))
            continue
        if is_index(folder):
            yield _skipped(folder, root, name, ("not a page", "An index of Backfile, not an archive."))
            continue
        below = [e for e in entries if e.is_dir(follow_symlinks=False)]
        folders.extend((Path(e.path), root, name) for e in reversed(below))
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield _looked_at(Path(entry.path), root, name)


def is_index(folder: Path) -> bool:
    """Tell whether a folder is an index of ours, which is never an archive."""
    try:
        with (folder / _MARK).open("rb") as stream:
            found = json.loads(stream.read(4096))
    except (OSError, ValueError, RecursionError):
        return False
    is_named = isinstance(found, dict) and found.get("backfile") == "index" and "format" in found
    return is_named and (folder / _GENERATIONS).is_dir()


def _looked_at(path: Path, root: Path, name: str) -> Input | Skipped:
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            return _skipped(path, root, name, ("not a page", "A symbolic link that leads out of the archive's folder."))
        status = path.stat()
    except (OSError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or error
        return _skipped(path, root, name, ("unreadable input", f"The file cannot be looked at: {why}."))
    if not stat.S_ISREG(status.st_mode):
        what = "A link to a folder." if stat.S_ISDIR(status.st_mode) else "A device, pipe or socket, not a file."
        return _skipped(path, root, name, ("not a page", what))
    return Input(path=path, locator=of_file(name, _relative(path, root)), size=status.st_size)


def _skipped(path: Path, root: Path, name: str, why: tuple[Reason, str]) -> Skipped:
    return Skipped(locator=of_file(name, _relative(path, root)), url=None, outcome=why[0], reason=why[1])


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
