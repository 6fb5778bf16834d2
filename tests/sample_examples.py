"""Training examples made by hand."""

from pipeline.training.marking import Example
from pipeline.training.word_alignment import words


def linked(french, english, pairs):
    """The example in which each pair of words, given once on its side, is linked."""
    left, right = words(french), words(english)
    return Example(french, english, sorted((left.index(a), right.index(b)) for a, b in pairs))
