"""Two documents with formatting, aligned."""

from pipeline.formats.tmx_reading import read_tmx
from pipeline.workflow.align import Aligning, align_files, find_pairs


def test_a_page_and_its_english_version_become_tmx_with_codes(tmp_path):
    french, english = tmp_path / "a.fr.html", tmp_path / "a.en.html"
    french.write_text("<h1>Le titre</h1><p>Le président <b>Vladimir Poutine</b> est arrivé. <i>Il pleut</i> ici.</p>")
    english.write_text("<h1>The title</h1><p>President <b>Vladimir Putin</b> has arrived. It <i>rains</i> here.</p>")
    pairs, _ = find_pairs(french, english)
    (aligned,) = align_files(pairs, tmp_path / "out", Aligning(), formats=("tmx",))
    assert aligned.error is None
    units = read_tmx(tmp_path / "out" / "a" / "a.tmx").units
    assert [unit.bead for unit in units] == ["1-1"] * 3
    natives = [
        ([code.native for code in unit.source_codes], [code.native for code in unit.target_codes]) for unit in units
    ]
    assert natives == [([], []), (["<b>", "</b>"], ["<b>", "</b>"]), (["<i>", "</i>"], ["<i>", "</i>"])]
    assert [code.id for code in units[1].target_codes] == [code.id for code in units[1].source_codes]
    assert not any(flag.code == "codes" for unit in units for flag in unit.flags)
