"""What to ask instead when nothing was found. In: a question without hits, and an engine. Out: questions with hits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from markupsafe import Markup

from engines.contract import Engine
from engines.query import And, DateBound, Field, Node, Not, Or, Phrase, Word, write
from webapp import search_url
from webapp.filters import ORDER, titles
from webapp.search_url import Asked, link
from webapp.view import Try, quick
from webapp.wording import gettext, number, range_name, say

MOST = 6  # offers shown
PARTS = 8  # of a query that are left out one by one
TRIED = 24  # questions asked of the engine at most, so that an empty answer is not a slow one

# what it is, what it leaves out or says otherwise, and the question itself
_Question = tuple[str, str | Markup, Asked]


def instead(asked: Asked, engine: Engine) -> list[Try]:
    """Return up to six near questions that do find something, the nearest first."""
    found: dict[str, Try] = {}
    for text, why, question in islice(_questions(asked, engine), TRIED):
        if len(found) == MOST:
            break
        url = link(question)
        total = 0 if url in found else engine.search(quick(question.request)).total
        if total:
            found[url] = Try(text=text, why=why, url=url, count=number(total))
    return list(found.values())


def first_page(asked: Asked) -> Try:
    """Return the way back from a page beyond the last one."""
    return Try(text=gettext("Back to the first page"), url=link(search_url.on_page(asked, 1)))


def _questions(asked: Asked, engine: Engine) -> Iterator[_Question]:
    bare = search_url.asking(Asked(ui=asked.ui), asked.text)
    yield from _wider(asked)
    for spelling in engine.suggest(asked.text) if asked.text else ():
        yield gettext("Another spelling"), _code(spelling), search_url.asking(asked, spelling)
    yield from _looser(asked)
    if asked.request.filters or asked.request.since or asked.request.until or asked.request.undated:
        yield gettext("Without any filter"), "", bare
        yield from _looser(bare)


def _wider(asked: Asked) -> Iterator[_Question]:
    """Yield the question without its dates, and without one filter each."""
    request = asked.request
    if request.since or request.until or request.undated:
        why = range_name(request.since, request.until) if request.since or request.until else gettext("undated")
        yield gettext("At any time"), say("leave out %(what)s", what=why), search_url.between(asked, None, None)
    for name in ORDER:
        if name in request.filters:
            why = gettext("leave out the filter %(name)s", name=titles()[name].lower())
            yield gettext("Without one filter"), why, search_url.without_facet(asked, name)


def _looser(asked: Asked) -> Iterator[_Question]:
    """Yield the query with less in it: any form of the words, one part left out, any of the words."""
    tree = asked.request.query
    if tree is None:
        return
    if (inflected := _any_form(tree)) != tree:
        text = write(inflected)
        yield gettext("Any form of the words"), _code(text), search_url.asking(asked, text)
    if isinstance(tree, And) and len(tree.nodes) <= PARTS:
        for at, part in enumerate(tree.nodes):
            rest = (*tree.nodes[:at], *tree.nodes[at + 1 :])
            text = write(rest[0] if len(rest) == 1 else And(rest))
            why = say("leave out %(what)s", what=_code(write(part)))
            yield gettext("Without one part"), why, search_url.asking(asked, text)
        words = tuple(part for part in tree.nodes if not isinstance(part, Not | DateBound | Field))
        if len(words) > 1:
            text = write(Or(words))
            yield gettext("Any of the words"), _code(text), search_url.asking(asked, text)


def _any_form(node: Node) -> Node:
    """Return the query without quotes: phrases as words that must all be there."""
    match node:
        case Phrase(text, _):
            words = tuple(Word(word) for word in text.split())
            return And(words) if len(words) > 1 else (words[0] if words else node)
        case And(nodes):
            flat: list[Node] = []
            for part in map(_any_form, nodes):
                flat += part.nodes if isinstance(part, And) else (part,)
            return replace(node, nodes=tuple(flat))
        case _:
            return node


def _code(text: str) -> Markup:
    return Markup("<code>%s</code>") % text
