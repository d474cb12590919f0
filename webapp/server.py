"""The web app under a production server: several worker processes, each with a reader of its own.

In: settings, host and port. Out: nothing; it serves until it is interrupted. Why granian: docs/adr.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from engines import open_index
from engines.access import Access
from engines.contract import BackfileError
from webapp import create_app
from webapp.logs import configuration
from webapp.settings import Settings

THREADS = 4  # of each worker: one that waits for Elasticsearch or for a slow reader of an export keeps nobody else
MOST_WORKERS = 8


class PortTakenError(BackfileError):
    """The address cannot be listened on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the app is served."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return its address for a browser."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def application(settings: Settings) -> Flask:
    """Return the app over a reader of its own; each worker calls this once, at its start."""
    if sys.platform != "win32":
        os.setpgid(0, 0)  # Ctrl-C in a terminal is for the main process, which ends its workers
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return create_app(settings, open_index(settings.index, Access.from_environ(os.environ)))


def workers(cores: int | None, platform: str) -> int:
    """Return how many worker processes serve: one a core, two at least; granian has one only on Windows.

    >>> workers(1, "linux"), workers(4, "darwin"), workers(64, "linux"), workers(8, "win32")
    (2, 4, 8, 1)
    """
    return 1 if platform == "win32" else min(MOST_WORKERS, max(2, cores or 1))


def run(settings: Settings, place: Place, ready: Callable[[], None]) -> None:
    """Serve until interrupted; `ready` is called once a worker listens.

    Raises PortTakenError, and what `open_index` raises when the index cannot be read.
    """
    open_index(settings.index, Access.from_environ(os.environ)).close()
    _probe(place)
    multiprocessing.set_start_method("spawn", force=True)  # a reader has threads, and threads don't survive a fork
    count = workers(os.cpu_count(), sys.platform)
    server = Granian(
        "backfile",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=THREADS * 2 if count == 1 else THREADS,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,  # of granian alone; what the app logs is in the configuration
        log_dictconfig=configuration(settings),
    )
    server.on_startup(threading.Thread(target=_when_listening, args=(place, ready), daemon=True).start)
    server.on_startup(_end_on_hangup)
    server.serve(target_loader=partial(application, settings), wrap_loader=False)


def _when_listening(place: Place, ready: Callable[[], None]) -> None:
    """Call `ready` as soon as the address can be connected to."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place.host, place.host)
    while True:
        try:
            socket.create_connection((host, place.port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            ready()
            return


def _end_on_hangup() -> None:
    """A closed terminal ends the server; granian would start its workers anew."""
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def _end_with(parent: int) -> None:
    """End this worker when the main process has died without ending it."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _probe(place: Place) -> None:
    """Raise PortTakenError unless the address can be bound."""
    try:
        family, _, _, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":  # there it would let two servers share one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        advice = {
            errno.EADDRINUSE: f"Name another port: --port {place.port % 65535 + 1}",
            errno.EACCES: "Ports below 1024 are the system's; name a higher one with --port.",
        }.get(error.errno or 0, "Is --host an address of this machine?")
        reason = (error.strerror or str(error)).rstrip(".")
        raise PortTakenError(f"{place.host}:{place.port} cannot be listened on: {reason}. {advice}") from error
