"""Invented pages of towns, clubs, churches and portals as their systems print them by default, 1998 to 2015."""

from __future__ import annotations

from collections.abc import Iterator

from tests.blog_pages import Printed, document, links, paragraphs
from tests.writings import AR, CS, DE, EL, EN, ES, FR, IT, JA, NL, PL, RU, UK, ZH, Writing


def _printed(name: str, payload: bytes, story: Writing, day: str | None = None, author: str | None = None) -> Printed:
    return Printed(f"{name} {story.language}", payload, story, day, author, (*story.others, *story.comments))


def systems() -> Iterator[Printed]:
    """Yield a page of every system in this module."""
    for pages in (_drupal_6, _drupal_7, _typo3, _typo3_news, _joomla_1, _joomla_3, _contao, _spip, _plone, _mediawiki,
                  _phpbb, _nuke, _ucoz, _dle, _bitrix, _asp_net, _front_page, _frames_era, _word, _jimdo, _lotus,
                  _municipal, _parish, _newsletter):  # fmt: skip
        yield from pages()


def _drupal_6() -> Iterator[Printed]:
    cases = ((EN, "Sat, 11/10/2007 - 14:33"), (CS, "So, 11/10/2007 - 14:33"))
    for story, written in cases:
        body = f"""<div id="header-region"></div><div id="wrapper"><div id="container"><div id="logo-floater"><h1><a href="/"><span>Klub</span></a></h1>
        </div><div id="sidebar-left" class="sidebar"><div class="block"><h2>Navigation</h2><ul class="menu">{links(story.others, '<li class="leaf">')}</ul>
        </div></div><div id="center"><div id="squeeze"><div class="breadcrumb"><a href="/">Home</a></div><h2>{story.title}</h2><div
        class="node"><span class="submitted">{written} — {story.author}</span><div class="content clear-block">{paragraphs(story)}</div>
        <div class="clear-block"><div class="meta"></div><div class="links"><ul class="links inline"><li><a href="/user/login">Login to post
        comments</a></li></ul></div></div></div></div></div></div></div>"""
        yield _printed("Drupal 6", document(story, body, f"{story.title} | Klub"), story, None, story.author)


def _drupal_7() -> Iterator[Printed]:
    cases = (
        (FR, "Soumis par", "le jeu, 15/03/2012 - 10:05"), (ES, "Enviado por", "el Jue, 15/03/2012 - 10:05"),
        (DE, "Gespeichert von", "am Do, 15.03.2012 - 10:05"), (UK, "Опубліковано", "чт, 15.03.2012 - 10:05"),
    )  # fmt: skip
    for story, by, written in cases:
        body = f"""<div id="page-wrapper"><div id="page"><div id="header"><div class="section"><div id="name-and-slogan"><div id="site-name"><strong>
        <a href="/">Asso</a></strong></div></div></div></div><div id="main-wrapper"><div id="main"><div id="content" class="column"><div
        class="section"><h1 class="title" id="page-title">{story.title}</h1><div class="region region-content"><div id="node-9" class="node
        node-article" about="/node/9" typeof="sioc:Item foaf:Document"><div class="meta submitted"><span property="dc:date dc:created"
        content="2012-03-15T10:05:00+02:00" datatype="xsd:dateTime" rel="sioc:has_creator">{by} <span class="username"
        xml:lang="" about="/user/3" typeof="sioc:UserAccount" property="foaf:name">{story.author}</span> {written}</span></div><div
        class="content clearfix"><div class="field field-name-body"><div class="field-items"><div class="field-item even"
        property="content:encoded">{paragraphs(story)}</div></div></div></div></div></div></div></div><div id="sidebar-second">{links(story.others)}</div></div></div></div></div>"""
        yield _printed("Drupal 7", document(story, body, f"{story.title} | Asso"), story, "2012-03-15", story.author)


