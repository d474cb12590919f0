"""The contract both engines keep: what is asked, what is answered, what can go wrong.

No engine's own dict crosses this line, in or out. The error tree:

    BackfileError
    ├── IndexMissing        there is no index at this address
    ├── IndexUnavailable    it is there and does not answer (node away, folder unreadable, time-out)
    ├── IndexLocked         another process is writing
    ├── IndexNotWritable    no permission, disk full, read-only, key without the right
    ├── FormatMismatch      made by another format or analysis; says which command rebuilds it
    ├── BadCursor           a cursor of another query, sort or generation, or a damaged one
    └── BadRequest          a request outside the contract's bounds (page × size > 10,000 …)

A message says what happened, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from engines.query import Node
from mappings.article import Article, CaptureRecord

Sort = Literal["relevance", "newest", "oldest"]
Interval = Literal["day", "month", "year"]
MAX_WINDOW = 10_000  # page × size; beyond it a cursor goes on
MAX_SIZE = 200


class BackfileError(Exception):
    """Anything that Backfile tells its user in a sentence."""


class IndexMissing(BackfileError):
    """There is no index at this address."""


class IndexUnavailable(BackfileError):
    """The index does not answer now; the same question may be answered later."""


class IndexLocked(BackfileError):
    """Another process is writing to this index."""


class IndexNotWritable(BackfileError):
    """The index cannot be written: permission, disk, or a key without the right."""


class FormatMismatch(BackfileError):
    """The index was made by another format or with another analysis."""


class BadCursor(BackfileError):
    """The cursor belongs to another query, sort or generation, or is damaged."""


class BadRequest(BackfileError):
    """The request is outside the bounds of the contract."""


# ---- writing ---------------------------------------------------------------------------------------------------------

Kind = Literal["indexed", "unchanged", "older capture", "withdrawn", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputProgress:
    """How far one input (a file of captures) has been loaded; kept by the engine with the articles before it."""

    input: str  # key of the input, made by the indexer; opaque here
    position: str = ""  # where reading goes on; opaque here
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one article that was loaded, or of one progress mark; given out only once it is durable."""

    kind: Kind | Literal["progress"]
    id: str = ""
    locator: str = ""
    url: str = ""
    reason: str = ""
    progress: InputProgress | None = None


# ---- asking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """What one facet field must hold: any of `any_of` (OR), none of `none_of`; `missing` asks for articles without it.

    With `any_of` and `missing` together, either suffices. Values are compared by `engines.derive.facet_key`.
    """

    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One question. Facet names are those of the URL: author, tag, source, cited, section, lang."""

    query: Node | None = None
    filters: Mapping[str, Filter] = field(default_factory=dict)
    since: str | None = None  # YYYY, YYYY-MM or YYYY-MM-DD, inclusive: compared with published_day
    until: str | None = None  # the same, inclusive of the whole year, month or day
    undated: bool = False  # only articles without a date (published.missing=1)
    sort: Sort = "relevance"  # without a query that can rank, relevance is newest
    size: int = 20
    page: int = 1
    cursor: str | None = None  # only under newest and oldest; excludes page > 1
    facets: tuple[str, ...] = ()
    facet_size: int = 10
    facet_prefix: Mapping[str, str] = field(default_factory=dict)  # only values one of whose words begins so
    interval: Interval | Literal["auto"] | None = None  # the date histogram
    highlight: bool = True


@dataclass(frozen=True, slots=True)
class Highlighted:
    """Text and the spans to mark, in characters; no markup."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    article: Article
    title: Highlighted
    snippets: tuple[Highlighted, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    value: str  # as printed: the most frequent form among the articles counted, ties by code point
    key: str  # folded by derive.facet_key; filters match by it
    count: int
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Values by falling count, then by key, under all filters but the facet's own; chosen ones stay, with 0."""

    name: str
    values: tuple[FacetValue, ...]
    missing: int  # articles without any value
    distinct: int  # how many different values there are
    other: int  # sum of the counts of the values not listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the histogram: first and last day, articles found, articles held (without query and filters)."""

    start: str
    end: str
    count: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Counted under all filters but from/to; `undated` are found articles that no bar holds."""

    interval: Interval
    bars: tuple[Bar, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    total: int
    relation: Literal["eq", "gte"] = "eq"
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Facet] = field(default_factory=dict)
    histogram: Histogram | None = None
    undated_left_out: int = 0  # how many match all but the date filter and have no (precise enough) date
    next_cursor: str | None = None
    partial: str = ""  # not empty: the answer is incomplete, and why
    generation: str = ""  # changes by rebuild alone
    state: str = ""  # changes with every commit
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    id: str
    reason: str
    when: str  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What an index holds. The counts are by facet value as printed, most first; years are those of published_day."""

    address: str
    engine: str  # "embedded" | "elasticsearch", with its version
    generation: str
    state: str
    articles: int
    captures: int
    withdrawn: int
    by_source: tuple[tuple[str, int], ...]
    by_language: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[str, int], ...]  # ("", n): undated
    first_day: str | None
    last_day: str | None
    last_loaded: str | None  # UTC
    size_bytes: int
    analysis: Mapping[str, str] = field(default_factory=dict)  # language → how its words are analysed
    indices: Mapping[str, str] = field(default_factory=dict)  # language → index of its own, where there is one


class Generation(Protocol):
    """A fresh index beside the live one: filled, then published in its place or discarded."""

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]: ...
    def publish(self) -> None: ...
    def discard(self) -> None: ...


class Engine(Protocol):
    """Where articles are kept and asked for. Open one with `engines.open_index`."""

    def load(self, articles: Iterable[Article | InputProgress]) -> Iterator[Outcome]:
        """Load articles as read from one capture each, and progress marks between them; yield one outcome for each.

        Pulled and streaming: it takes articles as it needs them and gives an outcome out only once it is durable; a
        progress mark is stored with what came before it. Closing the iterator commits what was taken.
        """
        ...

    def progress(self, key: str) -> InputProgress | None: ...
    def search(self, request: SearchRequest) -> SearchResult: ...
    def get(self, id: str) -> Article | None: ...
    def captures(self, id: str) -> tuple[CaptureRecord, ...]:
        """Return the capture records of one article, newest first."""
        ...

    def all_captures(self) -> Iterator[CaptureRecord]:
        """Yield every capture record kept, withdrawn articles' excepted: what a rebuild from captures reads."""
        ...

    def complete(self, name: str, prefix: str, limit: int = 10) -> tuple[FacetValue, ...]:
        """Return the facet values, one of whose words begins with `prefix`, by falling count."""
        ...

    def suggest(self, text: str) -> tuple[str, ...]:
        """Return up to three likelier spellings of a query."""
        ...

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]: ...
    def scan(self, request: SearchRequest) -> Iterator[Article]:
        """Yield every article that matches, each once, in the request's sort; size, page and facets are ignored."""
        ...

    def withdraw(self, id: str, reason: str, when: str = "") -> None:
        """Take an article and its captures out for good; `when` (UTC) is now, unless a backup says otherwise."""
        ...

    def allow(self, id: str) -> None: ...
    def withdrawn(self) -> tuple[Withdrawal, ...]: ...
    def new_generation(self) -> Generation: ...
    def status(self) -> Status: ...
    def analyze(self, language: str, text: str) -> tuple[tuple[str, ...], ...]:
        """Return the terms at each position of a text, as this engine indexes them."""
        ...

    def close(self) -> None: ...
