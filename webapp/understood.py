"""How a query was understood, in words.

In: its tree, and the hints of the parser. Out: sentences in the interface's language.

What was typed stands in `i`, so that it can be told from what Backfile says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from engines.query import HINTS, And, DateBound, Field, Node, Not, Or, Phrase, Prefix, Word
from webapp.parameters import PROBLEMS, Problem
from webapp.pieces import cut
from webapp.search_url import Asked
from webapp.wording import fragment_language, gettext, language_name, listed, say

MOST = 40  # a query of more parts than this is not put into words: nobody would read it
MOST_NOTES = 8


def understood(tree: Node) -> Markup | None:
    """Return the query in words; None where it is too long to be read."""
    return _said(tree) if _size(tree) <= MOST else None


def notes(asked: Asked) -> tuple[Markup, ...]:
    """Return what had to be repaired in the query, in words."""
    return tuple(
        Markup(gettext(HINTS[hint.code])).format(
            value=Markup('<code class="slip">%s</code>') % cut(hint.value, 80),
            suggestion=Markup("<code>%s</code>") % cut(hint.suggestion, 80),
        )
        for hint in asked.hints[:MOST_NOTES]
    )


def problem(found: Problem) -> Markup:
    """Return what is wrong with an argument of the address, in words."""
    allowed = gettext(found.allowed) if found.allowed else ""
    sentence = Markup(gettext(PROBLEMS[found.code]).replace("!r", "")).format(
        parameter=Markup("<code>%s</code>") % cut(found.parameter, 80),
        value=Markup("<code>%s</code>") % cut(found.value, 80),
        allowed=allowed,
    )
    if not found.suggestion:
        return sentence
    return sentence + " " + say("Did you mean %(name)s?", name=Markup("<code>%s</code>") % found.suggestion)


def typed(text: str) -> Markup:
    """Return a piece of what was typed, marked up as such and in its language."""
    language = fragment_language(text)
    return (Markup('<i lang="%s" dir="auto">%s</i>') % (language, text)) if language else Markup("<i>%s</i>") % text


def _said(node: Node) -> Markup:
    match node:
        case Word(text):
            return say("any form of %(words)s", words=typed(text))
        case Phrase(text, 0):
            return say("exactly “%(words)s”", words=typed(text))
        case Phrase(text, slop):
            return say("the words “%(words)s” with at most %(count)s others between", words=typed(text), count=slop)
        case Prefix(text):
            return say("words that begin with %(words)s", words=typed(text))
        case Not(inner):
            return say("without %(words)s", words=_said(inner))
        case Field(name, inner):
            return _in_field(name, inner)
        case DateBound(side, date):
            return _before_or_after(side, date)
        case Or(nodes):
            return _joined(nodes, "or")
        case And(nodes):
            return _joined(nodes, "standard")


def _joined(nodes: Sequence[Node], style: str) -> Markup:
    """Put parts together; plain words share one "any form of"."""
    words = [typed(node.text) for node in nodes if isinstance(node, Word)]
    rest = [_bracketed(node) for node in nodes if not isinstance(node, Word)]
    first = [say("any form of %(words)s", words=listed(words, style))] if words else []
    return listed([*first, *rest], style) if style == "or" else Markup(", ").join([*first, *rest])


def _bracketed(node: Node) -> Markup:
    return Markup("(%s)") % _said(node) if isinstance(node, And | Or) else _said(node)


def _in_field(name: str, inner: Node) -> Markup:
    what = typed(inner.text) if isinstance(inner, Word) else _said(inner)
    if name == "lang" and isinstance(inner, Word):
        return say("in %(what)s", what=language_name(inner.text))
    wordings: dict[str, Callable[[], Markup]] = {
        "title": lambda: say("in the headline %(what)s", what=what),
        "author": lambda: say("by %(what)s", what=what),
        "tag": lambda: say("tagged %(what)s", what=what),
        "source": lambda: say("published by %(what)s", what=what),
        "cited": lambda: say("citing %(what)s", what=what),
        "site": lambda: say("on the site %(what)s", what=what),
        "url": lambda: say("at an address with %(what)s", what=what),
    }
    return wordings[name]() if name in wordings else Markup("%s: %s") % (name, what)


def _before_or_after(side: str, date: str) -> Markup:
    if side == "before":
        return say("published up to %(date)s", date=date)
    return say("published since %(date)s", date=date)


def _size(node: Node) -> int:
    match node:
        case And(nodes) | Or(nodes):
            return 1 + sum(map(_size, nodes))
        case Not(inner) | Field(_, inner):
            return 1 + _size(inner)
        case _:
            return 1
