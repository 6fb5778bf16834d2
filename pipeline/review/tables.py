"""Two columns for Excel or Word, out to a reviewer and back in as a patch.

Both files hold one table: id, French, English, state, comment, checks. Only English, state and comment are meant to
be changed. By what stands out of sight (a hidden sheet, hidden text) the readers tell what was changed; without it, an
English text that is not the document's counts as edited. Columns may be moved, rows left out, sheets and other tables
added. Needs openpyxl or python-docx.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.bitext import Bitext, Review, Unit
from pipeline.errors import FormatError
from pipeline.files.extras import extra
from pipeline.files.limits import limits
from pipeline.files.structure import writable
from pipeline.formats.numbering import with_prefixes
from pipeline.formats.tmx import COMMENT
from pipeline.review.fingerprint import segment_hash, target_hash
from pipeline.review.notes import comment_of
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.text.characters import for_xml

COLUMNS = ("id", "French", "English", "state", "comment", "checks")
WIDTHS = (9, 60, 60, 10, 30, 30)  # in characters, as Excel counts them
_NEEDED = ("id", "French", "English")
_APPROVED = frozenset({"approved", "reviewed", "yes", "y", "x", "1", "true", "ok", "oui", "✓"})


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it goes out: `cells` in the order of `COLUMNS`, and `trace`, what is put out of sight."""

    cells: tuple[str, ...]
    trace: str


def lines(bitexts: Iterable[Bitext], counts: Counter[str]) -> Iterator[Line]:
    """The rows of a table of these bitexts; characters that XML forbids are dropped and counted."""
    for prefix, bitext in with_prefixes(bitexts):
        for unit in bitext.units:
            cells = tuple(for_xml(text, counts) for text in _cells(unit, prefix))
            target, comment, state = cells[2], cells[4], cells[3]
            hashes = segment_hash(unit.source), target_hash(target), target_hash(comment)
            trace = " ".join((*hashes, state or "none", unit.id, bitext.name))
            yield Line(cells, for_xml(trace, counts))


def _cells(unit: Unit, prefix: str) -> tuple[str, ...]:
    comment = comment_of(unit)
    checks = "\n".join(
        f"{flag.severity.value}: {flag.message} ({flag.code})" for flag in unit.flags if flag.code != COMMENT
    )
    return prefix + unit.id, unit.source, unit.target, unit.review.value, comment, checks


def read_table(path: Path, rows: Callable[[], Iterator[tuple[Sequence[str], str]]], kind: str = "table") -> Patch:
    """What was done in a table, given its rows with the trace of each (empty where it is lost).

    The rows before the header are passed over. kind: what messages call the table. Raises InputError, or FormatError
    where there is no such table.
    """
    documents: dict[str, list[Edit]] = {}
    places: dict[str, int] | None = None
    for row, trace in rows():
        if places is None or _header(row) is not None:
            places = _header(row) or places
            continue
        cells = {name: writable(row[place]) if place < len(row) else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        for cell in cells.values():
            limits().require("cell", len(cell), path, "characters in a cell")
        name, edit = _edit(cells, trace)
        edits = documents.setdefault(name, [])
        if edit is not None:
            edits.append(edit)
    if places is None:
        raise FormatError(f"{path}: no {kind} whose first row has the columns {', '.join(_NEEDED)}")
    return Patch(tuple(DocumentPatch(name, tuple(edits)) for name, edits in documents.items()))


def is_header(row: Sequence[str]) -> bool:
    """Whether a row names the columns that are needed."""
    return _header(row) is not None


def _header(row: Sequence[str]) -> dict[str, int] | None:
    found = {cell.strip().lower(): place for place, cell in reversed(list(enumerate(row))) if cell.strip()}
    places = {name: found[name.lower()] for name in COLUMNS if name.lower() in found}
    return places if all(name in places for name in _NEEDED) else None


def _edit(cells: Mapping[str, str], trace: str) -> tuple[str, Edit | None]:
    """The document's name (empty where it is not known) and what was done to the unit."""
    target, comment = _same(cells["English"]), _same(cells.get("comment", ""))
    parts = trace.split(" ", 5)
    if len(parts) < 6:
        state = _state(cells.get("state", "").strip() or "edited", Review.EDITED)
        return "", Edit(cells["id"].strip(), segment_hash(cells["French"]), target, state, comment or None)
    source, found, remarked, exported, key, document = parts
    before = Review(exported) if exported in {state.value for state in Review} else Review.NONE
    state = _state(cells["state"], before) if "state" in cells else before
    if target_hash(target) != found:
        state = state if state in (Review.APPROVED, Review.DRAFT) else Review.EDITED
    elif state is before:
        state = Review.NONE  # nothing new was said
    elif state is Review.NONE:
        state = Review.EDITED  # its cell was emptied: no longer approved
    remark = comment if target_hash(comment) != remarked else None
    if state is Review.NONE and remark is None:
        return document, None
    return document, Edit(key, source, target, state, remark, found)


def _state(cell: str, otherwise: Review) -> Review:
    cell = cell.strip().lower()
    if cell in _APPROVED:
        return Review.APPROVED
    return Review(cell) if cell in {state.value for state in Review} else otherwise


def _same(text: str) -> str:
    # Office programs change line ends and the white space at the edges of a cell.
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def need(module: str) -> Any:
    """The module. Raises OptionError, saying how to install it."""
    import importlib

    with extra("office", "this format"):
        return importlib.import_module(module)
