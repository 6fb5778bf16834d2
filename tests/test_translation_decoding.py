"""What a way of decoding asks of CTranslate2."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.translation.catalogue import select_package
from pipeline.translation.decoding import Decoding
from pipeline.translation.package import Package


@pytest.fixture(scope="module")
def package() -> Package:
    return select_package(None)


def test_the_beam_holds_the_hypotheses(package: Package) -> None:
    options = Decoding(beam_size=2, hypotheses=5).options(package)
    assert (options["beam_size"], options["num_hypotheses"]) == (5, 5)


def test_further_options_come_last(package: Package) -> None:
    assert Decoding(further={"beam_size": 1}).options(package)["beam_size"] == 1


def test_the_last_pieces_attention_needs_the_end_where_the_head_looks_a_step_back(package: Package) -> None:
    ahead, level = replace(package, alignment_shift=1), replace(package, alignment_shift=0)
    assert Decoding(attention=True).options(ahead)["return_end_token"]
    assert "return_end_token" not in Decoding(attention=True).options(level)
    assert not Decoding().options(ahead)["replace_unknowns"]
    assert Decoding().options(level)["replace_unknowns"]


def test_again_is_one_hypothesis_of_the_same_beam(package: Package) -> None:
    how = Decoding(beam_size=2, hypotheses=4, attention=True, further={"max_decoding_length": 9})
    options = how.again({"no_repeat_ngram_size": 3}).options(package)
    assert (options["beam_size"], options["num_hypotheses"], options["return_attention"]) == (4, 1, False)
    assert (options["max_decoding_length"], options["no_repeat_ngram_size"]) == (9, 3)
