"""Roots: the named folders that locators begin with, so that archives can be moved without their pages changing place.

In: the paths a user gives, the roots an index knows. Out: for each path its root, and the roots to remember.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Start:
    """Where reading starts: a file or folder, and the root it lies under."""

    path: Path
    root: str  # the root's name


def placed(paths: Iterable[Path], known: Mapping[str, Path]) -> tuple[list[Start], dict[str, Path]]:
    """Return a start for each path, and all roots by name: those known and the new ones.

    A path below a known root belongs to it. Otherwise a folder is a root itself, and a file's root is its folder. A
    root whose folder is gone has moved to the new folder of its name; if both exist, the new one gets a number.
    """
    roots = dict(known)
    starts = []
    for path in paths:
        path = path.absolute().resolve()
        folder = path if path.is_dir() else path.parent
        name = _root_above(folder, roots) or _name_for(folder, roots)
        roots.setdefault(name, folder)
        if not roots[name].exists():
            roots[name] = folder
        starts.append(Start(path, name))
    return starts, roots


def _root_above(folder: Path, roots: Mapping[str, Path]) -> str | None:
    """Return the nearest root that holds this folder."""
    above = {path: name for name, path in roots.items()}
    return next((above[place] for place in (folder, *folder.parents) if place in above), None)


def _name_for(folder: Path, roots: Mapping[str, Path]) -> str:
    wanted = folder.name or folder.drive.rstrip(":") or "root"
    name, number = wanted, 1
    while name in roots and roots[name].exists():
        number += 1
        name = f"{wanted}-{number}"
    return name


def written(roots: Mapping[str, Path]) -> str:
    """Return the roots as text, to be kept in an index.

    >>> [*from_text(written({"архів": Path("x")}))]
    ['архів']
    """
    return json.dumps({name: str(path) for name, path in sorted(roots.items())}, ensure_ascii=False)


def from_text(text: str) -> dict[str, Path]:
    """Return the roots that `written` wrote; none for an empty text."""
    return {name: Path(path) for name, path in json.loads(text or "{}").items()}
