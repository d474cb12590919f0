"""The archived page shown: its bytes and no others, harmless, and an honest word where it cannot be."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from playwright.sync_api import Page as Window
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser as Page
from werkzeug.test import TestResponse

from backfile import main
from engines import open_index
from indexer.capture import Capture
from indexer.identity import article_id, identity_key
from tests.archive import http, page, record, response, write_warc
from tests.browser import chromium, executable, served
from webapp import create_app
from webapp.archived import charset_of
from webapp.settings import BadSettingError, Settings

URL = "https://example.com/новини/{}"
SCRIPT = (
    "<script>document.title = 'зламано'; parent.location = 'https://evil.example/'</script>"
    "<img src='https://evil.example/p.png' onerror='alert(1)'><base href='https://evil.example/'>"
    "<meta http-equiv='refresh' content='0; url=https://evil.example/'>"
    "<form action='https://evil.example/'><button>Об’єднати</button></form><iframe src='https://evil.example/'></iframe>"
)
Open = Callable[..., FlaskClient]


def id_of(number: int) -> str:
    return article_id(identity_key(URL.format(number)))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return an indexed archive: a WARC of three pages, one hostile, one captured twice; a page in cp1251, a text."""
    folder = tmp_path / "архів"
    folder.mkdir()
    write_warc(folder / "а.warc.gz", [1, 2])
    hostile = page(3).replace("</article>", f"{SCRIPT}</article>")
    later = record(http(page(2, text="Пізніше об’єднання читачів. " * 20).encode()), URL.format(2))
    kinds = [record(http(hostile.encode()), URL.format(3)), later.replace(b"2024-11-11", b"2025-02-03")]
    (folder / "б.warc.gz").write_bytes(b"".join(gzip.compress(one, mtime=0) for one in kinds))
    saved = page(4, url=URL.format(4)).replace("utf-8", "windows-1251").replace("№", "N").encode("cp1251")
    (folder / "стаття.html").write_bytes(saved)
    result = CliRunner().invoke(main, ["index", str(folder), "--index", str(tmp_path / "index")])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def room(archive: Path) -> Iterator[Open]:
    """Return what opens the app over the index, with these settings."""
    engines = []

    def opened(**settings: object) -> FlaskClient:
        engines.append(open_index(str(archive.parent / "index")))
        browser = create_app(Settings(**settings), engines[-1]).test_client()  # type: ignore[arg-type]
        browser.environ_base["HTTP_HOST"] = "localhost"
        return browser

    yield opened
    for engine in engines:
        engine.close()


def capture_links(answer: TestResponse) -> list[str]:
    """Return the addresses of the archived pages that an article's page names."""
    links = [str(node.attributes["href"]) for node in Page(answer.text).css("#captures a")]
    return [link for link in links if "/archived/" in link]


