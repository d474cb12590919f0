"""The app behind a reverse proxy and below a prefix: every link leads on, and nobody but the proxy is believed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag

import pytest
from flask import request
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser as Page

from engines import open_index
from engines.contract import Engine
from tests.reading_room import ARTICLES, stocked
from webapp import create_app
from webapp.settings import BadSettingError, Settings

PREFIX = "/news/archive_1-b"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("proxy") / "ix"
    stocked(folder).close()
    opened = open_index(str(folder))
    yield opened
    opened.close()


def client(engine: Engine, host: str = "localhost", **settings: object) -> FlaskClient:
    app = create_app(Settings(**settings), engine)  # type: ignore[arg-type]
    app.add_url_rule("/seen", "seen", lambda: f"{request.remote_addr} {request.url}")
    browser = app.test_client()
    browser.environ_base["HTTP_HOST"] = host
    return browser


def addresses(page: Page) -> set[str]:
    """Return every address of our own that a page names."""
    named = {str(node.attributes.get(name)) for name in ("href", "src", "action") for node in page.css(f"[{name}]")}
    return {urldefrag(url).url for url in named if url.startswith("/")}


@pytest.mark.parametrize("strips", [True, False], ids=["the proxy takes the prefix off", "the proxy leaves it"])
def test_every_link_begins_with_the_prefix_and_leads_somewhere(engine: Engine, strips: bool) -> None:
    room = client(engine, prefix=PREFIX)
    waiting, seen = deque([f"{PREFIX}/", f"{PREFIX}/search?q=театр&author.not=Ніхто", f"{PREFIX}/немає"]), set[str]()
    while waiting and len(seen) < 250:
        url = waiting.popleft()
        answer = room.get(url.removeprefix(PREFIX) if strips else url, headers={"Accept-Language": "uk"})
        text = answer.text if answer.mimetype == "text/html" else ""
        answer.close()  # a static file stays open until then
        assert answer.status_code == (404 if "немає" in url else 200), url
        seen.add(url)
        if answer.mimetype == "text/html":
            found = addresses(Page(text))
            assert found
            assert {one for one in found if not one.startswith(f"{PREFIX}/")} == set()
            waiting.extend(sorted(found - seen - set(waiting)))
    kinds = ("/articles/", "/api/v1/", "/static/", "/search.csv", "/help")
    assert all(any(url.startswith(PREFIX + kind) for url in seen) for kind in kinds)


def test_links_of_the_api_begin_with_the_prefix(engine: Engine) -> None:
    room = client(engine, prefix=PREFIX)
    answer = room.get("/api/v1/articles?q=театр&size=1&sort=newest").get_json()
    links = [*answer["links"].values(), *answer["results"][0]["links"].values()]
    links += [value["url"] for value in answer["facets"]["lang"]["values"]]
    links += [answer["facets"]["published"]["values"][0]["url"]]
    links += room.get("/api/v1/articles/немає").get_json()["links"].values()
    links += room.get("/api/v1/зайве").get_json()["links"].values()
    assert len(links) > 8
    assert not [link for link in links if link and not link.startswith(f"{PREFIX}/")]
    assert room.get("/api/v1/openapi.json").get_json()["servers"] == [{"url": PREFIX}]


def test_a_form_leads_to_an_address_below_the_prefix(engine: Engine) -> None:
    answer = client(engine, prefix=PREFIX).get(f"{PREFIX}/search?q=театр&author=")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{PREFIX}/search?q=")


def test_without_a_prefix_links_begin_at_the_root(engine: Engine) -> None:
    room = client(engine)
    assert f"/articles/{ARTICLES[0].id}?size=100&ui=uk" in addresses(Page(room.get("/search?ui=uk&size=100").text))
    assert room.get("/api/v1/openapi.json").get_json()["servers"] == [{"url": "/"}]


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "news.example",
    "X-Forwarded-Prefix": "//evil.example",
}


def test_a_proxy_is_believed_when_the_operator_says_so(engine: Engine) -> None:
    told = client(engine, behind_proxy=True, hosts=("news.example",)).get("/seen", headers=FORWARDED)
    assert told.text == "192.0.2.7 https://news.example/seen"


def test_a_proxy_cannot_bring_a_name_that_is_not_allowed(engine: Engine) -> None:
    assert client(engine, behind_proxy=True).get("/seen", headers=FORWARDED).status_code == 421


def test_nobody_is_believed_otherwise(engine: Engine) -> None:
    told = client(engine, hosts=("news.example",)).get("/seen", headers=FORWARDED)
    assert told.text == "127.0.0.1 http://localhost/seen"


def test_nobody_writes_the_links_from_outside(engine: Engine) -> None:
    room = client(engine, behind_proxy=True, hosts=("news.example",))
    assert "evil.example" not in room.get("/search?q=театр", headers=FORWARDED).text


@pytest.mark.parametrize(
    "given", ["archive", "//evil.example", "/а", "/a b", '/"', "https://news.example/a", "/a/../b"]
)
def test_a_prefix_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(BadSettingError, match=r"BACKFILE_PREFIX .* such as /archive"):
        Settings.from_environ({"BACKFILE_PREFIX": given})


def test_a_slash_at_the_end_of_a_prefix_does_no_harm() -> None:
    assert Settings.from_environ({"BACKFILE_PREFIX": "/news/archive/"}).prefix == "/news/archive"
    assert Settings.from_environ({"BACKFILE_PREFIX": "/"}).prefix == ""
