"""`backfile explain`: each field with its rule and rivals; what a profile changes; mistakes told in a sentence."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.explain_cli import explain

PROSE = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"
PAGE = f"""<html lang=uk><head><title>Міст через Дніпро відкрили — читати</title>
<meta property="article:published_time" content="2024-11-11T11:30:00"></head><body><h1>Міст через Дніпро відкрили</h1>
<p class=byline>Газета</p><p class=story-author>Ірина Солодуха</p><p class=date>10 листопада 2024, 10:00</p>{PROSE}{PROSE}{PROSE}"""
URL = "https://www.gazeta.example/news/2024/11/11/4711/"
PROFILE = """
name = "Газета"
hosts = ["gazeta.example"]
timezone = "Europe/Kyiv"
story = '/(\\d+)/?$'
[[layout]]
authors = { css = ".story-author, .byline", drop = ["Газета"] }
"""


def lines(*arguments: str) -> dict[str, dict[str, object]]:
    done = CliRunner().invoke(explain, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return {line["field"]: line for line in json.loads(done.stdout)}


@pytest.fixture
def page(tmp_path: Path) -> str:
    file = tmp_path / "міст.html"
    file.write_text(PAGE, encoding="utf-8")
    return str(file)


def test_each_field_is_told_with_the_rule_that_found_it(page: str) -> None:
    told = lines(page, "--url", URL)
    assert told["title"]["value"] == "Міст через Дніпро відкрили"
    assert (told["published"]["value"], told["published"]["rule"]) == (
        "2024-11-11T11:30:00 (minute, zone unknown)", "meta article:published_time",
    )  # fmt: skip
    assert told["source"] == {"field": "source", "value": "gazeta.example", "rule": "registrable domain", "rivals": []}


def test_what_other_rules_say_is_told_beside_it(page: str) -> None:
    rivals = lines(page, "--url", URL)["published"]["rivals"]
    assert isinstance(rivals, list)
    assert ["dateline", "2024-11-10T10:00:00 (minute, zone unknown)"] in rivals


def test_a_profile_can_be_tried_before_it_is_put_to_use(page: str, tmp_path: Path) -> None:
    profile = tmp_path / "gazeta.example.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    told = lines(page, "--url", URL, "--profile", str(profile))
    assert (told["authors"]["value"], told["authors"]["rule"]) == ("Ірина Солодуха", "profile")
    assert told["published"]["value"] == "2024-11-11T11:30:00+02:00 (minute, zone profile)"
    assert told["source"]["value"] == "Газета"
    assert told["editions"]["value"] == "story gazeta.example:4711"


def test_a_mistake_in_a_profile_is_a_sentence_that_names_file_and_key(page: str, tmp_path: Path) -> None:
    profile = tmp_path / "gazeta.example.toml"
    profile.write_text(PROFILE.replace("hosts", "hots"), encoding="utf-8")
    done = CliRunner().invoke(explain, [page, "--profile", str(profile)])
    assert done.exit_code == 1
    assert "gazeta.example.toml: hots is unknown" in done.output


def test_text_for_people_has_a_field_a_line(page: str) -> None:
    done = CliRunner().invoke(explain, [page, "--url", URL])
    assert "title      Міст через Дніпро відкрили\n             by " in done.stdout
    assert "dateline says: 2024-11-10T10:00:00" in done.stdout


def test_what_is_no_article_is_told_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "empty.html"
    file.write_text("<html><title>Порожньо</title><body></body></html>", encoding="utf-8")
    done = CliRunner().invoke(explain, [str(file)])
    assert (done.exit_code, done.output.startswith("no text: ")) == (1, True)


def test_a_text_capture_is_explained_too(tmp_path: Path) -> None:
    file = tmp_path / "capture.txt"
    text = "Мер відкрив міст через Дніпро\nІРИНА СОЛОДУХА, 7 березня 2025, 09:15\n"
    file.write_text(
        text + "Мер міста відкрив міст через Дніпро після трьох років ремонту, повідомили в раді.\n" * 3,
        encoding="utf-8",
    )
    told = lines(str(file))
    assert told["authors"]["value"] == "Ірина Солодуха"
    assert told["published"]["rule"] == "dateline"
