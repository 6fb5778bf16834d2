from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.attention import LONGEST, attention_of, piece_spans, read_attention
from pipeline.translation.catalogue import select_package
from pipeline.translation.engine import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(select_package(None), threads=1)


@pytest.mark.parametrize(
    ("pieces", "text", "expected"),
    [
        (
            ["\u2581Le", "\u2581Ko", "ms", "omol", "sk", "\u2581", "…", "\u2581fin"],
            "Le Komsomolsk … fin",
            ["Le", "Ko", "ms", "omol", "sk", "", "…", "fin"],
        ),
        (["\u2581Le", "\u2581Ko", "sk"], "Le  Kosk", ["Le", "Ko", "sk"]),
        (["\u2581a", "...", "b"], "a… b", ["a", "…", "b"]),
        (["\u2581of", "fi", "ce"], "oﬃce", ["oﬃ", "ﬃ", "ce"]),
        (["\u2581x", "<unk>"], "x☃", ["x", "☃"]),
    ],
)
def test_pieces_are_found_in_the_text(pieces: list[str], text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in piece_spans(pieces, text)] == expected


@given(st.lists(st.sampled_from(["\u2581mot", "ab", "\u2581", "é", "\u2581d'", "…", "½"]), max_size=12))
def test_spans_ascend_and_lie_in_the_text(pieces: list[str]) -> None:
    text = "".join(pieces).replace("\u2581", " ").strip()
    spans = piece_spans(pieces, text)
    assert len(spans) == len(pieces)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert all(one.start <= other.start for one, other in itertools.pairwise(spans))


def test_rows_are_shares_of_the_source(engine: Engine) -> None:
    (attention,) = read_attention(engine, [("Le président parle à Moscou.", "The president speaks in “Moscow”.")])
    assert attention is not None
    assert attention.rows.shape == (len(attention.target), len(attention.source))
    assert (attention.rows.sum(axis=1) < 1 + 1e-3).all()
    assert attention.rows.max() > 0.5


def test_names_look_at_themselves(engine: Engine) -> None:
    source, target = "Hier, Nicolas a vu Paris.", "Yesterday Nicolas saw Paris."
    (attention,) = read_attention(engine, [(source, target)])
    assert attention is not None
    place = target.index("Paris")
    piece = next(number for number, span in enumerate(attention.target) if span.start <= place < span.end)
    assert attention.source[int(np.argmax(attention.rows[piece]))].of(source) in "Paris."


def test_what_cannot_be_read_is_none(engine: Engine) -> None:
    long = "mot " * (LONGEST + 1)
    assert read_attention(engine, [("", "text"), ("texte", ""), (long, "word")]) == [None, None, None]
    assert read_attention(engine, []) == []


def test_what_the_decoding_kept_is_what_is_read_afterwards(engine: Engine) -> None:
    source = "Le président a parlé à Moscou de « la paix »."
    (translation,) = engine.translate([source], attention=True)
    kept = attention_of(engine, source, translation.best)
    (read,) = read_attention(engine, [(source, translation.best.text)])
    assert kept is not None
    assert read is not None
    assert kept.source == read.source
    assert np.allclose(kept.rows[0], read.rows[0], atol=0.02)
    assert attention_of(engine, source, engine.translate([source])[0].best) is None
