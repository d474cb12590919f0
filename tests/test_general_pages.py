"""Blogs, town halls, clubs and portals: what their systems print is read without knowing the system."""

from __future__ import annotations

import pytest

from indexer.extract import read
from mappings.article import Article
from tests.blog_pages import Printed, blogs
from tests.cms_pages import systems
from tests.unseen_pages import unseen

PAGES = [*blogs(), *systems()]
LEAD_LOST = {"TYPO3 news de"}  # its first paragraph calls itself a teaser


def article(printed: Printed) -> Article:
    found = read(printed.payload, printed.url)
    assert isinstance(found, Article), printed.name
    return found


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


@pytest.mark.parametrize("printed", [*PAGES, *unseen()], ids=lambda printed: printed.name)
def test_every_paragraph_is_read_in_order_and_nothing_of_menus_sidebars_and_comments(printed: Printed) -> None:
    found = article(printed)
    text = found.body if found.lead in found.body else f"{found.lead}\n{found.body}"
    wanted = printed.story.paragraphs[printed.name in LEAD_LOST :]
    places = [text.find(paragraph) for paragraph in wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert not [other for other in printed.unwanted if other in text]


def test_hardly_anything_else_is_in_the_texts() -> None:
    beside = {}
    for printed in PAGES:
        found = article(printed)
        rest = found.body
        for paragraph in printed.story.paragraphs:
            rest = rest.replace(paragraph, "")
        if rest.strip():
            beside[printed.name] = rest.split("\n")
    assert len(beside) <= 0.05 * len(PAGES), beside


def test_headlines_are_read_without_metadata() -> None:
    wrong = [found.title for printed in PAGES if printed.story.title not in (found := article(printed)).title]
    assert len(wrong) <= 0.05 * len(PAGES), wrong


def test_days_are_read_and_hardly_one_is_wrong() -> None:
    days = [(printed.name, printed.day, article(printed).published_day) for printed in PAGES if printed.day]
    assert share([found == day for _, day, found in days]) >= 0.95
    assert not [name for name, day, found in days if found not in {day, None}]


def test_authors_are_read_from_what_systems_print_about_an_entry() -> None:
    named = [(printed.name, printed.author, article(printed).authors) for printed in PAGES if printed.author]
    assert share([found == (author,) for _, author, found in named]) >= 0.9, named
    assert not [name for name, author, found in named if found and author not in found]


def test_who_commented_and_labels_are_no_authors() -> None:
    unsigned = [(printed.name, article(printed).authors) for printed in PAGES if not printed.author]
    assert not [(name, found) for name, found in unsigned if found and found != ("lopata",)]


def test_every_system_is_there() -> None:
    assert len({printed.name.rsplit(" ", 1)[0] for printed in PAGES}) >= 40
    assert len({printed.story.language for printed in PAGES}) >= 14
