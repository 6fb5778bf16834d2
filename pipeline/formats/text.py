"""The translation as a plain text file, with the paragraphs of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from pipeline.bitext import Bitext, Document, Unit
from pipeline.files.writing import atomic_text
from pipeline.formats.reading import leading_metadata
from pipeline.text.characters import replace_surrogates


class TextWriter:
    """`<stem>.en.txt`: UTF-8 without a mark.

    Where the bitext has its document, the white space between the sentences is the source's, line
    ends included, and leading metadata is left out; otherwise a blank line parts the paragraphs.
    Several bitexts follow each other, parted by a blank line. Counts: `surrogate`.
    """

    name = "text"
    suffixes: tuple[str, ...] = (".en.txt",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError."""
        counts: Counter[str] = Counter()
        (path,) = paths
        with atomic_text(path) as stream:
            for number, bitext in enumerate(bitexts):
                text, changed = replace_surrogates(translated_text(bitext))
                counts["surrogate"] += changed
                stream.write(("\n" if number else "") + text)
        return +counts


def translated_text(bitext: Bitext) -> str:
    """The targets in order, set as the source is."""
    document = bitext.document
    if document is not None and all(unit.source_span for unit in bitext.units) and _in_order(bitext.units):
        return "".join(_rebuilt(bitext.units, document))
    paragraphs = (" ".join(unit.target for unit in units if unit.target) for units in bitext.paragraphs())
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    return text + "\n" if text else ""


def _in_order(units: tuple[Unit, ...]) -> bool:
    spans = [unit.source_span for unit in units if unit.source_span]
    return all(left.end <= right.start for left, right in pairwise(spans))


def _rebuilt(units: tuple[Unit, ...], document: Document) -> Iterator[str]:
    windows = "\r\n" in document.text
    position = 0 if document.blocks else leading_metadata(document.text)[1]
    previous: Unit | None = None
    for unit in units:
        assert unit.source_span is not None
        start, end = unit.source_span
        gap = _gap(document, position, start)
        position = end
        if not unit.target and "\n" not in gap:
            continue
        if previous is not None and not gap and previous.paragraph == unit.paragraph:
            gap = " "
        yield gap
        yield unit.target.replace("\r\n", "\n").replace("\n", "\r\n") if windows else unit.target
        previous = unit
    yield _gap(document, position, len(document.text))


def _gap(document: Document, start: int, end: int) -> str:
    """What stands between two sentences; of a text file white space only, of formats with blocks also what is fixed."""
    between = document.text[start:end]
    return between if document.blocks else "".join(filter(str.isspace, between))
