"""Other systems, as far as Linux can play them: without its own modules, with a narrow console, with other file names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sample import write_archive

ROOT = Path(__file__).parent.parent
BARE = ROOT / "tests" / "bare"
NARROW = {"PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0", "PYTHONTZPATH": ""}


def bare(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python in a folder, without the modules of Linux, with a Cyrillic console of Windows and no time zones."""
    environment = {**os.environ, **NARROW, "PYTHONPATH": os.pathsep.join((str(BARE), str(ROOT)))}
    return subprocess.run([sys.executable, *command], cwd=folder, env=environment, capture_output=True, check=False)


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return what it printed, once it went well."""
    told = done.stderr.decode("cp1251")
    assert done.returncode == 0, told
    assert "Traceback" not in told
    return done.stdout.decode("cp1251")


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sample archive and an index of a part of it, made on a bare system."""
    folder = tmp_path_factory.mktemp("системи")
    write_archive(folder / "archive")
    warc = next(iter(sorted((folder / "archive" / "warc").iterdir())))
    said(bare(folder, "-m", "backfile", "index", str(warc), "--index", "ix", "--workers", "2"))
    return folder


@pytest.mark.parametrize("module", ["fcntl", "resource", "pwd", "grp"])
def test_the_bare_system_is_bare(module: str, tmp_path: Path) -> None:
    assert b"ModuleNotFoundError" in bare(tmp_path, "-c", f"import {module}").stderr


def test_the_bare_system_spawns_and_has_no_alarm(tmp_path: Path) -> None:
    asked = "import multiprocessing, signal; print(multiprocessing.get_start_method(), hasattr(signal, 'SIGALRM'))"
    assert said(bare(tmp_path, "-c", asked)).split() == ["spawn", "False"]


def test_the_web_server_loads_on_a_bare_system(tmp_path: Path) -> None:
    said(bare(tmp_path, "-c", "import webapp.server, webapp.cli, indexer.upkeep_cli, indexer.safety_cli"))


def test_a_search_prints_cyrillic_in_the_codepage_of_the_console(indexed: Path) -> None:
    assert " articles for громада" in said(bare(indexed, "-m", "backfile", "search", "громада", "--index", "ix"))


@pytest.mark.parametrize("beyond", ["mʼята “北京” ✓ 𝔄", "об’єднання ІІ ﬁ"])
def test_what_the_console_cannot_print_ends_no_command(indexed: Path, beyond: str) -> None:
    assert "articles for" in said(bare(indexed, "-m", "backfile", "search", beyond, "--index", "ix"))


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("status", "--json"),
        ("verify",),
        ("analyze", "--lang", "uk", "з’їзд у Києві ☂"),
        ("search", "--json", "громада"),
        ("remove",),
        ("--help",),
        ("index", "--help"),
        ("serve", "--help"),
    ],
    ids=" ".join,
)
def test_every_command_prints_on_such_a_console(indexed: Path, command: tuple[str, ...]) -> None:
    environment = [] if command[-1] == "--help" else ["--index", "ix"]
    done = bare(indexed, "-m", "backfile", *command, *environment)
    assert done.returncode == 0, done.stderr.decode("cp1251")
    assert b"Traceback" not in done.stderr


def test_pages_can_be_extracted_and_explained_on_such_a_console(indexed: Path) -> None:
    pages = sorted((indexed / "archive").rglob("*.htm*"))
    assert said(bare(indexed, "-m", "backfile", "explain", str(pages[0])))
    done = bare(indexed, "-m", "backfile", "extract", str(pages[0]))
    assert done.returncode == 0
    assert done.stdout.startswith(b"{")
    done.stdout.decode("utf-8")  # JSON is UTF-8 on any console


def names_below(folder: Path) -> list[str]:
    """Return the paths of everything below a folder that could be carried to another system."""
    apart = {".git", ".venv", ".cache", ".hypothesis", "__pycache__"}
    found = (p.relative_to(folder) for p in folder.rglob("*"))
    return [path.as_posix() for path in found if not apart & set(path.parts) and not path.parts[0].startswith(".")]


def unportable(names: list[str]) -> list[str]:
    """Return the names that Windows or macOS cannot hold, or not beside one another."""
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    lower = [name.lower() for name in names]
    return [
        name
        for name in names
        if set('<>:"|?*\\') & set(name)
        or lower.count(name.lower()) > 1
        or any(part.split(".")[0].lower() in reserved or part[-1] in ". " for part in name.split("/"))
        or any(ord(char) < 32 for char in name)
    ]


@pytest.mark.parametrize("name", ["a:b", "теки/кінець.", "aux.txt", "що?.html"])
def test_an_unportable_name_is_known(name: str) -> None:
    assert unportable(["добре.txt", name]) == [name]


def test_names_that_differ_by_case_alone_are_known() -> None:
    assert unportable(["Тека/а", "тека/а", "б"]) == ["Тека/а", "тека/а"]


def test_file_names_of_the_project_exist_on_every_system() -> None:
    names = names_below(ROOT)
    assert "backfile.py" in names
    assert not unportable(names)


def test_file_names_of_an_index_and_of_the_sample_exist_on_every_system(indexed: Path) -> None:
    names = names_below(indexed)
    assert "ix/format.json" in names
    assert any(name.startswith("archive/") for name in names)
    assert not unportable(names)
