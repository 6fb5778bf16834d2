"""Fits the weights of the checks `words-lost` and `words-added` (`pipeline/quality/coverage.json`).

    python benchmarks/coverage_weights.py --out coverage.json --limits FRENCH ENGLISH CORPUS.tsv [CORPUS.tsv …]

Each corpus holds pairs `French<TAB>English`, one a line, which count as right; clauses, sentences and halves are taken
out of them, and clauses put in, as `check_recall.py` does. The limits are those above which `--share` of the pairs of
the first half of FRENCH and ENGLISH lie.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from planted_errors import Plant, clause_added, clause_dropped, half_dropped, sentence_dropped

from pipeline.bitext import Unit
from pipeline.quality.coverage import features

PLANTED: dict[str, tuple[Plant, ...]] = {
    "lost": (clause_dropped, clause_dropped, sentence_dropped, half_dropped),
    "added": (clause_added,),
}
ROUNDS, DAMPING = 40, 1.0


def fit(right: np.ndarray, wrong: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method; both kinds weigh the same."""
    x = np.vstack([right, wrong])
    y = np.r_[np.zeros(len(right)), np.ones(len(wrong))]
    weight = np.r_[np.full(len(right), 0.5 / len(right)), np.full(len(wrong), 0.5 / len(wrong))] * len(y)
    scale = x.std(axis=0)
    scale[0] = 1.0
    x = x / scale
    b = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ b))
        gradient = x.T @ (weight * (p - y)) + DAMPING * b
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + DAMPING * np.eye(len(b))
        b -= np.linalg.solve(hessian, gradient)
    return b / scale


def rows(units: Sequence[Unit]) -> np.ndarray:
    return np.array([features(unit) for unit in units])


def read(path: Path, lines: int) -> list[Unit]:
    with path.open(encoding="utf-8") as stream:
        pairs = [line.rstrip("\n").split("\t")[:2] for _, line in zip(range(lines), stream, strict=False)]
    return [Unit("", fr, en) for fr, en in pairs if len(fr.split()) > 5 and len(en.split()) > 5]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limits", type=Path, nargs="+", required=True, help="FRENCH ENGLISH pairs of files")
    parser.add_argument("--lines", type=int, default=3000, help="of each corpus")
    parser.add_argument("--share", type=float, default=0.005, help="of right pairs that may be flagged, each way")
    options = parser.parse_args()
    rng = random.Random(1)
    units = [unit for path in options.corpora for unit in read(path, options.lines)]
    tuned: list[Unit] = []
    for french, english in zip(options.limits[::2], options.limits[1::2], strict=True):
        sides = [path.read_text(encoding="utf-8").split("\n") for path in (french, english)]
        pairs = list(zip(*sides, strict=True))
        tuned += [Unit("", fr, en) for fr, en in pairs[: len(pairs) // 2] if fr.strip() and en.strip()]
    right, held = rows(units), rows(tuned)
    made = {}
    for direction, plants in PLANTED.items():
        pairs_ = [plant(rng, unit, units) for plant in plants for unit in units]
        weights = fit(right, rows([pair[1] for pair in pairs_ if pair is not None]))
        limit = float(np.quantile(held @ weights, 1 - options.share))
        made[direction] = {"weights": [round(float(w), 4) for w in weights], "limit": round(limit, 3)}
    options.out.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
