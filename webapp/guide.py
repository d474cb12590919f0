"""The help page's content: what can be asked, with examples in three languages. In: nothing. Out: rows for a template.

Example queries speak of nothing in particular: the guide is the same for every archive.
"""

from __future__ import annotations

from typing import NamedTuple

from webapp.wording import gettext


class Example(NamedTuple):
    """A query to try, and the language its words are in."""

    query: str
    language: str


class Rule(NamedTuple):
    """One thing that can be asked, and examples of it."""

    about: str
    examples: tuple[Example, ...]


class Part(NamedTuple):
    """Rules that belong together, under a heading."""

    id: str
    title: str
    rules: tuple[Rule, ...]


def parts() -> tuple[Part, ...]:
    """Return the query language, part by part, in the language of the page."""
    return (
        Part("words", gettext("Words"), _words()),
        Part("fields", gettext("Fields"), _fields()),
        Part("dates", gettext("Dates"), _dates()),
    )


def front() -> tuple[Rule, ...]:
    """Return the three examples of the front page."""
    return (
        Rule(
            gettext("A word finds all its forms. A minus leaves out what is not wanted."),
            _in(gettext("library -tag:sport")),
        ),
        Rule(
            gettext("Quotes mean exactly: these words, in this order, in this form."),
            _in(gettext('"city council"')),
        ),
        Rule(
            gettext("Author, tag, source or date as fields of their own; together they narrow the search."),
            _in(gettext("title:library after:2022")),
        ),
    )


def _in(query: str) -> tuple[Example, ...]:
    return (Example(query, ""),)


def _three(uk: str, en: str, ru: str) -> tuple[Example, ...]:
    return (Example(uk, "uk"), Example(en, "en"), Example(ru, "ru"))


def _words() -> tuple[Rule, ...]:
    return (
        Rule(
            gettext("Each word finds all its forms, and all words must be in the article: headline, lead or text."),
            _three("міська бібліотека", "city library", "городская библиотека"),
        ),
        Rule(
            gettext("In quotes, exactly these forms in this order. With ~5, up to five other words between them."),
            _three('"міська рада"~5', '"city council"', '"городской совет"'),
        ),
        Rule(
            gettext("OR between words: one of them is enough. Brackets say what belongs together."),
            _three("(школа OR ліцей) ремонт", "school OR college", "школа OR лицей"),
        ),
        Rule(
            gettext("A minus, or NOT, leaves out what follows."),
            _three("вибори -футбол", "election NOT football", "выборы -футбол"),
        ),
        Rule(
            gettext("An asterisk after at least two letters stands for any ending."),
            _three("енерг*", "energ*", "энерг*"),
        ),
        Rule(
            gettext("Upper and lower case, kinds of apostrophes, stress marks, and е or ё make no difference."),
            _three("п'ять", "people’s", "ещё"),
        ),
    )


def _fields() -> tuple[Rule, ...]:
    return (
        Rule(gettext("title: in the headline"), _three("title:вибори", "title:election", "title:выборы")),
        Rule(
            gettext("author: by the byline; tag: by a tag; several words in quotes"),
            _three('tag:"міська рада"', "author:smith", 'tag:"городской совет"'),
        ),
        Rule(
            gettext("source: by the publisher; site: by the host; url: by words of the address"),
            _three("source:вісник", "site:example.org", "source:вестник"),
        ),
        Rule(
            gettext("cited: by what the article names as its source"),
            _three("cited:прес-служба", "cited:agency", "cited:пресс-служба"),
        ),
        Rule(gettext("lang: by the language of the text"), _three("lang:uk", "lang:en", "lang:ru")),
    )


def _dates() -> tuple[Rule, ...]:
    return (
        Rule(
            gettext("after: and before: take a year, a month or a day, and include it."),
            _three("вибори after:2019-03", "election before:2019-12-31", "выборы after:2019 before:2020"),
        ),
    )
