"""How sentences are decoded: what is asked of CTranslate2, and what more the engine does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.translation.package import Package

BEAM_SIZE = 4
# Mean log-probability: 0.5 BLEU and chrF over Argos's 0.2 on newstest2009 and 2010, which loses words.
LENGTH_PENALTY = 1.0


@dataclass(frozen=True, slots=True)
class Decoding:
    """One way of decoding.

    beam_size: wide enough for the hypotheses that are asked for. attention: whether the best hypothesis comes with the
    attention of its pieces. plain: whether a line of several sentences is decoded sentence by sentence, and what went
    wrong is tried again. further: options of CTranslate2's `translate_batch`, such as `suppress_sequences`.
    """

    beam_size: int = BEAM_SIZE
    hypotheses: int = 1
    attention: bool = False
    plain: bool = False
    further: Mapping[str, Any] = field(default_factory=dict)

    def again(self, settings: Mapping[str, Any]) -> Decoding:
        """The same with other settings, for one hypothesis without attention."""
        width = max(self.beam_size, self.hypotheses)
        further = {**self.further, **settings}
        return replace(self, beam_size=width, hypotheses=1, attention=False, further=further)

    def options(self, package: Package) -> dict[str, Any]:
        """The arguments for `translate_batch` of this package's model."""
        shifted = package.alignment_shift > 0
        made = {
            "beam_size": max(self.beam_size, self.hypotheses),
            "num_hypotheses": self.hypotheses,
            "length_penalty": LENGTH_PENALTY,
            "replace_unknowns": not shifted,  # CTranslate2 would look at the wrong step
            "return_scores": True,
            "return_attention": self.attention,
            "batch_type": "tokens",
            **self.further,
        }
        if shifted and made["return_attention"]:
            made["return_end_token"] = True  # the last piece's row is that of the step that ends the sentence
        return made
