"""The API server: one process, the model loaded once, nothing from a network."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.api.application import make_application
from pipeline.api.call import Limits, Service
from pipeline.api.gate import ApiGate
from pipeline.api.keys import Keys
from pipeline.api.metrics import Metrics
from pipeline.api.rates import Rates
from pipeline.api.routing import ACCESS
from pipeline.files.locking import locked_folder
from pipeline.live.engine import LiveEngine
from pipeline.live.glossaries import Glossaries
from pipeline.live.jobs import Jobs
from pipeline.live.store import Store
from pipeline.live.texts import Texts
from pipeline.memory import Approved
from pipeline.serving.guard import Hosts
from pipeline.serving.listening import LOOPBACK, address, allow_open_files, bound, end_softly, http_server
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

if TYPE_CHECKING:
    import uvicorn

PORT = 5000
LOG_FORMATS = ("text", "json")


@dataclass(frozen=True)
class Settings:
    """What the server is started with. data: the folder of jobs and glossaries. names: further host names."""

    data: Path
    host: str = LOOPBACK
    port: int = PORT
    names: Sequence[str] = ()
    origins: Sequence[str] = ()
    keys: Keys = field(default_factory=Keys)
    requests_a_minute: int = 0
    limits: Limits = field(default_factory=Limits)


class ApiServer:
    """Answers until it is closed."""

    def __init__(self, recipe: Recipe, settings: Settings) -> None:
        """Bind the port, load the model, take up the jobs. Raises BitexteError."""
        self._socket = bound(settings.host, settings.port)
        self._host, self.port = settings.host, int(self._socket.getsockname()[1])
        self._session = Session(recipe)
        self._live = LiveEngine(self._session)
        self._store = Store(settings.data / "server.sqlite")
        self._jobs = Jobs(settings.data / "jobs", self._store, self._live)
        service = Service(
            texts=Texts(self._live),
            jobs=self._jobs,
            glossaries=Glossaries(self._store, self._session.glossary),
            store=self._store,
            keys=settings.keys,
            rates=Rates(settings.requests_a_minute),
            limits=settings.limits,
            metrics=Metrics(),
            approve=self._approve if recipe.memory is not None else None,
        )
        hosts = Hosts(settings.host, self.port, settings.names)
        self._server: uvicorn.Server = http_server(
            ApiGate(make_application(service, self._live), hosts, settings.origins)
        )
        self._data = settings.data

    @property
    def url(self) -> str:
        """The address to open."""
        return address(self._host, self.port)

    def serve(self) -> None:
        """Answer until `close` is called from another thread, or KeyboardInterrupt. Raises OutputError."""
        allow_open_files()
        end_softly()
        with locked_folder(self._data, wait=2.0):
            self._jobs.run()
            try:
                self._server.run(sockets=[self._socket])
            finally:
                self._socket.close()
                self._jobs.close()
                self._live.close()
                self._store.close()
                self._session.close()

    def close(self) -> None:
        """Stops `serve`, from another thread."""
        self._server.should_exit = True

    def _approve(self, source: str, target: str) -> None:
        memory = self._session.memory
        assert memory is not None
        memory.approve([Approved(source, target, "suggestion")])


def log_requests(kind: str) -> None:
    """A line a request on standard error: method, route, status, seconds, who; never a text or an address asked for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if kind == "json" else logging.Formatter("%(asctime)s %(message)s"))
    ACCESS.addHandler(handler)
    ACCESS.setLevel(logging.INFO)
    ACCESS.propagate = False


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One JSON object."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        return json.dumps({"time": moment, **getattr(record, "fields", {"message": record.getMessage()})})
