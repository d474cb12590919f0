"""The connection to a cluster, and the one place where its errors become ours.

In: an address and the access to it. Out: a client; and, out of whatever it raises, an error of the contract whose
message says what happened, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from engines.access import Access
from engines.contract import BackfileError, BadRequest, FormatMismatch, IndexMissing, IndexNotWritable, IndexUnavailable
from engines.elastic.address import Address

REQUEST_SECONDS = 30
GONE = (502, 503, 504)  # the whole request found nobody to answer it; may be sent again


def connect(address: Address, access: Access) -> Elasticsearch:
    """Return a client over all hosts: a dead one is passed over, the next is asked."""
    tls: dict[str, object] = {}
    if access.ca:
        tls["ca_certs"] = str(access.ca)
    if access.fingerprint:
        tls["ssl_assert_fingerprint"] = access.fingerprint
    if access.api_key:
        tls["api_key"] = access.api_key
    elif access.user:
        tls["basic_auth"] = (access.user, access.password)
    try:
        return Elasticsearch(
            list(address.hosts),
            max_retries=2 * len(address.hosts),
            retry_on_status=GONE,
            retry_on_timeout=False,
            request_timeout=REQUEST_SECONDS,
            opaque_id="backfile",
            **tls,  # type: ignore[arg-type]
        )
    except ValueError as error:
        raise BadRequest(f"{address} cannot be reached with this access: {error}") from error


@contextmanager
def errors(where: str) -> Iterator[None]:
    """Translate what the client raises inside into an error of the contract; `where` is named in its message."""
    try:
        yield
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise translate(error, where) from error


def translate(error: Exception, where: str) -> BackfileError:
    """Return our error for one of the client's."""
    if isinstance(error, ApiError):
        return _answered(error, where)
    if isinstance(error, UnsupportedProductError):
        return FormatMismatch(
            f"{where} answers, and it is no Elasticsearch: check the address and any proxy in between."
        )
    if isinstance(error, TlsError):
        return IndexUnavailable(
            f"{where} shows a certificate that is not trusted ({error}): set BACKFILE_CA or BACKFILE_FINGERPRINT."
        )
    if isinstance(error, ConnectionTimeout):
        return IndexUnavailable(
            f"{where} did not answer in time: it may be overloaded; try again, and look at its log."
        )
    if isinstance(error, NoConnection):
        return IndexUnavailable(
            f"{where} cannot be reached: is Elasticsearch running there, and are host and port right?"
        )
    if isinstance(error, TransportError):
        return IndexUnavailable(
            f"{where} gave an answer that cannot be read ({type(error).__name__}): try again, and look at its log."
        )
    return BackfileError(f"{where} cannot be asked: {error}")


def reason_of(error: ApiError) -> tuple[str, str]:
    """Return type and reason of an API error, the innermost that is told."""
    body = error.body if isinstance(error.body, dict) else {}
    found = body.get("error", {})
    if not isinstance(found, dict):
        return "", str(found or error)
    causes = found.get("root_cause") or [found]
    return str(causes[0].get("type", "")), str(causes[0].get("reason", ""))


def _answered(error: ApiError, where: str) -> BackfileError:
    kind, reason = reason_of(error)
    told: Callable[[str], BackfileError] = IndexUnavailable
    if kind == "media_type_header_exception":
        told, text = (
            FormatMismatch,
            (
                f"the server at {where} is older than this client: "
                "install the client for Elasticsearch 8 with pip install 'backfile[es8]'."
            ),
        )
    elif error.status_code == 401:
        told, text = IndexNotWritable, f"{where} wants a key, or this one is not valid: set BACKFILE_API_KEY_FILE."
    elif kind == "cluster_block_exception":
        told, text = (
            IndexNotWritable,
            (
                f"{where} takes no writing now ({reason}): most often a disk is full. "
                "Free space or add a node, then run the command again."
            ),
        )
    elif error.status_code == 403:
        told, text = (
            IndexNotWritable,
            f"the key may not do this at {where} ({reason}): 'backfile elasticsearch setup' makes fitting keys.",
        )
    elif kind in ("index_not_found_exception", "alias_not_found_exception") or (
        error.status_code == 404 and "missing" in reason
    ):
        told, text = IndexMissing, f"there is no index at {where}: load one with 'backfile index … --index {where}'."
    elif error.status_code in (429, *GONE):
        what = kind or error.status_code
        text = f"{where} is too busy or not whole ({what}): try again in a while, and look at its health."
    else:
        told, text = BackfileError, f"{where} refused a request ({error.status_code} {kind}): {reason}"
    return told(text)
