"""An API server in a thread of the test's, and a client that speaks to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from pipeline.api.server import ApiServer, Settings
from pipeline.workflow.recipe import Recipe


class Client:
    """Asks, and reads what is answered."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.address = urlsplit(url)

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in small letters, and bytes."""
        connection = HTTPConnection(self.address.netloc, timeout=120)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, path: str, record: object, method: str = "POST", **headers: str) -> tuple[int, Any]:
        """What a JSON body is answered with."""
        status, _, data = self.ask(method, path, json.dumps(record), {"Content-Type": "application/json"} | headers)
        return status, json.loads(data) if data else None

    def form(self, path: str, **fields: Any) -> tuple[int, Any]:
        """What a form is answered with."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, data = self.ask("POST", path, urlencode(fields, doseq=True), kind)
        return status, json.loads(data)

    def get(self, path: str, **headers: str) -> tuple[int, Any]:
        """What a GET is answered with."""
        status, _, data = self.ask("GET", path, None, headers)
        return status, json.loads(data)

    def upload(self, path: str, name: str, data: bytes, **fields: str) -> tuple[int, Any]:
        """What a file in a multipart form is answered with."""
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join((*parts, head.encode(), data, f"\r\n--{edge}--\r\n".encode()))
        status, _, answer = self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})
        return status, json.loads(answer)


@contextmanager
def api_server(data: Path, recipe: Recipe | None = None, **settings: Any) -> Iterator[Client]:
    """A client of a server that ends with the block."""
    server = ApiServer(recipe or Recipe(model="embedded"), Settings(data=data, port=0, **settings))
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield Client(server.url)
    finally:
        server.close()
        thread.join()
