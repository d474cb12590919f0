"""Where an index lies: an address, taken apart; and the names of all that belongs to it.

In: ``http(s)://host:port[,host…]/NAME``. Out: the hosts, the name, and from the name every alias and index. Nothing
outside ``NAME`` and ``NAME-*`` is ever touched.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from engines.contract import BadRequest

DEFAULT_NAME = "backfile"
CAPTURES = "captures"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_PORTS = {"http": 9200, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The servers of one cluster, and the name of an index on it."""

    hosts: tuple[str, ...]
    name: str = DEFAULT_NAME

    def __str__(self) -> str:
        """Write it as one address again; it never holds a password.

        >>> str(parse_address("http://a:9200,b:9201/novyny"))
        'http://a:9200,b:9201/novyny'
        """
        scheme = self.hosts[0].partition("://")[0]
        return f"{scheme}://{','.join(host.partition('://')[2] for host in self.hosts)}/{self.name}"


def parse_address(text: str) -> Address:
    """Take an address apart.

    >>> parse_address("http://127.0.0.1:9200")
    Address(hosts=('http://127.0.0.1:9200',), name='backfile')
    >>> parse_address("https://es1,es2:9243/news").hosts
    ('https://es1:443', 'https://es2:9243')
    """
    scheme, separator, rest = text.strip().partition("://")
    scheme = scheme.lower()
    if not separator or scheme not in _PORTS:
        raise BadRequest(f"{text!r} is no address of a cluster: it looks like http://host:9200/NAME")
    hosts, _, name = rest.partition("/")
    name = name.strip("/") or DEFAULT_NAME
    if "@" in hosts:
        raise BadRequest(
            "the address holds a user or a password, which would stand in logs and process lists: take it out, and put "
            "an API key into BACKFILE_API_KEY_FILE (a path) or BACKFILE_API_KEY"
        )
    if not _NAME.fullmatch(name):
        raise BadRequest(
            f"{name!r} cannot name an index: small Latin letters, digits and -, _, . only, a letter or digit first"
        )
    return Address(tuple(_host(scheme, host.strip(), text) for host in hosts.split(",")), name)


def _host(scheme: str, host: str, text: str) -> str:
    try:
        parts = urlsplit(f"{scheme}://{host.removeprefix(f'{scheme}://')}")
        port = parts.port or _PORTS[scheme]
    except ValueError:
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        raise BadRequest(f"{text!r} names no host: it looks like http://host:9200,other:9200/NAME")
    bare = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{scheme}://{bare}:{port}"


@dataclass(frozen=True, slots=True)
class Names:
    """The aliases and indices of one name.

    >>> names = Names("novyny")
    >>> names.read, names.write("uk"), names.captures
    ('novyny', 'novyny-uk', 'novyny-captures')
    >>> names.index("uk", "20260301120000-ab12")
    'novyny-uk-20260301120000-ab12'
    >>> names.parts("novyny-uk-20260301120000-ab12")
    ('uk', '20260301120000-ab12')
    >>> names.parts("novyny-of-mine") is None
    True
    """

    name: str

    @property
    def read(self) -> str:
        return self.name

    @property
    def captures(self) -> str:
        return self.write(CAPTURES)

    @property
    def all(self) -> str:
        return f"{self.name}-*"

    def write(self, language: str) -> str:
        return f"{self.name}-{language}"

    def index(self, language: str, generation: str) -> str:
        return f"{self.name}-{language}-{generation}"

    def parts(self, index: str) -> tuple[str, str] | None:
        """Return language (or "captures") and generation of an index of ours, None for any other."""
        found = re.fullmatch(rf"{re.escape(self.name)}-([a-z]{{2,3}}|{CAPTURES})-(\d{{14}}-[0-9a-f]{{4}})", index)
        return (found[1], found[2]) if found else None


def new_generation_name() -> str:
    """Return a name that sorts by time and is never given twice."""
    return f"{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(2)}"
