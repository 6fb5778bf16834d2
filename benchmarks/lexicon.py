"""Learns the French–English word tables that ship: `lexicon.tsv.gz` and `stems.tsv.gz` in `pipeline/alignment`.

    python benchmarks/lexicon.py --out lexicon.tsv.gz [--pairs 80000] CORPUS.tsv [CORPUS.tsv …]
    python benchmarks/lexicon.py --stems --pairs 200000 --out stems.tsv.gz CORPUS.tsv [CORPUS.tsv …]

Each corpus holds pairs `French<TAB>English`, one a line; every corpus gives the same number of short
pairs. A line of the table is `French word, English word, t(English|French), t(French|English)`, the
probabilities of IBM model 1 in thousandths; words are folded (lower case, no accents). With `--stems` words are
cut to their stems, short pairs as dictionaries have them are learnt too, and what they teach need be seen only once.
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
from pipeline.alignment.terms import french_stem, stem, words
from pipeline.languages.english import COMMON

LONGEST = 24  # words on a side
RAREST = 4  # times a word must occur
MOST_CELLS = 40_000_000
LEAST, LEAST_SEEN = 0.02, 3
LEAST_BOTH, LEAST_BOTH_STEMS = 0.005, 0.03
ENTRY = 3  # words of a side of a line from a dictionary


def numbered(sentences: list[list[str]], rarest: int) -> tuple[list[str], list[np.ndarray]]:
    counts = Counter(itertools.chain.from_iterable(sentences))
    names = sorted(word for word, count in counts.items() if count >= rarest)
    ids = {word: number for number, word in enumerate(names)}
    return names, [np.array([ids[w] for w in sentence if w in ids], dtype=np.int64) for sentence in sentences]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=80_000, help="sentence pairs of each corpus")
    parser.add_argument("--stems", action="store_true", help="learn stems, of dictionary lines too")
    arguments = parser.parse_args()
    stems, shortest = arguments.stems, 1 if arguments.stems else 2
    rng = random.Random(3)
    pairs: list[tuple[list[str], list[str]]] = []
    for corpus in arguments.corpora:
        lines = corpus.read_text(encoding="utf-8").split("\n")
        rng.shuffle(lines)
        kept = 0
        for line in lines:
            french, tab, english = line.partition("\t")
            left, right = words(french), words(english)
            if stems:
                left = [french_stem(word) for word in left if len(word) > 2]
                right = [stem(word) for word in right if word not in COMMON]
            if tab and shortest <= len(left) <= LONGEST and shortest <= len(right) <= LONGEST:
                pairs.append((left, right))
                kept += 1
            if kept == arguments.pairs:
                break
    french_words, lefts = numbered([left for left, _ in pairs], 2 if stems else RAREST)
    english_words, rights = numbered([right for _, right in pairs], 2 if stems else RAREST)
    both = list(zip(lefts, rights, strict=True))
    there = learn(both, len(french_words), len(english_words), rounds=6, most=MOST_CELLS)
    back = learn(
        [(right, left) for left, right in both], len(english_words), len(french_words), rounds=6, most=MOST_CELLS
    )
    left, right = there.keys // there.targets, there.keys % there.targets
    reverse = back.look_up(right * back.targets + left)
    seen = there.counts >= LEAST_SEEN
    if stems:
        short = [pair for pair in both if max(map(len, pair)) <= ENTRY]
        entries = [one[:, None] * there.targets + other[None, :] for one, other in short]
        seen |= np.isin(there.keys, np.concatenate([entry.ravel() for entry in entries]))
    good = ((there.probabilities >= LEAST) | (reverse >= LEAST)) & seen
    good &= np.sqrt(there.probabilities * reverse) >= (LEAST_BOTH_STEMS if stems else LEAST_BOTH)
    lines = [
        f"{french_words[f]}\t{english_words[e]}\t{round(1000 * p)}\t{round(1000 * q)}\n"
        for f, e, p, q in zip(left[good], right[good], there.probabilities[good], reverse[good], strict=True)
    ]
    with arguments.out.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write("".join(lines).encode())
    print(f"{len(pairs)} sentence pairs, {len(lines)} word pairs, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
