"""The addresses of the review server (docs/review-server.md), each a few lines before the desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pipeline.bitext import Bitext
from pipeline.errors import BitexteError, FormatError, OptionError
from pipeline.review.page import render_page
from pipeline.serving.dashboard import dashboard_page
from pipeline.serving.desk import Desk, UnknownDocumentError
from pipeline.serving.events import MOST_STREAMS, Hub, Listener
from pipeline.serving.keeper import Keeper
from pipeline.serving.request import name_of, number_of, parse_object, parse_save

Download = Callable[[Bitext, str], tuple[str, bytes]]
"""A document as a file of a kind: its name and its bytes. Raises OptionError for an unknown kind."""

Ability = Callable[[str, str], list[Any]]
"""What a page may ask for beyond the document: takes the document's name and what is asked."""


class Application:
    """The routes, over one desk."""

    def __init__(
        self,
        desk: Desk,
        hub: Hub,
        keeper: Keeper,
        download: Download,
        kinds: Sequence[str],
        abilities: Mapping[str, Ability],
    ) -> None:
        self._desk, self._hub, self._keeper = desk, hub, keeper
        self._download, self._kinds, self._abilities = download, kinds, abilities

    def app(self) -> Starlette:
        """The ASGI application; the first part of the path, the token, is not its business."""
        document = "/d/{name:path}"
        routes = [
            Route("/", self._index),
            Route("/dashboard", self._dashboard),
            Route("/memory", self._memory),
            Route(f"{document}/", self._page),
            Route(f"{document}/state", self._state),
            Route(f"{document}/events", self._events),
            Route(f"{document}/alternatives", self._alternatives),
            Route(f"{document}/file/{{kind}}", self._file),
            Route(f"{document}/save", self._save, methods=["POST"]),
            Route(f"{document}/lock", self._lock, methods=["POST"]),
            Route(f"{document}/unlock", self._unlock, methods=["POST"]),
            Route(f"{document}/leave", self._leave, methods=["POST"]),
            Route(f"{document}/resolve", self._resolve, methods=["POST"]),
        ]
        handlers: dict[Any, Any] = {
            HTTPException: lambda _, error: _error(error.status_code, error.detail),
            UnknownDocumentError: lambda _, error: _error(404, str(error)),
            FormatError: lambda _, error: _error(400, str(error)),
            OptionError: lambda _, error: _error(400, str(error)),
            BitexteError: lambda _, error: _error(500, str(error)),
        }
        return Starlette(routes=routes, exception_handlers=handlers, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda *_: None)  # broken connections are no news
        self._hub.open(loop)
        task = asyncio.create_task(self._keeper.run())
        yield
        task.cancel()
        self._hub.close()

    # -- pages ----------------------------------------------------------------------------------------

    async def _index(self, _: Request) -> Response:
        summary = await run_in_threadpool(self._summary)
        return HTMLResponse(dashboard_page(summary, self._kinds))

    async def _dashboard(self, _: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._summary))

    def _summary(self) -> dict[str, Any]:
        present = sorted({(each.reviewer, each.document) for each in list(self._hub.listeners)})
        return {
            "documents": [self._desk.summary(name) for name in self._desk.names()],
            "present": [{"reviewer": reviewer, "document": name} for reviewer, name in present],
            "trouble": self._keeper.trouble,
        }

    async def _page(self, request: Request) -> Response:
        def page() -> bytes:
            revision, bitext = self._desk.page(request.path_params["name"])
            return "".join(render_page([bitext], revision=revision)).encode("utf-8", "replace")

        return HTMLResponse(await run_in_threadpool(page))

    async def _file(self, request: Request) -> Response:
        def file() -> tuple[str, bytes]:
            kind = request.path_params["kind"]
            if kind not in self._kinds:
                raise OptionError(f"no file of kind {kind!r}; valid are {', '.join(self._kinds)}")
            return self._download(self._desk.settle(request.path_params["name"]), kind)

        name, data = await run_in_threadpool(file)
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": disposition})

    # -- a document -----------------------------------------------------------------------------------

    async def _state(self, request: Request) -> Response:
        state = await run_in_threadpool(self._desk.state, request.path_params["name"])
        return JSONResponse(state | {"abilities": sorted(self._abilities)})

    async def _events(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._desk.names():
            raise UnknownDocumentError(f"no document {name!r} here")
        if len(self._hub.listeners) >= MOST_STREAMS:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, f"{MOST_STREAMS} pages are open")
        query: dict[str, Any] = dict(request.query_params)
        after = request.headers.get("last-event-id") or query.get("after", "0")
        if not (after.isascii() and after.isdigit()):
            raise FormatError("after is not a whole number")
        listener = Listener(name, name_of(query, "client"), name_of(query, "reviewer", required=False))
        stream = self._hub.stream(self._desk, listener, number_of({"after": int(after[:20])}, "after"))
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def _save(self, request: Request) -> Response:
        body = await request.body()

        def save() -> dict[str, Any]:
            return self._desk.save(request.path_params["name"], parse_save(body))

        answer = await run_in_threadpool(save)
        self._keeper.touched(request.path_params["name"])
        return JSONResponse(answer, HTTPStatus.CONFLICT if answer["conflicts"] else HTTPStatus.OK)

    async def _lock(self, request: Request) -> Response:
        record = parse_object(await request.body())
        client, key = name_of(record, "client"), name_of(record, "id")
        name, reviewer = request.path_params["name"], name_of(record, "reviewer", required=False)
        lock = await run_in_threadpool(self._desk.take_lock, name, key, client, reviewer)
        return JSONResponse({"lock": lock.record()}, HTTPStatus.OK if lock.client == client else HTTPStatus.LOCKED)

    async def _unlock(self, request: Request) -> Response:
        record = parse_object(await request.body())
        client, key = name_of(record, "client"), name_of(record, "id")
        await run_in_threadpool(self._desk.release_lock, request.path_params["name"], key, client)
        return JSONResponse({})

    async def _leave(self, request: Request) -> Response:
        client = name_of(parse_object(await request.body()), "client")
        await run_in_threadpool(self._desk.leave, client)
        return JSONResponse({})

    async def _resolve(self, request: Request) -> Response:
        record = parse_object(await request.body())
        await run_in_threadpool(self._desk.resolve, request.path_params["name"], number_of(record, "number"))
        return JSONResponse({})

    # -- beyond the document --------------------------------------------------------------------------

    async def _memory(self, request: Request) -> Response:
        return JSONResponse({"pairs": await self._ask("memory", "", request.query_params.get("q", ""))})

    async def _alternatives(self, request: Request) -> Response:
        name, query = request.path_params["name"], request.query_params
        source = query.get("q", "") or await run_in_threadpool(self._desk.source, name, query.get("id", ""))
        return JSONResponse({"alternatives": await self._ask("alternatives", name, source)})

    async def _ask(self, ability: str, name: str, asked: str) -> list[Any]:
        if ability not in self._abilities:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"this server has no {ability}")
        return await run_in_threadpool(self._abilities[ability], name, asked)


def _error(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status)
