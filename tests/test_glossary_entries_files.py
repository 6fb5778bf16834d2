from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import GlossaryError, OptionError, OutputError
from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.entries.files import WRITERS, read_glossary, write_glossary

LOSSLESS = [name for name in WRITERS if name != "omegat"]
ENTRIES = [
    Entry("Corée du Nord", ("North Korea",), Kind.PLACE, Policy.MUST, 'a, b; "c"'),
    Entry("ONU", ("UN", "U.N."), Kind.ORGANISATION, Policy.PREFER),
    Entry("Kiev", ("Kyiv",), Kind.PLACE, Policy.MUST),
    Entry("Kiev", ("Kiev", "Kieff"), Kind.PLACE, Policy.FORBID),
    Entry("TASS", ("TASS",), Kind.ORGANISATION, Policy.KEEP),
    Entry("R&D <x>", ("R&D",), Kind.TERM, Policy.MUST),
]


def _ending(name: str) -> str:
    return {"tbx-2008": "tbx", "omegat": "txt"}.get(name, name)


def content(entries: list[Entry]) -> list[tuple[str, tuple[str, ...], Kind, Policy, str]]:
    return [(entry.source, entry.targets, entry.kind, entry.policy, entry.notes) for entry in entries]


@pytest.mark.parametrize("name", LOSSLESS)
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"terms.{_ending(name)}"
    write_glossary(ENTRIES, path, name)
    entries, problems = read_glossary(path)
    assert problems == []
    assert content(entries) == content(ENTRIES)
    assert len(Glossary.load([path])) == len(ENTRIES)
    assert list(tmp_path.iterdir()) == [path]


@given(st.lists(st.text(alphabet="aéœ'\" ,;&<|-", min_size=1, max_size=8), min_size=3, max_size=3))
def test_any_signs_come_through(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    source, target, notes = ("a" + " ".join(cell.replace("|", "").split()) for cell in cells)
    entry = Entry(source, (target,), Kind.TERM, Policy.PREFER, notes)
    for name in ("tsv", "csv", "tbx", "tbx-2008", "omegat"):
        path = tmp_path_factory.mktemp("any") / f"terms.{_ending(name)}"
        write_glossary([entry], path, name)
        assert content(read_glossary(path)[0]) == content([entry])


def test_reads_omegat_columns_and_own_columns(tmp_path: Path) -> None:
    path = tmp_path / "omegat.csv"
    path.write_text('Poutine,Putin,the president\n"Kim, Jong",Kim\n\nseul\n', "utf-8")
    entries, problems = read_glossary(path)
    assert content(entries) == [
        ("Poutine", ("Putin",), Kind.TERM, Policy.MUST, "the president"),
        ("Kim, Jong", ("Kim",), Kind.TERM, Policy.MUST, ""),
    ]
    assert [(problem.line, problem.code) for problem in problems] == [(4, "missing-cells")]
    path.write_text("source,target,policy,kind\nPoutine,Putin,keep,person\nKim,Kim,must,person\n", "utf-8")
    entries, problems = read_glossary(path)
    assert [entry.source for entry in entries] == ["Kim"]
    assert [(problem.line, problem.code) for problem in problems] == [(2, "keep-target")]


TBX_TAGS = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dct" type="TBX-Basic" xml:lang="fr" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min">
  <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
    <conceptEntry id="1">
      <langSec xml:lang="fr"><termSec><term>Kiev</term></termSec><termSec><term>Kyiv</term></termSec></langSec>
      <langSec xml:lang="en-GB">
        <termSec><term>Kiev</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
        <termSec><term>Kyyiv</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
        <termSec><term>Kyiv</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
      </langSec>
    </conceptEntry>
    <conceptEntry id="2"><langSec xml:lang="de"><termSec><term>Kiew</term></termSec></langSec></conceptEntry>
  </body></text>
</tbx>
"""


def test_reads_data_categories_written_as_tags(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(TBX_TAGS, "utf-8")
    entries, problems = read_glossary(path)
    assert [(entry.source, entry.targets, entry.policy) for entry in entries] == [
        ("Kiev", ("Kyiv", "Kyyiv"), Policy.MUST),
        ("Kiev", ("Kiev",), Policy.FORBID),
        ("Kyiv", ("Kyiv", "Kyyiv"), Policy.MUST),
        ("Kyiv", ("Kiev",), Policy.FORBID),
    ]
    assert [(problem.severity, problem.code) for problem in problems] == [("warning", "incomplete-concept")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ods", "", "unknown glossary format"),
        ("a.xlsx", "", "broken file"),
        ("a.tbx", "<tbx>", "not well-formed"),
        ("a.tbx", "<tmx/>", "a <tmx> document"),
        ("a.csv", '"open', "not comma-separated"),
    ],
)
def test_refuses(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(GlossaryError, match=said):
        read_glossary(path)


def test_refuses_to_write_unknown_formats_and_unwritable_places(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OptionError, match="valid are tsv"):
        write_glossary(ENTRIES, tmp_path / "a.ods")
    with pytest.raises(OutputError):
        write_glossary(ENTRIES, tmp_path / "file" / "a.tsv")


@pytest.mark.parametrize("name", WRITERS)
def test_notes_with_control_characters_can_be_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"terms.{_ending(name)}"
    write_glossary([Entry("a", ("b",), notes="un\x00\x0bdeux")], path, name)
    assert [entry.source for entry in read_glossary(path)[0]] == ["a"]
