"""What an element's names (class, id, itemprop, role …) say about it, in the words that page makers use everywhere.

In: attributes. Out: a set of marks as one integer. The words are English and of the neighbouring languages that
templates are written in; none belongs to one site. A mark is a hint that is weighed, never a verdict.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.extract.asides import Attributes

_WORDS = {
    "caption": "caption captions credit credits copyright legend lightbox fotograf fotografo bildunterschrift leyenda"
    " pie legenda didascalia bildtext popis photographer photocredit",
    "media": "image images img photo photos foto fotos picture pictures media figure video player audio gallery galerie"
    " galeria slideshow slider carousel slide thumbnail thumb bild bilder",
    "related": "related relacionadas relacionados relacionado recommend recommended recommendation recommendations more"
    " also teaser teasers promo promos promoted outbrain taboola popular trending mostread latest card cards similar"
    " suggested recirc recirculation onward next readmore readnext linklist links weitere mehr correlati verwandte"
    " upnext list listing feed stream headlines stories read reading lees lire collection storylist hot top",
    "share": "share sharing shares social facebook twitter whatsapp follow telegram sns addthis sharethis likes",
    "byline": "byline author authors autor autore auteur autoren writer reporter dateline timestamp date dates time"
    " published publish updated meta metadata info posted pubdate datum fecha data created",
    "label": "tag tags topic topics keyword keywords category categories breadcrumb breadcrumbs crumb label kicker"
    " section rubric eyebrow themen tagcloud",
    "comment": "comment comments comentarios kommentare disqus reply replies discussion reactions forum respond"
    " livefyre coral viafoura opinions",
    "ad": "ad ads advert adverts advertisement advertising sponsor sponsored sponsors banner dfp gpt commercial anzeige"
    " werbung reklama publicidad pub adslot adbox promotion affiliate shop product deal deals buy",
    "form": "newsletter newsletters subscribe subscription subscriber signup signin login register registration paywall"
    " piano modal popup overlay cookie cookies consent gdpr donate donation support poll quiz form search cta"
    " membership member offer app download regwall message notice disclaimer",
    "box": "box infobox factbox sidebar widget widgets module bio profile about aside rail secondary sidenote info"
    " infos fact facts person block complementary callout pullquote pull inset",
    "chrome": "footer header masthead nav navigation menu toolbar skip hidden sr only visuallyhidden visually invisible"
    " screenreader noprint pagination pager navbar topbar bottom tools toolbox utility button btn print",
    "embed": "tweet embed embedded instagram tiktok youtube iframe facebook fb oembed blockquote",
    "text": "articlebody body content text paragraph entry bodytext fulltext storybody articletext richtext prose texto"
    " contenido testo inhalt corps brodtext zn",
    "story": "article story post main newsarticle artikel articulo articolo noticia news hentry",
    "lead": "lead lede standfirst intro introduction summary excerpt deck dek subtitle subheadline subhead subheading"
    " sapo chapo chapeau sottotitolo ingress perex zajawka description abstract teaser anons bajada entradilla"
    " vorspann sommario sub strapline blurb undertitle",
    "title": "title headline heading titulo titel titre titolo nadpis tytul hed",
}
_INSIDE = (
    "aside header footer form figure figcaption table li blockquote article main section address dl details center pre"
    " dt dd"
)
FIELDS = (*_WORDS, *(f"<{tag}>" for tag in _INSIDE.split()))
BITS = {name: 1 << number for number, name in enumerate(FIELDS)}
TAG_BITS = {tag: BITS[f"<{tag}>"] for tag in _INSIDE.split()}
_BY_WORD: dict[str, int] = {}
for _name, _list in _WORDS.items():
    for _word in _list.split():
        _BY_WORD[_word] = _BY_WORD.get(_word, 0) | BITS[_name]
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_STYLE = re.compile(r"\S*[:\[!/@]\S*")  # utility classes ("md:hidden", "w-[10px]") style, and name nothing
_NAMES = ("class", "id", "itemprop", "role", "data-testid", "data-component", "rel")


def marks(attributes: Attributes) -> int:
    """Return the marks of an element by its names, as a sum of `BITS`.

    >>> [name for name, bit in BITS.items() if marks({"class": "story__authorBox md:hidden"}) & bit]
    ['byline', 'box', 'story']
    """
    if not attributes:
        return 0
    if len(attributes) == 1 and (only := attributes.get("class")):
        return _marks(only[:400])
    named = [value for name in _NAMES if (value := attributes.get(name))]
    return _marks(" ".join(named)[:400]) if named else 0


@lru_cache(maxsize=65_536)  # archives repeat their templates
def _marks(names: str) -> int:
    found = 0
    for token in _TOKEN.findall(_STYLE.sub(" ", names)):
        found |= _BY_WORD.get(token.lower(), 0)
    return found
