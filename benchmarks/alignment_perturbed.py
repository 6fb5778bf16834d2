"""Makes free translations of known gold: parallel text, perturbed as translators of books perturb it.

    python benchmarks/alignment_perturbed.py OUT [--seed 1] [FOLDER|CORPUS.tsv …]

Each FOLDER holds `src.txt`, `tgt.txt` and `gold.txt` as for `benchmarks/alignment.py`; each CORPUS.tsv
pairs `French<TAB>English`. For every source and every kind of `KINDS` a folder OUT/<name>-<kind> is
written: sentences merged by two to four and cut elsewhere, half sentences moved to the neighbour,
summaries, omissions and insertions of one to ten sentences, words replaced by others of the
neighbourhood, paragraph breaks lost. `-foreign` has the letters of the target changed throughout, so
that no word table helps and only some cognates are left: a stand-in for a pair of languages of which
nothing is known. Without a source a small sample of its own is perturbed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.alignment.bead import read_ladder

Beads = list[tuple[list[str], list[str]]]  # the sentences of either side, bead by bead


class Freedom(NamedTuple):
    """How freely a translation is made: shares of beads, or of words, that something is done to."""

    merged: float = 0.0
    split: float = 0.0
    moved: float = 0.0
    recut: float = 0.0
    summed_up: float = 0.0
    omitted: float = 0.0
    inserted: float = 0.0
    words: float = 0.0
    lost_breaks: float = 0.2


KINDS = {
    "merged": Freedom(merged=0.15, split=0.08, recut=0.04, words=0.15),
    "moved": Freedom(moved=0.15, recut=0.05, words=0.15),
    "cut": Freedom(summed_up=0.15, omitted=0.06, inserted=0.04, words=0.15),
    "free": Freedom(0.08, 0.06, 0.06, 0.04, 0.1, 0.04, 0.03, 0.35),
    "very-free": Freedom(0.1, 0.08, 0.08, 0.06, 0.15, 0.05, 0.04, 0.55, 0.5),
    "foreign": Freedom(0.06, 0.1, 0.02, 0.01, 0.03, 0.02, 0.02, 0.25),
}
SAMPLE: Beads = [
    (
        ["Le vieux marin regardait la mer, qui montait lentement ; il ne disait rien."],
        ["The old sailor watched the sea, which was rising slowly; he said nothing."],
    ),
    (
        ["« Viens-tu ? » demanda sa fille.", "Il secoua la tête."],
        ["“Are you coming?” his daughter asked."],
    ),
    (["Vers 6 heures, les barques rentrèrent au port."], ["Around 6 o'clock the boats came back to the harbour."]),
    (
        ["Personne n'avait vu Martin, le plus jeune des pêcheurs."],
        ["No one had seen Martin,", "the youngest one."],
    ),
    (["La nuit tomba, et le vent avec elle."], ["Night fell, and the wind with it."]),
]
_CLAUSE = re.compile(r"(?<=[;:,])\s+")
_WORD = re.compile(r"[^\W\d_]+")
# Consistent changes of letters that leave the beginnings of some words alone, as between related languages.
_FOREIGN = str.maketrans("aeiougptdkcsvwbyh", "oaeuyjbdtgqzfvpiw")


def read_beads(path: Path) -> Beads:
    """The gold beads of a set, or the pairs of a corpus."""
    if path.is_file():
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
        return [([row[0]], [row[1]]) for row in rows if len(row) >= 2 and min(len(row[0]), len(row[1])) > 1]
    sides = [
        (path / name).read_text(encoding="utf-8").removesuffix("\n").split("\n") for name in ("src.txt", "tgt.txt")
    ]
    return [
        (sides[0][b.source_start : b.source_end], sides[1][b.target_start : b.target_end])
        for b in read_ladder(path / "gold.txt")
    ]


def perturbed(beads: Beads, freedom: Freedom, rng: random.Random) -> Beads:
    """The beads of a freer translation: first the wording, then what stands in which sentence."""
    worded = _reworded(beads, freedom.words, rng)
    found: Beads = []
    place = 0
    while place < len(worded):
        source, target = worded[place]
        following = worded[place + 1] if place + 1 < len(worded) else ([], [])
        draw = rng.random()
        for kind in ("merged", "split", "moved", "recut", "summed_up", "omitted", "inserted"):
            draw -= getattr(freedom, kind)
            if draw < 0:
                break
        else:
            kind = ""
        solid = bool(source and target)
        if kind == "merged" and solid:
            count = rng.choice((2, 2, 2, 3, 3, 4))
            group = list(itertools.takewhile(all, worded[place : place + count]))
            place += len(group)
            found += _merged(group, rng)
            continue
        if kind in ("moved", "recut") and solid and all(following):
            count = 2 if kind == "moved" or rng.random() < 0.6 else 3
            group = [bead for bead in worded[place : place + count] if all(bead)]
            if len(group) == min(count, len(worded) - place):
                made = _moved(group, rng) if kind == "moved" else _recut(group, rng)
                if made is not None:
                    found.append(made)
                    place += len(group)
                    continue
        elif kind == "split" and solid:
            source, target = _split(source, target, rng)
        elif kind == "summed_up" and solid:
            target = [_summary(target[0], rng)] if len(target) == 1 else target[: rng.randint(1, len(target))]
        elif kind in ("omitted", "inserted"):
            count = rng.choice((1, 1, 1, 2, 2, 3, 4, 6, 10))
            for left, right in worded[place : place + count]:
                found += [([s], []) for s in left] if kind == "omitted" else [([], [t]) for t in right]
            place += count
            continue
        found.append((source, target))
        place += 1
    return [bead for bead in found if bead[0] or bead[1]]


def _reworded(beads: Beads, share: float, rng: random.Random) -> Beads:
    """About `share` of the target's words dropped or replaced, in some beads far more than in others."""
    if not share:
        return [(list(left), list(right)) for left, right in beads]
    found: Beads = []
    words = [[word for text in right for word in _WORD.findall(text)] for _, right in beads]
    anywhere = [word for others in words for word in others]
    for place, (left, right) in enumerate(beads):
        here = rng.betavariate(2 * share / (1 - share), 2.0)
        near = [word for others in words[max(0, place - 12) : place + 13] for word in others]

        def other(match: re.Match[str], here: float = here, near: list[str] = near) -> str:
            draw = rng.random()
            if draw >= here or (match.group()[0].isupper() and draw >= here / 2):
                return match.group()
            draw = rng.random()
            if draw < 0.3 or not near:
                return ""
            return rng.choice(near) if draw < 0.4 else rng.choice(anywhere)

        changed = [" ".join(_WORD.sub(other, text).split()) or text for text in right]
        found.append((list(left), changed))
    return found


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _joined(texts: Sequence[str], rng: random.Random) -> str:
    """Sentences made one: by a comma, a semicolon or a conjunction where the sentence ended."""
    whole = texts[0]
    for text in texts[1:]:
        link = rng.choice(("; ", ", ", ", and ", " ", ": "))
        whole = whole + " " + text if link == " " else whole.rstrip(".!? ") + link + _lowered(text)
    return whole


