"""Publisher profiles: data that is checked when it is read, in the layout of the capture's day."""

import os
import re
import subprocess
import sys
import tomllib
from datetime import date
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from indexer.extract import read
from indexer.extract.authors import authors
from indexer.extract.by_profile import profile_values
from indexer.extract.page import open_page
from indexer.extract.tags import tags
from indexer.sites import FIELDS, ProfileError, Rule, read_profiles, site_for, site_of_text
from mappings.article import Article

PROFILE = """
name = "Газета"
hosts = ["www.gazeta.example"]
timezone = "Europe/Kyiv"
story = '/(\\d+)\\.html$'
[[layout]]
until = 2023-12-31
authors = ".old-author"
[[layout]]
authors = { css = ".author", drop = ["Газета"], strip = ["|"], split = ",", first = true }
tags = { meta = "news_keywords", split = ";" }
"""
PROSE = "<p>" + "Міст через Дніпро відкрили після довгого ремонту, повідомили у мерії Об’єднаного міста. " * 4 + "</p>"


def test_the_day_of_the_capture_chooses_the_layout() -> None:
    profile = read_profiles([("gazeta.toml", PROFILE)])["gazeta.example"]
    assert profile.on(date(2023, 12, 31)).rules["authors"].css == ".old-author"
    assert profile.on(date(2024, 1, 1)).rules["authors"].css == ".author"
    assert profile.on(None).rules["authors"].css == ".author"


def test_a_rule_cleans_what_it_finds() -> None:
    site = read_profiles([("gazeta.toml", PROFILE)])["gazeta.example"].on(None)
    head = "<meta name=news_keywords content='Київ; Об’єднання'>"
    page = open_page(f"{head}<p class=author>Газета</p><p class=author>| Ірина Солодуха, Ігор М’ята</p>".encode(), None)
    assert profile_values(page, site, "authors") == ["Ірина Солодуха"]
    assert profile_values(page, site, "tags") == ["Київ", "Об’єднання"]
    assert profile_values(page, site, "lead") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('name = "Г"\nhosts = ["a"]\nhost = "a"', "host is unknown"),
        ('name = "Г"\nhosts = ["a"]\n[[layout]]\nauthor = ".a"', "layout 1: author is unknown"),
        ('name = "Г"\nhosts = ["a"]\n[[layout]]\nauthors = { xpath = "//a" }', "layout 1: authors.xpath is unknown"),
        (
            'name = "Г"\nhosts = ["a"]\n[[layout]]\nauthors = { css = ".a", meta = "b" }',
            "needs one of css, meta and linked_data",
        ),
        ('name = "Г"\nhosts = ["a"]\n[[layout]]\nauthors = 5', "layout 1: authors is a int"),
        ('name = "Г"\nhosts = "a"', "hosts is a list, even of one"),
        ('name = "Г"\nhosts = ["https://www.об’єднання.example/"]', "Write it like gazeta.example"),
        ('name = "Г"\nhosts = ["a"]\nstory = "/[0-9]+/"', "story needs brackets"),
        ('name = "Г"\nhosts = ["a"]\n[layout]\nauthors = ".a"', "[[layout]]"),
        ("name = Газета", "Texts stand in straight quotes"),
        ('name = "Г"', "hosts is missing"),
        ('hosts = ["a"]', "name is missing"),
        ('name = "Г"\nhosts = ["a"]\nstory = "("', "story is no valid pattern"),
        ('name = "Г"\nhosts = ["a"]\n[text]\ndropp = []', "text.dropp is unknown"),
        ('name = "Г"\nhosts = ["a"]\ntimezone = "Europe/Kiew"', "timezone"),
        ('name = "Г"\nhosts = ["a"]\n[[layout]]\nauthors = "p["', "layout 1: authors"),
        ("name = ", "no valid TOML"),
    ],
)
def test_a_mistake_in_a_profile_is_told_with_file_and_key(text: str, names: str) -> None:
    with pytest.raises(ProfileError, match=re.escape(names)) as error:
        read_profiles([("gazeta.toml", text)])
    assert "gazeta.toml" in str(error.value)


def test_the_mark_that_some_editors_put_before_a_text_does_not_matter() -> None:
    assert (
        read_profiles([("gazeta.toml", "\ufeff" + PROFILE)]).keys() == read_profiles([("gazeta.toml", PROFILE)]).keys()
    )


def test_two_profiles_cannot_have_one_host() -> None:
    with pytest.raises(ProfileError, match=re.escape("gazeta.example")):
        read_profiles([("a.toml", PROFILE), ("b.toml", PROFILE)])


def test_every_shipped_profile_can_be_read_and_names_a_real_zone() -> None:
    files = [file for file in resources.files("indexer.sites").iterdir() if file.name.endswith(".toml")]
    assert files
    for file in files:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        site = site_for(f"https://{data['hosts'][0]}/2024/11/11/1/")
        assert site.name == data["name"]
        assert ZoneInfo(site.timezone)
        assert set(site.rules) <= FIELDS


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.pravda.com.ua/news/2024/11/11/7484012/", "Українська правда"),
        ("https://life.pravda.com.ua/society/2024/11/11/5/", "Українська правда"),
        ("https://www.epravda.com.ua/news/2024/11/11/5/", "Економічна правда"),
        ("https://www.eurointegration.com.ua/eng/news/2024/11/11/5/", "Європейська правда"),
        ("https://notpravda.com.ua/5/", ""),
        ("https://com.ua/", ""),
        ("не адреса", ""),
        ("http://[broken", ""),
        (None, ""),
    ],
)
def test_a_host_is_known_by_itself_or_by_the_domain_above_it(url: str | None, name: str) -> None:
    assert site_for(url).name == name


