"""Invented pages in the markup styles of different eras, with what must be read on them."""

from __future__ import annotations

import json
from dataclasses import dataclass

TITLE = "Рада об'єднала дві громади на Поліссі"
LEAD = "Депутати підтримали рішення після тримісячного обговорення з мешканцями."
PARAGRAPHS = (
    "Верховна Рада у вівторок об'єднала Лісову та Озерну громади, повідомила пресслужба парламенту.",
    "За проєкт проголосували 287 депутатів, проти не виступив ніхто, ще двоє утрималися.",
    "«Ми чекали цього рішення три роки, і нарешті зможемо відремонтувати школу», — сказала вчителька Мар’яна Коваль.",
    "Нова громада матиме спільний бюджет, дві лікарні та одинадцять шкіл, а її центром стане селище Озерне.",
    "Вибори голови призначать на осінь, до того часу справами керуватиме тимчасова комісія.",
)
TEASERS = (
    "У Вільшанах відкрили новий міст через річку",
    "Ціни на хліб зросли вдруге за місяць",
    "Школярка з Озерного перемогла на олімпіаді",
    "Погода на вихідні: дощ і сильний вітер",
)
URL = "https://polissia.example/novyny/2024/11/12/rada-obiednala-hromady-48213/"


@dataclass(frozen=True)
class Saved:
    """An invented page: its bytes, and the charset that HTTP declares for it, if any."""

    payload: bytes
    charset: str | None = None


def paragraphs(tag: str = "p", attributes: str = "") -> str:
    return "".join(f"<{tag}{attributes}>{text}</{tag}>" for text in PARAGRAPHS)


def teasers(before: str = "<ul class=related>", after: str = "</ul>") -> str:
    links = "".join(f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(TEASERS))
    return f"{before}{links}{after}"


def modern() -> Saved:
    """2024: JSON-LD, Open Graph, semantic elements, promos amid the text."""
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage"},
            {
                "@type": "NewsArticle",
                "headline": TITLE,
                "datePublished": "2024-11-12T10:15:00+02:00",
                "inLanguage": "uk",
            },
        ],
    }
    text = "".join(
        f"<p>{paragraph}</p>" + (f'<aside class="promo">{teasers()}</aside>' if number == 1 else "")
        for number, paragraph in enumerate(PARAGRAPHS)
    )
    page = f"""<!doctype html><html lang="uk"><head><meta charset="utf-8"><title>{TITLE} — Полісся</title>
    <meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">
    <meta property="og:description" content="{LEAD[:40]}…"><link rel="canonical" href="{URL}">
    <script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body>
    <header><nav><ul><li><a href="/">Головна</a></ul></nav></header><main><article><h1>{TITLE}</h1>
    <p class="standfirst">{LEAD}</p><figure><img src="a.jpg"><figcaption>Сесія. Фото: Остап Іващенко</figcaption></figure>
    <div class="article-body">{text}</div></article>
    <section class="more">{teasers()}</section></main>
    <footer><p>© Полісся. Усі права захищено, передрук лише з дозволу редакції.</p></footer></body></html>"""
    return Saved(page.encode())


def microdata() -> Saved:
    """2013: microdata, div columns, a sidebar of teasers with summaries."""
    side = "".join(f"<h4><a href=/{n}>{t}</a></h4><p>{t}, розповіли в мерії.</p>" for n, t in enumerate(TEASERS))
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{TITLE}</title></head>
    <body><div id="header"><div class="menu">{teasers("<ul>")}</div></div><div id="wrap">
    <div class="content" itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">{TITLE}</h1>
    <div class="info"><span itemprop="author">Стас Мар’яненко</span> <time itemprop="datePublished"
    datetime="2013-05-20T09:00:00+03:00">20 травня 2013</time></div><div itemprop="articleBody">{paragraphs()}</div></div>
    <div class="sidebar"><h3>Читайте також</h3>{side}</div></div></body></html>"""
    return Saved(page.encode())


def tables() -> Saved:
    """2001: layout tables, font tags, line breaks, windows-1251 without a declaration."""
    text = "<br><br>".join(PARAGRAPHS)
    page = f"""<html><head><title>Полісся: {TITLE}</title></head><body bgcolor=#ffffff><table width=100% border=0><tr>
    <td width=150 valign=top><font size=1>{"<br>".join(f"<a href=/{n}.html>{t}</a>" for n, t in enumerate(TEASERS))}</font>
    </td><td valign=top><font face=Arial size=4><b>{TITLE}</b></font><br><font size=1>12.11.2001 10:15</font><br><br>
    <font face=Arial size=2>{text}</font></td></tr></table><center><font size=1>Copyright 2001</font></center></body>"""
    return Saved(page.encode("windows-1251"))


def blocks_of_divs() -> Saved:
    """2021: hashed class names, paragraphs as div, a consent notice between them."""
    notice = "<div class=c1x9>Цей вміст заблоковано. Погодьтеся на показ зовнішнього вмісту, щоб побачити його.</div>"
    text = notice.join(f'<div class="a7f2q"><div class="b3k9z">{paragraph}</div></div>' for paragraph in PARAGRAPHS)
    page = f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=root>
    <div class=x1><h1 class=h7>{TITLE}</h1><div class=q2>{text}</div></div></div></body></html>"""
    return Saved(page.encode())


def next_article_below() -> Saved:
    """2025: endless scroll: another article, longer than this one, stands below it."""
    other = "".join(f"<p>Другий матеріал, абзац {n}: тренер розповів про підготовку до матчу.</p>" for n in range(12))
    page = f"""<!doctype html><html lang=uk><head><meta charset=utf-8><title>{TITLE}</title></head><body><main>
    <h1>{TITLE}</h1><article>{paragraphs()}</article><div><article><h1>Тренер назвав склад команди</h1>{other}</article>
    </div></main></body></html>"""
    return Saved(page.encode())


def only_in_a_script() -> Saved:
    """2026: the text is nowhere but in the JSON of a script."""
    state = json.dumps({"article": {"html": "".join(f"<p>{text}</p>" for text in PARAGRAPHS)}}, ensure_ascii=False)
    state = state.replace("</", "<\\/")
    page = f"""<!doctype html><html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=app></div>
    <script>window.__STATE__ = {state}</script></body></html>"""
    return Saved(page.encode())


ERAS = (modern, microdata, tables, blocks_of_divs, next_article_below, only_in_a_script)
