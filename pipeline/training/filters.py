"""What keeps a pair out of training: the filters of a corpus build, and what only training minds."""

from __future__ import annotations

from pipeline.corpus.filters import FILTERS, Filter
from pipeline.corpus.pair import Measured
from pipeline.training.quotation import count_marks


class LongWord(Filter):
    """Addresses, chains of signs: pieces that teach nothing and fill a batch."""

    name = "long-word"
    most = True
    default = 40
    description = "characters of the longest word on either side"

    def score(self, measured: Measured) -> float:
        """The length, a word being what stands between blanks."""
        return float(max(map(len, (measured.source + " " + measured.target).split()), default=0))


class Quotes(Filter):
    """A model that has seen marks dropped drops them."""

    name = "quotes"
    most = True
    default = 0
    description = "double quotation marks by which the sides differ"

    def score(self, measured: Measured) -> float:
        """The difference, whatever the shape of the marks."""
        return float(abs(count_marks(measured.source) - count_marks(measured.target)))


_THRESHOLDS = {"long": 90.0}  # words: what the position table of a model and a batch on a small machine hold

TRAINING_FILTERS: dict[str, tuple[Filter, float]] = {
    filter_.name: (filter_, _THRESHOLDS.get(filter_.name, filter_.default))
    for filter_ in (*FILTERS.values(), LongWord(), Quotes())
}
"""Filters and their thresholds by name, in the order in which reasons are given."""


def refusal(measured: Measured) -> str | None:
    """The name of the first filter that rejects the pair, or None where it is fit to train on."""
    for name, (filter_, threshold) in TRAINING_FILTERS.items():
        score = filter_.score(measured)
        if score > threshold if filter_.most else score < threshold:
            return name
    return None
