"""Fits the weights of the sentence aligner (`pipeline/alignment/weights.json`).

    python benchmarks/alignment_weights.py --out weights.json CORPUS.tsv [CORPUS.tsv …]

Each corpus holds pairs `French<TAB>English`, one a line. Documents are made of them: pairs that share a word
follow each other, so that neighbours are as easily confused as in a book; then they are perturbed in every way of
`benchmarks/alignment_perturbed.py`. The weights of a conditional random field over all monotonic alignments
are fitted by stochastic gradient on the exact gradient from the forward-backward algorithm. Never fit on a set that
is also measured on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from alignment_perturbed import KINDS, Beads, Freedom, foreign, perturbed
from numpy.typing import NDArray

from pipeline.alignment import evidence, terms
from pipeline.alignment.anchors import meeting_points
from pipeline.alignment.evidence import GAP_FEATURES, STAGES, Sides, bead_features, feature_names, gaps_of
from pipeline.alignment.knowledge import Knowledge, first_sides, refined
from pipeline.alignment.lattice import posterior
from pipeline.alignment.sentences import align_pieces

Floats = NDArray[np.float64]
STRETCH, STEPS, BATCH, RATE, DECAY, NUDGE = 30, 150, 24, 0.12, 1e-3, 1e-3


def milder(freedom: Freedom, share: float = 0.4) -> Freedom:
    """The freedom with a share of everything that is done to beads; words are changed as often."""
    return Freedom(*(share * value for value in freedom[:-2]), freedom.words, freedom.lost_breaks)


BOOKS = (
    Freedom(merged=0.03, split=0.03, omitted=0.01, inserted=0.01, words=0.03),
    Freedom(merged=0.04, split=0.04, moved=0.01, omitted=0.01, inserted=0.01, words=0.3),
    *(milder(KINDS[kind]) for kind in ("merged", "moved", "cut", "free", "very-free")),
    KINDS["free"],
)
FOREIGN = (KINDS["foreign"], KINDS["foreign"]._replace(words=0.1), milder(KINDS["free"]))
START = {"length": 0.3, "length tail": 0.5, "marks shared": 1.0, "bead": -1.0}
START |= dict(zip(GAP_FEATURES, (-2.0, 0.0, -1.0), strict=True))


class Example(NamedTuple):
    """One stretch of a document: its features by move, its gold beads by start, and its gap counts."""

    source: range
    target: range
    features: dict[tuple[int, int], NDArray[np.float32]]
    gold: list[tuple[int, int, int, int]]
    opened: int
    faced: int


def document(pool: Sequence[tuple[str, str]], size: int, rng: random.Random) -> Beads:
    """`size` pairs of the pool in an order in which most share a word with the one before."""
    words = [{w for w in terms.words(french) if len(w) >= 5} for french, _ in pool]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(words):
        for word in sorted(found):
            holders[word].append(number)
    here, taken, order = rng.randrange(len(pool)), set[int](), list[int]()
    while len(order) < min(size, len(pool)):
        taken.add(here)
        order.append(here)
        near = [n for word in sorted(words[here]) if len(holders[word]) <= 80 for n in holders[word] if n not in taken]
        left = [n for n in (rng.randrange(len(pool)) for _ in range(200)) if n not in taken]
        if not near and not left:
            break
        here = rng.choice(near) if near and (rng.random() < 0.85 or not left) else left[0]
    return [([pool[n][0]], [pool[n][1]]) for n in order]


def sides_of(beads: Beads) -> tuple[list[str], list[str]]:
    return [s for left, _ in beads for s in left], [t for _, right in beads for t in right]


def examples(sides: Sides, beads: Beads) -> list[Example]:
    """The document in stretches of some thirty sentences, cut where the gold says one may."""
    found: list[Example] = []
    i0 = j0 = i = j = opened = faced = 0
    gold: list[tuple[int, int, int, int]] = []
    before: tuple[bool, bool] | None = None
    for number, (left, right) in enumerate(beads):
        a, b = len(left), len(right)
        if a and b:
            gold.append((i - i0, j - j0, a, b))
            before = None
        else:
            gap = (bool(a), bool(b))
            opened += gap != before
            faced += gap != before and before is not None
            before = gap
        i, j = i + a, j + b
        if max(i - i0, j - j0) >= STRETCH or number == len(beads) - 1:
            source, target = range(i0, i), range(j0, j)
            features = bead_features(sides, source, target)
            if all((a, b) in features for _, _, a, b in gold):
                packed = {move: values.astype(np.float32) for move, values in features.items()}
                found.append(Example(source, target, packed, gold, opened, faced))
            i0, j0, opened, faced, gold, before = i, j, 0, 0, [], None
    return found


def gradient(example: Example, weights: Floats, names: Sequence[str]) -> tuple[Floats, float]:
    """Expected less observed features, the gradient of the negative log-likelihood; and that itself."""
    count = len(names) - len(GAP_FEATURES)
    gaps = gaps_of(example.source, example.target, dict(zip(names, weights, strict=True)))
    scores = {move: np.tensordot(weights[:count], values, 1) for move, values in example.features.items()}
    found = posterior(scores, gaps)
    slope = np.zeros(len(names))
    for move, values in example.features.items():
        slope[:count] += np.tensordot(values, found.beads[move], ([1, 2], [0, 1]))
    loss = found.total - weights[count] * example.opened - weights[count + 2] * example.faced
    for i, j, a, b in example.gold:
        slope[:count] -= example.features[a, b][:, i, j]
        loss -= float(scores[a, b][i, j])
    for place, field, seen in ((count, "opening", example.opened), (count + 2, "facing", example.faced)):
        nudged = posterior(scores, gaps._replace(**{field: getattr(gaps, field) + NUDGE}))
        slope[place] = (nudged.total - found.total) / NUDGE - seen
    return slope, loss  # what extending a gap costs stays 0, or long gaps would be sought


def fit(data: Sequence[Example], names: Sequence[str], steps: int) -> dict[str, float]:
    """Adam on batches of stretches, with a falling rate; weights are drawn towards where they start."""
    start = np.array(
        [START.get(n, -1.0 if n.startswith("bead") else 2.0 if n.endswith("share") else 0.3) for n in names]
    )
    weights = start.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    rng = np.random.default_rng(0)
    losses: list[float] = []
    for step in range(1, steps + 1):
        batch = [data[k] for k in rng.choice(len(data), min(BATCH, len(data)), replace=False)]
        beads = sum(len(example.gold) for example in batch)
        found = [gradient(example, weights, names) for example in batch]
        slope = np.add.reduce([one for one, _ in found]) / beads + DECAY * (weights - start)
        losses.append(sum(loss for _, loss in found) / beads)
        slope[-2] = 0.0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        rate = RATE * (1.0 if step < 0.6 * steps else 0.3 if step < 0.85 * steps else 0.1)
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    print(f"loss a bead {np.mean(losses[:10]):.3f} -> {np.mean(losses[-20:]):.3f} on {len(data)} stretches", flush=True)
    return {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}


def fit_stage(stage: str, texts: Sequence[Beads], fitted: dict[str, dict[str, float]], steps: int) -> None:
    """Fits one stage on what a first pass teaches: `looks` on nothing but the texts, the others with two rounds."""
    languages = ("fr", "en" if stage == "known" else "xx")
    names = (*feature_names(STAGES[stage]), *GAP_FEATURES)
    known = [Knowledge(*sides_of(beads), languages) for beads in texts]
    for turn in range(1 if stage == "looks" else 2):
        data: list[Example] = []
        for beads, knowledge in zip(texts, known, strict=True):
            sides = first_sides(knowledge, meeting_points(knowledge.meeting_space()))
            if turn or knowledge.first_stage == "looks" != stage:
                path = align_pieces(knowledge, passes=turn)
                sides = refined(sides, knowledge, path)
            data += examples(sides, beads)
        fitted[stage] = fit(data, names, steps if stage == "looks" or turn else steps // 2)
        evidence.fitted_weights().update({stage: fitted[stage]})
    print(stage, json.dumps(fitted[stage]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=150, help="pairs in a document")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--stages", default="looks,learnt,known", help="those to fit; the others are kept")
    arguments = parser.parse_args()
    rng = random.Random(5)
    texts: dict[bool, list[Beads]] = {False: [], True: []}
    for corpus in arguments.corpora:
        rows = [line.rstrip("\n").split("\t") for line in corpus.open(encoding="utf-8")]
        pairs = [(row[0], row[1]) for row in rows if len(row) == 2 and min(len(side.split()) for side in row) > 2]
        for freedom, strange in [(f, False) for f in BOOKS] + [(f, True) for f in FOREIGN]:
            made = perturbed(document(rng.sample(pairs, min(3000, len(pairs))), arguments.pairs, rng), freedom, rng)
            texts[strange].append([(a, [foreign(t) for t in b]) for a, b in made] if strange else made)
    fitted = evidence.fitted_weights()
    chosen = arguments.stages.split(",")
    for stage in ("looks", "learnt"):
        if stage in chosen:
            fit_stage(stage, texts[True] + texts[False][::2], fitted, arguments.steps)
    if "known" in chosen:
        fit_stage("known", texts[False], fitted, arguments.steps)
    kept = {stage: fitted[stage] for stage in STAGES if stage in fitted}
    arguments.out.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
