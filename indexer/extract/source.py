"""The publisher of an article and the host it was on.

In: `Page`, `Site`, or an address. Out: `source`, one value for all editions of a publisher, and `site`, the host.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from indexer.extract.found import Found
from indexer.identity import registrable_domain
from indexer.sites import Site


def source(url: str | None, site: Site) -> Found[str]:
    """Return the publisher: its profile's name, else the registrable domain, else "".

    >>> source("https://ukr.news.example/1", Site()).value
    'news.example'
    """
    name = host(url)
    rivals = (("registrable domain", registrable_domain(name)),) if name else ()
    if site.name:
        return Found(site.name, "profile", rivals)
    return Found(rivals[0][1], rivals[0][0]) if rivals else Found("")


def host(url: str | None) -> str:
    """Return the host of an address, without "www."; "" if there is none.

    >>> host("https://www.Новини.example:8080/1"), host("not an address")
    ('новини.example', '')
    """
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    except ValueError:
        return ""
