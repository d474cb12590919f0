"""Roots: the named folders that locators begin with, so that archives can be moved without their pages changing place.

In: the paths a user gives, and what an index holds. Out: for each path its root, and what the index is to remember.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from engines.contract import BackfileError


class UnclearRoot(BackfileError):
    """A folder that may be a known archive in a new place, or another one."""


HOLDINGS = "roots"  # the key under which an index keeps this among the progress of its inputs


@dataclass(frozen=True, slots=True)
class Start:
    """Where reading starts: a file or folder, and the root it lies under."""

    path: Path
    root: str  # the root's name


@dataclass(frozen=True, slots=True)
class Holdings:
    """The archives that an index was made from: where each root lies, and what below it was read."""

    roots: Mapping[str, Path]
    read: tuple[tuple[str, str], ...] = ()  # root, path below it with `/` ("." is all of it)

    @property
    def starts(self) -> tuple[Start, ...]:
        """Everything that was read, as it lies now."""
        return tuple(Start(self.roots[root] / path, root) for root, path in self.read)

    def text(self) -> str:
        """Return this as text, to be kept in an index; `from_text` reads it."""
        roots = {name: str(path) for name, path in sorted(self.roots.items())}
        return json.dumps({"roots": roots, "read": self.read}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Holdings:
        """Return what `text` wrote; of an empty text, nothing.

        >>> Holdings.from_text(Holdings({"архів": Path("x")}, (("архів", "."),)).text()).read
        (('архів', '.'),)
        """
        kept = json.loads(text or '{"roots": {}, "read": []}')
        roots = {name: Path(path) for name, path in kept["roots"].items()}
        return cls(roots, tuple((root, path) for root, path in kept["read"]))

    def with_(self, paths: Iterable[Path]) -> tuple[tuple[Start, ...], Holdings]:
        """Return a start for each path, and the holdings with them.

        A path below a known root belongs to it. Otherwise a folder is a root itself, and a file's root is its folder.
        If a known root of its name exists elsewhere, the new one gets a number. If that one is away, UnclearRoot is
        raised: it may have moved here, or be another archive whose disk is not there at the moment.
        """
        roots = dict(self.roots)
        starts = []
        for path in paths:
            path = path.absolute().resolve()
            folder = path if path.is_dir() else path.parent
            name = _root_above(folder, roots) or _name_for(folder, roots)
            roots.setdefault(name, folder)
            starts.append(Start(path, name))
        read = {*self.read, *((s.root, s.path.relative_to(roots[s.root]).as_posix()) for s in starts)}
        return tuple(starts), Holdings(roots, tuple(sorted(_outermost(read))))


def placed(paths: Iterable[Path], known: Mapping[str, Path]) -> tuple[tuple[Start, ...], dict[str, Path]]:
    """Return a start for each path and all roots by name; see `Holdings.with_`."""
    starts, holdings = Holdings(known).with_(paths)
    return starts, dict(holdings.roots)


def _outermost(read: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Leave out what lies in a folder that is there itself."""
    all_read = set(read)
    for root, path in all_read:
        above = (str(parent) for parent in PurePosixPath(path).parents)
        if path == "." or not any((root, parent) in all_read for parent in above):
            yield root, path


def _root_above(folder: Path, roots: Mapping[str, Path]) -> str | None:
    """Return the nearest root that holds this folder."""
    above = {path: name for name, path in roots.items()}
    return next((above[place] for place in (folder, *folder.parents) if place in above), None)


def _name_for(folder: Path, roots: Mapping[str, Path]) -> str:
    wanted = folder.name or folder.drive.rstrip(":") or "root"
    names = (f"{wanted}-{number}" if number > 1 else wanted for number in count(1))
    free, away = "", ""
    while not free:
        name = next(names)
        if name not in roots:
            free = name
        elif not roots[name].exists():
            away = away or name
    if away:
        raise UnclearRoot(
            f"The index knows an archive {away!r} at {roots[away]}, which is not there now. If it was moved to "
            f"{folder}, say so: --archives {away}={folder}. If {folder} is another archive, give it a name of its own: "
            f"--archives {free}={folder}"
        )
    return free
