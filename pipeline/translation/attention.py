"""What the model looks at while it is made to say a given English text, piece by piece."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.bitext import Span
from pipeline.translation.tokenisation import prepare

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine
    from pipeline.translation.hypothesis import Hypothesis

LONGEST = 400
"""Pieces of either side; of longer pairs no attention is read."""

_SPACE = "\u2581"


@dataclass(frozen=True, slots=True)
class Attention:
    """The attention between the two texts of a pair.

    source, target: the characters that each piece stands for, in order. rows: shape (target pieces,
    source pieces), each row adding up to at most 1; what is missing lies on the end sign, where a model
    trained so looks for English that renders nothing.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    rows: NDArray[np.float64]


def read_attention(
    engine: Engine, pairs: Sequence[tuple[str, str]], known: Sequence[Attention | None] | None = None
) -> list[Attention | None]:
    """The attention of each `(source, English)` pair, in order.

    known: what was kept from the decoding, one for each pair; only what is None there is read now.
    Gives None where a side is empty or longer than `LONGEST` pieces, or where the model cannot be made to say
    exactly this English. The head is the supervised one where the package declares it, else CTranslate2's
    mean of all heads.
    """
    found: list[Attention | None] = list(known) if known is not None else [None] * len(pairs)
    sides = {
        k: (engine.pieces(source), engine.pieces(target))
        for k, (source, target) in enumerate(pairs)
        if found[k] is None
    }
    fit = [k for k, side in sides.items() if all(0 < len(pieces) <= LONGEST for pieces in side)]
    said = engine.continue_from(
        [(pairs[k][0], prepare(pairs[k][1])) for k in fit],
        beam_size=1,
        return_attention=True,
        max_decoding_length=LONGEST + 1,
        repetition_penalty=1,
    )
    for k, hypothesis in zip(fit, said, strict=True):
        left, right = sides[k]
        if list(hypothesis.pieces[: len(right)]) == right and len(hypothesis.attention) >= len(right):
            rows = np.array(hypothesis.attention[: len(right)], dtype=np.float64)[:, : len(left)]
            source, target = pairs[k]
            found[k] = Attention(tuple(piece_spans(left, source)), tuple(piece_spans(right, target)), rows)
    return found


def attention_of(engine: Engine, source: str, hypothesis: Hypothesis) -> Attention | None:
    """The attention that was kept while `hypothesis` was decoded from `source`; None where it was not."""
    if not hypothesis.attention:
        return None
    rows = np.array(hypothesis.attention, dtype=np.float64)
    left = engine.pieces(source)
    if rows.shape[1] < len(left) or len(rows) < len(hypothesis.pieces):
        return None
    spans = piece_spans(left, source), piece_spans(hypothesis.pieces, hypothesis.text)
    return Attention(tuple(spans[0]), tuple(spans[1]), rows[:, : len(left)])


def piece_spans(pieces: Sequence[str], text: str) -> list[Span]:
    """The characters of `text` that each of its pieces stands for, ascending.

    Found by counting letters, as compatibility forms (NFKC) spell them; where the counts differ (the
    tokeniser rewrote a sign), by looking for each piece after the one before it.
    """
    places = [
        place
        for place, character in enumerate(text)
        for letter in unicodedata.normalize("NFKC", character)
        if not letter.isspace()
    ]
    lengths = [len(piece.replace(_SPACE, "")) for piece in pieces]
    if sum(lengths) != len(places):
        return _found_spans(pieces, text)
    spans, position = [], 0
    for length in lengths:
        if length:
            spans.append(Span(places[position], places[position + length - 1] + 1))
        else:  # a space alone belongs to what comes after it
            start = places[position] if position < len(places) else len(text)
            spans.append(Span(start, start))
        position += length
    return spans


def _found_spans(pieces: Sequence[str], text: str) -> list[Span]:
    spans = []
    position = 0
    for piece in pieces:
        core = piece.replace(_SPACE, "")
        while position < len(text) and text[position].isspace():
            position += 1
        start = text.find(core, position, position + len(core) + 8) if core else position
        if start < 0:
            start = position
        position = min(len(text), start + len(core))
        spans.append(Span(start, position))
    return spans
