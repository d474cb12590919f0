"""What is like what: likelier spellings of a query, and articles similar to one.

In: a text, or an id. Out: texts, or hits.
"""

from __future__ import annotations

from elasticsearch import Elasticsearch

from engines.contract import Highlighted, Hit
from engines.elastic.address import Names
from engines.elastic.captures import read_entry
from engines.elastic.codec import SOURCE
from engines.elastic.marking import beginning
from mappings.article import article_from

SUGGESTIONS = 3
_LONGEST = 500  # characters of a query that is looked at


def suggest(client: Elasticsearch, index: str, text: str) -> tuple[str, ...]:
    """Return up to three likelier spellings, the likeliest first."""
    if not text.strip():
        return ()
    generators = [
        {"field": field, "suggest_mode": "popular", "min_word_length": 3, "max_edits": 2}
        for field in ("title.exact", "body.exact")
    ]
    phrases = {
        field: {"phrase": {"field": field, "size": SUGGESTIONS, "max_errors": 2, "direct_generator": generators}}
        for field in ("title.exact", "body.exact")
    }
    told = client.search(index=index, size=0, suggest={"text": text[:_LONGEST], **phrases})
    options = [option for found in told["suggest"].values() for entry in found for option in entry["options"]]
    ranked = sorted(options, key=lambda option: (-option["score"], option["text"]))
    return tuple(dict.fromkeys(option["text"] for option in ranked if option["text"] != text.lower()))[:SUGGESTIONS]


def similar(client: Elasticsearch, names: Names, id: str, limit: int) -> tuple[Hit, ...]:
    """Return articles of the same language whose words are most like those of one article."""
    entry = read_entry(client, names.captures, id)
    if not entry.language:
        return ()
    like = {
        "fields": ["title", "body"],
        "like": [{"_index": names.write(entry.language), "_id": id}],
        "max_query_terms": 25,
        "min_term_freq": 1,
        "min_doc_freq": 2,
        "minimum_should_match": "25%",
    }
    index = names.write(entry.language)
    told = client.search(index=index, size=limit, query={"more_like_this": like}, source_includes=SOURCE, timeout="5s")
    return tuple(_hit(found["_source"], found["_score"]) for found in told["hits"]["hits"])


def _hit(source: dict[str, object], score: float) -> Hit:
    article = article_from(source)
    text = article.lead or article.body
    return Hit(
        article=article, title=Highlighted(article.title), snippets=(beginning(text),) if text else (), score=score
    )
