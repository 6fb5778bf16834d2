"""The two laws of document formats, for the tests of each: what is not changed comes back, what is not text stays."""

from __future__ import annotations

import random
import string
from dataclasses import replace

from pipeline.bitext import Document, Unit, fixed_spans
from pipeline.documents.registry import DocumentFormat
from pipeline.errors import BitexteError
from pipeline.formats.reading import Source
from pipeline.segmentation.codes import codes_of_sentences
from pipeline.workflow.segmenting import segment

_NEXT = str.maketrans(string.ascii_letters, string.ascii_letters[1:26] + "a" + string.ascii_letters[27:] + "A")


def other_words(text: str) -> str:
    """A text as long as this one with other letters, capitals where it has capitals."""
    return text.translate(_NEXT)


def read(form: DocumentFormat, data: bytes) -> Document:
    """The document with its sentences."""
    return segment(Source(replace(form.read(data, "d"), format=form.name), 0))


def units(document: Document) -> list[Unit]:
    """A unit for each sentence, its source as its target."""
    codes = codes_of_sentences(document) if document.blocks else [()] * len(document.sentences)
    return [
        Unit("", text, text, source_span=sentence.span, source_codes=found, target_codes=found)
        for text, sentence, found in zip(document.segments(), document.sentences, codes, strict=True)
    ]


def translated(document: Document) -> list[Unit]:
    """The same, with other words but for those that are never translated."""
    return [replace(unit, target=_other(unit)) for unit in units(document)]


def _other(unit: Unit) -> str:
    pieces, position = [], 0
    for span in fixed_spans(unit.source_codes):
        pieces += (other_words(unit.source[position : span.start]), span.of(unit.source))
        position = span.end
    return "".join((*pieces, other_words(unit.source[position:])))


def assert_laws(form: DocumentFormat, data: bytes) -> Document:
    """Both laws for one file; what was written, read again, has the other words, and the codes where they were."""
    document = read(form, data)
    assert form.write(data, document, units(document)) == data
    changed = translated(document)
    again = read(form, form.write(data, document, changed))
    pieces, position = [], 0
    for sentence, unit in zip(document.sentences, changed, strict=True):
        pieces += (document.text[position : sentence.span.start], unit.target)
        position = sentence.span.end
    assert again.text == "".join((*pieces, document.text[position:]))
    assert [(code.kind, code.at, code.type) for code in again.codes] == [
        (code.kind, code.at, code.type) for code in document.codes
    ]
    return document


def assert_survives(form: DocumentFormat, data: bytes, count: int = 200) -> None:
    """Damaged in a few bytes, and sometimes cut short, the file is read and written or refused in one line."""
    chance = random.Random(17)
    for _ in range(count):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if chance.random() < 0.2:
            del damaged[chance.randrange(len(damaged)) :]
        try:
            document = read(form, bytes(damaged))
            form.write(bytes(damaged), document, translated(document))
        except BitexteError as error:
            if "\n" in str(error) or not str(error).startswith("d: "):
                raise AssertionError(f"not one line about the file: {error}") from error
