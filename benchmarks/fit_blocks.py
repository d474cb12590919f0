"""Fit the numbers by which blocks are told to be an article's text: `indexer/extract/weights.json`.

    python benchmarks/fit_blocks.py DATA_DIR [--out FILE] [--folds 10]

DATA_DIR has `pages/<id>.html.gz` and `truth.jsonl` (id, url, publisher, origin, lead, body). Each page is used twice,
as it is and without what only machines see (scripts, meta, link, microdata): old pages count as much as new ones.
A block is the article's if its words stand in the true body; blocks of the lead are left out. Two logistic regressions
with a Gaussian prior are fitted by Newton's method; the second is given what the first says of a page that it has not
seen. Printed: how often blocks are told right when their publisher was left out of the fit. Needs numpy.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from indexer.extract import signals, verdict
from indexer.extract.blocks import Weighed, weigh
from indexer.extract.marks import BITS
from indexer.extract.page import Page, open_page

PRIORS = 4e-4, 3e-3  # weight of the prior in each look, against all of its text
RARE = 6  # a case on fewer pages than this is left out
_WORDS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
_MACHINES_ONLY = (
    re.compile(rb"(?is)<script[^>]*>.*?</script>"),
    re.compile(rb"(?is)<meta\b(?![^>]*charset)[^>]*>|<link\b[^>]*>"),
    re.compile(
        rb"""(?i)\s(?:datetime|itemprop|itemtype|itemscope|property|data-[\w-]+)(?:=(?:"[^"]*"|'[^']*'|[^\s>]+))?"""
    ),
)


@dataclass
class Example:
    """A page with its candidates, and for each whether it is the article's (0..1) and how much it counts."""

    id: str
    page: Page
    weighed: Weighed
    first: list[signals.Candidate]
    right: list[float]
    counts: list[float]
    fold: int


