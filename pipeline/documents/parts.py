"""Packages whose parts are XML with text in it: all parts are one long original, and are told apart again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.bitext import Document, Unit
from pipeline.documents.encoding import declared_in_xml, decoded, encoded
from pipeline.documents.layout import LaidBlock, Layout, Replacement, rewritten
from pipeline.documents.packages import Package
from pipeline.errors import FormatError

_BETWEEN = "\0"  # no XML has this character


@dataclass(frozen=True)
class Parts:
    """Parts of a package as one text. spans: where each of `names` stands in it."""

    package: Package
    names: tuple[str, ...]
    text: str
    spans: tuple[tuple[int, int], ...]
    encodings: tuple[tuple[str, bool], ...]

    @classmethod
    def read(cls, package: Package, names: Sequence[str]) -> Parts:
        """The parts of these names, each tried as XML. Raises FormatError."""
        texts, spans, encodings, start = [], [], [], 0
        for name in names:
            data = package.read(name)
            label = f"{package.label}: {name}"
            package.xml(name)
            text, encoding, mark = decoded(data, label, declared_in_xml(data))
            if _BETWEEN in text:
                raise FormatError(f"{label}: not well-formed XML: it holds U+0000")
            texts.append(text)
            spans.append((start, start + len(text)))
            encodings.append((encoding, mark))
            start += len(text) + len(_BETWEEN)
        return cls(package, tuple(names), _BETWEEN.join(texts), tuple(spans), tuple(encodings))

    def written(self, text: str) -> bytes:
        """The package with the parts as they stand in `text`; those that are as before are copied."""
        made = {}
        for name, (start, end), said, (encoding, mark) in zip(
            self.names, self.spans, text.split(_BETWEEN), self.encodings, strict=True
        ):
            if said != self.text[start:end]:
                made[name] = encoded(said, encoding, mark)
        return self.package.written(made)


class PartsFormat(ABC):
    """A package of XML: what a format has to say is which parts hold text, how they are laid out and written."""

    def read(self, data: bytes, name: str) -> Document:
        """The text of all parts. Raises InputError, FormatError."""
        text, blocks, codes = self._laid_out(self._parts(data, name)).content()
        return Document(name, text, blocks=blocks, codes=codes)

    def write(self, original: bytes, document: Document, units: Sequence[Unit]) -> bytes:
        """The package with the targets; outside of them every part is as it was, byte for byte."""
        parts = self._parts(original, document.name)
        changes = list(self._changes(parts, units))
        return parts.written(rewritten(parts.text, self._laid_out(parts).blocks, units, self._escaped, changes))

    @abstractmethod
    def _parts(self, data: bytes, name: str) -> Parts:
        """The parts that hold text. Raises InputError, FormatError."""

    @abstractmethod
    def _laid_out(self, parts: Parts) -> Layout:
        """The blocks and codes of all parts."""

    @abstractmethod
    def _escaped(self, text: str, block: LaidBlock) -> str:
        """Text as the format writes it."""

    def _changes(self, parts: Parts, units: Sequence[Unit]) -> Iterable[Replacement]:
        """What is to change beside the text."""
        return ()
