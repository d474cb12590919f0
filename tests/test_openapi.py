"""The API keeps to its own description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import negative_data_rejection, positive_data_acceptance

from tests.reading_room import ARTICLES, client, stocked
from webapp.openapi import SUMMARIES

# empty values are dropped, and a schema can't say that 30 February is no day: these two don't hold by design
NOT_MEANT = [negative_data_rejection, positive_data_acceptance]


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    with TemporaryDirectory() as folder:
        engine = stocked(Path(folder) / "ix", ARTICLES[:6])
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", client(engine).application)
        engine.close()


@pytest.mark.parametrize("path", SUMMARIES)
def test_every_answer_is_as_described(described: Any, path: str) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path]["GET"].as_strategy())
    def answers(case: Any) -> None:
        case.call_and_validate(excluded_checks=NOT_MEANT)

    answers()
