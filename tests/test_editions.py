"""The language editions of a story and the key they share."""

from indexer.extract.editions import editions
from indexer.extract.page import Page, open_page
from indexer.extract.source import host, source
from indexer.sites import Site, site_for
from mappings.article import Edition

UK = "https://www.pravda.com.ua/news/2026/01/08/8015225/"
RU = "https://www.pravda.com.ua/rus/news/2026/01/08/8015225/"
EN = "https://www.pravda.com.ua/eng/news/2026/01/08/8015225/"


def page(url: str, **alternates: str) -> Page:
    links = "".join(
        f'<link rel=alternate hreflang="{code.replace("_", "-")}" href="{address}">'
        for code, address in alternates.items()
    )
    return open_page(f"<html lang=uk><head>{links}</head><body><h1>П’ять новин".encode(), url)


def test_all_editions_of_a_story_have_one_key_by_the_publishers_own_id() -> None:
    keys = {editions(page(url), site_for(url)).value.story for url in (UK, RU, EN)}
    assert keys == {"pravda.com.ua:8015225"}


def test_without_a_profile_the_default_edition_is_the_key() -> None:
    links = {"uk": "https://n.example/a-1", "ru": "https://n.example/rus/a-1", "x_default": "https://n.example/a-1"}
    found = [editions(page(url, **links), Site()) for url in ("https://n.example/a-1", "https://n.example/rus/a-1")]
    assert {each.value.story for each in found} == {"https://n.example/a-1"}
    assert found[0].value.others == (Edition("ru", "https://n.example/rus/a-1"),)
    assert found[0].rule == "hreflang x-default"


def test_without_a_default_the_least_address_is_the_key() -> None:
    links = {"uk": "https://n.example/uk/a-1", "en": "https://n.example/en/a-1"}
    for url in links.values():
        assert editions(page(url, **links), Site()).value.story == "https://n.example/en/a-1"


def test_relative_addresses_are_made_whole() -> None:
    found = editions(page("https://n.example/uk/a-1", uk="/uk/a-1", en="/en/a-1"), Site())
    assert found.value.others == (Edition("en", "https://n.example/en/a-1"),)


def test_regions_of_one_language_are_no_editions() -> None:
    links = {"en_US": "https://n.example/a-1", "en_GB": "https://n.example/a-1?edition=uk"}
    assert editions(page("https://n.example/a-1", **links), Site()).value.others == ()


def test_a_language_menu_that_leads_home_is_no_edition() -> None:
    found = editions(page("https://n.example/uk/a-1", uk="https://n.example/", en="https://n.example/en"), Site())
    assert (found.value.others, found.value.story) == ((), None)


def test_one_publisher_has_one_source_whatever_the_edition() -> None:
    assert {source(url, site_for(url)).value for url in (UK, RU, EN)} == {"Українська правда"}
    assert (
        source("https://ukr.news.example/1", Site()).value
        == source("https://en.news.example/1", Site()).value
        == "news.example"
    )
    assert source(None, Site()).value == ""
    assert host(RU) == "pravda.com.ua"
