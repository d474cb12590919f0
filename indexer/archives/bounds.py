"""Bounds on what is believed of an archive: hostile or broken ones must not cost more than they hold.

In: nothing. Out: constants, and `Overgrown`, raised when something goes beyond one of them.
"""

from __future__ import annotations

MAX_PAGE = 16 << 20  # bytes of one page, decoded; the longest of news pages are about 5 MB
MAX_HEAD = 64 << 10  # bytes in which a file's kind, a page's stamp or a record's header must show
STEP = 64 << 10  # bytes read at a time
MAX_NESTING = 3  # containers in containers (a WARC in a WACZ in a zip)
MAX_MEMBERS = 5_000_000  # of one container: its list is kept in memory, about 500 bytes a member
MAX_SPOOLED = 8 << 30  # bytes of a compressed member that may lie in a temporary file while it is read
MAX_DOCUMENT = 64 << 20  # bytes of an MHTML or .webarchive file, which hold a page with all its pictures
FREE_EXPANSION = 64 << 20  # a compressed member may grow to this many bytes whatever it was …
MAX_RATIO = 250  # … and beyond only to so many times its size; HTML stays under 30


class Overgrown(Exception):
    """Something is larger than its bound."""
