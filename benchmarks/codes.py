"""Where formatting lands: pairs of codes round phrases whose translation is known.

    python benchmarks/codes.py SOURCE TARGET LINKS [--model PACKAGE] [--samples N] [--seed N]

SOURCE and TARGET hold tokens with spaces between, a sentence a line; LINKS the sure (`i-j`) and possible (`i?j`) links,
0-based, made by hand. Round every run of one to five source words a pair of codes is put whose words are linked to one
run of target words that is linked to nothing else; of those, N are drawn a sentence. Placed are they by word links, by
the share of the text, and by the share with whole words. Prints how many land exactly, to within a word on either
side, and how many of the words they should enclose they do (F1 over words).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from word_links import read_gold, read_lines

from pipeline.alignment.codes import GUESSED, place_codes
from pipeline.alignment.words import joined_spans, link_units
from pipeline.bitext import Code, CodeKind, Unit
from pipeline.translation.engine import Engine
from pipeline.translation.package import open_package

LONGEST = 5
OWN = (
    ["Le président russe a visité la grande usine hier .", "Elle parle de la coopération militaire ."],
    ["The Russian president visited the big factory yesterday .", "She speaks of military cooperation ."],
    ["0-0 1-2 2-1 3-3 4-3 5-4 6-5 7-6 8-7 9-8", "0-0 1-1 2-2 4-4 5-3 6-5"],
)


class Marked(NamedTuple):
    """A unit with one pair of codes in its source, and the words of the target that it should enclose."""

    unit: Unit
    first: int
    last: int


def phrases(source: list[str], target: list[str], sure: set[tuple[int, int]], all_links: set[tuple[int, int]]):
    """Source ranges and the target range that renders each, all links of either inside the other."""
    for start in range(len(source)):
        for end in range(start, min(start + LONGEST, len(source))):
            inside = {j for i, j in sure if start <= i <= end}
            edges = {i for i, _ in sure} & {start, end}
            if not inside or len(edges) < len({start, end}) or not all(map(wordy, (source[start], source[end]))):
                continue
            first, last = min(inside), max(inside)
            back = {i for i, j in all_links if first <= j <= last}
            there = {j for i, j in all_links if start <= i <= end}
            if back and start <= min(back) and max(back) <= end and first <= min(there) and max(there) <= last:
                yield start, end, first, last


def wordy(word: str) -> bool:
    return any(map(str.isalnum, word))


def marked_units(pairs, gold, samples: int, seed: int) -> list[Marked]:
    chance = random.Random(seed)
    made = []
    for (source, target), (sure, all_links) in zip(pairs, gold, strict=True):
        found = [each for each in phrases(source, target, sure, all_links) if each[1] - each[0] + 1 < len(source) - 1]
        places = joined_spans(source)
        for start, end, first, last in chance.sample(found, min(samples, len(found))):
            codes = (
                Code(1, CodeKind.OPEN, places[start].start, type="bold"),
                Code(1, CodeKind.CLOSE, places[end].end, type="bold"),
            )
            unit = Unit("s", " ".join(source), " ".join(target), source_codes=codes)
            made.append(Marked(unit, first, last))
    return made


def enclosed(unit: Unit) -> range:
    """The target words that the pair stands round."""
    opening, closing = (code.at for code in unit.target_codes)
    words = joined_spans(unit.target.split(" "))
    inside = [number for number, word in enumerate(words) if word.start >= opening and word.end <= closing]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def by_share(unit: Unit, whole_words: bool) -> Unit:
    """The usual way without links: each end at the same share of the text."""
    share = len(unit.target) / len(unit.source)
    places = [round(code.at * share) for code in unit.source_codes]
    if whole_words:
        words = joined_spans(unit.target.split(" "))
        places[0] = min((word.start for word in words), key=lambda at: abs(at - places[0]))
        places[1] = min((word.end for word in words if word.end > places[0]), key=lambda at: abs(at - places[1]))
    codes = tuple(Code(1, code.kind, at) for code, at in zip(unit.source_codes, places, strict=True))
    return Unit(unit.id, unit.source, unit.target, source_codes=unit.source_codes, target_codes=codes)


def row(name: str, marked: Sequence[Marked], place: Callable[[Unit], Unit]) -> str:
    exact = near = guessed = 0
    right = said = wanted = 0
    for unit, first, last in marked:
        made = place(unit)
        found = enclosed(made)
        exact += found == range(first, last + 1)
        near += bool(found) and abs(found[0] - first) <= 1 and abs(found[-1] - last) <= 1
        guessed += any(flag.code == GUESSED for flag in made.flags)
        right += len(set(found) & set(range(first, last + 1)))
        said, wanted = said + len(found), wanted + last - first + 1
    count = len(marked)
    shares = [100 * exact / count, 100 * near / count, 100 * 2 * right / (said + wanted), 100 * guessed / count]
    return f"| {name:29} | " + " | ".join(f"{share:6.1f}" for share in shares) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="SOURCE TARGET LINKS", help="none: a small own sample")
    parser.add_argument("--model", type=Path, help="a translation package with a supervised head")
    parser.add_argument("--samples", type=int, default=10, help="pairs of codes a sentence")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if len(arguments.files) not in (0, 3):
        parser.error("give SOURCE, TARGET and LINKS, or nothing")
    lines = [read_lines(path) for path in arguments.files[:2]] or list(OWN[:2])
    gold = read_gold(arguments.files[2]) if arguments.files else [_own(line) for line in OWN[2]]
    pairs = [(left.split(), right.split()) for left, right in zip(*lines, strict=True)]
    marked = marked_units(pairs, gold, arguments.samples, arguments.seed)
    print(f"{len(marked)} pairs of codes in {len(pairs)} sentences\n")
    print("| placed by                     |  exact | ±1 word |    F1 | noted |\n|---|---:|---:|---:|---:|")
    engines: list[tuple[str, Engine | None]] = [("word links, table alone", None)]
    if arguments.model:
        engines.append(("word links, table and model", Engine(open_package(arguments.model))))
    for name, engine in engines:
        linked = link_units([each.unit for each in marked], engine)
        by_links = {id(each.unit): unit for each, unit in zip(marked, linked, strict=True)}
        print(row(name, marked, lambda unit, known=by_links: place_codes(known[id(unit)])))
    print(row("share of the text, whole words", marked, lambda unit: by_share(unit, True)))
    print(row("share of the text", marked, lambda unit: by_share(unit, False)))


def _own(line: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    links = {(int(i), int(j)) for i, j in (part.split("-") for part in line.split())}
    return links, links


if __name__ == "__main__":
    main()