def _merged(group: Beads, rng: random.Random) -> Beads:
    source, target = [s for left, _ in group for s in left], [t for _, right in group for t in right]
    if not source or not target:
        return group
    if rng.random() < 0.65:
        return [(source, [_joined(target, rng)])]
    return [([_joined(source, rng)], target)]


def _clauses(text: str) -> list[str]:
    return [part for part in _CLAUSE.split(text) if part]


def _split(source: list[str], target: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    """One sentence of either side made two, at a clause."""
    side = target if rng.random() < 0.65 else source
    parts = _clauses(side[-1])
    if len(parts) < 2:
        return source, target
    cut = rng.randrange(1, len(parts))
    first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
    made = [*side[:-1], first.rstrip(";:, ") + ".", second[:1].upper() + second[1:]]
    return (source, made) if side is target else (made, target)


def _moved(group: Beads, rng: random.Random) -> tuple[list[str], list[str]] | None:
    """The end of a target sentence moved into the next one, or the beginning of the next into it."""
    (left, right), (left2, right2) = group
    ends = rng.random() < 0.5
    parts = _clauses(right[-1] if ends else right2[0])
    if len(parts) < 2 or len(parts[-1 if ends else 0].split()) < 3:
        return None
    if ends:
        first, second = " ".join(parts[:-1]).rstrip(";:, ") + ".", parts[-1].rstrip(". ") + ", " + _lowered(right2[0])
    else:
        first, second = right[-1].rstrip(".!? ") + ", " + _lowered(parts[0]).rstrip(";:, ") + ".", " ".join(parts[1:])
    return left + left2, [*right[:-1], first, second[:1].upper() + second[1:], *right2[1:]]


def _recut(group: Beads, rng: random.Random) -> tuple[list[str], list[str]] | None:
    """The target's clauses dealt anew to one sentence more, fewer or as many."""
    source, target = [s for left, _ in group for s in left], [t for _, right in group for t in right]
    parts = [part for text in target for part in _clauses(text)]
    count = max(2, len(target) + rng.choice((-1, 0, 0, 1)))
    if len(parts) <= count or len(source) > 6 or count > 6:
        return None
    cuts = [0, *sorted(rng.sample(range(1, len(parts)), count - 1)), len(parts)]
    made = [" ".join(parts[a:b]) for a, b in itertools.pairwise(cuts)]
    return source, [text[:1].upper() + text[1:].rstrip(";:, ") + "." for text in made]


def _summary(text: str, rng: random.Random) -> str:
    """A part of a sentence: some of its clauses, or some of its words."""
    parts = _clauses(text)
    if len(parts) > 1:
        kept = parts[: rng.randint(1, len(parts) - 1)]
        return " ".join(kept).rstrip(";:, ") + "."
    words = text.split()
    return " ".join(words[: max(2, round(len(words) * rng.uniform(0.4, 0.8)))])


def foreign(text: str) -> str:
    """The text in the language of which nothing is known; capitals, figures and marks are kept."""
    return text.translate(_FOREIGN)


def paragraph_numbers(beads: Beads, lost: float, rng: random.Random) -> tuple[list[int], list[int]]:
    """Paragraphs that begin at beads on both sides; of the target's breaks some are lost, and a few are its own."""
    sides: tuple[list[int], list[int]] = ([], [])
    numbers = [0, 0]
    for source, target in beads:
        if rng.random() < 0.3:
            numbers[0] += 1
            numbers[1] += rng.random() >= lost
        elif rng.random() < 0.03:
            numbers[1] += 1
        sides[0].extend([numbers[0]] * len(source))
        sides[1].extend([numbers[1]] * len(target))
    return sides


def write_set(folder: Path, beads: Beads, paragraphs: tuple[Sequence[int], Sequence[int]] | None = None) -> None:
    """`src.txt`, `tgt.txt`, `gold.txt`, and where given `src.par` and `tgt.par`."""
    folder.mkdir(parents=True, exist_ok=True)
    gold, i, j = [], 0, 0
    for source, target in beads:
        gold.append(f"{list(range(i, i + len(source)))}:{list(range(j, j + len(target)))}\n")
        i, j = i + len(source), j + len(target)

    def write(name: str, lines: Iterable[object]) -> None:
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")

    write("src.txt", (text for left, _ in beads for text in left))
    write("tgt.txt", (text for _, right in beads for text in right))
    (folder / "gold.txt").write_text("".join(gold), encoding="utf-8", newline="\n")
    if paragraphs is not None:
        write("src.par", paragraphs[0])
        write("tgt.par", paragraphs[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("sources", nargs="*", type=Path, metavar="FOLDER|CORPUS.tsv")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=1500, help="beads taken of each source")
    arguments = parser.parse_args()
    sources = {path.stem: read_beads(path)[: arguments.most] for path in arguments.sources} or {"sample": SAMPLE}
    for name, beads in sources.items():
        for kind, freedom in KINDS.items():
            rng = random.Random(f"{arguments.seed} {name} {kind}")
            made = perturbed(beads, freedom, rng)
            if kind == "foreign":
                made = [(left, [foreign(text) for text in right]) for left, right in made]
            write_set(arguments.out / f"{name}-{kind}", made, paragraph_numbers(made, freedom.lost_breaks, rng))
            print(f"{name}-{kind}: {len(made)} beads, {sum(len(a) != 1 or len(b) != 1 for a, b in made)} not 1-1")


if __name__ == "__main__":
    main()
