"""A backup of an index: its captures, progress and withdrawals in files that either engine can be filled from.

    captures.jsonl.zst     one article a line, as read from one capture each
    progress.jsonl.zst     how far each input was read, and where the archives lay
    withdrawals.jsonl.zst  what was taken out, and why
    backup.json            how many lines each has and their SHA-256; written last: without it a backup is not whole

In: an engine and a folder. Out: the files; and the other way round. It may be made while the index is being loaded:
progress is read first, so that what it calls finished is among the captures.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import zstandard

from engines.contract import BackfileError, Engine, InputProgress, Outcome
from indexer import dead_letters
from indexer.archives.roots import Holdings
from indexer.rebuilding import progress_of_files
from mappings.article import Article, article_from

_FORMAT = 1
_SUMMARY = "backup.json"
_PARTS = ("progress", "captures", "withdrawals")


class BadBackup(BackfileError):
    """A backup that is not whole, or a folder that cannot take one."""


def back_up(engine: Engine, holdings: Holdings, folder: Path) -> dict[str, int]:
    """Write a backup into an empty or new folder; return how many lines each part has."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadBackup(f"{folder} is not empty. Name a new folder for the backup.")
    parts = {
        "progress": (asdict(mark) for mark in progress_of_files(engine, holdings)),
        "captures": (asdict(record.article) for record in engine.all_captures()),
        "withdrawals": (asdict(withdrawal) for withdrawal in engine.withdrawn()),
    }
    summary: dict[str, Any] = {
        "backfile": version("backfile"),
        "format": _FORMAT,
        "made": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
    for name in _PARTS:
        lines, digest = _write(_file(folder, name), parts[name])
        summary[name] = {"lines": lines, "sha256": digest}
    (folder / _SUMMARY).write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    return {name: summary[name]["lines"] for name in _PARTS}


def restore(engine: Engine, folder: Path) -> Iterator[Outcome]:
    """Fill an empty index from a backup, after checking that the backup is whole."""
    check(folder)
    if engine.status().captures:
        raise BadBackup("The index is not empty. Restore into a new one: --index FOLDER.")
    for line in _lines(_file(folder, "withdrawals")):
        engine.withdraw(line["id"], line["reason"], line["when"])
    yield from dead_letters.loaded(engine.load, _loaded(folder), dead_letters.FILE)


def check(folder: Path) -> None:
    """Raise BadBackup unless every file is there with the digest that the summary gives."""
    try:
        summary = json.loads((folder / _SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or "it is damaged"
        raise BadBackup(f"{folder} holds no whole backup: {_SUMMARY} cannot be read ({why}).") from error
    if summary.get("format") != _FORMAT:
        raise BadBackup(f"{folder} is a backup of format {summary.get('format')}; this version reads {_FORMAT}.")
    for name in _PARTS:
        path = _file(folder, name)
        if not path.is_file() or _digest(path) != summary.get(name, {}).get("sha256"):
            raise BadBackup(f"{path} is not as it was written: the backup is damaged.")


def _loaded(folder: Path) -> Iterator[Article | InputProgress]:
    for line in _lines(_file(folder, "captures")):
        yield article_from(line)
    for line in _lines(_file(folder, "progress")):
        yield InputProgress(**line)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.jsonl.zst"


def _write(path: Path, values: Iterable[dict[str, Any]]) -> tuple[int, str]:
    lines = 0
    with (
        path.open("wb") as file,
        zstandard.ZstdCompressor(write_checksum=True).stream_writer(file, closefd=False) as out,
    ):
        for value in values:
            out.write(orjson.dumps(value) + b"\n")
            lines += 1
    return lines, _digest(path)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
        for line in io.BufferedReader(stream):
            yield orjson.loads(line)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
