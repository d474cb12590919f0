"""The language of a text, checked against what the page claims."""

import pytest

from indexer.extract.language import language, primary, told
from indexer.extract.page import open_page
from indexer.sites import Site

UKRAINIAN = "Міська рада ухвалила рішення про ремонт мосту, а роботи почнуться навесні, повідомив мер Об’єднаного міста на п’ятничній нараді."
RUSSIAN = "Городской совет принял решение о ремонте моста, а работы начнутся весной, сообщил мэр объединённого города на совещании в пятницу."
ENGLISH = "The city council has decided to repair the bridge, and the work will start in spring, the mayor told a meeting on Friday morning."


@pytest.mark.parametrize(("text", "expected"), [(UKRAINIAN, "uk"), (RUSSIAN, "ru"), (ENGLISH, "en")])
@pytest.mark.parametrize("claim", ["uk", "ru", "en", ""])
def test_the_text_decides_whatever_the_page_claims(text: str, expected: str, claim: str) -> None:
    page = open_page(f"<html lang='{claim}'><p>{text}".encode(), None)
    assert language(text, page, Site()).value == expected


def test_a_short_text_leaves_it_to_the_page() -> None:
    page = open_page("<html lang=uk-UA><p>Так.".encode(), None)
    assert language("Так.", page, Site()).value == "uk"


def test_a_wrong_claim_is_kept_as_a_rival() -> None:
    found = told(UKRAINIAN, [("html lang", "en")])
    assert (found.value, found.rule, found.rivals) == ("uk", "text", (("html lang", "en"),))


def test_text_and_claim_that_agree_are_told_so() -> None:
    assert told(UKRAINIAN, [("html lang", "uk")]).rule == "text and html lang"


def test_without_text_or_claim_the_publishers_language_counts_and_else_none() -> None:
    assert told("", [], "uk").value == "uk"
    assert told("", []).value == "und"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("uk-UA", "uk"),
        ("UA", "uk"),
        ("nb_NO", "no"),
        ("nn", "no"),
        ("ukr", "uk"),
        ("fil-PH", "tl"),
        ("EN", "en"),
        ("x-default", ""),
        ("", ""),
        ("{{lang}}", ""),
        ("und", ""),
    ],
)
def test_language_tags_are_read_as_pages_write_them(tag: str, code: str) -> None:
    assert primary(tag) == code
