"""The language editions of a story: links to the same story in other languages, and the key they share.

In: `Page`, `Site`. Out: `Found[Editions]`. Alternates that lead to home pages are a language menu, not editions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from indexer.extract.found import Found
from indexer.extract.language import primary
from indexer.extract.page import Page
from indexer.identity import identity_key, registrable_domain
from indexer.sites import Site
from mappings.article import Edition

HOME = re.compile(r"/?(?:[a-z]{2,3}(?:[-_][a-z]{2})?)?(?:/(?:index|default)\.\w+)?/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Editions:
    """The other editions of a story, and the key that all of them share, if there is one."""

    others: tuple[Edition, ...] = ()
    story: str | None = None


def editions(page: Page, site: Site, url: str | None = None) -> Found[Editions]:
    """Return the editions that a page names. `url` is the article's own, where it is not the capture's."""
    own = url or page.url or ""
    alternates = _alternates(page)
    fallback = alternates.pop("x-default", None)
    own_key = identity_key(own) if own else ""
    several = len({identity_key(address) for address in alternates.values()}) > 1
    others = tuple(
        Edition(code, address) for code, address in alternates.items() if several and identity_key(address) != own_key
    )
    if own and (known := site.story_id(own)):
        host = registrable_domain(urlsplit(own).hostname or "")
        return Found(Editions(others, f"{host}:{known}"), "profile")
    if not others:
        return Found(Editions())
    if fallback:
        return Found(Editions(others, identity_key(fallback)), "hreflang x-default")
    keys = [identity_key(address) for address in alternates.values()]
    return Found(Editions(others, min([*keys, *([own_key] if own_key else [])])), "hreflang")


def _alternates(page: Page) -> dict[str, str]:
    """Return address by language of <link rel="alternate" hreflang>; of several regions of a language the first."""
    found: dict[str, str] = {}
    for link in page.linked("alternate"):
        if not link.hreflang:
            continue
        code = "x-default" if link.hreflang.lower() == "x-default" else primary(link.hreflang)
        address = page.absolute(link.href)
        if code and code not in found and _is_page(address):
            found[code] = address
    return found


def _is_page(address: str) -> bool:
    """Tell whether an address is that of a page below a site's (or a language's) home page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    home = HOME.fullmatch(parts.path) and not parts.query
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not home