def test_the_number_in_its_path_is_the_story_in_every_edition() -> None:
    site = site_for("https://www.pravda.com.ua/")
    paths = ("/news/2024/11/11/7484012/", "/rus/news/2024/11/11/7484012/", "/eng/articles/2024/11/11/7484012")
    assert {site.story_id("https://www.pravda.com.ua" + path) for path in paths} == {"7484012"}
    assert site.story_id("https://www.pravda.com.ua/rus/") is None


def up_2023(language: str, prefix: str, author: str) -> str:
    """An invented page in the manner of the layout of 2023."""
    return f"""<html lang={language}><head><title>Міст відкрили</title></head><body><div class=post>
    <h1 class=post_title>Міст відкрили</h1><div class=post_time><span class=post_author><a href="{prefix}/authors/5a/">{author}</a></span>
    — Понеділок, 11 листопада 2024, 11:30</div><div class=post_text>{PROSE}{PROSE}{PROSE}</div>
    <div class=post_tags><span class=post_tags_item><a href="{prefix}/tags/kijiv/">Київ</a></span>
    <span class=post_tags_item><a href="{prefix}/tags/mist/">міст</a></span></div></div></body></html>"""


def up_2026(language: str, prefix: str, author: str) -> str:
    """An invented page in the manner of the layout of 2026."""
    return f"""<html lang={language}><head><title>Міст відкрили</title><script type="application/ld+json">
    {{"@type":"Article","headline":"Міст відкрили","datePublished":"2026-01-08T11:30:00+02:00"}}</script></head><body>
    <article class=post_article><h1 class=post_article_title>Міст відкрили</h1><div class=post_article_author>
    <a class=post_article_author_item href="{prefix}/authors/5a/"><span class=post_author_name>{author}</span></a>
    <span class=post_author_date>8 січня, 11:30</span></div><div class=post_article_text>{PROSE}{PROSE}{PROSE}</div>
    <div class=post_news_tags><a href="{prefix}/tags/kijiv/">Київ</a> <a href="{prefix}/tags/mist/">міст</a></div></article>"""


@pytest.mark.parametrize(("language", "path"), [("uk", ""), ("ru", "/rus"), ("en", "/eng")])
@pytest.mark.parametrize(("layout", "day"), [(up_2023, "2024/11/11"), (up_2026, "2026/01/08")])
def test_ukrainska_pravda_is_read_in_both_layouts_and_three_languages(
    layout, day: str, language: str, path: str
) -> None:  # type: ignore[no-untyped-def]
    url = f"https://www.pravda.com.ua{path}/news/{day}/7484012/"
    captured = day.replace("/", "-") + "T12:00:00Z"
    article = read(
        layout(language, "https://www.pravda.com.ua" + path, "Ірина Солодуха").encode(), url, captured=captured
    )
    assert isinstance(article, Article)
    assert article.authors == ("Ірина Солодуха",)
    assert article.tags == ("Київ", "міст")
    assert (article.source, article.story) == ("Українська правда", "pravda.com.ua:7484012")
    assert (article.published or "").endswith("T11:30:00+02:00")


def test_the_profiles_rules_are_asked_first() -> None:
    site = site_for("https://www.pravda.com.ua/news/2026/01/08/5/")
    page = open_page(up_2026("uk", "https://www.pravda.com.ua", "Ірина Солодуха").encode(), None)
    assert authors(page, site).rule == tags(page, site).rule == "profile"


def test_a_text_capture_is_known_by_lines_of_its_publisher() -> None:
    assert site_of_text("Міст відкрили\nПідтримайте УП або станьте нашим патроном!\n").name == "Українська правда"
    assert site_of_text("Міст відкрили\n").name == ""


def test_a_rule_may_be_a_bare_selector() -> None:
    text = PROFILE.replace('".old-author"', '"h1"')
    assert read_profiles([("g.toml", text)])["gazeta.example"].on(date(2020, 1, 1)).rules["authors"] == Rule(css="h1")


def test_profiles_of_ones_own_are_told_of_and_checked_before_any_page_is_read(tmp_path: Path) -> None:
    page = tmp_path / "archive" / "page.html"
    page.parent.mkdir()
    page.write_text(
        f"<html lang=uk><title>Міст відкрили</title><h1>Міст відкрили</h1>{PROSE}{PROSE}{PROSE}", encoding="utf-8"
    )
    profile = tmp_path / "gazeta.toml"
    profile.write_text(PROFILE.replace("name", "nahme"), encoding="utf-8")
    command = [sys.executable, "-m", "backfile", "extract", str(page.parent), "--workers", "1"]
    environ = {**os.environ, "BACKFILE_SITES": str(tmp_path)}
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 1
    assert "gazeta.toml: nahme is unknown" in done.stderr
