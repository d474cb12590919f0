"""What an operator may set. In: environment variables. Out: one frozen value that `create_app` is given."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

TONGUES = ("uk", "en", "ru")  # the languages the interface speaks
LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_PREFIX = re.compile(r"(?:/[A-Za-z0-9_-]+)+")


class BadSettingError(ValueError):
    """An environment variable that cannot be understood; the message names it and says what it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of the web app, all with a default.

    >>> Settings.from_environ({"BACKFILE_HOSTS": "archive.example, Search.Example"}).hosts
    ('archive.example', 'search.example')
    """

    index: str = "backfile-index"  # BACKFILE_INDEX: a folder, or an http(s) address
    hosts: tuple[str, ...] = ()  # BACKFILE_HOSTS: names, by commas, that the app answers to besides loopback
    ui: str = "en"  # BACKFILE_UI: the interface's language where the browser asks for none that it speaks
    behind_proxy: bool = False  # BACKFILE_BEHIND_PROXY: 1 when a reverse proxy's X-Forwarded headers are to be believed
    prefix: str = ""  # BACKFILE_PREFIX: the path that all addresses begin with, as /archive
    log_level: str = "warning"  # BACKFILE_LOG_LEVEL: debug, info (a line for each request), warning or error
    log_format: str = "text"  # BACKFILE_LOG_FORMAT: text, or json for programs
    archives: tuple[
        tuple[str, str], ...
    ] = ()  # BACKFILE_ARCHIVES: NAME=PATH, several by : (on Windows ;), where archives lie here
    log_queries: bool = False  # BACKFILE_LOG_QUERIES: 1 writes down what people search for

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings that these environment variables make; an empty one counts as not set.

        Raises BadSettingError with the variable's name and what it may hold.
        """
        usual = cls()
        given = {field.name: environ.get(f"BACKFILE_{field.name.upper()}", "").strip() for field in fields(cls)}
        hosts = (host.strip().lower() for host in given["hosts"].split(","))
        return cls(
            index=given["index"] or usual.index,
            hosts=tuple(host for host in hosts if host),
            ui=_one_of("UI", given["ui"] or usual.ui, TONGUES),
            behind_proxy=_flag("BEHIND_PROXY", given["behind_proxy"]),
            prefix=_prefix(given["prefix"]),
            log_level=_one_of("LOG_LEVEL", given["log_level"] or usual.log_level, LEVELS),
            log_format=_one_of("LOG_FORMAT", given["log_format"] or usual.log_format, FORMATS),
            archives=_archives(given["archives"]),
            log_queries=_flag("LOG_QUERIES", given["log_queries"]),
        )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The host names, without port, that requests may be addressed to."""
        return frozenset(LOOPBACK) | frozenset(self.hosts)


def _one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadSettingError(f"BACKFILE_{name} is {value!r}; it may be one of {', '.join(allowed)}.")
    return value


def _flag(name: str, value: str) -> bool:
    return _one_of(name, value or "0", ("0", "1")) == "1"


def _archives(value: str) -> tuple[tuple[str, str], ...]:
    """Return the names of archive folders and where they lie on this machine."""
    found = tuple((name, path) for name, _, path in (part.partition("=") for part in value.split(os.pathsep) if part))
    if not all(name and path for name, path in found):
        raise BadSettingError(
            f"BACKFILE_ARCHIVES is {value!r}; it may be NAME=PATH, several with {os.pathsep} between."
        )
    return found


def _prefix(value: str) -> str:
    """Return the prefix without slashes at its end; plain letters alone, as it stands in every link."""
    prefix = value.rstrip("/")
    if prefix and not _PREFIX.fullmatch(prefix):
        raise BadSettingError(
            f"BACKFILE_PREFIX is {value!r}; it may be a path of letters, digits, - and _, such as /archive."
        )
    return prefix
