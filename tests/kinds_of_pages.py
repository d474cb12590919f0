"""Invented pages of special kinds: live blogs, galleries, stubs behind a paywall, interviews, corrections, teasers amid
the text; each as several publishing systems print them, with what must be read and what must not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tests.writings import CS, DE, EL, EN, ES, FR, JA, PL, RU, UK, Writing


@dataclass(frozen=True)
class Kind:
    """A page, the texts that must be in its body in this order, and those that must not be there."""

    name: str
    payload: bytes
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    url: str = "https://visti.example/2024/11/11/istoriia-4711/"


def page(story: Writing, main: str, head: str = "", side: str = "") -> bytes:
    """Return a whole page of today around the markup of an article: menu, sidebar, footer."""
    menu = "".join(f'<li><a href="/{n}/">{text.split()[0]}</a></li>' for n, text in enumerate(story.others))
    return f"""<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{story.title} | Visti</title>
    <meta property="og:type" content="article"><meta property="og:title" content="{story.title}">{head}</head>
    <body class="single"><header class="site-header"><nav class="main-menu"><ul>{menu}</ul></nav></header>
    <div class="wrap">{main}{side}</div>
    <footer class="site-footer"><p>© 2024 Visti. All rights reserved.</p></footer></body></html>""".encode()


def paragraphs(story: Writing) -> str:
    return "".join(f"<p>{text}</p>" for text in story.paragraphs)


def cards(story: Writing, tag: str = "div") -> str:
    """Return cards of other stories, each with a headline and a sentence."""
    return "".join(
        f'<{tag} class="card"><a href="/other/{n}/"><img src="{n}.jpg" alt=""></a><h3 class="card__title"><a href="/other/{n}/">'
        f'{text}</a></h3><p class="card__text">{text}.</p></{tag}>'
        for n, text in enumerate(story.others)
    )


# --- live blogs ---


def live_blogs() -> Iterator[Kind]:
    """Yield live blogs: JSON-LD with semantic elements, a WordPress plug-in, divs with hashed names, an old table."""
    for story in (UK, EN, RU, DE, JA):
        yield Kind(f"live, JSON-LD {story.language}", _live_json_ld(story), story.paragraphs, story.others)
    for story in (UK, RU, FR, PL):
        yield Kind(f"live, WordPress {story.language}", _live_wordpress(story), story.paragraphs, story.others)
    for story in (UK, EN, ES, EL):
        yield Kind(f"live, divs {story.language}", _live_divs(story), story.paragraphs, story.others)
    for story in (RU, CS):
        yield Kind(f"live, 2008 {story.language}", _live_old(story), story.paragraphs, story.others)


def _live_json_ld(story: Writing) -> bytes:
    data = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": story.title,
        "datePublished": "2024-11-11T08:00:00+02:00",
        "coverageStartTime": "2024-11-11T08:00:00+02:00",
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": text[:30], "datePublished": f"2024-11-11T{n + 9:02}:00:00+02:00"}
            for n, text in enumerate(story.paragraphs)
        ],
    }
    updates = "".join(
        f'<article class="live-update" id="post-{n}"><header><time datetime="2024-11-11T{n + 9:02}:00:00+02:00">{n + 9:02}:00</time>'
        f'<h2 class="live-update__headline">{text[:30]}</h2></header><div class="live-update__body"><p>{text}</p></div>'
        '<div class="share-tools"><button>Facebook</button><button>X</button></div></article>'
        for n, text in enumerate(story.paragraphs)
    )
    side = f'<aside class="sidebar"><h2>Top</h2>{cards(story)}</aside>'
    head = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    main = f'<main><div class="live-blog"><h1>{story.title}</h1><div class="live-blog__updates">{updates}</div></div></main>'
    return page(story, main, head, side)


def _live_wordpress(story: Writing) -> bytes:
    updates = "".join(
        f'<li class="liveblog-entry" id="liveblog-entry-{n}"><div class="liveblog-meta"><span class="liveblog-meta-time">'
        f'11.11.2024, {n + 9:02}:15</span></div><div class="liveblog-entry-text"><p>{text}</p></div></li>'
        for n, text in enumerate(story.paragraphs)
    )
    keys = "".join(f'<li><a href="#liveblog-entry-{n}">{text}</a></li>' for n, text in enumerate(story.others))
    main = f"""<article class="post type-post hentry"><h1 class="entry-title">{story.title}</h1><div class="entry-content">
    <ul class="liveblog-key-events">{keys}</ul><ul class="liveblog-entries">{updates}</ul></div></article>"""
    return page(story, main, side=f'<div id="secondary" class="widget-area">{cards(story)}</div>')


def _live_divs(story: Writing) -> bytes:
    updates = "".join(
        f'<div class="_3xk9"><span class="_a1">{n + 9:02}:40</span><div class="_f7"><div>{text}</div></div></div>'
        for n, text in enumerate(story.paragraphs)
    )
    side = "".join(
        f'<div class="_q8"><a href="/n/{n}"><span>{text}</span></a></div>' for n, text in enumerate(story.others)
    )
    return page(
        story, f'<div class="_r0"><h1 class="_t2">{story.title}</h1>{updates}</div><div class="_s5">{side}</div>'
    )


def _live_old(story: Writing) -> bytes:
    rows = "".join(
        f"<tr><td valign=top><b>{n + 9:02}.{n}5</b></td><td>{text}</td></tr>" for n, text in enumerate(story.paragraphs)
    )
    side = "<br>".join(f'<a href="/{n}.html">{text}</a>' for n, text in enumerate(story.others))
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>{story.title}</title></head>
    <body><table><tr><td width=160>{side}</td><td><h2>{story.title}</h2><table border=0>{rows}</table></td></tr></table></body>
    </html>""".encode()


