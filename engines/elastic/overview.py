"""What an index holds, and how it reads words.

In: aggregations over everything, the indices' own notes. Out: a `Status`; the terms of a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from engines.contract import Status
from engines.elastic import captures, counting
from engines.elastic.address import CAPTURES, Names
from engines.elastic.indices import NO_DICTIONARY, Indices, index_body, variants, worse_left
from engines.elastic.searching import STATE, Searcher, state_of

Json = dict[str, Any]
MOST = 10_000

STATE_AND_COUNTS: Json = {
    "size": 0,
    "track_total_hits": True,
    "aggs": {
        **STATE["aggs"],
        "captures": {"sum": {"field": "captures"}},
        "source": counting.values_of("source", MOST),
        "lang": counting.values_of("lang", MOST),
        "years": {"terms": {"field": "year", "size": MOST}},
        "undated": {"missing": {"field": "year"}},
        **counting.span_aggregations(),
    },
}


def status(client: Elasticsearch, names: Names, searcher: Searcher, told: Mapping[str, Json]) -> Status:
    """Return what an index holds; its size is 0 when the key may not ask for it."""
    counted, generation = told["state"]["aggregations"], searcher.generation_of(told["generation"])
    kept = client.search(
        index=names.captures,
        size=0,
        aggs={
            "last": {"filter": {"term": {"kind": "article"}}, "aggs": {"when": {"max": {"field": "when"}}}},
            "out": {"filter": captures.WITHDRAWN},
        },
    )["aggregations"]
    metas = _metas(client, names)
    held = {(names.parts(bucket["key"]) or ("",))[0] for bucket in counted["indices"]["buckets"]}
    return Status(
        address="",
        engine=f"elasticsearch {next((meta['server'] for meta in metas.values() if meta.get('server')), '')}".strip(),
        generation=generation,
        state=state_of(told["state"], generation),
        articles=told["state"]["hits"]["total"]["value"],
        captures=int(counted["captures"]["value"]),
        withdrawn=kept["out"]["doc_count"],
        by_source=_by_value(counted["source"]),
        by_language=_by_value(counted["lang"]),
        by_year=_by_year(counted),
        first_day=_day(counted["first"]["value"]),
        last_day=_day(counted["last"]["value"]),
        last_loaded=_moment(kept["last"]["when"]["value"]),
        size_bytes=_size(client, names),
        analysis={language: _analysis(meta) for language, meta in sorted(metas.items()) if language in held},
        indices={language: names.write(language) for language in sorted(held) if language},
    )


def _by_value(told: Json) -> tuple[tuple[str, int], ...]:
    return tuple((form, count) for _, form, count in counting.counts_of(told))


def _by_year(counted: Json) -> tuple[tuple[str, int], ...]:
    years = [(f"{bucket['key']:04d}", bucket["doc_count"]) for bucket in counted["years"]["buckets"]]
    undated = counted["undated"]["doc_count"]
    return tuple(sorted([*years, *([("", undated)] if undated else [])], key=lambda one: (-one[1], one[0])))


def _day(value: float | None) -> str | None:
    return None if value is None else f"{datetime.fromtimestamp(value / 1000, UTC):%Y-%m-%d}"


def _moment(value: float | None) -> str | None:
    return None if value is None else f"{datetime.fromtimestamp(value / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _metas(client: Elasticsearch, names: Names) -> dict[str, Json]:
    """Return what the live indices say of how they were made, by language."""
    told = client.indices.get_mapping(index=names.read).body
    by_language = {
        (names.parts(index) or ("", ""))[0]: made["mappings"].get("_meta", {}) for index, made in told.items()
    }
    return {language: meta for language, meta in by_language.items() if language and language != CAPTURES}


def _analysis(meta: Json) -> str:
    chosen = meta.get("analysis", "")
    if chosen == "exact":
        return NO_DICTIONARY
    return " ".join(part for part in ("Elasticsearch", meta.get("server", ""), chosen) if part)


def _size(client: Elasticsearch, names: Names) -> int:
    try:
        told = client.indices.stats(index=f"{names.read},{names.captures}", metric="store")
    except ApiError as error:
        if error.status_code == 403:
            return 0
        raise
    return int(told["_all"]["primaries"].get("store", {}).get("size_in_bytes", 0))


def analyze(client: Elasticsearch, indices: Indices, language: str, text: str) -> tuple[tuple[str, ...], ...]:
    """Return the terms at each position of a text, as the language's index reads it, or would."""
    home = indices.home(language)
    alias = indices.names.write(home)
    if client.indices.exists_alias(name=alias):
        told = client.indices.analyze(index=alias, analyzer="lang_index", text=text)
    else:
        told = _unmade(client, home, text)
    positions: dict[int, list[str]] = {}
    for token in told["tokens"]:
        positions.setdefault(token["position"], []).append(token["token"])
    return tuple(tuple(terms) for _, terms in sorted(positions.items()))


def _unmade(client: Elasticsearch, language: str, text: str) -> Any:
    """Analyse a text as an index of this language would that is made now: the best way that the node has."""
    for variant in variants(language):
        try:
            return client.indices.analyze(text=text, **_inline(language, variant))
        except ApiError as error:
            if not worse_left(language, variant, error):
                raise
    raise AssertionError("a language without a way to read it")


def _inline(language: str, variant: str) -> Json:
    """Return a language's analyzer with every part defined on the spot."""
    analysis = index_body(language, variant)["settings"]["analysis"]
    chain = analysis["analyzer"]["lang_index"]
    if chain["type"] != "custom":  # a plugin's: by name alone, and so without what the file sets (it drops stop words)
        return {"analyzer": chain["type"]}

    def part(kind: str, name: str) -> Any:
        return analysis.get(kind, {}).get(name, name)

    return {
        "char_filter": [part("char_filter", name) for name in chain.get("char_filter", [])],
        "tokenizer": part("tokenizer", chain["tokenizer"]),
        "filter": [part("filter", name) for name in chain["filter"]],
    }
