"""When an article was published: which signal is believed, zone, precision, and what never passes as a publication."""

import pytest

from indexer.extract.addressed import url_date
from indexer.extract.dateline import MOST, seen_dates
from indexer.extract.page import Page, open_page
from indexer.extract.published import Published, modified, published
from indexer.sites import Rule, Site

PROSE = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"
KYIV = Site(name="Газета", timezone="Europe/Kyiv")


def page(line: str = "", head: str = "", url: str | None = None, language: str = "uk", after: str = "") -> Page:
    body = f"<h1>Міст через Дніпро відкрили</h1>{line}{PROSE}{PROSE}{PROSE}{after}"
    html = (
        f"<html lang={language}><head><title>Міст через Дніпро відкрили</title>{head}</head><body>{body}</body></html>"
    )
    return open_page(html.encode(), url)


def linked_data(**values: str) -> str:
    pairs = ",".join(f'"{key}":"{value}"' for key, value in values.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Міст",{pairs}}}</script>'


def moment(found: Page, site: Site = KYIV, captured: str | None = None, read: str = "") -> str | None:
    value = published(found, site, captured, language=read).value
    return value.moment if value else None


def test_linked_data_is_believed_with_the_pages_own_offset() -> None:
    head = linked_data(datePublished="2024-11-11T11:30:00+02:00", dateModified="2024-11-12T08:00:00+02:00")
    found = published(page("<p>12.11.2024, 08:00</p>", head), KYIV)
    assert found.value == Published("2024-11-11T11:30:00+02:00", "minute", "page", "2024-11-11")
    assert found.rule == "JSON-LD datePublished"


def test_the_day_is_the_publishers_not_utcs() -> None:
    found = published(page(head=linked_data(datePublished="2024-11-11T23:30:00Z")), KYIV).value
    assert found is not None
    assert (found.moment, found.day) == ("2024-11-11T23:30:00+00:00", "2024-11-12")


def test_without_a_profile_the_page_shows_which_day_a_late_utc_moment_is_there() -> None:
    head = linked_data(datePublished="2024-11-11T23:30:00Z")
    found = published(page("<p class=date>12 листопада 2024, 01:30</p>", head), Site()).value
    assert found is not None
    assert (found.moment, found.day) == ("2024-11-11T23:30:00+00:00", "2024-11-12")


def test_a_time_without_a_zone_is_told_in_the_profiles() -> None:
    line = "<p class=date>Понеділок, 11 листопада 2024, 11:30</p>"
    assert published(page(line), KYIV).value == Published(
        "2024-11-11T11:30:00+02:00", "minute", "profile", "2024-11-11"
    )
    assert published(page(line), Site()).value == Published("2024-11-11T11:30:00", "minute", "unknown", "2024-11-11")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-11-11T11:30:00+02:00">',
        '<meta itemprop="datePublished" content="2024-11-11T11:30:00+02:00">',
        '<meta name="pubdate" content="2024-11-11 11:30:00 +0200">',
        '<meta name="DC.date.issued" content="2024-11-11T09:30:00Z">',
    ],
)
def test_metadata_of_many_names_tell_the_publication(head: str) -> None:
    found = published(page(head=head), KYIV)
    assert found.value is not None
    assert found.value.day == "2024-11-11"
    assert found.rule.startswith("meta ")


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("<p>11 листопада 2024, 11:30</p>", "uk", "2024-11-11T11:30:00"),
        ("<p>Понедельник, 11 ноября 2024</p>", "ru", "2024-11-11"),
        ("<div class=meta>Автор: Ірина Солодуха | Опубліковано: 11.11.2024 о 09:05</div>", "uk", "2024-11-11T09:05:00"),
        ("<p><time>11.11.2024</time> <time>09:05</time></p>", "uk", "2024-11-11T09:05:00"),
        ("<span class=published>November 11, 2024 at 3:05 p.m. ET</span>", "en", "2024-11-11T15:05:00-05:00"),
        ("<time datetime='2024-11-11T11:30:00+02:00'>учора</time>", "uk", "2024-11-11T11:30:00+02:00"),
        ("<p>Publié le 11/11/2024 à 11:30 | Mis à jour le 12/11/2024 à 08:00</p>", "fr", "2024-11-11T11:30:00"),
        ("<p>Оновлено: 12.11.2024, 08:00. Опубліковано: 11.11.2024, 11:30</p>", "uk", "2024-11-11T11:30:00"),
        ("<div class=date>Листопад 2024</div>", "uk", "2024-11-01"),
        ("<p>11. November 2024 - 11.30 Uhr</p><p>Akt.: 12. November 2024 - 08.00 Uhr</p>", "de", "2024-11-11T11:30:00"),
        ("<p>Upd.: 12.11.2024, 08:00. 11.11.2024, 11:30</p>", "uk", "2024-11-11T11:30:00"),
        ("<time class='entry-date published updated'>11 ноября 2024, 11:30</time>", "ru", "2024-11-11T11:30:00"),
        ("<time class='published updated' datetime='2024-11-11T11:30:00'>учора</time>", "uk", "2024-11-11T11:30:00"),
    ],
)
def test_the_dateline_that_a_reader_sees_is_read(line: str, language: str, expected: str) -> None:
    assert moment(page(line, language=language), Site()) == expected