# --- galleries ---


def galleries() -> Iterator[Kind]:
    """Yield galleries: what tells the story is read, whether a text above the pictures or what stands below each."""
    for story in (UK, RU, EN, DE, ES):
        yield Kind(f"gallery with a text {story.language}", _gallery_below(story), story.paragraphs[:3], story.others)
    for story in (UK, EN, FR, PL):
        yield Kind(f"gallery, divs {story.language}", _gallery_divs(story), story.paragraphs, story.others)


def _gallery_below(story: Writing) -> bytes:
    text = "".join(f"<p>{own}</p>" for own in story.paragraphs[:3])
    figures = "".join(
        f'<figure class="wp-block-image"><img src="{n}.jpg" alt="{n}"><figcaption>{n} / 9. Foto: Visti</figcaption></figure>'
        for n in range(1, 9)
    )
    main = f"""<article><h1>{story.title}</h1><div class="entry-content">{text}<figure class="wp-block-gallery">{figures}</figure>
    </div></article>"""
    return page(story, main, side=f'<section class="related-posts">{cards(story)}</section>')


def _gallery_divs(story: Writing) -> bytes:
    slides = "".join(
        f'<div class="gallery-item"><div class="gallery-count">{n}/{len(story.paragraphs)}</div><img src="{n}.jpg">'
        f'<div class="gallery-description"><p>{text}</p></div></div>'
        for n, text in enumerate(story.paragraphs, 1)
    )
    main = f'<div class="content"><h1>{story.title}</h1><div class="gallery">{slides}</div></div>'
    return page(story, main, side=f'<div class="right-column">{cards(story)}</div>')


# --- stubs ---

_NOTICES = {
    "uk": (
        "Цей матеріал доступний лише передплатникам",
        "Оформіть передплату, щоб читати далі. Перший місяць — за гривню.",
    ),
    "ru": ("Материал доступен только подписчикам", "Оформите подписку, чтобы читать дальше. Первый месяц бесплатно."),
    "en": ("This article is for subscribers only", "Subscribe to continue reading. Already a subscriber? Log in."),
    "de": (
        "Diesen Artikel lesen nur Abonnenten",
        "Jetzt weiterlesen mit dem Probeabo. Sie haben schon ein Abo? Anmelden.",
    ),
    "fr": (
        "Article réservé aux abonnés",
        "Il vous reste 80 % de cet article à lire. La suite est réservée aux abonnés.",
    ),
    "pl": ("Artykuł tylko dla prenumeratorów", "Wykup dostęp, aby czytać dalej. Masz już prenumeratę? Zaloguj się."),
}


