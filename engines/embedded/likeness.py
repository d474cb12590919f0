"""What is like what: likelier spellings of a query, and articles similar to one.

In: a text, or an article. Out: texts, or a query.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from tantivy import Occur, Query

from engines.analysis import Analyzer, Analyzers
from engines.embedded.asking import any_of, both
from engines.embedded.schema import TEXTS, exact, tag_of
from engines.embedded.view import View
from mappings.article import Article

_SUGGESTIONS = 3
_LONGEST = 500  # characters of a query that are looked at
_WORDS = 12  # of them
_SHORTEST, _LONGEST_WORD = 4, 25  # letters of a word that is looked at
_LIKELIER = 20  # times as many articles must hold the other spelling
_TERMS = 25  # an article's words that others are looked for by
_READ = 20_000  # characters of it
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюяєії'")


def suggested(view: View, text: str) -> tuple[str, ...]:
    """Return up to three likelier spellings of a query, the likeliest first; the field words are those of the index."""
    text = text[:_LONGEST]
    found: list[tuple[int, str]] = []
    for start, end, form in view.asking.names.words(text)[:_WORDS]:
        better = _better(view, view.asking.names.exact_of(form))
        found += [(frequency, text[:start] + word + text[end:]) for frequency, word in better]
    return tuple(dict.fromkeys(spelling for _, spelling in sorted(found, key=lambda one: (-one[0], one[1]))))[
        :_SUGGESTIONS
    ]


def _better(view: View, word: str) -> list[tuple[int, str]]:
    """Return the words one slip away from this one that many more articles hold, with how many do."""
    if not _SHORTEST <= len(word) <= _LONGEST_WORD or not word.replace("'", "").isalpha():
        return []
    if _is_known(view, word):
        return []
    least = max(1, _LIKELIER * _frequency(view, word))
    known = ((_frequency(view, other), other) for other in _slips(word))
    return sorted((one for one in known if one[0] >= least), reverse=True)[:_SUGGESTIONS]


def _is_known(view: View, word: str) -> bool:
    """Say whether an article holds another form of this word, so that it will be found as it is written."""
    for analyzer in view.asking.languages:
        for terms in analyzer.search_terms(word):
            if any(view.searcher.doc_freq(field, tag_of(analyzer) + term) for term in terms for field in TEXTS):
                return True
    return False


def _frequency(view: View, word: str) -> int:
    return max(view.searcher.doc_freq(exact(field), word) for field in ("title", "body"))


def _slips(word: str) -> Iterator[str]:
    """Yield what may have been meant by a word: a letter too many, too few, another one, or two in each other's place.

    >>> {"київ", "кийв", "київ"} <= set(_slips("киив")) | set(_slips("кїив"))
    True
    """
    alphabet = next((letters for letters in _ALPHABETS if word[0] in letters), "")
    seen = {word}
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        others = [before + letter + after for letter in alphabet]
        if after:
            others += [before + after[1:], *(before + letter + after[1:] for letter in alphabet)]
        if len(after) > 1:
            others.append(before + after[1] + after[0] + after[2:])
        for other in others:
            if other not in seen:
                seen.add(other)
                yield other


def similar_to(view: View, article: Article, analyzers: Analyzers) -> Query:
    """Return the query of articles that share the rarest words of this one; never itself."""
    analyzer = analyzers.get(article.language)
    counts = _counts(article, analyzer)
    total = view.searcher.num_docs
    weights: dict[str, float] = {}
    for term, count in counts.items():
        held = view.searcher.doc_freq("body", term)
        if held > 1:
            weights[term] = (1 + math.log(count)) * math.log(1 + total / held)
    best = sorted(weights, key=lambda term: (-weights[term], term))[:_TERMS]
    schema = view.asking.schema
    terms = [any_of([Query.term_query(schema, field, term) for field in TEXTS]) for term in best]
    itself = Query.term_query(schema, "id", article.id)
    return both(_most_of(terms), neither=[itself])


def _most_of(queries: list[Query]) -> Query:
    """Return what at least a quarter of these ask for, and at least two of them if there are two."""
    least = max(min(2, len(queries)), len(queries) // 4)
    if not queries:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in queries], least)


def _counts(article: Article, analyzer: Analyzer) -> Counter[str]:
    text = f"{article.title}\n{article.lead}\n{article.body[:_READ]}"
    tag = tag_of(analyzer)
    return Counter(tag + term for terms in analyzer.terms(text) for term in terms)
