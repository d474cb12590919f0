"""What an operator may set. In: environment variables. Out: one frozen value that `create_app` is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TONGUES = ("uk", "en", "ru")  # the languages the interface speaks
LOOPBACK = ("localhost", "127.0.0.1", "::1")


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

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings that these environment variables make; an empty one counts as not set.

        Raises BadSettingError with the variable's name and what it may hold.
        """
        usual = cls()
        given = {name: environ.get(f"BACKFILE_{name}", "").strip() for name in ("INDEX", "HOSTS", "UI")}
        hosts = (host.strip().lower() for host in given["HOSTS"].split(","))
        return cls(
            index=given["INDEX"] or usual.index,
            hosts=tuple(host for host in hosts if host),
            ui=_tongue(given["UI"] or usual.ui),
        )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The host names, without port, that requests may be addressed to."""
        return frozenset(LOOPBACK) | frozenset(self.hosts)


def _tongue(value: str) -> str:
    if value not in TONGUES:
        raise BadSettingError(f"BACKFILE_UI is {value!r}; it may be one of {', '.join(TONGUES)}.")
    return value
