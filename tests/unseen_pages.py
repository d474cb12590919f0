"""Invented pages of more systems, written after the rules: none was mended on them. They tell how far the figures carry."""

from __future__ import annotations

from collections.abc import Iterator

from tests.blog_pages import Printed, document, links, paragraphs
from tests.writings import AR, CS, DE, EL, EN, ES, FR, IT, JA, NL, PL, RU, UK, Writing


def _printed(name: str, story: Writing, body: str, day: str, author: str | None, title: str = "") -> Printed:
    payload = document(story, body, title or story.title)
    return Printed(f"{name} {story.language}", payload, story, day, author, (*story.others, *story.comments))


def unseen() -> Iterator[Printed]:
    """Yield a page of every system in this module."""
    story = DE
    yield _printed(
        "Textpattern",
        story,
        f'<div id="content"><h1><a href="/a">{story.title}</a></h1>{paragraphs(story)}<p class="published">7 Mai 2008, 18:04 · {story.author}</p><div id="comments"><h2>Kommentare</h2><ol><li><p>{story.comments[0]}</p><p>— Zed · 8 Mai 2008, 09:12</p></li></ol></div></div>',
        "2008-05-07",
        story.author,
        f"Bad: {story.title}",
    )
    story = FR
    yield _printed(
        "Dotclear",
        story,
        f'<div id="main"><div class="post"><p class="day-date">jeudi 14 mai 2009</p><h2 class="post-title">{story.title}</h2><p class="post-info">Par <span class="author">{story.author}</span> le jeudi 14 mai 2009, 10:30 - <a href="/c">Village</a> - <a href="/p">Lien permanent</a></p><div class="post-content">{paragraphs(story)}</div></div><div id="comments"><h3>Commentaires</h3><dl><dt>1. Le vendredi 15 mai 2009, 08:00 par Zed</dt><dd><p>{story.comments[0]}</p></dd></dl></div></div><div id="sidebar">{links(story.others)}</div>',
        "2009-05-14",
        story.author,
        f"{story.title} - genêt",
    )
    story = NL
    yield _printed(
        "web-log",
        story,
        f'<div class="blok"><div class="datum">maandag 8 juni 2009</div><div class="titel">{story.title}</div><div class="tekst">{paragraphs(story)}</div><div class="voet">Geschreven door {story.author} op 8 juni 2009 21:14 | Reacties (0)</div></div>',
        "2009-06-08",
        story.author,
    )
    story = ES
    yield _printed(
        "Nucleus",
        story,
        f'<div class="contenttitle"><h2>{story.title}</h2></div><div class="contentitem">{paragraphs(story)}</div><div class="contentitembottom"><small>Por <a href="/member/2">{story.author}</a> | 05 de abril de 2007 a las 19:22:00 | <a href="/c">General</a></small></div>',
        "2007-04-05",
        story.author,
        f"Huertas » {story.title}",
    )
    story = EN
    yield _printed(
        "Geeklog",
        story,
        f'<h1 class="storytitle">{story.title}</h1><ul class="storybyline"><li>Monday, March 06 2006 @ 09:15 AM GMT</li><li>Contributed by: <a href="/u">{story.author}</a></li><li>Views: 1,204</li></ul><div class="story-body">{paragraphs(story)}</div>',
        "2006-03-06",
        story.author,
        f"Quay - {story.title}",
    )
    story = EN
    yield _printed(
        "SquareSpace",
        story,
        f'<div id="content"><h2 class="title">{story.title}</h2><div class="journal-entry-text"><div class="body">{paragraphs(story)}</div></div><div class="journal-entry-tag journal-entry-tag-post-body"><span class="posted-on">Wednesday, May 5, 2010 at 8:41PM</span> <span class="posted-by">{story.author}</span></div></div>',
        "2010-05-05",
        story.author,
        f"{story.title} - Journal - Quay",
    )
    story = PL
    yield _printed(
        "blox",
        story,
        f'<div class="BlogWpisBox"><div class="BlogWpisData">poniedziałek, 04 maja 2009</div><h2 class="BlogWpisTemat">{story.title}</h2><div class="BlogWpisTresc">{paragraphs(story)}</div><div class="BlogWpisAutor">Autor: {story.author} o 19:45</div></div>',
        "2009-05-04",
        story.author,
    )
    story = IT
    yield _printed(
        "Splinder",
        story,
        f'<div class="post"><div class="datapost">giovedì, 12 aprile 2007</div><h3>{story.title}</h3>{"<br/><br/>".join(story.paragraphs)}<div class="piepost">postato da: {story.author} alle ore 14:20 | <a href="/p">link</a> | <a href="/c">commenti</a></div></div>',
        "2007-04-12",
        story.author,
    )
    story = UK
    yield _printed(
        "Правда-blog",
        story,
        f'<div class="wrap"><h1>{story.title}</h1><div class="blogger"><a href="/b/1">{story.author}</a>, голова спілки</div><div class="dt">Вівторок, 12 квітня 2011, 15:40</div><div class="txt">{paragraphs(story)}</div></div>',
        "2011-04-12",
        story.author,
        f"{story.title} | Блоги",
    )
    story = RU
    yield _printed(
        "liveinternet",
        story,
        f'<div class="BLOGPOST"><h2 class="ptitle">{story.title}</h2><div class="pdate">Понедельник, 14 Мая 2012 г. 20:11</div>{"<br><br>".join(story.paragraphs)}<div class="ptags">Рубрики: <a href="/r">походы</a></div></div><div class="profile">Автор дневника: {story.author}</div>',
        "2012-05-14",
        story.author,
        f"{story.title}. Обсуждение на дневниках",
    )
    story = CS
    yield _printed(
        "Webnode",
        story,
        f'<div class="box"><h2>{story.title}</h2><div class="box_content"><p class="date">11.10.2012 09:21</p>{paragraphs(story)}<p>{story.author}</p></div></div>',
        "2012-10-11",
        story.author,
        f"{story.title} :: Turisté",
    )
    story = EL
    yield _printed(
        "dimos",
        story,
        f'<table><tr><td><span class="titlos">{story.title}</span></td></tr><tr><td>Ημερομηνία: 14/5/2009</td></tr><tr><td>{"<br><br>".join(story.paragraphs)}</td></tr></table>',
        "2009-05-14",
        None,
        f"Δήμος - {story.title}",
    )
    story = JA
    yield _printed(
        "FC2",
        story,
        f'<div class="entry"><h2 class="entry_title">{story.title}</h2><div class="entry_date">2011年04月18日 (月) 22:05</div><div class="entry_body">{"<br><br>".join(story.paragraphs)}</div><div class="entry_state">| コメント:0 | トラックバック:0 |</div></div>',
        "2011-04-18",
        None,
    )
    story = AR
    yield _printed(
        "sahafa",
        story,
        f'<div class="det"><h1>{story.title}</h1><div class="w">بقلم: {story.author}</div><div class="d">12/03/2014</div>{paragraphs(story)}</div>',
        "2014-03-12",
        story.author,
        f"البلدية - {story.title}",
    )
    story = DE
    yield _printed(
        "CMSimple",
        story,
        f'<div id="content"><h1>Aktuelles</h1><h2>{story.title}</h2><p><em>(am) 03.02.2014</em></p>{paragraphs(story)}<p style="text-align:right">gez. {story.author}</p></div>',
        "2014-02-03",
        story.author,
        "Förderverein - Aktuelles",
    )