def examples(data: Path, folds: int) -> Iterable[Example]:
    """Yield each page of the data as it is, then stripped."""
    for line in (data / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        raw = gzip.decompress((data / "pages" / f"{truth['id']}.html.gz").read_bytes())
        bare = raw
        for cut in _MACHINES_ONLY:
            bare = cut.sub(b"", bare)
        for payload in (raw, bare):
            yield _example(truth, open_page(payload, truth["url"]), folds)


def _example(truth: dict[str, Any], page: Page, folds: int) -> Example:
    weighed = weigh(page)
    first = signals.first_look(page, weighed)
    body = _WORDS.findall(truth["body"])
    runs = {tuple(body[i : i + 4]) for i in range(len(body) - 3)}
    whole = f" {' '.join(body)} "
    lead = " ".join(_WORDS.findall(truth.get("lead") or ""))
    right, counts = [], []
    for candidate in first:
        words = _WORDS.findall(page.blocks[candidate.block].text)
        text = " ".join(words)
        if len(words) < 6:
            right.append(float(f" {text} " in whole))
        else:
            right.append(sum(tuple(words[i : i + 4]) in runs for i in range(len(words) - 3)) / (len(words) - 3))
        in_lead = len(text) > 20 and text in lead
        counts.append(0.0 if in_lead or not words else min(1.0, max(len(words), 1) / max(1, len(body))))
    publisher = truth.get("publisher") or truth["url"].split("/")[2]
    fold = int(hashlib.sha256(publisher.encode()).hexdigest(), 16) % folds
    return Example(truth["id"], page, weighed, first, right, counts, fold)


def second_look(page: Example, odds: list[float]) -> None:
    """Replace a page's candidates by those of the second look."""
    answers = {c.block: answer for c, *answer in zip(page.first, page.right, page.counts, strict=True)}
    page.first = signals.second_look(page.page, page.weighed, page.first, odds)
    page.right = [answers[c.block][0] for c in page.first]
    page.counts = [answers[c.block][1] for c in page.first]


def keys(names: tuple[str, ...], candidate: signals.Candidate) -> list[str]:
    """Return the keys of the table that a candidate meets."""
    found = [f"{name}: {verdict.key(case)}" for name, case in zip(names, candidate.cases, strict=True)]
    return found + [f"around: {name}" for name, bit in BITS.items() if candidate.around & bit]


def fit(matrix: Any, right: Any, counts: Any, prior: float) -> Any:
    """Return the numbers that make the given blocks likeliest under the prior."""
    numbers = np.zeros(matrix.shape[1])
    share = counts / counts.sum()
    for _ in range(30):
        chance = 1 / (1 + np.exp(-matrix @ numbers))
        slope = matrix.T @ (share * (chance - right)) + prior * numbers
        curve = (matrix * (share * np.maximum(chance * (1 - chance), 1e-6))[:, None]).T @ matrix
        change = np.linalg.solve(curve + np.eye(len(numbers)) * prior, slope)
        numbers -= change / max(1.0, np.abs(change).max())  # longer steps may lead away
        if np.abs(change).max() < 1e-3:
            break
    return numbers


def fit_look(
    names: tuple[str, ...], pages: list[Example], looks: list[list[signals.Candidate]], folds: int, prior: float
) -> tuple[dict[str, float], list[list[float]]]:
    """Return a look's numbers, and for each page the logits by numbers fitted without its publisher."""
    met = [[keys(names, candidate) for candidate in look] for look in looks]
    pages_with: Counter[str] = Counter()
    for look in met:
        pages_with.update({key for found in look for key in found})
    columns = {key: i + 1 for i, key in enumerate(sorted(key for key, n in pages_with.items() if n >= 2 * RARE))}
    matrix = np.zeros((sum(map(len, met)), len(columns) + 1), dtype=np.float32)
    matrix[:, 0] = 1
    for row, found in enumerate(found for look in met for found in look):
        matrix[row, [columns[key] for key in found if key in columns]] = 1
    right = np.array([value for page in pages for value in page.right])
    counts = np.array([value for page in pages for value in page.counts])
    fold = np.array([page.fold for page in pages for _ in page.first])
    unseen = np.zeros(len(right))
    for left_out in range(folds):
        seen = fold != left_out
        unseen[~seen] = matrix[~seen] @ fit(matrix[seen], right[seen], counts[seen], prior)
    numbers = fit(matrix, right, counts, prior)
    table = {"bias": float(numbers[0])} | {key: float(numbers[i]) for key, i in columns.items()}
    bounds = np.cumsum([0, *map(len, met)])
    return table, [unseen[a:b].tolist() for a, b in pairwise(bounds)]


def main(report: Callable[[str], None] = print) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("indexer/extract/weights.json"))
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--unseen", type=Path, help="write each page's logits as fitted without its publisher (JSON)")
    options = parser.parse_args()
    pages = list(examples(options.data, options.folds))
    first, odds = fit_look(signals.FIRST, pages, [page.first for page in pages], options.folds, PRIORS[0])
    report(f"first look: {_told(pages, odds):.4f} of the text told right, publisher left out")
    sure = [
        {c.block: z for c, z in zip(page.first, logits, strict=True) if z >= signals.SURE}
        for page, logits in zip(pages, odds, strict=True)
    ]
    for page, logits in zip(pages, odds, strict=True):
        second_look(page, logits)
    second, unseen = fit_look(signals.SECOND, pages, [page.first for page in pages], options.folds, PRIORS[1])
    report(f"second look: {_told(pages, unseen):.4f} of what was left, publisher left out")
    origin = (
        f"Fitted by benchmarks/fit_blocks.py on {len(pages) // 2} pages of {len({p.fold for p in pages})} folds of"
        f" publishers, {date.today().isoformat()}; priors {PRIORS}. Numbers only: no text of any page."
    )
    tables = {
        "origin": origin,
        "first": {key: round(value, 3) for key, value in first.items() if abs(value) >= 0.005},
        "second": {key: round(value, 3) for key, value in second.items() if abs(value) >= 0.005},
    }
    options.out.write_text(json.dumps(tables, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    if options.unseen:
        logits_of = [
            dict(sorted((told | {c.block: z for c, z in zip(page.first, logits, strict=True)}).items()))
            for page, logits, told in zip(pages, unseen, sure, strict=True)
        ]
        named = [(page.id, chance) for page, chance in zip(pages, logits_of, strict=True)]
        options.unseen.write_text(json.dumps({"full": dict(named[::2]), "bare": dict(named[1::2])}), encoding="utf-8")


def _told(pages: list[Example], odds: list[list[float]]) -> float:
    right = all_of = 0.0
    for page, logits in zip(pages, odds, strict=True):
        for value, count, z in zip(page.right, page.counts, logits, strict=True):
            right += count * ((value > 0.5) == (z > 0))
            all_of += count
    return right / all_of


if __name__ == "__main__":
    main()
