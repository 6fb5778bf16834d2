"""Stands before everything else the server does: token, Host and Origin, sizes and times."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import secrets
import socket
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 16 << 20
BODY_SECONDS = 30.0
SEND_SECONDS = 60.0
DISCARD_SECONDS = 5.0
_MOST_DISCARDED = 64 << 20
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
Refusal = tuple[HTTPStatus, str]
_LOG = logging.getLogger(__name__)


class Hosts:
    """Which `Host` headers are the server's own.

    A page of another site can make a browser ask this server under a name of its own choice (DNS rebinding), but not
    under an address. So addresses are taken, and the names that were given.
    """

    def __init__(self, address: str, port: int, names: Iterable[str] = ()) -> None:
        """names: further ones, with any port, such as that of a proxy before the server."""
        self._port = str(port)
        self._any = ipaddress.ip_address(address).is_unspecified
        self._own = {address} | ({"127.0.0.1", "::1", "localhost"} if self._any or _is_loopback(address) else set())
        if self._any:
            self._own.add(socket.gethostname().lower())
        self._names = {name.lower() for name in names}

    def known(self, header: str) -> bool:
        """Whether a `Host` header names this server."""
        name, _, port = header.lower().rpartition(":") if header[-1:].isdigit() else (header.lower(), "", "")
        if (name or header.lower()) in self._names or header.lower() in self._names:
            return True
        name = name.removeprefix("[").removesuffix("]")
        if port != self._port:
            return False
        return name in self._own or (self._any and _is_address(name))

    def origins(self, header: str) -> set[str]:
        """The `Origin`s of pages that come from a known `Host`."""
        return {f"http://{header}"} | ({f"https://{header}"} if self._names else set())


class Gate:
    """Refuses what is not for this server, and reads bodies within limits before anything looks at them."""

    methods_with_body: tuple[str, ...] = ("POST",)
    most_bytes = MOST_BYTES

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    def refusal(self, scope: Scope, headers: dict[bytes, str]) -> Refusal | None:
        """Why a request is not answered; None where it is."""
        raise NotImplementedError

    def inner(self, scope: Scope) -> Scope:
        """What the application sees of a request that is let through."""
        return scope

    def error_body(self, scope: Scope, reason: str) -> bytes:
        """An error as JSON."""
        return json.dumps({"error": reason}).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, lambda reason: self.error_body(scope, reason))
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        refused = self.refusal(scope, headers) or self._too_large(headers)
        if refused:
            await _discard(receive, headers)
            await answer.refuse(*refused)
            return
        scope = self.inner(scope)
        try:
            body = await _body(receive, self.most_bytes) if scope["method"] in self.methods_with_body else b""
        except _RefusedError as error:
            await answer.refuse(error.status, str(error))
            return
        try:
            await self._app(scope, _replay(body, receive), answer)
        except (OSError, asyncio.TimeoutError):
            pass  # the reader has gone, or is too slow
        except Exception as error:
            _LOG.debug("a request failed", exc_info=error)
            await answer.refuse(HTTPStatus.INTERNAL_SERVER_ERROR, f"the server failed: {type(error).__name__}")

    def _too_large(self, headers: dict[bytes, str]) -> Refusal | None:
        length = headers.get(b"content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 12 or int(length) > self.most_bytes:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {self.most_bytes >> 20} MiB"
        return None


class Guard(Gate):
    """The review server's: knows the token, which it strips from the path, and takes JSON alone."""

    def __init__(self, app: ASGIApp, token: str, hosts: Hosts) -> None:
        super().__init__(app, hosts)
        self._token = token.encode()

    def inner(self, scope: Scope) -> Scope:
        """The path without the token."""
        path = scope["path"].split("/", 2)[2]
        return dict(scope, path=f"/{path}", raw_path=None, root_path="")

    def refusal(self, scope: Scope, headers: dict[bytes, str]) -> Refusal | None:
        """Another host, a wrong token, a method that is not answered, another site, no JSON."""
        host = headers.get(b"host", "")
        if not self._hosts.known(host):
            return HTTPStatus.FORBIDDEN, "wrong host"
        start = scope["path"].removeprefix("/").partition("/")[0]
        token = start.encode("utf-8", "surrogatepass")
        if not secrets.compare_digest(token, self._token) or not scope["path"].startswith(f"/{start}/"):
            return HTTPStatus.FORBIDDEN, "wrong token: use the address that was printed"
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, "only GET and POST are answered"
        if headers.get(b"origin") not in self._hosts.origins(host):
            return HTTPStatus.FORBIDDEN, "another site may not save here"
        if headers.get(b"content-type", "").partition(";")[0].strip().lower() != "application/json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "only application/json is taken"
        return None


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class _Answer:
    """Sends an answer with the headers that all have, within a time."""

    def __init__(self, send: Send, error_body: Callable[[str], bytes]) -> None:
        self._send, self._error_body, self._begun = send, error_body, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            given = {name.lower() for name, _ in message.get("headers", ())}
            more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message["headers"] = [*message.get("headers", ()), *(pair for pair in more if pair[0] not in given)]
        await asyncio.wait_for(self._send(message), SEND_SECONDS)

    async def refuse(self, status: HTTPStatus, reason: str) -> None:
        """An error as JSON, unless an answer has begun; the connection is closed."""
        if self._begun:
            return
        body = self._error_body(reason)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        try:
            start = {
                "type": "http.response.start",
                "status": int(status),
                "headers": [*headers, (b"connection", b"close")],
            }
            await self(start)
            await self({"type": "http.response.body", "body": body})
        except (OSError, asyncio.TimeoutError):
            pass


async def _discard(receive: Receive, headers: dict[bytes, str]) -> None:
    """Read what a refused request sends, within limits: who is still sending would not hear the answer."""
    if headers.get(b"content-length", "0") == "0" and b"transfer-encoding" not in headers:
        return
    loop = asyncio.get_running_loop()
    end, size = loop.time() + DISCARD_SECONDS, 0
    while size < _MOST_DISCARDED:
        try:
            message = await asyncio.wait_for(receive(), max(0.0, end - loop.time()))
        except asyncio.TimeoutError:
            return
        size += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


async def _body(receive: Receive, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    loop = asyncio.get_running_loop()
    end = loop.time() + BODY_SECONDS
    while True:
        try:
            message = await asyncio.wait_for(receive(), max(0.0, end - loop.time()))
        except asyncio.TimeoutError:
            raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT, f"not sent within {BODY_SECONDS:.0f} seconds") from None
        if message["type"] == "http.disconnect":
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "broken off")
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > most:
            raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {most >> 20} MiB")
        if not message.get("more_body", False):
            return b"".join(pieces)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body that was read, then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback
