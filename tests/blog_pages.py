"""Invented pages of blogs as their systems print them by default, 2003 to 2024, with what must be read on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.writings import DE, EN, ES, FR, IT, JA, NL, PL, RU, UK, ZH, Writing


@dataclass(frozen=True)
class Printed:
    """A page with its story, its day and its author as printed, and texts that must not be in its body."""

    name: str
    payload: bytes
    story: Writing
    day: str | None
    author: str | None
    unwanted: tuple[str, ...] = ()
    url: str | None = None


def links(texts: tuple[str, ...], before: str = "<li>", after: str = "</li>") -> str:
    return "".join(f'{before}<a href="/{n}">{text}</a>{after}' for n, text in enumerate(texts))


def paragraphs(story: Writing, before: str = "<p>", after: str = "</p>\n") -> str:
    return "".join(f"{before}{text}{after}" for text in story.paragraphs)


def document(story: Writing, body: str, title: str = "", head: str = "", charset: str = "utf-8") -> bytes:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}" />'
    title = title or story.title
    page = (
        f'<html lang="{story.language}"><head>{declared}<title>{title}</title>{head}</head><body>{body}</body></html>'
    )
    return page.encode(charset, "xmlcharrefreplace")


def _printed(
    name: str, payload: bytes, story: Writing, told: tuple[str | None, str | None], url: str | None = None
) -> Printed:
    """`told` is day and author."""
    return Printed(f"{name} {story.language}", payload, story, *told, (*story.others, *story.comments), url)


def blogs() -> Iterator[Printed]:
    """Yield a page of every system in this module."""
    for pages in (_blogger_2005, _blogger_2011, _kubrick, _twenty_ten, _twenty_seventeen, _gutenberg, _movable_type,
                  _typepad, _livejournal, _serendipity, _twoday, _tumblr, _ghost, _jekyll, _hatena, _sina, _plain_theme):  # fmt: skip
        yield from pages()


def _comments(story: Writing, markup: str) -> str:
    return "".join(markup.format(text=text, n=n) for n, text in enumerate(story.comments))


def _blogger_2005() -> Iterator[Printed]:
    for story, written in (
        (UK, "середа, 14 червня 2006 р."),
        (DE, "Mittwoch, 14. Juni 2006"),
        (EN, "Wednesday, June 14, 2006"),
    ):
        text = "<br /><br />".join(story.paragraphs)
        replies = _comments(
            story,
            '<dt class="comment-poster" id="c{n}">At 9:1{n} PM, <a href="/p" rel="nofollow">Zed</a> said...</dt>'
            '<dd class="comment-body"><p>{text}</p></dd>',
        )
        body = f"""<div id="header"><h1 id="blog-title">Shed notes</h1><p id="description">A diary</p></div><div id="content">
        <div id="main"><div id="main2"><h2 class="date-header">{written}</h2><div class="post"><a name="115"></a>
        <h3 class="post-title">{story.title}</h3><div class="post-body"><div>{text}</div></div>
        <p class="post-footer"><em>posted by {story.author} @ <a href="/2006/06/x.html" title="permanent link">7:42 AM</a></em></p>
        </div><div id="comments"><h4>2 Comments:</h4><dl id="comments-block">{replies}</dl></div></div></div>
        <div id="sidebar"><h2 class="sidebar-title">Previous Posts</h2><ul id="recently">{links(story.others)}</ul></div></div>"""
        yield _printed(
            "Blogger 2005", document(story, body, f"Shed notes: {story.title}"), story, ("2006-06-14", story.author)
        )


def _blogger_2011() -> Iterator[Printed]:
    cases = (
        (DE, "Mittwoch, 15. Juni 2011", "Eingestellt von", "um"), (ES, "miércoles, 15 de junio de 2011", "Publicado por", "en"),
        (RU, "среда, 15 июня 2011 г.", "Автор:", "на"), (UK, "середа, 15 червня 2011 р.", "Опубліковано", "о"),
        (PL, "środa, 15 czerwca 2011", "Autor:", "o"), (NL, "woensdag 15 juni 2011", "Gepost door", "op"),
    )  # fmt: skip
    for story, written, by, at in cases:
        replies = _comments(
            story,
            '<li class="comment" id="c{n}"><div class="comment-block"><div class="comment-header"><cite class="user">Zed</cite>'
            '</div><p class="comment-content">{text}</p></div></li>',
        )
        body = f"""<div class="content"><header><div class="Header"><h1 class="title">Notes</h1></div></header>
        <div class="main-outer"><div class="date-outer"><h2 class="date-header"><span>{written}</span></h2><div class="date-posts">
        <div class="post hentry"><h3 class="post-title entry-title">{story.title}</h3><div class="post-header"></div>
        <div class="post-body entry-content" id="post-body-77">{"<br />".join(f'<div style="text-align: justify;">{p}</div>' for p in story.paragraphs)}
        <div style="clear: both;"></div></div><div class="post-footer"><div class="post-footer-line post-footer-line-1">
        <span class="post-author vcard">{by} <span class="fn">{story.author}</span></span> <span class="post-timestamp">{at}
        <a class="timestamp-link" href="/2011/06/x.html" rel="bookmark" title="permanent link"><abbr class="published"
        title="2011-06-15T10:20:00+02:00">10:20</abbr></a></span></div></div></div></div></div>
        <div class="comments" id="comments"><h4>2</h4><ol>{replies}</ol></div></div>
        <div class="column-right-outer"><aside><div class="widget BlogArchive"><ul class="posts">{links(story.others)}</ul></div>
        </aside></div></div>"""
        payload = document(story, body, f"Notes: {story.title}")
        yield _printed(
            "Blogger 2011", payload, story, ("2011-06-15", story.author), "http://shed.blogspot.example/2011/06/x.html"
        )


def _kubrick() -> Iterator[Printed]:
    cases = (
        (
            EN,
            "This entry was posted on Sunday, November 11th, 2007 at 10:30 am and is filed under",
            "November 11th, 2007",
        ),
        (
            DE,
            "Dieser Beitrag wurde am Sonntag, 11. November 2007 um 10:30 Uhr veröffentlicht und wurde unter",
            "11. November 2007",
        ),
        (FR, "Cet article a été publié le dimanche 11 novembre 2007 à 10:30 et est classé dans", "11 novembre 2007"),
    )
    for story, filed, _ in cases:
        replies = _comments(
            story,
            '<li class="alt" id="comment-{n}"><cite><a href="http://zed.example" rel="external nofollow">Zed</a></cite> Says:<br />'
            '<small class="commentmetadata"><a href="#comment-{n}">November 12th, 2007 at 8:15 pm</a></small><p>{text}</p></li>',
        )
        body = f"""<div id="page"><div id="header"><div id="headerimg"><h1><a href="/">Quayside</a></h1><div class="description">Notes
        </div></div></div><hr /><div id="content" class="widecolumn"><div class="navigation"><div class="alignleft">&laquo; <a
        href="/a">{story.others[0]}</a></div></div><div class="post" id="post-12"><h2><a href="/2007/11/x/" rel="bookmark"
        title="Permanent Link: {story.title}">{story.title}</a></h2><div class="entrytext">{paragraphs(story)}
        <p class="postmetadata alt"><small>{filed} <a href="/c/" rel="category tag">Allerlei</a>. You can follow any responses through
        the <a href="/feed/">RSS 2.0</a> feed. You can <a href="#respond">leave a response</a>.</small></p></div></div>
        <h3 id="comments">2 Responses</h3><ol class="commentlist">{replies}</ol><h3 id="respond">Leave a Reply</h3><form><p><textarea>
        </textarea></p></form></div><hr /><div id="footer"><p>Quayside is proudly powered by WordPress</p></div></div>"""
        payload = document(story, body, f"Quayside &raquo; Blog Archive &raquo; {story.title}")
        yield _printed("WordPress Kubrick", payload, story, ("2007-11-11", None), "http://quayside.example/archive/x/")


def _twenty_ten() -> Iterator[Printed]:
    cases = (
        (EN, "Posted on", "March 4, 2011", "by"), (DE, "Veröffentlicht am", "4. März 2011", "von"),
        (IT, "Pubblicato il", "4 marzo 2011", "da"), (UK, "Опубліковано", "04.03.2011", "від"), (RU, "Опубликовано", "04.03.2011", "автором"),
    )  # fmt: skip
    for story, on, written, by in cases:
        replies = _comments(
            story,
            '<li class="comment even" id="li-comment-{n}"><div id="comment-{n}"><div class="comment-author vcard"><cite class="fn">Zed'
            '</cite> <span class="says">says:</span></div><div class="comment-meta commentmetadata"><a href="#">March 5, 2011 at 9:00 am'
            '</a></div><div class="comment-body"><p>{text}</p></div></div></li>',
        )
        body = f"""<div id="wrapper" class="hfeed"><div id="header"><div id="site-title"><span><a href="/">Club</a></span></div><div
        id="access"><div class="menu"><ul>{links(("Start", "Verein", "Termine"))}</ul></div></div></div><div id="main"><div id="container">
        <div id="content" role="main"><div id="post-77" class="post-77 post type-post hentry category-allgemein"><h1
        class="entry-title">{story.title}</h1><div class="entry-meta"><span class="meta-prep meta-prep-author">{on}</span> <a
        href="/p/" title="10:22" rel="bookmark"><span class="entry-date">{written}</span></a> <span class="meta-sep">{by}</span>
        <span class="author vcard"><a class="url fn n" href="/author/x/">{story.author}</a></span></div><div
        class="entry-content">{paragraphs(story)}</div><div class="entry-utility">This entry was posted in <a href="/c/"
        rel="category tag">Allgemein</a>. Bookmark the <a href="/p/">permalink</a>.</div></div><div id="comments"><ol
        class="commentlist">{replies}</ol></div></div></div><div id="primary" class="widget-area"><ul class="xoxo"><li
        class="widget-container"><h3 class="widget-title">Recent</h3><ul>{links(story.others)}</ul></li></ul></div></div></div>"""
        yield _printed(
            "WordPress Twenty Ten", document(story, body, f"{story.title} | Club"), story, ("2011-03-04", story.author)
        )


def _twenty_seventeen() -> Iterator[Printed]:
    for story in (UK, FR, JA, ZH):
        body = f"""<div id="page" class="site"><header id="masthead"><p class="site-title"><a href="/">Journal</a></p></header>
        <div class="site-content-contain"><main id="main" class="site-main"><article id="post-5" class="post type-post hentry">
        <header class="entry-header"><div class="entry-meta"><span class="posted-on"><a href="/p/" rel="bookmark"><time
        class="entry-date published" datetime="2017-09-03T10:00:00+03:00">03.09.2017</time><time class="updated"
        datetime="2018-01-01T10:00:00+03:00">01.01.2018</time></a></span><span class="byline"> <span class="author vcard"><a class="url fn n"
        href="/author/a/">{story.author}</a></span></span></div><h1 class="entry-title">{story.title}</h1></header><div
        class="entry-content">{paragraphs(story)}</div></article><nav class="navigation post-navigation">{links(story.others, "<div>", "</div>")}
        </nav></main></div><aside id="secondary" class="widget-area"><section class="widget"><ul>{links(story.others)}</ul></section></aside></div>"""
        yield _printed(
            "WordPress Twenty Seventeen",
            document(story, body, f"{story.title} – Journal"),
            story,
            ("2017-09-03", story.author),
        )


def _gutenberg() -> Iterator[Printed]:
    for story in (EN, PL, RU):
        head = f"""<meta property="og:type" content="article" /><meta property="og:title" content="{story.title} - Shed" />
        <meta property="article:published_time" content="2022-05-07T06:30:00+00:00" /><meta name="twitter:label1" content="Written by" />
        <meta name="twitter:data1" content="{story.author}" />"""
        replies = _comments(
            story,
            '<li id="comment-{n}" class="comment"><article class="comment-body"><footer class="comment-meta"><b class="fn">Zed</b></footer>'
            '<div class="comment-content"><p>{text}</p></div></article></li>',
        )
        author_box = f"""<div class="author-bio"><h2>{story.author}</h2><p>{story.author} writes about everything that floats, rusts or
        falls over, and lives by the sea with two cats.</p></div>"""
        body = f"""<div class="wp-site-blocks"><main class="wp-block-group"><h1 class="wp-block-post-title">{story.title}</h1>
        <div class="entry-content wp-block-post-content">{paragraphs(story, '<p class="wp-block-paragraph">')}</div>{author_box}
        <div class="wp-block-comments"><h2 id="comments">2 replies</h2><ol class="wp-block-comment-template">{replies}</ol></div></main></div>"""
        yield _printed(
            "WordPress blocks",
            document(story, body, f"{story.title} - Shed", head),
            story,
            ("2022-05-07", story.author),
        )


def _movable_type() -> Iterator[Printed]:
    for story in (EN, IT):
        replies = _comments(
            story,
            '<div class="comments-body"><p>{text}</p><span class="comments-post">Posted by: Zed at November 12, 2004 08:01 AM</span></div>',
        )
        body = f"""<div id="banner"><h1><a href="/">Rust</a></h1></div><div id="container"><div class="blog"><div id="menu"><a
        href="/1">&laquo; {story.others[0]}</a> | <a href="/">Main</a> | <a href="/2">{story.others[1]} &raquo;</a></div></div><div
        class="blog"><h2 class="date">November 11, 2004</h2><div class="blogbody"><h3 class="title">{story.title}</h3>
        {paragraphs(story)}<span class="posted">Posted by {story.author} at November 11, 2004 10:22 PM<br /></span></div>
        <div class="comments-head">Comments</div>{replies}</div></div>"""
        yield _printed(
            "Movable Type",
            document(story, body, f"Rust: {story.title}", charset="iso-8859-1"),
            story,
            ("2004-11-11", story.author),
        )


def _typepad() -> Iterator[Printed]:
    story = EN
    body = f"""<div id="container"><div id="banner"><h1 id="banner-header"><a href="/">Quay</a></h1></div><div class="content"><p
    class="content-nav"><a href="/">Main</a></p><h2 class="date-header">02 May 2009</h2><div class="entry" id="entry-66"><h3
    class="entry-header">{story.title}</h3><div class="entry-content"><div class="entry-body">{paragraphs(story)}</div></div><div
    class="entry-footer"><p class="entry-footer-info"><span class="post-footers">Posted by {story.author} on 02 May 2009 at 06:12 PM</span>
    <span class="separator">|</span> <a class="permalink" href="/p">Permalink</a></p></div></div></div></div>"""
    yield _printed("TypePad", document(story, body, f"Quay: {story.title}"), story, ("2009-05-02", story.author))


def _livejournal() -> Iterator[Printed]:
    for story in (RU, UK):
        text = "<br /><br />".join(story.paragraphs)
        replies = _comments(
            story,
            '<div id="t{n}"><table><tr><td bgcolor="#eeeeee"><b>zed</b> wrote:<br><font size="-1">2005-09-18 08:3{n} am</font></td></tr></table>'
            "<div>{text}</div><p>(<a href='?reply'>Reply</a>)</p></div>",
        )
        body = f"""<table cellpadding=0 width="100%"><tr><td><table align=center><tr><td><a href="/prev"><img src=p.gif></a></td><td><a
        href="/next"><img src=n.gif></a></td></tr></table><p><table><tr><td align=center><img src=u.jpg></td><td><font
        face="Arial,Helvetica"><b>osinovka</b></font><br />@ <font size="-1"><a href="/2005/">2005</a>-<a href="/09/">09</a>-<a
        href="/17/">17</a> 22:45:00</font></td></tr></table></p><p><font face="Arial,Helvetica" size="+1"><i><b>{story.title}</b></i></font>
        <br />{text}</p><hr>{replies}</td></tr></table>"""
        yield _printed("LiveJournal", document(story, body, f"osinovka: {story.title}"), story, ("2005-09-17", None))


def _serendipity() -> Iterator[Printed]:
    story = DE
    replies = _comments(
        story,
        '<div class="serendipity_comment"><div class="serendipity_commentBody">{text}</div><div class="serendipity_comment_source">#{n} Zed am 09.08.2008 12:00</div></div>',
    )
    body = f"""<div id="serendipity_banner"><h1><a href="/">Mühlenwiese</a></h1></div><table id="mainpane"><tr><td id="content">
    <h3 class="serendipity_date">Freitag,  8. August 2008</h3><div class="serendipity_Entry_Date"><h4 class="serendipity_title"><a
    href="/archives/9.html">{story.title}</a></h4><div class="serendipity_entry"><div class="serendipity_entry_body">{paragraphs(story)}
    </div><div class="serendipity_entryFooter">Geschrieben von <a href="/authors/1">{story.author}</a> in <a href="/c">Vermischtes</a>
    um <a href="/p">20:15</a> | <a href="#comments">Kommentare (2)</a></div></div></div><div class="serendipity_comments">{replies}</div></td>
    <td id="serendipityRightSideBar">{links(story.others)}</td></tr></table>"""
    yield _printed(
        "Serendipity", document(story, body, f"{story.title} - Mühlenwiese"), story, ("2008-08-08", story.author)
    )


def _twoday() -> Iterator[Printed]:
    story = DE
    body = f"""<div id="page"><div id="main"><div class="story"><div class="storyDate">Montag, 2. Februar 2009</div><h3
    class="storyTitle">{story.title}</h3><div class="storyContent">{"<br /><br />".join(story.paragraphs)}</div><div
    class="storyLinks">{story.author} um 19:31 | <a href="#c">2 Kommentare</a> | <a href="#">Kommentar verfassen</a></div></div></div>
    <div id="sidebar"><div class="sidebarItem">{links(story.others, "", "<br />")}</div></div></div>"""
    yield _printed("twoday", document(story, body, f"Freibad - {story.title}"), story, ("2009-02-02", None))


def _tumblr() -> Iterator[Printed]:
    story = FR
    body = f"""<div id="content"><div id="header"><h1><a href="/">genêt</a></h1></div><div class="post text"><div class="date"><a
    href="/d">12 avril 2013</a></div><h2 class="title">{story.title}</h2>{paragraphs(story)}<div class="notes">14 notes</div>
    <ol class="notes"><li class="note">zed a aimé ce billet</li><li class="note">alba a partagé ce billet</li></ol></div></div>"""
    yield _printed("Tumblr", document(story, body, f"genêt — {story.title}"), story, ("2013-04-12", None))


def _ghost() -> Iterator[Printed]:
    for story in (NL, UK):
        body = f"""<div class="site-wrapper"><main class="outer"><article class="post-full post"><header class="post-full-header"><section
        class="post-full-meta"><time class="post-full-meta-date" datetime="2019-04-21">21 04 2019</time><span class="date-divider">/</span> <a
        href="/tag/x/">Varia</a></section><h1 class="post-full-title">{story.title}</h1></header><section class="post-full-content"><div
        class="kg-card-markdown">{paragraphs(story)}</div></section><footer class="post-full-footer"><section class="author-card"><img
        class="author-profile-image" src=a.jpg><section class="author-card-content"><h4 class="author-card-name"><a
        href="/author/x/">{story.author}</a></h4><p>Read <a href="/author/x/">more posts</a> by this author.</p></section></section></footer>
        </article></main><aside class="read-next outer"><div class="inner">{links(story.others, '<article class="post-card"><h2>', "</h2></article>")}</div></aside></div>"""
        yield _printed("Ghost", document(story, body), story, ("2019-04-21", story.author))


def _jekyll() -> Iterator[Printed]:
    for story in (EN, DE):
        body = f"""<header class="site-header"><a class="site-title" href="/">shed</a></header><main class="page-content"><div
        class="wrapper"><article class="post h-entry"><header class="post-header"><h1 class="post-title p-name">{story.title}</h1><p
        class="post-meta"><time class="dt-published" datetime="2020-02-29T00:00:00+00:00">Feb 29, 2020</time> • <span
        class="p-author h-card"><span class="p-name">{story.author}</span></span></p></header><div class="post-content e-content">
        {paragraphs(story)}</div></article></div></main><footer class="site-footer h-card"><div class="footer-col"><p>shed, a diary that
        nobody reads but which everybody should.</p></div></footer>"""
        yield _printed("Jekyll", document(story, body), story, ("2020-02-29", story.author))


def _hatena() -> Iterator[Printed]:
    story = JA
    body = f"""<div id="blog-title"><h1 id="title"><a href="/">駅日記</a></h1></div><div id="content"><article class="entry hentry"><div
    class="entry-inner"><header class="entry-header"><div class="date entry-date first"><a href="/archive/2014/10/05"><time
    datetime="2014-10-05T12:00:00Z" title="2014-10-05T12:00:00Z"><span class="date-year">2014</span><span class="hyphen">-</span><span
    class="date-month">10</span><span class="hyphen">-</span><span class="date-day">05</span></time></a></div><h1 class="entry-title"><a
    href="/e">{story.title}</a></h1></header><div class="entry-content">{paragraphs(story)}</div><footer class="entry-footer"><p
    class="entry-footer-section"><span class="author vcard"><span class="fn">{story.author}</span></span></p></footer></div></article></div>
    <aside id="box2"><div class="hatena-module"><ul>{links(story.others)}</ul></div></aside>"""
    yield _printed("Hatena", document(story, body, f"{story.title} - 駅日記"), story, ("2014-10-05", story.author))


def _sina() -> Iterator[Printed]:
    story = ZH
    body = f"""<div class="bloghead"><h1 id="blogname"><a href="/">老街的博客</a></h1></div><div id="articlebody" class="artical"><div
    class="articalTitle"><h2 id="t_1" class="titName SG_txta">{story.title}</h2><span class="time SG_txtc">(2010-03-18 21:07:44)</span>
    </div><div class="articalTag"><table><tr><td class="blog_tag">标签：<h3><a href="/t">钟表</a></h3></td></tr></table></div><div
    id="sina_keyword_ad_area2" class="articalContent">{paragraphs(story, '<p style="text-indent: 2em">')}</div><div class="articalfrontback">
    <div><span class="SG_txtb">前一篇：</span><a href="/1">{story.others[0]}</a></div><div><span class="SG_txtb">后一篇：</span><a
    href="/2">{story.others[1]}</a></div></div></div>"""
    yield _printed("Sina", document(story, body, f"{story.title}_老街_新浪博客"), story, ("2010-03-18", None))


def _plain_theme() -> Iterator[Printed]:
    """A theme of one's own: nothing is called anything, and the headline is a div."""
    for story, written in ((RU, "7 мая 2016, суббота"), (PL, "7 maja 2016"), (ES, "7 de mayo de 2016")):
        body = f"""<div class="l"><div class="h"><a href="/">Осиновка</a></div><div class="c"><div class="t">{story.title}</div><div
        class="d">{written}</div><div class="x">{paragraphs(story)}</div></div><div class="r">{links(story.others, "<div>", "</div>")}</div></div>"""
        yield _printed("own theme", document(story, body, f"{story.title} » Осиновка"), story, ("2016-05-07", None))
