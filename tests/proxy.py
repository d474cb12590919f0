"""A faulty network between a client and a real node.

In: the node's address. Out: an address of its own that passes everything on, until it is told to drop connections, to
swallow answers or to answer 429 itself.
"""

from __future__ import annotations

import http.client
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


class Proxy:
    """A forwarding HTTP server on a free port; with `tls` it speaks https to its clients."""

    def __init__(self, target: str, tls: ssl.SSLContext | None = None) -> None:
        self.host = urlsplit(target).netloc
        self.drop = False  # no answer to anything
        self.swallow = 0  # so many bulk requests are passed on and their answers lost
        self.dropped = self.refused = 0
        self._status, self._times = 0, 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def refuse(self, status: int, times: int) -> None:
        """Answer so many bulk requests with this status."""
        self._status, self._times = status, times

    def mend(self) -> None:
        self.drop = False

    def refusal(self) -> int:
        with self._lock:
            if self._times == 0:
                return 0
            self._times -= 1
            self.refused += 1
            return self._status

    def lost(self) -> bool:
        with self._lock:
            if self.swallow:
                self.swallow -= 1
                return True
            return False

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            bulk = "/_bulk" in self.path
            status = proxy.refusal() if bulk and not proxy.drop else 0
            if proxy.drop:
                proxy.dropped += 1
                self.close_connection = True
            elif status:
                self._answer(
                    status, [("x-elastic-product", "Elasticsearch"), ("content-type", "application/json")], b"{}"
                )
            else:
                self._pass_on(body, lost=bulk and proxy.lost())

        def _pass_on(self, body: bytes, *, lost: bool) -> None:
            node = http.client.HTTPConnection(proxy.host, timeout=60)
            headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "connection")}
            node.request(self.command, self.path, body, headers)
            answer = node.getresponse()
            content = answer.read()
            node.close()
            if lost:
                self.close_connection = True
                return
            kept = [
                (key, value)
                for key, value in answer.getheaders()
                if key.lower() not in ("content-length", "transfer-encoding")
            ]
            self._answer(answer.status, kept, content)

        def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            for key, value in headers:
                self.send_header(key, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler
