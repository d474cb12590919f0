"""The language of an article's text, checked against what the page claims.

In: the text, `Page`, `Site`. Out: `Found[str]`: ISO 639-1, "und" when unknown.
"""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from indexer.extract.by_profile import texts
from indexer.extract.found import Found
from indexer.extract.page import Page
from indexer.sites import Site

SAMPLE = 300  # characters of the text; more costs time and tells nothing new (docs/extraction.md)
GLANCE = 120  # characters that are enough to bear out what a page claims
SHORT = 60  # below this the page is believed
UNSURE = 90  # below this a page's claim is believed if the text may be in it
_SAME = {
    "nb": "no", "nn": "no", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "ua": "uk", "fil": "tl", "cz": "cs",
    "gr": "el",
    "ukr": "uk", "rus": "ru", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "por": "pt", "pol": "pl", "nld": "nl", "tur": "tr", "bel": "be", "bul": "bg",
}  # fmt: skip


def language(text: str, page: Page, site: Site) -> Found[str]:
    """Return the language of an article whose body is `text`."""
    claims = [(rule, code) for rule, value in _claims(page) if (code := primary(value))]
    return told(text, claims, site.language)


def told(text: str, claims: list[tuple[str, str]], usual: str = "") -> Found[str]:
    """Return the language of a text that somebody claims is in certain languages; `usual` is the publisher's.

    >>> told("", [("html lang", "uk")]).value, told("", []).value
    ('uk', 'und')
    """
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < SHORT:
        if claims:
            return Found(claims[0][1], claims[0][0], tuple(claims[1:]))
        if not letters:
            return Found(primary(usual) or "und", "profile" if usual else "")
    claimed = [code for _, code in claims]
    found = primary(_identifier().classify(sample[:GLANCE])[0]) or "und"
    if not claims or found != claimed[0]:  # where half the sample bears out the page's claim, the rest will
        found = primary(_identifier().classify(sample)[0]) or "und"
    if found not in claimed and letters < UNSURE:
        likely = {primary(code) for code, _ in _identifier().rank(sample)[:3]}
        for rule, code in claims:
            if code in likely:
                return Found(code, rule, (("text", found),))
    rule = "text and " + next(rule for rule, code in claims if code == found) if found in claimed else "text"
    return Found(found, rule, tuple((name, code) for name, code in claims if code != found))


def primary(tag: str) -> str:
    """Return the ISO 639-1 code in a language tag as pages write it, "" if there is none.

    >>> primary("uk_UA"), primary("nb-NO"), primary("UA"), primary("en-us,ru"), primary("{{lang}}")
    ('uk', 'no', 'uk', 'en', '')
    """
    code = tag.strip().replace("_", "-").split("-")[0].split(",")[0].strip().lower()
    code = _SAME.get(code, code)
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() and code != "und" else ""


def _claims(page: Page) -> list[tuple[str, str]]:
    return [
        ("html lang", page.html_lang),
        *(("JSON-LD inLanguage", value) for value in texts(page.article_data.get("inLanguage"))),
        ("og:locale", page.said("og:locale")),
        ("content-language", page.said("content-language", "language", "dc.language", "dcterms.language")),
    ]


@cache
def _identifier() -> LanguageIdentifier:
    """The model of py3langid, loaded with the first text: half a second and 100 MB that only reading needs."""
    return LanguageIdentifier.from_model_file(MODEL_FILE)
