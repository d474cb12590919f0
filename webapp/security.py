"""Who is answered, and what a browser may do with the answer. In: a request or a response. Out: the same, or a refusal.

The archive may hold what is not public, and its pages are other people's markup. So a request must be addressed to a
name that the operator allows (else any web site could read a local archive by DNS rebinding), and no page may load or
run anything but this app's own stylesheet and images.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import MisdirectedRequest

from webapp.settings import Settings

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a publisher does not learn who looks for what
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOREIGN = "Backfile answers only to names it was told. To add this one, set BACKFILE_HOSTS and start it again."


def host_name(header: str) -> str | None:
    """Return the name in a Host header, lower case and without port; None when it is none.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("[::1"), host_name("a@localhost")
    ('localhost', '::1', None, None)
    """
    try:
        parts = urlsplit(f"//{header}")
        whole = parts.netloc == header and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        return None
    return parts.hostname if whole else None


def guard(app: Flask, settings: Settings) -> None:
    """Make an app answer only requests for the allowed hosts, and send the security headers with every answer."""
    allowed = settings.allowed_hosts

    @app.before_request
    def refuse_foreign_hosts() -> None:
        if host_name(request.headers.get("Host", "")) not in allowed:
            raise MisdirectedRequest(FOREIGN)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