def stubs() -> Iterator[Kind]:
    """Yield pages of which a paywall leaves the first paragraphs."""
    for story in (UK, RU, EN, DE, FR, PL):
        notice = _NOTICES[story.language]
        for style in (_stub_box, _stub_faded, _stub_data):
            name = f"stub,{style.__name__.replace('_stub_', ' ')} {story.language}"
            yield Kind(name, style(story, notice), story.paragraphs[:2], (*notice, *story.others))


def _stub_box(story: Writing, notice: tuple[str, str]) -> bytes:
    main = f"""<article><h1>{story.title}</h1><p>{story.paragraphs[0]}</p><p>{story.paragraphs[1]}</p><div class="paywall">
    <h3>{notice[0]}</h3><p>{notice[1]}</p><a class="button" href="/subscribe">OK</a></div></article>"""
    return page(story, main, side=f'<section class="more-stories">{cards(story)}</section>')


def _stub_faded(story: Writing, notice: tuple[str, str]) -> bytes:
    main = f"""<main><h1>{story.title}</h1><div class="article__body article__body--truncated"><p>{story.paragraphs[0]}</p>
    <p class="fade">{story.paragraphs[1]}</p></div><div class="subscription-offer"><div class="offer-title">{notice[0]}</div>
    <div class="offer-text">{notice[1]}</div><ul><li><a href="/a">1 €</a></li><li><a href="/b">99 €</a></li></ul></div></main>"""
    return page(story, main, side=f"<aside>{cards(story)}</aside>")


def _stub_data(story: Writing, notice: tuple[str, str]) -> bytes:
    data = {
        "@type": "NewsArticle",
        "headline": story.title,
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".locked"},
    }
    head = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    main = f"""<article class="article"><h1>{story.title}</h1><div class="article-body"><p>{story.paragraphs[0]}</p>
    <p>{story.paragraphs[1]}</p><div class="locked"><p><strong>{notice[0]}</strong></p><p>{notice[1]}</p>
    <form><input type=email><button>OK</button></form></div></div></article>"""
    return page(story, main, head, f'<div class="sidebar">{cards(story)}</div>')


# --- interviews ---

_QUESTIONS = {
    "uk": (
        "Чому саме млин?",
        "Хто вам допомагав?",
        "А що було найважче?",
        "Коли ви зрозуміли, що все вийде?",
        "Що далі?",
    ),
    "ru": ("С чего всё началось?", "Сколько вас было?", "А карта не помогла?", "Какая там вода?", "И кто же был прав?"),
    "en": ("Why a crane?", "How many of you were there?", "Was that wise?", "What did you find?", "Can anyone join?"),
    "de": (
        "Wann öffnet das Bad?",
        "Wer hilft mit?",
        "Was sagt der Rat?",
        "Und die Heizung?",
        "Wie kann man mitmachen?",
    ),
    "es": (
        "¿Qué quedaba de la acequia?",
        "¿Cuántos eran?",
        "¿Y el barro?",
        "¿Qué se planta ahora?",
        "¿Cuándo llegó el agua?",
    ),
    "cs": ("Proč byla zavřená?", "Kdo to zaplatil?", "Z čeho jsou trámy?", "Co je vidět?", "Kolik stojí vstupné?"),
}


def interviews() -> Iterator[Kind]:
    """Yield interviews; every question stands before its answer."""
    for story in (UK, RU, EN, DE, ES, CS):
        pairs = tuple(zip(_QUESTIONS[story.language], story.paragraphs, strict=True))
        wanted = tuple(text for pair in pairs for text in pair)
        for name, markup in _interview_markup(pairs):
            main = f'<article><h1>{story.title}</h1><div class="text">{markup}</div></article>'
            whole = page(story, main, side=f'<aside class="popular">{cards(story)}</aside>')
            yield Kind(f"interview, {name} {story.language}", whole, wanted, story.others)


