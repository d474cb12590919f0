"""What all tests share: one real Elasticsearch node for a whole run, and a last word on what was not run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from secrets import token_hex

import pytest

from tests import nodes

collect_ignore = ["bare"]  # what it holds breaks Python on purpose, for tests/test_systems.py
_NOT_RUN = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def elastic_node(pytestconfig: pytest.Config) -> Iterator[str]:
    """Return the address of a real node: BACKFILE_TEST_ELASTICSEARCH, else one started for this run."""
    given = os.environ.get("BACKFILE_TEST_ELASTICSEARCH", "")
    if given:
        yield given.rstrip("/")
        return
    reason = nodes.why_not()
    if reason:
        pytestconfig.stash[_NOT_RUN] = reason
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"no Elasticsearch: {reason}")
    started = nodes.wait(nodes.start())
    try:
        yield started.url
    finally:
        started.stop()


@pytest.fixture
def elastic_address(elastic_node: str) -> Iterator[str]:
    """Return the address of an index that is not there yet; whatever a test makes there is removed after it."""
    name = f"test-{token_hex(4)}"
    yield f"{elastic_node}/{name}"
    nodes.remove(elastic_node, name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in the last lines what was not run, and how to get it."""
    reason = config.stash.get(_NOT_RUN, "")
    if reason:
        terminalreporter.section("not run: the tests on a real Elasticsearch")
        terminalreporter.write_line(reason)
