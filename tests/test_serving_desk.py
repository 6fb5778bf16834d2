"""A kill while the files of a document are being written: files and memory end as what was said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from served_folder import HASHES, NAME, KilledError, Mortal, make_folder

from pipeline.bitext import Review
from pipeline.files.layout import MEMORY, REVIEW_STORE
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Memory
from pipeline.serving.desk import Desk
from pipeline.serving.merging import Change
from pipeline.serving.request import RowChange, SaveRequest
from pipeline.serving.store import Store

APPROVED, EDITED = (("s0001", Review.APPROVED),), (("s0001", Review.EDITED),)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


def desk_on(out: Path) -> tuple[Desk, Mortal]:
    files = Mortal(out)
    return Desk(Store(out / REVIEW_STORE), files), files


def say(desk: Desk, said: tuple[tuple[str, Review], ...], serial: Iterator[int]) -> None:
    for key, state in said:
        base = next((row["revision"] for row in desk.state(NAME)["rows"] if row["id"] == key), 0)
        change = Change(target="It pours.", state=state)
        row = RowChange(key, HASHES[key], base, change)
        assert desk.save(NAME, SaveRequest("a", "a", str(next(serial)), (row,), ()))["conflicts"] == []


@pytest.mark.parametrize("moment", range(4))
@pytest.mark.parametrize(("first", "then"), [(APPROVED, EDITED), (EDITED, APPROVED), (APPROVED, ())])
def test_a_kill_amid_writing_leaves_nothing_behind(out: Path, moment: int, first: tuple, then: tuple) -> None:
    serial = iter(range(9))
    desk, files = desk_on(out)
    say(desk, first, serial)
    files.moments = moment
    with pytest.raises(KilledError):
        desk.settle(NAME)
    before = desk.state(NAME)
    desk, _ = desk_on(out)
    for field in ("rows", "revision", "conflicts"):
        assert desk.state(NAME)[field] == before[field], "nothing is taken for a document made anew"
    say(desk, then, serial)
    desk.settle(NAME)
    assert desk.unwritten() == []
    (state,) = {state for _, state in then or first}
    assert read_jsonl(out / NAME / f"{NAME}.jsonl").units[0].review is state
    with Memory(out / MEMORY) as memory:
        known = [(pair.source, pair.target) for pair in memory.approved().values()]
    assert known == ([("Il pleut.", "It pours.")] if state is Review.APPROVED else [])


def test_of_two_approved_versions_of_one_french_one_is_remembered_as_long_as_one_stands(tmp_path: Path) -> None:
    from pipeline.bitext import Bitext, Unit
    from pipeline.review.fingerprint import segment_hash
    from pipeline.workflow.artefacts import write_artefacts

    units = (Unit("s0001", "Bien.", "Well."), Unit("s0002", "Bien.", "Fine."))
    write_artefacts(Bitext("deux", units), tmp_path / "deux")
    desk, _ = desk_on(tmp_path)

    def state(key: str, base: int, said: Review, serial: str) -> None:
        row = RowChange(key, segment_hash("Bien."), base, Change(state=said))
        desk.save("deux", SaveRequest("a", "a", serial, (row,), ()))
        desk.settle("deux")

    state("s0001", 0, Review.APPROVED, "1")
    state("s0002", 0, Review.APPROVED, "2")
    state("s0002", 2, Review.NONE, "3")
    with Memory(tmp_path / MEMORY) as memory:
        assert [pair.target for pair in memory.approved().values()] == ["Well."]
