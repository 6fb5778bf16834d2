"""The interface of bitexte's own, under /api/v1: units with all they hold, aligning, splitting, checking."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from pipeline.alignment import align_documents
from pipeline.api.call import Call
from pipeline.api.problems import ApiError, missing
from pipeline.api.routing import Handler
from pipeline.bitext import Bitext, Unit, unit_identifier
from pipeline.errors import BitexteError
from pipeline.formats.records import unit_record
from pipeline.formats.text import translated_text
from pipeline.glossary.finding.glossary import Glossary
from pipeline.live.glossaries import Row
from pipeline.live.texts import Caller, plain_document
from pipeline.quality.registry import run_checks
from pipeline.segmentation import split_sentences
from pipeline.workflow.report import term_audit

if TYPE_CHECKING:
    from starlette.responses import Response

LANGUAGES = ("fr", "en")
_MOST_ALTERNATIVES, _MOST_ENTRIES, _MOST_UNITS = 10, 1_000, 5_000


async def translate(call: Call) -> Any:
    """`POST /api/v1/translate`: a text; with `stream`, units come as lines of JSON, each as soon as it is made."""
    await call.read()
    text = call.text("text")
    call.require_characters(len(text))
    glossary = glossary_of(call)
    if call.flag("stream"):
        return _stream(call, text, glossary)

    def make(caller: Caller) -> dict[str, Any]:
        (answer,) = call.service.texts.translate([text], caller, glossary=glossary, links=True, check=True)
        return bitext_record(answer.bitext) | {"text": answer.text}

    return await call.work(make)


async def alternatives(call: Call) -> Any:
    """`POST /api/v1/alternatives`: other versions of one sentence."""
    await call.read()
    source, most = call.text("source"), call.number("most", 4, _MOST_ALTERNATIVES)
    call.require_characters(len(source))
    glossary = glossary_of(call)
    texts = call.service.texts
    return {"alternatives": await call.work(lambda caller: texts.alternatives(source, caller, most, glossary))}


async def split(call: Call) -> Any:
    """`POST /api/v1/split`: where the sentences of a text stand in it."""
    await call.read()
    text, language = call.text("text"), _language(call)
    call.require_characters(len(text))
    join = call.flag("join_lines")
    found = await call.work(lambda _: split_sentences(text, language, join_lines=join))
    return {"sentences": [{"span": list(one.span), "paragraph": one.paragraph} for one in found]}


async def align(call: Call) -> Any:
    """`POST /api/v1/align`: a text and its translation become units."""
    await call.read()
    source, target = call.text("source"), call.text("target")
    call.require_characters(len(source) + len(target))

    def make(_: Caller) -> dict[str, Any]:
        french = plain_document(source)
        english = plain_document(target, language="en")
        return bitext_record(run_checks(align_documents(french, english, name="text")))

    return await call.work(make)


async def check(call: Call) -> Any:
    """`POST /api/v1/check`: what the checks find in pairs of sentences."""
    await call.read()
    pairs = call.fields.get("units")
    if not isinstance(pairs, list) or not pairs:
        raise missing("units")
    if len(pairs) > _MOST_UNITS:
        raise ApiError(400, f"Invalid request: more than {_MOST_UNITS} units")
    units = []
    for index, pair in enumerate(pairs):
        if not isinstance(pair, dict):
            raise ApiError(400, "Invalid request: a unit is not an object")
        source, target = _field(pair, "source"), _field(pair, "target")
        units.append(Unit(unit_identifier(index), source, target, paragraph=index))
    call.require_characters(sum(len(unit.source) + len(unit.target) for unit in units))
    return bitext_record(await call.work(lambda _: run_checks(Bitext("text", tuple(units)))))


async def service(call: Call) -> Any:
    """`GET /api/v1`: what this server is made of."""
    await call.read()
    return {"signature": call.service.texts.signature, "languages": list(LANGUAGES)}


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/api/v1", service),
    ("POST", "/api/v1/translate", translate),
    ("POST", "/api/v1/alternatives", alternatives),
    ("POST", "/api/v1/split", split),
    ("POST", "/api/v1/align", align),
    ("POST", "/api/v1/check", check),
)


def bitext_record(bitext: Bitext) -> dict[str, Any]:
    """A bitext as JSON: its units as in JSON Lines, what became of every mention, what made it."""
    return {
        "signature": str(bitext.signature or ""),
        "units": [unit_record(unit) for unit in bitext.units],
        "terms": [asdict(audit) for audit in term_audit(bitext)],
    }


def glossary_of(call: Call) -> Glossary:
    """The glossary of a request: the server's, over it that of `glossary_id`, over both the entries in `glossary`.

    Raises ApiError, GlossaryError, UnknownGlossaryError.
    """
    rows = entry_rows(call.fields.get("glossary") or [], _MOST_ENTRIES)
    return call.service.glossaries.joined(call.owner, call.text("glossary_id", "") or None, rows)


def entry_rows(entries: object, most: int) -> list[Row]:
    """Rows of a JSON list of entries. Raises ApiError."""
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise ApiError(400, "Invalid request: glossary is not a list of objects")
    if len(entries) > most:
        raise ApiError(400, f"Invalid request: more than {most} glossary entries")
    return [
        (
            _field(one, "source"),
            _field(one, "target", ""),
            *(_field(one, name, "") for name in ("kind", "policy", "notes")),
        )
        for one in entries
    ]


def _field(record: dict[str, Any], name: str, default: str | None = None) -> str:
    value = record.get(name, default)
    if not isinstance(value, str):
        raise ApiError(400, f"Invalid request: {name} is not a text")
    return value


def _language(call: Call) -> str:
    language = call.text("language", "fr")
    if language not in LANGUAGES:
        raise ApiError(400, f"{language[:40]} is not supported")
    return language


def _stream(call: Call, text: str, glossary: Glossary) -> Response:
    """First the sources with their places, then each unit, last everything with the checks' flags."""
    from starlette.responses import StreamingResponse

    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    def say(record: dict[str, Any] | None) -> None:
        loop.call_soon_threadsafe(lines.put_nowait, record)

    def make(caller: Caller) -> None:
        def begin(units: list[Unit]) -> None:
            say({"sources": [unit.source for unit in units], "paragraphs": [unit.paragraph for unit in units]})

        def tell(index: int, unit: Unit) -> None:
            say({"index": index, "unit": unit_record(replace(unit, source_span=None))})

        bitext = call.service.texts.stream(text, caller, begin, tell, glossary=glossary)
        say({"done": True, "text": translated_text(bitext)} | bitext_record(bitext))

    async def stream() -> AsyncIterator[bytes]:
        work = asyncio.ensure_future(call.work(make))
        work.add_done_callback(lambda _: lines.put_nowait(None))
        try:
            while (record := await lines.get()) is not None:
                yield json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            if not work.cancelled() and (error := work.exception()):
                known = isinstance(error, BitexteError)
                yield json.dumps({"error": str(error) if known else type(error).__name__}).encode() + b"\n"
        finally:
            work.cancel()

    return StreamingResponse(stream(), media_type="application/x-ndjson", headers={"X-Accel-Buffering": "no"})
