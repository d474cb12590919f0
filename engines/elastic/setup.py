"""What an administrator does once: index templates, roles, and two API keys.

In: an address and an administrator's access. Out: templates that hold for every later index of the name; keys, one that
loads and one that only reads. The keys are returned, and nowhere logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch

import mappings
from engines.access import Access
from engines.elastic.address import CAPTURES, Names, parse_address
from engines.elastic.client import connect, errors, reason_of
from engines.elastic.indices import index_body, variants, worse_left

_PRIORITY = 500  # above the templates that a cluster brings along


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was set up: how many templates, and the keys by their task ("loader", "web"); none without security."""

    templates: int
    keys: Mapping[str, str]


def roles(name: str) -> dict[str, dict[str, Any]]:
    """Return the two roles: the loader may do everything to its own indices, the web app may read them.

    >>> roles("novyny")["web"]["indices"][0]["privileges"]
    ['read', 'view_index_metadata']
    """
    own = [name, f"{name}-*"]
    writing = ["create_index", "create", "index", "delete", "read", "manage"]
    return {
        "loader": {"cluster": ["monitor"], "indices": [{"names": own, "privileges": writing}]},
        "web": {"cluster": [], "indices": [{"names": own, "privileges": ["read", "view_index_metadata"]}]},
    }


def set_up(address: str, access: Access, *, keys: bool = True) -> Made:
    """Put templates and roles into a cluster, and make the two API keys."""
    place = parse_address(address)
    client = connect(place, access)
    try:
        with errors(str(place)):
            names = Names(place.name)
            templates = [
                _put_template(client, names, language, access) for language in (*mappings.languages(), CAPTURES)
            ]
            return Made(templates=len(templates), keys=_make_keys(client, place.name) if keys else {})
    finally:
        client.close()


def _put_template(client: Elasticsearch, names: Names, language: str, access: Access) -> str:
    """Put one language's template, with the best analysis that the cluster has; return its name."""
    name = f"{names.name}-{language}"
    for variant in variants(language):
        body = index_body(language, variant)
        settings = body["settings"].setdefault("index", {})
        if access.shards:
            settings["number_of_shards"] = access.shards
        if access.replicas is not None:
            settings["number_of_replicas"] = access.replicas
            body["mappings"].setdefault("_meta", {})["replicas"] = access.replicas
        try:
            client.indices.put_index_template(
                name=name, index_patterns=[f"{name}-*"], priority=_PRIORITY, template=body
            )
        except ApiError as error:
            if not worse_left(language, variant, error):
                raise
        else:
            break
    return name


def _make_keys(client: Elasticsearch, name: str) -> dict[str, str]:
    keys = {}
    for task, role in roles(name).items():
        try:
            client.security.put_role(name=f"{name}-{task}", **role)
            made = client.security.create_api_key(name=f"{name}-{task}", role_descriptors={task: role})
        except ApiError as error:
            if "no handler found" in reason_of(error)[1]:  # security is switched off: there is nothing to guard
                return {}
            raise
        keys[task] = str(made["encoded"])
    return keys
