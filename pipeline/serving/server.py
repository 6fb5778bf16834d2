"""The review server: Starlette on uvicorn, with limits and a token before it."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.errors import BitexteError, OutputError
from pipeline.serving.address import NEVER, Address
from pipeline.serving.desk import Desk, Files
from pipeline.serving.events import Hub
from pipeline.serving.guard import Guard, Hosts
from pipeline.serving.keeper import Keeper
from pipeline.serving.listening import LOOPBACK, address, allow_open_files, bound, end_softly, http_server
from pipeline.serving.store import Store

if TYPE_CHECKING:
    import uvicorn

    from pipeline.serving.application import Ability, Download


class ReviewServer:
    """Serves the documents of a folder to several reviewers until it is closed."""

    def __init__(
        self,
        store: Store,
        files: Files,
        download: Download,
        kinds: Sequence[str],
        *,
        host: str = LOOPBACK,
        port: int = 0,
        names: Sequence[str] = (),
        abilities: Mapping[str, Ability] | None = None,
        before: Address = NEVER,
    ) -> None:
        """Binds the port (0 for any free one) and opens the documents.

        host: the address to listen on; names: further host names by which the server is reached, such as that of a
        proxy; before: the address that it had before, whose port is taken for 0 where it is free. Raises OptionError
        for what is no address, OutputError for a port that is taken, or what the desk raises.
        """
        self._socket = _bound_again(host, port, before.port)
        self.hub = Hub()
        self.desk = Desk(store, files, self.hub.publish)
        self._store = store
        self._host, self.port = host, int(self._socket.getsockname()[1])
        self.token = before.token or secrets.token_urlsafe(18)
        self._server = self._made(download, kinds, Hosts(host, self.port, names), abilities or {})

    @property
    def url(self) -> str:
        """The address to open, with the token."""
        return f"{address(self._host, self.port)}{self.token}/"

    def serve(self) -> None:
        """Answers until `close` is called from another thread, or KeyboardInterrupt; then all files are written.

        Raises BitexteError where that fails; what was saved is in the store all the same.
        """
        allow_open_files()
        end_softly()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            try:
                self.settle()
            finally:
                self._store.close()

    def settle(self) -> None:
        """Write the files of all documents. Raises the first BitexteError, after the last document."""
        errors = []
        for name in self.desk.unwritten():
            try:
                self.desk.settle(name)
            except BitexteError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def close(self) -> None:
        """Stops `serve`, from another thread."""
        self.hub.end()
        self._server.should_exit = True

    def _made(
        self, download: Download, kinds: Sequence[str], hosts: Hosts, abilities: Mapping[str, Ability]
    ) -> uvicorn.Server:
        from pipeline.serving.application import Application

        application = Application(self.desk, self.hub, Keeper(self.desk), download, kinds, abilities)
        return http_server(Guard(application.app(), self.token, hosts))


def _bound_again(host: str, port: int, before: int) -> socket.socket:
    if not port and before:
        with contextlib.suppress(OutputError):  # somebody else has it by now
            return bound(host, before)
    return bound(host, port)