def frame(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    node = Page(answer.text).css_first("iframe")
    assert node is not None
    assert node.attributes["sandbox"] in ("", None)
    return str(node.attributes["src"])


@pytest.mark.parametrize("tongue", ["uk", "en", "ru"])
def test_from_the_article_to_the_archived_page_and_its_very_bytes(room: Open, tongue: str) -> None:
    browser = room()
    (link,) = capture_links(browser.get(f"/articles/{id_of(1)}?ui={tongue}&q=сусіди"))
    shown = browser.get(link)
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in shown.text
    assert "архів:а.warc.gz#0" in shown.text
    assert "11" in shown.text
    assert "2024" in shown.text
    assert URL.format(1) in shown.text
    same = {"uk": "той самий", "en": "the same as", "ru": "тот же"}
    assert f"✓ {same[tongue]}" in shown.text
    back = Page(shown.text).css_first(".trail a")
    assert back is not None
    assert browser.get(str(back.attributes["href"])).status_code == 200
    bare = browser.get(frame(shown))
    assert bare.data == page(1).encode()
    assert bare.content_type == "text/html; charset=utf-8"


def test_an_index_on_elasticsearch_knows_its_archives_too(archive: Path, elastic_address: str) -> None:
    assert CliRunner().invoke(main, ["index", str(archive), "--index", elastic_address]).exit_code == 0
    with closing(open_index(elastic_address)) as engine:
        browser = create_app(Settings(), engine).test_client()
        browser.environ_base["HTTP_HOST"] = "localhost"
        (link,) = capture_links(browser.get(f"/articles/{id_of(1)}"))
        assert browser.get(frame(browser.get(link))).data == page(1).encode()


def test_an_archived_page_may_do_nothing(room: Open) -> None:
    browser = room()
    around = browser.get(f"/articles/{id_of(3)}/archived")
    assert "evil.example" not in around.text
    policy = around.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "script-src" not in policy
    bare = browser.get(frame(around))
    assert SCRIPT in bare.text
    rules = [rule.strip() for rule in bare.headers["Content-Security-Policy"].split(";")]
    assert rules == [
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
    assert bare.headers["X-Content-Type-Options"] == "nosniff"
    assert bare.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert bare.headers["Referrer-Policy"] == "no-referrer"
    assert bare.headers["Cache-Control"] == "no-store"
    assert bare.headers["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert "Set-Cookie" not in bare.headers


def test_each_capture_is_shown_as_it_was(room: Open) -> None:
    browser = room()
    links = capture_links(browser.get(f"/articles/{id_of(2)}"))
    texts = [browser.get(frame(browser.get(link))).text for link in links]
    assert ["Пізніше" in text for text in texts] == [True, False]
    assert browser.get(frame(browser.get(f"/articles/{id_of(2)}/archived"))).text == texts[0]
    older = Page(browser.get(links[1]).text)
    current = older.css_first("[aria-current=page] time")
    assert current is not None
    assert current.attributes["datetime"] == "2024-11-11T09:30:00Z"
    assert [str(a.attributes["href"]) for a in older.css("main nav a")] == [links[0]]


def test_a_saved_page_in_an_old_charset_is_shown_in_it(room: Open) -> None:
    browser = room()
    bare = browser.get(frame(browser.get(f"/articles/{id_of(4)}/archived")))
    assert "відкрили бібліотеку" in bare.data.decode("cp1251")
    assert bare.content_type == "text/html"  # the page names its charset itself


@pytest.mark.parametrize(
    ("payload", "said", "charset"),
    [
        ("Об’єднання".encode(), "windows-1251", "utf-8"),
        ("Об'єднання".encode("cp1251"), "windows-1251", "windows-1251"),
        ("<meta charset=koi8-u>Ніч".encode("koi8-u"), None, ""),
        (("Мешканці села відкрили бібліотеку. " * 9).encode("cp1251"), None, "windows-1251"),
        (("Мешканці села відкрили бібліотеку. " * 9).encode("cp1251"), "x\r\nSet-Cookie: a=b", "windows-1251"),
    ],
)
def test_a_page_is_shown_in_its_charset(payload: bytes, said: str | None, charset: str) -> None:
    assert charset_of(Capture(payload=payload, url=None, captured=None, locator="а:б", charset=said)) == charset


def test_bytes_that_were_changed_are_not_shown(room: Open, archive: Path) -> None:
    path = archive / "стаття.html"
    path.write_bytes(path.read_bytes() + "зайве".encode("cp1251"))
    browser = room()
    for part in ("", f"/{capture_links(browser.get(f'/articles/{id_of(4)}'))[0].rsplit('/', 1)[1]}/page"):
        answer = browser.get(f"/articles/{id_of(4)}/archived{part}?ui=en")
        assert answer.status_code == 409
        assert "not those that were indexed" in answer.text
        assert "backfile verify" in answer.text
        assert "відкрили" not in answer.text


def test_an_archive_whose_records_moved_is_not_shown(room: Open, archive: Path) -> None:
    write_warc(archive / "а.warc.gz", [7, 1])
    assert room().get(f"/articles/{id_of(1)}/archived").status_code == 409


def test_a_moved_archive_is_named_and_found_again_where_it_is_said_to_lie(room: Open, archive: Path) -> None:
    moved = archive.rename(archive.parent / "інше місце")
    browser = room()
    assert capture_links(browser.get(f"/articles/{id_of(1)}")) == []
    answer = browser.get(f"/articles/{id_of(1)}/archived?ui=uk")
    assert answer.status_code == 404
    assert "--archives архів=PATH" in answer.text
    assert str(archive.parent) not in answer.text
    told = room(archives=(("архів", str(moved)),))
    assert len(capture_links(told.get(f"/articles/{id_of(1)}"))) == 1
    assert told.get(frame(told.get(f"/articles/{id_of(1)}/archived"))).data == page(1).encode()
    again = ["index", str(moved), "--archives", f"архів={moved}", "--index", str(archive.parent / "index")]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert room().get(f"/articles/{id_of(1)}/archived").status_code == 200


def test_a_file_that_is_gone_is_said_to_be_gone(room: Open, archive: Path) -> None:
    (archive / "а.warc.gz").unlink()
    answer = room().get(f"/articles/{id_of(1)}/archived?ui=ru")
    assert answer.status_code == 404
    assert "Архива нет на месте" in answer.text


def test_without_any_archive_the_article_is_read_all_the_same(room: Open, archive: Path) -> None:
    shutil.rmtree(archive)
    answer = room().get(f"/articles/{id_of(1)}")
    assert answer.status_code == 200
    assert "/archived" not in answer.text


@pytest.mark.parametrize("part", ["", "/archived", "/archived/0123456789abcdef/page"])
def test_a_withdrawn_article_answers_410_and_none_of_its_text(room: Open, archive: Path, part: str) -> None:
    with closing(open_index(str(archive.parent / "index"), write=True)) as engine:
        engine.withdraw(id_of(1), "прохання", "2025-01-01T00:00:00Z")
    answer = room().get(f"/articles/{id_of(1)}{part}?ui=uk")
    assert answer.status_code == 410
    assert "Цю статтю вилучено" in answer.text
    assert "відкрили" not in answer.text
    assert "прохання" not in answer.text
    assert room().get(f"/api/v1/articles/{id_of(1)}").status_code == 410


@pytest.mark.parametrize("path", ["невідома/archived", "{}/archived/0123456789abcdef", "{}/archived/../../x/page"])
def test_what_was_never_captured_is_not_found(room: Open, path: str) -> None:
    assert room().get(f"/articles/{path.format(id_of(1))}").status_code == 404


def test_links_stand_below_the_prefix(room: Open) -> None:
    browser = room(prefix="/news", behind_proxy=True)
    (link,) = capture_links(browser.get(f"/news/articles/{id_of(1)}"))
    assert link.startswith("/news/articles/")
    inner = frame(browser.get(link))
    assert inner.startswith("/news/articles/")
    assert browser.get(inner).data == page(1).encode()


def test_a_page_deep_in_a_file_gzipped_as_a_whole_is_refused(
    room: Open, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gzip.compress(response(8) + response(9), mtime=0)
    (archive / "в.warc.gz").write_bytes(whole)
    arguments = ["index", str(archive), "--index", str(archive.parent / "index")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    browser = room()
    assert browser.get(f"/articles/{id_of(9)}/archived").status_code == 200
    monkeypatch.setattr("webapp.archived.MOST_UNPACKED", 100)
    assert browser.get(f"/articles/{id_of(8)}/archived").status_code == 200
    answer = browser.get(f"/articles/{id_of(9)}/archived?ui=en")
    assert (answer.status_code, "too deep" in answer.text) == (409, True)


def test_a_setting_says_where_archives_lie() -> None:
    given = os.pathsep.join(["архів=/mnt/новий диск/архів", "old=/srv/a=b"])
    expected = (("архів", "/mnt/новий диск/архів"), ("old", "/srv/a=b"))
    assert Settings.from_environ({"BACKFILE_ARCHIVES": given}).archives == expected
    with pytest.raises(BadSettingError, match="BACKFILE_ARCHIVES"):
        Settings.from_environ({"BACKFILE_ARCHIVES": "/srv/архів"})


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_in_a_browser_a_hostile_page_is_seen_and_does_nothing(archive: Path) -> None:
    path = executable()
    if path is None:
        pytest.skip("no Chromium: `make browser` installs one, or set BACKFILE_TEST_CHROMIUM")
    with (
        closing(open_index(str(archive.parent / "index"))) as engine,
        served(engine) as address,
        chromium(path) as browser,
    ):
        window: Window = browser.new_page()
        asked: list[str] = []
        window.on("requestfinished", lambda request: asked.append(request.url))  # what the policy stops never is
        window.set_viewport_size({"width": 390, "height": 844})
        window.on("dialog", lambda dialog: asked.append(dialog.message))
        window.goto(f"{address}/articles/{id_of(3)}/archived?ui=uk")
        inside = window.frame_locator("iframe")
        expect(inside.get_by_role("heading", name="Бібліотека № 3")).to_be_visible()
        inside.get_by_role("button", name="Об’єднати").click()
        window.wait_for_timeout(300)
        assert window.evaluate("document.documentElement.scrollWidth") <= 390
        assert "Бібліотека № 3" in window.title()
        assert window.url.startswith(address)
        window.get_by_role("link", name="Сама архівна сторінка").press("Enter")
        expect(window).to_have_url(re.compile("/page$"))
        expect(window.get_by_role("heading", name="Бібліотека № 3")).to_be_visible()
        window.wait_for_timeout(300)
        assert window.title() == "Бібліотека № 3"
        assert [url for url in asked if not url.startswith(address)] == []
