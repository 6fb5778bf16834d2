"""Sentence alignment against hand-made gold: strict and lax scores, calibration, speed.

    python benchmarks/alignment.py FOLDER… [--model PACKAGE]

Each FOLDER holds `src.txt` and `tgt.txt`, a sentence a line, and `gold.txt`, a bead `[0, 1]:[2]` a
line; where it has `src.par` and `tgt.par`, the paragraph number of each sentence, these are measured
as evidence too. Scores follow vecalign: a bead is strictly right if gold has it, laxly if it shares a link with
gold; precision counts every bead found, recall the gold beads with both sides. Compared are the
length-only aligner of NLTK (Gale and Church 1993), ours without and ours with the model. A table of
confidence shows whether it can be believed. Without a folder a small sample of its own is aligned.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.alignment.bead import Bead, read_ladder
from pipeline.alignment.sentences import align_sentences

Pair = tuple[tuple[int, ...], tuple[int, ...]]
SAMPLE = (
    ["Le pont a été ouvert hier.", "Il a coûté 12 500 euros. C'est beaucoup.", "Personne n'est venu.", "Il pleuvait."],
    ["The bridge was opened yesterday.", "It cost 12,500 euros.", "That is a lot.", "It was raining."],
    [((0,), (0,)), ((1,), (1, 2)), ((2,), ()), ((3,), (3,))],
)


class Set(NamedTuple):
    name: str
    source: list[str]
    target: list[str]
    gold: list[Pair]
    paragraphs: tuple[list[int], list[int]] | None = None


def pairs_of(beads: Sequence[Bead]) -> list[Pair]:
    return [(tuple(range(b.source_start, b.source_end)), tuple(range(b.target_start, b.target_end))) for b in beads]


def read_set(folder: Path) -> Set:
    sides = [
        (folder / name).read_text(encoding="utf-8").removesuffix("\n").split("\n") for name in ("src.txt", "tgt.txt")
    ]
    files = [folder / name for name in ("src.par", "tgt.par")]
    paragraphs = None
    if all(file.exists() for file in files):
        numbers = [[int(line) for line in file.read_text(encoding="utf-8").split()] for file in files]
        paragraphs = numbers[0], numbers[1]
    return Set(folder.name, sides[0], sides[1], pairs_of(read_ladder(folder / "gold.txt")), paragraphs)


def right(reference: Sequence[Pair], tested: Sequence[Pair]) -> tuple[int, int]:
    """How many of the tested beads are strictly and laxly right by the reference."""
    known = set(reference)
    linked: dict[int, set[int]] = {}
    for source, target in reference:
        for i in source:
            linked.setdefault(i, set()).update(target)
    strict = sum(pair in known for pair in tested)
    lax = sum(pair in known or any(set(pair[1]) & linked.get(i, set()) for i in pair[0]) for pair in tested)
    return strict, lax


def scores(results: Sequence[tuple[Sequence[Pair], Sequence[Pair]]]) -> list[float]:
    """Strict precision, recall, F1 and lax precision, recall, F1, in percent, over all (gold, found)."""
    totals = [0, 0, 0, 0, 0, 0]
    for gold, found in results:
        solid_gold, solid = [p for p in gold if p[0] and p[1]], [p for p in found if p[0] and p[1]]
        precision, recall = right(gold, found), right(solid, solid_gold)
        for k, value in enumerate((*precision, len(found), *recall, len(solid_gold))):
            totals[k] += value
    strict = 100 * totals[0] / max(1, totals[2]), 100 * totals[3] / max(1, totals[5])
    lax = 100 * totals[1] / max(1, totals[2]), 100 * totals[4] / max(1, totals[5])
    return [x for p, r in (strict, lax) for x in (p, r, 2 * p * r / max(1e-9, p + r))]


def length_only(source: Sequence[str], target: Sequence[str]) -> list[Bead]:
    """Gale and Church as NLTK has it; it knows beads of two sentences at most."""
    from nltk.translate.gale_church import align_blocks

    links = align_blocks([len(s) for s in source], [len(t) for t in target])
    beads: list[list[int]] = []
    for i, j in sorted(links):
        if beads and (i < beads[-1][1] or j < beads[-1][3]):
            beads[-1][1], beads[-1][3] = max(beads[-1][1], i + 1), max(beads[-1][3], j + 1)
        else:
            beads.append([i, i + 1, j, j + 1])
    full: list[Bead] = []
    i = j = 0
    for a, b, c, d in [*beads, [len(source), len(source), len(target), len(target)]]:
        full += [Bead(k, k + 1, j, j) for k in range(i, a)] + [Bead(a, a, k, k + 1) for k in range(j, c)]
        if b > a:
            full.append(Bead(a, b, c, d))
        i, j = b, d
    return full


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--model", type=Path, help="a translation package")
    parser.add_argument("--together", metavar="PREFIX", help="add a line for the sets whose name begins so")
    arguments = parser.parse_args()
    sets = [read_set(folder) for folder in arguments.folders] or [Set("own sample", *SAMPLE)]
    paragraphs = any(data.paragraphs for data in sets)
    aligners: dict[str, Callable[[Set], list[Bead]]] = {
        "length only (NLTK)": lambda data: length_only(data.source, data.target),
        "without model": lambda data: align_sentences(data.source, data.target),
    }
    if paragraphs:
        aligners["without model, with paragraphs"] = lambda data: align_sentences(
            data.source, data.target, paragraphs=data.paragraphs
        )
    if arguments.model:
        from pipeline.translation.engine import Engine
        from pipeline.translation.package import open_package

        engine = Engine(open_package(arguments.model))

        def translate(texts: Sequence[str]) -> list[str]:
            return [found.best.text for found in engine.translate(texts, beam_size=1)]

        aligners["with model"] = lambda data: align_sentences(data.source, data.target, translate)
        if paragraphs:
            aligners["with model and paragraphs"] = lambda data: align_sentences(
                data.source, data.target, translate, paragraphs=data.paragraphs
            )
    print(
        "| set | aligner | strict P | R | F1 | lax P | R | F1 | seconds |\n|---|---|---:|---:|---:|---:|---:|---:|---:|"
    )
    for name, aligner in aligners.items():
        results: dict[str, tuple[list[Pair], list[Pair]]] = {}
        judged: list[tuple[float, bool]] = []
        for data in sets:
            start = time.perf_counter()
            beads = aligner(data)
            seconds = time.perf_counter() - start
            results[data.name] = (data.gold, pairs_of(beads))
            known = set(data.gold)
            judged += [(b.confidence, pair in known) for b, pair in zip(beads, pairs_of(beads), strict=True)]
            row = " | ".join(f"{x:.1f}" for x in scores([results[data.name]]))
            print(f"| {data.name} | {name} | {row} | {seconds:.1f} |")
        if arguments.together:
            chosen = [result for key, result in results.items() if key.startswith(arguments.together)]
            print(f"| {arguments.together}* | {name} | {' | '.join(f'{x:.1f}' for x in scores(chosen))} | |")
        if name != "length only (NLTK)":
            bands = []
            for low, high in ((0.9, 1.01), (0.7, 0.9), (0.5, 0.7), (0.0, 0.5)):
                band = [hit for confidence, hit in judged if low <= confidence < high]
                if band:
                    bands.append(f"{low:.1f}+: {100 * sum(band) / len(band):.1f} % of {len(band)}")
            print(f"| right by confidence | {name} | {'; '.join(bands)} |")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
