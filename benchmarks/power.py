"""What a disk may hold after a power cut: the system calls of a process, replayed into a model of a disk.

In: a command that writes into a folder, run under strace (Linux). Out: at any moment of it, folders as a disk may hold
them when power fails then. What was synced is there: the bytes of a file by a sync of the file, the names in a folder
by a sync of that folder. Of what came after, anything may be missing: single writes, whole or some of their sectors;
cuts of files; each name that was made, moved or removed in a folder. A file that was mapped for writing holds anything
at all.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from random import Random
from typing import TypeAlias

_CALLS = (
    "openat,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mmap"
)
_UNKNOWN = "open,creat,writev,pwritev,truncate,fallocate,link,linkat,symlink,copy_file_range,sendfile,io_uring_enter"
_LINE = re.compile(r"(\d+) +(?:<\.\.\. \w+ resumed>(.*)|(\w+\(.*))$", re.S)
_PARTS = re.compile(r'"((?:[^"\\]|\\.)*)"|<((?:[^<>\\]|\\.)*)>', re.S)
_SECTOR = 512


@dataclass
class File:
    """The bytes of a file: those that are safe, and the writes since (where, what; None: cut there), with moments."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, int, bytes | None]] = field(default_factory=list)
    size: int = 0
    mapped: bool = False

    def sync(self, moment: int) -> None:
        """Make safe what was written before a moment."""
        for _, where, what in (one for one in self.since if one[0] < moment):
            _put(self.safe, where, what)
        self.since = [one for one in self.since if one[0] >= moment]

    def write(self, moment: int, where: int, what: bytes | None) -> None:
        self.since.append((moment, where, what))
        self.size = where if what is None else max(self.size, where + len(what))

    def after_cut(self, keep: Random | bool) -> bytes:
        """Return the bytes that are there after a cut: with all that was not safe, with none, or with some."""
        if self.mapped:
            return (keep if isinstance(keep, Random) else Random(self.size)).randbytes(self.size)
        there = bytearray(self.safe)
        for _, where, what in self.since:
            for start, piece in _left(where, what, keep):
                _put(there, start, piece)
        return bytes(there)


@dataclass
class Folder:
    """The names in a folder: as they are, those that are safe, and the changes since (None: gone), with moments."""

    names: dict[str, Node] = field(default_factory=dict)
    safe: dict[str, Node] = field(default_factory=dict)
    since: list[tuple[int, dict[str, Node | None]]] = field(default_factory=list)

    def sync(self, moment: int) -> None:
        """Make safe what was named before a moment."""
        for _, change in (one for one in self.since if one[0] < moment):
            _rename(self.safe, change)
        self.since = [one for one in self.since if one[0] >= moment]

    def change(self, moment: int, change: dict[str, Node | None]) -> None:
        self.since.append((moment, change))
        _rename(self.names, change)

    def lay_down(self, path: Path, keep: Random | bool) -> None:
        """Write this folder as it is after a cut."""
        path.mkdir()
        names = dict(self.safe)
        for _, change in self.since:
            if keep.random() < 0.5 if isinstance(keep, Random) else keep:
                _rename(names, change)
        for name, node in names.items():
            if isinstance(node, Folder):
                node.lay_down(path / name, keep)
            else:
                (path / name).write_bytes(node.after_cut(keep))


Node: TypeAlias = File | Folder


class Disk:
    """A disk on which a process writes into one folder; the folder itself is safe from the start."""

    def __init__(self, root: Path, calls: Sequence[Call]) -> None:
        self.root = Folder()
        self.told = ""  # what the process has printed so far
        self.moment = 0
        self._path = PurePosixPath(root)
        self._calls = calls
        self._open: dict[int, tuple[Node, int]] = {}  # by descriptor: what it is, and where the next write goes

    def run(self, moments: Sequence[int]) -> Iterator[Disk]:
        """Yield this disk as it is at each of these moments, which must ascend."""
        for moment in moments:
            while self.moment < moment:
                self._do(self._calls[self.moment])
                self.moment += 1
            yield self

    def _do(self, call: Call) -> None:
        if call.name == "write" and call.fd == 1:
            self.told += call.data.decode()
        elif call.paths and self._has(call.paths[-1]):
            self._do_to_names(call)
        elif self._has(call.fd_path):
            self._do_to_file(call)

    def _do_to_names(self, call: Call) -> None:
        folder, name = self._place(call.paths[-1])
        if call.name == "openat":
            self._open[call.result] = self._opened(folder, name, call.text)
        elif call.name.startswith("rename"):
            self._move(*call.paths)
        elif call.name in ("unlink", "unlinkat", "rmdir", "mkdir"):
            folder.change(self.moment, {name: Folder() if call.name == "mkdir" else None})
        else:
            raise NotImplementedError(call.text)

    def _do_to_file(self, call: Call) -> None:
        node, at = self._open[call.fd]
        if call.name in ("fsync", "fdatasync"):
            node.sync(call.began)
            return
        assert isinstance(node, File), call.text
        if call.name == "mmap":
            node.mapped |= "PROT_WRITE" in call.text and "MAP_SHARED" in call.text
        elif call.name == "lseek":
            self._open[call.fd] = node, call.result
        elif call.name == "ftruncate":
            node.write(self.moment, call.last, None)
        elif call.name == "pwrite64":
            node.write(self.moment, call.last, call.data[: call.result])
        elif call.name == "write":
            node.write(self.moment, at, call.data[: call.result])
            self._open[call.fd] = node, at + call.result
        else:
            raise NotImplementedError(call.text)

    def _opened(self, folder: Folder, name: str, flags: str) -> tuple[Node, int]:
        node = folder.names.get(name) if name else folder
        if node is None:
            node = File()
            folder.change(self.moment, {name: node})
        if isinstance(node, Folder):
            return node, 0
        if "O_TRUNC" in flags:
            node.write(self.moment, 0, None)
        return node, node.size if "O_APPEND" in flags else 0

    def _move(self, source: str, target: str) -> None:
        (here, old), (there, new) = self._place(source), self._place(target)
        node = here.names[old]
        if here is there:
            here.change(self.moment, {old: None, new: node})
        else:
            here.change(self.moment, {old: None})
            there.change(self.moment, {new: node})

    def _has(self, path: str) -> bool:
        return PurePosixPath(path).is_relative_to(self._path)

    def _place(self, path: str) -> tuple[Folder, str]:
        """Return the folder that a path is in, and its name there; the root has none."""
        *folders, name = PurePosixPath(path).relative_to(self._path).parts or ("",)
        node: Node = self.root
        for each in folders:
            node = node.names[each] if isinstance(node, Folder) else node
        assert isinstance(node, Folder)
        return node, name


