"""Counts the word forms of French that ship as `pipeline/text/words.fr.gz`.

    python benchmarks/word_list.py --out words.fr.gz [--lines 400000] [--least 4] CORPUS.tsv [CORPUS.tsv …]

Each corpus holds French, or pairs `French<TAB>English`, one a line. A line of the list is a form and how often it
stands, as a power of two; forms in capitals at the start of a sentence and in headlines do not count, so that the
case of a form says whether it is a name. Words joined by hyphens are one form. Sorted.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SHORTEST_SENTENCE = 3  # words: shorter lines are headings


def forms(line: str) -> Iterator[str]:
    if line.isupper():
        return
    found = list(WORD.finditer(line))
    if len(found) < SHORTEST_SENTENCE:
        return
    for match in found[1:]:
        before = line[: match.start()].rstrip("«“\"'’( ")
        if match.group()[0].isupper() and before[-1:] in ".!?:;…–—-":
            continue
        yield match.group()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=400_000, help="of each corpus")
    parser.add_argument("--least", type=int, default=4, help="times a form must occur")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for corpus in arguments.corpora:
        with corpus.open(encoding="utf-8", newline="\n") as lines:
            for line in itertools.islice(lines, arguments.lines):
                counts.update(forms(line.partition("\t")[0]))
    kept = {form: count for form, count in counts.items() if count >= arguments.least}
    # A capital that only a heading gave: `Gouvernement` beside ten times as many `gouvernement`.
    kept = {form: count for form, count in kept.items() if form.islower() or 10 * count >= kept.get(form.lower(), 0)}
    text = "".join(f"{form}\t{count.bit_length()}\n" for form, count in sorted(kept.items()))
    arguments.out.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(kept)} forms")


if __name__ == "__main__":
    main()
