"""The indices of one name: made, opened to readers, restored after a load, removed.

In: a client, the names, how new indices are to be made. Out: generations. A generation is one captures index and one
index per language, all with the same suffix; the aliases say which generation is live. A fresh index is loaded
without refresh and without copies; what it is to have when it serves stands in its own `_meta`, so that any later
writer can restore it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError

import mappings
from engines.access import Access
from engines.elastic.address import CAPTURES, Names, new_generation_name
from engines.elastic.client import reason_of

FORMAT = 1
REFRESH = "30s"  # of a live index; every load and every withdrawal ends with a refresh of its own
OTHERS = "und"
NO_DICTIONARY = (
    "exact: forms of a word do not meet; the node lacks the dictionary uk_UA and the plugin analysis-ukrainian"
)

_LOG = logging.getLogger(__name__)

# One entry per article with all its capture records; other kinds: progress, pending, generation, rebuild.
CAPTURES_MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "kind": {"type": "keyword"},
        "language": {"type": "keyword"},
        "withdrawn": {"type": "boolean"},
        "when": {"type": "date", "format": "strict_date_optional_time"},
        "records": {"type": "object", "enabled": False},
        "note": {"type": "object", "enabled": False},
    },
}


@dataclass(slots=True)
class Indices:
    """All indices of one name on one cluster."""

    client: Elasticsearch
    names: Names
    access: Access
    _languages: tuple[str, ...] = field(default_factory=mappings.languages)

    def home(self, language: str) -> str:
        """Return the language whose index holds articles of this one: itself, or `und`."""
        return language if language in self._languages else OTHERS

    def live(self) -> str | None:
        """Return the generation that readers see, None when there is none."""
        try:
            behind = self.client.indices.get_alias(name=self.names.captures)
        except NotFoundError:
            return None
        found = [parts[1] for index in behind.body if (parts := self.names.parts(index))]
        return found[0] if found else None

    def indices(self, generation: str | None = None) -> dict[str, str]:
        """Return index → generation of all that is ours, or of one generation alone."""
        answer = self.client.indices.get_settings(index=self.names.all, name="index.uuid", expand_wildcards="all")
        parts = {index: self.names.parts(index) for index in answer.body}
        return {index: one[1] for index, one in parts.items() if one and generation in (None, one[1])}

    def create(self, *, live: bool) -> str:
        """Make a fresh generation with nothing in it, at once open to readers if it is `live`; return its name."""
        generation = new_generation_name()
        try:
            self._make(CAPTURES, generation, live=live)
        except ApiError as error:  # another loader was quicker; or one was killed, and the cluster still at it
            there = self.live() if "more than one write index" in reason_of(error)[1] else None
            if there is None:
                raise
            generation = there
        self._make(OTHERS, generation, live=live)
        note = {"kind": "generation", "note": {"made": _now(), "format": FORMAT}}
        index = self.names.index(CAPTURES, generation)
        self.client.index(index=index, id="generation", document=note, refresh=True)
        return generation

    def ensure(self, language: str, generation: str, *, live: bool) -> None:
        """Make the index of a language in a generation, unless it is there."""
        if not self.client.indices.exists(index=self.names.index(language, generation)):
            self._make(language, generation, live=live)

    def _make(self, language: str, generation: str, *, live: bool) -> None:
        index, refused = self.names.index(language, generation), ""
        self._remember_said()
        for variant in variants(language):
            try:
                self.client.indices.create(index=index, **self._body(language, variant, live=live, warned=refused))
                if variant == "exact":
                    _LOG.warning("%s: %s", index, NO_DICTIONARY)
                return
            except ApiError as error:
                kind, reason = reason_of(error)
                if kind == "resource_already_exists_exception":  # another loader was quicker
                    return
                refused = reason
                if not worse_left(language, variant, error):
                    raise

    def _body(self, language: str, variant: str, *, live: bool, warned: str) -> dict[str, Any]:
        body = index_body(language, variant)
        settings = body.setdefault("settings", {}).setdefault("index", {})
        settings |= {"refresh_interval": "-1", "gc_deletes": "1h", "auto_expand_replicas": "false"}
        settings["number_of_replicas"] = self.access.replicas or 0  # said in words: kept from the first article on
        if self.access.shards:
            settings["number_of_shards"] = self.access.shards
        meta = body["mappings"].setdefault("_meta", {})
        meta |= {"format": FORMAT, "made": _now(), "made_by": f"backfile {_version()}", "server": self.server()}
        if variant:
            meta |= {"analysis": variant, "passed_over": warned}
        if self.access.replicas is not None:
            meta["replicas"] = self.access.replicas
        meta["said"] = {"shards": self.access.shards, "replicas": self.access.replicas}
        aliases = {self.names.write(language): {"is_write_index": True}}
        if language != CAPTURES:
            aliases[self.names.read] = {}
        return body | {"aliases": aliases if live else {}}

    def _remember_said(self) -> None:
        """Let what was said of shards and copies when the live generation was made hold for new indices, too."""
        try:
            made = self.client.indices.get_mapping(index=self.names.captures).body
        except NotFoundError:
            return
        for index in made.values():
            said, own = index["mappings"].get("_meta", {}).get("said", {}), self.access
            self.access = replace(
                own,
                shards=said.get("shards") if own.shards is None else own.shards,
                replicas=said.get("replicas") if own.replicas is None else own.replicas,
            )

    def restore(self, generation: str) -> tuple[str, ...]:
        """Give every index of a generation that was left as for loading what a serving one has; return their names."""
        answer = self.client.indices.get(index=f"{self.names.name}-*-{generation}", expand_wildcards="open")
        restored = []
        for index, made in answer.body.items():
            settings = made["settings"]["index"]
            if settings.get("refresh_interval") != "-1" or not self.names.parts(index):
                continue
            copies = made["mappings"].get("_meta", {}).get("replicas")
            serving: dict[str, Any] = {"refresh_interval": REFRESH}
            serving |= {"auto_expand_replicas": "0-1"} if copies is None else {"number_of_replicas": copies}
            self.client.indices.put_settings(index=index, settings={"index": serving})
            restored.append(index)
        return tuple(restored)

    def refresh(self, generation: str) -> None:
        """Let readers see everything that was written."""
        self.client.options(request_timeout=600).indices.refresh(index=f"{self.names.name}-*-{generation}")

    def swap(self, old: str | None, new: str) -> None:
        """Put one generation in the place of another, in one atomic step."""
        actions: list[dict[str, Any]] = []
        for index, generation in self.indices().items():
            parts = self.names.parts(index)
            assert parts is not None
            names = [self.names.write(parts[0])] + ([self.names.read] if parts[0] != CAPTURES else [])
            if generation == new:
                actions += [{"add": {"index": index, "alias": names[0], "is_write_index": True}}]
                actions += [{"add": {"index": index, "alias": name}} for name in names[1:]]
            elif generation == old:
                actions += [{"remove": {"index": index, "alias": name}} for name in names]
        self.client.indices.update_aliases(actions=actions)

    def drop(self, indices: Iterable[str]) -> None:
        """Delete indices of ours for good."""
        ours = [index for index in indices if self.names.parts(index)]
        if ours:
            self.client.indices.delete(index=",".join(ours), ignore_unavailable=True)

    def server(self) -> str:
        """Return the server's version, or "" when the key may not ask for it."""
        try:
            return str(self.client.info()["version"]["number"])
        except ApiError:
            return ""


def variants(language: str) -> tuple[str, ...]:
    """Return the ways to analyse a language, best first; ("",) when there is only one.

    >>> variants("uk"), variants("ru")
    (('hunspell', 'plugin', 'exact'), ('',))
    """
    if language == CAPTURES:
        return ("",)
    return tuple(mappings.analysis(language)["_meta"].get("variants", {"": {}}))


def worse_left(language: str, variant: str, error: ApiError) -> bool:
    """Say whether a refusal may mean that the node lacks what this way needs, and another way is left to try."""
    return variant != variants(language)[-1] and error.status_code in (400, 500)


def index_body(language: str, variant: str = "") -> dict[str, Any]:
    """Return what an index is made with: an article index of a language, or the captures index."""
    if language == CAPTURES:
        return {"settings": {"index": {"codec": "best_compression"}}, "mappings": {**CAPTURES_MAPPING, "_meta": {}}}
    return mappings.index_body(language, variant)


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _version() -> str:
    try:
        return version("backfile")
    except PackageNotFoundError:
        return "?"
