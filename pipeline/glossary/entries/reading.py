"""What all readers of glossaries share: entries made of cells, and every fault named by its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import GlossaryError, InputError
from pipeline.files.limits import MOST_TERM
from pipeline.files.opening import read_whole
from pipeline.formats.reading import decode_document
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.text.characters import drop_xml_forbidden

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


def refuse(problems: Iterable[Problem]) -> None:
    """Raise GlossaryError if one of `problems` is an error; its message counts them and shows the first."""
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if not errors:
        return
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    raise GlossaryError(f"{errors[0]}{more}", tuple(errors))


def make_entry(
    source: str,
    target: str | Sequence[str],
    kind: str,
    policy: str,
    notes: str = "",
    *,
    file: str = "",
    line: int = 0,
) -> tuple[Entry | None, list[tuple[str, str]]]:
    """An entry from the cells of one row, or None, with the faults found as (code, message).

    target: the forms, in one cell with `|` between them or one by one.
    """
    faults: list[tuple[str, str]] = []
    parts = target.split("|") if isinstance(target, str) else target
    targets = tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
    if not source:
        faults.append(("empty-source", "source is empty"))
    elif not any(character.isalnum() for character in source):
        faults.append(("empty-source", f"source {source!r} has no letter or digit"))
    if any(drop_xml_forbidden(text)[1] for text in (source, *targets)):
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


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """The text of a file in any encoding that texts may be in, and what is to be said of it. Raises GlossaryError."""
    try:
        read = decode_document(read_whole(path), path.stem, str(path))
    except InputError as error:
        raise GlossaryError(str(error)) from error
    if not read.document.text.strip():
        raise GlossaryError(f"{path}: no row; a glossary has a row for each term: source, target")
    if read.document.encoding != "cp1252":
        return read.document.text, []
    return read.document.text, [Problem(str(path), 0, "warning", "encoding", "not UTF-8; read as Windows-1252")]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
