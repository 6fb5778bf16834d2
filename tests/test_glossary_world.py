from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from pipeline.glossary import Glossary

FOLDER = Path(__file__).parents[1] / "glossaries"


def test_world_is_what_its_script_makes(tmp_path: Path) -> None:
    babel = pytest.importorskip("babel.core")
    made = (FOLDER / "world.tsv").read_text("utf-8")
    if f"CLDR {babel.get_global('cldr')['version']} " not in made.split("\n")[0]:
        pytest.skip("world.tsv was made with another version of CLDR")
    specification = importlib.util.spec_from_file_location("build_world", FOLDER / "build_world.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    module.TARGET = tmp_path / "world.tsv"
    module.main()
    assert (tmp_path / "world.tsv").read_text("utf-8") == made


@pytest.mark.parametrize(
    ("sentence", "renderings"),
    [
        ("L'ONU et l'OTAN condamnent.", ["UN", "NATO"]),
        ("aux États-Unis, au Royaume-Uni et à la Dominique", ["United States", "United Kingdom", "Dominica"]),
        ("Dominique a vu Maurice.", []),
        ("l'île Maurice, le Salvador, au Vatican", ["Mauritius", "El Salvador", "Vatican"]),
        ("Salvador Dali", []),
        ("la République démocratique du Congo", ["Democratic Republic of the Congo"]),
        ("les Suédoises, une actrice danoise, le grec ancien", ["Swedish", "Danish", "Greek"]),
        ("à New Delhi, à Tbilissi et à N’Djamena", ["New Delhi", "Tbilisi", "N'Djamena"]),
        ("Médecins sans frontières et le HCR", ["Doctors Without Borders", "UNHCR"]),
        ("la Guinée équatoriale et la Papouasie-Nouvelle-Guinée", ["Equatorial Guinea", "Papua New Guinea"]),
    ],
)
def test_the_world_as_newspapers_name_it(sentence: str, renderings: list[str]) -> None:
    found = Glossary.default().find(sentence)
    assert [match.entry.rendering for match in found] == renderings
