"""Alignment error rate of the word links on hand-aligned sentences.

    python benchmarks/word_links.py SOURCE TARGET LINKS [--model PACKAGE]

SOURCE and TARGET hold tokens with spaces between, a sentence a line; LINKS the sure (`i-j`) and
possible (`i?j`) links, 0-based. Prints precision, recall and AER (Och and Ney 2003) with the table
alone and, where a model is given, with its attention.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from pipeline.alignment.words import link_lines
from pipeline.translation.engine import Engine
from pipeline.translation.package import open_package

Links = set[tuple[int, int]]


def read_lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def read_gold(path: Path) -> list[tuple[Links, Links]]:
    gold = []
    for line in read_lines(path):
        sure = {(int(i), int(j)) for i, j in (part.split("-") for part in line.split() if "-" in part)}
        possible = {(int(i), int(j)) for i, j in (part.split("?") for part in line.split() if "?" in part)}
        gold.append((sure, possible | sure))
    return gold


def error_rate(found: list[Links], gold: list[tuple[Links, Links]]) -> tuple[float, float, float]:
    """Precision, recall and alignment error rate, in percent, over all sentences."""
    in_sure = sum(len(links & sure) for links, (sure, _) in zip(found, gold, strict=True))
    in_possible = sum(len(links & possible) for links, (_, possible) in zip(found, gold, strict=True))
    links, sure = sum(map(len, found)), sum(len(sure) for sure, _ in gold)
    return 100 * in_possible / links, 100 * in_sure / sure, 100 * (1 - (in_sure + in_possible) / (links + sure))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("links", type=Path)
    parser.add_argument("--model", type=Path, help="a translation package with a supervised head")
    arguments = parser.parse_args()
    pairs = [
        (left.split(" "), right.split(" "))
        for left, right in zip(read_lines(arguments.source), read_lines(arguments.target), strict=True)
    ]
    gold = read_gold(arguments.links)
    runs: list[tuple[str, Engine | None]] = [("table alone", None)]
    if arguments.model:
        runs.append(("table and attention", Engine(open_package(arguments.model))))
    print("| links by            | precision | recall |   AER | sentences/s |\n|---|---:|---:|---:|---:|")
    for name, engine in runs:
        start = time.perf_counter()
        found = [set(links) for links in link_lines(pairs, engine)]
        rate = len(pairs) / (time.perf_counter() - start)
        precision, recall, error = error_rate(found, gold)
        print(f"| {name:19} | {precision:9.1f} | {recall:6.1f} | {error:5.2f} | {rate:11.0f} |")


if __name__ == "__main__":
    main()
