"""Invented articles in any number, for benchmarks: the words of three languages, as often as words occur in news.

In: a number. Out: articles, always the same. Ukrainian words come from the Hunspell dictionary of the test node when it
is there (`make elasticsearch`), so that its stemmer has real work; the others are made of syllables.
"""

from __future__ import annotations

import hashlib
import random
from base64 import urlsafe_b64encode
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from mappings.article import Article

WORDS, PARAGRAPH, LONGEST = 20_000, 60, 500
_DICTIONARY = Path(__file__).resolve().parent.parent / ".cache/elasticsearch/hunspell/uk_UA/uk_UA.dic"
_SYLLABLES = {
    "uk": ("ка", "ро", "сти", "мір", "по", "ля", "ві", "ськ", "ний", "ого", "об'", "єд", "нан", "ґан", "ок", "їв"),
    "ru": ("ка", "ро", "сти", "мир", "по", "ля", "ве", "ск", "ный", "ого", "объ", "еди", "нен", "ёл", "ов", "ев"),
    "en": ("ka", "ro", "ti", "mer", "po", "la", "ve", "sk", "ing", "ed", "ion", "est", "ly", "er", "es", "al"),
}
_SHARES = {"uk": 0.6, "ru": 0.2, "en": 0.2}


def articles(count: int, seed: int = 1) -> Iterator[Article]:
    """Yield so many articles of about 260 words."""
    chance = random.Random(seed)
    words = {language: vocabulary(language, chance) for language in _SHARES}
    heights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
    people = [f"{chance.choice(words['uk']).title()} {chance.choice(words['uk']).title()}" for _ in range(800)]
    for number in range(count):
        language = chance.choices(list(_SHARES), list(_SHARES.values()))[0]
        yield _article(f"{seed}:{number}", language, _Writer(words[language], heights, chance), people)


def vocabulary(language: str, chance: random.Random) -> list[str]:
    """Return the words of a language, the most frequent first."""
    if language == "uk" and _DICTIONARY.exists():
        lines = _DICTIONARY.read_text(encoding="utf-8").splitlines()[1:]
        known = sorted({line.partition("/")[0] for line in lines if line[:1].isalpha() and line[:1].islower()})
        return chance.sample(known, WORDS)
    made: dict[str, None] = {}
    while len(made) < WORDS:
        made["".join(chance.choices(_SYLLABLES[language], k=chance.randint(1, 4)))] = None
    return list(made)


class _Writer:
    def __init__(self, words: list[str], heights: list[float], chance: random.Random) -> None:
        self._words, self._heights, self.chance = words, heights, chance

    def sentence(self, length: int) -> str:
        top = self._heights[-1]
        chosen = [self._words[bisect(self._heights, self.chance.random() * top)] for _ in range(length)]
        return " ".join(chosen).capitalize() + "."

    def body(self) -> str:
        paragraphs = self.chance.randint(2, 7)
        return "\n".join(" ".join(self.sentence(15) for _ in range(PARAGRAPH // 15)) for _ in range(paragraphs))


def _article(key: str, language: str, writer: _Writer, people: list[str]) -> Article:
    chance = writer.chance
    title, body = writer.sentence(8)[:-1], writer.body()
    day = f"{2005 + chance.randrange(20)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    digest = hashlib.sha256(key.encode()).digest()
    site = f"paper{chance.randrange(40)}.example"
    return Article(
        id=urlsafe_b64encode(digest[:16]).decode().rstrip("="),
        url=f"https://{site}/{day}/{digest.hex()[:12]}",
        language=language,
        title=title,
        lead=writer.sentence(20),
        body=body,
        authors=tuple(chance.sample(people, chance.randint(0, 2))),
        tags=tuple(writer.sentence(1)[:-1].lower() for _ in range(chance.randint(0, 5))),
        section=chance.choice(("Політика", "Спорт", "Culture", "Город", None)),
        source=site,
        site=site,
        published=f"{day}T{chance.randrange(24):02d}:{chance.randrange(60):02d}:00+02:00",
        published_precision="minute",
        published_zone="page",
        published_from="json-ld",
        published_day=day,
        captured=f"{day}T23:00:00Z",
        text_hash=hashlib.sha256(f"{title}\n{body}".encode()).hexdigest(),
        payload_hash=digest.hex(),
        locator=f"ARCHIVE:crawl.warc.gz#{key}",
    )
