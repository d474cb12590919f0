"""Behind a reverse proxy, and below a path of its own.

In: an app and settings. Out: the same app, which takes the visitor's address, the scheme and the name from the proxy's
headers and makes all links below the prefix. Nothing of it happens unless the operator says so: whoever reaches the app
without a proxy could write those headers himself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Application = Callable[["WSGIEnvironment", "StartResponse"], Iterable[bytes]]


def placed(application: Application, settings: Settings) -> Application:
    """Return a WSGI application that knows where it is.

    X-Forwarded-For, -Proto and -Host are believed from one proxy. X-Forwarded-Prefix is not: few proxies take it out of
    what visitors send, and it would stand before every link; the prefix is a setting.
    """
    if settings.prefix:
        application = _below(application, settings.prefix)
    if settings.behind_proxy:
        application = ProxyFix(application, x_for=1, x_proto=1, x_host=1, x_prefix=0)
    return application


def _below(application: Application, prefix: str) -> Application:
    """Return an application whose links begin with a prefix, whether the proxy takes it off the path or not."""

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        environ["SCRIPT_NAME"] = prefix
        return application(environ, start)

    return answer
