"""The pages in a real Chromium: by mouse, by keyboard, on a phone; no script, no error, nothing from elsewhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium, executable, served
from tests.reading_room import ARTICLES, invented, stocked

LONG = invented(
    301,
    title="Найдовшезаголовковеслово" * 12,
    authors=("Ілля-Северин Озеранський-Верхолуцький-Наддніпрянський",),
    tags=("Дуже" * 60,),
    source="https://" + "видавець" * 20 + ".example",
    locator="архів:" + "тека/" * 80 + "сторінка.html",
    url="https://visnyk.example/" + "шлях" * 100,
)
# a window that closes while an icon is on its way leaves the development server with an open file
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1360, "height": 1000}
PATHS = (
    "/?ui=uk",
    "/search?q=театр&author=Марта+Вербняк&tag.not=громада&from=2024&ui=uk",
    "/search?q=немаєтакогослова+театр&ui=ru",
    f"/articles/{ARTICLES[1].id}?q=театр&ui=uk",
    f"/articles/{LONG.id}?ui=en",
    f"/search?q=Найдовшезаголовковеслово*&ui=uk&tag={'Дуже' * 60}",
    "/help?ui=uk",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = executable()
    if path is None:
        reason = "no Chromium: `make browser` installs one, or set BACKFILE_TEST_CHROMIUM"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with chromium(path) as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    engine = stocked(tmp_path_factory.mktemp("index") / "ix", (*ARTICLES, LONG))
    with served(engine) as where:
        yield where
    engine.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A window in which everything that goes wrong is a failure of the test."""
    context = browser.new_context(base_url=address, viewport=WIDE, locale="uk-UA")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    window = context.new_page()
    wrong: list[str] = []
    window.on("console", lambda message: wrong.append(message.text))
    window.on("pageerror", lambda error: wrong.append(str(error)))
    window.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(address) else None)
    left = "net::ERR_ABORTED"  # the page was left before all of it, an icon say, had come
    window.on("requestfailed", lambda r: wrong.append(f"{r.url} {r.failure}") if r.failure != left else None)
    yield window
    context.close()
    assert wrong == []


def test_a_search_from_the_front_page_is_narrowed_and_widened_again(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("театри")
    page.get_by_role("button", name="Шукати").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 статей")
    page.get_by_role("checkbox", name="Марта Вербняк").check()
    page.get_by_role("button", name="Застосувати фільтри").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 статті")
    expect(page).to_have_url(re.compile(r"/search\?q=[^&]+&author=[^&]+$"))
    expect(page.get_by_role("checkbox", name="Марта Вербняк")).to_be_checked()
    page.get_by_role("link", name="Прибрати фільтр: автор Марта Вербняк").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 статей")


def test_a_bar_opens_its_days(page: Page) -> None:
    page.goto("/search?q=театр&from=2024&to=2024")
    bar = page.get_by_role("list", name="Статті за датою").get_by_role("link", name=re.compile(": 1 із")).first
    name = bar.text_content() or ""
    bar.click()
    expect(page.locator(".chips")).to_contain_text(name.split(":")[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("1 стаття")


def test_the_next_page_goes_on_where_this_one_ends(page: Page) -> None:
    page.goto("/search?q=погода&sort=oldest")
    expect(page.locator(".pager")).to_contain_text("1–20 із 23")
    page.get_by_role("link", name="Наступна сторінка").click()
    expect(page.locator(".pager")).to_contain_text("21–23 із 23")


def test_an_article_opens_with_its_marks_and_leads_back(page: Page) -> None:
    page.goto("/search?q=громада&author=Марта+Вербняк")
    page.locator("ol.hits h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Об’єднана громада")
    expect(page.locator("h1 mark").first).to_have_text("громада")
    page.get_by_role("link", name="Назад до пошуку").click()
    expect(page).to_have_url(re.compile("author="))


def test_the_interface_changes_its_language_and_keeps_the_question(page: Page) -> None:
    page.goto("/search?q=театр")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 articles")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 статей")
    page.get_by_role("button", name="Искать").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    page.goto("/search?q=театр")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto("/search?q=театр")
    box = page.get_by_role("checkbox", name="Марта Вербняк")
    for _ in range(200):
        page.keyboard.press("Tab")
        if box.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 статті")


def test_what_has_the_focus_can_be_seen(page: Page) -> None:
    page.goto("/search?q=театр")
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px", page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_wider_than_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_filters_are_closed_on_a_phone_and_can_be_opened(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/search?q=театр&author=Марта+Вербняк")
    box = page.get_by_role("checkbox", name="Марта Вербняк")
    expect(box).to_be_hidden()
    page.get_by_text("Фільтри", exact=False).first.click()
    expect(box).to_be_visible()
    box.uncheck()
    page.get_by_role("button", name="Застосувати фільтри").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6 статей")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, path: str, scheme: str) -> None:
    """Contrast of every text with the ground it stands on, 4.5 : 1 at least (WCAG 2.2, 1.4.3)."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path)
    assert page.evaluate(FAINT) == []


def test_targets_are_high_enough_to_hit(page: Page) -> None:
    """24 px at least, links inside sentences excepted (WCAG 2.2, 2.5.8)."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/search?q=театр&author=Марта+Вербняк&tag.not=громада")
    page.locator("details.facets > summary").click()
    low = page.evaluate(
        "[...document.querySelectorAll('a, button, summary, input:not([type=hidden]):not([type=checkbox]), label')]"
        ".filter(e => e.checkVisibility() && !e.closest('.hidden, .skip, .heard, .key, .bars, .dates label, h2'))"
        ".filter(e => e.getBoundingClientRect().height < 23.5).map(e => e.outerHTML)"
    )
    assert low == []


FAINT = """() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const colour = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length > 3 && !n[3] ? null : n }
  const ground = e => { for (; e; e = e.parentElement) {
    const found = colour(getComputedStyle(e).backgroundColor); if (found) return found }
    return [255, 255, 255] }
  const faint = []
  for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
    const e = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('.hidden, .skip, mark, title')) continue
    const [a, b] = [light(colour(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x)
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(e.outerHTML.slice(0, 200))
  }
  return faint
}"""