def _typo3() -> Iterator[Printed]:
    for story, back, author in ((DE, "zurück", "Von: "), (NL, "terug", "Door: ")):
        body = f"""<div id="wrap"><div id="nav"><ul class="ebene1">{links(("Rathaus", "Bürgerservice", "Kultur", "Tourismus"))}</ul></div><div
        id="content"><!--TYPO3SEARCH_begin--><div id="c12" class="csc-default"><div class="tx-ttnews"><div class="news-single-item"><div
        class="news-single-timedata">15.03.2012 10:05 Alter: 3 Jahre</div><h1>{story.title}</h1><div class="news-single-author">{author}
        {story.author}</div>{paragraphs(story, '<p class="bodytext">')}<hr class="clearer" /><div class="news-single-backlink"><a
        href="/aktuelles">&lt;- {back}</a></div></div></div></div><!--TYPO3SEARCH_end--></div><div id="right"><h3>Aktuell</h3>{links(story.others, "<p>", "</p>")}</div>
        <div id="footer">Stadtverwaltung, Marktplatz 1, Tel. 0123 / 4567-0, <a href="/impressum">Impressum</a></div></div>"""
        yield _printed(
            "TYPO3 tt_news", document(story, body, f"Stadt: {story.title}"), story, "2012-03-15", story.author
        )


def _typo3_news() -> Iterator[Printed]:
    story = DE
    body = f"""<div class="header"><nav class="navbar"><ul class="nav">{links(("Gemeinde", "Verwaltung", "Freizeit"))}</ul></nav></div><div
    class="news news-single"><div class="article" itemscope="itemscope" itemtype="http://schema.org/Article"><div class="header"><h3
    itemprop="headline">{story.title}</h3></div><div class="footer"><p><span class="news-list-date"><time datetime="2014-06-02"
    itemprop="datePublished">02.06.2014</time></span></p></div><div class="teaser-text" itemprop="description"><p>{story.paragraphs[0]}</p></div>
    <div class="news-text-wrap" itemprop="articleBody">{"".join(f"<p>{p}</p>" for p in story.paragraphs[1:])}</div><div
    class="news-backlink-wrap"><a href="/news">Zurück</a></div></div></div>"""
    yield _printed("TYPO3 news", document(story, body, f"Gemeinde - {story.title}"), story, "2014-06-02")


def _joomla_1() -> Iterator[Printed]:
    cases = (
        (PL, "Wpisany przez", "środa, 12 listopada 2008 09:14", "2008-11-12"), (IT, "Scritto da", "Mercoledì 12 Novembre 2008 09:14", "2008-11-12"),
        (EL, "Συντάχθηκε απο τον/την", "Τετάρτη, 12 Νοέμβριος 2008 09:14", "2008-11-12"), (RU, "Автор:", "12.11.2008 09:14", "2008-11-12"),
    )  # fmt: skip
    for story, by, written, day in cases:
        body = f"""<table class="nopad"><tr valign="top"><td class="left"><table class="moduletable"><tr><th>Menu</th></tr><tr><td><ul
        class="menu">{links(story.others)}</ul></td></tr></table></td><td class="main"><table class="contentpaneopen"><tr><td class="contentheading"
        width="100%">{story.title}</td><td class="buttonheading"><a href="/pdf"><img src=pdf.png alt="PDF"></a></td><td class="buttonheading"><a
        href="/print"><img src=p.png alt="Print"></a></td></tr></table><table class="contentpaneopen"><tr><td valign="top"><span
        class="small">{by} {story.author}</span>&nbsp;&nbsp;</td></tr><tr><td valign="top" class="createdate">{written}</td></tr><tr><td
        valign="top">{paragraphs(story)}</td></tr></table><span class="article_seperator">&nbsp;</span></td></tr></table>"""
        yield _printed("Joomla 1.5", document(story, body), story, day, story.author)


