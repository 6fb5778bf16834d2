"""A reviewer who does anything in any order on a served page, while the server is killed, against a model of the page.

BITEXTE_REVIEW_SEEDS and BITEXTE_REVIEW_ACTIONS try more: 20 seeds of 300 actions are an hour's work.
"""

from __future__ import annotations

import copy
import json
import os
import random
import signal
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium, exported
from served_folder import served_process

from pipeline.bitext import Bitext, Unit
from pipeline.files.layout import MEMORY
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Memory
from pipeline.quality.registry import run_checks
from pipeline.workflow.artefacts import write_artefacts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

ACTIONS = int(os.environ.get("BITEXTE_REVIEW_ACTIONS", "40"))
SEEDS = range(int(os.environ.get("BITEXTE_REVIEW_SEEDS", "1")))
NAME = "conte"
PAIRS = (
    ("Il était une fois un roi.", "There once was a king."),
    ("Sa fille avait trois chevaux.", "His daughter had three horses."),
    ("Le premier était blanc.", "The first was white."),
    ("Le deuxième était noir.", "The second was black."),
    ("« Le troisième ne dort jamais », dit-elle.", "“The third never sleeps,” she said."),
    ("Un soir, la porte resta ouverte.", "One evening the door stayed open."),
    ("Personne ne vit rien.", "Nobody saw anything."),
    ("On chercha pendant 40 jours.", "They searched for 40 days."),
    ("Le roi promit sa couronne.", "The king promised his crown."),
    ("Un berger la refusa.", "A shepherd turned it down."),
    ("Il savait où dormait le cheval.", "He knew where the horse slept."),
    ("Depuis, la porte est fermée.", "Since then the door is closed."),
)
TYPED = (
    "Kim Jong-il",
    "Komsomolsk-on-Amur",
    "a <b>bold</b> one",
    "“quoted”",
    "naïve — 5 €",
    "\\d+(",
    "e\u0301t\u00e9",
    "&amp;",
    "שלום",
)

# What the page came with: the id, English, state and comment of its rows.
CAME = """(html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-hash]")]
    .map((row) => [row.id, row.querySelector(".en").textContent, row.dataset.review ?? "",
    [...row.querySelectorAll('.flag[data-code="comment"] bdi')].map((note) => note.textContent).join("\\n\\n")])"""
SHOWN = """() => [...document.querySelectorAll('.row[data-hash], .row[id*="+"]')]
    .filter((row) => !row.hidden).map((row) => row.id)"""
# What stands in these rows, and how many rows were cut anew.
STANDS = """(ids) => [document.querySelectorAll('.row[id*="+"]').length, ids.map((id) => {
    const row = document.getElementById(id);
    const notes = [...row.querySelectorAll('.note-line bdi, .flag[data-code="comment"]:not([hidden]) bdi')];
    const said = ["draft", "edited", "approved"].find((state) => row.classList.contains(state));
    const [fr, en] = [".fr", ".en"].map((side) => row.querySelector(side).textContent);
    return [id, fr, en, said ?? "", notes.map((note) => note.textContent).join("\\n\\n")];
})]"""
CUT = """(points) => document.querySelectorAll('dialog.split textarea')
    .forEach((box, at) => box.setSelectionRange(points[at], points[at]))"""
SENT = """() => !Object.keys(localStorage).some((name) => name.startsWith("bitexte-outbox:"))"""


@dataclass
class Said:
    """A row, or a segment of rows that were joined."""

    source: str
    target: str
    state: str = ""
    comment: str = ""

    def stands(self) -> list[str]:
        """What is seen: an emptied English is a draft."""
        return [self.source, self.target, self.state if self.target.strip() else "draft", self.comment]


@dataclass
class Everything:
    """What must stand in the page: rows by id, and under the id of the first those that were cut anew."""

    rows: dict[str, Said]
    cut: dict[str, tuple[list[str], list[Said]]] = field(default_factory=dict)

    def shown(self) -> dict[str, Said]:
        """What is shown by the id of its element, in order."""
        found: dict[str, Said] = {}
        inside = {each for ids, _ in self.cut.values() for each in ids}
        for key, row in self.rows.items():
            if key in self.cut:
                _, segments = self.cut[key]
                found |= {f"{key}+{at}": each for at, each in enumerate(segments, 1)} if segments[1:] else {}
                found |= {} if segments[1:] else {f"{key}+": segments[0]}
            elif key not in inside:
                found[key] = row
        return found


