"""Learns the French–English word table that ships with the word aligner (`pipeline/alignment/lexicon.tsv.gz`).

    python benchmarks/lexicon.py --out lexicon.tsv.gz [--pairs 80000] CORPUS.tsv [CORPUS.tsv …]

Each corpus holds pairs `French<TAB>English`, one a line; every corpus gives the same number of short
pairs. A line of the table is `French word, English word, t(English|French), t(French|English)`, the
probabilities of IBM model 1 in thousandths; words are folded (lower case, no accents).
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import random
from collections import Counter
from pathlib import Path

import numpy as np

from pipeline.alignment.lexicon import learn
from pipeline.alignment.terms import words

LONGEST = 24  # words on a side
RAREST = 4  # times a word must occur
MOST_CELLS = 40_000_000
LEAST, LEAST_SEEN = 0.02, 3


def numbered(sentences: list[list[str]]) -> tuple[list[str], list[np.ndarray]]:
    counts = Counter(itertools.chain.from_iterable(sentences))
    names = sorted(word for word, count in counts.items() if count >= RAREST)
    ids = {word: number for number, word in enumerate(names)}
    return names, [np.array([ids[w] for w in sentence if w in ids], dtype=np.int64) for sentence in sentences]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=80_000, help="sentence pairs of each corpus")
    arguments = parser.parse_args()
    rng = random.Random(3)
    pairs: list[tuple[list[str], list[str]]] = []
    for corpus in arguments.corpora:
        lines = corpus.read_text(encoding="utf-8").split("\n")
        rng.shuffle(lines)
        kept = 0
        for line in lines:
            french, tab, english = line.partition("\t")
            left, right = words(french), words(english)
            if tab and 2 <= len(left) <= LONGEST and 2 <= len(right) <= LONGEST:
                pairs.append((left, right))
                kept += 1
            if kept == arguments.pairs:
                break
    french_words, lefts = numbered([left for left, _ in pairs])
    english_words, rights = numbered([right for _, right in pairs])
    both = list(zip(lefts, rights, strict=True))
    there = learn(both, len(french_words), len(english_words), rounds=6, most=40_000_000)
    back = learn(
        [(right, left) for left, right in both], len(english_words), len(french_words), rounds=6, most=40_000_000
    )
    left, right = there.keys // there.targets, there.keys % there.targets
    reverse = back.look_up(right * back.targets + left)
    good = ((there.probabilities >= LEAST) | (reverse >= LEAST)) & (there.counts >= LEAST_SEEN)
    good &= np.sqrt(there.probabilities * reverse) >= 0.005
    lines = [
        f"{french_words[f]}\t{english_words[e]}\t{round(1000 * p)}\t{round(1000 * q)}\n"
        for f, e, p, q in zip(left[good], right[good], there.probabilities[good], reverse[good], strict=True)
    ]
    with arguments.out.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("".join(lines).encode())
    print(f"{len(pairs)} sentence pairs, {len(lines)} word pairs, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
