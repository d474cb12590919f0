"""Lines at the ends of a text that are none of it."""

import pytest

from indexer.extract.body import body
from indexer.extract.layout import Block
from indexer.extract.page import open_page
from indexer.extract.stray import is_above, is_below
from indexer.sites import Site, TextRules

TEXT = [
    "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 3 + end
    for end in ("Раз.", "Два.", "Три.")
]


def paragraphs(above: str = "", below: str = "", site: Site | None = None) -> list[str]:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    html = f"<html lang=uk><title>Міст відкрили</title><body><h1>Міст відкрили</h1>{above}{text}{below}</body></html>"
    return list(body(open_page(html.encode()), site or Site()).value.paragraphs)


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Una Rowan</p>",
        "<p>Автор: Мар’яна Коваль, 5 липня 2019, 14:00</p>",
        "<p>Publié le 5 juillet 2019 à 14h00, mis à jour le 6 juillet 2019 à 10h00</p>",
        "<p>Опубліковано: 5 липня 2019, 14:00; оновлено: 6 липня 2019, 10:00</p>",
    ],
)
def test_who_and_when_above_a_text_are_no_text(line: str) -> None:
    assert paragraphs(above=line) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "<p>Підписуйтесь на наш <a href=/t>Telegram-канал</a>, щоб нічого не пропустити!</p>",
        "<p>Подписывайтесь на наш канал в Telegram</p>",
        "<p>Follow us on Facebook and Instagram</p>",
        "<p>Помітили помилку? Виділіть її та натисніть Ctrl+Enter</p>",
        "<p>© Riproduzione riservata</p>",
        "<p>Усі права захищено.</p>",
        "<p>Теги: мости, м’ячі</p>",
        "<p>Фото: ДСНС</p>",
        "<p>(dpa/kö)</p>",
        "<p>Фото: ДСНС</p><p>Теги: мости, м’ячі</p><p>All rights reserved.</p>",
    ],
)
def test_what_every_page_has_below_a_text_is_no_text(line: str) -> None:
    assert paragraphs(below=line) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Автор: Мар’яна Коваль каже, що міст не зачинять до осені, бо дощів іще не було й не буде.",
        "Від міста до міста йшли п’ять днів.",
        "Фото: чому ми бачимо те, чого вже немає?",
        "(Об’єднання відповіло пізніше.)",
        "Підписуйтесь під зверненням, сказали вони, і люди підписувалися до ночі біля мосту.",
    ],
)
def test_a_sentence_that_begins_like_such_a_line_stays(line: str) -> None:
    assert not is_above(line, "uk")
    assert not is_below(Block(line, 0))
    assert line in paragraphs(below=f"<p>{line}</p><p>{TEXT[0]} Кінець.</p>")


def test_lines_that_a_profile_drops_are_dropped_from_pages_too() -> None:
    site = Site(name="Газета", text=TextRules(drop=frozenset({"Підтримайте об’єднання!"})))
    line = "<p>Підтримайте об’єднання!</p>"
    assert paragraphs(below=f"{line}<p>Кінець тексту, про який ще скажуть люди біля мосту.</p>", site=site)[:3] == TEXT
    assert "Підтримайте об’єднання!" not in paragraphs(below=line, site=site)
