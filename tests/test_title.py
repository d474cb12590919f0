"""The headline: which candidate is believed, and what is cut from it."""

from urllib.parse import quote

import pytest

from indexer.extract.page import Page, open_page
from indexer.extract.title import tidy, title, without_site
from indexer.sites import Rule, Site

TEXT = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"


def page(head: str = "", body: str = "", url: str | None = "https://www.gazeta.example/news/5") -> Page:
    return open_page(f"<html lang=uk><head>{head}</head><body>{body}{TEXT}{TEXT}</body></html>".encode(), url)


def test_linked_data_is_believed_before_the_heading() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Міст відкрили"}</script>'
    found = title(page(head, "<h1>Міст через Дніпро відкрили</h1>"), Site())
    assert (found.value, found.rule) == ("Міст відкрили", "JSON-LD headline")
    assert ("headline", "Міст через Дніпро відкрили") in found.rivals


def test_a_search_headline_yields_to_what_the_reader_and_the_social_title_say() -> None:
    head = """<title>Міст Дніпро ремонт відкриття 2024</title>
    <meta property="og:title" content="Міст через Дніпро відкрили">
    <meta name="twitter:title" content="Міст через Дніпро відкрили"><script type="application/ld+json">
    {"@type":"NewsArticle","headline":"Міст через Дніпро: ремонт, відкриття 2024"}</script>"""
    assert title(page(head, "<h1>Міст через Дніпро відкрили</h1>"), Site()).value == "Міст через Дніпро відкрили"


def test_a_teaser_for_social_media_is_no_headline() -> None:
    head = """<title>Міст через Дніпро відкрили</title>
    <meta property="og:title" content="Тепер їхати ближче: подивіться самі">
    <meta name="twitter:title" content="Тепер їхати ближче: подивіться самі"><script type="application/ld+json">
    {"@type":"NewsArticle","headline":"Міст через Дніпро відкрили"}</script>"""
    assert title(page(head, "<h1>Міст через Дніпро відкрили</h1>"), Site()).value == "Міст через Дніпро відкрили"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Міст через Дніпро відкрили | Газета", "Міст через Дніпро відкрили"),
        ("Газета — Міст через Дніпро відкрили", "Міст через Дніпро відкрили"),
        ("Міст через Дніпро відкрили - Новини - Газета", "Міст через Дніпро відкрили"),
        ("Міст через Дніпро відкрили - gazeta.example", "Міст через Дніпро відкрили"),
    ],
)
def test_the_sites_name_is_cut_from_the_title(tag: str, expected: str) -> None:
    head = (
        f'<title>{tag}</title><meta property="og:site_name" content="Газета"><meta property="og:title" content="{tag}">'
    )
    assert title(page(head, "<h2>Міст через Дніпро відкрили</h2>"), Site()).value == expected


def test_a_dash_within_the_headline_stays() -> None:
    assert (
        without_site("Київ – Львів: новий потяг", ["Київ – Львів: новий потяг", "Новини"], {"газета"})
        == "Київ – Львів: новий потяг"
    )


def test_a_page_of_the_old_web_has_only_its_title_element() -> None:
    old = open_page(
        "<title>Мост через Днепр открыли - Газета</title><font size=5>Мост</font><br><br>Текст.".encode(), None
    )
    assert title(old, Site()).value == "Мост через Днепр открыли"


def test_an_h2_before_the_text_is_the_headline_where_no_h1_is() -> None:
    found = title(
        page("<title>Головна</title>", "<h2>Рекомендуємо</h2><p>Меню</p><h2>Міст через Дніпро відкрили</h2>"), Site()
    )
    assert found.value == "Міст через Дніпро відкрили"


def test_a_kicker_goes_with_the_headline_where_the_title_element_has_both() -> None:
    body = "<div class=overline>Кенія</div><h1>Найробі знизу</h1>"
    assert (
        title(page("<title>Кенія: Найробі знизу, Газета, 18.05.2026</title>", body), Site()).value
        == "Кенія: Найробі знизу"
    )


def test_entities_tags_and_line_breaks_are_read() -> None:
    assert tidy("Київ &amp;quot;за&amp;quot;\n мир <b>і</b> п&rsquo;єсу") == 'Київ "за" мир і п’єсу'


def test_a_profiles_rule_comes_first() -> None:
    site = Site(name="Газета", rules={"title": Rule(css=".headline")})
    found = title(page("<meta property=og:title content=Інше>", "<h1>Не те</h1><p class=headline>Саме це</p>"), site)
    assert (found.value, found.rule) == ("Саме це", "profile")


def test_a_page_without_any_title_has_none() -> None:
    assert title(open_page(b"<p>text</p>", None), Site()).value == ""


