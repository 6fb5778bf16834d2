"""Fits the weights of the sentence aligner (`pipeline/alignment/weights.json`).

    python benchmarks/alignment_weights.py --out weights.json [--no-model] CORPUS.tsv [CORPUS.tsv …]

Each corpus holds pairs `French<TAB>English`, one a line. From samples of them artificial documents are
made: neighbours joined on one side, pairs dropped on one side, passages missing. The weights of a
conditional random field over all monotonic alignments are then fitted by stochastic gradient on the
exact gradient from the forward-backward algorithm. Words of the model's translation are dropped at
random in some documents, since translations of books are freer than these corpora. Never fit on a
set that is also measured on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment import terms
from pipeline.alignment.anchors import meeting_points
from pipeline.alignment.bead import Bead
from pipeline.alignment.evidence import GAP_FEATURES, STAGES, Sides, bead_features, feature_names, gaps_of
from pipeline.alignment.lattice import best_path, posterior
from pipeline.alignment.sentences import learnt_terms, prepared, surface_spaces, translated_spaces
from pipeline.alignment.similarity import Space

Floats = NDArray[np.float64]
Gold = list[tuple[int, int]]  # sentences on either side of each bead
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-Ý«“\"])")
STRETCH, STEPS, BATCH, RATE, DECAY, NUDGE = 40, 120, 30, 0.15, 1e-4, 1e-3
FREEDOM = (0.0, 0.3, 0.5)  # shares of the translation's words that are dropped


class Example(NamedTuple):
    """One stretch of a document: its features by move, its gold beads by start, and its gap counts."""

    source: range
    target: range
    features: dict[tuple[int, int], Floats]
    gold: list[tuple[int, int, int, int]]
    opened: int
    extended: int


class Text(NamedTuple):
    source: list[str]
    target: list[str]
    gold: Gold


def artificial(pairs: Sequence[tuple[str, str]], rate: float, rng: random.Random) -> Text:
    """A document whose sentences are joined, dropped and split at `rate`."""
    split: list[tuple[list[str], list[str]]] = []
    for french, english in pairs:
        fs, es = SENTENCE_END.split(french), SENTENCE_END.split(english)
        if len(fs) == len(es) == 2:
            split += [([f], [e]) for f, e in zip(fs, es, strict=True)]
        elif min(len(fs), len(es)) == 1 and max(len(fs), len(es)) <= 4:
            split.append((fs, es))
        else:
            split.append(([french], [english]))
    beads: list[tuple[list[str], list[str]]] = []
    position = 0
    while position < len(split):
        draw = rng.random()
        if draw < rate:
            group = split[position : position + (2 if rng.random() < 0.75 else 3)]
            position += len(group)
            beads += _joined(group, rng.random())
        elif draw < 1.5 * rate:
            count = rng.randint(5, 40) if rng.random() < 0.06 else 1
            side = rng.random() < 0.5
            for fs, es in split[position : position + count]:
                beads += [([f], []) for f in fs] if side else [([], [e]) for e in es]
            position += count
        else:
            beads.append(split[position])
            position += 1
    return Text(
        [f for b in beads for f in b[0]], [e for b in beads for e in b[1]], [(len(f), len(e)) for f, e in beads]
    )


def _joined(group: list[tuple[list[str], list[str]]], kind: float) -> list[tuple[list[str], list[str]]]:
    """Neighbours made one on the English side, on the French side, or cut at different places."""
    fs, es = [f for g in group for f in g[0]], [e for g in group for e in g[1]]
    if kind < 0.4 and len(es) <= 4:
        return [([" ".join(fs)], es)]
    if kind < 0.8 and len(fs) <= 4:
        return [(fs, [" ".join(es)])]
    if len(fs) == len(es) == 3:
        return [([fs[0], " ".join(fs[1:])], [" ".join(es[:2]), es[2]])]
    return group


def examples(sides: Sides, gold: Gold) -> list[Example]:
    """The document in stretches of some forty sentences, cut where the gold says one may."""
    found: list[Example] = []
    i0 = j0 = i = j = opened = extended = 0
    beads: list[tuple[int, int, int, int]] = []
    before: tuple[bool, bool] | None = None
    for number, (a, b) in enumerate(gold):
        if a and b:
            beads.append((i - i0, j - j0, a, b))
            before = None
        else:
            gap = (bool(a), bool(b))
            opened, extended = opened + (gap != before), extended + (gap == before)
            before = gap
        i, j = i + a, j + b
        if max(i - i0, j - j0) >= STRETCH or number == len(gold) - 1:
            source, target = range(i0, i), range(j0, j)
            features = bead_features(sides, source, target)
            if all((a, b) in features for _, _, a, b in beads):
                found.append(Example(source, target, features, beads, opened, extended))
            i0, j0, opened, extended, beads, before = i, j, 0, 0, [], None
    return found


def gradient(example: Example, weights: Floats, names: Sequence[str]) -> Floats:
    """Expected less observed features: the gradient of the negative log-likelihood."""
    count = len(names) - len(GAP_FEATURES)
    gaps = gaps_of(example.source, example.target, dict(zip(names, weights, strict=True)))
    scores = {move: np.tensordot(weights[:count], values, 1) for move, values in example.features.items()}
    found = posterior(scores, gaps)
    slope = np.zeros(len(names))
    for move, values in example.features.items():
        slope[:count] += np.tensordot(values, found.beads[move], ([1, 2], [0, 1]))
    for i, j, a, b in example.gold:
        slope[:count] -= example.features[a, b][:, i, j]
    nudged = posterior(scores, gaps._replace(opening=gaps.opening + NUDGE))
    slope[count] = (nudged.total - found.total) / NUDGE - example.opened
    return slope  # what extending a gap costs stays 0, or long gaps would be sought


def fit(data: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Adam on batches of stretches, with a falling rate."""
    start = {"length": 0.3, "bead": 0.0, GAP_FEATURES[0]: -2.0, GAP_FEATURES[1]: 0.0}
    weights = np.array([start.get(n, 4.0 if n.endswith("shared") else -1.0 if n[:4] == "bead" else 0.0) for n in names])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    rng = np.random.default_rng(0)
    for step in range(1, STEPS + 1):
        batch = [data[k] for k in rng.choice(len(data), min(BATCH, len(data)), replace=False)]
        beads = sum(len(example.gold) for example in batch)
        slope = np.add.reduce([gradient(example, weights, names) for example in batch]) / beads + DECAY * weights
        slope[-1] = 0.0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = RATE * (1.0 if step < 0.6 * STEPS else 0.3 if step < 0.85 * STEPS else 0.1)
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}