def _interview_markup(pairs: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    yield "bold", "".join(f"<p><strong>{asked}</strong></p><p>{answer}</p>" for asked, answer in pairs)
    yield "bold, one paragraph", "".join(f"<p><b>{asked}</b><br>— {answer}</p>" for asked, answer in pairs)
    yield "headings", "".join(f"<h3>{asked}</h3><p>{answer}</p>" for asked, answer in pairs)
    yield (
        "classes",
        "".join(f'<p class="question">{asked}</p><p class="answer">{answer}</p>' for asked, answer in pairs),
    )
    yield (
        "divs",
        "".join(f'<div class="q"><em>— {asked}</em></div><div class="a">— {answer}</div>' for asked, answer in pairs),
    )


# --- corrections ---

_CORRECTIONS = {
    "uk": "Виправлення: у першій версії цього тексту помилково йшлося про 1978 рік. Редакція перепрошує.",
    "ru": "Исправление: в первой версии этого текста была неверно названа станция. Редакция приносит извинения.",
    "en": "Correction: an earlier version of this article misstated the year in which the ferry stopped calling.",
    "de": "Korrektur: In einer früheren Fassung dieses Artikels hieß es, der Rat habe die Saison verkürzt.",
    "fr": "Rectificatif : une première version de cet article indiquait à tort que le four datait de 1920.",
    "pl": "Sprostowanie: w pierwszej wersji tego tekstu podaliśmy błędnie rok zamknięcia parowozowni.",
}


def corrections() -> Iterator[Kind]:
    """Yield articles that correct themselves: the note is the article's own, before or behind the text."""
    for story in (UK, RU, EN, DE, FR, PL):
        note, text = _CORRECTIONS[story.language], paragraphs(story)
        styles = {
            "class": f'<div class="body">{text}<p class="correction"><em>{note}</em></p></div>',
            "plain": f'<div class="entry-content">{text}<hr><p><em>{note}</em></p></div>',
            "above": f'<div class="entry-content"><p><em>{note}</em></p>{text}</div>',
        }
        for name, markup in styles.items():
            whole = page(
                story, f"<article><h1>{story.title}</h1>{markup}</article>", side=f"<aside>{cards(story)}</aside>"
            )
            wanted = (note, *story.paragraphs) if name == "above" else (*story.paragraphs, note)
            yield Kind(f"correction, {name} {story.language}", whole, wanted, story.others)


# --- teasers ---

_LABELS = {
    "uk": "Читайте також",
    "ru": "Читайте также",
    "en": "Read more",
    "de": "Lesen Sie auch",
    "fr": "À lire aussi",
    "pl": "Czytaj też",
}


def teasers() -> Iterator[Kind]:
    """Yield articles with pointers to other stories between their paragraphs."""
    for story in (UK, RU, EN, DE, FR, PL):
        for name, markup in _teaser_markup(_LABELS[story.language], story):
            text = "".join(f"<p>{own}</p>{markup if n in (1, 3) else ''}" for n, own in enumerate(story.paragraphs))
            main = f'<article><h1>{story.title}</h1><div class="article-text">{text}</div></article>'
            whole = page(story, main, side=f'<aside class="latest">{cards(story)}</aside>')
            yield Kind(
                f"teasers, {name} {story.language}", whole, story.paragraphs, (*story.others, _LABELS[story.language])
            )


def _teaser_markup(label: str, story: Writing) -> Iterator[tuple[str, str]]:
    links = [f'<a href="/other/{n}/">{text}</a>' for n, text in enumerate(story.others)]
    items = "".join(f"<li>{link}</li>" for link in links)
    yield "line", f"<p><strong>{label}:</strong> {links[0]}</p>"
    yield "block", f'<div class="read-also"><span class="read-also__label">{label}</span>{links[1]}</div>'
    yield "list", f"<div><h4>{label}</h4><ul>{items}</ul></div>"
    yield "cards", f'<div class="related-in-text"><div class="title">{label}</div>{cards(story)}</div>'
    yield "embed", f'<blockquote class="wp-embedded-content"><p>{links[2]}</p></blockquote>'
    yield "aside", f"<aside><h3>{label}</h3>{cards(story, 'article')}</aside>"
    yield "bold", f"<p><strong>{label}: {links[0]}</strong></p><p><b>{links[1]}</b></p>"


def all_kinds() -> Iterator[Kind]:
    """Yield every page of this module."""
    for kind in (live_blogs, galleries, stubs, interviews, corrections, teasers):
        yield from kind()
