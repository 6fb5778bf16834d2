"""What stands before the API: hosts, other sites' pages, methods, sizes, and the headers that answers have."""

from __future__ import annotations

import json
from collections.abc import Collection
from http import HTTPStatus
from typing import TYPE_CHECKING

from pipeline.api.problems import error_record
from pipeline.serving.guard import Gate, Hosts, Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
_PREFLIGHT = (
    (b"access-control-allow-methods", ", ".join(METHODS).encode()),
    (b"access-control-allow-headers", b"Authorization, Content-Type, X-API-Key"),
    (b"access-control-max-age", b"600"),
)


class ApiGate(Gate):
    """Answers programs of this and other machines, and pages of its own and of sites that were named."""

    methods_with_body = ("GET", "POST", "PUT", "DELETE")
    most_bytes = 64 << 20

    def __init__(self, app: ASGIApp, hosts: Hosts, origins: Collection[str] = ()) -> None:
        """origins: of the sites whose pages may ask; `*` for all."""
        super().__init__(app, hosts)
        self._origins = frozenset(origins)

    def refusal(self, scope: Scope, headers: dict[bytes, str]) -> Refusal | None:
        """A name that is not the server's (DNS rebinding), a page of a site that was not named."""
        host = headers.get(b"host", "")
        if not self._hosts.known(host):
            return HTTPStatus.FORBIDDEN, "wrong host; --name tells the server a further name of its own"
        if scope["method"] not in METHODS:
            return HTTPStatus.METHOD_NOT_ALLOWED, f"valid methods are {', '.join(METHODS)}"
        origin = headers.get(b"origin")
        if origin is not None and origin not in self._hosts.origins(host) and not self._named(origin):
            return HTTPStatus.FORBIDDEN, "pages of this site may not ask here; --allow-origin names those that may"
        return None

    def error_body(self, scope: Scope, reason: str) -> bytes:
        """In the shape of the interface that was asked."""
        return json.dumps(error_record(scope["path"], reason)).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application; pages of named sites may read its answers."""
        origin = _header(scope, b"origin") if scope["type"] == "http" else ""
        if not origin or not self._named(origin):
            await super().__call__(scope, receive, send)
            return
        more = [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]

        async def with_permission(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].lower() != b"cross-origin-resource-policy"]
                message["headers"] = [*kept, *more, (b"cross-origin-resource-policy", b"cross-origin")]
            await send(message)

        if scope["method"] == "OPTIONS" and self._hosts.known(_header(scope, b"host")):
            await with_permission({"type": "http.response.start", "status": 204, "headers": list(_PREFLIGHT)})
            await send({"type": "http.response.body", "body": b""})
            return
        await super().__call__(scope, receive, with_permission)

    def _named(self, origin: str) -> bool:
        return "*" in self._origins or origin in self._origins


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
