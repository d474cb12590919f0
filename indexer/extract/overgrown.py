"""Markup that would take a parser minutes: what nests without end is left out before parsing.

In: markup, as bytes or text. Out: the same, or without the tags that are too many; the text in them stays. A tree is
built in time that grows with the square of its depth, and each paragraph repeats all formatting that was never closed.
"""

from __future__ import annotations

import re
from typing import AnyStr

import numpy as np

DEEP = 5_000  # elements in one another
UNCLOSED = 200  # formatting elements in one another
ATTRIBUTES = 2_000  # of one tag

_TAGS = 20_000  # a page with fewer cannot be deep enough to be slow …
_SPARE = 1_500  # … unless it lacks so many closing tags
_LONG_TAG = 50_000  # letters
_FORMATTING = rb"a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_SHALLOW = (  # closed by what follows, or without an end
    rb"p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|optgroup|colgroup|rt|rp|"
    rb"area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
)
_TAG = rb"<(/?)(?:(%s)|(%s)|[a-z][^\s/<>]*+)(?=[\s/>])[^<>]*+>?" % (_FORMATTING, _SHALLOW)
_PART = rb"""(?>\s*+(?:[^\s<>"'=]++|"[^"]*+"|'[^']*+'|["'=]))"""  # a name, an equals sign or a value
_FLOOD = rb"(<[a-z][^\s/<>]*+(?:%s){%d}+)[^<>]*+" % (_PART, 3 * ATTRIBUTES)
_BYTES = (re.compile(_TAG, re.IGNORECASE), re.compile(_FLOOD, re.IGNORECASE))
_TEXT = (re.compile(_TAG.decode(), re.IGNORECASE), re.compile(_FLOOD.decode(), re.IGNORECASE))


def bounded(markup: bytes | str) -> bytes | str:
    """Return markup that can be parsed in time that grows with its length.

    >>> bounded("<p>Об’єднання" + "<b>" * 3_000).count("<b>"), bounded("<b>Об’єднання</b>")
    (200, '<b>Об’єднання</b>')
    """
    if isinstance(markup, bytes):
        return _bounded(markup, _BYTES, (b"<", b"</", b">"))
    return _bounded(markup, _TEXT, ("<", "</", ">"))


def _bounded(
    markup: AnyStr, patterns: tuple[re.Pattern[AnyStr], re.Pattern[AnyStr]], signs: tuple[AnyStr, AnyStr, AnyStr]
) -> AnyStr:
    (tag, flood), (opening, closing, end) = patterns, signs
    tags, closed = _counted(markup) if isinstance(markup, bytes) else (markup.count(opening), markup.count(closing))
    if tags > _TAGS or tags - 2 * closed > _SPARE:
        markup = tag.sub(_Depth(), markup)
    if _has_long_tag(markup, opening, end):
        markup = end.join(_pruned(part, part.rfind(opening), flood) for part in markup.split(end))
    return markup


def _counted(markup: bytes) -> tuple[int, int]:
    """Return how many tags open or close and how many close: each page is counted, so it has to cost nothing."""
    signs = np.frombuffer(markup, dtype=np.uint8)
    opening = signs == ord("<")
    tags = int(np.count_nonzero(opening))
    return tags, int(np.count_nonzero(opening[:-1] & (signs[1:] == ord("/")))) if tags > _SPARE else tags


def _has_long_tag(markup: AnyStr, opening: AnyStr, end: AnyStr) -> bool:
    """Tell whether a tag is long. Looks into no more than the stretches without an end that are half as long."""
    at, half = 0, _LONG_TAG // 2
    while at + half <= len(markup):
        if markup.find(end, at, at + half) >= 0:
            at += half
            continue
        stop = markup.find(end, at + half)
        stop = stop if stop >= 0 else len(markup)
        tag = markup.rfind(opening, markup.rfind(end, 0, at) + 1, stop)
        if tag >= 0 and stop - tag >= _LONG_TAG:
            return True
        at = stop
    return False


def _pruned(part: AnyStr, tag: int, flood: re.Pattern[AnyStr]) -> AnyStr:
    """Return what stands before an end of a tag; the tag, which begins at `tag`, has only so many attributes."""
    if tag < 0 or len(part) - tag < _LONG_TAG:
        return part
    found = flood.match(part, tag)
    return part[:tag] + found[1] if found else part


class _Depth:
    """How deep the tags seen so far are in one another, told without building a tree."""

    def __init__(self) -> None:
        self._formatting = 0
        self._others = 0

    def __call__(self, found: re.Match[AnyStr]) -> AnyStr:
        closes, formatting, shallow = found[1], found[2], found[3]
        if shallow:
            return found[0]
        before = self._formatting if formatting else self._others
        after = max(0, before - 1) if closes else before + 1
        if formatting:
            self._formatting = after
        else:
            self._others = after
        too_deep = max(before, after) > (UNCLOSED if formatting else DEEP)
        return found[0][:0] if too_deep else found[0]
