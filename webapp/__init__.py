"""FROM a question TO a page, a feed, a file or JSON.

In: settings, and an engine that is open for reading. Out: a Flask app. `search_url.py` reads addresses and makes links;
`pages.py`, `api.py` and `exports.py` answer them; the view modules make ready what the templates print.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from flask_babel import Babel  # type: ignore[import-untyped]

from engines.contract import Engine
from webapp import api, exports, pages
from webapp.errors import asked_here, pages_for_errors
from webapp.logs import log_requests
from webapp.pieces import Edition
from webapp.proxy import placed
from webapp.search_url import Asked, in_interface, link, rooted
from webapp.security import guard
from webapp.settings import TONGUES, Settings
from webapp.wording import gettext, ngettext, own_name, tongue

YEAR = 365 * 24 * 3600  # seconds a browser may keep a static file: its address changes with it


def create_app(settings: Settings, engine: Engine) -> Flask:
    """Return the web app over an open index. Run it under any WSGI server; it keeps no state of its own."""
    app = Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    log_requests(app, settings)
    guard(app, settings)
    Babel(app, locale_selector=partial(_tongue, settings))
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = gettext  # as Jinja's own, without a detour
    app.jinja_env.getattr = getattr  # type: ignore[assignment,method-assign]  # quicker, and what a page lacks is a fault
    pages_for_errors(app)
    for room in (pages.routes(engine, settings.archives), api.routes(engine), exports.routes(engine)):
        app.register_blueprint(room)
    versions = {file.name: _digest(file) for file in sorted((Path(__file__).parent / "static").iterdir())}
    app.context_processor(partial(_frame, versions))
    app.after_request(_name_language)
    app.wsgi_app = placed(app.wsgi_app, settings)  # type: ignore[assignment,method-assign]  # as Flask wraps
    return app


def _tongue(settings: Settings) -> str:
    """Return the interface's language: `ui` of the address, else what the browser likes best, else the setting."""
    asked = request.args.get("ui", "")
    if asked in TONGUES:
        return asked
    return request.accept_languages.best_match(TONGUES, settings.ui) or settings.ui


def _frame(versions: dict[str, str]) -> dict[str, object]:
    """Return what the frame around every page needs."""
    asked = asked_here()
    here = request.path if request.endpoint and request.endpoint.startswith("pages.") else "/"
    anywhere = Asked(ui=asked.ui)
    return {
        "ui": tongue(),
        "tongues": [
            Edition(own_name(code).capitalize(), code, link(in_interface(asked, code), here), code == tongue())
            for code in TONGUES
        ],
        "to_home": link(anywhere, "/"),
        "to_help": link(anywhere, "/help"),
        "asset": lambda name: f"{rooted('/static')}/{name}?v={versions[name]}",
    }


def _name_language(response: Response) -> Response:
    """Say which language a page is in, and that it hangs on the browser's."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", tongue())
        response.vary.add("Accept-Language")
    return response


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
