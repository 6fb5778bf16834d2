"""Plain text: everything but white space is text."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.bitext import Document, Unit
from pipeline.formats.reading import decode_document


class PlainText:
    """`.txt`, and whatever has no format of its own. The translation keeps the source's white space and encoding."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt",)
    description = "plain text"

    def read(self, data: bytes, name: str) -> Document:
        """The text. Raises InputError where it is none."""
        return decode_document(data, name).document

    def write(self, original: bytes, document: Document, units: Sequence[Unit]) -> bytes:
        """The text with the targets; characters that its encoding lacks become `?`."""
        text = self.read(original, document.name).text
        pieces: list[str] = []
        position = 0
        for unit in units:
            if unit.source_span is None or not unit.target.strip():
                continue
            pieces += (text[position : unit.source_span.start], unit.target)
            position = unit.source_span.end
        written = "".join((*pieces, text[position:])).encode(document.encoding, "replace")
        return original[: len(original) - len(text.encode(document.encoding))] + written
