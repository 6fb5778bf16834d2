"""How many of the terms that `glossary extract` drafts are terms that people marked in the same text.

    python benchmarks/term_extraction.py FILE.jsonl [--minimum 2] [--most 500]

FILE has a record a line: `{"fr": …, "en": …, "terms": [{"src": …, "tgt": …}]}`. People mark some terms, not all, so
the share of drafts that they marked is a lower bound of the precision; of those, that with a marked rendering is exact.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from pipeline.bitext import Unit
from pipeline.glossary.naming.terms import extract


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--minimum", type=int, default=2)
    parser.add_argument("--most", type=int, default=500)
    parser.add_argument("--show", type=int, default=0, help="print so many drafts")
    options = parser.parse_args()
    for file in options.files:
        records = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
        texts = {(record["fr"], record["en"]) for record in records}
        marked: dict[str, set[str]] = defaultdict(set)
        often: Counter[tuple[str, str]] = Counter()
        for record in records:
            for term in record["terms"]:
                marked[term["src"].lower()].add(term["tgt"].lower())
                often[term["src"].lower(), term["tgt"].lower()] += 1
        units = [Unit("", *pair) for pair in sorted(texts)]
        found = extract(units.copy, minimum=options.minimum, most=options.most)
        known = [term for term in found if term.source.lower() in marked]
        right = [term for term in known if term.renderings[0][0].lower() in marked[term.source.lower()]]
        wanted = {source for (source, _), count in often.items() if count >= options.minimum}
        recalled = wanted & {term.source.lower() for term in found}
        print(f"{file.name}: {len(texts):,} pairs, {len(found)} drafts; marked by people {len(known)}", end="; ")
        print(f"of these with a marked rendering {100 * len(right) / max(1, len(known)):.1f} %", end="; ")
        print(
            f"of {len(wanted)} terms marked {options.minimum} times or more {100 * len(recalled) / len(wanted):.1f} %"
        )
        for term in found[: options.show]:
            print(f"  {term.source} = {term.renderings[0][0]} ({term.renderings[0][1]} of {term.mentions})")


if __name__ == "__main__":
    main()
