from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.bitext import Unit
from pipeline.cli.app import run
from pipeline.glossary import Policy
from pipeline.glossary.entries.files import read_glossary
from pipeline.glossary.naming.terms import draft, extract

PAIRS = [
    ("Le contrat de location prend fin en juin.", "The rental contract ends in June."),
    ("Un contrat de location est signé par le locataire.", "A rental contract is signed by the tenant."),
    ("Le locataire paie le loyer chaque mois.", "The tenant pays the rent every month."),
    ("Le propriétaire garde le contrat de location.", "The owner keeps the rental contract."),
    ("Le loyer augmente, dit le locataire.", "The rent goes up, says the tenant."),
    ("Le propriétaire parle au locataire du loyer.", "The owner speaks to the tenant about the rent."),
]


def found(minimum: int = 3) -> dict[str, str]:
    units = [Unit("", *pair) for pair in PAIRS]
    return {term.source: term.renderings[0][0] for term in extract(lambda: units, minimum=minimum)}


def test_phrases_that_are_always_rendered_alike_are_terms() -> None:
    terms = found()
    assert terms["contrat de location"] == "rental contract"
    assert terms["locataire"] == "tenant"
    assert terms["loyer"] == "rent"
    assert "location" not in terms  # a part of the longer term
    assert "le locataire" not in terms
    assert "propriétaire" not in terms  # twice only
    assert found(2)["propriétaire"] == "owner"


def test_drafts_count_and_show_an_example() -> None:
    entries = draft(extract(lambda: [Unit("", *pair) for pair in PAIRS], minimum=3))
    (tenant,) = (entry for entry in entries if entry.source == "locataire")
    assert tenant.policy is Policy.PREFER
    assert tenant.notes.startswith("4 mentions (tenant 4): ")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.tsv").write_text("".join(f"{french}\t{english}\n" for french, english in PAIRS), "utf-8")
    assert run(["glossary", "extract", str(tmp_path / "a.tsv"), "--output", str(tmp_path / "draft.tsv")]) == 0
    assert "entries to edit" in capsys.readouterr().err
    entries, problems = read_glossary(tmp_path / "draft.tsv")
    assert problems == []
    assert "contrat de location" in {entry.source for entry in entries}
    assert run(["glossary", "extract", str(tmp_path / "a.tsv"), "--most", "1"]) == 0
    assert capsys.readouterr().out.count("\n") == 2
