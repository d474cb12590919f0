"""The pages, over a real index: what they say, where their links lead, and that nothing breaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as Page
from selectolax.lexbor import LexborNode as Node

from mappings.article import Edition
from tests.reading_room import ARTICLES, Away, client, invented, stocked
from webapp import search_url
from webapp.parameters import NAMES

SCRIPT = "<script>alert('театр')</script>\"'><img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "\u202eвідкрила\u2066 театр"
HOSTILE = (
    invented(
        101,
        title=SCRIPT,
        lead=SCRIPT,
        body=SCRIPT,
        authors=(SCRIPT,),
        tags=(SCRIPT, "{{ 7 * 7 }}"),
        section=SCRIPT,
        source=SCRIPT,
        site=SCRIPT,
        cited=(SCRIPT,),
        url="javascript:alert(1)",
        editions=(Edition("ru", "javascript:alert(2)"), Edition(SCRIPT, "https://visnyk.example/ru")),
        locator=SCRIPT,
    ),
    invented(102, title="Заголовок " * 3000, tags=tuple(f"позначка {n}" for n in range(500)), authors=("Ім’я" * 200,)),
    invented(103, title=RIGHT_TO_LEFT, authors=(RIGHT_TO_LEFT,)),
    invented(104, title="", body="", url="", source="", site="", published="колись", published_day="2024-01-01"),
    invented(105, language="he", title="שלום לקוראים", body="ספרייה חדשה נפתחה"),
)
QUESTIONS = (
    "/",
    "/?ui=uk",
    "/search",
    "/search?q=театр&ui=uk",
    "/search?q=театр&author=Марта+Вербняк&tag.not=громада&from=2024&to=2024&ui=ru",
    "/search?q=немаєтакогослова&from=2024-05&ui=uk",
    "/search?q=autor:Вербняк",
    "/search?facet=author",
    "/search?author.missing=1&page=2",
    "/search?published.missing=1",
    f"/articles/{ARTICLES[0].id}?q=театр&ui=en",
    f"/articles/{ARTICLES[3].id}",
    f"/articles/{HOSTILE[0].id}?q=alert",
    f"/articles/{HOSTILE[1].id}",
    f"/articles/{HOSTILE[3].id}?ui=uk",
    "/help?ui=ru",
    "/search?autor=x&q=театр",
    "/articles/nothing",
    "/немає",
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    engine = stocked(tmp_path_factory.mktemp("index") / "ix", (*ARTICLES, *HOSTILE))
    yield client(engine)
    engine.close()


def page(room: FlaskClient, path: str, status: int | None = 200) -> Page:
    answer = room.get(path)
    assert status is None or answer.status_code == status, answer.text
    assert answer.mimetype == "text/html"
    return Page(answer.text)


def text(node: Node | Page | None) -> str:
    assert node is not None
    found = node.body if isinstance(node, Page) else node
    assert found is not None
    return re.sub(r"\s+", " ", found.text()).strip()


def links(found: Page | Node, css: str = "a") -> list[str]:
    return [node.attributes.get("href") or "" for node in found.css(css)]


def readable(addresses: list[str]) -> list[str]:
    return [unquote(address) for address in addresses]


# ---- the search page -------------------------------------------------------------------------------------------------


def test_a_word_finds_its_forms_marked_in_headline_and_text(room: FlaskClient) -> None:
    found = page(room, "/search?q=театри&author=Марта+Вербняк&ui=uk")
    assert text(found.css_first("h1")) == "2 статті"
    assert [text(mark) for mark in found.css("ol.hits h2 mark")] == ["театр", "театр"]
    assert "театр" in [text(mark) for mark in found.css(".snippet mark")]


@pytest.mark.parametrize(
    "arguments",
    [
        "q=театр",
        "q=погода&sort=oldest&page=2&size=5",
        "lang=ru",
        "author=Марта+Вербняк&tag.not=громада",
        "from=2024-03",
    ],
)
def test_the_page_has_the_hits_of_the_api_in_its_order(room: FlaskClient, arguments: str) -> None:
    answer = room.get(f"/api/v1/articles?{arguments}").get_json()
    found = page(room, f"/search?{arguments}")
    ids = [urlsplit(address).path.rpartition("/")[2] for address in links(found, "ol.hits h2 a")]
    assert ids == [hit["id"] for hit in answer["results"]]
    assert text(found.css_first("h1")).split()[0] == str(answer["total"]["value"])


def test_what_was_typed_stands_in_the_box_again(room: FlaskClient) -> None:
    query = '"міська рада" -спорт об\'єднання <b>'
    found = Page(room.get("/search", query_string={"q": query}).text)
    assert found.css_first("#q").attributes["value"] == query


def test_filters_in_force_are_chips_that_lead_to_the_search_without_them(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&author=Марта+Вербняк&tag.not=громада&from=2024&to=2024&ui=uk")
    chips = found.css(".chips a")
    said = [text(chip).removesuffix(" ×") for chip in chips]
    assert said == [
        "Прибрати фільтр: 2024",
        "Прибрати фільтр: автор Марта Вербняк",
        "Прибрати фільтр: не позначка громада",
        "Прибрати все",
    ]
    without = [dict(parse_qsl(urlsplit(chip.attributes["href"] or "").query)) for chip in chips]
    assert [set(arguments) - {"q", "ui"} for arguments in without] == [
        {"author", "tag.not"},
        {"tag.not", "from", "to"},
        {"author", "from", "to"},
        set(),
    ]
    assert {arguments["q"] for arguments in without} == {"театр"}


def test_a_facet_counts_its_values_and_can_be_ticked_taken_alone_or_excluded(room: FlaskClient) -> None:
    found = page(room, "/search?author=Марта+Вербняк&ui=uk")
    row = next(row for row in found.css(".values li") if "Марта Вербняк" in text(row.css_first("label")))
    box = row.css_first("input")
    assert (box.attributes["name"], box.attributes["value"]) == ("author", "Марта Вербняк")
    assert "checked" in box.attributes
    assert box.attributes["form"] == "ask"
    assert text(row.css_first("a:not(.not)")) == "Лише Марта Вербняк: 2"
    assert text(row.css_first("a.not")).startswith("Вилучити Марта Вербняк")
    assert "author.not=Марта+Вербняк" in readable(links(row, "a.not"))[0]


def test_an_excluded_value_stays_ticked_and_can_be_allowed_again(room: FlaskClient) -> None:
    found = page(room, "/search?author.not=Марта+Вербняк&ui=en")
    box = found.css_first("input[name='author.not']")
    assert (box.attributes["value"], "checked" in box.attributes) == ("Марта Вербняк", True)
    row = next(row for row in found.css(".values li") if row.css_first("input[name='author.not']"))
    assert links(row) == ["/search?ui=en"]


def test_articles_without_a_value_can_be_asked_for(room: FlaskClient) -> None:
    found = page(room, "/search?author.missing=1&ui=uk")
    assert "checked" in found.css_first("input[name='author.missing']").attributes
    assert {text(hit.css_first("p.meta span")) for hit in found.css(".hit")} == {"без підпису"}


def test_bars_are_links_with_a_sentence_and_have_a_table_beside_them(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&from=2024&to=2024&ui=en")
    bars = found.css("ol.bars a")
    assert len(bars) == len(found.css(".astable tbody tr")) > 3
    assert re.fullmatch(r"\w+ 2024: [\d,]+ of [\d,]+ held.*", text(bars[0]))
    (first, *_) = readable(links(found, "ol.bars a"))
    assert re.fullmatch(r"/search\?q=театр&from=2024-\d\d&to=2024-\d\d&ui=en", first)
    assert all(float(rect.attributes["height"] or 0) > 0 for rect in found.css("ol.bars rect"))


def test_undated_articles_left_out_by_a_date_are_told_and_can_be_seen(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&from=2024&ui=uk")
    assert "1 без дати не враховано" in text(found.css_first(".sum p"))
    undated = page(room, links(found, ".sum p a")[0])
    assert text(undated.css_first("h1")) == "1 стаття"
    assert text(undated.css_first(".hit .meta span")) == "без дати"


def test_pages_go_on_and_back_and_keep_the_question(room: FlaskClient) -> None:
    first = page(room, "/search?q=погоду&size=10&sort=oldest&ui=uk")
    second = page(room, links(first, "a[rel=next]")[0])
    assert text(second.css_first(".pager span")) == "11–20 із 23"
    assert text(second.css_first(".pager [aria-current]")) == "Сторінка 2"
    assert second.css_first("ol.hits").attributes["start"] == "11"
    assert readable(links(second, "a[rel=prev]")) == ["/search?q=погоду&sort=oldest&size=10&ui=uk"]


def test_a_cursor_goes_on_from_where_it_points(room: FlaskClient) -> None:
    cursor = parse_qsl(urlsplit(room.get("/api/v1/articles?sort=oldest&size=10").get_json()["links"]["next"]).query)
    path = urlsplit(f"/search?{urlencode([*cursor, ('ui', 'uk')])}").geturl()
    found = page(room, path)
    second = page(room, "/search?sort=oldest&size=10&page=2&ui=uk")
    assert [text(hit) for hit in found.css(".hit h2")] == [text(hit) for hit in second.css(".hit h2")]
    assert text(found.css_first(".pager span")) == f"10 із {len(ARTICLES) + len(HOSTILE)}"
    assert "cursor=" in links(found, ".pager a[rel=next]")[0]


def test_a_damaged_cursor_leads_back_to_the_first_page(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&sort=newest&cursor=зламано&ui=uk", 400)
    assert readable(links(found, ".tries a"))[0] == "/search?q=театр&sort=newest&ui=uk"


@pytest.mark.parametrize("query", ['"' * 60_000, "слово " * 10_000, "а -б " * 10_000, "(" * 60_000])
def test_a_page_of_a_very_long_query_is_not_a_very_long_page(room: FlaskClient, query: str) -> None:
    answer = room.get("/search", query_string={"q": query, "ui": "uk"})
    assert answer.status_code == 200
    assert Page(answer.text).css_first("#q").attributes["value"] == query.strip()
    assert len(answer.data) < 3_000_000


def test_a_page_beyond_the_last_one_leads_back_to_the_first(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&page=400&ui=uk")
    assert text(found.css_first("h1")) != "Статей немає"
    assert readable(links(found, ".tries a"))[0] == "/search?q=театр&ui=uk"


def test_the_form_sends_every_filter_again(room: FlaskClient) -> None:
    """What is in the address and neither typed nor ticked on the page must travel as a hidden field."""
    given_ = "q=театр&author=Марта+Вербняк&tag.not=громада&lang=uk&section=Культура&from=2024&sort=oldest&size=5&ui=uk"
    found = page(room, f"/search?{given_}")
    sent = [
        (node.attributes["name"], node.attributes.get("value") or "")
        for node in found.css("input[name]")
        if node.attributes.get("type") != "checkbox" or "checked" in node.attributes
    ]
    again = search_url.read((name or "", value) for name, value in sent)
    assert again == search_url.read(parse_qsl(given_))


def test_the_empty_fields_of_a_form_are_taken_out_of_the_address(room: FlaskClient) -> None:
    answer = room.get("/search?q=театр&from=&to=&author=&ui=uk")
    assert (answer.status_code, unquote(answer.headers["Location"])) == (302, "/search?q=театр&ui=uk")


def test_a_part_of_a_name_typed_into_a_facet_becomes_the_whole_name(room: FlaskClient) -> None:
    answer = room.get("/search?q=театр&from=&author=верб")
    assert unquote(answer.headers["Location"]) == "/search?q=театр&author=Марта+Вербняк"


def test_how_the_query_was_understood_and_repaired_is_said_in_the_language_of_the_page(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр+autor:Вербняк&ui=uk")
    heard = text(found.css_first(".heard"))
    assert "Зрозуміло як у будь-якій формі театр, автор: Вербняк" in heard
    assert "Поля autor: немає; його прочитано як author:" in heard


def test_without_hits_the_page_offers_questions_that_have_some(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр+немаєтакогослова&lang=uk&ui=uk")
    assert text(found.css_first("h1")) == "Статей немає"
    offers = [row for row in found.css(".tries li") if row.css_first("span")]
    assert offers
    for offer in offers:
        there = page(room, links(offer)[0])
        assert text(there.css_first("h1")).split()[0] == text(offer.css_first("span"))


def test_all_hits_can_be_taken_away_as_files(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&page=1&ui=uk")
    assert [urlsplit(address).path for address in links(found, ".take a")] == [
        "/search.csv",
        "/search.jsonl",
        "/api/v1/articles",
    ]


# ---- the other pages -------------------------------------------------------------------------------------------------


def test_an_article_shows_what_is_known_and_where_it_is(room: FlaskClient) -> None:
    article = ARTICLES[1]
    found = page(room, f"/articles/{article.id}?ui=uk")
    said = text(found.css_first("main"))
    for part in (*article.authors, *article.tags, *article.cited, article.locator, article.text_hash, "1 знімок"):
        assert part in said
    assert text(found.css_first("h1")) == article.title
    assert [text(line) for line in found.css(".text p")] == article.body.split("\n")
    assert links(found, ".links a") == [article.url, f"https://web.archive.org/web/2/{article.url}"]


def test_an_article_marks_the_words_it_was_found_by_and_leads_back(room: FlaskClient) -> None:
    search = page(room, "/search?q=театри&author=Стас+Мар’яненко&ui=uk")
    found = page(room, links(search, "ol.hits h2 a")[0])
    assert [text(mark) for mark in found.css("h1 mark, .text mark")] == ["театр", "театр"]
    assert found.css_first("#m1") is not None
    assert readable(links(found, ".trail a")) == ["/search?q=театри&author=Стас+Мар’яненко&ui=uk"]


def test_an_article_leads_to_its_editions_here_or_at_the_publisher(tmp_path_factory: pytest.TempPathFactory) -> None:
    ours, theirs = "https://visnyk.example/uk/театр", "https://visnyk.example/en/театр"
    editions = (Edition("uk", ours), Edition("ru", "https://visnyk.example/ru/театр"), Edition("en", theirs))
    uk = invented(201, url=ours, editions=editions)
    ru = invented(202, url=editions[1].url, language="ru", title="Театр открыли", editions=editions)
    engine = stocked(tmp_path_factory.mktemp("editions") / "ix", (uk, ru))
    found = page(client(engine), f"/articles/{ru.id}?ui=uk")
    engine.close()
    assert text(found.css_first(".editions b")) == "русский"
    assert links(found, ".editions a") == [f"/articles/{uk.id}?ui=uk", theirs]


def test_the_front_page_says_what_is_held(room: FlaskClient) -> None:
    found = page(room, "/?ui=uk")
    assert text(found.css_first("h1")).startswith(f"{len(ARTICLES) + len(HOSTILE)} статті з ")
    assert "1 стаття без дати" in text(found)
    table = {text(row.css_first("th")): text(row.css("td")[-1]) for row in found.css(".scroll tbody tr")}
    assert table["visnyk.example"] == str(sum(article.source == "visnyk.example" for article in (*ARTICLES, *HOSTILE)))
    assert table["джерело невідоме"] == "1"
    assert sum(map(int, table.values())) == len(ARTICLES) + len(HOSTILE)
    assert "українська" in [text(node) for node in found.css(".shares a")]
    assert len(found.css(".brief li")) == 6
    assert text(found.css_first("ol.bars a")).startswith("2024: ")


def test_the_front_page_of_an_empty_archive_says_how_to_fill_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = stocked(tmp_path_factory.mktemp("empty") / "ix", ())
    found = page(client(engine), "/?ui=uk")
    engine.close()
    assert text(found.css_first("h1")) == "Архів без статей"
    assert "backfile index" in text(found.css_first("main code"))
    assert page(client(stocked(tmp_path_factory.mktemp("none") / "ix", ())), "/search?q=театр").css_first("h1")


def test_help_examples_are_searches_in_three_languages(room: FlaskClient) -> None:
    found = page(room, "/help?ui=uk")
    examples = [node.attributes.get("lang") for node in found.css(".queries a")]
    assert examples.count("en") >= 10
    assert examples.count("ru") >= 10
    for address in links(found, ".queries a"):
        assert not page(room, address).css(".slip"), address


# ---- errors ----------------------------------------------------------------------------------------------------------


def test_an_argument_that_cannot_be_understood_is_named_and_the_rest_kept(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&autor=x&from=2024-13&lang=uk&ui=uk", 400)
    assert [text(row) for row in found.css(".problems li")] == [
        "Параметра autor немає. Може, author?",
        "from не може бути «2024-13». Можна: РРРР, РРРР-ММ або РРРР-ММ-ДД.",
    ]
    assert found.css_first("#q").attributes["value"] == "театр"
    assert found.css_first("input[type=hidden][name=lang]").attributes["value"] == "uk"


@pytest.mark.parametrize("path", ["/articles/nothing", "/немає", "/search/зайве"])
def test_what_is_not_there_is_404_with_a_way_on(room: FlaskClient, path: str) -> None:
    found = page(room, f"{path}?ui=uk", 404)
    assert found.css_first("#q") is not None
    assert "/help?ui=uk" in links(found, "main a")


def test_an_index_that_is_away_is_503_and_keeps_the_question() -> None:
    away = client(Away())  # type: ignore[arg-type]
    answer = away.get("/search?q=театр&lang=uk&ui=uk")
    found = Page(answer.text)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert text(found.css_first("h1")) == "Індекс не відповідає"
    assert found.css_first("#q").attributes["value"] == "театр"
    assert readable(links(found, ".tries a"))[0] == "/search?q=театр&lang=uk&ui=uk"
    assert [away.get(path).status_code for path in ("/", "/articles/x", "/healthz")] == [503, 503, 503]


def test_a_fault_of_ours_is_500_and_tells_nothing_of_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Away):
        def search(self, request: object) -> object:  # type: ignore[override]
            raise ZeroDivisionError("таємниця")

    answer = client(Broken()).get("/search?q=театр&ui=uk")  # type: ignore[arg-type]
    assert answer.status_code == 500
    assert "таємниця" not in answer.text
    assert Page(answer.text).css_first("#q").attributes["value"] == "театр"
    assert "таємниця" in caplog.text


def test_the_health_of_the_index_is_told_to_a_monitor(room: FlaskClient) -> None:
    assert room.get("/healthz").text == "ok\n"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from([*NAMES, "інше"]), st.text(max_size=60), max_size=5))
def test_no_address_breaks_a_page(room: FlaskClient, arguments: dict[str, str]) -> None:
    for path in ("/search", "/", f"/articles/{ARTICLES[0].id}", "/help"):
        assert room.get(path, query_string=arguments).status_code in (200, 302, 400)


# ---- what holds for every page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_page_can_be_found_ones_way_on(room: FlaskClient, path: str) -> None:
    """One h1, landmarks, a name for each control, unique ids, headings in order."""
    found = page(room, path, status=None)
    assert len(found.css("h1")) == 1
    assert len(found.css("main#main[tabindex='-1']")) == 1
    assert len(found.css("body > header")) == len(found.css("body > footer")) == 1
    assert links(found)[0] == "#main"
    assert all(nav.attributes.get("aria-label") for nav in found.css("nav, aside"))
    ids = [node.attributes["id"] for node in found.css("[id]")]
    assert len(ids) == len(set(ids))
    for control in found.css("input:not([type=hidden])"):
        labelled = found.css_first(f"label[for='{control.attributes.get('id')}']") is not None
        assert labelled or (control.parent is not None and control.parent.tag == "label"), control.html
    levels = [int(node.tag[1]) for node in found.css("main h1, main h2, main h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text(node) for node in found.css("a, button, legend, h1, h2, h3, summary"))
    assert all(fieldset.css_first("legend") for fieldset in found.css("fieldset"))


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_page_is_escaped_and_loads_nothing_from_elsewhere(room: FlaskClient, path: str) -> None:
    found = page(room, path, status=None)
    assert not found.css("script, img, iframe, style, object, embed, base, [style], [srcset], [src]")
    assert not [name for node in found.css("*") for name in node.attributes if name.startswith("on")]
    for node in found.css("link[rel=stylesheet], link[rel=icon]"):
        assert (node.attributes["href"] or "").startswith("/static/")
    for address in links(found):
        assert address.startswith(("/", "#", "http://", "https://")), address
        assert not address.startswith("//")
    for node in found.css("a[href^=http]"):
        assert "noreferrer" in (node.attributes.get("rel") or "")


def test_every_link_of_every_page_leads_somewhere(room: FlaskClient) -> None:
    """One step from each page; a link that our own address grammar refuses, or that breaks, is a mistake of ours."""
    paths = set()
    for path in QUESTIONS:
        found = page(room, path, status=None)
        # an error in another language is the same error
        css = "a" if room.get(path).status_code == 200 else "main a, .mast .wide a, .foot a"
        paths |= {address.partition("#")[0] for address in links(found, css)}
    inside = sorted(path for path in paths if path.startswith("/"))
    assert len(inside) > 100
    for address in inside:
        with room.get(address) as answer:
            assert answer.status_code == 200, address


def test_every_fragment_of_a_link_is_on_its_page(room: FlaskClient) -> None:
    for path in QUESTIONS:
        found = page(room, path, status=None)
        for address in links(found):
            target, _, fragment = address.partition("#")
            if fragment and (target.startswith("/") or not target):
                there = page(room, target) if target else found
                assert there.css_first(f"[id='{fragment}']") is not None or fragment == "editions", address


@pytest.mark.parametrize(
    ("accepted", "arguments", "tongue"),
    [
        ("uk-UA,uk;q=0.9,en;q=0.5", "", "uk"),
        ("ru", "", "ru"),
        ("de, en-GB;q=0.5", "", "en"),
        ("fr", "", "en"),
        ("", "", "en"),
        ("uk", "ui=ru", "ru"),
        ("uk", "ui=en", "en"),
    ],
)
def test_the_page_speaks_the_language_that_was_asked_for(
    room: FlaskClient, accepted: str, arguments: str, tongue: str
) -> None:
    answer = room.get(f"/search?{arguments}", headers={"Accept-Language": accepted})
    found = Page(answer.text)
    assert found.css_first("html").attributes["lang"] == tongue
    assert answer.headers["Content-Language"] == tongue
    assert "Accept-Language" in answer.headers["Vary"]
    assert found.css_first(".tongues [aria-current]").attributes["lang"] == tongue


def test_another_language_keeps_the_question(room: FlaskClient) -> None:
    found = page(room, "/search?q=театр&lang=uk&page=1&ui=uk")
    assert readable(links(found, ".tongues a"))[2] == "/search?q=театр&lang=uk&ui=ru"
    article = page(room, f"/articles/{ARTICLES[0].id}?q=театр")
    assert readable(links(article, ".tongues a"))[0] == f"/articles/{ARTICLES[0].id}?q=театр&ui=uk"


def test_texts_of_another_language_than_the_page_are_marked_as_such(room: FlaskClient) -> None:
    found = page(room, "/search?lang=ru&lang=he&ui=uk")
    said = {node.attributes.get("lang"): text(node) for node in found.css(".hit h2")}
    assert said == {"ru": "Съёмка в театре", "he": "שלום לקוראים"}
    assert {node.attributes.get("dir") for node in found.css(".hit h2, .snippet")} == {"auto"}
    ukrainian = page(room, "/search?lang=uk&ui=uk")
    assert {node.attributes.get("lang") for node in ukrainian.css(".hit h2")} == {None}


def test_every_class_of_the_stylesheet_is_used_and_none_is_missing(room: FlaskClient) -> None:
    with room.get("/static/backfile.css") as answer:
        css = re.sub(r"/\*.*?\*/", "", answer.text, flags=re.DOTALL)
    styled = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", css))
    printed = {
        name
        for path in QUESTIONS
        for node in page(room, path, status=None).css("[class]")
        for name in (node.attributes["class"] or "").split()
    }
    assert printed <= styled
    assert styled - printed <= {"gap", "nothing", "scroll", "in", "edited", "minor"}


def test_static_files_may_be_kept_as_their_address_changes_with_them(room: FlaskClient) -> None:
    address = links(page(room, "/help"), "link[rel=stylesheet]")[0]
    assert re.fullmatch(r"/static/backfile\.css\?v=[0-9a-f]{12}", address)
    with room.get(address) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_crawlers_are_kept_out(room: FlaskClient) -> None:
    assert "Disallow: /" in room.get("/robots.txt").text


def test_the_front_page_tells_of_what_was_loaded_while_it_was_served(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("growing") / "ix"
    engine = stocked(folder, ARTICLES[:2])
    browser = client(engine)
    assert text(page(browser, "/?ui=uk").css_first("h1")).startswith("2 статті")
    stocked(folder, ARTICLES[2:5]).close()
    assert text(page(browser, "/?ui=uk").css_first("h1")).startswith("5 статей")
    engine.close()
