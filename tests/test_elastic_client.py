"""The connection: what each error says, several hosts, both clients."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from engines.access import Access
from engines.contract import BadRequest, FormatMismatch, IndexMissing, IndexUnavailable, SearchRequest
from engines.elastic import open_elastic
from engines.elastic.address import parse_address
from engines.elastic.indices import index_body
from tests import nodes
from tests.generated import many
from tests.proxy import Proxy
from webapp import create_app
from webapp.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CLIENT_8 = nodes.CACHE / "client-8"
OLD = {
    "error": {
        "root_cause": [
            {
                "type": "media_type_header_exception",
                "reason": "Invalid media-type value on headers [Accept]",
            }
        ],
        "type": "media_type_header_exception",
        "reason": "Invalid media-type value on headers [Accept]",
    },
    "status": 400,
}


class _OldServer(BaseHTTPRequestHandler):
    """Answers as a server of version 8 answers a client of version 9."""

    def do_GET(self) -> None:
        body = json.dumps(OLD).encode()
        self.send_response(400)
        self.send_header("content-type", "application/vnd.elasticsearch+json;compatible-with=8")
        self.send_header("x-elastic-product", "Elasticsearch")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def old_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OldServer)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_older_server_is_answered_with_the_client_to_install(old_server: str) -> None:
    with pytest.raises(FormatMismatch, match=r"backfile\[es8\]"):
        open_elastic(f"{old_server}/novyny", Access())


def test_nobody_at_the_address_is_said_in_words() -> None:
    with pytest.raises(IndexUnavailable, match="cannot be reached"):
        open_elastic(f"http://127.0.0.1:{nodes.free_port()}/novyny", Access())


def test_a_reader_of_an_index_that_is_not_there_is_told_how_to_load_one(elastic_address: str) -> None:
    with pytest.raises(IndexMissing, match="backfile index"):
        open_elastic(elastic_address, Access())


@pytest.mark.parametrize(
    "address",
    [
        "http://user:secret@host:9200/novyny",
        "http://",
        "ftp://host/x",
        "http://host:x/y",
        "http://host/Новини",
        "http://host/-a",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_without_repeating_a_password(address: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_address(address)
    assert "secret" not in str(refused.value)


def test_with_several_hosts_a_dead_one_is_passed_over(elastic_node: str, elastic_address: str) -> None:
    writer = open_elastic(elastic_address, Access(), write=True)
    list(writer.load(many(5)))
    writer.close()
    with Proxy(elastic_node) as one, Proxy(elastic_node) as other:
        hosts = f"{one.url},{other.url.removeprefix('http://')}"
        reader = open_elastic(f"{hosts}/{elastic_address.rpartition('/')[2]}", Access())
        for dead in (one, other):
            dead.drop = True
            assert [reader.search(SearchRequest()).total for _ in range(6)] == [5] * 6
            dead.drop = False
        one.drop = other.drop = True
        with pytest.raises(IndexUnavailable):
            reader.search(SearchRequest())
        one.drop = other.drop = False
        assert reader.search(SearchRequest()).total == 5
        reader.close()


def test_the_web_app_fails_over_and_answers_503_with_the_query_kept_when_nobody_is_left(
    elastic_node: str, elastic_address: str
) -> None:
    writer = open_elastic(elastic_address, Access(), write=True)
    list(writer.load(many(5)))
    writer.close()
    with Proxy(elastic_node) as one, Proxy(elastic_node) as other:
        hosts = f"{one.url},{other.url.removeprefix('http://')}"
        reader = open_elastic(f"{hosts}/{elastic_address.rpartition('/')[2]}", Access())
        app = create_app(Settings(), reader).test_client()
        one.drop = True
        assert [app.get("/search?q=подвір’я").status_code for _ in range(4)] == [200] * 4
        other.drop = True
        page = app.get("/search?q=подвір’я")
        assert page.status_code == 503
        assert "подвір’я" in page.get_data(as_text=True)
        assert app.get("/api/v1/articles?q=подвір’я").status_code == 503
        other.drop = False
        assert app.get("/search?q=подвір’я").status_code == 200
        reader.close()


def test_a_search_that_not_every_shard_answered_says_so(elastic_node: str, elastic_address: str) -> None:
    name = elastic_address.rpartition("/")[2]
    engine = open_elastic(elastic_address, Access(), write=True)
    list(engine.load(many(5)))
    before = engine.search(SearchRequest())
    assert before.partial == ""
    with Elasticsearch(elastic_node) as client:
        body = index_body("ru")
        body["settings"]["index"] |= {"routing.allocation.enable": "none"}  # a shard that no node holds
        index = f"{name}-ru-{before.generation}"
        client.indices.create(index=index, aliases={name: {}}, wait_for_active_shards=0, timeout="1s", **body)
    app = create_app(Settings(), engine).test_client()
    assert "incomplete" in app.get("/api/v1/articles").get_json().get("partial", "")
    page = app.get("/search?ui=en").get_data(as_text=True)
    assert "Incomplete:" in page
    result = engine.search(SearchRequest(facets=("lang",)))
    assert "incomplete" in result.partial
    assert result.total == 5
    with pytest.raises(IndexUnavailable):
        list(engine.scan(SearchRequest()))  # an export is whole or fails
    engine.close()


def test_a_node_short_of_memory_is_answered_with_503_and_the_cause(elastic_node: str, elastic_address: str) -> None:
    engine = open_elastic(elastic_address, Access(), write=True)
    list(engine.load(many(5)))
    request = SearchRequest(facets=("source",), interval="auto")
    with Elasticsearch(elastic_node) as client:
        client.cluster.put_settings(persistent={"indices.breaker.request.limit": "1b"})
        try:
            with pytest.raises(IndexUnavailable, match=r"circuit_breaking_exception.*Data too large"):
                engine.search(request)
            page = create_app(Settings(), engine).test_client().get("/search?q=подвір’я")
        finally:
            client.cluster.put_settings(persistent={"indices.breaker.request.limit": None})
    assert page.status_code == 503
    assert "подвір’я" in page.get_data(as_text=True)
    assert engine.search(request).total == 5
    engine.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for 127.0.0.1, signed by itself."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, signed, both = folder / "key.pem", folder / "ca.pem", folder / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(signed)],
        check=True, capture_output=True,
    )  # fmt: skip
    both.write_bytes(key.read_bytes() + signed.read_bytes())
    return both


def test_a_certificate_is_trusted_by_its_authority_or_its_fingerprint_and_else_refused_in_words(
    certificate: Path, elastic_node: str, elastic_address: str
) -> None:
    open_elastic(elastic_address, Access(), write=True).close()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    pem = certificate.with_name("ca.pem")
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.read_text(encoding="ascii"))).hexdigest()
    with Proxy(elastic_node, tls) as proxy:
        address = f"{proxy.url}/{elastic_address.rpartition('/')[2]}"
        for environ in ({"BACKFILE_CA": str(pem)}, {"BACKFILE_FINGERPRINT": fingerprint}):
            engine = open_elastic(address, Access.from_environ(environ))
            assert engine.search(SearchRequest()).total == 0
            engine.close()
        for access in (Access(), Access(fingerprint="00" * 32)):
            with pytest.raises(IndexUnavailable, match="BACKFILE_CA or BACKFILE_FINGERPRINT"):
                open_elastic(address, access)


@pytest.mark.timeout(1500)  # it runs a whole suite
def test_the_client_of_version_8_passes_the_same_tests(elastic_node: str) -> None:
    if not CLIENT_8.is_dir():
        pytest.skip("the client of version 8 is not in .cache: run 'make elasticsearch'")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(CLIENT_8), str(ROOT)]),
        "BACKFILE_TEST_ELASTICSEARCH": elastic_node,
    }
    said = subprocess.run(
        [sys.executable, "-c", "import elasticsearch; print(elasticsearch.__versionstr__)"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.startswith("8.")
    suite = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").glob("test_engines*.py"))
    wanted = [*suite, "-k", "elasticsearch"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *wanted],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:]
