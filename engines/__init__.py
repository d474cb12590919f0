"""WHERE articles are kept and asked for: one contract, two engines.

In: articles as read from captures, questions. Out: outcomes, answers. `open_index` is the only place that knows both
engines.
"""

from __future__ import annotations

from engines.access import Access
from engines.contract import Engine

__all__ = ["open_index"]


def open_index(address: str, access: Access | None = None, write: bool = False, *, old: bool = False) -> Engine:
    """Open the index at an address: a folder, or http(s)://host:port[,host…]/NAME for Elasticsearch.

    With `write`, an index that is not there is made; one process at a time may write to a folder. With `old`,
    one of an older format or another analysis is opened, too, for what it keeps: to be backed up or made anew. Raises
    IndexMissing, IndexUnavailable, IndexLocked, IndexNotWritable or FormatMismatch, each with a sentence that says what
    to do.
    """
    if address.strip().lower().startswith(("http://", "https://")):
        from engines.elastic import open_elastic  # late: only what is asked for is loaded

        return open_elastic(address, access or Access(), write)
    from engines.embedded import open_embedded

    return open_embedded(address, write, old=old)
