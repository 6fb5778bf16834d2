"""From bytes to characters: which encoding a file is in, and where its text begins."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from pipeline.bitext import Document
from pipeline.errors import InputError
from pipeline.files.limits import limits
from pipeline.files.opening import bounded_lines, open_file, read_whole
from pipeline.text.characters import control_characters
from pipeline.text.file_names import file_name
from pipeline.text.mojibake import misread
from pipeline.text.stamps import date_stamp

_FOREIGN_FILES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (a .docx, .odt or .epub is one)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x7fELF", "a program"),
)
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
# Bytes above 0x7F that French text in Windows-1252 uses: letters, quotes, dashes, €, …, no-break space, ° and the like.
_FRENCH_1252 = frozenset(
    "àâäæçèéêëîïôöùûüÿœÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒáíóúñãõåøßìòÁÍÓÚÑ«»‹›“”„‘’‚–—…•€£¥§©®™°º²³½¼¾·´¨\xa0\xad×±µ%†‰".encode(
        "cp1252"
    )
)
# Valid UTF-8 may be full of stray controls and still be a text; other bytes get less credit.
_UTF8_CONTROL_SHARE = 0.25
_LEGACY_CONTROL_SHARE = 0.05
_LEGACY_HIGH_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Source:
    """A text as read. `document` has no sentences yet; only `document.text[body_start:]` is to be translated.

    warnings: one line each, fit to show to a user; each names the file.
    """

    document: Document
    body_start: int
    warnings: tuple[str, ...] = ()


def read_document(path: Path) -> Source:
    """Reads one text file: UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252 (with a warning).

    An empty file is read, with a warning. Raises InputError for a missing file, a folder, one that
    may not be read, a binary one, or one in no encoding known here.
    """
    return decode_document(read_whole(path), file_name(path.stem), str(path))


def decode_document(data: bytes, name: str, label: str | None = None) -> Source:
    """Like `read_document`, for bytes at hand, such as standard input. `label` is what messages call them."""
    label = label or name
    warnings = []
    text, encoding, marked = _decode(data, label)
    if encoding == "cp1252":
        warnings.append(f"{label}: not UTF-8; read as Windows-1252")
    if not text.strip():
        warnings.append(f"{label}: nothing to translate: the file {'holds white space only' if text else 'is empty'}")
    if controls := control_characters(text):
        counts = ", ".join(f"U+{ord(character):04X} ×{count}" for character, count in sorted(Counter(controls).items()))
        plural = "" if len(controls) == 1 else "s"
        warnings.append(f"{label}: {len(controls)} control character{plural} in the text ({counts})")
    if found := misread(text):
        (span, meant), *others = found
        more = f" and {len(others)} more" if others else ""
        warnings.append(
            f"{label}: damaged text, UTF-8 that was read as Windows-1252: {span.of(text)!r}, meant {meant!r}{more}; "
            "--repair mends it"
        )
    metadata, start = leading_metadata(text)
    document = Document(name, text, metadata=MappingProxyType(metadata), encoding=encoding, byte_order_mark=marked)
    return Source(document, start, tuple(warnings))


def leading_metadata(text: str) -> tuple[dict[str, str], int]:
    """Facts stamped at the head of a text, and the offset where the text proper begins.

    Known so far: the stamp of `pipeline.text.stamps`, at the start of the first line.
    """
    match = date_stamp(text)
    return ({"date": match["date"]}, match.end()) if match else ({}, 0)


class LineReader:
    """Segments, one a line, read as they are asked for: memory holds one line at a time.

    Lines end at `\\n` only; one `\\r` before it is dropped, and so is a byte order mark. A line that
    is not UTF-8 is read as Windows-1252 where that is plausible, else its bad bytes become U+FFFD;
    both are counted in `warnings`, which is complete once the iteration has ended. Raises InputError
    as `read_document` does, except for binary content, which comes out as U+FFFD.
    """

    def __init__(self, source: Path | BinaryIO, label: str | None = None, *, limit: str = "record") -> None:
        """`label` is what warnings call the source; by default its path, or `standard input`.

        limit: the name of the limit on the bytes of a line.
        """
        self._source, self._limit = source, limit
        self._label = label or (str(source) if isinstance(source, Path) else "standard input")
        self._counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[str]:
        """The segments, in order, without their line ends."""
        if isinstance(self._source, Path):
            with open_file(self._source) as stream:
                yield from self._lines(stream)
        else:
            yield from self._lines(self._source)

    @property
    def warnings(self) -> list[str]:
        """One line for each kind of repair made so far, with its count."""
        return [
            f"{self._label}: {count} line{'' if count == 1 else 's'} {kind}" for kind, count in self._counts.items()
        ]

    def _lines(self, stream: BinaryIO) -> Iterator[str]:
        lines = bounded_lines(stream, self._label, self._limit)
        first = next(lines, b"")
        for mark, encoding in _UTF16:
            if first.startswith(mark):
                yield from self._utf16_lines(stream, first, encoding)
                return
        if first:
            yield self._line(first.removeprefix(codecs.BOM_UTF8))
        for raw in lines:
            yield self._line(raw)

    def _utf16_lines(self, stream: BinaryIO, first: bytes, encoding: str) -> Iterator[str]:
        # `first` ended at a 0x0A byte, which may be half a character: the decoder keeps the other half.
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        pending = decoder.decode(first[2:])
        while chunk := stream.read(1 << 16):
            *lines, pending = (pending + decoder.decode(chunk)).split("\n")
            for line in lines:
                yield line.removesuffix("\r")
            limits().require(self._limit, 2 * len(pending), self._label, "bytes in a line")
        *lines, pending = (pending + decoder.decode(b"", final=True)).split("\n")
        yield from (line.removesuffix("\r") for line in lines)
        if pending:
            yield pending.removesuffix("\r")

    def _line(self, raw: bytes) -> str:
        raw = raw.removesuffix(b"\n").removesuffix(b"\r")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if _is_plausible_1252(raw):
            self._counts["not in UTF-8, read as Windows-1252"] += 1
            return raw.decode("cp1252")
        self._counts["with undecodable bytes, replaced by U+FFFD"] += 1
        return raw.decode("utf-8", "replace")


def read_lines(source: Path | BinaryIO) -> Iterator[str]:
    """The segments of `source`, one a line; use `LineReader` to learn what had to be repaired."""
    return iter(LineReader(source))


def _decode(data: bytes, label: str) -> tuple[str, str, bool]:
    """The text, its codec, and whether a byte order mark stood before it."""
    for magic, kind in _FOREIGN_FILES:
        if data.startswith(magic):
            raise InputError(f"{label}: is {kind}, not plain text")
    if data.startswith(_UTF32):
        raise InputError(f"{label}: is in UTF-32; valid are UTF-8, UTF-16 with a byte order mark and Windows-1252")
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            try:
                return data[2:].decode(encoding), encoding, True
            except UnicodeDecodeError as error:
                raise InputError(f"{label}: is damaged UTF-16 ({error.reason} at byte {error.start + 2})") from error
    marked = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if marked else data
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if not marked and _is_plausible_1252(data):
            return data.decode("cp1252"), "cp1252", False
        raise InputError(_why_not_text(body, error, label)) from error
    if len(control_characters(text)) > _UTF8_CONTROL_SHARE * len(text) + 4:
        raise InputError(f"{label}: is binary, not plain text{_utf16_hint(data)}")
    return text, "utf-8", marked


def _is_plausible_1252(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 read like French in Windows-1252."""
    high = [byte for byte in data if byte > 0x7F]
    if sum(byte in _FRENCH_1252 for byte in high) < 0.9 * len(high):
        return False
    if len(high) > 4 + _LEGACY_HIGH_SHARE * len(data):
        return False
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    if len(control_characters(text)) > _LEGACY_CONTROL_SHARE * len(text):
        return False
    # Damaged UTF-8 would come out as Ã© and the like: count its intact sequences.
    intact = len(re.findall(rb"[\xc3\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]|\xc2[\xa0-\xbf]", data))
    return 3 * intact <= len(high) - 2 * intact


def _why_not_text(body: bytes, error: UnicodeDecodeError, label: str) -> str:
    whole = body.decode("utf-8", "replace")
    damaged = whole.count("\ufffd")
    if len(control_characters(whole)) + damaged > _LEGACY_CONTROL_SHARE * len(whole) + 4:
        return f"{label}: is binary, or in an encoding other than UTF-8, UTF-16 and Windows-1252{_utf16_hint(body)}"
    line = body.count(b"\n", 0, error.start) + 1
    return f"{label}: line {line}: damaged UTF-8: byte 0x{body[error.start]:02X} ({damaged} such places in the file)"


def _utf16_hint(data: bytes) -> str:
    return " (UTF-16 without a byte order mark?)" if 3 * data.count(0) > len(data) else ""
