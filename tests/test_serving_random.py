"""Three pages of one document doing anything in any order, against a model of what must come of it.

BITEXTE_REVIEW_SEEDS=20 tries as many (three by default).
"""

from __future__ import annotations

import contextlib
import os
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from served_folder import HASHES, NAME, UNITS, KilledError, Mortal, make_folder

from pipeline.bitext import Review
from pipeline.files.layout import MEMORY, REVIEW_STORE
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Memory
from pipeline.serving.desk import Desk
from pipeline.serving.merging import Change
from pipeline.serving.request import RowChange, SaveRequest
from pipeline.serving.store import Store

ACTIONS = 300
SEEDS = range(int(os.environ.get("BITEXTE_REVIEW_SEEDS", "3")))
STATES = (Review.DRAFT, Review.EDITED, Review.APPROVED)

Text = tuple[str, str]  # a target and its state


@dataclass
class Row:
    """What must stand in a row, and each revision of it."""

    text: Text
    remarks: list[str] = field(default_factory=list)
    past: dict[int, tuple[Text, list[str]]] = field(default_factory=dict)

    def at(self, revision: int) -> tuple[Text, list[str]]:
        return self.past[max(each for each in self.past if each <= revision)]


@dataclass
class Page:
    """What a page shows: of each row the revision, the text and the remarks; and how far it has heard."""

    name: str
    last: int = 0
    rows: dict[str, tuple[int, Text, list[str]]] = field(default_factory=dict)
    waiting: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class World:
    """A desk on a folder, three pages, and the model."""

    def __init__(self, out: Path, seed: int) -> None:
        self.out, self.random = out, random.Random(seed)
        self.model = {unit.id: Row((unit.target, ""), past={0: ((unit.target, ""), [])}) for unit in UNITS}
        self.untouched = {unit.id: (0, (unit.target, ""), []) for unit in UNITS}
        self.pages = [Page(name, rows=dict(self.untouched)) for name in "abc"]
        self.locks: dict[str, str] = {}
        self.revision = self.serial = self.asked = 0
        self.beside: list[str] = []  # what must stand in conflicts
        self.open()

    def open(self) -> None:
        """As after a kill: nothing that was in memory is left."""
        self.files = Mortal(self.out)
        self.desk = Desk(Store(self.out / REVIEW_STORE), self.files)
        self.desk.publish = self.heard
        self.locks.clear()

    def heard(self, name: str, event: tuple[str, dict[str, Any]]) -> None:
        for page in self.pages:
            page.waiting.append(event)

    def words(self) -> str:
        self.serial += 1
        return f"words {self.serial}"

    # -- actions --------------------------------------------------------------------------------------

    def save(self) -> None:
        page, key = self.random.choice(self.pages), self.random.choice(UNITS).id
        base, text, remarks = page.rows[key]
        target = state = comment = None
        if self.random.random() < 0.7:
            state = self.random.choice(STATES)
            # At times one only approves what one sees, or takes everything back.
            target = text[0] if self.random.random() < 0.2 else self.words()
            if self.random.random() < 0.1:
                target, state = next(unit.target for unit in UNITS if unit.id == key), Review.NONE
        if target is None or self.random.random() < 0.2:
            comment = "\n\n".join([*remarks, self.words()])
        change = RowChange(key, HASHES[key], base, Change(target, state, comment))
        self.asked += 1
        request = SaveRequest(page.name, page.name, f"k{self.asked}", (change,))
        locked = target is not None and self.locks.get(key, page.name) != page.name
        answer = self.desk.save(NAME, request)
        if self.random.random() < 0.1:
            self.open()  # the answer was under way
        if self.random.random() < 0.2:
            assert self.desk.save(NAME, request) == answer, "sent again"
        self.expect(page, change, answer, locked)

    def expect(self, page: Page, change: RowChange, answer: dict[str, Any], locked: bool) -> None:
        """What the rule of docs/review-server.md says of a change, told another way than the program does."""
        row, change_ = self.model[change.id], change.change
        text, remarks = row.at(change.base)
        wanted = text if change_.target is None else (change_.target, change_.state.value if change_.state else "")
        said = remarks if change_.comment is None else change_.comment.split("\n\n")
        added = said[len(remarks) :]
        kept = row.text if wanted in (text, row.text) else wanted if row.text == text else None
        if kept is None or locked:
            (conflict,) = answer["conflicts"]
            assert answer["rows"] == []
            assert conflict["yours"].get("target") == change_.target
            assert conflict["theirs"]["target"] == row.text[0]
            self.beside += [each for each in (change_.target, change_.comment) if each]
            return
        assert answer["conflicts"] == []
        (made,) = answer["rows"]
        if (kept, [*row.remarks, *added]) != (row.text, row.remarks):
            self.revision += 1
            row.text, row.remarks = kept, [*row.remarks, *added]
            row.past[self.revision] = row.text, row.remarks
        assert (made["target"], made["state"]) == row.text
        assert [each for each in made["comment"].split("\n\n") if each] == row.remarks
        self.show(page, made)

    def show(self, page: Page, made: dict[str, Any]) -> None:
        if made["revision"] >= page.rows[made["id"]][0]:
            remarks = [each for each in made["comment"].split("\n\n") if each]
            page.rows[made["id"]] = made["revision"], (made["target"], made["state"]), remarks

    def listen(self) -> None:
        page = self.random.choice(self.pages)
        if self.random.random() < 0.3:
            page.waiting.clear()  # the connection was dropped: ask for what came after the last that was heard
            page.waiting += self.desk.backlog(NAME, page.last)[1]
        for name, data in page.waiting:
            assert name != "document"
            if name == "row":
                self.show(page, data)
                page.last = max(page.last, data["revision"])
        page.waiting.clear()

    def lock(self) -> None:
        page, key = self.random.choice(self.pages), self.random.choice(UNITS).id
        lock = self.desk.take_lock(NAME, key, page.name, page.name)
        assert lock.client == self.locks.setdefault(key, page.name)

    def unlock(self) -> None:
        if self.locks:
            key = self.random.choice(sorted(self.locks))
            self.desk.release_lock(NAME, key, self.locks.pop(key))

    def reload(self) -> None:
        page = self.random.choice(self.pages)
        page.last, bitext = self.desk.page(NAME)
        page.waiting.clear()
        page.rows = dict(self.untouched)
        state = self.desk.state(NAME)
        for made in state["rows"]:
            self.show(page, made)
        assert [unit.target for unit in bitext.units] == [row.text[0] for row in self.model.values()]

    def settle(self) -> None:
        self.desk.settle(NAME)

    def die(self) -> None:
        self.files.moments = self.random.randrange(4)
        with contextlib.suppress(KilledError):
            self.desk.settle(NAME)
        self.open()

    def check(self) -> None:
        for page in self.pages:
            for name, data in self.desk.backlog(NAME, page.last)[1]:
                if name == "row":
                    self.show(page, data)
            assert [each[1:] for each in page.rows.values()] == [(row.text, row.remarks) for row in self.model.values()]
        conflicts = self.desk.state(NAME)["conflicts"]
        yours = [text for each in conflicts for text in (each["yours"].get("target"), each["yours"].get("comment"))]
        assert [each for each in yours if each] == self.beside
        self.desk.settle(NAME)
        written = read_jsonl(self.out / NAME / f"{NAME}.jsonl").units
        for unit, row in zip(written, self.model.values(), strict=True):
            assert (unit.target, unit.review.value) == row.text
            assert [flag.message for flag in unit.flags if flag.code == "comment"] == (
                ["\n\n".join(row.remarks)] if row.remarks else []
            )
        with Memory(self.out / MEMORY) as memory:
            known = {pair.target for pair in memory.approved().values()}
        assert known == {row.text[0] for row in self.model.values() if row.text[1] == "approved"}


@pytest.mark.parametrize("seed", SEEDS)
def test_three_pages_in_any_order_lose_nothing(tmp_path: Path, seed: int) -> None:
    world = World(make_folder(tmp_path), seed)
    actions = [
        *(world.save,) * 10,
        *(world.listen,) * 6,
        *(world.lock, world.unlock, world.reload) * 2,
        world.settle,
        world.die,
        world.open,
    ]
    for _ in range(ACTIONS):
        world.random.choice(actions)()
    world.check()