def test_a_month_meant_for_machines_is_told_where_nothing_tells_a_day() -> None:
    meta = '<meta property="article:published_time" content="2019-05">'
    assert published(page("<p>Без дати</p>", meta), Site()).value == Published(
        "2019-05-01", "month", "unknown", "2019-05-01"
    )
    assert moment(page("<div class=date>17 травня 2019, 11:30</div>", meta), Site()) == "2019-05-17T11:30:00"


def test_a_month_is_told_as_a_month() -> None:
    found = published(page("<div class=date>Листопад 2024</div>"), Site()).value
    assert found == Published("2024-11-01", "month", "unknown", "2024-11-01")


@pytest.mark.parametrize(
    "line",
    [
        "<p>Оновлено: 12.11.2024, 08:00</p>",
        "<p class=updated>12.11.2024, 08:00</p>",
        "<p>вчора, 11:30</p>",
        "<p>3 години тому</p>",
        "<p>© 2001–2024 Газета. 12.11.2024</p><div class=related><p class=date>10.11.2024, 10:00</p></div>" * 0
        or "<p>© 12.11.2024</p>",
    ],
)
def test_updates_copyrights_and_relative_times_are_no_publication(line: str) -> None:
    assert moment(page(line)) is None


def test_a_modified_time_is_kept_as_what_it_is() -> None:
    head = linked_data(dateModified="2024-11-12T08:00:00+02:00")
    assert modified(page(head=head), KYIV).value == "2024-11-12T08:00:00+02:00"
    assert published(page(head=head), KYIV).value is None
    assert modified(page("<p>Оновлено: 12.11.2024, 08:00</p>"), KYIV).value == "2024-11-12T08:00:00+02:00"


def test_a_date_after_the_capture_is_refused() -> None:
    head = linked_data(datePublished="2030-01-01T00:00:00Z")
    captured = "2024-11-11T12:00:00Z"
    assert moment(page(head=head), captured=captured) is None
    assert moment(page("<p class=date>11.11.2024, 11:30</p>", head), captured=captured) == "2024-11-11T11:30:00+02:00"


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "<p class=date>11/12/2024</p>", "2024-11-12"),  # as an American reads it
        ("en", "<p class=date>12/11/2024</p>", "2024-11-12"),  # the other way round, as that day was still to come
        ("uk", "<p class=date>11/12/2024, 08:00</p>", "2024-11-12T08:00:00"),
        ("ru", "<p class=date>11/12/24</p>", "2024-11-12"),
        ("uk", "<p class=date>11.12.2024</p>", None),  # points tell the order
        ("uk", "<p class=date>11 грудня 2024</p>", None),
        ("uk", "<p class=date>30/11/2024</p>", None),
    ],
)
def test_month_and_day_are_told_apart_by_the_capture(language: str, line: str, expected: str | None) -> None:
    assert moment(page(line, language=language), Site(), "2024-11-13T12:00:00Z") == expected


def test_the_date_of_another_story_is_not_taken() -> None:
    teasers = "<div class=related><a href=/2>Інша новина</a><p class=date>10.11.2024, 10:00</p></div>"
    assert moment(page(after=teasers)) is None


def test_a_day_gets_its_time_from_another_signal_of_the_same_day() -> None:
    found = published(page("<p class=date>11.11.2024, 11:30</p>", linked_data(datePublished="2024-11-11")), KYIV)
    assert found.value == Published("2024-11-11T11:30:00+02:00", "minute", "profile", "2024-11-11")
    assert found.rule == "JSON-LD datePublished, time from dateline"


def test_the_address_of_a_page_tells_its_day_when_nothing_else_does() -> None:
    found = published(page(url="https://gazeta.example/news/2024/11/11/5/"), KYIV)
    assert (found.value, found.rule) == (Published("2024-11-11", "day", "unknown", "2024-11-11"), "url")
    assert url_date("https://gazeta.example/2024/13/45/5/") is None


