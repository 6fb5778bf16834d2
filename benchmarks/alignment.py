"""Sentence alignment against hand-made gold: strict and lax scores, calibration, speed.

    python benchmarks/alignment.py FOLDER… [--no-table] [--hunalign PROGRAM] [--bleualign SCRIPT]

Each FOLDER holds `src.txt` and `tgt.txt`, a sentence a line, and `gold.txt`, a bead `[0, 1]:[2]` a
line; where it has `src.par` and `tgt.par`, the paragraph number of each sentence, these are measured
as evidence too. Scores follow vecalign: a bead is strictly right if gold has it, laxly if it shares a link with
gold; precision counts every bead found, recall the gold beads with both sides. Compared are the
length-only aligner of NLTK (Gale and Church 1993), hunalign and Bleualign where they are named, and ours. A table of
confidence by tenths shows whether it can be believed. `--no-table` aligns as texts in languages of which
nothing is known. Free translations are made by `benchmarks/alignment_perturbed.py`.
hunalign is built by `git clone https://github.com/danielvarga/hunalign && make -C hunalign/src/hunalign`, and the
program is `hunalign/src/hunalign/hunalign`; it is given an empty dictionary and told to realign. Bleualign is
`git clone https://github.com/rsennrich/Bleualign`, the script `Bleualign/bleualign.py`; it has no translation
(`--galechurch`). Without a folder a small sample of its own is aligned.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.alignment.bead import Bead, read_ladder
from pipeline.alignment.sentences import align_sentences
from pipeline.alignment.words import tokens

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


def hunalign(program: Path, data: Set) -> list[Bead]:
    """hunalign with the dictionary it makes itself; its ladder lists boundaries, `source TAB target TAB score`."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("empty.dic", "src", "tgt")]
        files[0].write_text("", encoding="utf-8")
        for file, side in zip(files[1:], (data.source, data.target), strict=True):
            file.write_text("".join(f"{' '.join(tokens_of(text))}\n" for text in side), encoding="utf-8")
        ladder = subprocess.run([program, "-realign", *files], capture_output=True, check=True, text=True).stdout
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in ladder.split("\n") if line]
    return [Bead(i, i2, j, j2) for (i, j), (i2, j2) in itertools.pairwise(rungs)]


def bleualign(script: Path, data: Set) -> list[Bead]:
    """Bleualign by lengths alone, since it has no translation; sentences of a side that it joins are one line."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("src", "tgt", "out")]
        for file, side in zip(files[:2], (data.source, data.target), strict=True):
            file.write_text("".join(f"{text}\n" for text in side), encoding="utf-8")
        call = [sys.executable, script, "-s", files[0], "-t", files[1], "-o", files[2], "--galechurch", "--printempty"]
        subprocess.run(call, capture_output=True, check=True)
        lines = [Path(f"{files[2]}-{side}").read_text(encoding="utf-8").split("\n") for side in "st"]
    beads, i, j = [], 0, 0
    for left, right in zip(*lines, strict=False):
        i2, j2 = _reached(data.source, i, left), _reached(data.target, j, right)
        if i2 > i or j2 > j:
            beads.append(Bead(i, i2, j, j2))
        i, j = i2, j2
    return beads


def _reached(side: Sequence[str], start: int, joined: str) -> int:
    """The sentence after those that a joined line is made of."""
    end, left = start, joined.strip()
    while left and end < len(side) and left.startswith(side[end].strip()):
        left = left[len(side[end].strip()) :].strip()
        end += 1
    return end


def tokens_of(text: str) -> list[str]:
    return [span.of(text) for span in tokens(text)]


def calibration(judged: Sequence[tuple[float, bool]]) -> str:
    """How many beads are right in each tenth of confidence."""
    bands = []
    for low in range(9, -1, -1):
        band = [hit for confidence, hit in judged if low == min(9, int(10 * confidence))]
        if band:
            bands.append(f".{low}: {100 * sum(band) / len(band):.1f} % of {len(band)}")
    return "; ".join(bands)


def wrong_beads(data: Set, beads: Sequence[Bead], most: int) -> None:
    """The surest beads that the gold has not, with their texts."""
    known = set(data.gold)
    wrong = [(b, p) for b, p in zip(beads, pairs_of(beads), strict=True) if p not in known]
    for bead, pair in sorted(wrong, key=lambda item: -item[0].confidence)[:most]:
        near = [g for g in data.gold if set(g[0]) & set(pair[0]) or set(g[1]) & set(pair[1])]
        print(f"\n{data.name} {list(pair[0])}:{list(pair[1])} at {bead.confidence:.2f}; gold {near}")
        print("\n".join([f"  < {data.source[i]}" for i in pair[0]] + [f"  > {data.target[j]}" for j in pair[1]]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--no-table", action="store_true", help="align as languages of which nothing is known")
    parser.add_argument("--no-peers", action="store_true", help="leave the length-only aligner out")
    parser.add_argument("--hunalign", type=Path, metavar="PROGRAM")
    parser.add_argument("--bleualign", type=Path, metavar="SCRIPT")
    parser.add_argument("--together", metavar="TEXT", help="add a line for the sets whose name holds this")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print the N surest wrong beads of each set")
    arguments = parser.parse_args()
    sets = [read_set(folder) for folder in arguments.folders] or [Set("own sample", *SAMPLE)]
    languages = ("und", "und") if arguments.no_table else ("fr", "en")
    aligners: dict[str, Callable[[Set], list[Bead]]] = {}
    if not arguments.no_peers:
        aligners["length only (NLTK)"] = lambda data: length_only(data.source, data.target)
    if arguments.hunalign:
        aligners["hunalign"] = lambda data: hunalign(arguments.hunalign, data)
    if arguments.bleualign:
        aligners["Bleualign"] = lambda data: bleualign(arguments.bleualign, data)
    aligners["ours"] = lambda data: align_sentences(data.source, data.target, languages=languages)
    if any(data.paragraphs for data in sets):
        aligners["ours, with paragraphs"] = lambda data: align_sentences(
            data.source, data.target, languages=languages, paragraphs=data.paragraphs
        )
    print(
        "| set | aligner | strict P | R | F1 | lax P | R | F1 | seconds | right of those >= .9 | share of those |\n"
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
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
            here = [(b.confidence, pair in known) for b, pair in zip(beads, pairs_of(beads), strict=True)]
            judged += here
            row = " | ".join(f"{x:.1f}" for x in scores([results[data.name]]))
            sure = [hit for confidence, hit in here if confidence >= 0.9]
            honest = f"{100 * sum(sure) / max(1, len(sure)):.1f} | {100 * len(sure) / max(1, len(here)):.0f}"
            print(f"| {data.name} | {name} | {row} | {seconds:.1f} | {honest if name.startswith('ours') else ' | '} |")
            if arguments.wrong and name == "ours":
                wrong_beads(data, beads, arguments.wrong)
        if arguments.together:
            chosen = [result for key, result in results.items() if arguments.together in key]
            print(f"| *{arguments.together}* | {name} | {' | '.join(f'{x:.1f}' for x in scores(chosen))} | | | |")
        if name.startswith("ours"):
            print(f"right by confidence, {name}: {calibration(judged)}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
