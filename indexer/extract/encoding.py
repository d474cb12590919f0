"""Which character set a page is written in, whatever it says.

In: bytes and the charset that HTTP declared. Out: the page as UTF-8 bytes or as text, ready for the parser.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import chardetng_py  # type: ignore[import-untyped]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w.:-]{2,40})"""
)
_WESTERN = frozenset({"cp1252", "iso8859-1", "ascii"})
_BINARY = frozenset({"base64", "hex", "zlib", "bz2", "rot13", "uu", "quopri", "idna", "punycode", "utf-7"})
_HEAD = 4096  # the Standard stops at 1,024 bytes; old pages put comments and scripts first
_SAMPLE = 32_768  # bytes that the detector sees


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page ready for the parser: UTF-8 bytes as they came, or text; the charset; and who said so."""

    markup: bytes | str
    charset: str
    rule: str  # "byte-order mark" | "UTF-8" | "HTTP" | "declared" | "detected"


def decode(payload: bytes, declared: str | None = None, *, strict: bool = True) -> Decoded:
    """Return the page decoded: by byte-order mark, as valid UTF-8, by a plausible declaration, by detection.

    Never raises: bytes that are wrong in the chosen charset become U+FFFD. Without `strict`, what declares nothing else
    is taken for UTF-8 unseen: right for nearly all pages, and whoever finds U+FFFD in the text asks again.

    >>> decode("<p>Київ</p>".encode("windows-1251"), "windows-1251").markup
    '<p>Київ</p>'
    >>> decode("<p>Об’єднані</p>".encode(), "iso-8859-1").charset
    'utf-8'
    """
    for mark, charset in _BOMS:
        if payload.startswith(mark):
            if charset == "utf-8":
                return Decoded(payload[len(mark) :], charset, "byte-order mark")
            return Decoded(payload.decode(charset, "replace"), charset, "byte-order mark")
    if payload[1:4:2] == b"\0\0" and payload[:1]:
        return Decoded(payload.decode("utf-16-le", "replace"), "utf-16-le", "UTF-16 without a mark")
    if payload[0:3:2] == b"\0\0":
        return Decoded(payload.decode("utf-16-be", "replace"), "utf-16-be", "UTF-16 without a mark")
    said = _declared(payload, declared)
    if said and said[0] == "iso2022_jp":  # seven bits: looks like ASCII
        return Decoded(payload.decode(said[0], "replace"), *said)
    if payload.isascii() or (not strict and (said is None or said[0] == "utf-8")) or _is_utf8(payload):
        return Decoded(payload, "utf-8", "UTF-8")
    return _legacy(payload, said)


def _legacy(payload: bytes, said: tuple[str, str] | None) -> Decoded:
    if said:
        charset, rule = said
        text = payload.decode(charset, "replace")
        damage = text.count("�")
        strange = sum(1 for byte in payload[:_SAMPLE] if byte > 127) if damage else 0
        if (not damage or damage * 20 < strange) and _plausible(text, charset):
            return Decoded(text, charset, rule)
    charset = _detected(payload)
    return Decoded(payload.decode(charset, "replace"), charset, "detected")


def _declared(payload: bytes, http: str | None) -> tuple[str, str] | None:
    """Return the codec that HTTP or else the page names, and which of the two, if Python can read text with it."""
    found = _DECLARED.search(payload[:_HEAD])
    in_page = (found[1] or found[2]).decode("ascii", "replace") if found else None
    for name, rule in ((http, "HTTP"), (in_page, "declared")):
        codec = _codec(name)
        if codec:
            return codec, rule
    return None


def _codec(name: str | None) -> str | None:
    label = (name or "").strip().strip("\"'").lower()
    if not label or len(label) > 40 or not label.isascii():
        return None
    try:
        codec = codecs.lookup(label).name
        if codec in _BINARY or codec.startswith("utf-16") or codec.startswith("utf-32"):
            return None
        b"".decode(codec)
    except (LookupError, ValueError):
        return None
    # As browsers do: what calls itself Latin-1 or ASCII is windows-1252.
    return (
        "cp1252"
        if codec in _WESTERN
        else {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}.get(codec, codec)
    )


def _is_utf8(payload: bytes) -> bool:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(payload) - 3:  # cut in the middle of a character
            return True
        text = payload.decode("utf-8", "replace")
        damage = text.count("�")
        return damage * 50 < sum(1 for c in text if c > "\x7f")
    return True


def _plausible(text: str, charset: str) -> bool:
    """Tell whether text reads like its charset: Latin-1 with few accents, Cyrillic with capitals where words begin."""
    letters = [c for c in text[:200_000] if c.isalpha() and c > "\x7f"][:4000]
    if charset in _WESTERN:
        plain = sum(1 for c in re.sub(r"<[^>]*>", " ", text[:200_000]) if c.isascii() and c.isalpha())
        return len(letters) < 40 or len(letters) < plain * 0.4
    words = re.findall(r"[а-яёіїєґ]{2,}|[а-яёіїєґ][А-ЯЁІЇЄҐ]+", text[:200_000])
    swapped = sum(1 for word in words if word[1].isupper())
    return swapped * 4 <= len(words)


def _detected(payload: bytes) -> str:
    start = next((i for i, byte in enumerate(payload) if byte > 127), 0)
    guess = chardetng_py.detect(payload[start : start + _SAMPLE])
    return _codec(guess) or "cp1252"
