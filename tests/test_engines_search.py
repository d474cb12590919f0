"""The contract, part two: what is found, in which order, and why. Each test runs against each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engines import open_index
from engines.access import Access
from engines.contract import BadCursor, BadRequest, Engine, Filter, SearchRequest
from engines.query import parse
from mappings.article import Article
from tests.articles import article, titles
from tests.engines_under_test import ask, engine, found, fresh_address, load, shared_address

__all__ = ["engine", "fresh_address", "shared_address"]

ARTICLES = (
    article(
        1,
        title="Об’єднана громада обрала голову",
        lead="Рішення ухвалили в середу.",
        body="Прем'єр-міністр приїхав до Києва.\nТам його зустріли журналісти.",
        authors=("Марта Вербняк", "Стас Мар’яненко"),
        tags=("вибори",),
        section="Політика",
        cited=("прес-служба міськради",),
        day="2024-03-05",
        at="10:00",
    ),
    article(
        2,
        title="Съёмка в Киеве",
        body="Жители города увидели съёмку фильма. Премьер-министр не приехал.",
        language="ru",
        authors=("стас  мар'яненко",),
        tags=("Кіно", "вибори"),
        source="Ledger",
        site="ru.ledger.example",
        url="https://ru.ledger.example/news/2",
        day="2024-03-05",
    ),
    article(
        3,
        title="The library reopens",
        body="Readers returned to the city library; the mayor opened it at 10:30.",
        language="en",
        source="Ledger",
        site="www.ledger.example",
        url="https://www.ledger.example/News/3?id=7",
        cited=("Reuters",),
        day="2023-12",
    ),
    article(4, title="Ґанок і порі́г", body="Без дати, але з порогом.", tags=("ґанок",)),
)
ONE, TWO, THREE, FOUR = titles(ARTICLES)


@pytest.fixture(scope="module")
def shared(shared_address: str) -> Iterator[Engine]:
    """Return each engine with these articles in it; no test changes it."""
    opened = open_index(shared_address, Access(), write=True)
    load(opened, ARTICLES)
    yield opened
    opened.close()


EXPECTED = [
    ("", {ONE, TWO, THREE, FOUR}),
    # words: every inflected form, in its own language
    ("громади", {ONE}),
    ("КИЄВІ", {ONE}),
    ("съемки", {TWO}),
    ("libraries", {THREE}),
    ("об'єднаних", {ONE}),
    ("обʼєднана", {ONE}),
    ("журналіст голова", {ONE}),
    ("журналіст бібліотека", set()),
    ("прем’єр-міністри", {ONE}),
    ("10:30", {THREE}),
    ("ганок", {FOUR}),
    ("поріг", {FOUR}),
    # quotes: exact forms, side by side
    ('"Києва"', {ONE}),
    ('"Київ"', set()),
    ('"приїхав до києва"', {ONE}),
    ('"до приїхав"', set()),
    ('"ганок і поріг"', {FOUR}),
    ('"приїхав києва"', set()),
    ('"приїхав києва"~1', {ONE}),
    ('"києва приїхав"~5', set()),
    ('"city the opened"~2', {THREE}),
    ('"city the opened"~1', set()),
    # a phrase does not reach from one field into another
    ('"голову рішення"', set()),
    # beginnings
    ("журнал*", {ONE}),
    ("пре*", {ONE, TWO}),
    ("прем'єр-мін*", {ONE}),
    ("ґан*", {FOUR}),
    # AND, OR, NOT
    ("громада OR library", {ONE, THREE}),
    ("-вибори", {ONE, TWO, THREE, FOUR}),
    ("-киев", {ONE, THREE, FOUR}),
    ("NOT (громада OR киев)", {THREE, FOUR}),
    ("съёмка -фильм", set()),
    ("(громада OR съёмка) AND tag:вибори", {ONE, TWO}),
    ("громада OR NOT lang:uk", {ONE, TWO, THREE}),
    # fields
    ("title:киеве", {TWO}),
    ("title:журналісти", set()),
    ('title:"в киеве"', {TWO}),
    ("author:мар’яненко", {ONE, TWO}),
    ("author:Вербняк", {ONE}),
    ("author:верб*", {ONE}),
    ('author:"Стас Марʼяненко"', {ONE, TWO}),
    ('author:"вербняк стас"', set()),
    ("tag:КІНО", {TWO}),
    ("tag:ганок", {FOUR}),
    ("source:ledger", {TWO, THREE}),
    ("cited:міськради", {ONE}),
    ("cited:reuters", {THREE}),
    ("lang:ru", {TWO}),
    ("site:ledger.example", {TWO, THREE}),
    ("site:ru.ledger.example", {TWO}),
    ("site:ru.led*", {TWO}),
    ("url:ledger.example/news", {TWO, THREE}),
    ("url:?id=7", {THREE}),
    ("url:n.ws", set()),
    ("author:(вербняк OR reuters) OR cited:reuters", {ONE, THREE}),
    # dates, inclusive; month precision is left out of days
    ("after:2024", {ONE, TWO}),
    ("before:2023-12", {THREE}),
    ("before:2024-03-05", {ONE, TWO}),
    ("after:2024-03-06", set()),
    ("-after:2024", {THREE, FOUR}),
]


@pytest.mark.parametrize(("text", "expected"), EXPECTED, ids=[text or "everything" for text, _ in EXPECTED])
def test_a_query_finds(shared: Engine, text: str, expected: set[str]) -> None:
    assert not parse(text).hints
    assert found(shared, text) == expected
    assert ask(shared, text, size=0).total == len(expected)
    assert set(titles(shared.scan(SearchRequest(query=parse(text).tree)))) == expected


def test_a_word_in_the_title_weighs_more_than_in_the_lead_and_the_body(engine: Engine) -> None:
    load(
        engine,
        [
            article(1, title="Про інше", body="Міст через річку відкрили."),
            article(2, title="Міст відкрили", body="Через річку, сьогодні."),
            article(3, title="Про третє", lead="Міст через річку відкрили.", body="Сьогодні."),
        ],
    )
    hits = ask(engine, "міст").hits

    assert titles(hits) == ["Міст відкрили", "Про третє", "Про інше"]
    scores = [hit.score or 0 for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_newest_and_oldest_go_by_day_then_minute_and_undated_come_last(shared: Engine) -> None:
    assert titles(ask(shared, sort="newest").hits) == [ONE, TWO, THREE, FOUR]
    assert titles(ask(shared, sort="oldest").hits) == [THREE, TWO, ONE, FOUR]


def test_relevance_without_words_to_rank_by_is_newest(shared: Engine) -> None:
    for text in ("", "lang:uk OR lang:ru OR lang:en", "before:2030 OR NOT tag:нічого"):
        hits = ask(shared, text, sort="relevance").hits
        assert titles(hits) == [title for title in (ONE, TWO, THREE, FOUR) if title in titles(hits)]
        assert {hit.score for hit in hits} == {None}


def test_undated_articles_go_by_id(engine: Engine) -> None:
    articles = [article(number) for number in range(20)]
    load(engine, articles)
    by_id = sorted(one.id for one in articles)

    assert [hit.article.id for hit in ask(engine, sort="oldest").hits] == by_id
    assert [hit.article.id for hit in ask(engine, sort="newest").hits] == by_id[::-1]


def test_words_found_are_marked_in_title_and_passages(shared: Engine) -> None:
    (hit,) = ask(shared, "громади київ").hits

    assert [hit.title.text[start:end] for start, end in hit.title.marks] == ["громада"]
    marked = [snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.marks]
    assert marked == ["Києва"]
    assert ask(shared, "громади", highlight=False).hits[0].title.marks == ()


def test_a_hit_is_the_whole_article(shared: Engine) -> None:
    (hit,) = ask(shared, "громади").hits

    assert hit.article == shared.get(hit.article.id)
    assert hit.article.body == ARTICLES[0].body


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"author": Filter(("СТАС МАРʼЯНЕНКО",))}, {ONE, TWO}),
        ({"author": Filter(("Марта Вербняк", "ніхто"))}, {ONE}),
        ({"tag": Filter(("вибори",)), "lang": Filter(("ru",))}, {TWO}),
        ({"tag": Filter(none_of=("вибори",))}, {THREE, FOUR}),
        ({"tag": Filter(("вибори",), ("кіно",))}, {ONE}),
        ({"author": Filter(missing=True)}, {THREE, FOUR}),
        ({"author": Filter(("Марта Вербняк",), missing=True)}, {ONE, THREE, FOUR}),
        ({"section": Filter(missing=True)}, {TWO, THREE, FOUR}),
        ({"section": Filter(("політика",))}, {ONE}),
        ({"cited": Filter(("Reuters",))}, {THREE}),
        ({"source": Filter(("LEDGER",))}, {TWO, THREE}),
    ],
)
def test_a_filter_lets_through(shared: Engine, filters: dict[str, Filter], expected: set[str]) -> None:
    assert found(shared, filters=filters) == expected


@pytest.mark.parametrize(
    ("dates", "expected", "left_out"),
    [
        ({"since": "2024"}, {ONE, TWO}, 1),
        ({"until": "2023"}, {THREE}, 1),
        ({"since": "2023-12", "until": "2023-12"}, {THREE}, 1),
        ({"since": "2023-12-01"}, {ONE, TWO}, 2),
        ({"until": "2024-03-04"}, set(), 2),
        ({"undated": True}, {FOUR}, 0),
    ],
)
def test_a_date_filter_says_how_many_it_leaves_out_for_want_of_a_date(
    shared: Engine, dates: dict[str, str], expected: set[str], left_out: int
) -> None:
    result = ask(shared, **dates)

    assert set(titles(result.hits)) == expected
    assert result.undated_left_out == left_out


@pytest.mark.parametrize(
    "request_of",
    [
        SearchRequest(size=201),
        SearchRequest(size=-1),
        SearchRequest(page=0),
        SearchRequest(size=100, page=101),
        SearchRequest(since="учора"),
        SearchRequest(facets=("tag",), facet_size=-1),
        SearchRequest(filters={"автор": Filter(("х",))}),
        SearchRequest(facets=("автор",)),
        SearchRequest(cursor="x", query=parse("київ").tree),
        SearchRequest(cursor="x", sort="newest", page=2),
    ],
    ids=repr,
)
def test_a_request_out_of_bounds_is_refused(shared: Engine, request_of: SearchRequest) -> None:
    with pytest.raises(BadRequest):
        shared.search(request_of)


def dated(number: int) -> Article:
    """Return one of many articles of three days, a third of them undated; some share minute and first letters of id."""
    made = article(number, title=f"№ {number}", **({"day": f"2024-05-0{number % 3 + 1}"} if number % 3 else {}))
    return made if number % 4 else Article(**{**fields(made), "id": f"ABCDEFGHIJK{number:05}AAAAAA"})


def fields(one: Article) -> dict[str, object]:
    return {name: getattr(one, name) for name in Article.__dataclass_fields__}


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_a_cursor_brings_each_article_once_also_while_loading_goes_on(engine: Engine, sort: str) -> None:
    articles = [dated(number) for number in range(90)]
    load(engine, articles)
    seen: list[str] = []
    cursor = None
    for turn in range(100):
        result = ask(engine, sort=sort, size=7, cursor=cursor)
        seen += [hit.article.id for hit in result.hits]
        cursor = result.next_cursor
        if cursor is None:
            break
        load(engine, [dated(1000 + 3 * turn), dated(1001 + 3 * turn)])

    expected = [one.id for one in articles]
    assert sorted(one for one in seen if one in expected) == sorted(expected)
    assert len(seen) == len(set(seen))


def test_pages_and_cursors_and_a_scan_go_the_same_way(engine: Engine) -> None:
    load(engine, [dated(number) for number in range(60)])
    for sort in ("newest", "oldest"):
        walked = [one.id for one in engine.scan(SearchRequest(sort=sort))]  # type: ignore[arg-type]
        paged = [hit.article.id for page in range(1, 8) for hit in ask(engine, sort=sort, size=9, page=page).hits]
        assert len(walked) == len(set(walked)) == 60
        assert paged == walked


def test_the_last_page_has_no_cursor(shared: Engine) -> None:
    assert ask(shared, sort="newest", size=4).next_cursor is None
    assert ask(shared, sort="newest", size=3).next_cursor is not None
    assert ask(shared, "київ", size=1).next_cursor is None


@pytest.mark.parametrize("change", [{"sort": "oldest"}, {"since": "2020"}, {"filters": {"lang": Filter(("uk",))}}])
def test_a_cursor_of_another_question_is_refused(shared: Engine, change: dict[str, object]) -> None:
    cursor = ask(shared, sort="newest", size=1).next_cursor
    with pytest.raises(BadCursor):
        ask(shared, **{"sort": "newest", "size": 1, "cursor": cursor, **change})


@pytest.mark.parametrize("cursor", ["я", "WyIiLDBd.000000000000", "....", "{}", "A" * 5000])
def test_a_damaged_cursor_is_refused(shared: Engine, cursor: str) -> None:
    with pytest.raises(BadCursor):
        ask(shared, sort="newest", cursor=cursor)


def test_a_misspelt_word_is_answered_with_a_likelier_one(engine: Engine) -> None:
    load(engine, [article(number, title=f"Міністерство {number}", body="Про міністерство.") for number in range(30)])

    assert "міністерство" in [one.lower() for one in engine.suggest("міністрество")]
    assert engine.suggest("міністерство") == ()


def test_similar_articles_share_rare_words(engine: Engine) -> None:
    load(
        engine,
        [
            *(article(number, title=f"Погода {number}", body="Завтра буде сонячно.") for number in range(10)),
            article(20, title="Реставрація органу в костелі", body="Майстри лагодять труби органу."),
            article(21, title="Орган у костелі зазвучав", body="Реставрація завершена, труби полагоджено."),
        ],
    )
    hits = engine.similar(article(20).id, limit=3)

    assert titles(hits)[0] == "Орган у костелі зазвучав"
    assert article(20).id not in {hit.article.id for hit in hits}


def test_words_are_analysed_as_they_are_indexed(shared: Engine) -> None:
    assert len(shared.analyze("uk", "об’єкти війни")) == 2
    assert set(shared.analyze("en", "libraries")[0]) & set(shared.analyze("en", "library")[0])
