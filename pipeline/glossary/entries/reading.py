"""Glossary files in tab-separated values: read with every fault named by its line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import GlossaryError, InputError
from pipeline.files.limits import MOST_TERM
from pipeline.files.opening import read_whole
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.text.characters import drop_xml_forbidden

COLUMNS = ("source", "target", "kind", "policy", "notes")
REQUIRED = ("source", "target", "kind", "policy")
KINDS = tuple(kind.value for kind in Kind)
POLICIES = tuple(policy.value for policy in Policy)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a glossary.

    severity: `error` (the glossary is refused), `warning` or `note`. line: 1-based, 0 for the whole file.
    """

    file: str
    line: int
    severity: str
    code: str
    message: str

    def __str__(self) -> str:
        """`file:line: message`."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def read_tsv(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a UTF-8 TSV file and what is wrong with its lines.

    The first line that is neither empty nor a comment (`#`) names the columns. `notes` may be absent;
    targets are separated by `|`. Cells are stripped and composed (NFC). Raises GlossaryError where the
    file cannot be read or has no usable header.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    name = str(path)
    columns: dict[str, int] | None = None
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        cells = [unicodedata.normalize("NFC", cell.strip()) for cell in line.rstrip("\r").split("\t")]
        if line.startswith("#") or not any(cells):
            continue
        if columns is None:
            columns = _header(name, number, cells)
            continue
        found, faults = _entry(name, number, cells, columns)
        problems += [Problem(name, number, "error", code, message) for code, message in faults]
        if found is not None:
            entries.append(found)
    if columns is None:
        raise GlossaryError(f"{name}: no header line; the first line must name {_listed(REQUIRED)} (tab-separated)")
    return entries, problems


def refuse(problems: Iterable[Problem]) -> None:
    """Raise GlossaryError if one of `problems` is an error; its message counts them and shows the first."""
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if not errors:
        return
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    raise GlossaryError(f"{errors[0]}{more}", tuple(errors))


def make_entry(
    source: str, target: str, kind: str, policy: str, notes: str = "", *, file: str = "", line: int = 0
) -> tuple[Entry | None, list[tuple[str, str]]]:
    """An entry from the cells of one row, or None, with the faults found as (code, message)."""
    faults: list[tuple[str, str]] = []
    targets = tuple(dict.fromkeys(part.strip() for part in target.split("|") if part.strip()))
    if not source:
        faults.append(("empty-source", "source is empty"))
    elif not any(character.isalnum() for character in source):
        faults.append(("empty-source", f"source {source!r} has no letter or digit"))
    if any(drop_xml_forbidden(text)[1] for text in (source, target)):
        faults.append(("control-character", f"{source!r} or its target has a control character"))
    longest = max(len(source), *(len(each) for each in targets)) if targets else len(source)
    if longest > MOST_TERM:
        faults.append(("too-long", f"a term of {longest:,} characters; at most {MOST_TERM}"))
    if policy == Policy.KEEP.value:
        if targets not in ((), (source,)):
            faults.append(("keep-target", f"{source!r} has policy keep, so its target must be empty or the source"))
        targets = (source,)
    elif not targets:
        faults.append(("empty-target", f"{source!r} has no target; separate several with '|'"))
    if kind not in KINDS:
        faults.append(("unknown-kind", f"unknown kind {kind!r}; valid are {_listed(KINDS)}"))
    if policy not in POLICIES:
        faults.append(("unknown-policy", f"unknown policy {policy!r}; valid are {_listed(POLICIES)}"))
    if faults:
        return None, faults
    return Entry(source, targets, Kind(kind), Policy(policy), notes, file, line), faults


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, a byte order mark dropped. Raises GlossaryError."""
    try:
        return read_whole(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GlossaryError(f"{path}: not UTF-8 (byte {error.start})") from error
    except InputError as error:
        raise GlossaryError(str(error)) from error


def _header(name: str, number: int, cells: list[str]) -> dict[str, int]:
    columns = {cell.lower(): index for index, cell in enumerate(cells)}
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        problem = f"{name}:{number}: missing column {_listed(missing)}; the header must name {_listed(REQUIRED)}"
        raise GlossaryError(problem, (problem,))
    return columns


def _entry(
    name: str, number: int, cells: list[str], columns: dict[str, int]
) -> tuple[Entry | None, list[tuple[str, str]]]:
    needed = max(columns[column] for column in REQUIRED)
    if len(cells) <= needed:
        return None, [("missing-cells", f"{len(cells)} cells where at least {needed + 1} are needed")]
    row = {column: cells[index] if index < len(cells) else "" for column, index in columns.items()}
    return make_entry(
        row["source"],
        row["target"],
        row["kind"].lower(),
        row["policy"].lower(),
        row.get("notes", ""),
        file=name,
        line=number,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
