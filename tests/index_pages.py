"""Invented index pages: front pages, sections, tag pages, search results, archives, in the styles of many sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product

HEADLINES = {
    "uk": ("Рада об'єднала дві громади на Поліссі", "У Вільшанах відкрили новий міст через річку", "Ціни на хліб зросли вдруге за місяць"),
    "ru": ("Парламент объединил две общины в Полесье", "В Ольшанах открыли новый мост через реку", "Хлеб подорожал второй раз за месяц"),
    "en": ("Parliament merges two rural communities", "New bridge opens across the river in Olshany", "Bread prices rise again this month"),
    "ja": ("市議会が二つの町の統合計画を全会一致で承認", "川にかかる新しい橋が火曜日に開通した", "パンの値段が今月に入って二度目の値上がり"),
}  # fmt: skip
SUMMARIES = {
    "uk": "Рішення, якого чекали три роки, підтримали 287 депутатів, повідомила пресслужба. ",
    "ru": "Решение, которого ждали три года, поддержали 287 депутатов, сообщила пресс-служба. ",
    "en": "The decision, three years in the making, was backed by 287 members, the press office said. ",
    "ja": "三年越しの決定は、議員の大多数の賛成を得て可決されたと広報担当者が述べた。",
}
NAMES = {"uk": "Об’єднання", "ru": "Объединение", "en": "Communities", "ja": "地域"}
KINDS = {
    "front": "https://news.example/",
    "section": "https://news.example/politics/",
    "tag": "https://news.example/tags/hromady/",
    "search": "https://news.example/search?q=hromady",
    "author": "https://news.example/authors/koval?page=3",
}


def stories(language: str, count: int) -> Iterator[tuple[str, str, str]]:
    """Yield (address, headline, summary) of so many stories."""
    for number in range(count):
        headline = HEADLINES[language][number % 3]
        yield (
            f"/2024/11/{number + 1:02}/story-{48000 + number}/",
            f"{headline} — {number}",
            f"{SUMMARIES[language]}№ {number}.",
        )


def cards(language: str) -> str:
    return "".join(
        f'<article class="card"><a href="{url}"><img src=a.jpg></a><h3><a href="{url}">{headline}</a></h3><p>{summary}</p>'
        f'<time datetime="2024-11-12">12.11.2024</time></article>'
        for url, headline, summary in stories(language, 18)
    )


def headlines_only(language: str) -> str:
    items = "".join(f'<li><span>10:15</span> <a href="{url}">{text}</a></li>' for url, text, _ in stories(language, 40))
    return f"<ul class=news-list>{items}</ul>"


def headlines_in_divs(language: str) -> str:
    return "".join(
        f'<div class="a1"><div class="b2"><a href="{url}"><div class=c3>{text}</div></a></div><div class=d4>{summary}</div></div>'
        for url, text, summary in stories(language, 14)
    )


def old_tables(language: str) -> str:
    rows = "".join(
        f'<tr><td><font size=2><a href="{url}"><b>{text}</b></a><br>{summary} <a href="{url}">»»</a></font></td></tr>'
        for url, text, summary in stories(language, 12)
    )
    return f"<table width=100%>{rows}</table>"


def results_with_snippets(language: str) -> str:
    return "<ol>" + "".join(
        f'<li class="result"><h2><a href="{url}">{text}</a></h2><div class="snippet">… {summary} …</div><cite>{url}</cite></li>'
        for url, text, summary in stories(language, 10)
    ) + "</ol>"  # fmt: skip


def blog(language: str) -> str:
    return "".join(
        f'<div class="post"><h2 class="entry-title"><a href="{url}">{text}</a></h2><div class="entry-summary"><p>{summary * 2}'
        f'<a href="{url}">[…]</a></p></div></div>'
        for url, text, summary in stories(language, 10)
    )


STYLES = (cards, headlines_only, headlines_in_divs, old_tables, results_with_snippets, blog)


def index_pages() -> Iterator[tuple[str, str, bytes]]:
    """Yield (name, url, page): every style in every language, the kinds in turn, half of them with metadata."""
    for number, (style, language) in enumerate(product(STYLES, HEADLINES)):
        for turn in range(3):
            kind = list(KINDS)[(number + turn * 2) % len(KINDS)]
            yield f"{style.__name__} {language} {kind}", KINDS[kind], _page(style(language), language, kind, turn)


def _page(content: str, language: str, kind: str, turn: int) -> bytes:
    head = ""
    if turn == 1:
        data = {"@type": "CollectionPage", "name": NAMES[language]}
        head = (
            f'<meta property="og:type" content="website"><script type="application/ld+json">{json.dumps(data)}</script>'
        )
    elif turn == 2:
        parts = [{"@type": "NewsArticle", "headline": text, "url": url} for url, text, _ in stories(language, 5)]
        head = (
            f'<script type="application/ld+json">{json.dumps({"@type": "ItemList", "itemListElement": parts})}</script>'
        )
    heading = "" if kind == "front" else f"<h1>{NAMES[language]}</h1>"
    return f"""<!doctype html><html lang={language}><head><meta charset=utf-8><title>{NAMES[language]} — News</title>{head}
    </head><body><div id=top><nav><a href=/>News</a></nav></div><div class=main>{heading}{content}</div>
    <div class=pages><a href=?page=2>2</a> <a href=?page=3>3</a></div></body></html>""".encode()
