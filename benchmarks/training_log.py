"""How a training went: loss, tokens a second and hours, from its log.

    python benchmarks/training_log.py [LOG.jsonl] [--rows 20]

LOG is the `log.jsonl` of `bitexte train` (default: that of the embedded model, in three stages; counts begin anew with
the second, hours do not; from the third on, with quotation marks). Rows are spread evenly over
the hours; losses are nats a piece, of the training examples since the row before (without smoothing) and of
the pairs kept back; the aligning head's is the mean over its links.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

OWN = Path(__file__).parent / "data" / "training.jsonl"
COLUMNS = ("hours", "steps", "examples", "tokens", "loss", "dev_loss", "alignment_loss", "tokens_per_second", "rate")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", nargs="?", type=Path, default=OWN)
    parser.add_argument("--rows", type=int, default=20)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.log.read_text(encoding="utf-8").split("\n") if line]
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---:|" * len(COLUMNS))
    for row in chosen(rows, options.rows):
        print("| " + " | ".join(shown(row.get(name)) for name in COLUMNS) + " |")


def chosen(rows: list[dict[str, float]], count: int) -> list[dict[str, float]]:
    """At most `count` rows with the first and the last, those with a `dev_loss` before others."""
    measured = [row for row in rows if "dev_loss" in row]
    pool = measured if len(measured) >= min(count, len(rows)) else rows
    if len(pool) <= count:
        return pool
    places = [round(k * (len(pool) - 1) / (count - 1)) for k in range(count)] if count > 1 else [len(pool) - 1]
    return [pool[place] for place in places]


def shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) or value >= 1000 else f"{value:.3f}"


if __name__ == "__main__":
    main()
