"""Four papers: who printed which story, when, and at what address.

In: a world of stories and chance. Out: pages, oldest first, not yet rendered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from sample.pages import Dated, Placed
from sample.stories import LANGUAGES, Story, World, spread


@dataclass(frozen=True, slots=True)
class Paper:
    """A publisher: its key in the world, its name, where its pages stand, and the years of them."""

    key: str
    name: str
    address: str
    first: int
    last: int


VISNYK = Paper("visnyk", "Наддніпрянський вісник", "https://visnyk.example", 2016, 2025)
KURIER = Paper("kurier", "Кур’єр Полісся", "http://www.kurier.example", 2009, 2018)
NOVYNY = Paper("novyny", "Озерянські новини", "http://novyny.example", 2001, 2010)
LEDGER = Paper("ledger", "The Lower Dnipro Ledger", "https://ledger.example", 2018, 2025)

_SECTIONS = {
    "library": "kultura", "theatre": "kultura", "tram": "misto", "river": "dovkillia", "bread": "ekonomika",
    "football": "sport", "flood": "podii", "court": "pravo", "school": "osvita", "science": "nauka",
    "council": "hromada", "energy": "enerhetyka", "bridge": "misto", "harvest": "selo", "hospital": "zdorovia",
    "railway": "transport", "winter": "podii", "swimming": "sport", "craft": "kultura", "shelter": "hromada",
}  # fmt: skip


def visnyk(world: World, stories: Sequence[Story]) -> list[Placed]:
    """Return the modern paper's pages: each story in Ukrainian and Russian, four of five in English too."""
    found = []
    for at, story in enumerate(stories):
        path = f"{_SECTIONS[story.topic]}/{story.when:%Y/%m/%d}/{story.topic}-{story.number}/"
        languages = LANGUAGES if at % 5 else LANGUAGES[:2]
        editions = {each: f"{VISNYK.address}/{'' if each == 'uk' else each + '/'}{path}" for each in languages}
        found += [_placed(world, VISNYK, story, language, editions) for language in languages]
    return _with_neighbours(found)


def kurier(world: World, stories: Sequence[Story]) -> list[Placed]:
    """Return the pages of 2012: two of three in Ukrainian, the rest in Russian; two of them undated."""
    found = []
    for at, story in enumerate(stories):
        language = "ru" if at % 3 == 2 and not story.agency else "uk"
        path = f"{'rus/' if language == 'ru' else ''}{_SECTIONS[story.topic]}/{story.number}-{story.topic}.html"
        page = _placed(world, KURIER, story, language, {language: f"{KURIER.address}/{path}"})
        found.append(replace(page, dated="undated") if at in {10, 55} else page)
    return _with_neighbours(found)


def novyny(world: World, stories: Sequence[Story]) -> list[Placed]:
    """Return the pages of 2001, Ukrainian and Russian by turns: dated to minute, day or month, or not at all."""
    found = []
    for at, story in enumerate(stories):
        language = "ru" if at % 2 and not story.agency else "uk"
        dated: Dated = "undated" if at % 18 == 7 else "month" if at % 25 == 12 else "day" if at % 3 else "minute"
        folder = f"{story.when:%Y/%m}" if dated != "undated" else "archive"
        url = f"{NOVYNY.address}/{folder}/{story.topic}{story.number}.htm"
        found.append(replace(_placed(world, NOVYNY, story, language, {language: url}), dated=dated))
    return _with_neighbours(found)


def ledger(world: World, stories: Sequence[Story]) -> list[Placed]:
    """Return the English paper's pages."""
    path = f"{LEDGER.address}/{{when:%Y/%m/%d}}/{{topic}}-{{number}}/"
    urls = [path.format(when=story.when, topic=story.topic, number=story.number) for story in stories]
    pairs = zip(stories, urls, strict=True)
    return _with_neighbours([_placed(world, LEDGER, story, "en", {"en": url}) for story, url in pairs])


def stories_of(world: World, chance: Random, paper: Paper, count: int) -> list[Story]:
    """Return a paper's own stories, no two under one headline."""
    languages = ("en",) if paper is LEDGER else ("uk", "ru")
    found: list[Story] = []
    headlines: set[str] = set()
    subjects = world.subjects(chance)
    for number, when in enumerate(spread(chance, count, paper.first, paper.last), start=100):
        while True:
            story = replace(world.draw(chance, subjects, paper.key, when), number=number)
            fresh = {world.tell(story, language, paper.key).title for language in languages}
            if not fresh & headlines:
                break
        headlines |= fresh
        found.append(story)
    return found


def agency_stories(world: World, chance: Random, count: int, number: int, years: tuple[int, int]) -> list[Story]:
    """Return stories of a news agency, which more than one paper prints as they are."""
    subjects = world.subjects(chance)
    drawn = [world.draw(chance, subjects, NOVYNY.key, when) for when in spread(chance, count, *years)]
    return [replace(story, number=number + at, agency=True) for at, story in enumerate(drawn)]


def reprinted(stories: Sequence[Story]) -> list[Story]:
    """Return the same stories as another paper has them some hours later."""
    return [replace(story, when=story.when + timedelta(hours=2, minutes=35)) for story in stories]


def _placed(world: World, paper: Paper, story: Story, language: str, editions: Mapping[str, str]) -> Placed:
    return Placed(
        told=world.tell(story, language, paper.key),
        number=story.number,
        paper=paper.name,
        url=editions[language],
        when=story.when,
        dated="minute",
        editions=editions,
        related=(),
        section_slug=_SECTIONS[story.topic],
    )


def _with_neighbours(found: Sequence[Placed]) -> list[Placed]:
    """Return the pages, each with the five before it in its language as what else there is to read."""
    seen: dict[str, list[Placed]] = {}
    result = []
    for page in found:
        before = seen.setdefault(page.told.language, [])
        result.append(replace(page, related=tuple((other.url, other.told.title) for other in before[-5:])))
        before.append(page)
    return result
