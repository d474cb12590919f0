"""Cut a query's text into tokens.

In: what a person typed. Out: tokens with their spans, brackets balanced, at most `MAX_WORDS` words of together
`MAX_LETTERS` characters, and hints for what was repaired.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from engines.query.tree import Hint

MAX_TEXT = 64_000  # characters looked at; what `write` makes of the words allowed below is always shorter
MAX_WORDS = 200
MAX_LETTERS = 4_000
MAX_DEPTH = 20  # of brackets
MAX_SLOP = 100

OPERATORS = {"AND": "and", "OR": "or", "NOT": "not"}
OPERATORS_ABROAD = {"І": "AND", "ТА": "AND", "И": "AND", "АБО": "OR", "ИЛИ": "OR", "НЕ": "NOT"}
FIELDS = {
    name: name for name in ("title", "author", "tag", "source", "cited", "site", "lang", "url", "before", "after")
}
FIELDS_ABROAD = {
    "заголовок": "title",
    "назва": "title",
    "автор": "author",
    "тег": "tag",
    "джерело": "source",
    "источник": "source",
    "сайт": "site",
    "мова": "lang",
    "язык": "lang",
    "до": "before",
    "після": "after",
    "после": "after",
}
QUOTES = '"“”„‟«»＂'
_CLOSERS = {"«": "»", "»": "«»", "„": '“”"', "“": '”"', "”": '”"'}
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CHUNK = re.compile(rf"[^\s{QUOTES}()（）]+")
_FIELD = re.compile(r"([^\W\d_]+):")
_NOT = re.compile(r"-+(?=[^\s-])")
_SLOP = re.compile(r"~(\d{1,9})")
_DASHES = re.compile(r"-+")

Kind = Literal["word", "phrase", "field", "open", "close", "and", "or", "not"]


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    start: int
    end: int
    text: str = ""
    slop: int = 0
    direct: bool = (
        False  # a word written without a space after its field: no operator, no field, whatever it looks like
    )


def is_bare(text: str) -> bool:
    """Tell whether a word may stand anywhere without quotes: it can't be taken for an operator or a field.

    >>> is_bare("об’єднання"), is_bare("AND"), is_bare("title:x"), is_bare("10:30")
    (True, False, False, True)
    """
    return bool(_CHUNK.fullmatch(text)) and text not in OPERATORS and text[0] != "-" and not _FIELD.match(text)


def is_chunk(text: str) -> bool:
    """Tell whether a text holds neither space nor quotation mark nor bracket."""
    return bool(_CHUNK.fullmatch(text))


def tokens(text: str) -> tuple[list[Token], list[Hint]]:
    """Return the tokens of a text, brackets balanced, and hints."""
    lexer = _Lexer(_UNREADABLE.sub(" ", text[:MAX_TEXT]))
    lexer.run()
    if len(text) > MAX_TEXT:
        lexer.hint("too-long", MAX_TEXT, len(text), "…")
    return _balanced(lexer.found, lexer.hints), lexer.hints


class _Lexer:
    """Goes through a text once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.words = 0
        self.letters = 0
        self.found: list[Token] = []
        self.hints: list[Hint] = []

    def hint(self, code: str, start: int, end: int, value: str = "", suggestion: str = "") -> None:
        self.hints.append(Hint(code, start, end, value or self.text[start:end], suggestion))

    def run(self) -> None:
        text = self.text
        while self.at < len(text):
            at, char = self.at, text[self.at]
            if char.isspace():
                self.at += 1
            elif char in "(（":
                self.add("open", at + 1)
            elif char in ")）":
                self.add("close", at + 1)
            elif char in QUOTES:
                self.phrase()
            elif dashes := _NOT.match(text, at):
                self.add("not", dashes.end())
            elif dashes := _DASHES.match(text, at):
                self.at = dashes.end()
            else:
                self.chunk()

    def add(self, kind: Kind, end: int, text: str = "") -> None:
        self.found.append(Token(kind, self.at, end, text or self.text[self.at : end]))
        self.at = end

    def leaf(self, kind: Kind, end: int, text: str, *, slop: int = 0, direct: bool = False) -> None:
        """Add a word or phrase, as far as the bounds allow; beyond them nothing more is read."""
        text = unicodedata.normalize("NFC", text)
        room = MAX_LETTERS - self.letters if self.words < MAX_WORDS else 0
        if len(text) > room:
            self.hint("too-long", self.at, len(self.text), text[:40])
            text, end = text[:room].rstrip(), len(self.text)
        if text:
            self.found.append(Token(kind, self.at, end, text, slop, direct))
        self.words += 1
        self.letters += len(text)
        self.at = end

    def phrase(self) -> None:
        start = self.at
        closers = _CLOSERS.get(self.text[start], QUOTES)
        places = [place for c in closers if (place := self.text.find(c, start + 1)) > 0]
        if not places:
            places = [place for c in QUOTES if (place := self.text.find(c, start + 1)) > 0]
        if not places:
            self.hint("unbalanced-quote", start, start + 1)
            self.at += 1
            return
        close = min(places)
        inside = " ".join(re.sub(f"[{QUOTES}]", " ", self.text[start + 1 : close]).split())
        slop = _SLOP.match(self.text, close + 1)
        distance = int(slop[1]) if slop else 0
        if distance > MAX_SLOP:
            self.hint("large-slop", close + 1, slop.end() if slop else close + 1, str(distance), str(MAX_SLOP))
        self.leaf("phrase", slop.end() if slop else close + 1, inside, slop=min(distance, MAX_SLOP))

    def chunk(self) -> None:
        match = _CHUNK.match(self.text, self.at)
        assert match  # what is no space, quotation mark or bracket is a chunk
        word, end = match[0], match.end()
        if word in OPERATORS:
            kind: Kind = "and" if word == "AND" else "or" if word == "OR" else "not"
            self.add(kind, end)
            return
        if word in OPERATORS_ABROAD:
            self.hint("operator-language", self.at, end, suggestion=OPERATORS_ABROAD[word])
        field = _FIELD.match(word)
        if not (field and self.field(field[1], word)):
            self.leaf("word", end, word)

    def field(self, typed: str, word: str) -> bool:
        """Add a field and the word written right after it; False when this is no field but a word with a colon."""
        start, end = self.at, self.at + len(typed) + 1
        follows = self.text[end : end + 1]
        alone = not follows or follows.isspace()
        if typed.lower() in ("http", "https") and word[len(typed) + 1 :].startswith("//"):
            self.found.append(Token("field", start, start, "url"))
            self.leaf("word", start + len(word), word, direct=True)
            return True
        name = FIELDS.get(typed.lower()) or FIELDS_ABROAD.get(typed.lower())
        if alone and (not name or typed != typed.lower()):
            return False  # "Reuters: …", as in a headline
        if not name:
            name = _nearest(typed)
            code = "misspelt-field" if name else "unknown-field"
            self.hint(code, start, end, suggestion=f"{name}:" if name else "")
        if not name:
            self.leaf("word", end, typed)
            return True
        self.add("field", end, name)
        value = _CHUNK.match(self.text, end)
        if value:
            self.leaf("word", value.end(), value[0], direct=True)
        return True


def _nearest(typed: str) -> str | None:
    near = process.extractOne(typed.lower(), FIELDS, scorer=fuzz.ratio, score_cutoff=75)
    return near[0] if near else None


def _balanced(found: list[Token], hints: list[Hint]) -> list[Token]:
    """Drop brackets that have no partner or lie too deep, and close those left open."""
    kept: list[Token] = []
    opened: list[Token] = []
    for token in found:
        if token.kind == "open":
            opened.append(token)
        elif token.kind == "close":
            if not opened:
                hints.append(Hint("unbalanced-bracket", token.start, token.end, token.text))
                continue
            opened.pop()
        depth = len(opened) + (token.kind == "close")
        if token.kind not in ("open", "close") or depth <= MAX_DEPTH:
            kept.append(token)
        elif depth == MAX_DEPTH + 1 and token.kind == "open":
            hints.append(Hint("too-deep", token.start, token.end, token.text, str(MAX_DEPTH)))
    hints += [Hint("unbalanced-bracket", token.start, token.end, token.text) for token in opened]
    end = found[-1].end if found else 0
    return kept + [Token("close", end, end)] * min(len(opened), MAX_DEPTH)
