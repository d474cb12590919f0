"""The JSON API, against a real index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.contract import Engine
from mappings import facet_fields
from tests.reading_room import ARTICLES, Away, client, stocked
from webapp.openapi import SUMMARIES, openapi
from webapp.parameters import ARTICLE_FIELDS, FACETS, FIELDS, NAMES

DOCS = Path(__file__).parent.parent / "docs" / "api.md"
API = "/api/v1/articles"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    engine = stocked(tmp_path_factory.mktemp("index") / "ix")
    yield client(engine)
    engine.close()


def got(room: FlaskClient, path: str = API, status: int = 200, **arguments: object) -> dict[str, Any]:
    named = {name.rstrip("_").replace("__", "."): value for name, value in arguments.items()}
    response = room.get(path, query_string=named) if named else room.get(path)
    assert response.status_code == status, response.text
    return cast("dict[str, Any]", response.get_json(force=True))


def titles(answer: dict[str, Any]) -> list[str]:
    return [hit["title"] for hit in answer["results"]]


def test_everything_is_found_without_a_question(room: FlaskClient) -> None:
    answer = got(room)
    assert answer["total"]["value"] == len(ARTICLES)
    assert answer["total"]["relation"] == "eq"
    assert len(answer["results"]) == 20
    assert set(answer["facets"]) == {*FACETS, "published"}


def test_a_word_finds_its_forms_and_says_where_they_stand(room: FlaskClient) -> None:
    answer = got(room, q="бібліотеки library")
    assert answer["total"]["value"] == 0
    (hit,) = got(room, q="libraries", lang="en")["results"]
    title = hit["highlights"]["title"]
    assert [title["text"][start:end] for start, end in title["marks"]] == ["library"]


def test_marks_count_characters_not_bytes(room: FlaskClient) -> None:
    hit = got(room, q="громада", author="Марта Вербняк")["results"][0]
    title = hit["highlights"]["title"]
    assert [title["text"][start:end] for start, end in title["marks"]] == ["громада"]
    assert title["text"].startswith("Об’єднана")


def test_fields_are_flat_and_authors_and_tags_are_strings(room: FlaskClient) -> None:
    hit = got(room, author="стас марʼяненко")["results"][0]
    assert hit["authors"] == ["Марта Вербняк", "Стас Мар’яненко"]
    assert hit["cited"] == ["прес-служба міськради"]
    assert hit["published"] == "2024-03-15T10:00:00+02:00"
    assert "body" not in hit


def test_fields_choose_what_comes(room: FlaskClient) -> None:
    (hit,) = got(room, q="library", fields="title,body")["results"]
    assert list(hit) == ["id", "title", "body"]


def test_filters_take_repeats_exclusions_and_missing(room: FlaskClient) -> None:
    assert got(room, lang=["ru", "en"])["total"]["value"] == 2
    assert got(room, lang__not="uk")["total"]["value"] == 2
    assert got(room, author__missing="1")["total"]["value"] == len(ARTICLES) - 3
    assert got(room, published__missing="1")["total"]["value"] == 1
    assert got(room, tag="ТЕАТР")["total"]["value"] == 2


def test_dates_are_inclusive_and_what_has_none_is_counted(room: FlaskClient) -> None:
    answer = got(room, from_="2024-03", to="2024-03-15", q="театр")
    assert titles(answer) == ["Об’єднана громада відкрила театр 2"]
    assert answer["total"]["undated_left_out"] == 1


def test_a_facet_value_links_to_the_search_with_it_and_back(room: FlaskClient) -> None:
    value = got(room)["facets"]["author"]["values"][0]
    assert (value["value"], value["count"], value["selected"]) == ("Марта Вербняк", 2, False)
    chosen = got(room, value["url"])
    assert chosen["total"]["value"] == 2
    selected = next(value for value in chosen["facets"]["author"]["values"] if value["selected"])
    assert got(room, selected["url"])["total"]["value"] == len(ARTICLES)


def test_a_facet_says_what_is_missing_distinct_and_not_listed(room: FlaskClient) -> None:
    facet = got(room)["facets"]["author"]
    assert (facet["missing"], facet["distinct"], facet["other"]) == (len(ARTICLES) - 3, 3, 0)


def test_a_bar_of_the_histogram_links_to_its_time(room: FlaskClient) -> None:
    histogram = got(room)["facets"]["published"]
    assert histogram["undated"] == 1
    for bar in histogram["values"]:
        assert got(room, bar["url"])["total"]["value"] == bar["count"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_next_leads_through_all_hits_once(room: FlaskClient, sort: str) -> None:
    answer = got(room, sort=sort, size=7)
    seen = [hit["id"] for hit in answer["results"]]
    while answer["links"]["next"]:
        answer = got(room, answer["links"]["next"])
        seen += [hit["id"] for hit in answer["results"]]
    assert sorted(seen) == sorted(article.id for article in ARTICLES)


def test_the_page_has_the_same_hits_as_the_api(room: FlaskClient) -> None:
    answer = got(room, q="театр", sort="oldest")
    page = room.get(answer["links"]["html"]).text
    places = [page.index(f"/articles/{hit['id']}") for hit in answer["results"]]
    assert places == sorted(places)


def test_a_repaired_query_is_searched_and_the_repair_said(room: FlaskClient) -> None:
    answer = got(room, q='театр autor:Вербняк "')
    assert answer["total"]["value"] == 2
    assert answer["query"]["understood"] == "театр author:Вербняк"
    assert [warning["code"] for warning in answer["query"]["warnings"]] == ["misspelt-field", "unbalanced-quote"]


def test_no_hits_is_an_answer(room: FlaskClient) -> None:
    answer = got(room, q="неіснуючеслово")
    assert (answer["total"]["value"], answer["results"], answer["links"]["next"]) == (0, [], None)


def test_a_misspelt_word_without_hits_comes_with_a_likelier_spelling(room: FlaskClient) -> None:
    spellings = got(room, q="громда")["query"]["spellings"]
    assert "громада" in [spelling["q"] for spelling in spellings]
    assert got(room, spellings[0]["url"])["total"]["value"] > 0
    assert got(room, q="громада")["query"]["spellings"] == []


def test_an_article_comes_whole_with_its_captures(room: FlaskClient) -> None:
    wanted = ARTICLES[3]
    answer = got(room, f"{API}/{wanted.id}")
    assert set(answer["article"]) == set(ARTICLE_FIELDS)
    assert answer["article"]["body"] == wanted.body
    assert answer["article"]["editions"] == [{"language": "uk", "url": "https://visnyk.example/4"}]
    assert [capture["locator"] for capture in answer["captures"]] == [wanted.locator]


def test_an_unknown_id_is_not_found_and_the_answer_leads_on(room: FlaskClient) -> None:
    problem = got(room, f"{API}/немає", status=404)
    assert problem["status"] == 404
    assert problem["links"]["search"] == API


def test_an_unknown_parameter_is_refused_with_the_nearest_name(room: FlaskClient) -> None:
    response = room.get(f"{API}?autor=Вербняк&size=0")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    errors = response.get_json(force=True)["errors"]
    assert [(error["param"], error["suggestion"], error["allowed"]) for error in errors] == [
        ("autor", "author", ""),
        ("size", "", "1 … 200"),
    ]


def test_a_bad_cursor_is_refused_with_a_fresh_start(room: FlaskClient) -> None:
    problem = got(room, cursor="абв", sort="newest", status=400)
    assert got(room, problem["links"]["start"])["total"]["value"] == len(ARTICLES)


def test_nothing_at_an_address_says_what_there_is(room: FlaskClient) -> None:
    assert API in got(room, "/api/v1/article", status=404)["detail"]


def test_the_api_can_be_read_only(room: FlaskClient) -> None:
    response = room.post(API)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"


def test_what_has_not_changed_is_not_sent_again(room: FlaskClient) -> None:
    tag = room.get(f"{API}?q=театр").headers["ETag"]
    assert room.get(f"{API}?page=1&q=театр&lang=", headers={"If-None-Match": tag}).status_code == 304
    assert room.get(f"{API}?q=театр&page=2", headers={"If-None-Match": tag}).status_code == 200


def test_head_says_what_get_would_without_a_body(room: FlaskClient) -> None:
    response = room.head(f"{API}?q=театр")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["ETag"] == room.get(f"{API}?q=театр").headers["ETag"]


def test_the_status_tells_what_is_held_and_not_where(room: FlaskClient) -> None:
    status = got(room, "/api/v1/status")
    assert status["articles"] == len(ARTICLES)
    assert {"value": "ru", "count": 1} in status["by_language"]
    assert not {"address", "indices"} & set(status)


def test_an_index_that_is_away_is_a_problem_to_try_again() -> None:
    browser = client(cast(Engine, Away()))
    for path in (API, f"{API}/a", "/api/v1/status", "/search.csv", "/search.jsonl"):
        response = browser.get(path)
        assert response.status_code == 503
        assert response.headers["Retry-After"]
        assert response.get_json(force=True)["detail"] == "The node does not answer."


values = st.text(max_size=40) | st.sampled_from(
    ["1", "2024", "newest", '"а (б', "uk", "none", "title:(", "a*", "\x00", "10000"]
)
paths = st.sampled_from(
    [API, "/search", "/search.csv", "/search.jsonl", f"{API}/x", "/articles/x", "/", "/api/v1/status"]
)


@settings(max_examples=200, deadline=None)
@given(path=paths, pairs=st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=9), values), max_size=5))
def test_no_arguments_make_the_server_fail(room: FlaskClient, path: str, pairs: list[tuple[str, str]]) -> None:
    readable = [(name, value.encode("utf-8", "ignore").decode()) for name, value in pairs]
    response = room.get(path, query_string=[(name.encode("utf-8", "ignore").decode(), v) for name, v in readable])
    assert response.status_code < 500


HOSTILE = [
    "(" * 10_000,
    '"' * 10_001,
    "а " * 5_000,
    "-" * 10_000,
    "title:" * 3_000,
    "NOT " * 3_000,
    "*",
    "а* б* в* " * 50,
    '"а б"~100 ' * 50,
    "\x00\ufffd\u202e",
    "[1 TO 2] {a} /регекс/ a^5 a~2 +b \\",
    "_exists_:body OR body:*",
    '{"query":{"match_all":{}}}',
    "'; DROP TABLE articles; --",
    "<script>alert(1)</script>",
    "%s%n{0}{x!r}",
    "lang:" + "у" * 4_000,
    "before:0000 after:9999-99-99",
    "url:(" * 500 + "x",
    "👩‍👩‍👧‍👧 ﷽ 𝕳𝖊𝖑𝖑𝖔",
    "before:0001 after:9999-12-31",
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:20].encode("ascii", "replace").decode())
@pytest.mark.parametrize("path", [API, "/search", "/search.csv", "/search.jsonl"])
def test_no_query_makes_the_server_fail(room: FlaskClient, path: str, query: str) -> None:
    assert room.get(path, query_string={"q": query}).status_code == 200


def test_the_facets_are_those_of_the_mappings() -> None:
    assert set(FACETS) == set(facet_fields())


def test_the_description_names_every_parameter_and_resolves_its_references() -> None:
    described = openapi()
    names = [parameter["name"] for parameter in described["paths"][API]["get"]["parameters"]]
    assert names == list(NAMES)
    references = set(re.findall(r"#/components/schemas/(\w+)", str(described)))
    assert references == set(described["components"]["schemas"])
    assert set(described["components"]["schemas"]["Article"]["properties"]) == set(ARTICLE_FIELDS)


def documented(heading: str) -> set[str]:
    section = re.split(r"^## ", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(heading))
    rows = [row.split("|")[1] for row in text.splitlines() if row.startswith("|")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_the_documentation_names_every_parameter_and_no_other() -> None:
    assert documented("Parameters") == set(NAMES)


def test_the_documentation_names_every_address_and_no_other() -> None:
    text = DOCS.read_text(encoding="utf-8").split("## ")[0]
    assert set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)) == set(SUMMARIES)


def test_the_documentation_shows_the_envelope_as_it_is(room: FlaskClient) -> None:
    text = DOCS.read_text(encoding="utf-8")
    shown = set(re.findall(r'"(\w+)":', text.split("## What comes")[1].split("## Errors")[0]))
    answer = got(room, q="autor:Вербняк", lang="uk")
    assert set(keys(answer)) - set(FIELDS) - {*FACETS} <= shown


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)
