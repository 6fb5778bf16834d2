"""From a source as read to a document with its sentences: what is mended and joined on the way, and said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from pipeline.bitext import Document, Sentence, fixed_spans
from pipeline.formats.reading import Source, leading_metadata
from pipeline.segmentation import split_sentences
from pipeline.segmentation.wrapping import is_hard_wrapped
from pipeline.text.mojibake import repaired


def segment(source: Source, *, join_lines: bool = False) -> Document:
    """The document with its sentences; what stands before `body_start` belongs to no sentence.

    A document with blocks is cut block by block, whatever `join_lines` says, and a block is a paragraph.
    """
    if source.document.blocks:
        return replace(source.document, sentences=tuple(sentences_of_blocks(source.document)))
    start = source.body_start
    sentences = split_sentences(source.document.text[start:], source.document.language, join_lines=join_lines)
    return replace(
        source.document,
        sentences=tuple(Sentence(sentence.span.shift(start), sentence.paragraph) for sentence in sentences),
    )


# A line break inside a sentence: the line before has no end, the one behind begins small.
_LINE_END = re.compile(r"(?<![.!?…:;»”\")\n])[ \u00a0]*\n[ \u00a0]*(?=[^\W\d_])")


def sentences_of_blocks(document: Document) -> Iterator[Sentence]:
    """The sentences of each block. A line break ends one, unless the line behind it goes on in small letters.

    What is never translated (program code, names marked so) and stands alone is no sentence.
    """
    fixed = fixed_spans(document.codes)
    ends = [span.end for span in fixed]
    for number, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        inner = {match.end() for match in _LINE_END.finditer(text) if text[match.end()].islower()}
        start = 0
        for piece in _pieces(text, inner):
            for sentence in split_sentences(piece, document.language, join_lines="\n" in piece):
                span = sentence.span.shift(block.start + start)
                place = bisect_left(ends, span.end)
                if place == len(fixed) or fixed[place].start > span.start:
                    yield Sentence(span, number)
            start += len(piece) + 1


def _pieces(text: str, inner: set[int]) -> Iterator[str]:
    """The lines of a block, those joined whose break is inside a sentence; a line end parts two pieces."""
    opened = position = 0
    while (position := text.find("\n", position)) >= 0:
        following = position + 1
        while following < len(text) and text[following] in " \u00a0":
            following += 1
        if following not in inner:
            yield text[opened:position]
            opened = position + 1
        position += 1
    yield text[opened:]


def prepared(
    source: Source, label: str, *, join_lines: bool | None = None, repair: bool = False
) -> tuple[Document, tuple[str, ...]]:
    """The segmented document, and the warnings of its reading with what was done to it.

    label: what the warnings call it. join_lines: None joins lines where they break inside sentences. repair: mend
    UTF-8 that was read as Windows-1252; the mended text is then the document's.
    """
    if repair and (text := repaired(source.document.text)) != source.document.text:
        warnings = (*source.warnings[:-1], f"{label}: damaged text mended, UTF-8 that was read as Windows-1252")
        source = Source(replace(source.document, text=text), leading_metadata(text)[1], warnings)
    warnings = source.warnings
    if join_lines is None and not source.document.blocks:
        join_lines = is_hard_wrapped(source.document.text[source.body_start :])
        if join_lines:
            warnings += (f"{label}: its lines break inside sentences and were joined; --keep-lines leaves them apart",)
    return segment(source, join_lines=bool(join_lines)), warnings