class Reviewer:
    """The page, the model, and what may be done to both."""

    def __init__(self, out: Path, browser: Browser, seed: int, stack: ExitStack) -> None:
        self.out, self.random, self.stack = out, random.Random(seed), stack
        self.process, self.client = stack.enter_context(served_process(out))
        self.client.document = NAME
        self.address = f"{self.client.origin}{self.client.address.path}d/{NAME}/"
        self.page: Page = browser.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.model = Everything({f"s{at:04d}": Said(*pair) for at, pair in enumerate(PAIRS, 1)})
        self.past: list[tuple[Everything, Everything]] = []
        self.future: list[tuple[Everything, Everything]] = []
        self.serial = 0
        self.log: list[str] = []
        self.loaded(self.page.goto(self.address))

    # -- helpers --------------------------------------------------------------------------------------

    def loaded(self, answer: Response | None) -> None:
        """After a load: undo begins anew, and going back means going back to what came now."""
        assert answer is not None
        self.page.locator("#tools").wait_for()
        self.page.wait_for_function(SENT, timeout=60_000)
        self.came = {key: Said("", *values) for key, *values in self.page.evaluate(CAME, answer.text())}
        self.past.clear()
        self.future.clear()

    def story(self) -> str:
        """What was done last."""
        return "; ".join(self.log[-25:])

    def words(self) -> str:
        self.serial += 1
        return f"{self.random.choice(TYPED)} {self.serial}"

    def done(self, before: Everything) -> None:
        """Files a step that undo takes back, where anything has changed."""
        if before != self.model:
            self.past.append((before, copy.deepcopy(self.model)))
            self.future.clear()

    def choose(self) -> tuple[str, Said] | None:
        """A row that is shown, made the current one by a click."""
        keys = [key for key in self.page.evaluate(SHOWN) if key in self.model.shown()]
        if not keys:
            return None
        key = self.random.choice(keys)
        self.page.evaluate("(id) => document.getElementById(id).querySelector('.number').click()", key)
        return key, self.model.shown()[key]

    def changed(self, key: str, row: Said) -> bool:
        return "+" in key or row.target != self.came[key].target

    def ended(self, key: str, row: Said) -> str:
        """The state of a row whose text was typed and left."""
        came = "edited" if "+" in key else self.came[key].state
        return "edited" if self.changed(key, row) or came == "draft" else came

    # -- actions --------------------------------------------------------------------------------------

    def edit(self) -> None:
        chosen = self.choose()
        if chosen is None:
            return
        key, row = chosen
        before, opened = copy.deepcopy(self.model), copy.copy(row)
        self.page.keyboard.press("e")
        self.page.locator("textarea.edit").wait_for()
        self.type(row)
        typed = row.target != opened.target
        row.state = "draft" if typed else row.state
        if self.random.random() < 0.1:
            self.kill()
        if self.random.random() < 0.3:
            self.page.wait_for_timeout(self.random.choice((50, 200, 400)))
        end = self.random.choice(("Enter", "Enter", "Control+Enter", "Escape", "leave", "reload"))
        self.log.append(f"edit {key} {row.target!r} {end}")
        if end == "reload":
            self.reload()
            return
        if end == "leave":
            self.page.evaluate("() => document.activeElement.blur()")
        else:
            self.page.keyboard.press(end)
        if end == "Escape":
            before = copy.deepcopy(self.model)  # undo brings back what was typed
            row.target, row.state = opened.target, opened.state
        elif end == "Control+Enter":
            row.state = "approved" if row.target.strip() else "draft"
        elif typed or (end == "Enter" and opened.state == "draft"):
            row.state = self.ended(key, row)
        self.done(before)

    def type(self, row: Said) -> None:
        """Types in the box of a row: something else, something more, nothing at all; or empties it."""
        keyboard, chance = self.page.keyboard, self.random.random()
        if chance < 0.25 or not row.target:
            keyboard.press("Control+a")
            row.target = self.words()
            keyboard.insert_text(row.target)
        elif chance < 0.35:
            keyboard.press("Control+a")
            keyboard.press("Delete")
            row.target = ""
        elif chance < 0.9:
            more = " " + self.words()
            keyboard.type(more) if self.random.random() < 0.3 else keyboard.insert_text(more)
            row.target += more

    def approve(self) -> None:
        chosen = self.choose()
        if chosen is None:
            return
        key, row = chosen
        before = copy.deepcopy(self.model)
        self.log.append(f"approve {key}")
        self.page.keyboard.press("Space")
        if row.stands()[2] == "approved":
            came = "edited" if "+" in key else self.came[key].state
            row.state = "edited" if self.changed(key, row) or came == "approved" else came
        elif row.target.strip():
            row.state = "approved"
        self.done(before)

    def comment(self) -> None:
        chosen = self.choose()
        if chosen is None:
            return
        key, row = chosen
        before = copy.deepcopy(self.model)
        self.page.keyboard.press("c")
        box = self.page.locator("textarea.remark")
        box.wait_for()
        text = "" if self.random.random() < 0.15 else self.words()
        box.fill(text)
        end = self.random.choice(("Enter", "Escape"))
        self.log.append(f"comment {key} {text!r} {end}")
        self.page.keyboard.press(end)
        if end == "Enter" and text:
            row.comment = f"{row.comment}\n\n{text}" if row.comment else text
        self.done(before)

    def revert(self) -> None:
        chosen = self.choose()
        if chosen is None:
            return
        key, row = chosen
        before = copy.deepcopy(self.model)
        self.log.append(f"revert {key}")
        self.page.keyboard.press("r")
        if "+" in key:
            ids, _ = self.model.cut.pop(key.partition("+")[0])
            for each in ids:
                came = self.came[each]
                self.model.rows[each] = Said(self.model.rows[each].source, came.target, came.state, came.comment)
        else:
            row.target, row.state = self.came[key].target, self.came[key].state
        self.done(before)

    def join(self) -> None:
        chosen = self.choose()
        if chosen is None or len(self.model.cut) > 4:
            return
        key, row = chosen
        order = list(self.model.shown())
        below = order[order.index(key) + 1] if order.index(key) + 1 < len(order) else "+"
        if "+" in key or "+" in below:
            return
        before = copy.deepcopy(self.model)
        self.log.append(f"join {key}")
        self.page.keyboard.press("m")
        other = self.model.rows[below]
        target = " ".join(text for text in (row.target, other.target) if text.strip())
        remark = "\n\n".join(filter(None, (row.comment, other.comment)))
        joined = Said(f"{row.source} {other.source}", target, "edited", remark)
        self.model.cut[key] = [key, below], [joined]
        self.done(before)

    def split(self) -> None:
        chosen = self.choose()
        if chosen is None or "+" in chosen[0] or len(self.model.cut) > 4:
            return
        key, row = chosen
        before = copy.deepcopy(self.model)
        self.page.keyboard.press("s")
        self.page.locator("dialog.split").wait_for()
        places = [text.find(" ", self.random.randrange(len(text) + 1)) for text in (row.source, row.target)]
        points = [max(0, place) for place in places]
        self.log.append(f"split {key} at {points}")
        units = [
            len(text[:at].encode("utf-16-le")) // 2 for text, at in zip((row.source, row.target), points, strict=True)
        ]
        self.page.evaluate(CUT, units)
        self.page.keyboard.press("Enter")
        if points[0]:
            halves = [
                [text[:at].strip(), text[at:].strip()]
                for text, at in zip((row.source, row.target), points, strict=True)
            ]
            parts = [Said(fr, en, "edited") for fr, en in zip(*halves, strict=True)]
            parts[0].comment = row.comment
            self.model.cut[key] = [key], parts
        else:  # a part of the French would be empty
            self.page.keyboard.press("Escape")
        self.page.locator("dialog").wait_for(state="detached")
        self.done(before)

    def undo(self) -> None:
        self.travel("u", self.past, self.future, 0)

    def redo(self) -> None:
        self.travel("U", self.future, self.past, 1)

    def travel(self, key: str, source: list[Any], target: list[Any], which: int) -> None:
        self.log.append({"u": "undo", "U": "redo"}[key])
        self.page.keyboard.press("Escape")
        self.page.keyboard.press(key)
        if source:
            step = source.pop()
            target.append(step)
            # Of rows only those that the step has changed: what Escape discarded and undo brought back is no step.
            now, other = step[which], step[1 - which]
            for each, row in now.rows.items():
                if row != other.rows[each]:
                    self.model.rows[each] = copy.copy(row)
            self.model.cut = copy.deepcopy(now.cut)

    def filter(self) -> None:
        self.log.append("filter")
        kind = self.random.choice(("fr", "chip", "none", "none"))
        for chip in self.page.locator('.chip[aria-pressed="true"]').all():
            chip.click()
        self.page.fill("#search-fr", self.random.choice(("cheval", "roi", "porte")) if kind == "fr" else "")
        if kind == "chip":
            self.page.click(f'.chip[data-value="{self.random.choice(("approved", "edited", "unapproved"))}"]')
        self.page.wait_for_timeout(200)
        self.page.evaluate("() => document.activeElement.blur()")

    def export(self) -> None:
        self.log.append("export")
        (record,) = json.loads(exported(self.page).read_text())["documents"] or [{"edits": [], "groups": []}]
        edits = {edit["id"]: edit for edit in record["edits"]}
        for key, row in self.model.shown().items():
            if "+" not in key and row.stands()[1:] != self.came[key].stands()[1:]:
                assert key in edits, f"{row} {self.came[key]} {self.story()}"
                edit = edits.pop(key)
                assert [edit["target"], edit["state"]] == row.stands()[1:3]
                assert edit.get("comment", row.comment) == row.comment
        for key, edit in edits.items():
            assert [edit["target"], edit["state"]] == self.model.rows[key].stands()[1:3]
        assert sorted(group["ids"][0] for group in record["groups"]) == sorted(self.model.cut)

    def reload(self) -> None:
        self.log.append("reload")
        self.loaded(self.page.reload())

    def kill(self) -> None:
        self.log.append("kill")
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        if self.random.random() < 0.3:
            self.page.wait_for_timeout(300)
        self.process, client = self.stack.enter_context(served_process(self.out))
        assert client.address == self.client.address

    # -- what must have come of it ----------------------------------------------------------------------

    def check(self) -> None:
        """The page, once it has saved, and the server show what the model has."""
        self.page.wait_for_timeout(250)  # the page waits a moment before it saves
        self.page.wait_for_function(SENT, timeout=60_000)
        conflicts = [(each["id"], each["reason"], each["yours"]) for each in self.client.state()["conflicts"]]
        assert conflicts == [], self.story()
        expected = [[key, *row.stands()] for key, row in self.model.shown().items()]
        made, stands = self.page.evaluate(STANDS, list(self.model.shown()))
        assert [pair for pair in zip(stands, expected, strict=True) if pair[0] != pair[1]] == [], self.story()
        assert made == sum(len(segments) for _, segments in self.model.cut.values()), self.story()
        rows = {row["id"]: row for row in self.client.state()["rows"]}
        for key, row in self.model.shown().items():
            head, plus, number = key.partition("+")
            record = rows.get(head)
            if plus:
                segment = rows[head]["group"]["segments"][int(number or 1) - 1]
                stands = [segment[name] for name in ("source", "target", "state")] + [segment.get("comment", "")]
            elif record is None:
                stands = [row.source, dict(PAIRS)[row.source], "", ""]
            else:
                stands = [row.source, record["target"], record["state"], record["comment"]]
            assert stands == row.stands(), (key, self.story())

    def check_files(self) -> None:
        """The server has ended: its files and the memory have it too."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(30) == 0
        units = read_jsonl(self.out / NAME / f"{NAME}.jsonl").units
        written = [
            [
                unit.source,
                unit.target,
                unit.review.value,
                "\n".join(flag.message for flag in unit.flags if flag.code == "comment"),
            ]
            for unit in units
        ]
        assert written == [row.stands() for row in self.model.shown().values()], self.story()
        with Memory(self.out / MEMORY) as memory:
            known = {pair.source: pair.target for pair in memory.approved().values()}
        approved = {row.source: row.target for row in self.model.shown().values() if row.state == "approved"}
        assert known == approved, self.story()
        assert self.faults == []


@pytest.fixture(scope="module")
def browser() -> Any:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("seed", SEEDS)
def test_any_order_of_anything_ends_as_the_model_of_it(tmp_path: Path, browser: Browser, seed: int) -> None:
    units = tuple(Unit(f"s{at:04d}", *pair, paragraph=at // 4) for at, pair in enumerate(PAIRS, 1))
    write_artefacts(run_checks(Bitext(NAME, units)), tmp_path / "out" / NAME)
    with ExitStack() as stack:
        reviewer = Reviewer(tmp_path / "out", browser, seed, stack)
        actions = [
            *(reviewer.edit,) * 10,
            *(reviewer.approve, reviewer.comment, reviewer.undo) * 3,
            *(reviewer.redo, reviewer.revert, reviewer.filter, reviewer.join, reviewer.split) * 2,
            *(reviewer.export, reviewer.reload, reviewer.kill),
        ]
        for number in range(ACTIONS):
            reviewer.random.choice(actions)()
            if number % 20 == 19:
                reviewer.check()
        reviewer.check()
        reviewer.check_files()
