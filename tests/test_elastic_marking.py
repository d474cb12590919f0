"""What Elasticsearch's highlighter says, as titles and snippets."""

from __future__ import annotations

from engines.contract import Highlighted
from engines.elastic.marking import CLOSE, OPEN, hit_texts
from tests.articles import article


def test_a_snippet_ends_with_its_paragraph() -> None:
    found = f"Навесні {OPEN}міст{CLOSE} закрили.\nРух об’їздом.\n\nНовий {OPEN}міст{CLOSE}\n"
    _, snippets = hit_texts(article(), {"body": [found]})
    assert snippets == (Highlighted("Навесні міст закрили.", ((8, 12),)), Highlighted("Новий міст", ((6, 10),)))


def test_a_phrase_over_two_paragraphs_is_marked_whole() -> None:
    found = f"Їдуть {OPEN}об’їздом\nРух{CLOSE} відкрито.\nДалі"
    _, snippets = hit_texts(article(), {"body": [found]})
    assert snippets == (Highlighted("Їдуть об’їздом Рух відкрито.", ((6, 18),)),)


def test_without_a_mark_the_first_paragraph_is_shown() -> None:
    _, snippets = hit_texts(article(lead="", body="Міст відкрито.\nРух об’їздом."), {})
    assert snippets == (Highlighted("Міст відкрито."),)
