"""What the server writes down of a request, and what it does not."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any, cast

import pytest

from engines.contract import Engine
from tests.reading_room import Away, stocked
from webapp import create_app
from webapp.logs import configuration
from webapp.settings import BadSettingError, Settings

WORD = "ключоведжерело"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened = stocked(tmp_path_factory.mktemp("logs") / "ix")
    yield opened
    opened.close()


@pytest.fixture
def restored() -> Iterator[None]:
    """Take back what a test does to the logging of this process."""
    loggers = [logging.getLogger(name) for name in (None, "backfile", "_granian", "granian.access")]
    before = [(log, log.level, log.handlers[:], log.propagate) for log in loggers]
    yield
    for log, level, handlers, propagate in before:
        log.level, log.handlers, log.propagate = level, handlers, propagate
        log.manager._clear_cache()  # type: ignore[attr-defined]  # levels are kept per logger


def asked(engine: Engine, settings: Settings, url: str, **headers: str) -> str:
    """Return the id that the answer to a request carries, logged as these settings say."""
    logging.config.dictConfig(configuration(settings))
    browser = create_app(settings, engine).test_client()
    answer = browser.get(url, headers={"Host": "localhost", **headers})
    return answer.headers["X-Request-ID"]


def lines(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


pytestmark = pytest.mark.usefixtures("restored")


def test_a_request_is_one_line_of_json_without_its_question(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    name = asked(engine, Settings(log_level="info", log_format="json"), f"/search?q={WORD}&author=Марта")
    (line,) = lines(capsys)
    assert line["request"] == name
    assert (line["method"], line["path"], line["status"], line["client"]) == ("GET", "/search", 200, "127.0.0.1")
    assert line["ms"] > 0
    assert line["level"] == "info"
    assert WORD not in json.dumps(line, ensure_ascii=False)
    assert "query" not in line


def test_the_question_is_logged_when_the_operator_asks_for_it(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(engine, Settings(log_level="info", log_format="json", log_queries=True), "/search?q=library")
    assert [line["query"] for line in lines(capsys)] == ["q=library"]


def test_by_default_requests_are_not_logged(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(engine, Settings(), "/search?q=театр")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("path", ["/search", "/api/v1/articles"])
def test_a_fault_has_the_id_of_its_request_and_not_its_question(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    away = cast(Engine, Away())
    name = asked(away, Settings(log_format="json"), f"{path}?q={WORD}")
    (line,) = lines(capsys)
    assert (line["level"], line["request"]) == ("error", name)
    assert "The node does not answer" in line["message"]
    assert WORD not in json.dumps(line, ensure_ascii=False)


def test_an_unforeseen_fault_is_one_line_with_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken:
        def search(self, request: object) -> None:
            raise ZeroDivisionError

    asked(cast(Engine, Broken()), Settings(log_format="json"), f"/search?q={WORD}")
    (line,) = lines(capsys)
    assert "ZeroDivisionError" in line["exception"]
    assert WORD not in line["exception"]


def test_an_address_cannot_forge_a_line(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    asked(engine, Settings(log_level="info"), "/нема%0A2026-01-01 ERROR%1b[2Jє")
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "\x1b" not in told
    assert "status=404" in told


def test_each_request_has_an_id_of_its_own(engine: Engine) -> None:
    assert asked(engine, Settings(), "/help") != asked(engine, Settings(), "/help")


def test_a_proxy_may_name_the_request_and_nobody_else(engine: Engine) -> None:
    given = {"X-Request-ID": "5f0c-1.a"}
    assert asked(engine, Settings(behind_proxy=True), "/help", **given) == "5f0c-1.a"
    assert asked(engine, Settings(), "/help", **given) != "5f0c-1.a"
    assert "<" not in asked(engine, Settings(behind_proxy=True), "/help", **{"X-Request-ID": "<b>" * 40})


@pytest.mark.parametrize(("name", "value"), [("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml"), ("LOG_QUERIES", "так")])
def test_a_setting_that_is_none_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSettingError, match=f"BACKFILE_{name} is '{value}'; it may be one of"):
        Settings.from_environ({f"BACKFILE_{name}": value})
