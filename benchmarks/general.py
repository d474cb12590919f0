"""How well blogs, towns, clubs and forums are read, beside trafilatura: on the invented pages of the tests.

Usage: python -m benchmarks.general [--losses]

Prints body F1 (of 4-word shingles, the lead counted as text), and the shares of headlines, days and authors that are
right, ours and trafilatura's (comments left out). `--losses` names each page where ours is behind or not right.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable

from indexer.extract import read
from mappings.article import Article
from tests.blog_pages import Printed, blogs
from tests.cms_pages import systems
from tests.unseen_pages import unseen

Scores = dict[str, float]


def main() -> None:
    """Read every page twice and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--losses", action="store_true")
    options = parser.parse_args()
    compare("Pages on which rules were mended", [*blogs(), *systems()], losses=options.losses)
    compare("Pages written after the rules", list(unseen()), losses=options.losses)


def compare(heading: str, pages: list[Printed], *, losses: bool) -> None:
    """Print the figures of pages; `losses`: also each page where ours is behind or not right."""
    print(f"{heading}: {len(pages)}")
    sums: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    counts = Counter[str]()
    theirs = trafilatura()
    for page in pages:
        scores = ours(page), theirs(page)
        counts.update(list(scores[0]))
        for total, own in zip(sums, scores, strict=True):
            total.update(own)
        for name, score in scores[0].items():
            if losses and score < max(0.97, scores[1][name]):
                print(f"{page.name:30} {name:8} {score:.2f}, trafilatura {scores[1][name]:.2f}")
    for name, count in counts.items():
        print(f"{name:8} {sums[0][name] / count:.3f}, trafilatura {sums[1][name] / count:.3f}, {count} pages")


def ours(page: Printed) -> Scores:
    found = read(page.payload, page.url)
    if not isinstance(found, Article):
        return graded(page, "", "", "", "")
    text = found.body if found.lead in found.body else f"{found.lead}\n{found.body}"
    return graded(page, text, found.title, found.published_day or "", "; ".join(found.authors))


def trafilatura() -> Callable[[Printed], Scores]:
    import trafilatura as library  # not a dependency: only for this comparison

    def extract(page: Printed) -> Scores:
        document = library.bare_extraction(page.payload, url=page.url, with_metadata=True, include_comments=False)
        return graded(page, *(str(getattr(document, name, None) or "") for name in ("text", "title", "date", "author")))

    return extract


def graded(page: Printed, *found: str) -> Scores:
    """Return the scores of text, headline, day and author; what a page does not tell is not graded."""
    text, title, day, author = found
    scores = {"body": f1("\n".join(page.story.paragraphs), text), "title": float(title == page.story.title)}
    if page.day:
        scores["day"] = float(day == page.day)
    if page.author:
        scores["author"] = float(author == page.author)
    return scores


def f1(wanted: str, found: str) -> float:
    """Return the F1 of 4-word shingles, characters in scripts without spaces.

    >>> f1("Міст через Дніпро знову відкрили", "Міст через Дніпро знову відкрили учора")
    0.8
    """
    one, other = shingles(wanted), shingles(found)
    return 2 * (one & other).total() / (one.total() + other.total())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


if __name__ == "__main__":
    main()
