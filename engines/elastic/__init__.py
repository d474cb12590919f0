"""The engine on Elasticsearch.

In: an address like ``http://host:9200/NAME`` and the access to it. Out: an engine of the contract. One index per
language behind aliases, and one with the capture records, which are the truth that the others are computed from.
"""

from __future__ import annotations

from engines.access import Access
from engines.elastic.address import parse_address
from engines.elastic.engine import ElasticEngine

__all__ = ["open_elastic"]


def open_elastic(address: str, access: Access, write: bool = False) -> ElasticEngine:
    """Open the index at an address like ``http://host:9200/NAME``; a writer makes it when it is not there."""
    return ElasticEngine(parse_address(address), access, write=write).open()
