"""What programs that save pages keep beside them, which is no page of its own.

In: a file's path. Out: what it belongs to. A browser saves a page with a folder of its parts (`Page_files`). HTTrack
keeps in `hts-cache` what servers sent, errors included, and writes an index of its mirrors; where the mirror is lost,
the cache is all there is, and read.
"""

from __future__ import annotations

import re
from pathlib import Path

_PARTS = re.compile(r"(.+)[._][^\W\d]+")
_CACHE = "hts-cache"
_INDEX = "index.html"
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_OWN = re.compile(rb"<!--\s*Mirror and index made by HTTrack Website Copier")


def saved_beside(path: Path) -> Path | None:
    """Return the page that a browser saved "complete", if this file lies in the folder of its parts (`Page_files`)."""
    parts = _PARTS.fullmatch(path.parent.name)
    pages = (path.parent.parent / f"{parts[1]}{suffix}" for suffix in (".html", ".htm")) if parts else ()
    return next((page for page in pages if page.is_file()), None)


def is_cache(path: Path) -> bool:
    """Tell whether a file lies in the cache that HTTrack leaves beside a mirror, and the mirror is there."""
    if path.parent.name != _CACHE:
        return False
    mirror = path.parent.parent
    try:
        return any(_is_mirrored(entry) for entry in mirror.iterdir() if entry.name != _CACHE)
    except OSError:
        return False


def is_own_index(path: Path, payload: bytes) -> bool:
    """Tell whether a page is the index of its mirrors that HTTrack writes."""
    return path.name == _INDEX and _OWN.search(payload) is not None


def _is_mirrored(entry: Path) -> bool:
    """Tell whether a file or folder beside the cache holds pages of a mirror: a folder is one site."""
    if entry.is_dir():
        return any(below.suffix.lower() in _PAGES for below in entry.rglob("*"))
    return entry.suffix.lower() in _PAGES and entry.name != _INDEX
