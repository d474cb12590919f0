"""What a page's share buttons carry: its own address, and its headline.

In: `Page`. Out: an address, or none; texts. Used where archive and metadata tell none; what many links agree on is
believed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from urllib.parse import parse_qsl, unquote, urlsplit

from indexer.extract.page import Page

SHARING = re.compile(
    r"share|intent/|tweet|^mailto:|wa\.me|whatsapp|telegram|//t\.me/|pinterest|reddit\.com/submit|vk\.com",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://[^\s&\"'<>]+", re.IGNORECASE)
SPEAKING = frozenset({"title", "text", "subject", "body", "t"})  # what buttons call the text that they pass on
LONGEST = 4_000  # characters of what a link passes on
MOST_PARTS = 40  # parameters of an address


def shared_address(page: Page) -> str | None:
    """Return the address that the links for sharing name most often; home pages do not count.

    >>> from indexer.extract.page import open_page
    >>> link = "<a href='https://{}.example/share?u=https%3A%2F%2Fновини.example%2F2024%2F11%2F11%2F5%2F'>Поділитися</a>"
    >>> shared_address(open_page((link.format("one") + link.format("other")).encode()))
    'https://новини.example/2024/11/11/5/'
    """
    found: Counter[str] = Counter()
    for href in page.hrefs:  # share buttons are no part of the layout
        if "http" in href[4:] and SHARING.search(href):
            inner = ADDRESS.search(unquote(href), 8)
            if inner and _is_page(inner[0]):
                found[inner[0].split("?")[0]] += 1
    title = _plain(f"{page.title_tag} {page.anchor.text if page.anchor else ''}")
    return next((address for address, times in found.most_common(3) if times > 1 or _speaks_of(address, title)), None)


def shared_texts(page: Page) -> list[tuple[str, str]]:
    """Return (service, text) of what the links for sharing pass on, without addresses and repetitions; letters are
    passed on by "mailto".

    >>> from indexer.extract.page import open_page
    >>> link = "<a href='https://one.example/share?text=Міст%20відкрили%20https%3A%2F%2Fновини.example%2F5'>Поділитися</a>"
    >>> shared_texts(open_page(link.encode()))
    [('one.example', 'Міст відкрили')]
    """
    found: dict[tuple[str, str], None] = {}
    for href in page.hrefs:
        address, _, query = href.partition("?")
        if not query or len(query) > LONGEST or query.count("&") > MOST_PARTS or not SHARING.search(href):
            continue
        service = "mailto" if address.lower().startswith("mailto:") else address.split("//")[-1].split("/")[0]
        for name, value in parse_qsl(query):
            if name.lower() in SPEAKING and (text := " ".join(ADDRESS.sub(" ", value).split())):
                found[service, text] = None
    return list(found)


def _speaks_of(address: str, title: str) -> bool:
    """Tell whether an address has several words, and they are those of the page's title."""
    words: list[str] = re.findall(r"[a-z]{4,}", _plain(urlsplit(address).path.rsplit(".", 1)[0]))
    return len(words) > 3 and 3 * sum(word in title for word in words) >= len(words)


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _is_page(address: str) -> bool:
    try:
        return len(urlsplit(address).path.strip("/")) > 3
    except ValueError:
        return False
