"""All routes of the API server in one application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pipeline.api import deepl, libretranslate, native, resources
from pipeline.api.call import Call, Service
from pipeline.api.openapi import description
from pipeline.api.page import translation_page
from pipeline.api.problems import error_record
from pipeline.api.routing import Handler, json_response, routes
from pipeline.live.engine import LiveEngine

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.responses import Response


def make_application(service: Service, live: LiveEngine) -> Starlette:
    """The ASGI application. live: whose numbers `/metrics` shows."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException

    async def metrics(call: Call) -> Response:
        """`GET /metrics`."""
        from starlette.responses import Response

        await call.read()
        text = service.metrics.text(numbers(service, live))
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    async def spec(call: Call) -> Any:
        """`GET /spec`: this description."""
        await call.read(open_to_all=True)
        return description(every)

    async def page(call: Call) -> Response:
        """`GET /`: the page to translate with."""
        from starlette.responses import HTMLResponse

        await call.read(open_to_all=True)
        return HTMLResponse(translation_page())

    own: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/", page),
        ("GET", "/metrics", metrics),
        ("GET", "/spec", spec),
    )
    handlers: dict[Any, Any] = {
        HTTPException: lambda request, error: json_response(
            error_record(request.url.path, str(error.detail)), error.status_code
        )
    }
    every = (*own, *libretranslate.ROUTES, *deepl.ROUTES, *native.ROUTES, *resources.ROUTES)
    return Starlette(routes=[*routes(service, every)], exception_handlers=handlers, lifespan=_lifespan)


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # broken connections are no news
    yield


def numbers(service: Service, live: LiveEngine) -> dict[str, tuple[str, float]]:
    """What the queue and the jobs say of themselves, by the names of the metrics."""
    counts, states = live.counts, service.jobs.counts()
    return {
        "bitexte_queue_characters": ("gauge", live.queue.waiting),
        "bitexte_batches_total": ("counter", counts["batches"]),
        "bitexte_sentences_total": ("counter", counts["sentences"]),
        "bitexte_characters_total": ("counter", counts["characters"]),
        "bitexte_batch_seconds_total": ("counter", counts["milliseconds"] / 1000),
        "bitexte_characters_per_second": ("gauge", live.queue.speed),
        "bitexte_jobs_waiting": ("gauge", states["queued"]),
        "bitexte_jobs_running": ("gauge", states["running"]),
    }
