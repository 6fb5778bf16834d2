"""One request: who asks, with which key, for what; its fields as JSON, form or multipart, every fault named."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

from pipeline.api.keys import Keys
from pipeline.api.metrics import Metrics
from pipeline.api.problems import ApiError, missing
from pipeline.api.rates import Rates
from pipeline.errors import BitexteError
from pipeline.files.structure import parse_json
from pipeline.live.glossaries import Glossaries
from pipeline.live.jobs import Jobs
from pipeline.live.store import Store
from pipeline.live.texts import Caller, Texts

if TYPE_CHECKING:
    from starlette.datastructures import FormData, UploadFile
    from starlette.requests import Request

Result = TypeVar("Result")
MOST_REQUESTS = 256
"""Requests that are worked on at the same time."""
MOST_JSON_BYTES = 16 << 20
_LONGEST_KEY = 200
_MOST_FIELDS = 5_000
_PREFIXES = ("DeepL-Auth-Key ", "Bearer ")


@dataclass(frozen=True)
class Limits:
    """What callers may ask for. characters: in one request. batch: texts in one request. 0: no limit."""

    characters: int = 100_000
    batch: int = 1_000


@dataclass(frozen=True)
class Service:
    """All that requests are answered with."""

    texts: Texts
    jobs: Jobs
    glossaries: Glossaries
    store: Store
    keys: Keys
    rates: Rates
    limits: Limits
    metrics: Metrics
    approve: Callable[[str, str], None] | None = None
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(MOST_REQUESTS, "requests"))


class Call:
    """A request and its fields, read once."""

    def __init__(self, request: Request, service: Service) -> None:
        self.request, self.service = request, service
        self.fields: Mapping[str, Any] = {}
        self.files: dict[str, UploadFile] = {}
        self.owner = ""

    @property
    def kind(self) -> str:
        """The media type of the body."""
        return self.request.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def read(self, *, open_to_all: bool = False) -> Call:
        """Read the fields, then ask for the key and the rate. Raises ApiError."""
        await self._read_fields()
        await self._admit(open_to_all)
        return self

    async def _read_fields(self) -> None:
        query = self.request.query_params
        fields: dict[str, Any] = {name: _several(query.getlist(name)) for name in query}
        if self.request.method != "HEAD":  # some clients send what a GET asks for in its body
            if self.kind == "application/x-www-form-urlencoded":
                fields |= _form(await self.request.body())
            elif self.kind == "multipart/form-data":
                fields |= await self._multipart()
            elif body := await self.request.body():
                fields |= _json(body, self.kind)
        self.fields = fields

    async def _multipart(self) -> dict[str, Any]:
        from starlette.datastructures import UploadFile
        from starlette.exceptions import HTTPException

        try:
            form: FormData = await self.request.form(
                max_files=4, max_fields=_MOST_FIELDS, max_part_size=MOST_JSON_BYTES
            )
        except HTTPException as error:
            raise ApiError(400, f"Invalid request: {error.detail}") from error
        except (ValueError, AssertionError, UnicodeDecodeError, LookupError) as error:
            raise ApiError(400, "Invalid request: the form cannot be read") from error
        fields = {}
        for name in form:
            values = form.getlist(name)
            for value in values:
                if isinstance(value, UploadFile):
                    self.files[name] = value
            if texts := [value for value in values if isinstance(value, str)]:
                fields[name] = _several(texts)
        return fields

    async def _admit(self, open_to_all: bool) -> None:
        key = self._key()
        keys = self.service.keys
        if keys and not open_to_all:
            if not key:
                raise ApiError(403, "Please contact the server operator to get an API key")
            name = keys.name_of(key)
            if name is None:
                raise ApiError(403, "Invalid API key")
            self.owner = name
        seconds = 0 if open_to_all else self.service.rates.ask(self.caller_name)
        if seconds:
            raise ApiError(429, "Slowdown: too many requests", seconds)

    def _key(self) -> str:
        headers = self.request.headers
        given = headers.get("authorization", "")
        for prefix in _PREFIXES:
            if given.startswith(prefix):
                return given.removeprefix(prefix).strip()[:_LONGEST_KEY]
        key = headers.get("x-api-key") or self.fields.get("api_key") or self.fields.get("auth_key") or ""
        return key[:_LONGEST_KEY] if isinstance(key, str) else ""

    @property
    def caller_name(self) -> str:
        """The key's name, else the address."""
        client = self.request.client
        return self.owner or (client.host if client else "")

    # -- fields ---------------------------------------------------------------------------------------

    def text(self, name: str, default: str | None = None) -> str:
        """A field that is a text. Raises ApiError."""
        value = self.fields.get(name)
        if value is None or value == "":
            if default is None:
                raise missing(name)
            return default
        if not isinstance(value, str):
            raise ApiError(400, f"Invalid request: {name} is not a text")
        return value

    def texts(self, name: str) -> list[str]:
        """A field that is a text or a list of them. Raises ApiError, also beyond the limits."""
        value = self.fields.get(name)
        if value is None or value in ("", []):
            raise missing(name)
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) for text in texts):
            raise ApiError(400, f"Invalid request: {name} is not a text or a list of texts")
        limits = self.service.limits
        if limits.batch and len(texts) > limits.batch:
            raise ApiError(400, f"Invalid request: request ({len(texts)}) exceeds text limit ({limits.batch})")
        self.require_characters(sum(map(len, texts)))
        return texts

    def require_characters(self, count: int) -> None:
        """Raises ApiError beyond the limit."""
        most = self.service.limits.characters
        if most and count > most:
            raise ApiError(400, f"Invalid request: request ({count}) exceeds text limit ({most})")

    def number(self, name: str, default: int, most: int) -> int:
        """A field that is a whole number from 0 to `most`. Raises ApiError."""
        value = self.fields.get(name, default)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            value = int(value)
        if type(value) is not int or not 0 <= value <= most:
            raise ApiError(400, f"Invalid request: {name} is not a whole number from 0 to {most}")
        return value

    def flag(self, name: str) -> bool:
        """A field that is true or false, or the same in words. Raises ApiError."""
        value = self.fields.get(name, False)
        if isinstance(value, str):
            value = {"": False, "0": False, "false": False, "1": True, "true": True}.get(value.lower(), value)
        if not isinstance(value, bool):
            raise ApiError(400, f"Invalid request: {name} is not true or false")
        return value

    async def file(self, name: str = "file") -> tuple[str, bytes]:
        """An uploaded file: the name it was given, and its bytes. Raises ApiError."""
        upload = self.files.get(name)
        if upload is None:
            raise missing(name)
        data = await upload.read()
        if not upload.filename or not data:
            raise ApiError(400, "Invalid request: empty file")
        return upload.filename, data

    # -- the work -------------------------------------------------------------------------------------

    async def work(self, make: Callable[[Caller], Result]) -> Result:
        """What `make` returns, from a thread; where the caller goes away before, it is withdrawn.

        Raises what `make` raises, and ApiError where too many are worked for.
        """
        caller = Caller(self.caller_name or "-")
        loop = asyncio.get_running_loop()
        if self.service.metrics.in_flight >= MOST_REQUESTS:
            raise ApiError(503, "too many requests at the same time; try again later", 1)
        self.service.metrics.in_flight += 1
        gone = asyncio.ensure_future(self._gone())
        future = loop.run_in_executor(self.service.pool, functools.partial(make, caller))
        future.add_done_callback(lambda _: self._leave())
        try:
            ends: set[asyncio.Future[Any]] = {future, gone}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not future.done():
                caller.leave()
            return await future
        finally:
            caller.leave()
            gone.cancel()

    def _leave(self) -> None:
        self.service.metrics.in_flight -= 1

    async def _gone(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass


def _several(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _form(body: bytes) -> dict[str, Any]:
    """The fields of a form in UTF-8, percent-encoded or not."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ApiError(400, f"Invalid request: more than {_MOST_FIELDS} fields") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: _several(values) for name, values in found.items()}


def _json(body: bytes, kind: str) -> dict[str, Any]:
    if kind not in ("application/json", ""):
        raise ApiError(415, "Invalid request: the body must be JSON or a form")
    if len(body) > MOST_JSON_BYTES:
        raise ApiError(413, f"Invalid request: more than {MOST_JSON_BYTES >> 20} MiB of JSON")
    try:
        record = parse_json(body)
    except BitexteError as error:
        raise ApiError(400, f"Invalid JSON format: {error}") from error
    except (ValueError, RecursionError) as error:
        raise ApiError(400, f"Invalid JSON format: {error or 'nested too deep'}") from error
    if not isinstance(record, dict):
        raise ApiError(400, "Invalid JSON format: not an object")
    return record