def test_words_that_the_page_has_run_together_are_parted_as_the_title_element_has_them() -> None:
    body = "<h1><span>Велика демонстрація</span><span>Міст через Дніпро</span></h1>"
    found = title(page("<title>Велика демонстрація Міст через Дніпро</title>", body), Site())
    assert found.value == "Велика демонстрація Міст через Дніпро"


def test_the_heading_of_a_live_ticker_is_its_latest_news_and_no_headline() -> None:
    body = "<h1>Рада слухає звіт +++ Мер прибув на міст</h1>"
    assert title(page("<title>Міст через Дніпро: головне за день</title>", body), Site()).value.startswith(
        "Міст через Дніпро"
    )


def test_a_social_title_that_is_only_the_sites_name_is_no_headline() -> None:
    head = '<title>Газета</title><meta property="og:title" content="Газета"><meta property="og:site_name" content="Газета">'
    assert title(page(head, "<h1>Міст через Дніпро відкрили</h1>"), Site()).value == "Міст через Дніпро відкрили"


def buttons(*texts: str, services: tuple[str, ...] = ("one", "two")) -> str:
    """Return share buttons that pass on the texts, each to two services."""
    links = [
        f"<a href='https://{service}.example/share?url=https%3A%2F%2Fgazeta.example%2F5&amp;text={quote(text)}'>+</a>"
        for text in texts
        for service in services
    ]
    return "".join(links)


@pytest.mark.parametrize(
    ("heading", "passed", "expected"),
    [
        (
            "Міст через Дніпро нарешті відкрили після ремонту, який тривав два роки",
            "Міст через Дніпро відкрили після ремонту",
            "Міст через Дніпро відкрили після ремонту",
        ),
        (
            "Мост через Днепр наконец открыли: что изменилось для водителей",
            "Что изменилось для водителей на мосту через Днепр https://gazeta.example/5",
            "Что изменилось для водителей на мосту через Днепр",
        ),
        (
            "The bridge is open again, and drivers finally have two lanes",
            "Drivers have two lanes: the bridge is open again",
            "Drivers have two lanes: the bridge is open again",
        ),
        (
            "市長が橋の再開を発表、二年ぶりに通行可能に",
            "市長が橋の再開を発表 二車線で",
            "市長が橋の再開を発表 二車線で",
        ),
    ],
)
def test_the_headline_that_share_buttons_pass_on_is_taken_where_metadata_are_silent(
    heading: str, passed: str, expected: str
) -> None:
    found = title(page(f"<title>{heading} | Газета</title>", f"<h1>{heading}</h1>{buttons(passed)}"), Site())
    assert (found.value, found.rule) == (expected, "share buttons")
    assert ("headline", heading) in found.rivals


def test_the_heading_below_is_the_headline_where_letters_pass_it_on() -> None:
    body = """<h1>Мерів міст-супутників зібрали в Об’єднаному</h1><h2>Мерів супутників зібрали в Об’єднаному місті</h2>
    <a href="mailto:?subject=Раджу прочитати: Мерів супутників зібрали в Об’єднаному місті&amp;body=текст">Надіслати</a>"""
    assert title(page("<title>Мерів міст-супутників зібрали в Об’єднаному</title>", body), Site()).value == (
        "Мерів супутників зібрали в Об’єднаному місті"
    )


@pytest.mark.parametrize(
    "shared",
    [
        buttons("Міст через Дніпро відкрили після ремонту", services=("one",)),  # a single button says little
        buttons("Газета Придніпров’я - новини без зайвого шуму"),  # the paper's own words
        buttons("Міст Дніпро ремонт відкриття дата 2024"),  # <title> again, made for search engines
        buttons("Раджу: Міст через Дніпро нарешті відкрили після ремонту (Газета)"),  # the heading itself
        buttons("Міст через Дніпро"),  # cut short
        buttons("", "   ", "★"),
    ],
)
def test_other_texts_of_share_buttons_change_no_headline(shared: str) -> None:
    head = "<title>Міст Дніпро ремонт відкриття дата 2024</title>"
    body = "<h1>Міст через Дніпро нарешті відкрили після ремонту</h1>"
    assert title(page(head, body + shared), Site()).value == "Міст через Дніпро нарешті відкрили після ремонту"


def test_share_buttons_say_nothing_against_metadata() -> None:
    head = '<meta property="og:title" content="Міст через Дніпро знову відкрили для авто">'
    body = f"<h1>Міст через Дніпро відкрили</h1>{buttons('Що сталося з мостом через Дніпро сьогодні вранці')}"
    assert title(page(head, body), Site()).value == "Міст через Дніпро знову відкрили для авто"


