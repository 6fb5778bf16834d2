"""What the checks find, and what they say without reason, on parallel text made by people.

    python benchmarks/check_recall.py [--part tune|report|all] [--show CODE] [FRENCH ENGLISH]…

FRENCH and ENGLISH are files with one segment a line. The first table counts flags on the human translations as they
are: nearly all are false alarms. The second plants every kind of error (`planted_errors.py`) wherever a segment
offers a place for it, and counts how often a check that is meant for it says something that it did not say before.
What is tuned is tuned on the first half of each file (`--part tune`); figures are those of the second (`--part report`,
the default). Without files a small sample of its own is used, too small for figures that mean anything.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planted_errors import FAULTS, Fault

from pipeline.bitext import Bitext, Origin, Unit, unit_identifier
from pipeline.quality import CHECKS, run_checks
from pipeline.quality.check import Check

SAMPLE = [
    ("Le maire a inauguré le nouveau pont mardi 7 juin.", "The mayor opened the new bridge on Tuesday, June 7."),
    ("Il a coûté 12 500 euros, soit 3,5 % du budget.", "It cost 12,500 euros, or 3.5 percent of the budget."),
    ("« C'est un beau pont », a-t-il dit aux habitants.", "“It is a beautiful bridge,” he told the inhabitants."),
    ("La cérémonie a commencé à 14 h 30 sous la pluie.", "The ceremony began at 2:30 p.m. in the rain."),
    ("Le premier pont datait du XIXe siècle.", "The first bridge dated from the 19th century."),
    ("Les riverains attendaient cette ouverture depuis longtemps.", "Residents had long waited for this opening."),
    ("Il n'est pas venu, parce que le train de Dijon avait du retard.",
     "He did not come, because the train from Dijon was late."),
    ("Madame Lefort a parlé, puis elle a coupé le ruban, et tout le monde a applaudi.",
     "Mrs Lefort spoke, then she cut the ribbon, and everybody applauded."),
]  # fmt: skip
SWAPPED_EVERY = 8


def read_units(french: Path, english: Path, part: str) -> tuple[Unit, ...]:
    sides = [path.read_text(encoding="utf-8").removesuffix("\n").split("\n") for path in (french, english)]
    if len(sides[0]) != len(sides[1]):
        raise SystemExit(f"{french} has {len(sides[0])} lines, {english} {len(sides[1])}")
    half = len(sides[0]) // 2
    chosen = {"tune": slice(0, half), "report": slice(half, None), "all": slice(None)}[part]
    return _units(list(zip(*sides, strict=True))[chosen])


def _units(pairs: Sequence[tuple[str, str]]) -> tuple[Unit, ...]:
    return tuple(Unit(unit_identifier(i), fr, en) for i, (fr, en) in enumerate(pairs) if fr.strip() and en.strip())


def false_alarms(name: str, units: tuple[Unit, ...], show: str | None) -> None:
    run_checks(Bitext("warm", units[:1]))
    start = time.process_time()
    checked = run_checks(Bitext(name, units)).units
    seconds = time.process_time() - start
    human = run_checks(Bitext(name, tuple(replace(unit, origin=Origin.HUMAN) for unit in units))).units
    print(f"\n{name}: {len(units)} segments, {60 * len(units) / seconds:,.0f} a minute")
    print(f"\n| {'':18} | taken for a machine's | | as a person's | |")
    print(f"| {'check':18} | errors % | warnings % | errors % | warnings % |\n|{'-' * 20}|---:|---:|---:|---:|")

    def share(found: Sequence[Unit], severity: str, code: str | None) -> float:
        hits = sum(any(f.severity == severity and code in (None, f.code) for f in unit.flags) for unit in found)
        return 100 * hits / len(units)

    for code in [*CHECKS, None]:
        shares = [share(found, severity, code) for found in (checked, human) for severity in ("error", "warning")]
        print(f"| {code or 'any':18} | " + " | ".join(f"{value:5.2f}" for value in shares) + " |")
    for unit in checked:
        for flag in unit.flags:
            if flag.code == show:
                print(f"{flag.severity.value}: {flag.message}\n    {unit.source}\n    {unit.target}")


def recall(units: tuple[Unit, ...], origin: Origin, show: str | None, only: str) -> None:
    print("\n| planted error             | planted | found % | as error % | by any check % |")
    print(f"|{'-' * 27}|---:|---:|---:|---:|")
    rng = random.Random(1)
    for name, fault in FAULTS.items():
        if only not in name:
            continue
        pairs = [pair for pair in (fault.plant(rng, unit, units) for unit in units) if pair is not None]
        if pairs:
            _row(name, fault, pairs, origin, show == name)
    if only in "neighbours swapped":
        _swapped(units)


def _row(name: str, fault: Fault, pairs: list[tuple[Unit, Unit]], origin: Origin, show: bool) -> None:
    right, wrong = (_checked(name, [pair[side] for pair in pairs], origin) for side in (0, 1))
    found = errors = anything = 0
    for before, after in zip(right, wrong, strict=True):
        said = {(flag.code, flag.message) for flag in before.flags}
        new = [flag for flag in after.flags if (flag.code, flag.message) not in said and flag.severity != "note"]
        meant = [flag for flag in new if flag.code in fault.meant]
        found += bool(meant)
        errors += any(flag.severity == "error" for flag in meant)
        anything += bool(new)
        if show and not meant:
            print(f"missed\n    {after.source}\n    {after.target}\n    for {before.target}")
    shares = " | ".join(f"{100 * count / len(pairs):5.1f}" for count in (found, errors, anything))
    print(f"| {name:25} | {len(pairs):5} | {shares} |", flush=True)


def _checked(name: str, units: Sequence[Unit], origin: Origin) -> tuple[Unit, ...]:

    single = [code for code, check in CHECKS.items() if isinstance(check, Check)]
    return run_checks(Bitext(name, tuple(replace(unit, origin=origin) for unit in units)), single).units


def _swapped(units: tuple[Unit, ...]) -> None:
    """Every eighth unit changes targets with the next."""

    mixed = list(units)
    places = range(2, len(units) - 1, SWAPPED_EVERY)
    for place in places:
        here, there = mixed[place], mixed[place + 1]
        mixed[place], mixed[place + 1] = replace(here, target=there.target), replace(there, target=here.target)
    checked = run_checks(Bitext("swapped", tuple(mixed))).units
    both = [(*checked[place].flags, *checked[place + 1].flags) for place in places]
    meant = [[flag for flag in flags if flag.code == "swapped"] for flags in both]
    counts = (
        sum(map(bool, meant)),
        sum(any(flag.severity == "error" for flag in flags) for flags in meant),
        sum(map(bool, both)),
    )
    shares = " | ".join(f"{100 * count / len(both):5.1f}" for count in counts)
    print(f"| {'neighbours swapped':25} | {len(both):5} | {shares} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="FRENCH ENGLISH pairs of files")
    parser.add_argument("--part", choices=("tune", "report", "all"), default="report", help="which half of each file")
    parser.add_argument("--origin", choices=[o.value for o in Origin], default="machine", help="who made the targets")
    parser.add_argument("--show", metavar="CODE|KIND", help="print the alarms of this check, the misses of this kind")
    parser.add_argument("--only", metavar="TEXT", default="", help="plant only kinds whose name holds this")
    parser.add_argument("--alarms-only", action="store_true", help="plant nothing")
    options = parser.parse_args()
    files: list[Path] = options.files
    if len(files) % 2:
        parser.error("files come in pairs: FRENCH ENGLISH")
    sets = [(f.name, read_units(f, e, options.part)) for f, e in zip(files[::2], files[1::2], strict=True)]
    if not sets:
        sets = [("own sample", _units(SAMPLE))]
    for name, units in sets:
        false_alarms(name, units, options.show)
        if not options.alarms_only:
            recall(units, Origin(options.origin), options.show, options.only)


if __name__ == "__main__":
    main()
