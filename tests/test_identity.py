"""Identity: one article however it was reached, and never two articles in one."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.identity import article_id, article_url, identity_key, payload_key, registrable_domain

HOSTS = st.sampled_from(
    ["example.com", "www.example.com", "m.pravda.com.ua", "новини.укр", "amp.www.bbc.co.uk", "m.ua"]
)
SEGMENT = st.text(alphabet="abcdefґїєё0123456789-_.'’ʼ", min_size=1, max_size=8)
PARAMETERS = st.lists(st.tuples(st.sampled_from("abcxyz"), SEGMENT), max_size=4)


@st.composite
def urls(draw: st.DrawFn) -> str:
    scheme = draw(st.sampled_from(["http", "https"]))
    path = "/".join(draw(st.lists(SEGMENT, max_size=4)))
    query = "&".join(f"{name}={value}" for name, value in draw(PARAMETERS))
    return f"{scheme}://{draw(HOSTS)}/{path}{'?' if query else ''}{query}"


@given(urls())
def test_the_key_of_a_key_is_itself(url: str) -> None:
    assert identity_key(identity_key(url)) == identity_key(url)


@given(urls(), st.sampled_from(["www.", "m.", "amp."]))
def test_another_door_scheme_case_fragment_or_tracking_parameter_is_the_same_article(url: str, door: str) -> None:
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if host == "m.ua":
        return
    other = "http" if scheme == "https" else "https"
    joint = "&" if "?" in path else "?"
    moved = f"{other}://{door}{host.upper()}{slash}{path}{joint}utm_source=тиждень&fbclid=1#коментарі"
    assert identity_key(moved) == identity_key(url)


@given(PARAMETERS, st.randoms())
def test_the_order_of_parameters_does_not_matter(parameters: list[tuple[str, str]], random: object) -> None:
    shuffled = list(parameters)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = ("https://example.com/?" + "&".join(f"{n}={v}" for n, v in ps) for ps in (parameters, shuffled))
    assert identity_key(first) == identity_key(second)


@given(st.text())
def test_no_text_breaks_identity(text: str) -> None:
    assert len(base64.urlsafe_b64decode(article_id(identity_key(text)) + "==")) == 16
    article_url(text, text, text)
    article_url(text, None, "https://example.com/новини/5")
    registrable_domain(text)


@given(
    st.integers(1, 10_000),
    st.sampled_from(["https://example.com/", "https://example.com", "/", "http://example.com/#"]),
)
def test_pages_that_name_the_home_page_stay_articles_of_their_own(number: int, home: str) -> None:
    capture = f"https://example.com/новини/{number}"
    assert article_url(home, home, capture) == capture


@pytest.mark.parametrize(
    ("canonical", "capture", "believed"),
    [
        ("https://www.example.com/a/5", "https://m.example.com/a/5", True),
        ("https://example.com/a/5", "https://example.com/a/5/amp", True),
        ("https://example.com/a/5", "https://example.com/a/5/amp/", True),
        ("https://example.com/a/5", "https://example.com/a/5/print.html", True),
        ("https://example.com/a/5/", "https://example.com/a/5/page/2/", True),
        ("https://example.com/a/5", "https://example.com/a/5/2", True),
        ("https://example.com/a/5", "https://example.com/a/5.amp", True),
        ("https://example.com/a/5", "https://example.com/a/5/", True),
        ("https://example.com/a/5", "https://example.com/index.php?id=5", True),
        ("/a/5", "https://example.com/amp/a/5", True),
        ("https://example.com/новини/", "https://example.com/новини/7484000/", False),
        ("https://example.com/новини", "https://example.com/новини/слово-ʼвиборʼ", False),
        ("https://example.com/a/12", "https://example.com/a/123", False),
        ("https://example.com/", "https://example.com/?p=5", False),
        ("https://reprint.test/a/5", "https://example.com/a/5", False),
        ("https://other.co.ua/a/5", "https://example.co.ua/a/5", False),
        ("javascript:alert(1)", "https://example.com/a/5", False),
        ("http://[broken", "https://example.com/a/5", False),
    ],
)
def test_a_canonical_address_is_believed_only_on_its_own_domain_and_not_above_itself(
    canonical: str, capture: str, believed: bool
) -> None:
    url = article_url(canonical, None, capture)
    assert (url != capture) is believed


def test_og_url_is_second_to_a_canonical_that_can_be_believed() -> None:
    capture = "https://example.com/amp/вибори"
    assert article_url("https://example.com/вибори", "https://example.com/x", capture) == "https://example.com/вибори"
    assert article_url("https://else.test/", "https://example.com/вибори", capture) == "https://example.com/вибори"


def test_without_a_capture_url_the_page_is_believed_unless_it_names_a_home_page() -> None:
    assert article_url("https://example.com/а/5", None, None) == "https://example.com/а/5"
    assert article_url("https://example.com/", "https://example.com", None) is None
    assert article_url("/relative", None, None) is None


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.com", "https://example.com/"),
        ("https://www.m.example.com:443/A/b/", "https://example.com/A/b/"),
        ("http://example.com:8080/a", "https://example.com:8080/a"),
        ("https://m.ua/a", "https://m.ua/a"),
        ("https://m.co.uk/a", "https://m.co.uk/a"),
        ("https://WWW.Новини.укр/а", "https://xn--b1amarcd.xn--j1amh/а"),
        ("https://user:secret@example.com/a?&b=&a", "https://example.com/a?a&b="),
        ("http://[::1]:8000/a", "https://[::1]:8000/a"),
        ("urn:sha256:00", "urn:sha256:00"),
        (" http://example.com:port/ ", "http://example.com:port/"),
    ],
)
def test_keys(url: str, key: str) -> None:
    assert identity_key(url) == key


def test_a_page_without_a_url_is_known_by_its_bytes() -> None:
    assert payload_key("ab12") == "urn:sha256:ab12"
    assert len(article_id("urn:sha256:ab12")) == 22


def test_who_registered_a_host() -> None:
    assert registrable_domain("www.pravda.com.ua") == "pravda.com.ua"
    assert registrable_domain("один.blogspot.com") != registrable_domain("два.blogspot.com")
    assert registrable_domain("www.новини.укр") == registrable_domain("xn--b1amarcd.xn--j1amh")
