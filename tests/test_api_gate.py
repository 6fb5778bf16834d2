"""Who is let in: hosts, sites, sizes, methods; and those who say nothing."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from api_server import Client, api_server

from pipeline.api.gate import ApiGate

SITE = "https://example.org"
FIELDS = json.dumps({"q": "123", "source": "fr", "target": "en"})
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with api_server(tmp_path_factory.mktemp("data"), origins=(SITE,), names=("translate.example",)) as client:
        yield client


@pytest.mark.parametrize(("host", "status"), [("evil.example", 403), ("translate.example", 200), ("", 403)])
def test_only_its_own_names(client: Client, host: str, status: int) -> None:
    assert client.ask("GET", "/health", None, {"Host": host})[0] == status


def test_only_sites_that_were_named_may_ask(client: Client) -> None:
    assert client.ask("POST", "/translate", FIELDS, JSON | {"Origin": "https://evil.example"})[0] == 403
    assert client.ask("POST", "/translate", FIELDS, JSON | {"Origin": "null"})[0] == 403
    own = f"http://{client.address.netloc}"
    status, headers, _ = client.ask("POST", "/translate", FIELDS, JSON | {"Origin": own})
    assert status == 200
    assert "access-control-allow-origin" not in headers
    status, headers, _ = client.ask("POST", "/translate", FIELDS, JSON | {"Origin": SITE})
    assert (status, headers["access-control-allow-origin"]) == (200, SITE)
    status, headers, _ = client.ask("OPTIONS", "/translate", None, {"Origin": SITE})
    assert status == 204
    assert "POST" in headers["access-control-allow-methods"]


def test_every_answer_has_the_headers(client: Client) -> None:
    for path in ("/health", "/nothing"):
        _, headers, _ = client.ask("GET", path)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


def test_too_much_is_refused_before_it_is_parsed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApiGate, "most_bytes", 1 << 20)
    status, _, data = client.ask("POST", "/translate", b" " * (10 << 20), JSON)
    assert status == 413
    assert json.loads(data) == {"error": "more than 1 MiB"}
    assert json.loads(client.ask("POST", "/v2/translate", b" " * (10 << 20), JSON)[2]) == {"message": "more than 1 MiB"}
    assert client.ask("POST", "/translate", FIELDS, JSON)[0] == 200


def test_other_methods(client: Client) -> None:
    assert client.ask("PATCH", "/translate")[0] == 405
    assert client.ask("GET", "/translate")[0] == 405
    assert client.ask("HEAD", "/health")[0] == 200


def test_connections_that_say_nothing_keep_nobody_out(client: Client) -> None:
    idle = [socket.create_connection((client.address.hostname or "", client.address.port or 0)) for _ in range(300)]
    try:
        assert client.ask("POST", "/translate", FIELDS, JSON)[0] == 200
    finally:
        for each in idle:
            each.close()
