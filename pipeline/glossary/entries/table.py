"""Glossaries as tables: what the rows of a spreadsheet, a CSV file or a tab-separated one say."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.errors import GlossaryError
from pipeline.formats.columns import (
    ENGLISH,
    FRENCH,
    is_language_column,
    language_columns,
    of_other_languages,
    side_of,
    words_of,
)
from pipeline.glossary.entries.annotation import read_annotation
from pipeline.glossary.entries.concepts import Standing, Term, concept_entries, standing_of
from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.merging import gathered
from pipeline.glossary.entries.reading import Problem, make_entry
from pipeline.text.language_codes import language_of

Found = tuple[list[Entry], list[Problem]]

_FIELDS = {
    "kind": "kind",
    "policy": "policy",
    **dict.fromkeys(
        (
            *("notes", "note", "comment", "comments", "commentaire", "commentaires", "remarque", "remarques"),
            *("remark", "description", "definition", "définition", "explanation", "context", "contexte", "usage"),
            *("translator comments", "developer comments", "domain", "domaine", "subject", "sujet"),
        ),
        "notes",
    ),
    **dict.fromkeys(
        ("status", "statut", "administrative status", "evaluation", "t evaluation", "term status", "usage status"),
        "status",
    ),
    **dict.fromkeys(("forbidden", "interdit", "non translatable", "nontranslatable"), "mark"),
    "fuzzy": "fuzzy",
    **dict.fromkeys(("id", "e id", "entry id", "concept id", "entry", "iate id", "concept"), "concept"),
}
_LANGUAGE_NAMES = frozenset(("l code", "language code", "lang", "language", "langue", "code langue", "locale"))
_TERM_NAMES = frozenset(("t term", "term", "terme", "term text"))
_TRUE = frozenset(("true", "1", "yes", "y", "x", "oui", "vrai"))


@dataclass(frozen=True)
class Header:
    """Which cells of a row hold what.

    sides: French and English, None where every row is a term with its language. fields: the places of the others,
    by what they are; of notes and marks there may be several.
    """

    sides: tuple[int, int] | None
    fields: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def of(self, name: str, cells: Sequence[str]) -> str:
        """The cell of that name, "" where there is none; several are joined."""
        places = self.fields.get(name, ())
        if len(places) == 1:
            return cells[places[0]] if places[0] < len(cells) else ""
        said = [cells[place] for place in places if place < len(cells) and cells[place]]
        return "; ".join(dict.fromkeys(said))

    @property
    def is_own(self) -> bool:
        """Whether the table says how binding each row is."""
        return "policy" in self.fields


def read_table(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Found:
    """The entries of a table's rows, given with their numbers, and what is wrong with them.

    A first row that heads the columns is recognised by any of the usual words; without one, a row is source, target,
    comment, or source, target and the codes of their languages (rows from English to French are turned round, rows of
    other languages are errors). Empty rows and rows that begin with `#` are passed over. Raises GlossaryError where
    nothing is in the table, or where its header lacks a side.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    header: Header | None = None
    concepts: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    left_out = 0
    first = True
    for number, row in rows:
        cells = [cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell.strip()) for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if first:
            first = False
            header = read_header(name, number, cells)
            if header is not None:
                continue
        if header is not None and header.sides is None:
            concepts[header.of("concept", cells) or str(number)].append((number, cells))
            continue
        if header is not None and header.of("fuzzy", cells).lower() in _TRUE:
            left_out += 1
            continue
        found, faults = _row(name, number, cells, header)
        problems += [Problem(name, number, "error", code, message) for code, message in faults]
        entries += found
    if first:
        raise GlossaryError(f"{name}: no row; a glossary has a row for each term: source, target")
    if left_out:
        problems.append(Problem(name, 0, "warning", "fuzzy", f"{left_out} rows marked fuzzy are left out"))
    if header is not None and header.sides is None:
        entries, problems = _of_concepts(name, header, concepts)
    return (entries if header is not None and header.is_own else gathered(entries)), problems


def read_header(name: str, number: int, cells: Sequence[str]) -> Header | None:
    """What the first row heads; None where it is an entry itself.

    Raises GlossaryError where it heads columns, but not those of French and English.
    """
    fields: dict[str, list[int]] = defaultdict(list)
    sides = language_columns(cells)
    if sides is not None and min(sides) > 1 and not any(map(_is_name, cells[:2])):
        return None  # the codes of its languages, behind an entry
    for place, cell in enumerate(cells):
        if sides is not None and place in sides:
            continue
        words = " ".join(words_of(cell))
        if words in _LANGUAGE_NAMES and sides is None:
            fields["language"].append(place)
        elif words in _TERM_NAMES and sides is None:
            fields["term"].append(place)
        elif words in _FIELDS:
            fields[_FIELDS[words]].append(place)
        elif is_language_column(cell):
            side = next((side for word in words.split() if (side := side_of(word)) in ("source", "target")), "")
            fields[f"{side} language" if side else "language"].append(place)
    if sides is not None:
        return Header(sides, fields)
    if fields["term"] and fields["language"]:
        return Header(None, fields)
    others = of_other_languages(cells)
    known = {found for cell in cells if (found := _FIELDS.get(" ".join(words_of(cell))) or side_of(cell))}
    if others or len(known) > 1 or (known & {"kind", "policy"}):
        heads = ", ".join(cell for cell in cells if cell)
        problem = f"{name}:{number}: missing column: {heads} do not name French and English, such as source, target"
        raise GlossaryError(problem, (problem,))
    return None


