"""The house as a whole: sizes, names, and a wheel that works far from the checkout."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
ROOMS = ("engines", "indexer", "mappings", "sample", "webapp")
SOURCES = [*sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py")), ROOT / "backfile.py"]


OPTIONAL = {"pymorphy3", "_typeshed"}  # an extra that may be missing; types alone
# Loops that stay whole for speed: a call within would be made hundreds of times for each page.
LOOPS = {"indexer/extract/layout.py": {"run"}}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_stays_within_its_page_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "when a file grows past its page, the room becomes a folder"
    assert ast.get_docstring(ast.parse(text)), "the module's docstring says what comes in and what goes out"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_stay_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    grown = {f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 60}
    assert grown == LOOPS.get(name_of(path), set())


def test_no_file_is_named_for_what_it_is_not() -> None:
    nameless = {"utils", "util", "helpers", "helper", "common", "base", "misc", "core"}
    assert not [name_of(p) for p in SOURCES if p.stem in nameless or nameless & set(p.relative_to(ROOT).parts)]


def test_what_the_house_imports_is_installed_with_it() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    lines = re.findall(r"^[a-z][^\\\n]+", lock, re.MULTILINE)
    there = {r.name for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate()}
    ours = {"backfile", "engines", "indexer", "mappings", "sample", "webapp"}
    for path in SOURCES:
        for name in imported(path) - ours - sys.stdlib_module_names:
            known = {dist.lower().replace("_", "-") for dist in packages_distributions().get(name, ())}
            assert known & there or name in OPTIONAL, f"{name_of(path)} imports {name}"


def imported(path: Path) -> set[str]:
    """Return the first names of all modules that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the built wheel, unpacked as an installer would, outside the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    (wheel,) = folder.glob("backfile-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_file_of_data(installed: Path) -> None:
    kept = {".json", ".toml", ".html", ".css", ".js", ".svg", ".mo", ".txt"}
    data = [p for room in ROOMS for p in (ROOT / room).rglob("*") if p.suffix in kept and "__pycache__" not in p.parts]
    assert data
    assert not [name_of(p) for p in data if not (installed / p.relative_to(ROOT)).is_file()]


def test_the_wheel_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        command = [sys.executable, "-P", "-m", "backfile", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONUTF8": "1", "BACKFILE_INDEX": ""}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    page = tmp_path / "pages" / "news.html"
    page.parent.mkdir()
    page.write_text(
        "<!DOCTYPE html><html lang=uk><head><title>Річку очистили</title></head><body><article><h1>Річку очистили</h1>"
        + "<p>Об’єднана громада очистила русло річки від мулу, і вода знову пішла до млина.</p>" * 6
        + "</article></body></html>",
        encoding="utf-8",
    )
    run("index", "pages", "--index", "ix")
    assert "Річку очистили" in run("search", "річка", "--index", "ix")
