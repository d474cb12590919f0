"""Writes the invented sample archive: a news archive in miniature, the same bytes each time.

In: a folder. Out: WARC files, a tree of saved pages and plain-text captures of four invented papers from 2001 to 2025,
in Ukrainian, Russian and English; and the truth about each page, for tests. Places, people, papers and events are all
invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from sample import pages, papers
from sample.archive import File, Page, saved_files, text_files, warc_file
from sample.pages import Placed
from sample.stories import World
from sample.warc import Response

__all__ = ["Page", "write_archive"]

_SEED = 1887
_STORIES = {"visnyk": 62, "kurier": 100, "novyny": 104, "ledger": 24}
_REPRINTS = 8


def write_archive(folder: Path) -> tuple[Page, ...]:
    """Write the archive into a folder, over what is there, and return the truth about each of its pages."""
    truth: list[Page] = []
    for file in _files():
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        truth += file.holds
    return tuple(truth)


def _files() -> Iterator[File]:
    world, chance = World(), Random(_SEED)
    own = {
        paper.key: papers.stories_of(world, chance, paper, _STORIES[paper.key])
        for paper in (papers.VISNYK, papers.KURIER, papers.NOVYNY, papers.LEDGER)
    }
    early = papers.agency_stories(world, chance, _REPRINTS, 600, (2009, 2010))
    late = papers.agency_stories(world, chance, _REPRINTS, 700, (2016, 2018))
    novyny = papers.novyny(world, [*own["novyny"], *early])
    kurier = papers.kurier(world, [*own["kurier"], *papers.reprinted(early), *late])
    visnyk = papers.visnyk(world, [*own["visnyk"], *papers.reprinted(late)])
    yield from saved_files("saved", novyny, pages.tables)
    yield from saved_files("saved", kurier[::2], pages.semantic)
    yield warc_file("warc/kurier-2018.warc.gz", kurier[1::2], pages.semantic, _fronts(papers.KURIER, kurier))
    for half, found in enumerate((visnyk[: len(visnyk) // 2], visnyk[len(visnyk) // 2 :]), start=1):
        yield warc_file(f"warc/visnyk-{half}.warc.gz", found, pages.modern, _fronts(papers.VISNYK, found))
    yield from text_files("text", papers.ledger(world, own["ledger"]))


def _fronts(paper: papers.Paper, found: Sequence[Placed]) -> list[Response]:
    """Return what else a crawler meets: a front page and a tag page in each language, a missing page, a picture."""
    responses = []
    for language in dict.fromkeys(page.told.language for page in found):
        teasers = [(page.url, page.told.title, page.told.lead) for page in found if page.told.language == language][
            -12:
        ]
        home = f"{paper.address}/{'' if language == 'uk' else language + '/'}"
        for url, title in ((home, paper.name), (f"{home}tag/0/", f"{paper.name}: 0")):
            body = pages.front(title, paper.name, language, "utf-8", teasers)
            responses.append(Response(url, f"{paper.last}-12-30T05:00:00Z", body))
    when = f"{paper.last}-12-30T06:00:00Z"
    missing = pages.front("404", paper.name, "uk", "utf-8", [])
    responses.append(Response(f"{paper.address}/gone.html", when, missing, status="404 Not Found"))
    responses.append(Response(f"{paper.address}/img/1.gif", when, b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "image/gif"))
    return responses
