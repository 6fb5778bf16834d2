"""Formats that are one file of text: bytes become characters and come back, and what is not translated stays."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from pipeline.bitext import Document, Unit
from pipeline.documents.encoding import decoded, encoded
from pipeline.documents.layout import LaidBlock, Layout, rewritten


class TextFile(ABC):
    """A format whose readers and writers work on characters."""

    def read(self, data: bytes, name: str) -> Document:
        """The document. Raises InputError where bytes would not come back, FormatError for what the format forbids."""
        text, encoding, mark = decoded(data, name, self._declared(data, name))
        return replace(self._document(text, encoding, name), encoding=encoding, byte_order_mark=mark)

    def write(self, original: bytes, document: Document, units: Sequence[Unit]) -> bytes:
        """The file with the targets, in its encoding."""
        text, encoding, mark = decoded(original, document.name, self._declared(original, document.name))
        return encoded(self._written(text, units, encoding, document.name), encoding, mark)

    @abstractmethod
    def _document(self, text: str, encoding: str, name: str) -> Document:
        """The document in these characters."""

    @abstractmethod
    def _written(self, text: str, units: Sequence[Unit], encoding: str, name: str) -> str:
        """The characters with the targets."""

    def _declared(self, data: bytes, name: str) -> str | None:
        """The encoding that the file says it has. May raise FormatError."""
        return None


class LaidText(TextFile):
    """A format of running text: what it has to say is how a file is laid out, and how text is written in its places."""

    def _document(self, text: str, encoding: str, name: str) -> Document:
        said, blocks, codes = self._laid_out(text).content()
        return Document(name, said, blocks=blocks, codes=codes)

    def _written(self, text: str, units: Sequence[Unit], encoding: str, name: str) -> str:
        def escape(target: str, block: LaidBlock) -> str:
            return self._escaped(target, block, encoding)

        return rewritten(text, self._laid_out(text).blocks, units, escape)

    @abstractmethod
    def _laid_out(self, text: str) -> Layout:
        """The blocks and codes of the file."""

    @abstractmethod
    def _escaped(self, target: str, block: LaidBlock, encoding: str) -> str:
        """Text as the format writes it in that block."""
