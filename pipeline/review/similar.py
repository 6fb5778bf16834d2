"""Finds, for segments that no person has approved yet, the approved ones that are nearly the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from itertools import islice

from pipeline.bitext import Bitext, Flag, Origin, Severity, Unit
from pipeline.files.extras import extra
from pipeline.review.comparison import word_difference

SIMILAR = "similar"
"""Code of the note on a unit whose source is nearly one that a person approved."""

_THRESHOLD = 75.0
_SHORTEST = 4  # words; anything shorter is alike by chance
_ROWS = 256  # sources compared with all approved ones at a time


@dataclass(frozen=True, slots=True)
class SimilarPair:
    """An approved pair near a source. similarity: percent, 100 for equal (normalised indel distance of characters)."""

    source: str
    target: str
    similarity: float


def can_be_found() -> bool:
    """Whether what `find_similar` needs is installed (the extra `similar`)."""
    return find_spec("rapidfuzz") is not None


def find_similar(
    sources: Iterable[str], approved: Mapping[str, str], threshold: float = _THRESHOLD
) -> Iterator[SimilarPair | None]:
    """For each source, in order, the most similar approved pair of at least `threshold` percent; None for none.

    approved: source to target. Equal sources and those under four words give None. Uses all cores;
    holds 256 rows of similarities at a time.
    """
    with extra("similar", "the search for similar segments"):
        from rapidfuzz import fuzz, process

    choices = list(approved)
    iterator = iter(sources)
    while batch := list(islice(iterator, _ROWS)):
        if not choices:
            yield from (None for _ in batch)
            continue
        scores = process.cdist(batch, choices, scorer=fuzz.ratio, score_cutoff=threshold, workers=-1)
        for source, row in zip(batch, scores, strict=True):
            best = int(row.argmax())
            if row[best] < threshold or source in approved or len(source.split()) < _SHORTEST:
                yield None
            else:
                yield SimilarPair(choices[best], approved[choices[best]], float(row[best]))


def flag_similar(bitext: Bitext, approved: Mapping[str, str], threshold: float = _THRESHOLD) -> Bitext:
    """`bitext` with a `similar` note on each machine unit near an approved pair, the difference spelt out.

    In the note, `[-…-]` stands in the approved source alone, `{+…+}` in this one.
    """
    open_units: Sequence[Unit] = [unit for unit in bitext.units if unit.origin is not Origin.HUMAN]
    matches = find_similar((unit.source for unit in open_units), approved, threshold)
    notes = {unit.id: _note(unit, match) for unit, match in zip(open_units, matches, strict=True) if match}
    units = (replace(unit, flags=(*unit.flags, notes[unit.id])) if unit.id in notes else unit for unit in bitext.units)
    return replace(bitext, units=tuple(units))


def _note(unit: Unit, match: SimilarPair) -> Flag:
    before, after = word_difference(match.source, unit.source)
    removed = "".join(f"[-{piece.text.strip()}-] " for piece in before if piece.severity and piece.text.strip())
    added = "".join(f"{{+{piece.text.strip()}+}} " for piece in after if piece.severity and piece.text.strip())
    message = (
        f"{match.similarity:.0f} % like an approved segment, “{match.target}”; the French differs: {removed}{added}"
    )
    return Flag(SIMILAR, Severity.NOTE, message.rstrip())
