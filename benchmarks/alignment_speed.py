"""Seconds and memory of the sentence aligner on texts of growing length.

    python benchmarks/alignment_speed.py [CORPUS.tsv] [--sizes 3000 5000 10000 20000 40000]

CORPUS holds pairs `French<TAB>English`, one a line; they are taken in the order of the file, a tenth of them joined or
left out on one side. Each size runs in a process of its own. Without a corpus, sentences are made of a few words.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from alignment_perturbed import Beads, Freedom, perturbed

from pipeline.alignment.sentences import align_sentences

BOOK = Freedom(merged=0.04, split=0.04, moved=0.01, omitted=0.005, inserted=0.005)
WORDS = {
    "maison": "house", "rivière": "river", "capitaine": "captain", "hiver": "winter", "lettre": "letter",
    "jardin": "garden", "porte": "door", "montagne": "mountain", "silence": "silence", "voyage": "journey",
    "nuit": "night", "enfant": "child", "soldat": "soldier", "église": "church", "navire": "ship", "forêt": "forest",
}  # fmt: skip


def invented(count: int) -> Beads:
    """Sentences of a few known words, a number and a name."""
    rng = random.Random(count)
    found: Beads = []
    for _ in range(count):
        words = rng.sample(sorted(WORDS), rng.randint(2, 6))
        name, number = f"Mar{rng.choice('abcdeilnorst')}{rng.choice('abcdeilnorst')}el", rng.randint(2, 900)
        english = ", ".join(f"the {WORDS[word]}" for word in words)
        found.append(
            ([f"{name} vit {', '.join(words)} et {number} autres."], [f"{name} saw {english} and {number} more."])
        )
    return found


def measure(size: int, corpus: Path | None) -> None:
    beads = invented(size)
    if corpus is not None:
        rows = [line.split("\t") for line in corpus.read_text(encoding="utf-8").split("\n")]
        beads = [([row[0]], [row[1]]) for row in rows if len(row) == 2][:size]
    made = perturbed(beads, BOOK, random.Random(size))
    source, target = [s for left, _ in made for s in left], [t for _, right in made for t in right]
    align_sentences(source[:40], target[:40])  # reads the tables
    start, processor = time.perf_counter(), time.process_time()
    found = align_sentences(source, target)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    gold, i, j = set(), 0, 0
    for left, right in made:
        gold.add((i, i + len(left), j, j + len(right)))
        i, j = i + len(left), j + len(right)
    exact = 100 * sum(bead[:4] in gold for bead in found) / len(found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {len(source)} × {len(target)} | {seconds:.1f} | {processor:.1f} | {memory:.0f} | {exact:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--sizes", nargs="+", type=int, default=[3000, 5000, 10_000, 20_000, 40_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one, arguments.corpus)
        return
    print("| sentences | seconds | of processor | MB | beads right % |\n|---|---:|---:|---:|---:|", flush=True)
    for size in arguments.sizes:
        corpus = [str(arguments.corpus)] if arguments.corpus else []
        subprocess.run([sys.executable, __file__, *corpus, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