def spaces_of(text: Text, translated: Sequence[str] | None, beads: Sequence[Bead] | None) -> dict[str, Space]:
    """The spaces of a stage, in the order of `STAGES`."""
    spaces = {} if translated is None else translated_spaces(translated, text.target)
    if beads is not None:
        learnt = learnt_terms(text.source, text.target, beads)
        spaces["learnt words"] = Space(learnt, map(terms.word_terms, text.target))
    return {**spaces, **surface_spaces(text.source, text.target)}


def aligned(sides: Sides, weights: dict[str, float]) -> list[Bead]:
    """The whole document in one rectangle."""
    source, target = range(len(sides.source_lengths)), range(len(sides.target_lengths))
    names = feature_names(tuple(sides.spaces))
    vector = np.array([weights[name] for name in names])
    features = bead_features(sides, source, target)
    scores = {move: np.tensordot(vector, values, 1) for move, values in features.items()}
    return best_path(posterior(scores, gaps_of(source, target, weights)))


def fit_stage(stage: str, texts: Sequence[tuple[Text, list[str] | None]], fitted: dict[str, dict[str, float]]) -> None:
    """Fits one stage; `learnt` and `both` take their tables from the stage below, fitted before."""
    below = {"learnt": "surface", "both": "translated"}.get(stage)
    data: list[Example] = []
    for text, translated in texts:
        used = translated if stage in ("translated", "both") else None
        beads = None
        if below is not None:
            spaces = spaces_of(text, used, None)
            sides = prepared(text.source, text.target, spaces, meeting_points(next(iter(spaces.values()))))
            beads = aligned(sides, fitted[below])
        spaces = spaces_of(text, used, beads)
        sides = prepared(text.source, text.target, spaces, meeting_points(next(iter(spaces.values()))))
        data += examples(sides, text.gold)
    fitted[stage] = fit(data, (*feature_names(STAGES[stage]), *GAP_FEATURES))
    print(stage, json.dumps(fitted[stage], indent=2), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--model", type=Path, help="a translation package; without it the stages that translate stay out"
    )
    parser.add_argument("--pairs", type=int, default=300, help="pairs in a document")
    arguments = parser.parse_args()
    rng = random.Random(5)
    texts: list[Text] = []
    for corpus in arguments.corpora:
        rows = [line.rstrip("\n").split("\t") for line in corpus.open(encoding="utf-8")]
        pairs = [(row[0], row[1]) for row in rows if len(row) == 2 and min(map(len, row)) > 2]
        size = min(arguments.pairs, len(pairs))
        texts += [artificial(rng.sample(pairs, size), rate, rng) for rate in (0.04, 0.25, 0.1)]
    fitted: dict[str, dict[str, float]] = {}
    plain: list[tuple[Text, list[str] | None]] = [(text, None) for text in texts]
    fit_stage("surface", plain, fitted)
    fit_stage("learnt", plain, fitted)
    if arguments.model:
        from pipeline.translation.engine import Engine
        from pipeline.translation.package import open_package

        engine = Engine(open_package(arguments.model))
        freer: list[tuple[Text, list[str] | None]] = []
        for text in texts:
            translated = [translation.best.text for translation in engine.translate(text.source, beam_size=1)]
            for freedom in FREEDOM:
                kept = [" ".join(w for w in t.split() if rng.random() >= freedom) for t in translated]
                freer.append((text, kept))
        fit_stage("translated", freer, fitted)
        fit_stage("both", freer, fitted)
    arguments.out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
