"""The commands serve, search and status, as a user runs them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import backfile
from engines import open_index
from tests.reading_room import ARTICLES, client, invented, stocked


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("cli") / "ix"
    stocked(folder).close()
    return str(folder)


def run(*words: str, index: str | None = None) -> Result:
    environment = {"BACKFILE_INDEX": index} if index else {}
    return CliRunner().invoke(backfile.main, words, env=environment, prog_name="backfile")


def test_search_prints_hits_with_what_tells_them_apart(index: str) -> None:
    result = run("search", "театр", "author:Мар’яненко", index=index)
    assert result.exit_code == 0, result.output
    first, _, *hit = result.output.splitlines()
    assert first == "1 article for театр author:Мар’яненко"
    assert hit[0] == "  1. Об’єднана громада відкрила театр 2"
    assert hit[1].strip() == "2024-03-15 · uk · visnyk.example · Марта Вербняк, Стас Мар’яненко"
    assert hit[-1].strip() == "https://visnyk.example/2"


def test_search_marks_words_on_a_terminal(index: str) -> None:
    result = CliRunner().invoke(backfile.main, ["search", "library", "--index", index], color=True)
    assert "The \x1b[33m\x1b[1mlibrary\x1b[0m reopens" in result.output


def test_search_takes_the_filters_of_the_page(index: str) -> None:
    def total(*words: str) -> str:
        result = run("search", *words, index=index)
        assert result.exit_code == 0, result.output
        return result.output.split()[0]

    assert total("--lang", "ru", "--lang", "en") == "2"
    assert total("--not", "lang=uk") == "2"
    assert total("--missing", "published") == "1"
    assert total("--author", "стас марʼяненко") == "1"
    assert total("театр", "--from", "2024-03", "--to", "2024-03") == "1"
    assert total("театр", "-громада") == total("театр", "NOT", "громада") == "1"
    assert total() == str(len(ARTICLES))


def test_search_says_what_was_repaired_and_how_to_see_more(index: str) -> None:
    result = run("search", 'вісті "', index=index)
    assert 'The quotation mark " has no partner' in result.stderr
    assert "More: --page 2" in result.stdout


def test_search_offers_a_likelier_spelling(index: str) -> None:
    result = run("search", "громда", index=index)
    assert result.stdout.splitlines() == ["0 articles for громда", "Another spelling: громада"]


def test_search_as_json_is_what_the_api_answers(index: str) -> None:
    engine = open_index(index)
    api = client(engine).get("/api/v1/articles?q=театр&lang=uk&sort=oldest").get_json()
    engine.close()
    command = json.loads(run("search", "театр", "--lang", "uk", "--sort", "oldest", "--json", index=index).stdout)
    assert command | {"took_ms": 0} == api | {"took_ms": 0}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--autor", "x"), "--author"),
        (("--from", "31.12.2024"), "YYYY-MM-DD"),
        (("--not", "спорт"), "FIELD=VALUE"),
        (("--missing", "autor"), "Did you mean author.missing?"),
        (("--sort", "newst"), "Did you mean newest?"),
        (("--size", "0"), "1 … 200"),
    ],
)
def test_search_refuses_what_it_does_not_know(index: str, words: tuple[str, ...], told: str) -> None:
    result = run("search", "театр", *words, index=index)
    assert result.exit_code == 2
    assert told in result.output


def test_a_page_cannot_steer_the_terminal(tmp_path: Path) -> None:
    stocked(tmp_path / "ix", [invented(1, title="Театр \x1b]0;зламано\x07\u202eдалі", body="")]).close()
    result = CliRunner().invoke(backfile.main, ["search", "театр", "--index", str(tmp_path / "ix")], color=True)
    assert result.exit_code == 0, result.output
    assert not {"\x07", "\u202e"} & set(result.output)
    assert "\x1b]" not in result.output


def test_status_tells_what_the_index_holds(index: str) -> None:
    result = run("status", index=index)
    assert result.exit_code == 0, result.output
    assert f"{len(ARTICLES)} articles from {len(ARTICLES)} captures" in result.output
    assert "Ledger" in result.output
    assert json.loads(run("status", "--json", index=index).stdout)["articles"] == len(ARTICLES)


@pytest.mark.parametrize("command", [["search", "театр"], ["status"], ["serve"]])
def test_a_missing_index_is_a_sentence_that_names_the_command(command: list[str], tmp_path: Path) -> None:
    result = run(*command, index=str(tmp_path / "ніде"))
    assert result.exit_code != 0
    assert "backfile index" in result.output
    assert isinstance(result.exception, SystemExit)


# ---- serve --------------------------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(index: str, port: int, *words: str) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "backfile", "serve", "--port", str(port), "--index", index, *words]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        call, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=environment, start_new_session=True
    )


def answered(url: str) -> bytes:
    """Return what a server says that may still be starting."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=20) as response:
                return bytes(response.read())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise TimeoutError(url)


@pytest.fixture
def server(index: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = started(index, port)
    yield process, port
    process.kill()
    process.communicate()


def test_serve_prints_its_address_answers_and_ends_on_ctrl_c(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    answer = json.loads(answered(f"http://127.0.0.1:{port}/api/v1/articles?lang=uk"))
    assert answer["total"]["value"] == len(ARTICLES) - 2
    assert answered(f"http://127.0.0.1:{port}/search.jsonl").splitlines()[-1] == b'{"end":true,"count":29}'
    assert process.stdout is not None
    assert f"http://127.0.0.1:{port}" in process.stdout.readline()
    if sys.platform != "win32":
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 0
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


def test_serve_below_a_prefix_logs_requests_with_their_ids(index: str) -> None:
    port = free_port()
    words = ("--behind-proxy", "--prefix", "/news/", "--log-level", "info", "--log-format", "json")
    process = started(index, port, *words)
    try:
        assert b'href="/news/search?' in answered(f"http://127.0.0.1:{port}/news/search?q=library")
        url = f"http://127.0.0.1:{port}/news/api/v1/status"
        told = {"X-Request-ID": "5f0c", "X-Forwarded-For": "203.0.113.9"}
        with urllib.request.urlopen(urllib.request.Request(url, headers=told), timeout=20) as response:
            assert response.headers["X-Request-ID"] == "5f0c"
    finally:
        process.terminate()
        out, err = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/news (Ctrl-C ends)" in out
    search, status = (json.loads(line) for line in err.splitlines() if '"request"' in line)
    assert (search["path"], search["status"]) == ("/news/search", 200)
    assert (status["path"], status["client"], status["request"]) == ("/news/api/v1/status", "203.0.113.9", "5f0c")
    assert "library" not in err


def test_a_taken_port_is_a_sentence(index: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        out, err = started(index, port).communicate(timeout=60)
    assert out == ""
    assert f"127.0.0.1:{port} cannot be listened on" in err
    assert f"--port {port + 1}" in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_a_foreign_address_is_a_sentence(index: str) -> None:
    _, err = started(index, free_port(), "--host", "192.0.2.7").communicate(timeout=60)
    assert "Is --host an address of this machine?" in err
    assert "Traceback" not in err


def test_beyond_loopback_it_says_who_can_read(index: str) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        _, err = started(index, taken.getsockname()[1], "--host", "0.0.0.0").communicate(timeout=60)
    assert "can read everything" in err
    assert "BACKFILE_HOSTS" in err
