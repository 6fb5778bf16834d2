"""What callers keep on the server, under /api/v1: glossaries, jobs with their files, suggestions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from pipeline.api.call import Call
from pipeline.api.native import entry_rows
from pipeline.api.problems import ApiError, missing
from pipeline.api.routing import Handler, attachment, json_response
from pipeline.live.glossaries import MOST_ENTRIES, rows_of
from pipeline.live.store import Job, KeptGlossary

if TYPE_CHECKING:
    from starlette.responses import Response

_LOOK_SECONDS, _ALIVE_SECONDS = 0.25, 15.0
_COLUMNS = ("source", "target", "kind", "policy", "notes")


# -- glossaries ---------------------------------------------------------------------------------------


async def list_glossaries(call: Call) -> Any:
    """`GET /api/v1/glossaries`."""
    await call.read()
    return {"glossaries": [_glossary(kept) for kept in call.service.glossaries.list(call.owner)]}


async def create_glossary(call: Call) -> Response:
    """`POST /api/v1/glossaries`: a name and entries."""
    await call.read()
    kept = call.service.glossaries.create(call.owner, call.text("name")[:200], _entries(call))
    return json_response(_glossary(kept, entries=True), 201)


async def get_glossary(call: Call) -> Any:
    """`GET /api/v1/glossaries/ID`."""
    await call.read()
    return _glossary(call.service.glossaries.get(call.owner, _id(call)), entries=True)


async def change_glossary(call: Call) -> Any:
    """`PUT /api/v1/glossaries/ID`: other entries. With `hash`, only where that is still its version."""
    await call.read()
    glossaries, identifier = call.service.glossaries, _id(call)
    version = call.text("hash", "")
    if version and glossaries.get(call.owner, identifier).hash != version:
        raise ApiError(409, "the glossary has changed since")
    name = call.text("name", "")[:200]
    return _glossary(glossaries.change(call.owner, identifier, _entries(call), name or None), entries=True)


async def delete_glossary(call: Call) -> Response:
    """`DELETE /api/v1/glossaries/ID`."""
    from starlette.responses import Response

    await call.read()
    call.service.glossaries.forget(call.owner, _id(call))
    return Response(status_code=204)


def _entries(call: Call) -> list[tuple[str, ...]]:
    if "entries" not in call.fields:
        raise missing("entries")
    return entry_rows(call.fields["entries"], MOST_ENTRIES)


def _glossary(kept: KeptGlossary, *, entries: bool = False) -> dict[str, Any]:
    record: dict[str, Any] = {"id": kept.id, "name": kept.name, "hash": kept.hash, "count": kept.count}
    record |= {"created": kept.created, "changed": kept.changed}
    if entries:
        record["entries"] = [dict(zip(_COLUMNS, row, strict=False)) for row in rows_of(kept.entries)]
    return record


# -- jobs ---------------------------------------------------------------------------------------------


async def create_job(call: Call) -> Response:
    """`POST /api/v1/jobs`: a document in a multipart form."""
    await call.read()
    name, data = await call.file()
    identifier = call.text("glossary_id", "")
    glossary = call.service.glossaries.joined(call.owner, identifier, _given(call))
    own = glossary if identifier or call.fields.get("glossary") else None
    job = await call.work(lambda _: call.service.jobs.accept(data, name, call.owner, own))
    return json_response(job_record(call, job), 202)


def _given(call: Call) -> list[tuple[str, ...]]:
    """The entries that a form brings as JSON."""
    try:
        return entry_rows(json.loads(call.text("glossary", "[]")), MOST_ENTRIES)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "Invalid request: glossary is not JSON") from error


async def list_jobs(call: Call) -> Any:
    """`GET /api/v1/jobs`: the latest first."""
    await call.read()
    return {"jobs": [job_record(call, job) for job in call.service.jobs.list(call.owner)]}


async def get_job(call: Call) -> Any:
    """`GET /api/v1/jobs/ID`."""
    await call.read()
    return job_record(call, call.service.jobs.get(_id(call), call.owner))


async def cancel_job(call: Call) -> Any:
    """`POST /api/v1/jobs/ID/cancel`."""
    await call.read()
    return job_record(call, call.service.jobs.cancel(_id(call), call.owner))


async def delete_job(call: Call) -> Response:
    """`DELETE /api/v1/jobs/ID`: with all its files."""
    from starlette.responses import Response

    await call.read()
    await call.work(lambda _: call.service.jobs.forget(_id(call), call.owner))
    return Response(status_code=204)


async def job_file(call: Call) -> Response:
    """`GET /api/v1/jobs/ID/files/NAME`: one of those that the job lists."""
    await call.read()
    job = call.service.jobs.get(_id(call), call.owner)
    path = call.service.jobs.files(job).get(call.request.path_params["name"])
    if path is None:
        raise ApiError(404, "no such file")
    data = await call.work(lambda _: path.read_bytes())
    return attachment(job.name + path.name.removeprefix("document"), data)


async def job_events(call: Call) -> Response:
    """`GET /api/v1/jobs/ID/events`: the job whenever it has changed, as server-sent events, until it is over."""
    from starlette.responses import StreamingResponse

    await call.read()
    call.service.jobs.get(_id(call), call.owner)

    async def events() -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        said, spoken = None, loop.time()
        while True:
            job = call.service.jobs.get(_id(call), call.owner)
            if job != said:
                yield f"event: {job.state}\ndata: {json.dumps(job_record(call, job))}\n\n".encode()
                said, spoken = job, loop.time()
            elif loop.time() - spoken > _ALIVE_SECONDS:
                yield b": alive\n\n"
                spoken = loop.time()
            if job.over:
                return
            await asyncio.sleep(_LOOK_SECONDS)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def job_record(call: Call, job: Job) -> dict[str, Any]:
    """A job as JSON."""
    record: dict[str, Any] = {
        "id": job.id,
        "name": f"{job.name}{job.suffix}",
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "created": job.created,
    }
    if job.over:
        record |= {"ended": job.ended, "ends": job.ends}
    if job.error:
        record["error"] = job.error
    if files := call.service.jobs.files(job):
        record["files"] = list(files)
    return record


# -- suggestions --------------------------------------------------------------------------------------


async def list_suggestions(call: Call) -> Any:
    """`GET /api/v1/suggestions`."""
    await call.read()
    found = call.service.store.suggestions()
    return {"suggestions": [{"id": one.id, "source": one.source, "target": one.target} for one in found]}


async def approve_suggestion(call: Call) -> Any:
    """`POST /api/v1/suggestions/ID/approve`: into the memory, from which translations take it first."""
    await call.read()
    if call.service.approve is None:
        raise ApiError(409, "this server has no memory; --memory FILE gives it one")
    found = next((one for one in call.service.store.suggestions() if str(one.id) == _id(call)), None)
    if found is None:
        raise ApiError(404, "no such suggestion")
    call.service.approve(found.source, found.target)
    call.service.store.forget_suggestion(found.id)
    return {"source": found.source, "target": found.target}


async def delete_suggestion(call: Call) -> Response:
    """`DELETE /api/v1/suggestions/ID`."""
    from starlette.responses import Response

    await call.read()
    number = _id(call)
    if not (number.isascii() and number.isdigit() and len(number) < 18) or not call.service.store.forget_suggestion(
        int(number)
    ):
        raise ApiError(404, "no such suggestion")
    return Response(status_code=204)


def _id(call: Call) -> str:
    return str(call.request.path_params["id"])


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/api/v1/glossaries", list_glossaries),
    ("POST", "/api/v1/glossaries", create_glossary),
    ("GET", "/api/v1/glossaries/{id}", get_glossary),
    ("PUT", "/api/v1/glossaries/{id}", change_glossary),
    ("DELETE", "/api/v1/glossaries/{id}", delete_glossary),
    ("POST", "/api/v1/jobs", create_job),
    ("GET", "/api/v1/jobs", list_jobs),
    ("GET", "/api/v1/jobs/{id}", get_job),
    ("DELETE", "/api/v1/jobs/{id}", delete_job),
    ("POST", "/api/v1/jobs/{id}/cancel", cancel_job),
    ("GET", "/api/v1/jobs/{id}/events", job_events),
    ("GET", "/api/v1/jobs/{id}/files/{name}", job_file),
    ("GET", "/api/v1/suggestions", list_suggestions),
    ("POST", "/api/v1/suggestions/{id}/approve", approve_suggestion),
    ("DELETE", "/api/v1/suggestions/{id}", delete_suggestion),
)
