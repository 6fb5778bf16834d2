from pathlib import Path

import pytest

from pipeline.bitext import Span, Unit
from pipeline.corpus.sources import SourcedUnit, find_sources
from pipeline.corpus.writing import bitexts, find_targets, refuse_overwriting, write_entries
from pipeline.errors import OptionError, OutputError

ENTRIES = [SourcedUnit("a", Unit("x", "un", "one", source_span=Span(3, 5))), SourcedUnit("a", Unit("x", "deux", "two"))]


def test_runs_of_a_document_are_bitexts() -> None:
    found = list(bitexts([*ENTRIES, SourcedUnit("b", ENTRIES[0].unit), SourcedUnit("a", ENTRIES[1].unit)]))
    assert [(b.name, [u.id for u in b.units]) for b in found] == [
        ("a", ["s0001", "s0002"]),
        ("b", ["s0001"]),
        ("a", ["s0001"]),
    ]
    assert found[0].units[0].source_span is None
    assert list(bitexts([])) == []


@pytest.mark.parametrize(
    ("out", "formats", "files"),
    [
        ("x.tmx", None, ["x.tmx"]),
        ("x.fr", None, ["x.fr", "x.en"]),
        ("x.fr-en.fr", None, ["x.fr-en.fr", "x.fr-en.en"]),
        ("x.parquet", None, ["x.parquet"]),
        ("x", ["jsonl", "moses"], ["x.fr-en.fr", "x.fr-en.en", "x.jsonl"]),
    ],
)
def test_targets(tmp_path: Path, out: str, formats: list[str] | None, files: list[str]) -> None:
    targets = find_targets(tmp_path / out, formats)
    assert [path.name for path in write_entries(lambda: ENTRIES, targets)] == files
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)


def test_bad_targets(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"x.doc: unknown ending; valid: .tsv, .tmx, .jsonl, .parquet, .fr"):
        find_targets(tmp_path / "x.doc", None)
    with pytest.raises(OptionError, match="valid are tsv, moses"):
        find_targets(tmp_path / "x", ["html"])
    with pytest.raises(OutputError, match="is a folder"):
        find_targets(tmp_path, None)


@pytest.mark.parametrize("result", ["x.fr", "x.en", "../{}/x.en"])
def test_a_source_is_not_overwritten(tmp_path: Path, result: str) -> None:
    for name in ("x.fr", "x.en"):
        (tmp_path / name).write_text("un\n")
    with pytest.raises(OptionError, match="is a source"):
        refuse_overwriting(find_sources([tmp_path / "x.fr"]), [tmp_path / result.format(tmp_path.name)])
