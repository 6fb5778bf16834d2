"""A small server for one reviewer on this machine: the pages of a folder, and edits saved as they are made.

It listens on the loopback address alone. Every path begins with a token that only the printed URL
holds; requests that name another host, or come from another site's page, are refused.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.errors import BitexteError, FormatError, OutputError
from pipeline.review.applying import Applied, apply_patch
from pipeline.review.page import render_page
from pipeline.review.patch import DocumentPatch, parse_patch
from pipeline.review.rendering import content_policy, style, template

HOST = "127.0.0.1"
_MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Saved:
    """What one save brought: `applied` to the document as it was when its page was sent.

    withdrawn: units that an earlier save of this page had approved and this one no longer does, as
    they stood in that save.
    """

    name: str
    applied: Applied
    withdrawn: tuple[Unit, ...]


class ReviewServer:
    """Serves the review pages of some documents until it is closed.

    documents: what to review; names must differ. save: called with every change, one call at a time,
    before the page is told that its edits are kept; a BitexteError it raises is shown in the page.
    """

    def __init__(
        self,
        documents: Iterable[Bitext],
        save: Callable[[Saved], None],
        *,
        port: int = 0,
        token: str | None = None,
    ) -> None:
        """Binds the port (0 for any free one). Raises OutputError if it is taken, ValueError for equal names."""
        self._documents: dict[str, _Open] = {}
        for bitext in documents:
            if bitext.name in self._documents:
                raise ValueError(f"two documents are called {bitext.name}")
            self._documents[bitext.name] = _Open(bitext, bitext)
        self._save = save
        self._lock = threading.Lock()
        self._token = token or secrets.token_urlsafe(18)
        try:
            self._server = ThreadingHTTPServer((HOST, port), self._handler())
        except OSError as error:
            raise OutputError(f"port {port} of {HOST} cannot be used: {error.strerror or error}") from error
        self._server.daemon_threads = True
        self.port = self._server.server_port

    @property
    def url(self) -> str:
        """The address to open, with the token."""
        return f"http://{HOST}:{self.port}/{self._token}/"

    def serve(self) -> None:
        """Answers until `close` is called from another thread, or KeyboardInterrupt."""
        self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """Stops `serve` and frees the port."""
        self._server.shutdown()
        self._server.server_close()

    def documents(self) -> dict[str, Bitext]:
        """The documents with all edits in, by name."""
        with self._lock:
            return {name: opened.now for name, opened in self._documents.items()}

    def index(self) -> str:
        """The page that lists the documents."""
        rows = [_summary(name, bitext) for name, bitext in self.documents().items()]
        page: str = template("index.html.jinja").render(
            policy=content_policy(with_script=False), style=style(), documents=rows
        )
        return page

    def page(self, name: str) -> str | None:
        """The page of a document as it stands; pages of it that were sent before can save no more."""
        with self._lock:
            opened = self._documents.get(name)
            if opened is None:
                return None
            if opened.now is not opened.base:
                opened.base, opened.approved = opened.now, {}
                opened.revision += 1
            return "".join(render_page([opened.base], revision=opened.revision))

    def take(self, name: str, body: bytes) -> dict[str, Any]:
        """Applies what a page of the document sent and saves it.

        Raises KeyError for an unknown document, FormatError for a bad patch, StaleError for a page
        that is no longer the last one sent, BitexteError where saving fails.
        """
        try:
            record = json.loads(body)
            revision = record["revision"]
            patch = parse_patch(json.dumps(record["patch"]))
        except (ValueError, TypeError, KeyError) as error:
            raise FormatError(f"not a patch with its revision: {error}") from error
        with self._lock:
            opened = self._documents[name]
            if revision != opened.revision:
                raise StaleError("this document was opened anew elsewhere: reload the page")
            mine = next((each for each in patch.documents if each.name == name), DocumentPatch(name))
            applied = apply_patch(opened.base, mine)
            approved = {unit.id: unit for unit in applied.approved_units()}
            withdrawn = tuple(unit for key, unit in opened.approved.items() if key not in approved)
            self._save(Saved(name, applied, withdrawn))
            opened.now, opened.approved = applied.bitext, approved
        return {"conflicts": list(applied.conflicts), "approved": len(approved)}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        review = self

        class Handler(_Handler):
            server_review = review

        return Handler


class StaleError(BitexteError):
    """A page tries to save that was sent before another page of the same document."""


@dataclass(slots=True)
class _Open:
    """A document, as its last page was made of it (`base`) and with what that page saved (`now`)."""

    base: Bitext
    now: Bitext
    revision: int = 0
    approved: Mapping[str, Unit] = field(default_factory=dict)


def _summary(name: str, bitext: Bitext) -> dict[str, Any]:
    worst = Counter(flag.severity.value for unit in bitext.units for flag in unit.flags)
    return {
        "name": name,
        "link": quote(name, safe=""),
        "total": len(bitext.units),
        "approved": sum(unit.origin is Origin.HUMAN for unit in bitext.units),
        "errors": worst["error"],
        "warnings": worst["warning"],
    }


class _Handler(BaseHTTPRequestHandler):
    server_review: ReviewServer
    server_version = "bitexte"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The index, or a document's page."""
        name = self._document()
        if name is None:
            return
        page = self.server_review.page(name) if name else self.server_review.index()
        if page is None:
            self._refuse(HTTPStatus.NOT_FOUND, "no such document")
        else:
            self._answer(HTTPStatus.OK, "text/html; charset=utf-8", page.encode("utf-8", "replace"))

    def do_POST(self) -> None:
        """Takes what a page saves."""
        name = self._document()
        if name is None:
            return
        if self.headers.get("Origin") != self._origin():
            self._refuse(HTTPStatus.FORBIDDEN, "another site may not save here")
            return
        if self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "only application/json is taken")
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "no length, or too long")
            return
        try:
            answer = self.server_review.take(name, self.rfile.read(int(length)))
        except KeyError:
            self._refuse(HTTPStatus.NOT_FOUND, "no such document")
        except FormatError as error:
            self._refuse(HTTPStatus.BAD_REQUEST, str(error))
        except StaleError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except BitexteError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        else:
            self._answer(HTTPStatus.OK, "application/json", json.dumps(answer).encode())

    def _document(self) -> str | None:
        """The document that the path names, empty for the index; None if the request was refused."""
        port = self.server_review.port
        if self.headers.get("Host") not in {f"{HOST}:{port}", f"localhost:{port}"}:
            self._refuse(HTTPStatus.FORBIDDEN, "wrong host")
            return None
        token, _, name = urlsplit(self.path).path.removeprefix("/").partition("/")
        if not secrets.compare_digest(token.encode(), self.server_review._token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "wrong token: use the address that was printed")
            return None
        return unquote(name)

    def _origin(self) -> str:
        return f"http://{self.headers.get('Host')}"

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self.close_connection = True  # the body, if any, was not read
        self._answer(status, "application/json", json.dumps({"error": reason}).encode())

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing: the address holds the token."""
