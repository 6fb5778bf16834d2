"""False alarms and recall of the checks on parallel text.

    python benchmarks/checks.py [FRENCH ENGLISH]…

FRENCH and ENGLISH are files with one segment a line. The first table counts flags on the human
translations as they are; the second plants faults in segments without flags and counts how many are
found. Without arguments a small sample of its own is used, too small for figures that mean anything.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.bitext import Bitext, Unit, unit_identifier
from pipeline.quality import CHECKS, run_checks

SAMPLE = [
    ("Le maire a inauguré le nouveau pont mardi 7 juin.", "The mayor opened the new bridge on Tuesday, June 7."),
    ("Il a coûté 12 500 euros, soit 3,5 % du budget.", "It cost 12,500 euros, or 3.5 percent of the budget."),
    ("« C'est un beau pont », a-t-il dit aux habitants.", "“It is a beautiful bridge,” he told the inhabitants."),
    ("La cérémonie a commencé à 14 h 30 sous la pluie.", "The ceremony began at 2:30 p.m. in the rain."),
    ("Le premier pont datait du XIXe siècle.", "The first bridge dated from the 19th century."),
    ("Les riverains attendaient cette ouverture depuis longtemps.", "Residents had long waited for this opening."),
]  # fmt: skip

Fault = Callable[[random.Random, Unit, Sequence[Unit]], "Unit | None"]


def changed_number(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """One digit of one number becomes another."""
    digits = [match.start() for match in re.finditer(r"\d", unit.target)]
    if not digits or not re.search(r"\d", unit.source):
        return None
    place = rng.choice(digits)
    digit = rng.choice([d for d in "123456789" if d != unit.target[place]])
    return replace(unit, target=unit.target[:place] + digit + unit.target[place + 1 :])


def lost_number(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """One number goes."""
    numbers = list(re.finditer(r"\d[\d.,]*", unit.target))
    if not numbers or not re.search(r"\d", unit.source):
        return None
    match = rng.choice(numbers)
    return replace(unit, target=unit.target[: match.start()] + unit.target[match.end() :])


def truncated(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """The last half of the words goes."""
    words = unit.target.split(" ")
    return replace(unit, target=" ".join(words[: len(words) // 2])) if len(words) >= 8 else None


def copied(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """The source stands as target."""
    return replace(unit, target=unit.source) if len(unit.source.split()) >= 5 else None


def half_copied(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """The target ends in the second half of the source."""
    source, target = unit.source.split(" "), unit.target.split(" ")
    if min(len(source), len(target)) < 10:
        return None
    return replace(unit, target=" ".join(target[: len(target) // 2] + source[len(source) // 2 :]))


def swapped(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """Source and target change places."""
    return replace(unit, source=unit.target, target=unit.source) if len(unit.source.split()) >= 5 else None


def shuffled(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """The target of another segment."""
    other = rng.choice(others)
    return replace(unit, target=other.target) if other.target != unit.target else None


def looping(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """Three words in the middle are said eight times."""
    words = unit.target.split(" ")
    middle = len(words) // 2
    phrase = words[middle : middle + 3]
    return replace(unit, target=" ".join(words[:middle] + phrase * 8)) if len(phrase) == 3 else None


def doubled_word(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """One word is said twice."""
    words = unit.target.split(" ")
    places = [i for i, word in enumerate(words) if word.islower() and word.isalpha()]
    if not places:
        return None
    place = rng.choice(places)
    return replace(unit, target=" ".join([*words[: place + 1], *words[place:]]))


def lost_quote(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """One quotation mark or bracket goes."""
    signs = [match.start() for match in re.finditer(r"[\"“”«»()\[\]]", unit.target)]
    if not signs:
        return None
    place = rng.choice(signs)
    return replace(unit, target=unit.target[:place] + unit.target[place + 1 :])


def emptied(rng: random.Random, unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """Nothing stands as target."""
    return replace(unit, target="")


FAULTS: dict[str, tuple[Fault, tuple[str, ...]]] = {
    "number changed": (changed_number, ("number",)),
    "number lost": (lost_number, ("number",)),
    "second half cut off": (truncated, ("length",)),
    "source copied": (copied, ("untranslated", "language")),
    "half of the source copied": (half_copied, ("untranslated", "language")),
    "sides swapped": (swapped, ("language",)),
    "another segment's target": (shuffled, ("length", "number", "unbalanced", "quotes-lost")),
    "loop": (looping, ("repetition",)),
    "word doubled": (doubled_word, ("repetition",)),
    "quote or bracket lost": (lost_quote, ("unbalanced", "quotes-lost")),
    "empty": (emptied, ("empty",)),
}


def read_units(french: Path, english: Path) -> tuple[Unit, ...]:
    sides = [path.read_text(encoding="utf-8").removesuffix("\n").split("\n") for path in (french, english)]
    if len(sides[0]) != len(sides[1]):
        raise SystemExit(f"{french} has {len(sides[0])} lines, {english} {len(sides[1])}")
    return tuple(Unit(unit_identifier(i), fr, en) for i, (fr, en) in enumerate(zip(*sides, strict=True)))


def false_alarms(name: str, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    start = time.perf_counter()
    checked = run_checks(Bitext(name, units)).units
    seconds = time.perf_counter() - start
    print(f"\n{name}: {len(units)} segments, {len(units) / seconds:,.0f} segments/s")
    print(f"| {'check':14} | errors % | warnings % |\n|{'-' * 16}|---------:|-----------:|")

    def share(severity: str, code: str | None) -> float:
        hits = sum(any(f.severity == severity and code in (None, f.code) for f in unit.flags) for unit in checked)
        return 100 * hits / len(units)

    for code in [*CHECKS, None]:
        print(f"| {code or 'any':14} | {share('error', code):8.2f} | {share('warning', code):10.2f} |")
    return tuple(unit for unit in checked if not unit.flags)


def recall(clean: tuple[Unit, ...]) -> None:
    print("\n| planted fault             | planted | found % | by the check meant % | as error % |")
    print(f"|{'-' * 27}|---:|---:|---:|---:|")
    rng = random.Random(1)
    for name, (fault, meant) in FAULTS.items():
        planted = [unit for unit in (fault(rng, unit, clean) for unit in clean) if unit is not None]
        if not planted:
            continue
        per_unit = list(CHECKS)
        per_unit.remove("inconsistent")
        flags = [unit.flags for unit in run_checks(Bitext(name, tuple(planted)), per_unit).units]
        found = sum(bool(f) for f in flags)
        by_meant = sum(any(flag.code in meant for flag in f) for f in flags)
        errors = sum(any(flag.severity == "error" for flag in f) for f in flags)
        shares = " | ".join(f"{100 * count / len(planted):5.1f}" for count in (found, by_meant, errors))
        print(f"| {name:25} | {len(planted):5} | {shares} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="FRENCH ENGLISH pairs of files")
    files: list[Path] = parser.parse_args().files
    if len(files) % 2:
        parser.error("files come in pairs: FRENCH ENGLISH")
    sets = [(f.name, read_units(f, e)) for f, e in zip(files[::2], files[1::2], strict=True)]
    if not sets:
        sets = [("own sample", tuple(Unit(unit_identifier(i), fr, en) for i, (fr, en) in enumerate(SAMPLE)))]
    for name, units in sets:
        recall(false_alarms(name, units))


if __name__ == "__main__":
    main()