def _joomla_3() -> Iterator[Printed]:
    cases = (
        (EN, "Written by", "Published: 21 August 2013"), (DE, "Geschrieben von", "Veröffentlicht: 21. August 2013"),
        (UK, "Автор:", "Опубліковано: 21 серпня 2013"), (FR, "Écrit par", "Publication : 21 août 2013"),
    )  # fmt: skip
    for story, by, written in cases:
        body = f"""<div class="body"><div class="container"><header class="header"><a class="brand" href="/"><span class="site-title">Club</span></a>
        </header><div class="row-fluid"><main id="content" class="span9"><div class="item-page" itemscope itemtype="http://schema.org/Article"><div
        class="page-header"><h2 itemprop="name">{story.title}</h2></div><div class="icons"><div class="btn-group pull-right"><ul
        class="dropdown-menu"><li class="print-icon"><a href="?print">Print</a></li></ul></div></div><dl class="article-info muted"><dt
        class="article-info-term">Details</dt><dd class="createdby">{by} <span itemprop="name">{story.author}</span></dd><dd
        class="category-name">Category: <a href="/c">News</a></dd><dd class="published"><span class="icon-calendar"></span> {written}</dd><dd
        class="hits">Hits: 1432</dd></dl><div itemprop="articleBody">{paragraphs(story)}</div><ul class="pager pagenav"><li class="previous"><a
        href="/1">{story.others[0]}</a></li><li class="next"><a href="/2">{story.others[1]}</a></li></ul></div></main></div></div></div>"""
        yield _printed("Joomla 3", document(story, body), story, "2013-08-21", story.author)


def _contao() -> Iterator[Printed]:
    story = DE
    body = f"""<div id="wrapper"><div id="header"><div class="inside"><nav class="mod_navigation block"><ul class="level_1">{links(("Verein", "Termine"))}</ul>
    </nav></div></div><div id="container"><div id="main"><div class="inside"><div class="mod_newsreader block"><div class="layout_full block"><h1>
    {story.title}</h1><p class="info"><time datetime="2012-03-15T10:05:00+01:00">15.03.2012 10:05</time> von {story.author}</p><div
    class="ce_text block">{paragraphs(story)}</div></div><p class="back"><a href="javascript:history.go(-1)">Zurück</a></p></div></div></div></div></div>"""
    yield _printed("Contao", document(story, body, f"{story.title} - Schwimmverein"), story, "2012-03-15", story.author)


def _spip() -> Iterator[Printed]:
    story = FR
    body = f"""<div id="page"><div id="entete"><strong id="nom_site_spip"><a href="/">Le four</a></strong></div><div id="conteneur"><div
    id="contenu"><p id="hierarchie"><a href="/">Accueil</a> &gt; <strong class="on">{story.title}</strong></p><div class="cartouche"><h1
    class="crayon titre">{story.title}</h1><p class="info-publi"><abbr class="published" title="2009-05-14T08:30:00Z">jeudi 14 mai 2009</abbr>,
    <span class="sep">par</span> <span class="vcard author"><a class="url fn spip_in" href="/auteur2">{story.author}</a></span></p></div><div
    class="crayon texte">{paragraphs(story, '<p class="spip">')}</div></div></div><div id="navigation"><div class="menu"><h2>Articles</h2><ul>{links(story.others)}</ul></div></div></div>"""
    yield _printed("SPIP", document(story, body, f"{story.title} - Le four"), story, "2009-05-14", story.author)


def _plone() -> Iterator[Printed]:
    for story, by, changed in ((EN, "by", "last modified"), (ES, "por", "Última modificación")):
        body = f"""<div id="visual-portal-wrapper"><ul id="portal-globalnav">{links(("Home", "Council", "News"))}</ul><table id="portal-columns"><tr>
        <td id="portal-column-content"><div id="content"><h1 id="parent-fieldname-title" class="documentFirstHeading">{story.title}</h1><div
        class="documentByLine" id="plone-document-byline"><span class="documentAuthor">{by} <a href="/author/x">{story.author}</a></span> —
        <span class="documentPublished"><span>published</span> 2011-10-06 09:20,</span> <span class="documentModified"><span>{changed}</span>
        2012-01-02 11:40</span></div><div class="documentDescription">{story.paragraphs[0]}</div><div id="parent-fieldname-text" class="plain">
        {"".join(f"<p>{p}</p>" for p in story.paragraphs[1:])}</div></div></td><td id="portal-column-two"><dl class="portlet portletNews"><dt
        class="portletHeader">News</dt>{links(story.others, '<dd class="portletItem">', "</dd>")}</dl></td></tr></table></div>"""
        yield _printed("Plone", document(story, body, f"{story.title} — Council"), story, "2011-10-06", story.author)


