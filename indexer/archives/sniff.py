"""What a file is, told by its first bytes; its name decides only between plain texts.

In: the first 64 KB (`head_of`) and the name. Out: the name of its kind, which `indexer.archives` maps to a reader.
"""

from __future__ import annotations

import io
import re
from typing import BinaryIO

from indexer.archives.bounds import MAX_HEAD
from indexer.archives.decoders import ZSTD_DICTIONARY, decoder_for, is_bzip2
from indexer.archives.members import Members

_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|table|div|article|h1|p)[\s>/]", re.IGNORECASE
)
_BEGINS_HTML = re.compile(rb"\s*<(?:!--|\?xml|(?:!doctype|html|head|body|title|meta)\b)", re.IGNORECASE)
_OTHER_XML = re.compile(
    rb"\s*<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<(?!!doctype\s+html|html)\w+", re.IGNORECASE | re.DOTALL
)
_ARC = re.compile(rb"filedesc://\S+ \S+ \d{14} ")
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3", b"wOF", b"\x7fELF", b"MZ\x90")
_MHTML = re.compile(
    rb"(?:[A-Za-z-]{1,60}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n){0,99}){0,40}?Content-Type:\s*multipart/related",
    re.IGNORECASE,
)
_UNREAD = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x1f\x9d": "compress (.Z)",
    b"LZIP\x01": "lzip",
    b"\x04\x22\x4d\x18": "lz4",
    b"MSCF\0\0\0\0": "cabinet",
}
_PACKED_NAMES = re.compile(r"\.(?:gz|bz2|xz|zst)\Z")
_BZIP2_BLOCK = 1 << 20  # bytes, the largest: nothing of one is known before its end
_LOGS = (b"HTTrack", b"date\tsize", b"# HTTP Cookie File", b"# Netscape HTTP Cookie File", b"User-agent:")
_TEXT_NAMES = (".txt", ".text")
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".shtml")


def head_of(stream: BinaryIO) -> bytes:
    """Return as much of a file's beginning as tells its kind."""
    head = stream.read(MAX_HEAD)
    return head + stream.read(_BZIP2_BLOCK) if is_bzip2(head) else head


def kind_of(head: bytes, name: str) -> str:
    """Return what a file is: "warc", "html", "text" … "empty", "other", one of these after "packed:", or, after
    "unread:", the name of a kind of archive that is not read.

    `head` is the beginning of the file, `name` its file name.

    >>> kind_of("<!DOCTYPE html><title>Ніч</title>".encode("cp1251"), "a.warc")
    'html'
    >>> kind_of(b"WARC/1.1\\r\\n", "a.html"), kind_of("Ніч".encode(), "ніч.txt"), kind_of(b"a{b:c}", "a.css")
    ('warc', 'text', 'other')
    """
    if not head:
        return "empty"
    if head.startswith(ZSTD_DICTIONARY):
        return "packed:warc"  # only WARC.zst keeps one there
    if decoder_for(head):
        return "packed:" + kind_of(Members(io.BytesIO(head)).read(), _PACKED_NAMES.sub("", name.lower()))
    if head.lstrip(b"\r\n")[:5] == b"WARC/":
        return "warc"
    if _ARC.match(head):
        return "arc"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if is_tar_header(head):
        return "tar"
    if head.startswith(b"HTTP/1."):
        return "http"
    if _MHTML.match(head):
        return "mhtml"
    if head.startswith(b"bplist00") or b"<key>WebMainResource</key>" in head:
        return "webarchive"
    unread = next((unread for mark, unread in _UNREAD.items() if head.startswith(mark)), "")
    return f"unread:{unread}" if unread else _text_kind(head, name.lower())


def is_surely(kind: str, head: bytes) -> bool:
    """Tell whether a file must be of its kind; if not, its beginning may be damaged, or cut off."""
    outer, _, inner = kind.rpartition(":")
    if outer == "packed":
        head = Members(io.BytesIO(head)).read()
    if inner == "html":
        return _BEGINS_HTML.match(_plain(head)) is not None
    if inner == "empty":
        return not outer
    return inner not in ("other", "text") or head.startswith((*_BINARY, *_LOGS))


def is_tar_header(head: bytes) -> bool:
    """Tell a tar header by its checksum: the oldest have no other mark."""
    try:
        stored = int(head[148:156].strip(b"\0 "), 8)
    except ValueError:
        return False
    return len(head) >= 512 and stored == sum(head[:148]) + 8 * ord(" ") + sum(head[156:512])


def _text_kind(head: bytes, name: str) -> str:
    shown = _plain(head)
    if shown.startswith(_BINARY) or _OTHER_XML.match(shown):
        return "other"
    if _TAG.search(shown):
        return "html"
    if b"\0" in shown or _share_of_controls(shown) > 0.02:
        return "other"
    if name.endswith(_PAGE_NAMES) and b"<" in shown:
        return "html"
    if shown.startswith(_LOGS):
        return "other"
    return "text" if name.endswith(_TEXT_NAMES) or "." not in name else "other"


def _plain(head: bytes) -> bytes:
    """Return the head so that ASCII can be looked for in it: UTF-16 made UTF-8, a mark of byte order taken off."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4] in (b"<\0!\0", b"<\0h\0", b"\0<\0!", b"\0<\0h"):
        order = "utf-16-le" if head[:1] in (b"\xff", b"<") else "utf-16-be"
        return head.decode(order, "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _share_of_controls(head: bytes) -> float:
    controls = len(head) - len(head.translate(None, bytes([*range(1, 9), 11, *range(14, 27), *range(28, 32), 127])))
    return controls / max(1, len(head))
