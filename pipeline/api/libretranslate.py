"""The interface of LibreTranslate (its /spec, version 1.7), as its clients use it; docs/server.md says what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.api import languages
from pipeline.api.call import Call
from pipeline.api.problems import ApiError
from pipeline.api.routing import Handler
from pipeline.documents.registry import SUFFIXES
from pipeline.live.jobs import UnknownJobError
from pipeline.live.store import DONE, FAILED
from pipeline.live.texts import Answer, Caller
from pipeline.text.language import Guess

if TYPE_CHECKING:
    from starlette.responses import Response

_MOST_ALTERNATIVES = 10
_FILE_SECONDS = 600.0
_MOST_SUGGESTIONS = 100_000
FORMATS = ("text", "html")


async def translate(call: Call) -> Any:
    """`POST /translate`."""
    await call.read()
    texts = call.texts("q")
    source, target = call.text("source"), languages.code_of(call.text("target"))
    kind = call.text("format", "text")
    if kind not in FORMATS:
        raise ApiError(400, f"{kind[:40]} format is not supported")
    most = call.number("alternatives", 0, _MOST_ALTERNATIVES)
    found = languages.detect(texts) if source == languages.AUTO else []
    codes = [languages.code_of(guess.code) for guess in found] or [languages.code_of(source)] * len(texts)
    chosen = [index for index, code in enumerate(codes) if languages.needs_translation(code, target)]
    glossary = call.service.glossaries.joined(call.owner, call.text("glossary_id", "") or None)

    def make(caller: Caller) -> list[Answer]:
        some = [texts[index] for index in chosen]
        return call.service.texts.translate(some, caller, markup=kind == "html", glossary=glossary, alternatives=most)

    answers = dict(zip(chosen, await call.work(make), strict=True))
    single = isinstance(call.fields["q"], str)
    return _answer(texts, answers, single, most, [_detected(guess) for guess in found])


def _answer(
    texts: Sequence[str], answers: dict[int, Answer], single: bool, most: int, found: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    made = [answers[index].text if index in answers else text for index, text in enumerate(texts)]
    others = [list(answers[index].alternatives) if index in answers else [] for index in range(len(texts))]
    record: dict[str, Any] = {"translatedText": made[0] if single else made}
    if most:
        record["alternatives"] = others[0] if single else others
    if found:
        record["detectedLanguage"] = found[0] if single else list(found)
    return record


def _detected(guess: Guess) -> dict[str, Any]:
    return {"confidence": round(100 * guess.confidence, 1), "language": guess.code}


async def detect(call: Call) -> Any:
    """`POST /detect`."""
    await call.read()
    return [_detected(languages.detect([" ".join(call.texts("q"))])[0])]


async def list_languages(call: Call) -> Any:
    """`GET /languages`: each with what it can become, itself included, as theirs."""
    await call.read(open_to_all=True)
    names = languages.NAMES.items()
    targets = {languages.SOURCE: [languages.TARGET, languages.SOURCE], languages.TARGET: [languages.TARGET]}
    return [{"code": code, "name": name, "targets": targets[code]} for code, name in names]


async def settings(call: Call) -> Any:
    """`GET /frontend/settings`."""
    await call.read(open_to_all=True)
    keys, limit = bool(call.service.keys), call.service.limits.characters
    return {
        "apiKeys": keys,
        "charLimit": limit or -1,
        "filesTranslation": True,
        "frontendTimeout": 500,
        "keyRequired": keys,
        "language": {
            "source": {"code": languages.SOURCE, "name": languages.NAMES[languages.SOURCE]},
            "target": {"code": languages.TARGET, "name": languages.NAMES[languages.TARGET]},
        },
        "suggestions": True,
        "supportedFilesFormat": list(SUFFIXES),
    }


async def translate_file(call: Call) -> Any:
    """`POST /translate_file`: answers when the document is made."""
    await call.read()
    name, data = await call.file()
    if languages.code_of(call.text("target")) != languages.TARGET:
        raise ApiError(400, f"{call.text('target')[:40]} is not supported")
    source = call.text("source")
    if source != languages.AUTO:
        languages.needs_translation(languages.code_of(source), languages.TARGET)
    jobs = call.service.jobs

    def make(_: Caller) -> tuple[str, str]:
        job = jobs.wait(jobs.accept(data, name, call.owner).id, _FILE_SECONDS)
        if job.state == FAILED:
            raise ApiError(400, f"Cannot translate file: {job.error}")
        if job.state != DONE:
            raise ApiError(503, "the document is still being translated; try again later", 60)
        return job.id, jobs.result(job)[0]

    identifier, made = await call.work(make)
    address = call.request.url_for("download_file", name=f"{identifier}.{quote(made, safe='')}")
    return {"translatedFileUrl": str(address)}


async def download_file(call: Call) -> Response:
    """`GET /download_file/ID.NAME`: who knows the id may have it."""
    await call.read(open_to_all=True)
    from pipeline.api.routing import attachment

    identifier = call.request.path_params["name"].partition(".")[0]
    try:
        name, data = call.service.jobs.result(call.service.jobs.get(identifier))
    except UnknownJobError as error:
        raise ApiError(404, "Invalid filename") from error
    return attachment(name, data)


async def suggest(call: Call) -> Any:
    """`POST /suggest`: kept for a reviewer, who approves it or not; translations do not change before."""
    await call.read()
    source, target = call.text("q"), call.text("s")
    call.require_characters(len(source) + len(target))
    languages.needs_translation(languages.code_of(call.text("source")), languages.code_of(call.text("target")))
    if not call.service.store.suggest(call.owner, source, target, _MOST_SUGGESTIONS):
        raise ApiError(503, "no room for further suggestions", 3600)
    return {"success": True}


async def health(call: Call) -> Any:
    """`GET /health`."""
    await call.read(open_to_all=True)
    return {"status": "ok"}


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/translate", translate),
    ("POST", "/detect", detect),
    ("GET", "/languages", list_languages),
    ("GET", "/frontend/settings", settings),
    ("POST", "/translate_file", translate_file),
    ("GET", "/download_file/{name:path}", download_file),
    ("POST", "/suggest", suggest),
    ("GET", "/health", health),
)
