"""Why an article was found: Elasticsearch's unified highlighter asked, its marks turned into spans.

In: a query; the highlights of a hit. Out: the title and snippets with spans in characters, no markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engines.contract import Highlighted
from engines.elastic.asking import TEXTS, leaves, text_query
from engines.query import Node, Or
from mappings.article import Article

Json = dict[str, Any]
OPEN, CLOSE = "\ue0f0", "\ue0f1"  # private-use characters: no text that was cleaned holds them
SNIPPETS, SNIPPET = 3, 200
_BREAK = re.compile(f"\n+(?![^{OPEN}]*{CLOSE})")  # between paragraphs, and not inside a mark


def highlight_of(query: Node | None) -> Json:
    """Return what to ask the highlighter: the whole title, the best passages of lead and body."""
    found = leaves(query)
    whole = {"number_of_fragments": 0}
    parts = {
        "number_of_fragments": SNIPPETS,
        "fragment_size": SNIPPET,
        "no_match_size": SNIPPET,
        "order": "score",
        "boundary_scanner": "sentence",
    }
    fields: Json = {
        name: {"matched_fields": [name, f"{name}.exact"], **(whole if name == "title" else parts)} for name in TEXTS
    }
    body = {
        "type": "unified",
        "pre_tags": [OPEN],
        "post_tags": [CLOSE],
        "max_analyzed_offset": 999_999,
        "fields": fields,
    }
    if found:
        body["highlight_query"] = text_query(Or(tuple(found)) if len(found) > 1 else found[0])
    return body


def hit_texts(article: Article, highlights: Mapping[str, Sequence[str]]) -> tuple[Highlighted, tuple[Highlighted, ...]]:
    """Return the title and the snippets of a hit; a snippet ends with its paragraph."""
    title = marked(highlights["title"][0]) if "title" in highlights else Highlighted(article.title)
    pieces = [piece for name in ("lead", "body") for piece in highlights.get(name, ())]
    found = [marked(paragraph) for piece in pieces for paragraph in _BREAK.split(piece)]
    with_marks = [piece for piece in found if piece.marks]
    if with_marks:
        return title, tuple(with_marks[:SNIPPETS])
    text = article.lead or article.body
    return title, (beginning(text),) if text else ()


def marked(text: str) -> Highlighted:
    """Turn a text with tags into a text with spans.

    >>> marked(f"у {OPEN}Києві{CLOSE} дощ")
    Highlighted(text='у Києві дощ', marks=((2, 7),))
    """
    plain, spans, start, length = [], [], 0, 0
    for piece in re.split(f"([{OPEN}{CLOSE}])", text):
        if piece == OPEN:
            start = length
        elif piece == CLOSE:
            spans.append((start, length))
        else:
            plain.append(piece)
            length += len(piece)
    return _trimmed("".join(plain), spans)


def _trimmed(text: str, spans: Sequence[tuple[int, int]]) -> Highlighted:
    """Return a passage on one line, without space around it."""
    bare = text.strip()
    shift = len(text) - len(text.lstrip())
    return Highlighted(re.sub(r"\s", " ", bare), tuple((start - shift, end - shift) for start, end in spans))


def beginning(text: str) -> Highlighted:
    """Return how a text's first paragraph begins, cut between two words.

    >>> beginning("Міст відкрито\\nРух об’їздом")
    Highlighted(text='Міст відкрито', marks=())
    """
    text = text.lstrip().partition("\n")[0]
    if len(text) <= SNIPPET:
        return Highlighted(text)
    return Highlighted(text[:SNIPPET].rsplit(None, 1)[0] + "…")
