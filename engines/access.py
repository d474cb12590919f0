"""How an engine on a server is reached: keys and certificates, and how new indices are to be made.

In: the environment, or options of a command. Out: a frozen value. A key is read from a file or from the environment,
never from an address or a command line, so that it stands in no log and in no process list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engines.contract import BadRequest

VARIABLES = (
    "BACKFILE_API_KEY",
    "BACKFILE_API_KEY_FILE",
    "BACKFILE_USER",
    "BACKFILE_PASSWORD",
    "BACKFILE_PASSWORD_FILE",
    "BACKFILE_CA",
    "BACKFILE_FINGERPRINT",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a server asks for. Everything is optional: a node without security on loopback asks for nothing."""

    api_key: str = field(default="", repr=False)  # base64 as Elasticsearch gives it ("encoded")
    user: str = ""  # with a password: for `backfile elasticsearch setup`; all else wants an API key
    password: str = field(default="", repr=False)
    ca: Path | None = None  # certificate of the authority that signed the server's
    fingerprint: str = ""  # SHA-256 of the server's or the authority's certificate, hex
    shards: int | None = None  # of each new index; None: 1, or what `backfile elasticsearch setup` said
    replicas: int | None = None  # copies of each new index; None: one as soon as there is a second node
    patience: float = 600.0  # seconds that a load waits for a lost server before it gives up

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Access:
        """Read the variables named in `VARIABLES`; those that end in `_FILE` are paths of files that hold the secret.

        >>> Access.from_environ({"BACKFILE_API_KEY": "c2VjcmV0"})
        Access(user='', ca=None, fingerprint='', shards=None, replicas=None, patience=600.0)
        """
        ca = environ.get("BACKFILE_CA", "")
        return cls(
            api_key=_secret(environ, "BACKFILE_API_KEY"),
            user=environ.get("BACKFILE_USER", ""),
            password=_secret(environ, "BACKFILE_PASSWORD"),
            ca=Path(ca) if ca else None,
            fingerprint=environ.get("BACKFILE_FINGERPRINT", ""),
        )


def _secret(environ: Mapping[str, str], name: str) -> str:
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadRequest(
            f"{name}_FILE names {path}, which cannot be read: {why}. Check the path and its rights."
        ) from error
