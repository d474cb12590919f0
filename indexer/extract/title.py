"""The headline of an article.

In: `Page`, `Site`. Out: `Found[str]`. Metadata and what a reader sees check each other: the site's name, a section or a
search engine's wording around the headline is cut where another of them has the headline without it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from indexer.extract.by_profile import profile_values, texts
from indexer.extract.found import Found
from indexer.extract.own_story import fold, same_headline, share_words
from indexer.extract.page import Page
from indexer.extract.shared import shared_texts
from indexer.identity import registrable_domain
from indexer.sites import Site

LONGEST = 500  # characters of a headline
SEPARATOR = re.compile(r"\s+(?:[-–—|:•·/»~>]|::|>>|\|\|)\s+|\s*[|ㅣ｜]\s*|\s[–—]\s")
CJK_SECTION = re.compile(r"-[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,6}$")  # "…-정치ㅣ한국일보"
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
MOST_SHARED = 40  # texts of share buttons that are compared
ENDS = " \t\n\r|-–—:•·»"


def title(page: Page, site: Site) -> Found[str]:
    """Return the headline and the rule that found it; "" if the page has none."""
    candidates = [(rule, text) for rule, raw in _candidates(page, site) if (text := tidy(raw))]
    if not candidates:
        return Found("")
    candidates = _not_the_site(page, site, candidates)
    others = [text for _, text in candidates]
    parted = any(SEPARATOR.search(text) for text in others)
    names = site_names(page, site) if parted else set()
    cut = [(rule, without_site(text, others, names)) for rule, text in candidates] if parted else candidates
    chosen = _chosen(dict(reversed(cut)))
    rule, best = chosen or cut[0]
    if rule == "headline" and "+++" in best and any("+++" not in text for name, text in cut if name == "<title>"):
        rule, best = "<title>", _without_tail(dict(cut)["<title>"])  # the heading of a live ticker is its latest news
    elif rule == "headline":
        rule, best = _passed_on(page, best) or (rule, _with_kicker(page, _spaced(best, others)))
    elif rule == "<title>":
        best = _without_tail(best)
    rivals = tuple((name, text) for name, text in cut if text and name != rule)
    return Found(best[:LONGEST], rule, rivals)


def _not_the_site(page: Page, site: Site, candidates: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the candidates that are more than the site's name, if there are any."""
    if all(text.count(" ") > 3 for _, text in candidates[:1]):
        return candidates
    names = site_names(page, site)
    return [(rule, text) for rule, text in candidates if not _is_site(text, names)] or candidates


def _chosen(by_rule: dict[str, str]) -> tuple[str, str] | None:
    """Return og:title where others bear it out against JSON-LD's headline, at times the search engines' one."""
    plain = {rule: _plain(text) for rule, text in by_rule.items()}
    social = plain.get("og:title")
    if "profile" in plain or not social or plain.get("JSON-LD headline") in {None, social}:
        return None
    if plain.get("twitter:title") != social:
        return None
    headline, tag = plain.get("headline"), plain.get("<title>")
    if not _alike(social, plain["JSON-LD headline"]):  # a teaser for social media, not the headline
        return None
    if headline == social or (headline == tag == plain["JSON-LD headline"]):
        return "og:title", by_rule["og:title"]
    return None


