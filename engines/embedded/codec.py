"""Articles as bytes, and back.

In: an article. Out: its fields as compressed JSON, those that are empty left out; the same bytes in the capture records
and in the index.
"""

from __future__ import annotations

from dataclasses import fields

import orjson
import zstandard

from mappings.article import Article, article_from

_FIELDS = tuple(field.name for field in fields(Article))
_LEVEL = 3
_MOST = 1 << 30  # bytes of one article that are unpacked at most


def pack(article: Article) -> bytes:
    """Return an article as bytes."""
    known = {name: value for name in _FIELDS if (value := getattr(article, name)) not in (None, "", ())}
    return zstandard.ZstdCompressor(_LEVEL).compress(orjson.dumps(known))


def unpack(packed: bytes) -> Article:
    """Return the article that `pack` made these bytes of.

    >>> article = Article(id="AAAA", url="", language="uk", title="Мар’яненко", tags=("ґанок",))
    >>> unpack(pack(article)) == article
    True
    """
    return article_from(orjson.loads(zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST)))
