"""Everyday lines without a sentence round them: greetings, headings, buttons, labels. How many come out acceptable?

    python benchmarks/short_lines.py [--show] [PACKAGE ...]

`data/short_lines.tsv` has 200 French lines with all the English that a person would let stand. Case, kinds of quotes
and the stop at the end do not count. PACKAGE: as `--model` takes them (default: the default model). Lines go the way of
`translate --lines`, without memory and glossary.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session
from pipeline.workflow.translate import translate_lines

DATA = Path(__file__).parent / "data" / "short_lines.tsv"


def plain(text: str) -> str:
    text = text.replace("’", "'").casefold()
    return re.sub(r"\s+", " ", text).strip(" .!?,;:…")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE")
    parser.add_argument("--show", action="store_true", help="what was not accepted")
    options = parser.parse_args()
    rows = [line.split("\t") for line in DATA.read_text("utf-8").removesuffix("\n").split("\n")]
    accepted = [{plain(answer) for answer in answers.split("|")} for _, answers in rows]
    for name in options.packages or [None]:
        session = Session(Recipe(model=name, glossaries=(), memory=None))
        units = list(translate_lines([french for french, _ in rows], session))
        session.close()
        wrong = [
            (french, unit.target)
            for (french, _), unit, answers in zip(rows, units, accepted, strict=True)
            if plain(unit.target) not in answers
        ]
        print(f"{name or 'default'}\t{len(rows) - len(wrong)} of {len(rows)}\t{1 - len(wrong) / len(rows):.1%}")
        if options.show:
            for french, english in wrong:
                print(f"  {french}\t{english}")


if __name__ == "__main__":
    main()
