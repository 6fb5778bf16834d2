"""A text and its existing translation, aligned into a bitext."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.alignment.bead import Bead
from pipeline.alignment.codes import matched
from pipeline.alignment.knowledge import Renderings
from pipeline.alignment.sentences import align_sentences
from pipeline.bitext import (
    Bitext,
    Code,
    Document,
    Flag,
    Origin,
    Sentence,
    Severity,
    Signature,
    Span,
    Unit,
    numbered,
    shifted,
    unit_identifier,
)
from pipeline.errors import InputError
from pipeline.segmentation.codes import codes_of_sentences
from pipeline.text.language import UNKNOWN, detect

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

ALIGNER_VERSION = "5"
"""Changes whenever the same texts may align otherwise; part of signatures."""

_DOUBTFUL = 0.7  # beads below this confidence are flagged
_FIRM = 0.6  # confidence of a language guess that is acted on
_LOPSIDED = 10
_LEAST_ANSWERED, _FEWEST_CHARACTERS = 0.3, 300


def align_documents(
    french: Document,
    english: Document,
    engine: Engine | None = None,
    *,
    name: str | None = None,
    links: bool = True,
    signature: Signature | None = None,
    renderings: Renderings | None = None,
    checked: bool = False,
) -> Bitext:
    """The bitext of two documents that have been split into sentences; every sentence stands in one unit.

    engine: reads word links. Sentences are aligned without it, by what the texts show and, where they look French and
    English, by tables of words: its translation of a book costs ten times the time and aligns it no better. links:
    whether to add word links. renderings: the English that a glossary wants in a French sentence, as evidence too.
    checked: whether the caller has asked `alignment_problems` already. Units carry their bead, its confidence as
    `score`, both spans, and a flag where the confidence is low or nothing
    answers. Raises InputError where `alignment_problems` names an error.
    """
    if not checked:
        errors, _ = alignment_problems(french, english)
        if errors:
            raise InputError(errors[0])
    beads = align_sentences(
        french.segments(),
        english.segments(),
        languages=_languages(french, english),
        renderings=renderings,
        paragraphs=(_paragraphs(french), _paragraphs(english)),
    )
    units = _units(french, english, beads)
    if links and (french.language, english.language) == ("fr", "en"):
        from pipeline.alignment.words import link_units

        units = link_units(units, engine)
    return Bitext(
        name or french.name,
        tuple(units),
        source_language=french.language,
        target_language=english.language,
        metadata=MappingProxyType({**english.metadata, **french.metadata}),
        signature=signature,
        document=french,
    )


def alignment_problems(french: Document, english: Document) -> tuple[list[str], list[str]]:
    """What keeps two documents from being aligned, and what makes it doubtful: errors and warnings, one line each."""
    for document in (french, english):
        if not document.sentences:
            return [f"{document.name}: no sentence to align"], []
    if french.text.strip() == english.text.strip():
        return [f"{french.name} and {english.name} hold the same text; give a text and its translation"], []
    errors, warnings = [], []
    guesses = detect(french.text), detect(english.text)
    firm = [guess.code if guess.confidence >= _FIRM else UNKNOWN for guess in guesses]
    wanted = [french.language, english.language]
    if firm == wanted[::-1] and wanted[0] != wanted[1]:
        errors.append(f"{french.name} and {english.name} are swapped: the first is {firm[0]}, the second {firm[1]}")
    else:
        for document, code, language in zip((french, english), firm, wanted, strict=True):
            if code not in (language, UNKNOWN):
                warnings.append(f"{document.name}: expected {language}, but it looks like {code}")
    lengths = sorted(sum(s.span.end - s.span.start for s in document.sentences) for document in (french, english))
    if lengths[1] >= _LOPSIDED * lengths[0]:
        warnings.append(
            f"{french.name} and {english.name}: one text is {lengths[1] // max(1, lengths[0])} times longer"
        )
    return errors, warnings


def _paragraphs(document: Document) -> list[int]:
    return [sentence.paragraph for sentence in document.sentences]


def alignment_doubts(bitext: Bitext) -> list[str]:
    """What the alignment of a whole text says of the pair: one line where hardly anything answers anything."""
    weight = {True: 0, False: 0}
    for unit in bitext.units:
        firm = bool(unit.source and unit.target) and (unit.score or 0.0) >= _DOUBTFUL
        weight[firm] += len(unit.source)
    total = sum(weight.values())
    if total >= _FEWEST_CHARACTERS and weight[True] < _LEAST_ANSWERED * total:
        return [
            f"{bitext.name}: only {round(100 * weight[True] / total)} % of the French is surely answered; "
            "are the two texts versions of each other?"
        ]
    return []


def _languages(french: Document, english: Document) -> tuple[str, str]:
    """The languages of two documents: what they surely look like, else what they are said to be in."""
    guesses = [(detect(document.text), document.language) for document in (french, english)]
    found = [guess.code if guess.code != UNKNOWN and guess.confidence >= _FIRM else said for guess, said in guesses]
    return found[0], found[1]


def _units(french: Document, english: Document, beads: Sequence[Bead]) -> list[Unit]:
    units: list[Unit] = []
    paragraph = french.sentences[0].paragraph
    codes = [codes_of_sentences(each) if each.codes else None for each in (french, english)]
    for index, bead in enumerate(beads):
        left = french.sentences[bead.source_start : bead.source_end]
        right = english.sentences[bead.target_start : bead.target_end]
        paragraph = left[0].paragraph if left else paragraph
        source_codes = _codes(left, codes[0], bead.source_start)
        target_codes = matched(source_codes, _codes(right, codes[1], bead.target_start))
        units.append(
            Unit(
                unit_identifier(index),
                " ".join(sentence.span.of(french.text) for sentence in left),
                " ".join(sentence.span.of(english.text) for sentence in right),
                paragraph,
                Span(left[0].span.start, left[-1].span.end) if left else None,
                Span(right[0].span.start, right[-1].span.end) if right else None,
                bead.shape,
                Origin.HUMAN,
                round(bead.confidence, 4),
                flags=tuple(_flags(bead)),
                source_codes=source_codes,
                target_codes=target_codes,
            )
        )
    return units


def _codes(sentences: Sequence[Sentence], codes: Sequence[tuple[Code, ...]] | None, first: int) -> tuple[Code, ...]:
    """The codes of the sentences of one side, with places in them as they are joined by spaces."""
    found: list[Code] = []
    if codes is not None:
        offset = 0
        for number, sentence in enumerate(sentences, start=first):
            found += shifted(codes[number], offset)
            offset += sentence.span.end - sentence.span.start + 1
    return numbered(found)


def _flags(bead: Bead) -> list[Flag]:
    if bead.source_start == bead.source_end:
        return [Flag("unaligned", Severity.NOTE, "nothing in the source answers this")]
    if bead.target_start == bead.target_end:
        return [Flag("unaligned", Severity.NOTE, "nothing in the translation answers this")]
    if bead.confidence < _DOUBTFUL:
        return [Flag("alignment", Severity.WARNING, f"the alignment is uncertain: confidence {bead.confidence:.2f}")]
    return []