def test_a_time_beside_a_day_without_its_year_is_read_with_the_day_of_the_address() -> None:
    found = published(
        page("<p>Ірина Солодуха 11 листопада, 11:30</p>", url="https://gazeta.example/2024/11/11/5/"), KYIV
    )
    assert found.value == Published("2024-11-11T11:30:00+02:00", "minute", "profile", "2024-11-11")


def test_share_links_tell_the_address_where_the_archive_does_not() -> None:
    link = "<a href='https://social.example/share?u=https%3A%2F%2Fgazeta.example%2Fnews%2F2024%2F11%2F11%2F5%2F'>Поділитися</a>"
    assert published(page(after=link), KYIV).value is None  # one link may lead to any story
    found = published(page(after=link + link), KYIV)
    assert (found.value, found.rule) == (Published("2024-11-11", "day", "unknown", "2024-11-11"), "share links")


def test_conflicts_are_kept_as_rivals() -> None:
    head = linked_data(datePublished="2024-11-11T11:30:00+02:00")
    found = published(page("<p class=date>10.11.2024, 10:00</p>", head), KYIV, rivals=True)
    assert ("dateline", Published("2024-11-10T10:00:00+02:00", "minute", "profile", "2024-11-10")) in found.rivals


def test_a_profiles_rule_comes_first() -> None:
    site = Site(name="Газета", rules={"published": Rule(css=".when")})
    assert (
        moment(page("<p class=when>11 листопада 2024</p>", linked_data(datePublished="2020-01-01")), site)
        == "2024-11-11"
    )


@pytest.mark.parametrize("claimed", ["''", "en-US"])
@pytest.mark.parametrize(
    ("line", "read", "expected"),
    [
        ("Чер 5, 2019", "uk", "2019-06-05"),
        ("05 Lug 2019", "it", "2019-07-05"),
        ("5 lip 2019", "pl", "2019-07-05"),
        ("14 مايو 2013 - 03:20 م", "ar", "2013-05-14T15:20:00"),
        ("05/07/2019", "ru", "2019-07-05"),
    ],
)
def test_the_language_that_was_read_tells_the_date_where_the_page_claims_none_or_another(
    claimed: str, line: str, read: str, expected: str
) -> None:
    found = page(f"<p>{line}</p>", language=claimed)
    assert moment(found, Site(), read=read) == expected
    assert moment(page(f"<p>{line}</p>", language=read), Site()) == expected


def test_the_beginning_of_the_epoch_is_no_date() -> None:
    line = "<p class=date>11 листопада 2024, 11:30</p>"
    for nothing in ("1970-01-01T00:00:00Z", "1970-01-01T03:00:00+03:00", "1969-12-31T19:00:00-05:00", "0"):
        head = linked_data(datePublished=nothing) + f'<meta property="article:published_time" content="{nothing}">'
        assert moment(page(line, head)) == "2024-11-11T11:30:00+02:00"
        assert moment(page(head=head)) is None
        assert modified(page("<p>Змінено</p>", linked_data(dateModified=nothing)), KYIV).value is None


def test_of_very_many_time_elements_in_one_line_only_the_first_are_looked_at() -> None:
    many = "".join(f"<time datetime='2024-11-{1 + n % 28:02}T10:00'>листопад</time> " for n in range(200))
    found = page(f"<div class=date>{many}</div>")
    assert len(seen_dates(found, "uk")) == MOST


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("uk", "Останнє оновлення: 6 липня 2019"),
        ("ru", "Последнее обновление 6 июля 2019"),
        ("pt", "Última atualização em 6 de julho de 2019"),
        ("cs", "Poslední aktualizace: 6. července 2019"),
        ("hu", "Utolsó frissítés: 2019. július 6."),
        ("ro", "Ultima actualizare: 6 iulie 2019"),
        ("el", "Τελευταία ενημέρωση: 6 Ιουλίου 2019"),
        ("he", "עדכון אחרון: 6 ביולי 2019"),
        ("ar", "آخر تحديث: 6 يوليو 2019"),
        ("hi", "अपडेटेड: 6 जुलाई 2019"),
        ("th", "อัปเดตล่าสุดเมื่อ 6 กรกฎาคม 2562"),
        ("zh", "最后更新：2019年7月6日"),
        ("ja", "最終更新日時：2019年7月6日"),
        ("ko", "최종 업데이트: 2019년 7월 6일"),
        ("en", "Event: Saturday 6 July 2019, 7pm"),
        ("uk", "Дата події: 6 липня 2019"),
    ],
)
def test_a_last_update_and_an_event_are_no_publication_in_any_language(language: str, line: str) -> None:
    assert moment(page(f"<div>{line}</div>", language=language), Site()) is None


