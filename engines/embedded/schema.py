"""The fields of the Tantivy index, and an article as one of its documents.

In: an article. Out: a Tantivy document. A schema cannot be changed later: another `SCHEMA` means a new generation.

Texts are terms made in Python: ``uk:війна`` in `title`, `lead`, `body`, so that the stems of one language never meet
those of another; exact forms, untagged, in ``title_exact`` and so on. Where a word has several lemmas they share a
position.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import tantivy

import mappings
from engines.analysis import Analyzer, Analyzers
from engines.derive import Derived, derived, join_pair
from mappings.article import Article

SCHEMA = 1
TEXTS = tuple(mappings.boosts())  # title, lead, body
FACETS = tuple(mappings.facet_fields())
WORDS = ("author", "tag", "source", "cited")  # facets in which single words can be looked for
NONE = "\x1f"  # the value of a facet that an article lacks; no key of a value is like it
UNDATED = 1 << 63  # above every dated key of `oldest`, below every one of `newest`
_MOST_NAMES = 100_000
_RANK = {char: rank for rank, char in enumerate("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")}
_NUMBERS = ("newest", "oldest", "date", "day", "month", "year")


def exact(field: str) -> str:
    """Return the field that holds the exact forms of a text field."""
    return f"{field}_exact"


def printed(facet: str) -> str:
    """Return the field that holds a facet's keys with their printed forms."""
    return f"{facet}_printed"


def words(facet: str) -> str:
    """Return the field that holds the single words of a facet's values."""
    return f"{facet}_words"


def build_schema() -> tantivy.Schema:
    """Return the schema."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("article", stored=True)
    for field in TEXTS:
        builder.add_text_field(field, tokenizer_name="terms")
        builder.add_text_field(exact(field), tokenizer_name="terms")
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(printed(facet), fast=True, tokenizer_name="raw", index_option="basic")
    for facet in WORDS:
        builder.add_text_field(words(facet), tokenizer_name="terms")
    builder.add_text_field("site", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("url", tokenizer_name="terms")
    for field in _NUMBERS:
        builder.add_unsigned_field(field, fast=True)
    return builder.build()


def open_index(path: Path, schema: tantivy.Schema) -> tantivy.Index:
    """Open the Tantivy index in a folder, or make it; it looks for commits only when told to reload."""
    index = tantivy.Index(schema, path=str(path))
    index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def tag_of(analyzer: Analyzer) -> str:
    """Return what the terms of a language begin with."""
    return f"{analyzer.language}:"


class DocumentMaker:
    """Makes documents; the words of a name are looked for once."""

    def __init__(self, analyzers: Analyzers) -> None:
        self._analyzers = analyzers
        self._names = analyzers.get("und")
        self._words: dict[str, str] = {}  # name → its words; names come again and again
        self.used: dict[str, str] = {}  # language → how its words are analysed

    def document(self, article: Article, packed: bytes) -> tantivy.Document:
        """Return an article as a document; raises ValueError for one that cannot be indexed."""
        document = tantivy.Document()
        document.add_text("id", article.id)
        document.add_bytes("article", packed)
        self._add_texts(document, article)
        made = derived(article)
        for facet, pairs in made.facets.items():
            _add_facet(document, facet, pairs)
        for facet in WORDS:
            for key, _ in made.facets[facet]:
                document.add_text(words(facet), self._words_of(key))
        _add_addresses(document, article)
        for field, number in _numbers(article, made).items():
            document.add_unsigned(field, number)
        return document

    def _add_texts(self, document: tantivy.Document, article: Article) -> None:
        analyzer = self._analyzers.get(article.language)
        self.used[analyzer.language] = analyzer.name
        tag = tag_of(analyzer)
        for field in TEXTS:
            text: str = getattr(article, field)
            if not text:
                continue
            terms, forms = analyzer.terms_and_exact(text)
            document.add_text(exact(field), " ".join(forms))
            if max(map(len, terms), default=0) > 1:
                document.add_pre_tokenized_text(field, _pre_tokenized(tag, terms))
            elif terms:
                document.add_text(field, tag + f" {tag}".join([each[0] for each in terms]))

    def _words_of(self, name: str) -> str:
        known = self._words.get(name)
        if known is None:
            if len(self._words) >= _MOST_NAMES:
                self._words.clear()
            known = self._words[name] = " ".join(self._names.exact_terms(name))
        return known


def _pre_tokenized(tag: str, terms: Sequence[tuple[str, ...]]) -> tantivy.PreTokenizedString:
    token = tantivy.Token
    tokens = [token(tag + term, place, 0, 0) for place, each in enumerate(terms) for term in each]
    return tantivy.PreTokenizedString("", tokens)


def _add_facet(document: tantivy.Document, facet: str, pairs: Sequence[tuple[str, str]]) -> None:
    for key, form in pairs:
        document.add_text(facet, key)
        document.add_text(printed(facet), join_pair(key, form))
    if not pairs:
        document.add_text(facet, NONE)


def _add_addresses(document: tantivy.Document, article: Article) -> None:
    """Index a host and every domain above it, so that a site's name finds its editions too; and the URL, whole."""
    labels = article.site.lower().split(".")
    for at in range(len(labels)):
        document.add_text("site", ".".join(labels[at:]))
    document.add_text("site", f"={article.site.lower()}")
    document.add_text("url", " ".join(threes(article.url)))


def threes(url: str) -> list[str]:
    """Return each three neighbouring characters of an address: what is part of one is a phrase of them.

    >>> threes("Ab.cd")
    ['ab.', 'b.c', '.cd']
    """
    text = "".join(url.lower().split())
    return [text[at : at + 3] for at in range(max(1, len(text) - 2))]


def _numbers(article: Article, made: Derived) -> dict[str, int]:
    """Return the columns: undated articles come last under newest and under oldest, among each other by id."""
    numbers = {"newest": UNDATED + made.sort_key, "oldest": made.sort_key}
    if not made.sort_key:
        rank = 0
        for char in article.id[:10].ljust(10, "-"):
            rank = rank << 6 | _RANK.get(char, 0)
        numbers = {"newest": rank, "oldest": UNDATED + rank}
    day = date.fromisoformat(article.published_day).toordinal() if article.published_day else None
    dates = {"date": day, "day": made.day, "month": made.month, "year": made.year}
    return numbers | {field: number for field, number in dates.items() if number is not None}
