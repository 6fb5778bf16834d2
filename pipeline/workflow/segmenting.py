"""From a source as read to a document with its sentences: what is mended and joined on the way, and said."""

from __future__ import annotations

from dataclasses import replace

from pipeline.bitext import Document, Sentence
from pipeline.formats.reading import Source, leading_metadata
from pipeline.segmentation import split_sentences
from pipeline.segmentation.wrapping import is_hard_wrapped
from pipeline.text.mojibake import repaired


def segment(source: Source, *, join_lines: bool = False) -> Document:
    """The document with its sentences; what stands before `body_start` belongs to no sentence."""
    start = source.body_start
    sentences = split_sentences(source.document.text[start:], source.document.language, join_lines=join_lines)
    return replace(
        source.document,
        sentences=tuple(Sentence(sentence.span.shift(start), sentence.paragraph) for sentence in sentences),
    )


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
    if join_lines is None:
        join_lines = is_hard_wrapped(source.document.text[source.body_start :])
        if join_lines:
            warnings += (f"{label}: its lines break inside sentences and were joined; --keep-lines leaves them apart",)
    return segment(source, join_lines=join_lines), warnings
