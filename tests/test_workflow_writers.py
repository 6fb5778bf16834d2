"""What a document is written in."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_bitexts import sample

from pipeline.bitext import Bitext
from pipeline.formats.registry import WRITERS, output_paths
from pipeline.workflow.writers import DOCUMENT_WRITERS


def test_files_first_then_the_page() -> None:
    assert list(DOCUMENT_WRITERS) == [*WRITERS, "html"]
    assert [path.name for path in output_paths(DOCUMENT_WRITERS["html"], Path(), "x")] == ["x.html"]


@pytest.mark.parametrize("bitexts", [[], [Bitext("vide", ())], [sample()], [sample(), sample()]])
def test_the_page_has_the_same_bytes_each_time(tmp_path: Path, bitexts: list[Bitext]) -> None:
    writer = DOCUMENT_WRITERS["html"]
    pages = []
    for name in ("a", "b"):
        (path,) = output_paths(writer, tmp_path / name, "x")
        writer.write(bitexts, (path,))
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]
