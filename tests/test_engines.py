"""The contract, part one: loading, captures, withdrawals, generations. Each test runs against each engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import pytest

from engines import open_index
from engines.access import Access
from engines.contract import BadCursor, Engine, IndexMissing, IndexNotWritable, InputProgress, SearchRequest
from mappings.article import Article
from tests.articles import article, id_of, titles
from tests.engines_under_test import ask, engine, found, fresh_address, kinds, load

__all__ = ["engine", "fresh_address"]

MARK = InputProgress(input="папка/архів.warc.gz", position="1234")


def capture(url: str, second: int, payload: str, **fields: object) -> Article:
    """Return one capture of an article."""
    captured = f"2024-05-01T10:00:{second:02}Z"
    return article(
        url=url, captured=captured, first_captured=captured, payload_hash=payload * 64, locator=payload, **fields
    )


def test_each_article_and_each_mark_gets_one_outcome_in_order(engine: Engine) -> None:
    first = article(1, title="Перша")
    outcomes = load(engine, [first, MARK, first, article(2)])

    assert kinds(outcomes) == ["indexed", "progress", "unchanged", "indexed"]
    assert outcomes[0].id == first.id
    assert (outcomes[0].url, outcomes[0].locator) == (first.url, first.locator)
    assert outcomes[1].progress == MARK


def test_progress_is_kept_with_what_came_before_it(engine: Engine, fresh_address: str) -> None:
    load(engine, [article(1), MARK, replace(MARK, position="9999", finished=True), InputProgress(input="інший")])
    engine.close()

    again = open_index(fresh_address, Access())
    assert again.progress(MARK.input) == InputProgress(input=MARK.input, position="9999", finished=True)
    assert again.progress("інший") == InputProgress(input="інший")
    assert again.progress("ніколи") is None
    again.close()


def test_the_same_capture_again_changes_nothing(engine: Engine) -> None:
    load(engine, [article(1), article(2)])
    before = engine.status().state

    assert kinds(load(engine, [article(2), article(1)])) == ["unchanged", "unchanged"]
    assert engine.status().state == before
    assert engine.status().captures == 2


def test_a_capture_read_otherwise_takes_the_place_of_its_first_reading(engine: Engine) -> None:
    load(engine, [article(1, title="Прочитано погано")])

    assert kinds(load(engine, [article(1, title="Прочитано краще")])) == ["indexed"]
    assert found(engine) == {"Прочитано краще"}
    assert engine.status().captures == 1


def test_an_older_capture_is_kept_and_does_not_show(engine: Engine) -> None:
    url = "https://visnyk.example/зміни"
    newer, older = capture(url, 2, "b", title="Нова назва"), capture(url, 1, "a", title="Стара назва")

    assert kinds(load(engine, [newer])) == ["indexed"]
    assert kinds(load(engine, [older])) == ["older capture"]
    kept = engine.get(newer.id)
    assert kept is not None
    assert (kept.title, kept.captures, kept.revisions) == ("Нова назва", 2, 2)
    assert (kept.first_captured, kept.captured) == (older.captured, newer.captured)
    assert [record.article for record in engine.captures(newer.id)] == [newer, older]
    assert found(engine, "стара") == set()


def test_every_order_of_loading_gives_the_same_article(engine: Engine) -> None:
    """Four captures, one of which changes the language and two of which share a second, in all 24 orders."""
    states = [
        {"second": 1, "payload": "a", "title": "Перший об’єкт", "body": "Спершу про міст."},
        {"second": 5, "payload": "b", "title": "Второй объект", "body": "Потом о мосте.", "language": "ru"},
        {"second": 9, "payload": "c", "title": "Третій об'єкт", "body": "Про міст утретє.", "tags": ("Мости",)},
        {"second": 9, "payload": "d", "title": "Четвертий обʼєкт", "body": "Нарешті про тунель.", "tags": ("тунелі",)},
    ]
    orders = list(permutations(range(4)))
    urls = [f"https://visnyk.example/порядок-{number}" for number in range(len(orders))]
    for step in range(4):
        load(engine, [capture(urls[i], **states[order[step]]) for i, order in enumerate(orders)])  # type: ignore[arg-type]

    articles = [engine.get(id_of(url)) for url in urls]
    assert {replace(one, id="", url="") for one in articles if one} == {
        replace(
            capture("", **states[3]),  # type: ignore[arg-type]
            id="",
            url="",
            captures=4,
            revisions=4,
            first_captured="2024-05-01T10:00:01Z",
        )
    }
    assert ask(engine, "тунель").total == len(orders)
    assert ask(engine, "lang:ru").total == ask(engine, "мосте OR мосту OR мост").total == 0
    assert [(value.value, value.count) for value in ask(engine, facets=("tag",)).facets["tag"].values] == [
        ("тунелі", len(orders))
    ]
    assert {len(engine.captures(id_of(url))) for url in urls} == {4}


def test_several_captures_of_one_article_in_one_load_are_merged(engine: Engine) -> None:
    url = "https://visnyk.example/разом"
    outcomes = load(engine, [capture(url, 2, "b"), capture(url, 1, "a"), capture(url, 3, "c"), capture(url, 1, "a")])

    assert kinds(outcomes) == ["indexed", "older capture", "indexed", "unchanged"]
    assert engine.status().articles == 1
    assert len(engine.captures(id_of(url))) == 3


def test_a_capture_without_a_time_is_the_oldest(engine: Engine) -> None:
    url = "https://visnyk.example/без-часу"
    load(engine, [capture(url, 1, "a", title="З часом")])
    undated = replace(capture(url, 1, "b", title="Без часу"), captured=None, first_captured=None)

    assert kinds(load(engine, [undated])) == ["older capture"]
    assert found(engine) == {"З часом"}


def test_closing_the_outcomes_keeps_what_was_taken(engine: Engine, fresh_address: str) -> None:
    taken: list[str] = []

    def articles() -> Iterator[Article]:
        for number in range(5000):
            taken.append(id_of(f"https://visnyk.example/{number}"))
            yield article(number)

    outcomes = engine.load(articles())
    acknowledged = next(outcomes).id
    outcomes.close()  # type: ignore[attr-defined]
    engine.close()

    again = open_index(fresh_address, Access())
    assert acknowledged == taken[0]
    assert again.status().articles == len(taken)
    again.close()


def test_a_source_that_fails_loses_nothing_that_came_before(engine: Engine) -> None:
    def articles() -> Iterator[Article | InputProgress]:
        yield article(1, title="Перед збоєм")
        yield MARK
        raise RuntimeError("диск від’єднано")

    with pytest.raises(RuntimeError, match="диск від’єднано"):
        load(engine, articles())
    assert found(engine) == {"Перед збоєм"}
    assert engine.progress(MARK.input) == MARK
    assert kinds(load(engine, [article(2)])) == ["indexed"]


def test_a_reader_sees_what_is_loaded_after_it_was_opened(engine: Engine, fresh_address: str) -> None:
    load(engine, [article(1, title="Одна")])
    reader = open_index(fresh_address, Access())
    before = ask(reader)
    load(engine, [article(2, title="Друга")])
    after = ask(reader)

    assert (titles(before.hits), set(titles(after.hits))) == (["Одна"], {"Одна", "Друга"})
    assert before.state != after.state
    assert before.generation == after.generation
    reader.close()


def test_a_withdrawn_article_stays_out(engine: Engine) -> None:
    gone, stays = article(1, title="Вилучена"), article(2, title="Лишається")
    load(engine, [gone, stays])
    engine.withdraw(gone.id, "на прохання авторки")

    assert found(engine) == {"Лишається"}
    assert engine.get(gone.id) is None
    assert engine.captures(gone.id) == ()
    assert [(one.id, one.reason) for one in engine.withdrawn()] == [(gone.id, "на прохання авторки")]
    (outcome,) = load(engine, [gone])
    assert (outcome.kind, outcome.reason) == ("withdrawn", "на прохання авторки")
    assert [record.id for record in engine.all_captures()] == [stays.id]
    assert engine.status().withdrawn == 1


def test_a_withdrawal_is_lifted_by_allowing_and_loading_again(engine: Engine) -> None:
    load(engine, [article(1, title="Туди й назад")])
    engine.withdraw(article(1).id, "помилка")
    engine.allow(article(1).id)

    assert (engine.withdrawn(), found(engine)) == ((), set())
    assert kinds(load(engine, [article(1, title="Туди й назад")])) == ["indexed"]
    assert found(engine) == {"Туди й назад"}


def test_a_withdrawal_keeps_the_date_that_it_is_given(engine: Engine) -> None:
    engine.withdraw(article(1).id, "рішення суду", "2021-05-03T12:00:00Z")
    assert [(one.reason, one.when) for one in engine.withdrawn()] == [("рішення суду", "2021-05-03T12:00:00Z")]


def test_what_was_never_loaded_can_be_withdrawn(engine: Engine) -> None:
    engine.withdraw(article(1).id, "наперед")

    assert kinds(load(engine, [article(1), article(2)])) == ["withdrawn", "indexed"]


def test_a_new_generation_is_not_seen_before_it_is_published(engine: Engine, fresh_address: str) -> None:
    load(engine, [article(1, title="Стара"), article(2, title="Вилучена")])
    engine.withdraw(article(2).id, "так")
    reader = open_index(fresh_address, Access())
    before = ask(reader)
    fresh = engine.new_generation()
    outcomes = list(fresh.load([article(3, title="Нова"), article(2, title="Вилучена"), MARK]))

    assert kinds(outcomes) == ["indexed", "withdrawn", "progress"]
    assert found(reader) == {"Стара"}
    fresh.publish()
    assert found(reader) == found(engine) == {"Нова"}
    assert ask(reader).generation != before.generation
    assert [one.id for one in engine.withdrawn()] == [article(2).id]
    assert engine.progress(MARK.input) == MARK
    assert kinds(load(engine, [article(4)])) == ["indexed"]
    reader.close()


def test_a_discarded_generation_leaves_the_live_one_alone(engine: Engine) -> None:
    load(engine, [article(1, title="Жива")])
    fresh = engine.new_generation()
    list(fresh.load([article(2, title="Невдала")]))
    fresh.discard()

    assert found(engine) == {"Жива"}
    assert kinds(load(engine, [article(3)])) == ["indexed"]


def test_a_generation_made_of_the_captures_kept_is_the_same(engine: Engine) -> None:
    url = "https://visnyk.example/двічі"
    load(engine, [capture(url, 1, "a", title="Раніше"), capture(url, 2, "b", title="Пізніше"), article(7)])
    before = (found(engine), engine.get(id_of(url)))
    fresh = engine.new_generation()
    list(fresh.load(record.article for record in engine.all_captures()))
    fresh.publish()

    assert (found(engine), engine.get(id_of(url))) == before
    assert engine.status().captures == 3


def test_a_cursor_does_not_outlive_its_generation(engine: Engine) -> None:
    load(engine, [article(number) for number in range(5)])
    cursor = ask(engine, sort="newest", size=2).next_cursor
    fresh = engine.new_generation()
    list(fresh.load(record.article for record in engine.all_captures()))
    fresh.publish()

    with pytest.raises(BadCursor, match="rebuilt"):
        ask(engine, sort="newest", size=2, cursor=cursor)


def test_status_says_what_is_held(engine: Engine) -> None:
    load(
        engine,
        [
            article(1, day="2023-02-01", source="Вісник"),
            article(2, day="2024-11-30", source="вісник", language="en"),
            article(3, source="Ledger", language="en"),
        ],
    )
    status = engine.status()

    assert (status.articles, status.captures, status.withdrawn) == (3, 3, 0)
    assert status.by_source == (("Вісник", 2), ("Ledger", 1))
    assert status.by_language == (("en", 2), ("uk", 1))
    assert set(status.by_year) == {("2023", 1), ("2024", 1), ("", 1)}
    assert (status.first_day, status.last_day) == ("2023-02-01", "2024-11-30")
    assert status.last_loaded is not None
    assert status.size_bytes > 0
    assert set(status.analysis) == {"en", "uk"}


def test_an_empty_index_answers(engine: Engine) -> None:
    result = ask(engine, "київ", facets=("author",), interval="auto")

    assert (result.total, result.hits, result.facets["author"].values) == (0, (), ())
    assert engine.status().articles == 0
    assert engine.get(article(1).id) is None
    assert list(engine.scan(SearchRequest())) == []
    assert engine.suggest("київ") == engine.complete("author", "к") == engine.similar(article(1).id) == ()


def test_an_index_that_is_not_there_is_missed_in_words(fresh_address: str) -> None:
    with pytest.raises(IndexMissing, match="backfile index"):
        open_index(fresh_address, Access())


def test_what_was_opened_for_reading_is_not_written(engine: Engine, fresh_address: str) -> None:
    reader = open_index(fresh_address, Access())
    with pytest.raises(IndexNotWritable):
        load(reader, [article(1)])
    reader.close()
