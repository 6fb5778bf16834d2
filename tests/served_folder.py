"""An output folder with two documents, a review server on it, and a client that speaks to it."""

from __future__ import annotations

import itertools
import json
import math
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.bitext import Bitext, Unit
from pipeline.review.fingerprint import segment_hash
from pipeline.serving.desk import Pair
from pipeline.workflow.artefacts import write_artefacts
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.serving import FolderFiles, review_server

NAME = "un été & test"
UNITS = (
    Unit("s0001", "Il pleut.", "It rains."),
    Unit("s0002", "Merci.", "Thanks."),
    Unit("s0003", "Le chat dort.", "The cat sleeps.", paragraph=1),
    Unit("s0004", "Fin.", "End.", paragraph=1),
)
HASHES = {unit.id: segment_hash(unit.source) for unit in UNITS}
_KEYS = itertools.count()


def make_folder(out: Path) -> Path:
    """Two documents of the same four units."""
    for name in (NAME, "autre"):
        write_artefacts(Bitext(name, UNITS), out / name)
    return out


class Client:
    """A page, as far as the server can see."""

    def __init__(self, url: str, name: str = "c", document: str = NAME) -> None:
        self.address = urlsplit(url)
        self.origin = f"http://{self.address.netloc}"
        self.name, self.document = name, document

    def raw(self, request: bytes, wait: float = 5.0) -> bytes:
        """The answer to some bytes, until the server closes."""
        with socket.create_connection((self.address.hostname or "", self.address.port or 0), timeout=wait) as link:
            link.sendall(request)
            pieces = []
            try:
                while piece := link.recv(65536):
                    pieces.append(piece)
            except (TimeoutError, ConnectionError):
                pass
        return b"".join(pieces)

    def ask(
        self, path: str, body: object = None, headers: dict[str, str] | None = None, prefix: str | None = None
    ) -> tuple[int, str]:
        """Status and text of an answer; a body makes it a POST."""
        connection = HTTPConnection(self.address.netloc, timeout=20)
        every = {} if body is None else {"Origin": self.origin, "Content-Type": "application/json"}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body)
        where = (self.address.path if prefix is None else prefix) + path
        connection.request("GET" if body is None else "POST", where, data, every | (headers or {}))
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text

    def d(self, path: str, body: object = None) -> tuple[int, Any]:
        """An answer of the document, its JSON read."""
        status, text = self.ask(f"d/{quote(self.document, safe='')}/{path}", body)
        return status, json.loads(text)

    def save(self, key: str, base: int, again: str = "", **fields: Any) -> tuple[int, Any]:
        """Save fields of one row."""
        row = {"id": key, "hash": HASHES.get(key, "0"), "base": base} | fields
        return self.d("save", self.request([row], again=again))

    def request(self, rows: list[Any], groups: list[Any] | None = None, again: str = "") -> dict[str, Any]:
        """The body of a save."""
        once = again or f"k{next(_KEYS)}"
        return {"client": self.name, "reviewer": self.name, "key": once, "rows": rows, "groups": groups or []}

    def state(self) -> Any:
        """What `state` answers."""
        return self.d("state")[1]

    def events(self, after: int = 0, until: str = "ready") -> list[tuple[str, Any]]:
        """The events up to and with the first of a kind."""
        connection = HTTPConnection(self.address.netloc, timeout=20)
        path = f"{self.address.path}d/{quote(self.document, safe='')}/events?after={after}&client={self.name}"
        connection.request("GET", path)
        answer = connection.getresponse()
        events, name = [], ""
        while line := answer.fp.readline().decode():
            if line.startswith("event: "):
                name = line[7:].strip()
            elif line.startswith("data: "):
                events.append((name, json.loads(line[6:])))
                if name == until:
                    break
        connection.close()
        return events


class KilledError(Exception):
    """The process is no more."""


class Mortal(FolderFiles):
    """Files whose process is killed before, amid or after one of the things that `settle` does, and never after."""

    moments = math.inf

    def pass_moment(self) -> None:
        self.moments -= 1
        if self.moments < 0:
            raise KilledError

    def remember(self, name: str, withdrawn: Iterable[Pair], approved: Iterable[Pair]) -> None:
        self.pass_moment()
        super().remember(name, withdrawn, ())
        self.pass_moment()
        super().remember(name, (), approved)
        self.pass_moment()

    def write(self, bitext: Bitext) -> None:
        super().write(bitext)
        self.pass_moment()


@contextmanager
def served(out: Path, recipe: Recipe | None = None) -> Iterator[Client]:
    """A client of a server on the folder, which ends (and writes the files) with the block."""
    server = review_server(out, recipe=recipe)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield Client(server.url)
    finally:
        server.close()
        thread.join()


@contextmanager
def served_process(out: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    """`bitexte review serve` as a process of its own, and a client of it; it is killed with the block."""
    command = [sys.executable, "-m", "pipeline", "review", "serve", str(out), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, Client(process.stdout.readline().strip())
        finally:
            process.kill()
