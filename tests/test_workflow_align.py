from dataclasses import replace

import pytest

from pipeline.errors import InputError
from pipeline.formats.jsonl import read_jsonl
from pipeline.formats.tmx_reading import read_tmx
from pipeline.workflow.align import (
    Aligning,
    TextPair,
    align_files,
    align_pair,
    check_alignment,
    find_pairs,
    write_ladder,
)
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

FRENCH = """Le train de Paris est arrivé à huit heures. Il pleuvait sur la gare.
Marie attendait son frère depuis le matin. Elle n'avait rien mangé.
Enfin Pierre descendit du train avec deux valises rouges."""
ENGLISH = """The train from Paris arrived at eight o'clock. It was raining on the station.
Marie had been waiting for her brother since morning and had eaten nothing.
At last Pierre stepped off the train with two red suitcases."""


@pytest.fixture
def pair(tmp_path, argos_home):
    (tmp_path / "gare.fr.txt").write_text(FRENCH)
    (tmp_path / "gare.en.txt").write_text(ENGLISH)
    return TextPair("gare", tmp_path / "gare.fr.txt", tmp_path / "gare.en.txt")


@pytest.mark.parametrize("with_model", [True, False])
def test_beads_spans_and_links(pair, with_model):
    session = Session(Recipe(model="embedded", glossaries=())) if with_model else None
    bitext, warnings = align_pair(pair, Aligning(session))
    assert warnings == ()
    assert [unit.bead for unit in bitext.units] == ["1-1", "1-1", "2-1", "1-1"]
    for unit in bitext.units:
        assert unit.source_span.of(FRENCH).split() == unit.source.split()
        assert unit.target_span.of(ENGLISH).split() == unit.target.split()
    links = {(left.of(unit.source), right.of(unit.target)) for unit in bitext.units for left, right in unit.links}
    assert ("train", "train") in links
    assert ("rouges", "red") in links
    assert "aligner" in dict(bitext.signature.fields)


def test_a_pair_gives_the_artefacts_of_a_translation(pair, tmp_path):
    (aligned,) = align_files([pair], tmp_path / "out", Aligning())
    assert len(aligned.files) == 8
    units = tuple(replace(unit, risk=None) for unit in aligned.bitext.units)  # a memory tells no risk
    assert read_tmx(tmp_path / "out" / "gare" / "gare.tmx").units == units
    write_ladder(aligned.bitext, tmp_path / "ladder")
    beads = [line.rsplit(":", 1)[0] for line in (tmp_path / "ladder").read_text().rstrip("\n").split("\n")]
    assert beads == ["[0]:[0]", "[1]:[1]", "[2, 3]:[2]", "[4]:[3]"]


def test_lines_are_never_split_again(pair, tmp_path):
    (aligned,) = align_files([pair], tmp_path / "out", Aligning(lines=True))
    assert [unit.source for unit in aligned.bitext.units] == FRENCH.split("\n")


def test_pairs_of_folders(tmp_path):
    for name in ("fr/a.txt", "fr/b.txt", "en/a.txt", "en/b.txt", "flat/c.fr.txt", "flat/c.en.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    pairs, alone = find_pairs(tmp_path)
    assert ([pair.name for pair in pairs], alone) == (["a", "b"], [])
    assert find_pairs(tmp_path / "fr", tmp_path / "en") == (pairs, alone)
    assert find_pairs(tmp_path / "flat") == (
        [TextPair("c", tmp_path / "flat/c.fr.txt", tmp_path / "flat/c.en.txt")],
        [],
    )
    (tmp_path / "en" / "b.txt").unlink()
    assert find_pairs(tmp_path) == (pairs[:1], [tmp_path / "fr" / "b.txt"])
    with pytest.raises(InputError, match="two files, two folders, or one folder"):
        find_pairs(tmp_path / "fr" / "a.txt")


@pytest.mark.parametrize(
    ("french", "english", "expected"),
    [
        ("", "Text.", "no sentence to align"),
        (FRENCH, FRENCH, "hold the same text"),
        (ENGLISH * 5, FRENCH * 5, "swapped"),
        (FRENCH, None, "no such file"),
    ],
)
def test_what_cannot_be_aligned_costs_one_line(pair, tmp_path, french, english, expected):
    pair.french.write_text(french)
    pair.english.unlink() if english is None else pair.english.write_text(english)
    (aligned,) = align_files([pair], tmp_path / "out", Aligning())
    assert expected in str(aligned.error)
    assert "\n" not in str(aligned.error)


def test_one_side_much_longer_is_said(pair, tmp_path):
    pair.english.write_text(ENGLISH * 15)
    (aligned,) = align_files([pair], tmp_path / "out", Aligning(), formats=("jsonl",))
    assert any("times longer" in warning for warning in aligned.warnings)
    assert read_jsonl(tmp_path / "out" / "gare" / "gare.jsonl").units


def test_a_shifted_tmx_is_found_out(pair):
    from dataclasses import replace

    bitext, _ = align_pair(pair, Aligning())
    assert not any(flag.code == "misaligned" for unit in check_alignment(bitext).units for flag in unit.flags)
    units = bitext.units
    targets = [*(unit.target for unit in units[1:]), units[0].target]
    shifted = replace(
        bitext, units=tuple(replace(unit, target=target) for unit, target in zip(units, targets, strict=True))
    )
    found = [unit.id for unit in check_alignment(shifted).units if any(f.code == "misaligned" for f in unit.flags)]
    assert len(found) >= 2


def test_a_name_of_dots_stays_inside_the_folder(tmp_path):
    for name in ("...fr.txt", "...en.txt"):
        (tmp_path / name).write_text("Paris.\n")
    ((pair,), _) = find_pairs(tmp_path / "...fr.txt", tmp_path / "...en.txt")
    assert pair.name == "document"


def test_what_one_side_omits_can_be_left_out_of_pairs(pair, tmp_path):
    omitted = (
        "Le notaire de Quimper, M. Le Goff, relut trois fois le testament de 1807 de la comtesse, puis il le brûla."
    )
    pair.french.write_text(f"{FRENCH}\n{omitted}\n")
    (aligned,) = align_files([pair], tmp_path / "out", Aligning(), formats=("moses", "tmx", "jsonl"), paired_only=True)
    assert any(not unit.target for unit in aligned.bitext.units)
    folder = tmp_path / "out" / "gare"
    assert read_jsonl(folder / "gare.jsonl").units == aligned.bitext.units
    kept = [unit.source for unit in aligned.bitext.units if unit.target]
    assert [unit.source for unit in read_tmx(folder / "gare.tmx").units] == kept
    assert (folder / "gare.fr-en.en").read_text().count("\n") == len(kept)
