"""Articles by the hundred thousand that nobody wrote: real word forms, drawn as often as words are in any language.

In: how many, and a seed. Out: articles, always the same ones. Half are Ukrainian, a quarter each Russian and English;
bodies of 300 words on average, 5,000 authors, 20,000 tags, 50 sources, 15 years, one in fifty undated. The forms come
from simplemma's word lists.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from mappings.article import Article

_LANGUAGES = (("uk", 50), ("ru", 25), ("en", 25))
_FORMS, _AUTHORS, _TAGS, _SOURCES = 60_000, 5_000, 20_000, 50
_FIRST, _DAYS = date(2009, 1, 1), 15 * 365
_LETTERS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}


@dataclass(frozen=True)
class Urn:
    """Values to draw from; the first ones come much more often (Zipf and Mandelbrot)."""

    values: Sequence[str]
    weights: Sequence[float]

    @classmethod
    def of(cls, values: Sequence[str], flatness: float = 2.7) -> Urn:
        return cls(values, list(accumulate(1 / (rank + flatness) for rank in range(len(values)))))

    def draw(self, random: Random, count: int) -> list[str]:
        return random.choices(self.values, cum_weights=self.weights, k=count)


def forms(language: str) -> list[str]:
    """Return word forms of a language, the ones to come most often first; always in the same order."""
    letters = frozenset(_LETTERS[language])
    words = DefaultDictionaryFactory().get_dictionary(language)
    known = {word.decode() if isinstance(word, bytes) else word for word in words}
    plain = sorted(word for word in known if len(word) > 1 and letters.issuperset(word))
    Random(language).shuffle(plain)
    return sorted(plain[:_FORMS], key=lambda word: len(word) > 6)  # common words are short


def articles(count: int, seed: int = 1, log_words: float = 5.5) -> Iterator[Article]:
    """Yield so many articles, each as read from one capture; `log_words`: ln of the usual number of words in a body."""
    random = Random(seed)
    words = {language: Urn.of(forms(language)) for language, _ in _LANGUAGES}
    names = [f"{one} {other}".title() for one, other in zip(words["uk"].values, words["ru"].values, strict=False)]
    authors = Urn.of(names[:_AUTHORS])
    tags = Urn.of([words[_LANGUAGES[rank % 3][0]].values[rank + 500] for rank in range(_TAGS)])
    sources = Urn.of([f"{word}.example" for word in words["en"].values[900 : 900 + _SOURCES]])
    for number in range(count):
        language = random.choices(*zip(*_LANGUAGES, strict=True))[0]
        yield _article(random, number, language, words[language], (authors, tags, sources), log_words)


def _article(
    random: Random, number: int, language: str, words: Urn, names: tuple[Urn, Urn, Urn], log_words: float
) -> Article:
    authors, tags, sources = names
    (source,) = sources.draw(random, 1)
    url = f"https://{source}/news/{number}"
    digest = hashlib.sha256(url.encode()).digest()
    day = date.fromordinal(_FIRST.toordinal() + int(_DAYS * random.random() ** 0.7))
    dated = number % 50 != 0
    return Article(
        id=urlsafe_b64encode(digest[:16]).decode().rstrip("="),
        url=url,
        language=language,
        title=" ".join(words.draw(random, random.randint(5, 12))).capitalize(),
        lead=_text(words.draw(random, random.randint(10, 30))),
        body=_text(words.draw(random, min(4000, int(random.lognormvariate(log_words, 0.65))))),
        authors=tuple(dict.fromkeys(authors.draw(random, random.choice((0, 1, 1, 1, 2))))),
        tags=tuple(dict.fromkeys(tags.draw(random, random.randint(0, 7)))),
        section=random.choice(("Політика", "Економіка", "Культура", None)),
        source=source,
        site=source,
        published=f"{day}T{random.randrange(24):02}:{random.randrange(60):02}:00+02:00" if dated else None,
        published_precision="minute" if dated else None,
        published_zone="page" if dated else None,
        published_from="synthetic" if dated else None,
        published_day=day.isoformat() if dated else None,
        captured="2025-01-01T00:00:00Z",
        first_captured="2025-01-01T00:00:00Z",
        text_hash=digest.hex(),
        payload_hash=digest[::-1].hex(),
        locator=f"synthetic:{number}",
    )


def _text(words: Sequence[str]) -> str:
    """Return words as sentences of fourteen, three to a paragraph."""
    sentences = [" ".join(words[at : at + 14]).capitalize() + "." for at in range(0, len(words), 14)]
    return "\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