def _mediawiki() -> Iterator[Printed]:
    for story in (RU, IT):
        body = f"""<div id="content" class="mw-body"><div id="siteNotice"></div><h1 id="firstHeading" class="firstHeading">{story.title}</h1><div
        id="bodyContent"><div id="siteSub">Materiale</div><div id="jump-to-nav">Jump to: <a href="#c">navigation</a>, <a href="#s">search</a></div><div
        id="mw-content-text" class="mw-content-ltr"><p><b>17.09.2010</b></p>{paragraphs(story)}</div><div class="printfooter">Retrieved from
        "<a href="/w">http://wiki.example/w</a>"</div><div id="catlinks" class="catlinks"><a href="/c">Categories</a>: <ul>{links(("Nature", "2010"))}</ul>
        </div></div></div><div id="mw-panel"><div class="portal" id="p-navigation"><ul>{links(story.others)}</ul></div></div><div
        id="footer"><ul><li>This page was last modified on 3 October 2011, at 08:12.</li><li>Content is available under a licence.</li></ul></div>"""
        yield _printed("MediaWiki", document(story, body, f"{story.title} — Wiki"), story, "2010-09-17")


def _phpbb() -> Iterator[Printed]:
    cases = (
        (DE, "von", "So 14. Nov 2010, 18:22"),
        (RU, "", "14 ноя 2010, 18:22"),
        (EN, "by", "Sun Nov 14, 2010 6:22 pm"),
    )
    for story, by, written in cases:
        replies = "".join(
            f'<div id="p{n}" class="post bg1"><div class="postbody"><h3><a href="#p{n}">Re: {story.title}</a></h3><p class="author">{by} <strong>'
            f'<a href="/member">zed</a></strong> » Mon Nov 15, 2010 8:0{n} am</p><div class="content">{text}</div></div></div>'
            for n, text in enumerate(story.comments)
        )
        body = f"""<div id="wrap"><div id="page-header"><div class="navbar"><ul class="linklist">{links(("FAQ", "Login"))}</ul></div></div><div
        id="page-body"><h2><a href="/t">{story.title}</a></h2><div id="p0" class="post bg2"><div class="inner"><div class="postbody"><h3
        class="first"><a href="#p0">{story.title}</a></h3><p class="author"><a href="/p0"><img src=x.gif></a>{by} <strong><a
        href="/memberlist.php?u=2">lopata</a></strong> » {written}</p><div class="content">{"<br /><br />".join(story.paragraphs)}</div></div><dl
        class="postprofile"><dt><a href="/u2">lopata</a></dt><dd><strong>Posts:</strong> 312</dd></dl></div></div>{replies}</div></div>"""
        yield _printed("phpBB", document(story, body, f"Forum • {story.title}"), story, "2010-11-14")


def _nuke() -> Iterator[Printed]:
    for story in (PL, EN):
        body = f"""<table width="100%"><tr><td width="138"><table class="block"><tr><td><b>Menu</b></td></tr><tr><td>{links(story.others, "<strong>&middot;</strong> ", "<br>")}
        </td></tr></table></td><td><table width="100%"><tr><td><font class="title"><b>{story.title}</b></font><br><font class="content">Posted on
        Sunday, November 13 2005 @ 10:22:00 CET by <b>{story.author}</b></font></td></tr><tr><td><font class="content">{"<br><br>".join(story.paragraphs)}
        </font></td></tr></table></td></tr></table><center><font class="footmsg">Web site engine code is Copyright 2003. Page Generation: 0.31 Seconds</font></center>"""
        yield _printed(
            "PHP-Nuke",
            document(story, body, f"Portal - {story.title}", charset="iso-8859-2"),
            story,
            "2005-11-13",
            story.author,
        )


def _ucoz() -> Iterator[Printed]:
    cases = ((RU, "Категория", "Просмотров", "Добавил", "Дата"), (UK, "Категорія", "Переглядів", "Додав", "Дата"))
    for story, kind, views, added, date in cases:
        body = f"""<table id="main-table"><tr><td class="left-col"><div class="block">{links(story.others)}</div></td><td class="center-col"><table
        border="0" width="100%" class="eBlock"><tr><td><div class="eTitle" style="padding-bottom:3px;">{story.title}</div></td></tr><tr><td
        class="eMessage">{paragraphs(story, "<p>")}</td></tr><tr><td class="eDetails">{kind}: <a class="entAttrLink" href="/c">Новини</a> | {views}: 512
        | {added}: <a class="entAttrLink" href="javascript:;">klub</a> | {date}: <span class="entDate">11.10.2010</span></td></tr></table></td></tr></table>"""
        yield _printed("uCoz", document(story, body, f"{story.title} - 11 Жовтня 2010 - Клуб"), story, "2010-10-11")