def test_a_line_that_is_the_title_element_goes_before_a_heading_that_is_not() -> None:
    body = "<p class=big>Міст через Дніпро відкрили після ремонту</p><h2>Два роки чекали водії Об’єднаного</h2>"
    found = title(page("<title>Міст через Дніпро відкрили після ремонту - Газета</title>", body), Site())
    assert found.value == "Міст через Дніпро відкрили після ремонту"


HEADLINE = "У Гадячі знайшли листи з маяка об’єднання"
OLD = "<title>Вісті Придніпров'я</title>"


@pytest.mark.parametrize(
    "body",
    [
        f"<FONT SIZE=6>{HEADLINE}</FONT><P>Автор: ВІРА ЦИМБАЛ<BR>12.04.1998<P>",
        f"<TABLE><TR><TD><FONT SIZE=5><B>{HEADLINE}</B></FONT><P>",
        f"<FONT SIZE=+2>{HEADLINE}</FONT><P><B>Знахідку передали до музею громади, кажуть рибалки.</B><P>",
        f"<B>{HEADLINE}</B><P>",
        f"<span class=zagolovok>{HEADLINE}</span><br>14.09.2005<br><br>",
        f"<table><tr><td class=title>{HEADLINE}</td></tr></table>",
        f"<table><tr><td><a href=/>Головна</a></td><td><b>{HEADLINE}</b><br>Автор: Віра Цимбал<br>5.07.2003<br><br>",
        f"<b><a href=/>Вісті Придніпров'я</a></b><p><b>Новини</b><p><font size=4>{HEADLINE}</font><p>12.04.1998<p>",
    ],
)
@pytest.mark.parametrize("head", [OLD, "", "<title>story0412</title>"])
def test_the_loudest_line_above_the_text_is_the_headline_where_title_has_none(head: str, body: str) -> None:
    assert title(page(head, body), Site()).value == HEADLINE


def test_a_title_of_many_words_is_believed_before_a_loud_line() -> None:
    found = title(page("<title>Рибалки знайшли старі листи біля маяка</title>", f"<b>{HEADLINE}</b><p>"), Site())
    assert found.value == "Рибалки знайшли старі листи біля маяка"


@pytest.mark.parametrize(
    "body", ["<b>Новини</b><p>", f"<b><a href=/x>{HEADLINE}</a></b><p>", "<b>12.04.1998, 10:15</b><p>"]
)
def test_a_loud_link_word_or_date_is_no_headline(body: str) -> None:
    assert title(page(OLD, body), Site()).value == "Вісті Придніпров'я"


@pytest.mark.parametrize("head", ["", '<meta property="og:site_name" content="Вісник ґміни">'])
@pytest.mark.parametrize("name", ["Вісник ґміни", "<a href=/>Вісник ґміни</a>"])
def test_the_second_heading_is_the_headline_where_the_first_and_title_are_the_papers_name(head: str, name: str) -> None:
    found = page(f"<title>Вісник ґміни</title>{head}", f"<h1>{name}</h1><h2>{HEADLINE}</h2><p>Автор: Віра Цимбал</p>")
    assert title(found, Site()).value == HEADLINE


@pytest.mark.parametrize("tag", ["Вісник ґміни - Головна", "Вісник ґміни", f"{HEADLINE} | Вісник ґміни"])
def test_a_heading_that_leads_home_is_the_papers_name(tag: str) -> None:
    found = page(f"<title>{tag}</title>", f"<h1><a href=/>Вісник ґміни</a></h1><h2>{HEADLINE}</h2><p>Віра Цимбал</p>")
    assert title(found, Site()).value == HEADLINE


def test_a_short_headline_above_a_standfirst_stays_the_headline() -> None:
    body = "<h1>Тиша над плесом у Гадячі</h1><h2>Рибалки знайшли старі листи біля самого маяка</h2>"
    assert title(page("<title>Тиша над плесом у Гадячі</title>", body), Site()).value == "Тиша над плесом у Гадячі"


@pytest.mark.parametrize("og", ["Вісник: щоденні новини краю", "Вісник ґміни"])
def test_an_og_title_that_all_pages_share_does_not_beat_heading_and_title_that_agree(og: str) -> None:
    head = f"""<title>{HEADLINE} - Вісник ґміни</title><meta property="og:title" content="{og}">
    <meta property="og:site_name" content="Вісник ґміни">"""
    assert title(page(head, f"<h1>{HEADLINE}</h1>"), Site()).value == HEADLINE
    assert title(page(head, f"<h1>Вісник ґміни</h1><h2>{HEADLINE}</h2>"), Site()).value == HEADLINE


def test_an_og_title_in_other_words_is_still_believed_where_heading_and_title_differ() -> None:
    head = f'<title>Листи з маяка</title><meta property="og:title" content="{HEADLINE}">'
    assert title(page(head, "<h1>Знайдено пошту з війни</h1>"), Site()).value == HEADLINE
