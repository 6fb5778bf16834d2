"""Sockets, signals and the HTTP server itself: what every server of bitexte has in common."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import signal
import socket
from typing import TYPE_CHECKING, Any

from pipeline.errors import OptionError, OutputError

if TYPE_CHECKING:
    import uvicorn

LOOPBACK = "127.0.0.1"
_OPEN_FILES = 4096


def http_server(app: Any) -> uvicorn.Server:
    """uvicorn with an ASGI application: patient with slow readers only so far, and silent."""
    import uvicorn

    from pipeline.serving.patience import PatientProtocol

    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # an address may hold a token; broken requests are no news
    config = uvicorn.Config(
        app,
        http=type("Protocol", (PatientProtocol,), {"waiting": {}}),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=16 << 10,
        proxy_headers=False,
    )
    return uvicorn.Server(config)


def bound(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OptionError for what is no address, OutputError for a port that is taken."""
    try:
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        raise OptionError(f"--host {host}: valid are addresses, such as {LOOPBACK} or 0.0.0.0 for all") from None
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise OutputError(f"port {port} of {host} cannot be used: {error.strerror or error}") from error
    return listening


def address(host: str, port: int) -> str:
    """The address to open of a server that listens there, `http://…/`; this machine's name where it listens on all."""
    known = socket.gethostname() if ipaddress.ip_address(host).is_unspecified else host
    return f"http://{f'[{known}]' if ':' in known else known}:{port}/"


def end_softly() -> None:
    """A request to end (SIGTERM) is for uvicorn, which sends it again when it has ended: then files are written."""
    with contextlib.suppress(ValueError):  # not the main thread, which alone gets signals
        signal.signal(signal.SIGTERM, lambda *_: None)


def allow_open_files() -> None:
    """As many open connections as the system allows, up to some thousands."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
        if soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
