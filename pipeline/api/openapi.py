"""The description of all addresses in OpenAPI 3.1, made of the routes and what their handlers say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.api.routing import Handler
from pipeline.formats.provenance import tool_version

_TEXT, _FLAG, _NUMBER = {"type": "string"}, {"type": "boolean"}, {"type": "integer", "minimum": 0}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_ENTRY = {
    "type": "object",
    "properties": dict.fromkeys(("source", "target", "kind", "policy", "notes"), _TEXT),
    "required": ["source", "target"],
}
_ENTRIES = {"type": "array", "items": _ENTRY}
_PAIR = {"type": "object", "properties": {"source": _TEXT, "target": _TEXT}, "required": ["source", "target"]}
_FILE = {"type": "string", "format": "binary"}
_GLOSSARY = {"glossary_id": _TEXT, "glossary": _ENTRIES}
_REQUIRED_FIELDS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/translate"): {"q": _TEXTS, "source": _TEXT, "target": _TEXT},
    ("POST", "/detect"): {"q": _TEXTS},
    ("POST", "/translate_file"): {"file": _FILE, "source": _TEXT, "target": _TEXT},
    ("POST", "/suggest"): {"q": _TEXT, "s": _TEXT, "source": _TEXT, "target": _TEXT},
    ("POST", "/v2/translate"): {"text": _TEXTS, "target_lang": _TEXT},
    ("POST", "/v2/glossaries"): {"name": _TEXT, "source_lang": _TEXT, "target_lang": _TEXT, "entries": _TEXT},
    ("POST", "/v2/document"): {"file": _FILE, "target_lang": _TEXT},
    ("POST", "/v2/document/{id}"): {"document_key": _TEXT},
    ("POST", "/v2/document/{id}/result"): {"document_key": _TEXT},
    ("POST", "/api/v1/translate"): {"text": _TEXT},
    ("POST", "/api/v1/alternatives"): {"source": _TEXT},
    ("POST", "/api/v1/split"): {"text": _TEXT},
    ("POST", "/api/v1/align"): {"source": _TEXT, "target": _TEXT},
    ("POST", "/api/v1/check"): {"units": {"type": "array", "items": _PAIR, "minItems": 1}},
    ("POST", "/api/v1/glossaries"): {"name": _TEXT, "entries": _ENTRIES},
    ("PUT", "/api/v1/glossaries/{id}"): {"entries": _ENTRIES},
    ("POST", "/api/v1/jobs"): {"file": _FILE},
}
_FURTHER_FIELDS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/translate"): {"format": _TEXT, "alternatives": _NUMBER, "glossary_id": _TEXT, "api_key": _TEXT},
    ("POST", "/v2/translate"): {"source_lang": _TEXT, "tag_handling": _TEXT, "glossary_id": _TEXT},
    ("POST", "/v2/glossaries"): {"entries_format": _TEXT},
    ("POST", "/v2/document"): {"source_lang": _TEXT, "glossary_id": _TEXT, "filename": _TEXT},
    ("POST", "/api/v1/translate"): {"stream": _FLAG, **_GLOSSARY},
    ("POST", "/api/v1/alternatives"): {"most": _NUMBER, **_GLOSSARY},
    ("POST", "/api/v1/split"): {"language": _TEXT, "join_lines": _FLAG},
    ("PUT", "/api/v1/glossaries/{id}"): {"name": _TEXT, "hash": _TEXT},
    ("POST", "/api/v1/jobs"): {"glossary_id": _TEXT, "glossary": _TEXT},
}
_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


def description(routes: Iterable[tuple[str, str, Handler]]) -> dict[str, Any]:
    """The OpenAPI object."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path, handler in routes:
        shown = _PARAMETER.sub(r"{\1}", path)
        paths.setdefault(shown, {})[method.lower()] = _operation(method, path, handler)
    return {
        "openapi": "3.1.0",
        "info": {"title": "bitexte", "version": tool_version(), "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}},
        "security": [{"key": []}, {}],
    }


def _operation(method: str, path: str, handler: Handler) -> dict[str, Any]:
    said = " ".join((handler.__doc__ or "").split())
    identifier = f"{handler.__module__.rpartition('.')[2]}_{handler.__name__}"
    operation: dict[str, Any] = {
        "operationId": identifier,
        "summary": said.rstrip("."),
        "responses": {"default": {"description": "the answer, or an error with its reason"}},
    }
    if names := _PARAMETER.findall(path):
        operation["parameters"] = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in names]
    required = _REQUIRED_FIELDS.get((method, path))
    if required is not None:
        fields: Mapping[str, Any] = {**required, **_FURTHER_FIELDS.get((method, path), {})}
        schema = {"type": "object", "properties": fields, "required": list(required)}
        kind = "multipart/form-data" if "file" in required else "application/json"
        operation["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    return operation
