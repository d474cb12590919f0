"""Which forms of Russian words meet on a node, under three ways to read the word of a query.

    python -m benchmarks.russian [--address http://host:9200] [--words 1500]

Without an address a node is started (`make elasticsearch` first) and stopped. The families of forms come from the
Russian dictionary of simplemma: lemmas in -ов, -ев, -ин (places, nouns, some surnames), other capitalised lemmas
(names), a spread of all the rest; and surnames made of nouns in -ов as Russian makes them, with all their endings.
Each form is asked for, with the index side as `mappings/languages/ru.json` has it. Two shares are told: of the other
forms of its family that a form finds, and of the forms found that belong to no family of it (some of these are the
dictionary's own faults, alike for all ways).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from elasticsearch import Elasticsearch
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

import mappings
from tests import nodes

Families = Mapping[str, frozenset[str]]  # lemma → its forms, both in lower case
Terms = Mapping[str, frozenset[str]]  # form → what an analyzer makes of it

INDEX = "backfile-russian"
ENDINGS = ("ов", "ев", "ин")
OF_SURNAMES = ("", "а", "у", "ым", "е", "ы", "ых", "ыми", "ой")
HARD = "бвдзлмнпрст"  # a noun that ends so takes -ов
FORMS = range(4, 40)  # fewer are no paradigm, more are two words that the dictionary takes for one
WAYS: Mapping[str, Sequence[str]] = {
    "plain": ("lowercase", "fold_yo", "ru_stem"),
    "keyword_repeat": ("lowercase", "fold_yo", "keyword_repeat", "ru_stem", "remove_duplicates"),
    "multiplexer": ("lowercase", "fold_yo", "twice", "remove_duplicates"),
}
TWICE = {"type": "multiplexer", "filters": ["ru_stem", "ru_stem, ru_stem"], "preserve_original": True}


def main() -> int:
    """Ask a node for the terms of all forms, and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--address", default="")
    options.add_argument("--words", type=int, default=1500, help="families of each class")
    given = options.parse_args()
    node = None if given.address else nodes.wait(nodes.start())
    try:
        with Elasticsearch(given.address or node.url if node else given.address, request_timeout=120) as client:
            measure(client, given.words)
    finally:
        if node:
            node.stop()
    return 0


def measure(client: Elasticsearch, words: int) -> None:
    """Print the shares for each class of words and each way."""
    classes = sampled(words)
    forms = sorted({form for families in classes.values() for family in families.values() for form in family})
    client.options(ignore_status=404).indices.delete(index=INDEX)
    client.indices.create(index=INDEX, **body())
    try:
        held = terms(client, "lang_index", forms)
        asked = {way: terms(client, way, forms) for way in WAYS}
    finally:
        client.indices.delete(index=INDEX)
    lemmas = lemmas_of(classes.values())
    print(f"{len(forms):,} forms")
    print(f"{'':<34}{'from the lemma':>16}{'from any form':>16}{'false':>8}")
    for name, families in classes.items():
        for way, theirs in asked.items():
            base, anyway, false = shares(families, theirs, held, lemmas)
            print(f"{f'{name} ({len(families):,})':<18}{way:<16}{base:>16.3f}{anyway:>16.3f}{false:>8.3f}")


def sampled(words: int) -> dict[str, Families]:
    """Return up to so many families of each class, spread evenly over the dictionary."""
    dictionary = DefaultDictionaryFactory().get_dictionary("ru")
    families: dict[str, set[str]] = defaultdict(set)
    capitalised = set()
    for form, lemma in dictionary.items():
        families[lemma.lower()].add(form.lower())
        if lemma[:1].isupper():
            capitalised.add(lemma.lower())
    whole = {
        lemma: frozenset(forms | {lemma})
        for lemma, forms in sorted(families.items())
        if len(forms) in FORMS and all(form.isalpha() for form in forms)
    }
    classes: dict[str, dict[str, frozenset[str]]] = {kind: {} for kind in ("surnames", *ENDINGS, "names", "others")}
    for lemma, forms in whole.items():
        classes[kind_of(lemma, capitalised)][lemma] = forms
        if lemma[-1] in HARD and not lemma.endswith(ENDINGS):
            classes["surnames"][f"{lemma}ов"] = frozenset(f"{lemma}ов{ending}" for ending in OF_SURNAMES)
    return {kind: {lemma: found[lemma] for lemma in spread(list(found), words)} for kind, found in classes.items()}


def kind_of(lemma: str, capitalised: set[str]) -> str:
    """Return the class of a family.

    >>> kind_of("харьков", set()), kind_of("одесса", {"одесса"}), kind_of("город", set())
    ('ов', 'names', 'others')
    """
    ending = next((one for one in ENDINGS if lemma.endswith(one)), "")
    return ending or ("names" if lemma in capitalised else "others")


def spread(items: Sequence[str], count: int) -> Iterator[str]:
    """Yield so many of the items, at even distances.

    >>> list(spread("абвгґд", 3))
    ['а', 'в', 'ґ']
    """
    step = max(1.0, len(items) / count)
    return (items[int(number * step)] for number in range(min(count, len(items))))


def body() -> dict[str, Any]:
    """Return an index that reads texts as the language file says, and queries in each of the ways."""
    analysis = deepcopy(mappings.index_body("ru")["settings"]["analysis"])
    analysis["filter"]["twice"] = TWICE
    for way, filters in WAYS.items():
        analysis["analyzer"][way] = {
            "type": "custom",
            "char_filter": ["norm"],
            "tokenizer": "standard",
            "filter": list(filters),
        }
    return {"settings": {"analysis": analysis}}


def terms(client: Elasticsearch, analyzer: str, forms: Sequence[str]) -> Terms:
    """Return what an analyzer makes of each form."""
    made: dict[str, set[str]] = defaultdict(set)
    for start in range(0, len(forms), 2000):
        text = "\n".join(forms[start : start + 2000])
        for token in client.indices.analyze(index=INDEX, analyzer=analyzer, text=text)["tokens"]:
            made[text[token["start_offset"] : token["end_offset"]]].add(token["token"])
    return {form: frozenset(found) for form, found in made.items()}


def lemmas_of(classes: Iterable[Families]) -> dict[str, set[str]]:
    """Return the families that each form belongs to."""
    lemmas: dict[str, set[str]] = defaultdict(set)
    for families in classes:
        for lemma, forms in families.items():
            for form in forms:
                lemmas[form].add(lemma)
    return lemmas


def shares(families: Families, asked: Terms, held: Terms, lemmas: Mapping[str, set[str]]) -> tuple[float, float, float]:
    """Return the share of other forms found from the lemma, from any form, and of false ones among those found."""
    texts: dict[str, set[str]] = defaultdict(set)
    for form, made in held.items():
        for term in made:
            texts[term].add(form)
    base, anyway, found_in_all, false = [], [], 0, 0
    for lemma, forms in families.items():
        for form in sorted(forms):
            found = set().union(*(texts.get(term, ()) for term in asked[form])) - {form}
            share = len(found & forms) / (len(forms) - 1)
            anyway.append(share)
            if form == lemma:
                base.append(share)
            found_in_all += len(found)
            false += sum(not lemmas[form] & lemmas[other] for other in found)
    return sum(base) / len(base), sum(anyway) / len(anyway), false / max(1, found_in_all)


if __name__ == "__main__":
    raise SystemExit(main())
