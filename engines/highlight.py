"""Why a text was found: its words marked, and the passages of a long text that show them best.

In: a query's tree, an analyzer, a text. Out: `Highlighted`, spans in characters and no markup. The same for every
engine, so both mark the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from engines.analysis import Analyzer
from engines.analysis.remembered import Remembered
from engines.contract import Highlighted
from engines.query import And, Field, Node, Or, Phrase, Prefix, Word

_LONGEST = 240  # characters of a snippet, without the ellipses
_BEFORE = 80  # of them before the first mark, where a sentence must be cut
_MARKS_READ = 2_000  # a text that has more is shown by its first ones
_SENTENCE_END = re.compile(  # begins with one class of characters, so that the rest is tried at few places
    r"[.!?…\n。！？](?:(?<=\n)\s*|(?<=[。！？])|(?<=[.!?…])[»”\"')\]]*\s+(?=[^\W_a-zа-яёіїєґ]|[«„“\"'(\[—–-]))"
)


Role = tuple[int, int]  # a part of the query, and a position in it


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span, and which part of the query it answers."""

    start: int
    end: int
    part: int


@dataclass(frozen=True, slots=True)
class _Position:
    """What one position of a text must hold: one of these terms, or this exact form, or a form that begins so."""

    terms: frozenset[str] = frozenset()
    exact: str | None = None
    prefix: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One word or phrase of a query: its positions in order, at most `slop` other words between them."""

    positions: tuple[_Position, ...]
    slop: int
    field: str | None  # only in this field


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int
    marks: tuple[Mark, ...]
    parts: frozenset[int]


class Highlighter:
    """Marks the texts of one language for one query; what it learns of a word form serves the next text too."""

    def __init__(self, analyzer: Analyzer, tree: Node | None) -> None:
        self._analyzer = analyzer
        self._parts = tuple(_parts(tree, analyzer, None)) if tree else ()
        self._by_term: dict[str, list[Role]] = {}
        self._by_exact: dict[str, list[Role]] = {}
        self._by_prefix: list[tuple[str, Role]] = []
        for i, part in enumerate(self._parts):
            for j, position in enumerate(part.positions):
                self._expect(position, (i, j))
        self._roles = Remembered(self._roles_of)

    def _expect(self, position: _Position, role: Role) -> None:
        for term in position.terms:
            self._by_term.setdefault(term, []).append(role)
        if position.exact is not None:
            self._by_exact.setdefault(position.exact, []).append(role)
        if position.prefix is not None:
            self._by_prefix.append((position.prefix, role))

    def whole(self, text: str, field: str = "title") -> Highlighted:
        """Return a text as it is, with every match marked; `field` says which one it is: title, lead or body."""
        return Highlighted(text, _merged(self.marks(text, field)))

    def snippets(self, text: str, limit: int = 3, field: str = "body") -> tuple[Highlighted, ...]:
        """Return the passages that show most of the query's words, in the text's order; its beginning if none does."""
        marks = self.marks(text, field)[:_MARKS_READ]
        sentences = _sentences(text)
        if not sentences:
            return ()
        if not marks:
            return (
                _cut_out(text, _Window(sentences[0][0], _end_from(text, sentences, 0), (), frozenset()), sentences),
            )
        chosen = _best(_windows(text, sentences, marks), limit)
        return tuple(_cut_out(text, window, sentences) for window in sorted(chosen, key=lambda window: window.start))

    def marks(self, text: str, field: str) -> list[Mark]:
        """Return the matches of all parts of the query in a text, by their place."""
        wanted = {i for i, part in enumerate(self._parts) if part.field in {None, field}}
        if not wanted:
            return []
        held: dict[Role, list[int]] = {}  # where in the text, counted in words
        roles = list(map(self._roles.__getitem__, self._analyzer.forms(text)))
        for place in [place for place, filled in enumerate(roles) if filled]:
            for role in roles[place]:
                held.setdefault(role, []).append(place)
        runs = {(i, places) for i in wanted for places in _runs(i, self._parts[i], held)}
        spans = self._analyzer.spans(text, {place for _, places in runs for place in places}) if runs else {}
        marks = {mark for i, places in runs for mark in _marks_of(i, [spans[place] for place in places], places)}
        return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.part))

    def _roles_of(self, form: str) -> tuple[Role, ...]:
        exact = self._analyzer.exact_of(form)
        found = [role for term in self._analyzer.terms_of(form) for role in self._by_term.get(term, ())]
        found += self._by_exact.get(exact, ())
        found += [role for prefix, role in self._by_prefix if exact.startswith(prefix)]
        return tuple(dict.fromkeys(found))


def _parts(node: Node, analyzer: Analyzer, field: str | None) -> Iterator[_Part]:
    """Yield the parts of a query that can mark a text: not what it excludes, not dates."""
    positions: tuple[_Position, ...] = ()
    slop = 0
    match node:
        case And(nodes) | Or(nodes):
            for each in nodes:
                yield from _parts(each, analyzer, field)
        case Field(name, inner):
            yield from _parts(inner, analyzer, name)
        case Word(text):
            positions = tuple(_Position(terms=frozenset(terms)) for terms in analyzer.search_terms(text))
        case Phrase(text, slop):
            positions = tuple(_Position(exact=exact) for exact in analyzer.exact_terms(text))
        case Prefix(text):
            *before, last = analyzer.exact_terms(text) or [""]
            positions = (*(_Position(exact=exact) for exact in before), *([_Position(prefix=last)] if last else []))
    if positions:
        yield _Part(positions, slop, field)


def _runs(i: int, part: _Part, held: dict[Role, list[int]]) -> Iterator[tuple[int, ...]]:
    """Yield the places of one part's words, wherever all of them stand in order and near enough."""
    for first in held.get((i, 0), ()):
        places = [first]
        for j in range(1, len(part.positions)):
            later = held.get((i, j), [])
            at = bisect_right(later, places[-1])
            if at == len(later):
                return  # this position is filled nowhere later on either
            places.append(later[at])
        if places[-1] - first - (len(places) - 1) <= part.slop:
            yield tuple(places)


