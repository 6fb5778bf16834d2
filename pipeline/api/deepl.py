"""The interface of DeepL (version 2), as its libraries use it; docs/server.md says what differs."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from pipeline.api import languages
from pipeline.api.call import Call
from pipeline.api.problems import ApiError
from pipeline.api.routing import Handler, attachment, json_response
from pipeline.errors import FormatError
from pipeline.live.glossaries import Row, rows_of
from pipeline.live.jobs import UnknownJobError
from pipeline.live.store import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job, KeptGlossary
from pipeline.live.texts import Answer, Caller

if TYPE_CHECKING:
    from starlette.responses import Response

_STATES = {QUEUED: "queued", RUNNING: "translating", DONE: "done", FAILED: "error", CANCELLED: "error"}
_NO_LIMIT = 1_000_000_000_000
_TARGETS = {"EN": "English", "EN-GB": "English (British)", "EN-US": "English (American)"}


async def translate(call: Call) -> Any:
    """`POST /v2/translate`."""
    await call.read()
    texts = call.texts("text")
    source = _pair(call)
    handling = call.text("tag_handling", "")
    if handling not in ("", "xml", "html"):
        raise ApiError(400, "Value for 'tag_handling' not supported.")
    found = [languages.code_of(guess.code) for guess in languages.detect(texts)] if not source else []
    codes = found or [source] * len(texts)
    chosen = [index for index, code in enumerate(codes) if languages.needs_translation(code, languages.TARGET)]
    glossary = call.service.glossaries.joined(call.owner, call.text("glossary_id", "") or None)

    def make(caller: Caller) -> list[Answer]:
        some = [texts[index] for index in chosen]
        return call.service.texts.translate(some, caller, markup=bool(handling), glossary=glossary)

    answers = dict(zip(chosen, await call.work(make), strict=True))
    billed = call.flag("show_billed_characters")
    return {
        "translations": [
            {
                "detected_source_language": code.upper(),
                "text": answers[index].text if index in answers else text,
                **({"billed_characters": len(text)} if billed else {}),
            }
            for index, (text, code) in enumerate(zip(texts, codes, strict=True))
        ]
    }


async def usage(call: Call) -> Any:
    """`GET /v2/usage`: there is no quota."""
    await call.read()
    return {"character_count": 0, "character_limit": _NO_LIMIT}


async def list_languages(call: Call) -> Any:
    """`GET /v2/languages`."""
    await call.read()
    if call.text("type", "source") == "target":
        return [{"language": tag, "name": name, "supports_formality": False} for tag, name in _TARGETS.items()]
    return [{"language": languages.SOURCE.upper(), "name": languages.NAMES[languages.SOURCE]}]


# -- glossaries ---------------------------------------------------------------------------------------


async def language_pairs(call: Call) -> Any:
    """`GET /v2/glossary-language-pairs`."""
    await call.read()
    return {"supported_languages": [{"source_lang": languages.SOURCE, "target_lang": languages.TARGET}]}


async def create_glossary(call: Call) -> Response:
    """`POST /v2/glossaries`."""
    await call.read()
    languages.needs_translation(
        languages.code_of(call.text("source_lang")), languages.code_of(call.text("target_lang"))
    )
    rows = parse_entries(call.text("entries"), call.text("entries_format", "tsv"))
    kept = call.service.glossaries.create(call.owner, call.text("name")[:1024], rows)
    return json_response(_glossary(kept), 201)


async def list_glossaries(call: Call) -> Any:
    """`GET /v2/glossaries`."""
    await call.read()
    return {"glossaries": [_glossary(kept) for kept in call.service.glossaries.list(call.owner)]}


async def get_glossary(call: Call) -> Any:
    """`GET /v2/glossaries/ID`."""
    await call.read()
    return _glossary(call.service.glossaries.get(call.owner, call.request.path_params["id"]))


async def glossary_entries(call: Call) -> Response:
    """`GET /v2/glossaries/ID/entries`: tab-separated."""
    from starlette.responses import Response

    await call.read()
    kept = call.service.glossaries.get(call.owner, call.request.path_params["id"])
    lines = ("\t".join((source, target.partition("|")[0])) for source, target, *_ in rows_of(kept.entries))
    return Response("\n".join(lines), media_type="text/tab-separated-values")


async def delete_glossary(call: Call) -> Response:
    """`DELETE /v2/glossaries/ID`."""
    from starlette.responses import Response

    await call.read()
    call.service.glossaries.forget(call.owner, call.request.path_params["id"])
    return Response(status_code=204)


def parse_entries(text: str, kind: str) -> list[Row]:
    """The rows of a glossary as text: two columns, tab- or comma-separated. Raises ApiError, FormatError."""
    if kind not in ("tsv", "csv"):
        raise ApiError(400, "Value for 'entries_format' not supported.")
    if kind == "csv":
        return [tuple(cells[:2]) for cells in _csv_rows(text)]
    lines = (line.rstrip("\r").split("\t") for line in text.split("\n") if line.strip())
    return [_two(number, cells) for number, cells in enumerate(lines, start=1)]


def _csv_rows(text: str) -> Iterable[list[str]]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), strict=True), start=1):
            if any(cells):
                yield list(_two(number, cells))
    except csv.Error as error:
        raise FormatError(f"entries: not CSV: {error}") from error


def _two(number: int, cells: list[str]) -> Row:
    if len(cells) < 2:
        raise FormatError(f"entries: line {number}: a source and a target are needed")
    return tuple(cells[:2])


def _glossary(kept: KeptGlossary) -> dict[str, Any]:
    created = datetime.fromtimestamp(kept.created, timezone.utc)
    return {
        "glossary_id": kept.id,
        "name": kept.name,
        "ready": True,
        "source_lang": languages.SOURCE,
        "target_lang": languages.TARGET,
        "creation_time": created.isoformat().replace("+00:00", "Z"),
        "entry_count": kept.count,
    }


# -- documents ----------------------------------------------------------------------------------------


async def upload_document(call: Call) -> Any:
    """`POST /v2/document`."""
    await call.read()
    name, data = await call.file()
    _pair(call)
    identifier = call.text("glossary_id", "")
    glossary = call.service.glossaries.joined(call.owner, identifier) if identifier else None
    name = call.text("filename", name)
    job = await call.work(lambda _: call.service.jobs.accept(data, name, call.owner, glossary))
    return {"document_id": job.id, "document_key": job.secret}


async def document_status(call: Call) -> Any:
    """`POST /v2/document/ID`."""
    await call.read()
    job = _job(call)
    record: dict[str, Any] = {"document_id": job.id, "status": _STATES[job.state]}
    if job.state == RUNNING:
        record["seconds_remaining"] = max(1, round((job.total - job.done) / 20))
    elif job.state == DONE:
        record["billed_characters"] = job.characters
    elif job.over:
        record["error_message"] = job.error or job.state
    return record


async def document_result(call: Call) -> Response:
    """`POST /v2/document/ID/result`."""
    await call.read()
    job = _job(call)
    if not job.over:
        raise ApiError(503, "Document translation is not done.", 2)
    return attachment(*call.service.jobs.result(job))


def _job(call: Call) -> Job:
    job = call.service.jobs.get(call.request.path_params["id"])
    if not secrets.compare_digest(job.secret.encode(), call.text("document_key").encode("utf-8", "replace")):
        raise UnknownJobError("no such document")
    return job


def _pair(call: Call) -> str:
    """The source language, empty where it is to be found out. Raises ApiError for what is not made."""
    if languages.code_of(call.text("target_lang")) != languages.TARGET:
        raise ApiError(400, "Value for 'target_lang' not supported.")
    source = call.text("source_lang", "")
    code = languages.code_of(source) if source else ""
    languages.needs_translation(code or languages.SOURCE, languages.TARGET)
    return code


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v2/translate", translate),
    ("GET", "/v2/usage", usage),
    ("GET", "/v2/languages", list_languages),
    ("GET", "/v2/glossary-language-pairs", language_pairs),
    ("POST", "/v2/glossaries", create_glossary),
    ("GET", "/v2/glossaries", list_glossaries),
    ("GET", "/v2/glossaries/{id}", get_glossary),
    ("GET", "/v2/glossaries/{id}/entries", glossary_entries),
    ("DELETE", "/v2/glossaries/{id}", delete_glossary),
    ("POST", "/v2/document", upload_document),
    ("POST", "/v2/document/{id}", document_status),
    ("POST", "/v2/document/{id}/result", document_result),
)
