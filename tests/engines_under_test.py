"""Every engine as one fixture: the contract suite runs once for each.

To put another engine under test, add a name to `ENGINES` and the way to a fresh address of it to `fresh_address`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from engines import open_index
from engines.access import Access
from engines.contract import Engine, InputProgress, Outcome, SearchRequest, SearchResult
from engines.query import parse
from mappings.article import Article
from tests import nodes
from tests.articles import titles

ENGINES = ("embedded", "elasticsearch")


@pytest.fixture(params=ENGINES)
def fresh_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an index that is not there yet, of each engine in turn."""
    if request.param == "embedded":
        return str(tmp_path / "index")
    address: str = request.getfixturevalue("elastic_address")
    return address


@pytest.fixture
def engine(fresh_address: str) -> Iterator[Engine]:
    """Return a new, empty index, open for writing, of each engine in turn."""
    opened = open_index(fresh_address, Access(), write=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=ENGINES)
def shared_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return an address as `fresh_address` does, one for all tests of a module: none of them changes it."""
    if request.param == "embedded":
        yield str(tmp_path_factory.mktemp("shared") / "index")
        return
    node: str = request.getfixturevalue("elastic_node")
    name = f"test-{token_hex(4)}"
    yield f"{node}/{name}"
    nodes.remove(node, name)


def load(engine: Engine, articles: Iterable[Article | InputProgress]) -> list[Outcome]:
    """Load all of these; return the outcomes."""
    return list(engine.load(articles))


def kinds(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the kinds of outcomes, in order."""
    return [outcome.kind for outcome in outcomes]


def ask(engine: Engine, text: str = "", **request: object) -> SearchResult:
    """Return what a typed query finds."""
    return engine.search(SearchRequest(query=parse(text).tree, **request))  # type: ignore[arg-type]


def found(engine: Engine, text: str = "", **request: object) -> set[str]:
    """Return the titles that a typed query finds."""
    return set(titles(ask(engine, text, **request).hits))
