"""Whatever a page says, its letters are read."""

from __future__ import annotations

import pytest

from indexer.extract.encoding import decode
from indexer.extract.page import open_page

TEXT = (
    "<html><head>{meta}<title>Об'єднання громад</title></head><body><h1>Об'єднання громад</h1><p>"
    + "Верховна Рада ухвалила закон про об'єднання громад, якого чекали три роки. " * 6
    + "</body></html>"
)
RUSSIAN = (
    "<html><head>{meta}<title>Объединение общин</title></head><body><h1>Объединение общин</h1><p>"
    + "Парламент принял закон об объединении общин, которого ждали три года. " * 6
    + "</body></html>"
)


def headline(payload: bytes, charset: str | None = None) -> str:
    page = open_page(payload, charset=charset)
    assert page.anchor is not None
    return page.anchor.text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_ukrainian_page_without_a_declaration_is_read(charset: str) -> None:
    assert headline(TEXT.format(meta="").encode(charset)) == "Об'єднання громад"


@pytest.mark.parametrize("charset", ["koi8-r", "iso-8859-5", "cp866", "windows-1251"])
def test_a_russian_page_without_a_declaration_is_read(charset: str) -> None:
    assert headline(RUSSIAN.format(meta="").encode(charset)) == "Объединение общин"


def test_koi8_u_is_read_as_declared() -> None:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">'
    assert headline(TEXT.format(meta=meta).encode("koi8-u")) == "Об'єднання громад"


@pytest.mark.parametrize("said", ["utf-8", "iso-8859-1", "nonsense", "base64", "windows-1252"])
def test_a_wrong_declaration_is_overruled(said: str) -> None:
    assert headline(TEXT.format(meta=f"<meta charset={said}>").encode("windows-1251")) == "Об'єднання громад"


@pytest.mark.parametrize("said", ["windows-1251", "iso-8859-1", "koi8-r"])
def test_utf_8_is_read_whatever_http_and_the_page_say(said: str) -> None:
    assert headline(TEXT.format(meta=f"<meta charset={said}>").encode(), said) == "Об'єднання громад"


def test_http_comes_before_the_page() -> None:
    page = "<meta charset=koi8-u><p>Прем’єр".replace("’", "'").encode("windows-1251")
    assert decode(page, "windows-1251").rule == "HTTP"


def test_western_accents_stay_what_they_are() -> None:
    page = ("<meta charset=iso-8859-1><h1>Événement à Genève</h1>" + "<p>Où sont passés les élèves ?" * 30).encode(
        "cp1252"
    )
    assert headline(page) == "Événement à Genève"


def test_a_page_cut_within_a_letter_is_still_utf_8() -> None:
    assert decode(TEXT.format(meta="").encode()[:-200] + "є".encode()[:1]).charset == "utf-8"


def test_few_broken_bytes_do_not_make_a_page_another_charset() -> None:
    page = TEXT.format(meta="<meta charset=utf-8>").encode() + b"<p>\xff\xfe broken</p>"
    assert headline(page) == "Об'єднання громад"
