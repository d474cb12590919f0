"""One file per field; together Capture to Article or Skipped.

In: a page's bytes and what its archive knows of it. Out: `read` gives the `Article`, or `Skipped` with the reason. The
steps: bounds and character set, one parse and one walk (`page.py`), the text (`body.py`), whether it is an article at
all (`page_kind.py`), then each field by its own pure function.
"""

from __future__ import annotations

from typing import Literal

from indexer.capture import Capture, Reason, Skipped
from indexer.extract.encoding import decode
from indexer.extract.fields import Fields, address, article_of, find, find_in_text
from indexer.extract.page import open_page
from indexer.extract.payload import UnreadableError, unpack
from indexer.sites import Site, site_for, site_of_text
from mappings.article import Article

__all__ = ["Article", "Skipped", "examine", "read", "read_capture"]

MOST_DAMAGE = 0.3  # of a text's characters may be lost


def read(
    payload: bytes,
    url: str | None = None,
    *,
    captured: str | None = None,
    charset: str | None = None,
    kind: Literal["html", "text"] = "html",
    locator: str = "",
) -> Article | Skipped:
    """Read the article on an archived page.

    `payload` is the page as it was served, transfer encodings undone; `url` where it was; `captured` when, in UTC
    ("2024-11-11T09:30:00Z"): a later date is never believed. `charset` is what HTTP declared; the page's own bytes may
    overrule it. `kind` "text" is a plain-text capture. `locator` is passed on. What holds no article gives `Skipped`,
    with one of the reasons of `indexer.capture`; no input raises.

    >>> page = "<title>Рада ухвалила закон</title><h1>Рада ухвалила закон</h1>" + "<p>Депутати підтримали його.</p>" * 9
    >>> article = read(page.encode("windows-1251"), "https://news.example/politics/12345-zakon", charset="cp1251")
    >>> article.title, article.language, article.source
    ('Рада ухвалила закон', 'uk', 'news.example')
    >>> read(b"%PDF-1.7").outcome
    'not HTML'
    """
    found = examine(payload, url, captured=captured, charset=charset, kind=kind)
    if isinstance(found, Fields):
        return article_of(found, payload, captured=captured, locator=locator)
    outcome, reason = found
    return Skipped(locator=locator, url=url, outcome=outcome, reason=reason)


def read_capture(capture: Capture) -> Article | Skipped:
    """Read the article in a capture as an archive gives it."""
    return read(
        capture.payload,
        capture.url,
        captured=capture.captured,
        charset=capture.charset,
        kind=capture.kind,
        locator=capture.locator,
    )


def examine(
    payload: bytes,
    url: str | None = None,
    *,
    captured: str | None = None,
    charset: str | None = None,
    kind: Literal["html", "text"] = "html",
    site: Site | None = None,
    rivals: bool = False,
) -> Fields | tuple[Reason, str]:
    """Return every field with the rule that found it; or the outcome and why there is no article.

    `site` stands in for the profile that the URL has; `rivals`: also ask the rules that are not needed for an answer.
    """
    try:
        markup = unpack(payload, kind)
    except UnreadableError as error:
        return error.outcome, str(error)
    if kind == "text":
        decoded = decode(markup, charset).markup
        text = decoded if isinstance(decoded, str) else decoded.decode("utf-8", "replace")
        site = site or (site_for(url, captured) if url else site_of_text(text))
        fields = find_in_text(text, url, site, captured)
    else:
        page = open_page(markup, url, charset)
        site = site or site_for(url or address(page).value, captured)
        fields = find(page, site, captured, rivals=rivals)
    if not fields.body.value.paragraphs and not fields.lead.value:
        return "no text", "no paragraph of text on the page"
    if fields.damage > MOST_DAMAGE:
        return "undecodable", "its bytes are no text in any character set that was declared or detected"
    if fields.kind.value == "index":
        return "not an article", f"a list of articles: {fields.kind.rule}"
    return fields
