"""The documentation and the code name the same things: commands, options, settings, files. README's commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click
import pytest

import backfile

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = {page: page.read_text(encoding="utf-8") for page in PAGES}
MANUAL = TEXT[ROOT / "docs" / "operating.md"] + TEXT[ROOT / "docs" / "elasticsearch.md"]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield each command by its words: ("index", …), ("elasticsearch setup", …)."""
    for name in backfile.COMMANDS:
        command = backfile.load(name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", found) for inner, found in command.commands.items())
        else:
            yield name, command


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_names_a_command_with_all_its_options(name: str) -> None:
    assert f"backfile {name}" in MANUAL
    long = {o for p in COMMANDS[name].params for o in (*p.opts, *p.secondary_opts) if o.startswith("--")}
    assert not sorted(o for o in long - {"--help"} if not re.search(re.escape(o) + r"(?![\w-])", MANUAL))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_teaches_with_an_example(name: str) -> None:
    assert re.search(rf"^\s*backfile {name}\b", COMMANDS[name].help or "", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_only_commands_and_options_that_exist(page: Path) -> None:
    unknown = []
    for call in re.findall(r"(?:^|[\s`/\\])backfile ([a-z]+(?: [a-z]+)?[^\n`|]*)", TEXT[page]):
        words = call.split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
        if name not in COMMANDS:
            unknown += [f"backfile {call}"] if re.search(r"\s--", call) or name in call.split()[:1] else []
            continue
        known = {o for p in COMMANDS[name].params for o in (*p.opts, *p.secondary_opts)} | {"--help", "-h"}
        unknown += [f"{name} {o}" for o in re.findall(r"(?<=\s)--[a-z][\w.-]*", call) if o.rstrip(".") not in known]
    assert not unknown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_points_only_to_files_that_exist(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT[page])
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_tour_of_the_house_names_only_rooms_and_files_that_exist() -> None:
    named = re.findall(
        r"`((?:backfile|engines|indexer|mappings|sample|webapp)[\w/]*(?:/|\.py))`", TEXT[ROOT / "docs" / "house.md"]
    )
    assert len(named) > 15
    assert not [name for name in named if not (ROOT / name).exists()]


def test_each_promise_of_the_readme_names_files_that_exist() -> None:
    rows = re.findall(r"^\| [^|]+ \| (`[^|]+`) \| (`tests/[^|]+`) \|$", TEXT[ROOT / "README.md"], re.MULTILINE)
    assert len(rows) > 10
    assert not [
        name for row in rows for cell in row for name in re.findall(r"`([^`]+)`", cell) if not (ROOT / name).exists()
    ]


def test_the_manual_and_the_code_name_the_same_settings() -> None:
    pattern = r"\bBACKFILE_[A-Z_]+\b"
    rooms = (p for room in ("engines", "indexer", "webapp") for p in (ROOT / room).rglob("*.py"))
    code = {name for path in rooms for name in re.findall(pattern, path.read_text(encoding="utf-8"))}
    assert code == set(re.findall(pattern, MANUAL))


def readme_commands() -> list[str]:
    (block,) = re.findall(r"```sh\n(.*?)```", TEXT[ROOT / "README.md"], re.DOTALL)
    return [line for line in str(block).splitlines() if line.strip()]


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    from sample import write_archive

    write_archive(tmp_path / "backfile-demo" / "archive")
    environment = {**os.environ, "PYTHONUTF8": "1", "BACKFILE_INDEX": str(tmp_path / "backfile-index")}
    for line in readme_commands():
        words, _, target = line.partition(" > ")
        call = [sys.executable, "-m", "backfile", *shlex.split(words)[1:]]
        done = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout.strip() or "index" in line, line
        if target:
            (tmp_path / target.strip()).write_text(done.stdout, encoding="utf-8")


def test_the_service_may_write_in_the_folder_of_its_index() -> None:
    unit = TEXT[ROOT / "docs" / "operating.md"]
    (index,) = re.findall(r"^    Environment=BACKFILE_INDEX=(\S+)$", unit, re.MULTILINE)
    (writable,) = re.findall(r"^    ReadWritePaths=(.+)$", unit, re.MULTILINE)
    assert "ProtectSystem=strict" in unit
    assert any(PurePosixPath(index).is_relative_to(path) for path in writable.split())


def test_make_help_lists_every_target() -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    assert {"demo", "test", "check", "serve"} <= set(re.findall(r"make (\w+)", shown))
