"""The datasheet of a corpus: where it comes from, what was cut and why, how it is spread."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.pair import Pair
from pipeline.corpus.settings import Settings

if TYPE_CHECKING:
    from pipeline.corpus.build import Built

_BANDS = (5, 10, 20, 30, 50, 100)
_BAR = 40  # characters


def write_datasheet(
    folder: Path, built: Built, settings: Settings, licences: Mapping[str, str], train: Iterable[Pair]
) -> None:
    """Writes `README.md` and `report.json` into `folder`. Raises OutputError."""
    from pipeline.corpus.build import report_of
    from pipeline.formats.writing import atomic_text

    lengths = Counter(_band(len(pair.target.split())) for pair in train)
    with atomic_text(folder / "README.md") as file:
        file.write("\n".join(_sections(built, settings, licences, lengths)) + "\n")
    with atomic_text(folder / "report.json") as file:
        file.write(json.dumps(report_of(built, settings), indent=2, ensure_ascii=False) + "\n")


def _sections(built: Built, settings: Settings, licences: Mapping[str, str], lengths: Mapping[str, int]) -> list[str]:
    total, kept = sum(built.read.values()), sum(built.kept.values())
    lines = ["# French–English corpus", ""]
    lines += [f"{kept:,} of {total:,} pairs were kept ({100 * kept / max(1, total):.1f} %).", ""]
    lines += ["## Sources", "", "| file | pairs | licence |", "|---|---:|---|"]
    lines += [f"| {name} | {count:,} | {licences.get(name, 'not stated')} |" for name, count in built.read.items()]
    lines += ["", "## Parts", "", "| part | pairs |", "|---|---:|"]
    lines += [f"| {name} | {count:,} |" for name, count in built.kept.items()]
    lines += ["", "All pairs of a document stand in one part; duplicates across parts were dropped before the split."]
    lines += ["", "## What was cut", "", "The first filter that rejects a pair counts.", ""]
    lines += ["| reason | pairs | % | kept pairs have |", "|---|---:|---:|---|"]
    for name, count in built.rejected.items():
        lines.append(f"| {name} | {count:,} | {100 * count / max(1, total):.2f} | {_rule(name, settings)} |")
    lines += ["", "## English words a pair (train)", "", "| words | pairs | |", "|---|---:|---|"]
    most = max(lengths.values(), default=1)
    for label in _labels():
        count = lengths.get(label, 0)
        lines.append(f"| {label} | {count:,} | {'█' * round(_BAR * count / most)} |")
    return lines


def _rule(name: str, settings: Settings) -> str:
    if name not in settings.thresholds:
        return "no equal pair before them"
    filter_ = FILTERS[name]
    return f"{'at most' if filter_.most else 'at least'} {settings.thresholds[name]:g}: {filter_.description}"


def _labels() -> list[str]:
    starts = (1, *(band + 1 for band in _BANDS[:-1]))
    return [f"{start}–{band}" for start, band in zip(starts, _BANDS, strict=True)] + [f"over {_BANDS[-1]}"]


def _band(words: int) -> str:
    for label, band in zip(_labels(), _BANDS, strict=False):
        if words <= band:
            return label
    return f"over {_BANDS[-1]}"
