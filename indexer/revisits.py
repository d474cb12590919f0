"""Revisits: a page was seen again as it had been; the article it names gets one capture more.

In: revisits, kept aside while the pages themselves are loaded. Out: articles, each as its earlier capture reads,
captured at the later visit; a revisit of a page that the index does not hold is counted as such, and waits in the index
for a later run that brings the page.

The article that a revisit names is that of the record it refers to, at whatever address the page was seen again: by the
record's id or its address and time among the captures of this run, else by its address in the index, where earlier runs
left it. Only when none of these is held, the digest of the payload decides, among the captures of this run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice

import orjson

from engines.contract import Engine, InputProgress
from indexer.capture import Revisit, Skipped
from indexer.identity import article_id, identity_key
from indexer.named import Named, like, named_by
from mappings.article import Article, CaptureRecord

WAITING = "revisits that wait"  # the input under whose name an index keeps them
MOST_WAITING = 10_000


def resolved(revisits: Iterable[Revisit], engine: Engine, named: Named) -> Iterator[Article | Revisit]:
    """Yield for each revisit the article with its new capture, or the revisit where the index has none."""
    for revisit in revisits:
        yield next(_again(revisit, engine, named), None) or revisit


def waiting(engine: Engine) -> dict[str, Revisit]:
    """Return the revisits, by locator, that earlier runs could not resolve."""
    mark = engine.progress(WAITING)
    return {one["locator"]: Revisit(**one) for one in orjson.loads(mark.position)} if mark else {}


def waiting_mark(left: Mapping[str, Revisit]) -> InputProgress:
    """Return what makes an index keep these revisits; of very many the first."""
    kept = [asdict(one) for one in islice(left.values(), MOST_WAITING)]
    return InputProgress(input=WAITING, position=orjson.dumps(kept).decode())


def skipped(revisit: Revisit) -> Skipped:
    """Return how a revisit counts where there is no index to look the page up in."""
    reason = "A revisit: the page was as it had been before, and its bytes are with the earlier visit."
    return Skipped(locator=revisit.locator, url=revisit.url, outcome="not a page", reason=reason)


def _again(revisit: Revisit, engine: Engine, named: Named) -> Iterator[Article]:
    """Yield the article with its new capture, as each way of finding it has it, the surest first."""
    for key in named_by(revisit):
        if (meant := named.meant(key)) and (records := engine.captures(meant.id)):
            yield _as_in(records, meant.captured, revisit)
    if records := engine.captures(article_id(identity_key(revisit.of_url))):
        yield _as_in(records, revisit.of_captured, revisit)
    for key in like(revisit):
        if (meant := named.meant(key)) and (records := engine.captures(meant.id)):
            yield _as_in(records, meant.captured, revisit)


def _as_in(records: tuple[CaptureRecord, ...], captured: str | None, revisit: Revisit) -> Article:
    """Return the article as the capture reads that is meant: the one of the time named, else the last one before."""
    meant = [r for r in records if r.captured and r.captured == captured]
    before = [r for r in records if (r.captured or "") <= (revisit.captured or "")]
    record = max(meant or before or records, key=lambda r: r.order)
    return replace(record.article, captured=revisit.captured)


def unknown(revisit: Revisit) -> Skipped:
    """Return how a revisit counts whose page the index does not hold."""
    reason = f"A revisit of a page that the index does not hold: {revisit.of_url}"
    return Skipped(locator=revisit.locator, url=revisit.url, outcome="not a page", reason=f"{reason[:2000]}.")