def _without_tail(text: str) -> str:
    """Return a <title>, where nothing else tells the headline, without a short last segment: the site's name.

    >>> _without_tail("Міст через Дніпро відкрили після ремонту — Газета")
    'Міст через Дніпро відкрили після ремонту'
    """
    *_, last = [None, *SEPARATOR.finditer(text)]
    if last and 3 * (len(text) - last.end()) <= last.start() and len(text[last.end() :].split()) <= 4:
        return CJK_SECTION.sub("", text[: last.start()].strip(ENDS))
    return text


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles share a fifth of their words, or their first characters where no spaces part words."""
    first, second = set(one.split()), set(other.split())
    return 5 * len(first & second) >= len(first | second) or one[:6] == other[:6]


def _spaced(headline: str, others: list[str]) -> str:
    """Return a headline as another candidate has it, if that has only more spaces: "ДемоМіст" is "Демо Міст"."""
    letters = re.sub(r"\W", "", headline)
    same = [other for other in others if re.sub(r"\W", "", other) == letters]
    return max([headline, *same], key=lambda text: text.count(" "))


def _with_kicker(page: Page, headline: str) -> str:
    """Return a headline behind the line above it, if <title> has both so: "Київ: Міст відкрили"."""
    around = page.surroundings
    start = page.title_tag.find(headline)
    if start > 2 and around.anchor > 0 and page.anchor in page.headings:
        kicker = page.title_tag[:start].rstrip(ENDS)
        above = page.blocks[max(0, around.anchor - 2) : around.anchor]
        if page.title_tag[len(kicker) : start].strip() == ":" and any(
            block.text == kicker and page.layout.tags[block.element] != "h1" for block in above
        ):
            return page.title_tag[: start + len(headline)]
    return headline


def _passed_on(page: Page, headline: str) -> tuple[str, str] | None:
    """Return the headline that share buttons pass on, where it is another wording than both heading and <title>: what
    og:title would say. It must be the heading's neighbour, or be passed on twice; what <title> says as well was made
    for search engines.
    """
    texts = shared_texts(page)[:MOST_SHARED]
    if not texts or page.anchor is None:
        return None
    own, written = _plain(headline), [text for service, text in texts if service != "mailto"]  # "Read this: …"
    tag = tidy(page.title_tag)
    known = {_plain(tag[: cut.start()]) for cut in SEPARATOR.finditer(tag)} | {_plain(tag)}
    below = [h.text for h in page.headings if 0 < h.block - page.anchor.block <= 3]
    rivals = {_plain(text): (least, text) for least, some in ((2, written), (1, below)) for text in some}
    rivals = {plain: told for plain, told in rivals.items() if plain and own not in plain and _speaks_alike(own, plain)}
    votes = Counter({own: 0})
    for text in (_plain(text) for _, text in texts):  # for the wording that stands first in it: some pass on both
        votes.update([plain for _, plain in sorted((text.find(p), p) for p in (own, *rivals) if p in text)][:1])
    best, times = votes.most_common(1)[0]
    if best == own or best in known or times < rivals[best][0]:
        return None
    return "share buttons", tidy(rivals[best][1])


def _speaks_alike(one: str, other: str) -> bool:
    """Tell whether a text of five words or more may be another wording of a headline: two long words are the same."""
    if other.count(" ") < 4 and other[len(other) // 2] < "\u2e80":  # scripts that part words
        return False
    long = {word for word in one.split() if len(word) > 4}
    return _alike(one, other) or len(long & set(other.split())) > 1


def _candidates(page: Page, site: Site) -> Iterator[tuple[str, str]]:
    """Yield each rule's headline, the most trusted rule first."""
    yield from (("profile", text) for text in profile_values(page, site, "title"))
    yield from (("JSON-LD headline", text) for text in texts(page.article_data.get("headline")))
    social = page.said("og:title")
    if not _is_site_wide(page, social):
        yield "og:title", social
    if page.anchor and (page.anchor.level == 1 or len(page.anchor.text.split()) > 2 or len(page.anchor.text) > 15):
        yield "headline", page.anchor.text
    yield "twitter:title", page.said("twitter:title")
    yield "<title>", page.title_tag


def _is_site_wide(page: Page, social: str) -> bool:
    """Tell whether og:title is the same on all pages: it shares no word with a first heading that <title> has too."""
    if not page.anchor or page.anchor.level > 2 or social in {"", page.anchor.text, page.title_tag}:
        return False
    told, seen, tag = fold(social), fold(page.anchor.text), fold(page.title_tag)
    stated = fold(" ".join(texts(page.article_data.get("headline"))))
    return bool(told) and same_headline(seen, tag) and not any(share_words(told, own) for own in (seen, stated) if own)


def tidy(text: str) -> str:
    """Return a headline with its entities read, tags and line breaks gone.

    >>> tidy("Київ &quot;за&quot;  мир&amp;nbsp;і <b>спокій</b> ")
    'Київ "за" мир і спокій'
    """
    text = text[: 4 * LONGEST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = TAG.sub("", text)
    return unicodedata.normalize("NFC", " ".join(text.split())).strip()


def site_names(page: Page, site: Site) -> set[str]:
    """Return what the site may call itself in a title, compared without case."""
    names = {page.said("og:site_name"), page.said("application-name"), page.said("twitter:site").lstrip("@"), site.name}
    publisher = page.article_data.get("publisher")
    names.update(texts(publisher))
    if page.url and "//" in page.url:
        host = page.url.split("/")[2].split(":")[0].removeprefix("www.")
        names |= {host, registrable_domain(host), registrable_domain(host).split(".")[0]}
    return {name.casefold() for name in names if name}


def without_site(text: str, others: list[str], names: set[str]) -> str:
    """Return a title without the segments that are the site's name or that another candidate does without.

    >>> without_site("Київ святкує - Новини - Газета", ["Київ святкує"], set())
    'Київ святкує'
    >>> without_site("Київ святкує | Газета", [], {"газета"})
    'Київ святкує'
    """
    cuts = [match.span() for match in SEPARATOR.finditer(text)]
    if not cuts:
        return text
    plain = [_plain(other) for other in others]
    for start, end in cuts:
        head, tail = text[:start].strip(ENDS), text[end:].strip(ENDS)
        if _plain(head) in plain and len(head) >= 8:
            return head
        if _plain(tail) in plain and len(tail) >= 15 and len(head) < len(tail):
            return tail
    while cuts:
        start, end = cuts.pop()
        if _is_site(text[end:], names):
            text = CJK_SECTION.sub("", text[:start].strip(ENDS))
        else:
            break
    if (match := SEPARATOR.search(text)) and _is_site(text[: match.start()], names):
        text = text[match.end() :].strip(ENDS)
    return text


def _is_site(segment: str, names: set[str]) -> bool:
    folded = segment.strip().casefold()
    bare = re.sub(r"[\W_]", "", folded)
    return any(folded == name or (bare and bare == re.sub(r"[\W_]", "", name)) for name in names)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
