"""From handlers to routes: JSON out, errors in the shape of their interface, every answer counted and logged."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.api.call import Call, Service
from pipeline.api.problems import ApiError, error_record
from pipeline.errors import BitexteError, GlossaryError, InputError, OptionError, OutputError
from pipeline.live.glossaries import UnknownGlossaryError
from pipeline.live.jobs import UnknownJobError
from pipeline.live.queue import BusyError, WithdrawnError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

Handler = Callable[[Call], Awaitable[Any]]
ACCESS = logging.getLogger("bitexte.access")
_LOG = logging.getLogger(__name__)
_STATUS = {
    UnknownGlossaryError: 404,
    UnknownJobError: 404,
    GlossaryError: 400,
    InputError: 400,
    OptionError: 400,
    OutputError: 507,
}


def routes(service: Service, handlers: Iterable[tuple[str, str, Handler]]) -> list[Route]:
    """The routes of (method, path, handler) triples; each is called as its handler is."""
    from starlette.routing import Route

    return [
        Route(path, _endpoint(service, path, handler), methods=[method], name=handler.__name__)
        for method, path, handler in handlers
    ]


def attachment(name: str, data: bytes) -> Response:
    """A file to be saved under a name."""
    from starlette.responses import Response

    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": disposition})


def json_response(record: Any, status: int = 200, retry: int = 0) -> Response:
    """JSON in UTF-8. retry: seconds for the header Retry-After."""
    from starlette.responses import Response

    body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, {"Retry-After": str(retry)} if retry else None, "application/json")


def _endpoint(service: Service, route: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        from starlette.responses import Response

        began = time.perf_counter()
        call = Call(request, service)
        try:
            made = await handler(call)
            response = made if isinstance(made, Response) else json_response(made)
        except Exception as error:
            response = _failure(request.url.path, error)
        seconds = time.perf_counter() - began
        service.metrics.answered(route, request.method, response.status_code, seconds)
        fields = {
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "seconds": round(seconds, 4),
            "caller": call.caller_name,
        }
        ACCESS.info("%(method)s %(route)s %(status)s %(seconds)s %(caller)s", fields, extra={"fields": fields})
        return response

    return endpoint


def _failure(path: str, error: Exception) -> Response:
    if isinstance(error, ApiError):
        status, message, retry = error.status, str(error), error.retry
    elif isinstance(error, BusyError):
        status, message, retry = 503, str(error), error.seconds
    elif isinstance(error, WithdrawnError):
        status, message, retry = 503, f"{error}; try again later", 30
    elif isinstance(error, BitexteError):
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        message, retry = str(error), 0
    else:
        _LOG.error("a request failed: %s", type(error).__name__, exc_info=_LOG.isEnabledFor(logging.DEBUG))
        status, message, retry = 500, f"the server failed: {type(error).__name__}", 0
    return json_response(error_record(path, message), status, retry)
