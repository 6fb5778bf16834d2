"""Packages whose parts are XML with text in it: all parts are one long original, and are told apart again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.documents.encoding import decoded, encoded
from pipeline.documents.packages import Package
from pipeline.errors import FormatError

_BETWEEN = "\0"  # no XML has this character
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")


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
            declared = _DECLARED.search(data[:200])
            text, encoding, mark = decoded(data, label, declared[1].decode("ascii", "replace") if declared else None)
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
