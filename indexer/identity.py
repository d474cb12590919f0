"""Identity: which article a capture belongs to.

In: the URLs a page and its archive name. Out: the article's URL, its identity key and its id. The same article reached
by http or https, with or without `www.`, from a newsletter or by AMP has one key; a hundred pages that all name the
home page as their canonical address stay a hundred articles.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache, lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract

import mappings

_DOORS = ("www.", "m.", "amp.")  # hosts that serve the same pages under another name
_DEFAULT_PORTS = frozenset({80, 443})
_SAME_PAGE = re.compile(r"[/._-]+(?:amp|print|(?:(?:page|p)[/._=-]?)?\d{1,3})(?:\.s?html?|/)*", re.IGNORECASE)


def article_url(canonical: str | None, og_url: str | None, capture_url: str | None) -> str | None:
    """Return the URL of the article that a page shows: the one it names, if that can be believed, else the capture's.

    `canonical` is rel=canonical, `og_url` og:url, both as printed (relative ones are resolved against the capture);
    `capture_url` is what the archive says. Without a capture URL, whatever the page names is believed unless it is
    a home page. None means that there is no URL at all.

    >>> article_url("https://www.example.com/a/5", None, "https://m.example.com/a/5/amp")
    'https://www.example.com/a/5'
    >>> article_url("https://example.com/", None, "https://example.com/новини/5")
    'https://example.com/новини/5'
    """
    for named in (canonical, og_url):
        url = _joined(capture_url, named)
        if url and _believed(url, capture_url):
            return url
    return capture_url or None


def identity_key(url: str) -> str:
    """Return what two URLs of one article share: https, the bare host, no port, fragment or tracking parameters.

    Other parameters are sorted, the path is untouched. Anything that is no http(s) URL comes back as it is; the key of
    a key is itself.

    >>> identity_key("http://www.Example.com:80/Новини?utm_source=x&b=2&a=1#top")
    'https://example.com/Новини?a=1&b=2'
    """
    parts = _split(url)
    if parts is None:
        return url.strip()
    host = _bare_host(parts.hostname or "")
    port = "" if parts.port is None or parts.port in _DEFAULT_PORTS else f":{parts.port}"
    tracked = _tracking()
    query = sorted(part for part in parts.query.split("&") if part and not tracked(part.partition("=")[0].lower()))
    return urlunsplit(
        ("https", f"[{host}]{port}" if ":" in host else host + port, parts.path or "/", "&".join(query), "")
    )


def payload_key(payload_hash: str) -> str:
    """Return the identity key of a page without any URL, from the SHA-256 (hex) of its bytes."""
    return f"urn:sha256:{payload_hash}"


def article_id(key: str) -> str:
    """Return the article's id: the first 16 bytes of SHA-256 of its identity key, base64url without padding.

    >>> article_id("https://example.com/")
    'DxFdsGK3wN0DCxaHjJnepQ'
    """
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


@lru_cache(maxsize=4096)
def registrable_domain(host: str) -> str:
    """Return the part of a host that somebody registered, in the registered (ASCII) form.

    Domains below which strangers publish (`blogspot.com`, `co.ua`) count as suffixes; an address or a suffix comes back
    whole; of a host in no known domain the last two labels count.

    >>> registrable_domain("www.bbc.co.uk"), registrable_domain("127.0.0.1"), registrable_domain("m.example.test")
    ('bbc.co.uk', '127.0.0.1', 'example.test')
    """
    host = _ascii(host.lower().rstrip("."))
    found = _suffixes()(host)
    if found.suffix or found.ipv4 or ":" in host:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


def _believed(url: str, capture_url: str | None) -> bool:
    named, held = _split(url), _split(capture_url or "")
    if named is None:
        return False
    is_home = not named.path.strip("/") and not named.query
    if held is None:
        return not is_home
    if registrable_domain(named.hostname or "") != registrable_domain(held.hostname or ""):
        return False
    if is_home:
        return not held.path.strip("/") and not held.query
    rest = _rest(named.path.rstrip("/"), held.path.rstrip("/"))
    return not rest or _SAME_PAGE.fullmatch(rest) is not None


def _rest(prefix: str, path: str) -> str:
    """Return what `path` has after `prefix`; empty when it does not begin with it."""
    return path[len(prefix) :] if path.startswith(prefix) else ""


def _joined(capture_url: str | None, named: str | None) -> str:
    """Return the named URL made absolute; empty when there is none or it cannot be read."""
    try:
        return urljoin(capture_url or "", named.strip()) if named and named.strip() else ""
    except ValueError:
        return ""


def _split(url: str) -> SplitResult | None:
    """Return the parts of an http(s) URL; None for anything else."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def _bare_host(host: str) -> str:
    host = _ascii(host.lower().rstrip("."))
    while door := next((d for d in _DOORS if host.startswith(d)), None):
        rest = host.removeprefix(door)
        if "." not in rest or (
            door != "www." and _suffixes()(rest).suffix == rest
        ):  # m.ua, m.co.uk: names of their own
            break
        host = rest
    return host


def _ascii(host: str) -> str:
    """Return an international host in its registered form, `новини.укр` as `xn--b1amarcd.xn--j1amh`."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


@cache
def _suffixes() -> TLDExtract:
    """The list that came with the package: identity must not change with the day, the network or a cache folder."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@cache
def _tracking() -> Callable[[str], bool]:
    """Return what tells a tracking parameter by its lower-case name; a trailing `*` there is any ending."""
    names = [name.lower() for name in mappings.tracking_parameters()]
    exact = frozenset(name for name in names if not name.endswith("*"))
    beginnings = tuple(name[:-1] for name in names if name.endswith("*"))
    return lambda name: name in exact or name.startswith(beginnings)
