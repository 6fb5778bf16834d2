"""Everything a bitext holds, as JSON Lines; what is written reads back equal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.bitext import Bitext, Block, Document, Sentence, Signature, Unit
from pipeline.errors import FormatError
from pipeline.files.structure import parse_json
from pipeline.files.writing import atomic_text
from pipeline.formats.reading import LineReader
from pipeline.formats.records import (
    Record,
    code_record,
    parse_code,
    parse_span,
    parse_unit,
    require_text,
    unit_record,
)

# Escaped so that no program can take a character inside a string for a line end.
_ESCAPES = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029", 0x7F: "\\u007f"}
_ESCAPES |= {surrogate: f"\\u{surrogate:04x}" for surrogate in range(0xD800, 0xE000)}


class JsonLinesWriter:
    """`<stem>.jsonl`: UTF-8, for each bitext one line with `"type": "bitext"`, then one `"type": "unit"` a unit.

    The bitext's line holds name, languages, metadata, signature and the whole source document, so
    that every other artefact can be made again from this file. Spans are `[start, end]` in code points.
    Nothing is changed or dropped: the counts are empty.
    """

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError."""
        (path,) = paths
        with atomic_text(path) as stream:
            for bitext in bitexts:
                stream.write(_line(_bitext_record(bitext)))
                for unit in bitext.units:
                    stream.write(_line({"type": "unit"} | unit_record(unit)))
        return Counter()


def iterate_jsonl(path: Path) -> Iterator[Bitext]:
    """The bitexts of a file in order, one at a time. Raises InputError, or FormatError naming the line."""
    head: Record | None = None
    units: list[Unit] = []
    for number, line in enumerate(LineReader(path, limit="whole"), start=1):
        if not line.strip():
            continue
        try:
            record = parse_json(line, as_is=("source", "target", "text"))
            kind = record["type"]
            if kind == "unit" and head is not None:
                units.append(parse_unit(record))
            elif kind == "bitext":
                if head is not None:
                    yield _parse_bitext(head, units)
                head, units = record, []
                _parse_bitext(head, units)
            else:
                raise ValueError("a unit before the first bitext" if kind == "unit" else f"unknown type {kind!r}")
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
            reason = f"no field {error}" if isinstance(error, KeyError) else str(error)
            raise FormatError(f"{path}: line {number}: not a bitexte record: {reason}") from error
    if head is not None:
        yield _parse_bitext(head, units)


def read_jsonl(path: Path) -> Bitext:
    """The one bitext of a file. Raises FormatError where there is none or more than one."""
    return only_bitext(iterate_jsonl(path), path)


def only_bitext(bitexts: Iterator[Bitext], path: Path) -> Bitext:
    """The one bitext of a file that may hold several. Raises FormatError where there is none or more than one."""
    bitext = next(bitexts, None)
    if bitext is None:
        raise FormatError(f"{path}: holds no bitext")
    if next(bitexts, None) is not None:
        raise FormatError(f"{path}: holds several bitexts, one was expected")
    return bitext


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES) + "\n"


def _bitext_record(bitext: Bitext) -> Record:
    record: Record = {
        "type": "bitext",
        "name": bitext.name,
        "source_language": bitext.source_language,
        "target_language": bitext.target_language,
        "metadata": dict(bitext.metadata),
        "signature": None if bitext.signature is None else str(bitext.signature),
    }
    document = bitext.document
    if document is not None:
        record["document"] = {
            "name": document.name,
            "text": document.text,
            "sentences": [[*sentence.span, sentence.paragraph] for sentence in document.sentences],
            "language": document.language,
            "metadata": dict(document.metadata),
            "encoding": document.encoding,
            "byte_order_mark": document.byte_order_mark,
        }
        if document.format:
            record["document"] |= {
                "format": document.format,
                "original": document.original,
                "blocks": [[block.start, block.end, block.key] for block in document.blocks],
                "codes": [code_record(code) for code in document.codes],
            }
    return record


def _parse_bitext(record: Record, units: list[Unit]) -> Bitext:
    for field in ("name", "source_language", "target_language"):
        require_text(field, record[field])
    signature = record["signature"]
    document = record.get("document")
    return Bitext(
        name=record["name"],
        units=tuple(units),
        source_language=record["source_language"],
        target_language=record["target_language"],
        metadata=MappingProxyType(_metadata(record)),
        signature=None if signature is None else Signature.parse(signature),
        document=None if document is None else _parse_document(document),
    )


def _metadata(record: Record) -> dict[str, str]:
    metadata = dict(record["metadata"])
    for name, value in metadata.items():
        require_text(f"metadata {name}", value)
    return metadata


def _parse_document(record: dict[str, Any]) -> Document:
    for field in ("name", "text", "language", "encoding"):
        require_text(field, record[field])
    if type(record["byte_order_mark"]) is not bool:
        raise TypeError("byte_order_mark is neither true nor false")
    sentences = []
    for start, end, paragraph in record["sentences"]:
        span = parse_span([start, end])
        if span is None or span.end > len(record["text"]) or type(paragraph) is not int:
            raise ValueError(f"not a sentence of this text: {[start, end, paragraph]}")
        sentences.append(Sentence(span, paragraph))
    return Document(
        name=record["name"],
        text=record["text"],
        sentences=tuple(sentences),
        language=record["language"],
        metadata=MappingProxyType(_metadata(record)),
        encoding=record["encoding"],
        byte_order_mark=record["byte_order_mark"],
        blocks=tuple(_parse_block(block) for block in record.get("blocks", ())),
        codes=tuple(parse_code(code) for code in record.get("codes", ())),
        format=record.get("format", ""),
        original=record.get("original", ""),
    )


def _parse_block(fields: list[Any]) -> Block:
    start, end, key = fields
    span = parse_span([start, end])
    assert span is not None
    return Block(*span, str(key))