def _is_name(cell: str) -> bool:
    words = " ".join(words_of(cell))
    return words in _FIELDS or words in _LANGUAGE_NAMES or bool(side_of(cell))


def _row(
    name: str, number: int, cells: Sequence[str], header: Header | None
) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The entry of a row, or none with the faults found."""
    needed = 2 if header is None or header.sides is None else max(header.sides) + 1
    if header is not None and header.is_own:
        needed = max(needed, *(max(header.fields[each]) + 1 for each in ("kind", "policy") if each in header.fields))
    if len(cells) < needed:
        plural = "" if len(cells) == 1 else "s"
        hint = "" if header is not None else ": source, target"
        return [], [("missing-cells", f"{len(cells)} cell{plural} where at least {needed} are needed{hint}")]
    if header is None or header.sides is None:
        source, target, *others = cells
        languages, comment = _languages_without_header(others)
        kind, policy, notes = read_annotation(comment)
    else:
        source, target = (cells[place] for place in header.sides)
        languages = header.of("source language", cells), header.of("target language", cells)
        if header.is_own:
            kind, policy, notes = (header.of(each, cells) for each in ("kind", "policy", "notes"))
            kind, policy = kind.lower() or "term", policy.lower()
        else:
            kind, policy, notes = read_annotation(header.of("notes", cells))
            kind = header.of("kind", cells).lower() or kind
            policy = _policy(header, cells, policy)
    if any(languages):
        way = tuple(language_of(language) if language else None for language in languages)
        if way == (ENGLISH, FRENCH):
            source, target = target, source
        elif way not in ((FRENCH, ENGLISH), (FRENCH, None), (None, ENGLISH)):
            said = " to ".join(language or "?" for language in languages)
            return [], [("other-language", f"a row from {said}; valid are rows from FR to EN, or from EN to FR")]
    found, faults = make_entry(source, target, kind, policy, notes, file=name, line=number)
    return ([found] if found is not None else []), faults


def _languages_without_header(others: Sequence[str]) -> tuple[tuple[str, str], str]:
    """The languages that stand behind source and target, if they do, and the comment."""
    if len(others) > 1 and all(language_of(cell) for cell in others[:2]):
        return (others[0], others[1]), others[2] if len(others) > 2 else ""
    return ("", ""), others[0] if others else ""


def _policy(header: Header, cells: Sequence[str], otherwise: str) -> str:
    """What the status of a row makes of it."""
    forbidden = standing_of(header.of("status", cells)) is Standing.FORBIDDEN
    return Policy.FORBID.value if forbidden or header.of("mark", cells).lower() in _TRUE else otherwise


def _of_concepts(name: str, header: Header, concepts: Mapping[str, Sequence[tuple[int, list[str]]]]) -> Found:
    """The entries of a table that has a row for each term, with its language and its concept."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    alone: list[int] = []
    for rows in concepts.values():
        terms: dict[str, list[Term]] = {FRENCH: [], ENGLISH: []}
        for _, cells in rows:
            language, text = language_of(header.of("language", cells)) or "", header.of("term", cells)
            if language in terms and text:
                terms[language].append(Term(text, standing_of(header.of("status", cells))))
        line = rows[0][0]
        if not terms[FRENCH] or not terms[ENGLISH]:
            alone.append(line)
            continue
        notes = "; ".join(dict.fromkeys(said for _, cells in rows if (said := header.of("notes", cells))))
        made = concept_entries(
            terms[FRENCH], terms[ENGLISH], kind="term", policy="must", notes=notes, file=name, line=line
        )
        for found, faults in made:
            problems += [Problem(name, line, "error", code, message) for code, message in faults]
            entries += [found] if found is not None else []
    return entries, [*problems, *incomplete(name, alone)]


def incomplete(name: str, lines: Sequence[int]) -> Iterator[Problem]:
    """One warning for all concepts that have no term in French, or none in English, given their lines."""
    if lines:
        what = "a concept" if len(lines) == 1 else f"{len(lines):,} concepts"
        message = f"{what} without a term in both French and English left out"
        yield Problem(name, lines[0], "warning", "incomplete-concept", message)