@dataclass(frozen=True)
class Call:
    """One system call that succeeded: its line without strings, and how many had ended when it began."""

    name: str
    text: str
    result: int
    began: int
    data: bytes
    paths: tuple[str, ...]
    fd: int
    fd_path: str

    @property
    def last(self) -> int:
        """Return the last argument."""
        return int(self.text.rpartition(")")[0].rpartition(", ")[2])


def record(command: Sequence[str], trace: Path) -> list[Call]:
    """Run a command under strace; return its system calls, in the order in which they ended."""
    calls = f"trace={_CALLS},{_UNKNOWN}"
    strace = ["strace", "-f", "-y", "-s", "100000000", "-e", calls, "-e", "signal=none", "-o", str(trace)]
    subprocess.run([*strace, *command], check=True, stdout=subprocess.DEVNULL)
    return list(parsed(trace.read_text(encoding="ascii").split("\n")))


def parsed(lines: Sequence[str]) -> Iterator[Call]:
    """Yield the calls that the lines of strace tell of, in the order in which they ended; those that failed not."""
    begun: dict[str, tuple[int, str]] = {}  # by thread
    ended = 0
    for line in lines:
        if not (match := _LINE.match(line)):
            continue
        thread, rest, whole = match.groups()
        since, text = begun.pop(thread) if whole is None else (ended, "")
        text += whole or rest
        if text.endswith("<unfinished ...>"):
            begun[thread] = since, text.removesuffix("<unfinished ...>")
        elif call := _call(text, since):
            ended += 1
            yield call


def _call(text: str, began: int) -> Call | None:
    strings = [ast.literal_eval(f'b"{one[0]}"') for one in _PARTS.findall(text) if one[0]]
    described = re.match(r'\w+\((?:[^"<>]*, )?(\d+)<((?:[^<>\\]|\\.)*)>', text, re.S)
    bare = _PARTS.sub("", text)
    name, result = bare.partition("(")[0], bare.rpartition(" = ")[2].split(" ")[0]
    if not result.isdigit() and not result.startswith("0x"):
        return None
    is_data = name in ("write", "pwrite64")
    paths = () if is_data else tuple(_absolute(text, path.decode()) for path in strings)
    fd, fd_path = (int(described[1]), described[2]) if described else (-1, "")
    return Call(name, bare, int(result, 0), began, strings[0] if is_data and strings else b"", paths, fd, fd_path)


def _absolute(text: str, path: str) -> str:
    """Return a path as one from the root: relative ones are from the folder whose descriptor comes before them."""
    start = re.match(r"\w+\((?:AT_FDCWD|\d+)<([^<>]*)>", text)
    return str(PurePosixPath(start[1] if start else "/") / path)


def _put(target: bytearray, where: int, what: bytes | None) -> None:
    if what is None:
        del target[where:]
        target.extend(bytes(max(0, where - len(target))))
        return
    target.extend(bytes(max(0, where - len(target))))
    target[where : where + len(what)] = what


def _rename(names: dict[str, Node], change: dict[str, Node | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _left(where: int, what: bytes | None, keep: Random | bool) -> Iterator[tuple[int, bytes | None]]:
    """Yield what is left of a write that is not safe: all of it, nothing, or some sectors."""
    fate = keep.random() if isinstance(keep, Random) else 0.0 if keep else 1.0
    if fate < 0.4:
        yield where, what
    elif fate < 0.7 and what is not None and isinstance(keep, Random):
        edges = [where, *range(where - where % _SECTOR + _SECTOR, where + len(what), _SECTOR), where + len(what)]
        for start, end in pairwise(edges):
            if keep.random() < 0.5:
                yield start, what[start - where : end - where]
