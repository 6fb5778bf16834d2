"""How often a model gives the rendering that a term mark in its source asks for, marks alone.

    python benchmarks/term_marks.py [FILE.jsonl] [--model PACKAGE] [--misses N]

FILE: one JSON object a line, `{"fr": …, "en": …, "terms": [{"src": …, "tgt": …}]}` (default: a few
sentences of our own, enough to try the script). Every term found in the French is marked
(`⦃ Poutine ⇒ Putin ⦄`). Counted are terms whose rendering stands in the English, as whole words, case
aside; first without marks, then with them. BLEU of both against `en`, and how many outputs still hold a mark.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from pipeline.translation.catalogue import select_package
from pipeline.translation.engine import Engine

SAMPLE = [
    {
        "fr": "Vladimir Poutine a rencontré Kim Jong-un à Vladivostok.",
        "en": "Vladimir Putin met Kim Jong Un in Vladivostok.",
        "terms": [{"src": "Poutine", "tgt": "Putin"}, {"src": "Kim Jong-un", "tgt": "Kim Jong Un"}],
    },
    {
        "fr": "Le fleuve Amour sépare la Russie de la Chine.",
        "en": "The Amur River separates Russia from China.",
        "terms": [{"src": "Amour", "tgt": "Amur"}],
    },
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--model", metavar="PACKAGE")
    parser.add_argument("--misses", type=int, default=0, help="print so many sentences whose mark was not obeyed")
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8").rstrip("\n").split("\n") if options.file else None
    rows = SAMPLE if text is None else [json.loads(line) for line in text]

    package = select_package(options.model)
    if package.term_marks is None:
        parser.error(f"{package.path}: this model declares no term marks")
    engine = Engine(package)
    from sacrebleu.metrics import BLEU

    plain = [row["fr"] for row in rows]
    marked, terms = zip(*(mark(row, package.term_marks) for row in rows), strict=True)
    print(f"{package.path.name}, version {package.version}: {sum(map(len, terms))} terms in {len(rows)} sentences")
    for name, sources in (("without marks", plain), ("with marks", list(marked))):
        outputs = [translation.best.text for translation in engine.stream(sources)]
        hits = [[holds(output, term) for term in wanted] for output, wanted in zip(outputs, terms, strict=True)]
        kept = sum(any(sign in output for sign in package.term_marks) for output in outputs)
        share = sum(map(sum, hits)) / max(1, sum(map(len, hits)))
        bleu = BLEU().corpus_score(outputs, [[row["en"] for row in rows]]).score
        print(f"  {name}: {100 * share:.1f} % as asked, BLEU {bleu:.2f}, {kept} outputs hold a mark")
    missed = [index for index, row in enumerate(hits) if not all(row)]
    for index in missed[: options.misses]:
        print(f"\n{sources[index]}\n{outputs[index]}")


def mark(row: dict, marks: tuple[str, str, str]) -> tuple[str, list[str]]:
    """The French with its terms marked, longest first, and the renderings asked for."""
    opening, gives, closing = marks
    wanted = {term["src"]: term["tgt"] for term in row["terms"]}
    sources = "|".join(re.escape(source) for source in sorted(wanted, key=len, reverse=True))
    asked: list[str] = []

    def marked(match: re.Match[str]) -> str:
        asked.append(wanted[match[0]])
        return f"{opening} {match[0]} {gives} {wanted[match[0]]} {closing}"

    return re.sub(rf"(?<!\w)(?:{sources})(?!\w)", marked, row["fr"]) if wanted else row["fr"], asked


def holds(output: str, term: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", output, re.IGNORECASE) is not None


if __name__ == "__main__":
    main()
