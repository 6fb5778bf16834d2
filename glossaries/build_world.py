"""Write `world.tsv` from CLDR's country names (through babel) and the tables in `world/`.

    python glossaries/build_world.py

needs the extra `dev`. The result is sorted and the same for the same babel, whose CLDR version is
written into its head. The tables say in their first lines what their columns hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global

FOLDER = Path(__file__).resolve().parent
TABLES = FOLDER / "world"
TARGET = FOLDER / "world.tsv"


class Rows:
    """Rows of the glossary, one for each source; a source met again adds its targets to the first."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[list[str], str, str, str]] = {}

    def add(self, source: str, targets: list[str], kind: str, policy: str, notes: str) -> None:
        """Add a row, or its targets to the row of the same source."""
        source = source.replace("’", "'")
        written = [target.replace("’", "'") for target in targets]
        if source in self._rows:
            self._rows[source][0].extend(target for target in written if target not in self._rows[source][0])
        else:
            self._rows[source] = (list(dict.fromkeys(written)), kind, policy, notes)

    def lines(self) -> Iterator[str]:
        """The rows in dictionary order, tab-separated."""
        for source in sorted(self._rows, key=_collation):
            targets, kind, policy, notes = self._rows[source]
            yield "\t".join((source, "|".join(targets), kind, policy, notes))


def main() -> None:
    """Write the glossary, replacing the one there."""
    rows = Rows()
    peoples = list(_table("peoples.tsv"))
    english_names = add_countries(rows, {row["code"]: _forms(row["demonym_en"]) for row in peoples})
    add_peoples(rows, peoples, english_names)
    for row in _table("places.tsv"):
        rows.add(row["source"], _forms(row["target"]), "place", row["policy"], row["notes"])
    for row in _table("organisations.tsv"):
        kind = "term" if row["notes"] == "kind=term" else "organisation"
        rows.add(row["source"], _forms(row["target"]), kind, row["policy"], "")
    for row in _table("demonyms.tsv"):
        rows.add(row["source"], _forms(row["target"]), "demonym", row["policy"], row["notes"])
    head = [
        f"# Made by build_world.py from CLDR {get_global('cldr')['version']} and the tables in world/; edit those.",
        "source\ttarget\tkind\tpolicy\tnotes",
    ]
    temporary = TARGET.with_suffix(".tmp")
    temporary.write_text("\n".join([*head, *rows.lines()]) + "\n", encoding="utf-8", newline="\n")
    temporary.replace(TARGET)


def add_countries(rows: Rows, adjectives: dict[str, list[str]]) -> dict[str, list[str]]:
    """Add every country and territory; return its English names by code.

    English says `the Brazilian embassy` for `l'ambassade du Brésil`, so a country may be rendered by its
    adjective, given by code in `adjectives`.
    """
    french, english = Locale("fr").territories, Locale("en").territories
    changes = {row["code"]: row for row in _table("countries.tsv")}
    names: dict[str, list[str]] = {}
    for code in sorted(french):
        if len(code) != 2 or changes.get(code, {}).get("french") == "-":
            continue
        change = changes.get(code, {"french": "", "english": ""})
        sources = _with_cldr(change["french"], french[code])
        names[code] = _with_cldr(change["english"], english[code])
        for source in sources:
            # `Îles Cook` in CLDR's list, `îles Cook` in a sentence; either is found by the latter.
            written = "î" + source[1:] if source.startswith(("Îles ", "Île ")) else source
            rows.add(written, names[code] + adjectives.get(code, []), "place", "must", f"CLDR {code}")
    return names


def add_peoples(rows: Rows, peoples: list[dict[str, str]], english_names: dict[str, list[str]]) -> None:
    """Add capitals and demonyms; a demonym may be rendered by its country in the possessive."""
    for row in peoples:
        for capital in _forms(row["capital_fr"]):
            source = "le " + capital.removeprefix("Le ") if capital.startswith("Le ") else capital
            rows.add(source, _forms(row["capital_en"]) or [capital], "place", "must", f"capital of {row['code']}")
        for demonym in _forms(row["demonym_fr"]):
            adjectives = _forms(row["demonym_en"])
            names = [f"{name}'s" for name in english_names[row["code"]] if name not in adjectives]
            targets = adjectives + names
            rows.add(demonym, targets, "demonym", "prefer", f"people of {row['code']}")


def _table(name: str) -> Iterator[dict[str, str]]:
    lines = [line for line in (TABLES / name).read_text("utf-8").split("\n") if line and not line.startswith("#")]
    columns = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(columns, line.split("\t"), strict=True))


def _forms(cell: str) -> list[str]:
    return [form for form in cell.split("|") if form]


def _with_cldr(cell: str, name: str) -> list[str]:
    return [name if form == "+" else form for form in _forms(cell or "+")]


def _collation(source: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", source)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold(), source


if __name__ == "__main__":
    main()