def test_a_first_publication_stands_before_the_day_that_a_text_is_of() -> None:
    line = "<p>Stand: 6.7.2019 – Erstveröffentlichung: 5.7.2019</p>"
    assert moment(page(line, language="de"), Site()) == "2019-07-05"
    assert moment(page("<p>Stand: 6.7.2019</p>", language="de"), Site()) == "2019-07-06"


HEADLINE = "<a href=/b>Паром на Сулі знову став через лід</a>"


@pytest.mark.parametrize(
    "teaser",
    [
        f"<aside><ul><li><time datetime=2022-05-05T10:00>5 травня</time> {HEADLINE}</li></ul></aside>",
        f"<div><ul><li><time datetime=2022-05-05T10:00>5 травня</time> {HEADLINE}</li></ul></div>",
        f"<div class=box><p>5 травня 2022</p>{HEADLINE}</div>",
        f"<div class=box><h3>{HEADLINE}</h3><p>5 травня 2022, 10:00</p></div>",
        "<aside><p>5 травня 2022</p><p>До роковин мосту</p></aside>",
    ],
)
def test_the_date_of_a_teaser_is_not_the_articles(teaser: str) -> None:
    assert moment(page(after=teaser)) is None
    assert moment(page("<p>11.11.2024</p>", after=teaser)) == "2024-11-11"
    html = page(after="").tree.html or ""
    above = open_page(html.replace("<body>", f"<body>{teaser}").encode(), None)
    assert moment(above) is None


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<div>Четвер, 9 листопада 2023 &nbsp; +12°C</div>", None),
        ("<div id=page><div class=top-bar>Четвер, 9 листопада 2023</div></div>", None),
        ("<header><time datetime=2023-11-09>Четвер, 9 листопада 2023</time></header>", None),
        ("<div>Четвер, 9 листопада 2023, 12:40</div>", "2023-11-09T12:40:00+02:00"),
        ("<div>9 листопада 2023</div>", "2023-11-09"),
    ],
)
def test_todays_date_at_the_top_of_a_paper_is_no_publication(above: str, expected: str | None) -> None:
    html = page().tree.html or ""
    assert moment(open_page(html.replace("<body>", f"<body>{above}").encode(), None)) == expected


def test_a_blog_prints_the_weekday_beside_its_entry() -> None:
    html = (page().tree.html or "").replace("<body>", "<body><div class=date-outer><h2>Четвер, 9 листопада 2023</h2>")
    assert moment(open_page(html.encode(), None)) == "2023-11-09"


def test_a_live_report_was_published_when_it_was_begun() -> None:
    line = "<p>Розпочато 1 лютого 2024, 09:30 · Оновлено 3 лютого 2024, 10:00</p>"
    assert moment(page(line)) == "2024-02-01T09:30:00+02:00"


def test_a_label_behind_the_date_is_one() -> None:
    line = (
        "<p>Цей запис 11.11.2024 о 11:30 опубліковано у розділі «Місто», і його читають усі, хто чекав на цей міст</p>"
    )
    assert moment(page(after=line)) == "2024-11-11T11:30:00+02:00"
    assert moment(page(after=line.replace("опубліковано", "згадано"))) is None


def test_a_date_is_read_in_its_own_line_of_a_page_that_knows_only_line_breaks() -> None:
    lines = "<br>".join(["<b>Міст через Дніпро відкрили</b>", "11.11.2024, 11:30", PROSE[3:-4], PROSE[3:-4]])
    html = f"<html lang=uk><title>Міст через Дніпро відкрили</title><table><tr><td>{lines}</table></html>"
    assert moment(open_page(html.encode(), None)) == "2024-11-11T11:30:00+02:00"
    below = "<p align=right><b>Оксана ТЕРЕЩЕНКО</b><br>14 вересня 1999 р.</p>"
    assert moment(page(after=below)) == "1999-09-14"


def test_the_date_of_a_comment_is_not_the_articles() -> None:
    assert (
        moment(page(after="<h3>Коментарі</h3><div><b>чайка77</b> 5 травня 2022 10:00<p>Гарний міст.</p></div>")) is None
    )


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("https://gazette.co.uk/a", "en", "2019-05-07"),
        ("https://gazette.com.au/a", "''", "2019-05-07"),
        ("https://gazette.com/a", "en", "2019-07-05"),
        ("https://gazette.co.uk/a", "en-US", "2019-07-05"),
        ("https://[газета", "en", "2019-07-05"),
    ],
)
def test_the_country_of_an_address_says_how_its_english_puts_a_date(url: str, language: str, expected: str) -> None:
    assert moment(page("<p>07/05/2019</p>", url=url, language=language), Site(), read="en") == expected
