"""Fits the risk score of units (`pipeline/quality/risk.py`) and says how well it sorts.

    python benchmarks/risk.py [--model PATH|NAME] [--lines N] FRENCH ENGLISH [FRENCH ENGLISH]…

FRENCH is translated and checked, and each line compared with ENGLISH: a chrF under 35 is what the risk is to foretell.
Weights come from the first half of each file. The second half shows how many of the poor lines lie in the riskiest
tenth, fifth and half, by the risk, by the model's score alone and by the number of flags alone; and the same of lines
into which an error of some kind was planted (`planted_errors.py`), one line in ten.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from planted_errors import FAULTS
from sacrebleu import sentence_chrf

from pipeline.bitext import Bitext, Severity, Unit, unit_identifier
from pipeline.quality import run_checks
from pipeline.quality.risk import features
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

POOR = 35.0


def translated(french: Sequence[str], session: Session) -> tuple[Unit, ...]:
    units = [
        Unit(unit_identifier(i), source, made.target, score=made.score, mentions=made.mentions, flags=made.flags)
        for i, (source, made) in enumerate(zip(french, session.translate(french), strict=True))
    ]
    return run_checks(Bitext("risk", tuple(units))).units


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    b = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ b))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.eye(len(b))
        b -= np.linalg.solve(hessian, x.T @ (p - y) + b)
    return b


def planted(units: Sequence[Unit]) -> tuple[tuple[Unit, ...], np.ndarray]:
    """The units checked again with an error in every tenth, where one fits, and which those are."""
    rng = random.Random(1)
    made, wrong = list(units), np.zeros(len(units))
    for index in range(0, len(made), 10):
        for fault in rng.sample(list(FAULTS.values()), len(FAULTS)):
            pair = fault.plant(rng, made[index], units)
            if pair is not None:
                made[index], wrong[index] = pair[1], 1
                break
    return run_checks(Bitext("planted", tuple(made))).units, wrong


def severity(unit: Unit) -> float:
    return sum({Severity.ERROR: 3, Severity.WARNING: 1}.get(flag.severity, 0) for flag in unit.flags)


def show(title: str, units: Sequence[Unit], truth: np.ndarray) -> None:
    print(f"\n{truth.sum():.0f} of {len(truth)} held-out lines {title}; of these lie in the riskiest")
    print("\n| by | tenth | fifth | half |\n|---|---:|---:|---:|")
    orders = {
        "risk": [unit.risk or 0.0 for unit in units],
        "model's score": [-(unit.score or 0.0) for unit in units],
        "flags": [severity(unit) for unit in units],
    }
    for name, values in orders.items():
        order = np.argsort(-np.array(values), kind="stable")
        shares = [truth[order[: int(len(order) * part)]].sum() / truth.sum() for part in (0.1, 0.2, 0.5)]
        print(f"| {name} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="FRENCH ENGLISH pairs of files")
    parser.add_argument("--model", help="the package to translate with")
    parser.add_argument("--lines", type=int, default=600, help="of each half of each file")
    options = parser.parse_args()
    halves: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for french, english in zip(options.files[::2], options.files[1::2], strict=True):
        sides = [path.read_text(encoding="utf-8").split("\n") for path in (french, english)]
        pairs = [pair for pair in zip(*sides, strict=True) if pair[0].strip()]
        for half, start in zip(halves, (0, len(pairs) // 2), strict=True):
            half.extend(pairs[start : start + options.lines])
    session = Session(Recipe(model=options.model, links=False))
    made = []
    for half in halves:
        units = translated([fr for fr, _ in half], session)
        poor = [sentence_chrf(u.target, [en]).score < POOR for u, (_, en) in zip(units, half, strict=True)]
        made.append((units, np.array(poor, dtype=float)))
    (fitted, poor_ones), (held, truth) = made
    x = np.array([features(unit) for unit in fitted])
    weights = ", ".join(f"{weight:.3f}" for weight in fit(x, poor_ones))
    print(f"usual score {x[:, -1].mean():.3f}; weights {weights}")
    show("are poor", held, truth)
    show("have an error", *planted(held))


if __name__ == "__main__":
    main()