def _dle() -> Iterator[Printed]:
    story = RU
    body = f"""<div class="wrap"><ul class="topmenu">{links(("Главная", "Новости", "Обратная связь"))}</ul><div id="dle-content"><div class="base fullstory">
    <div class="bheading"><h1 class="btl">{story.title}</h1></div><div class="maincont"><div id="news-id-44">{"<br /><br />".join(story.paragraphs)}</div>
    </div><div class="mlink"><span class="argback"><a href="javascript:history.go(-1)">Вернуться</a></span></div><p class="binfo">Автор: <a
    href="/user/x/">{story.author}</a> от <a href="/2011/03/12/">12-03-2011, 10:22</a></p></div><div class="related"><h4>Похожие новости:</h4><ul
    class="reset">{links(story.others)}</ul></div></div></div>"""
    yield _printed(
        "DLE", document(story, body, f"{story.title} » Клуб", charset="windows-1251"), story, "2011-03-12", story.author
    )


def _bitrix() -> Iterator[Printed]:
    story = RU
    body = f"""<div id="header"><div id="top-menu"><ul id="top-menu-items">{links(("Об администрации", "Документы"))}</ul></div></div><div
    id="workarea"><h1 id="pagetitle">Новости</h1><div class="news-detail"><span class="news-date-time">12.03.2013</span><h3>{story.title}</h3>
    {"<br /> <br /> ".join(story.paragraphs)}<div style="clear:both"></div><br /></div><p><a href="/news/">Возврат к списку</a></p></div>"""
    yield _printed("Bitrix", document(story, body, story.title, charset="windows-1251"), story, "2013-03-12")


def _asp_net() -> Iterator[Printed]:
    story = CS
    body = f"""<form id="aspnetForm"><input type=hidden value="dDwtMTA3"><div id="ctl00_menu">{links(("Obec", "Úřad", "Spolky"), "<span>", "</span>")}</div><div
    id="ctl00_content"><span id="ctl00_lblTitle" class="nadpis">{story.title}</span><br /><span id="ctl00_lblDate" class="datum">14.9.2009</span><div
    id="ctl00_text">{paragraphs(story, "<div>", "</div>")}</div><span id="ctl00_lblAuthor">Autor: {story.author}</span></div><div
    id="ctl00_foot">Obecní úřad, úřední hodiny: Po 8-17, St 8-17</div></form>"""
    yield _printed(
        "ASP.NET",
        document(story, body, f"{story.title} | Obec", charset="windows-1250"),
        story,
        "2009-09-14",
        story.author,
    )


def _front_page() -> Iterator[Printed]:
    story = EN
    body = f"""<p align="center"><font face="Comic Sans MS" size="6" color="#000080"><b>{story.title}</b></font></p><p align="center"><font size="2">by
    {story.author}, April 1999</font></p>{paragraphs(story, '<p align="justify"><font face="Verdana" size="2">', "</font></p>")}<hr><p
    align="center"><font size="1">[ <a href="index.htm">Home</a> ] [ <a href="news.htm">News</a> ] [ <a href="links.htm">Links</a> ]</font></p><p
    align="center"><font size="1">Last updated 05/02/99. Best viewed at 800x600.</font></p>"""
    yield _printed("FrontPage", document(story, body, story.title, charset="windows-1252"), story, None, story.author)


def _frames_era() -> Iterator[Printed]:
    story = UK
    body = f"""<center><table width=600><tr><td><h3 align=center>{story.title}</h3><div align=right><i>{story.author}</i></div>{paragraphs(story, "<p>&nbsp;&nbsp;", "")}
    <p align=right>8 лютого 2000 р.</td></tr></table><a href="../index.html">Назад</a></center>"""
    yield _printed("frame", document(story, body, story.title, charset="koi8-u"), story, "2000-02-08", story.author)