def _marks_of(i: int, spans: Sequence[tuple[int, int]], places: Sequence[int]) -> Iterator[Mark]:
    """Yield one mark for words side by side, else one for each."""
    if places[-1] - places[0] == len(places) - 1:
        yield Mark(spans[0][0], spans[-1][1], i)
    else:
        yield from (Mark(start, end, i) for start, end in spans)


def _merged(marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Return the spans of marks, those that overlap made one."""
    spans: list[tuple[int, int]] = []
    for mark in marks:
        if spans and mark.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], mark.end))
        else:
            spans.append((mark.start, mark.end))
    return tuple(spans)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text's sentences, without the space around them."""
    ends = [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]
    spans = []
    start = 0
    for end in ends:
        piece = text[start:end]
        if stripped := piece.strip():
            begin = start + piece.index(stripped[0])
            spans.append((begin, begin + len(stripped)))
        start = end
    return spans


def _windows(text: str, sentences: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[_Window]:
    """Yield a passage for each sentence with marks, and for each mark of a sentence too long to show whole."""
    starts = [mark.start for mark in marks]
    reached = -1
    for mark in marks:
        at = bisect_right(sentences, (mark.start, len(text))) - 1
        begin, close = sentences[at]
        if close - begin <= _LONGEST:
            if at == reached:
                continue
            last = max(each.end for each in marks[bisect_left(starts, begin) : bisect_left(starts, close)])
            reached, end = at, _end_from(text, sentences, at, last)
        else:
            begin = _word_start(text, max(begin, mark.start - _BEFORE), mark.start)
            end = close if close - begin <= _LONGEST else _word_end(text, begin + _LONGEST, mark.end)
        near = marks[bisect_left(starts, begin) : bisect_left(starts, end)]
        inside = tuple(mark for mark in near if mark.end <= end)
        yield _Window(begin, end, inside, frozenset(mark.part for mark in inside))


def _end_from(text: str, sentences: Sequence[tuple[int, int]], at: int, least: int = 0) -> int:
    """Return where a passage that begins with a sentence ends: with the last of its paragraph that still fits.

    A phrase that runs on into the next paragraph, to `least`, takes the passage with it.
    """
    begin, end = sentences[at]
    if end - begin > _LONGEST:
        return _word_end(text, begin + _LONGEST, begin)
    for start, close in sentences[at + 1 :]:
        if close - begin > _LONGEST or (end >= least and "\n" in text[end:start]):
            break
        end = close
    return end


def _word_start(text: str, at: int, before: int) -> int:
    """Return the start of the first word at or after `at`, if there is one before `before`."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = re.compile(r"\s+").search(text, at, before)
    return space.end() if space else at


def _word_end(text: str, at: int, after: int) -> int:
    """Return the end of the last whole word before `at`, if there is one after `after`."""
    cut = at = min(at, len(text))
    if at == len(text) or text[at].isspace():
        return at
    while at > after and not text[at - 1].isspace():
        at -= 1
    return len(text[:at].rstrip()) if at > after else cut


def _best(windows: Iterator[_Window], limit: int) -> list[_Window]:
    """Choose passages that do not overlap: each time the one with most parts of the query not shown yet."""
    left = list(windows)
    shown: frozenset[int] = frozenset()
    chosen: list[_Window] = []
    while left and len(chosen) < limit:
        best = max(left, key=partial(_worth, shown))
        shown |= best.parts
        chosen.append(best)
        left = [window for window in left if window.end <= best.start or window.start >= best.end]
    return chosen


def _worth(shown: frozenset[int], window: _Window) -> tuple[int, int, int, int]:
    return len(window.parts - shown), len(window.parts), len(window.marks), -window.start


def _cut_out(text: str, window: _Window, sentences: Sequence[tuple[int, int]]) -> Highlighted:
    """Return a passage with its marks; an ellipsis says where a sentence was cut."""
    at = bisect_right(sentences, (window.start, len(text))) - 1
    before = "" if sentences[at][0] == window.start else "…"
    last = bisect_left(sentences, (window.end, 0)) - 1
    after = "" if sentences[last][1] == window.end else "…"
    shift = len(before) - window.start
    spans = tuple((start + shift, end + shift) for start, end in _merged(window.marks))
    return Highlighted(before + re.sub(r"\s", " ", text[window.start : window.end]) + after, spans)
