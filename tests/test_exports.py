"""All hits of a search as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import cast

import pytest
from flask.testing import FlaskClient

from engines.contract import Engine, IndexUnavailable
from tests.reading_room import ARTICLES, Away, client, invented, stocked
from webapp.exports import cell, jsonl_file
from webapp.parameters import ARTICLE_FIELDS


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    engine = stocked(tmp_path_factory.mktemp("index") / "ix")
    yield client(engine)
    engine.close()


def rows(room: FlaskClient, query: str = "") -> list[list[str]]:
    response = room.get(f"/search.csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def lines(room: FlaskClient, query: str = "") -> list[dict[str, object]]:
    return [json.loads(line) for line in room.get(f"/search.jsonl{query}").text.splitlines()]


def test_csv_holds_every_hit_and_ends_with_their_number(room: FlaskClient) -> None:
    header, *articles, end = rows(room)
    assert header == [name for name in ARTICLE_FIELDS if name != "body"]
    assert {row[0].lstrip("'") for row in articles} == {article.id for article in ARTICLES}
    assert end == ["#end", str(len(ARTICLES))]


def test_jsonl_holds_every_hit_and_ends_with_their_number(room: FlaskClient) -> None:
    *articles, end = lines(room)
    assert sorted(str(article["id"]) for article in articles) == sorted(article.id for article in ARTICLES)
    assert end == {"end": True, "count": len(ARTICLES)}


def test_an_export_has_the_hits_of_the_search_in_its_order(room: FlaskClient) -> None:
    question = "?q=театр&lang=uk&sort=oldest"
    hits = room.get(f"/api/v1/articles{question}").get_json()["results"]
    assert [line.get("id") for line in lines(room, question)[:-1]] == [hit["id"] for hit in hits]


def test_size_page_and_facet_do_not_cut_an_export(room: FlaskClient) -> None:
    assert len(lines(room, "?size=1&page=3&facet=author")) == len(ARTICLES) + 1


def test_fields_choose_the_columns(room: FlaskClient) -> None:
    header, row, end = rows(room, "?q=library&fields=title,body")
    assert header == ["id", "title", "body"]
    assert row[1:] == ["The library reopens", "Readers returned to the library."]
    assert end == ["#end", "1"]


def test_several_values_are_joined_and_line_breaks_and_quotes_kept(room: FlaskClient) -> None:
    header, row, _ = rows(room, "?author=Стас Мар’яненко&fields=authors,editions")
    assert dict(zip(header, row, strict=True))["authors"] == "Марта Вербняк; Стас Мар’яненко"
    _, row, _ = rows(room, "?tag=a; b&fields=lead")
    assert row[1] == 'Рядок, "лапки"\nі кома'
    _, row, _ = rows(room, "?lang=ru&fields=editions")
    assert row[1] == "uk https://visnyk.example/4"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    assert cell(f"{start}СУМА(1)") == f"'{start}СУМА(1)"
    assert cell((f"{start}СУМА(1)", "б")).startswith("'")


def test_no_hits_are_a_file_with_an_end(room: FlaskClient) -> None:
    assert rows(room, "?q=неіснуючеслово")[1:] == [["#end", "0"]]
    assert lines(room, "?q=неіснуючеслово") == [{"end": True, "count": 0}]


def test_a_file_is_downloaded_as_such(room: FlaskClient) -> None:
    response = room.get("/search.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == "attachment; filename=backfile.csv"
    assert room.head("/search.csv").status_code == 200


def test_arguments_are_checked_as_in_the_api(room: FlaskClient) -> None:
    for query, param in (("?autor=x", "autor"), ("?fields=highlights", "fields")):
        response = room.get(f"/search.csv{query}")
        assert response.status_code == 400
        assert response.get_json(force=True)["errors"][0]["param"] == param


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_file_that_breaks_off_has_no_end(kind: str) -> None:
    response = client(cast(Engine, Away(after=250))).get(f"/search.{kind}")
    assert response.status_code == 200
    chunks: list[bytes] = []
    with pytest.raises(IndexUnavailable):
        chunks.extend(cast("Iterator[bytes]", response.response))
    text = b"".join(chunks).decode()
    assert "Об’єднана" in text
    assert "end" not in text.splitlines()[-1]


def test_a_file_begins_before_all_hits_are_known() -> None:
    asked = 0

    def endless() -> Iterator[object]:
        nonlocal asked
        while True:
            asked += 1
            yield invented(asked)

    chunks = list(islice(jsonl_file(endless(), ("id", "title")), 3))  # type: ignore[arg-type]
    assert len(chunks) == 3
    assert asked <= 300
