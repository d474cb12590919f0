"""The stories that the sample archive tells: what happened, where and when, sentence by sentence.

In: ``world.toml`` and ``topics/*.toml``, and a seed. Out: stories, and each told in a language as plain values.
Sentences are written out in three languages and chosen together, so that the editions of one story say the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from random import Random
from typing import Any

LANGUAGES = ("uk", "ru", "en")
_SAID = {"uk": {"f": "сказала", "m": "сказав"}, "ru": {"f": "сказала", "m": "сказал"}, "en": {"f": "said", "m": "said"}}


@dataclass(frozen=True, slots=True)
class Told:
    """A story in one language, as a reader would have it."""

    language: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    section: str
    cited: str  # what the article names as its source; "" when it names none


@dataclass(frozen=True, slots=True)
class Story:
    """What one story is made of: a topic, an angle on it, and which sentences were chosen."""

    number: int
    topic: str
    angle: int
    place: int
    speaker: int
    chosen: Mapping[str, tuple[int, ...]]  # kind of sentence → which ones
    numbers: tuple[int, int]
    author: int
    tags: tuple[int, ...]
    cites: bool
    agency: bool
    when: datetime


class World:
    """Places, people and sentences, as the TOML files have them."""

    def __init__(self) -> None:
        here = files("sample")
        self._world: Mapping[str, Any] = tomllib.loads(here.joinpath("world.toml").read_text(encoding="utf-8"))
        found = sorted(here.joinpath("topics").iterdir(), key=lambda entry: entry.name)
        self.topics: Mapping[str, Any] = {
            entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8")) for entry in found
        }

    def subjects(self, chance: Random) -> Iterator[tuple[str, int]]:
        """Yield topics and angles without end, each once before any comes again."""
        every = [(topic, angle) for topic, about in self.topics.items() for angle in range(len(about["angles"]))]
        while True:
            yield from chance.sample(every, len(every))

    def draw(self, chance: Random, subjects: Iterator[tuple[str, int]], paper: str, when: datetime) -> Story:
        """Return a story for one paper, on the next subject that its time knew; the rest is drawn by chance."""
        topic, angle = next(subject for subject in subjects if self.topics[subject[0]]["since"] <= when.year)
        about = self.topics[topic]
        return Story(
            number=0,
            topic=topic,
            angle=angle,
            place=chance.randrange(len(self._world["places"])),
            speaker=chance.randrange(2),
            chosen=_chosen(chance, about["angles"][angle], len(about["uk"]["background"])),
            numbers=(chance.randrange(17), 10 * chance.randint(12, 48)),
            author=chance.randrange(len(self._world["authors"][paper])),
            tags=tuple(sorted(chance.sample(range(3), chance.choice([2, 2, 3])))),
            cites=chance.random() < 0.4,
            agency=False,
            when=when,
        )

    def tell(self, story: Story, language: str, paper: str) -> Told:
        """Return a story in one language, with the byline of one paper."""
        about = self.topics[story.topic]
        sentences = about[language]
        told = {
            kind: [_filled(sentences[kind][i], self._slots(story, language, i + at, at)) for at, i in enumerate(chosen)]
            for kind, chosen in story.chosen.items()
        }
        cited = self._world["agency"][language] if story.agency else about["cited"][language] if story.cites else ""
        details = told["details"]
        return Told(
            language=language,
            title=_filled(sentences["titles"][story.angle], self._slots(story, language)),
            lead=told["leads"][0],
            paragraphs=(
                told["openings"][0],
                " ".join(details[:2]),
                told["quotes"][0],
                *details[2:],
                *told["quotes"][1:],
                " ".join(told["background"]),
            ),
            authors=() if story.agency else (self._world["authors"][paper][story.author][language],),
            tags=tuple(about["tags"][i][language] for i in story.tags),
            section=about["section"][language],
            cited=cited,
        )

    def _slots(self, story: Story, language: str, step: int = 0, turn: int = 0) -> Mapping[str, str]:
        """Return what to fill in; `step` gives each sentence a number of its own, `turn` each quote its speaker."""
        place = self._world["places"][story.place][language]
        speaker = self.topics[story.topic]["speakers"][(story.speaker + turn) % 2]
        return {
            "in": place["in"],
            "In": _capital(place["in"]),
            "of": place["of"],
            "place": place["name"],
            "n": str(15 + 5 * ((story.numbers[0] + 7 * step) % 17)),
            "m": str(story.numbers[1]),
            "who": speaker[language],
            "said": _SAID[language][speaker["gender"]],
        }


def _chosen(chance: Random, view: Mapping[str, Any], backgrounds: int) -> Mapping[str, tuple[int, ...]]:
    """Choose the sentences of a story: one in three is told at length."""
    long = chance.random() < 0.35
    details = view["details"]
    quotes, background = view.get("quotes", [0, 1, 2]), view.get("background", list(range(backgrounds)))
    return {
        "leads": (chance.choice(view.get("leads", [0, 1])),),
        "openings": (view["opening"],),
        "details": tuple(details if long else sorted(chance.sample(details, min(4, len(details))))),
        "quotes": tuple(chance.sample(quotes, min(2, len(quotes)) if long else 1)),
        "background": tuple(sorted(chance.sample(background, len(background) if long else min(2, len(background))))),
    }


def spread(chance: Random, count: int, first: int, last: int) -> Sequence[datetime]:
    """Return that many minutes of different days from one year to another, oldest first, none in the night."""
    days = sorted(chance.sample(range(datetime(first, 1, 8).toordinal(), datetime(last, 12, 28).toordinal()), count))
    return [datetime.fromordinal(day).replace(hour=chance.randint(7, 21), minute=chance.randrange(60)) for day in days]


def _filled(sentence: str, slots: Mapping[str, str]) -> str:
    return _capital(sentence.format(**slots))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
