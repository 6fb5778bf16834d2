"""All document formats by name. A new one is one file and one line here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pipeline.bitext import Document, Unit
from pipeline.documents.ass import AssFormat
from pipeline.documents.docx import DocxFormat
from pipeline.documents.epub import EpubFormat
from pipeline.documents.gettext import GettextFormat
from pipeline.documents.html import HtmlFormat
from pipeline.documents.json_strings import JsonFormat
from pipeline.documents.markdown import MarkdownFormat
from pipeline.documents.odf import OdfFormat
from pipeline.documents.plain import PlainText
from pipeline.documents.pptx import PptxFormat
from pipeline.documents.properties import PropertiesFormat
from pipeline.documents.subtitles import SRT, VTT
from pipeline.documents.xliff import XliffFormat
from pipeline.documents.xlsx import XlsxFormat
from pipeline.documents.yaml_strings import YamlFormat
from pipeline.errors import InputError
from pipeline.files.opening import read_whole
from pipeline.formats.reading import Source, decode_document
from pipeline.text.file_names import file_name


class DocumentFormat(Protocol):
    """Reads documents of a format and writes them with other words.

    name: what it is called; suffixes: of its files, with the dot, in small letters; description: a few words.

    Two laws: with the sources as targets `write` gives the original back (text formats byte for byte, packages with the
    same canonical XML), and whatever the targets are, nothing outside the text changes.
    """

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What its files' names end with."""

    @property
    def description(self) -> str:
        """What it is, in a few words."""

    def read(self, data: bytes, name: str) -> Document:
        """The document, not yet cut into sentences; messages call it `name`. Raises InputError."""

    def write(self, original: bytes, document: Document, units: Sequence[Unit]) -> bytes:
        """The original with the targets of `units`, whose spans count in the document's text. Raises InputError."""


PLAIN = PlainText()

FORMATS: dict[str, DocumentFormat] = {
    each.name: each
    for each in (
        PLAIN,
        DocxFormat(),
        PptxFormat(),
        XlsxFormat(),
        OdfFormat(),
        EpubFormat(),
        HtmlFormat(),
        MarkdownFormat(),
        SRT,
        VTT,
        AssFormat(),
        GettextFormat(),
        JsonFormat(),
        PropertiesFormat(),
        YamlFormat(),
        XliffFormat(),
    )
}
"""Every format, in the order in which they are listed."""

SUFFIXES: tuple[str, ...] = tuple(suffix for each in FORMATS.values() for suffix in each.suffixes)
"""What the names of their files end with."""


@dataclass(frozen=True, slots=True)
class Original:
    """A document's file as it came: its bytes, and the end of its name with the dot."""

    data: bytes
    suffix: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def format_of(path: Path) -> DocumentFormat:
    """The format that a file's name says; plain text where it says none."""
    suffix = path.suffix.lower()
    return next((each for each in FORMATS.values() if suffix in each.suffixes), PLAIN)


def read_source(path: Path) -> tuple[Source, Original]:
    """A file as text to be translated, and its bytes.

    Raises InputError for a file that is missing, not readable, damaged, or in a format that is not known.
    """
    data, name = read_whole(path), file_name(path.stem)
    original = Original(data, path.suffix)
    found = format_of(path)
    if found is PLAIN:
        if path.suffix.lower() not in (*PLAIN.suffixes, ""):
            _refuse_markup(path, data)
        return decode_document(data, name, str(path)), original
    document = found.read(data, str(path))
    warnings = () if document.blocks else (f"{path}: nothing to translate: no text was found in it",)
    document = replace(document, name=name, format=found.name, original=original.digest)
    return Source(document, 0, warnings), original


# Suffixes of text that is no prose, beside those that a format reads.
_MARKUP = re.compile(
    r"\.(?:xml|svg|tex|rtf|pdf|doc|xls|ppt|csv|tsv|rst|adoc|org|toml|ini|"
    r"php|js|ts|py|css|ipynb|strings|resx|dita)",
    re.IGNORECASE,
)
_TAGGED = re.compile(rb"\s*(?:<[?!]|<[A-Za-z][^<>]*>)|(?:[^<]*</[A-Za-z][^<>]*>){3}")
_BRACED = re.compile(rb"\s*[\[{]\s*[\[{\"]|\s*\\documentclass|WEBVTT|\s*1\s+\d\d:\d\d:\d\d")


def _refuse_markup(path: Path, data: bytes) -> None:
    """Raise InputError for a file that would be destroyed if it were taken for prose."""
    if data.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        return  # the reader of plain text says what these are
    if _MARKUP.fullmatch(path.suffix) or _TAGGED.match(data[:4096]) or _BRACED.match(data[:4096]):
        raise InputError(
            f"{path}: is markup or data, not plain text, in a format that is not read; read are {' '.join(SUFFIXES)}"
        )


def write_document(original: Original, document: Document, units: Sequence[Unit]) -> bytes:
    """The original with the targets. Raises InputError where it is not the file that `document` was read from."""
    if document.original and document.original != original.digest:
        raise InputError(f"{document.name}: its original has changed since it was read")
    return FORMATS[document.format].write(original.data, document, units)