def _word() -> Iterator[Printed]:
    story = DE
    body = f"""<div class=Section1><p class=MsoNormal align=center><b><span style='font-size:16.0pt'>{story.title}<o:p></o:p></span></b></p><p
    class=MsoNormal><o:p>&nbsp;</o:p></p>{paragraphs(story, "<p class=MsoNormal style='text-align:justify'><span lang=DE>", "<o:p></o:p></span></p>")}</div>"""
    yield _printed("Word", document(story, body, story.title, charset="windows-1252"), story)


def _jimdo() -> Iterator[Printed]:
    story = DE
    body = f"""<div id="cc-tp-wrapper"><div id="navigation"><ul class="mainNav1">{links(("Start", "Mannschaften", "Kontakt"))}</ul></div><div
    id="content_area"><div class="n j-blog-meta j-blog-post--header"><div class="j-text j-module n"><span class="j-text j-blog-post--date">Mo, 03. Mai
    2015</span></div><h1 class="j-blog-header j-blog-headline j-blog-post--headline">{story.title}</h1></div><div class="post j-blog-content"><div
    class="j-module n j-text">{paragraphs(story)}</div><div class="j-module n j-comment"><p>Kommentar schreiben</p><ul><li>Kommentare: 0</li></ul></div>
    </div></div><div id="sidebar">{links(story.others, "<p>", "</p>")}</div></div>"""
    yield _printed("Jimdo", document(story, body, f"{story.title} - Sportverein"), story, "2015-05-03")


def _lotus() -> Iterator[Printed]:
    story = FR
    body = f"""<form action=""><table><tr><td width="140" bgcolor="#CCCCFF">{links(story.others, "", "<br>")}</td><td><b><font size="4"
    color="#0000FF" face="Arial">{story.title}</font></b><br><font size="1" face="Arial">Mis en ligne le 23/11/2001</font><br><br>
    {"<br><br>".join(f'<font size="2" face="Arial">{p}</font>' for p in story.paragraphs)}</td></tr></table></form>"""
    yield _printed("Domino", document(story, body, "Mairie", charset="iso-8859-1"), story, "2001-11-23")


def _municipal() -> Iterator[Printed]:
    cases = ((UK, "25 жовтня 2013, 14:20", "2013-10-25"), (AR, "25 أكتوبر 2013", "2013-10-25"), (JA, "2013年10月25日", "2013-10-25"),
             (ZH, "发布时间：2013-10-25", "2013-10-25"), (EL, "25 Οκτωβρίου 2013", "2013-10-25"))  # fmt: skip
    for story, written, day in cases:
        body = f"""<div class="top"><div class="logo"><a href="/">Town</a></div><ul class="menu">{links(story.others)}</ul></div><div class="layout"><div
        class="left"><ul>{links(story.others[::-1])}</ul></div><div class="main"><h2 class="head">{story.title}</h2><div class="info">{written}</div><div
        class="detail">{paragraphs(story)}</div><div class="print"><a href="?print=1">⎙</a></div></div></div><div class="bottom">2013 ©</div>"""
        yield _printed("town", document(story, body, f"{story.title} | Town"), story, day)


def _parish() -> Iterator[Printed]:
    story = PL
    body = f"""<table align=center width=780><tr><td colspan=2><img src=top.jpg></td></tr><tr><td class=menu>{links(story.others, "<p>", "</p>")}</td><td
    class=tresc><p class=tytul>{story.title}</p><p class=data>2006-05-21</p>{paragraphs(story, "<p class=tekst>")}<p class=podpis>{story.author}</p></td></tr>
    <tr><td colspan=2 class=stopka>Licznik odwiedzin: 10482</td></tr></table>"""
    yield _printed(
        "parish",
        document(story, body, "Parafia - Aktualności", charset="iso-8859-2"),
        story,
        "2006-05-21",
        story.author,
    )


def _newsletter() -> Iterator[Printed]:
    story = NL
    body = f"""<table width="600" align="center" cellpadding="0"><tr><td><h1>{story.title}</h1></td></tr><tr><td>8 juni 2010</td></tr>
    {paragraphs(story, '<tr><td style="padding:8px">', "</td></tr>")}<tr><td><small>U ontvangt deze nieuwsbrief omdat u lid bent. <a
    href="/uit">Afmelden</a></small></td></tr></table>"""
    yield _printed("newsletter", document(story, body, "Nieuwsbrief"), story, "2010-06-08")
