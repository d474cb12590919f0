"""Who is answered, and what a browser may do with the answer."""

from __future__ import annotations

import pytest

from tests.reading_room import Away, client
from webapp import create_app
from webapp.security import host_name
from webapp.settings import Settings

AWAY = Away()
PATHS = ("/help", "/search?q=театр", "/api/v1/articles", "/search.csv", "/static/backfile.css", "/немає")


def status_for(host: str, path: str = "/help", hosts: tuple[str, ...] = ()) -> int:
    app = create_app(Settings(hosts=hosts), AWAY)  # type: ignore[arg-type]
    return app.test_client().get(path, headers={"Host": host}).status_code


def headers(path: str) -> dict[str, str]:
    with client(AWAY).get(path, headers={"Origin": "https://evil.example"}) as answer:  # type: ignore[arg-type]
        return dict(answer.headers)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "localhost:1"])
def test_loopback_names_are_answered_on_any_port(host: str) -> None:
    assert status_for(host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "localhost@evil.example",
        "127.0.0.1.nip.example",
        "localhost:99999",
        "localhost:port",
        "[::1",
        "",
        "архів.example",
        "localhost/",
        "localhost, evil.example",
    ],
)
def test_foreign_hosts_are_refused(host: str) -> None:
    assert status_for(host) == 421


@pytest.mark.parametrize("path", PATHS)
def test_foreign_hosts_are_refused_on_every_path(path: str) -> None:
    assert status_for("evil.example", path) == 421


def test_a_name_that_the_operator_allows_is_answered() -> None:
    assert status_for("Archive.Example:443", hosts=("archive.example",)) == 200
    assert status_for("other.example", hosts=("archive.example",)) == 421


def test_a_refused_host_is_told_how_the_name_is_added() -> None:
    app = create_app(Settings(), AWAY)  # type: ignore[arg-type]
    page = app.test_client().get("/?ui=uk", headers={"Host": "архів.example".encode("idna").decode()})
    assert "BACKFILE_HOSTS" in page.text


def test_a_program_at_a_refused_host_is_told_how_the_name_is_added() -> None:
    app = create_app(Settings(), AWAY)  # type: ignore[arg-type]
    answer = app.test_client().get("/api/v1/articles?q=міст", headers={"Host": "evil.example"})
    assert "BACKFILE_HOSTS" in answer.get_json(force=True)["detail"]


def test_a_forwarded_host_is_not_believed() -> None:
    app = create_app(Settings(), AWAY)  # type: ignore[arg-type]
    headers = {"Host": "evil.example", "X-Forwarded-Host": "localhost"}
    assert app.test_client().get("/help", headers=headers).status_code == 421


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_a_browser_may_do(path: str) -> None:
    found = headers(path)
    policy = found["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "no-referrer"
    assert found["X-Robots-Tag"] == "noindex, nofollow"
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PATHS)
def test_no_other_site_may_read_an_answer(path: str) -> None:
    assert not [name for name in headers(path) if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", PATHS)
def test_no_cookie_is_set(path: str) -> None:
    assert "Set-Cookie" not in headers(path)


@pytest.mark.parametrize("header", ["a\tb", "user:pass@localhost", "localhost?x", "localhost#x", ":80"])
def test_what_is_no_host_has_no_name(header: str) -> None:
    assert host_name(header) is None
