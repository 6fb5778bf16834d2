"""A scripted reviewer works at random, and the page has what a model of it has.

BITEXTE_REVIEWERS and BITEXTE_ACTIONS set how many reviewers (seeds) there are and what each does; few by default.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import chromium, exported, opened, press
from reviewer_model import Model

from pipeline.bitext import Bitext, Mention, Span, Unit, unit_identifier
from pipeline.review.page import HtmlWriter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REVIEWERS = int(os.environ.get("BITEXTE_REVIEWERS", "2"))
ACTIONS = int(os.environ.get("BITEXTE_ACTIONS", "60"))
ENDS = ["Enter", "Enter", "Control+Enter", "Escape", "leave", "reload"]
WORDS = [
    "Kim Jong-il",
    "the cat",
    "12",
    "",
    " ",
    "“yes”",
    "{x}",
    "שלום",
    "e\u0301",
    "😀",
    "A long sentence.",
    "$&",
    "\\",
]
ROWS = """() => [...document.querySelectorAll('.row[data-hash], .row[id*="+"]')]
    .filter((row) => !row.hidden)
    .map((row) => [
        row.id, row.querySelector('.en').textContent,
        ['draft', 'edited', 'approved'].find((name) => row.classList.contains(name)) ?? '',
        [...row.querySelectorAll('.note-line bdi')].map((note) => note.textContent).join('\\n\\n'),
    ])"""


CUT = """(points) => document.querySelectorAll('dialog.split textarea')
    .forEach((box, at) => box.setSelectionRange(points[at], points[at]))"""


def utf16(text: str) -> int:
    """How long a browser takes a text to be."""
    return len(text.encode("utf-16-le")) // 2


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def document() -> Bitext:
    """Twelve rows; some French stands twice or more, some rows have a glossary form."""
    units = []
    for at in range(12):
        french = ["Kim Jong-il rit.", f"Le chat {at} dort.", "Il a dit « oui » à {x}."][at % 3]
        mentions = (Mention("Kim Jong-il", "Kim Jong-il", "person", "must", Span(0, 11), Span(0, 11)),)
        english = ["Kim Jong-il laughs.", f"The cat {at} sleeps.", f"He said “yes” to {{x}} {at}."][at % 3]
        units.append(Unit(unit_identifier(at), french, english, at, mentions=mentions if at % 3 == 0 else ()))
    return Bitext("essai", tuple(units))


class Reviewer:
    """Does the same in the page and in the model."""

    def __init__(self, page: Page, seed: int) -> None:
        self.page, self.random = page, random.Random(seed)
        self.model = Model({unit.id: unit for unit in document().units})

    def act(self) -> None:
        """One action on a row."""
        key = self.random.choice(self.model.names())
        self.page.click(f'[id="{key}"] > .number', position={"x": 2, "y": 2})
        acts = [self.write, self.write, self.write, self.space, self.comment, self.revert, self.merge, self.split]
        acts += [self.undo, self.undo, self.redo, self.replace, self.filter, self.order, self.reload]
        self.random.choice(acts)(key)

    def write(self, key: str) -> None:
        text, end = " ".join(self.random.choices(WORDS, k=self.random.randint(0, 3))), self.random.choice(ENDS)
        if self.random.random() < 0.2:
            text = self.model.units.get(key, document().units[0]).target
        press(self.page, "e")
        self.page.fill("textarea.edit", text)
        if end == "leave":
            self.page.click("h1")
        elif end == "reload":
            self.page.reload()
        else:
            press(self.page, end)
        offered = self.model.write(key, text, end)
        assert self.page.is_visible("#offer") or not offered
        if offered and self.random.random() < 0.5:
            press(self.page, "p")
            self.model.rewrite(dict.fromkeys(offered, self.model.target(key)))

    def space(self, key: str) -> None:
        press(self.page, "Space")
        self.model.approve(key)

    def comment(self, key: str) -> None:
        text = self.random.choice(["", "look", "why?"])
        press(self.page, "c")
        self.page.fill("textarea.remark", text)
        press(self.page, "Enter")
        self.model.comment(key, text)

    def revert(self, key: str) -> None:
        press(self.page, "r")
        self.model.revert(key)

    def merge(self, key: str) -> None:
        press(self.page, "m")
        self.model.merge(key)

    def split(self, key: str) -> None:
        texts = [self.model.source(key), self.model.target(key)]
        points = [self.random.choice([at for at, one in enumerate(text) if one == " "] or [0]) for text in texts]
        press(self.page, "s")
        self.page.evaluate(CUT, [utf16(text[:at]) for text, at in zip(texts, points, strict=True)])
        press(self.page, "Enter")
        if self.page.is_visible("dialog.split"):  # a part would be empty
            press(self.page, "Escape")
        self.page.locator("dialog").wait_for(state="detached")
        self.model.split(key, *points)

    def undo(self, _: str) -> None:
        press(self.page, "u")
        self.model.undo()

    def redo(self, _: str) -> None:
        press(self.page, "U")
        self.model.redo()

    def replace(self, _: str) -> None:
        find, by = self.random.choice([("cat", "dog"), ("dog", "cat"), ("e", "E"), ("Kim", "$& Kim")])
        press(self.page, "R")
        self.page.check("#replace-exact")
        self.page.fill("#replace-by", by)
        self.page.fill("#replace-english", find)
        self.page.wait_for_timeout(30)
        texts = {key: self.model.target(key) for key in self.model.names() if self.model.state(key) != "approved"}
        changed = {key: text.replace(find, by) for key, text in texts.items() if find in text}
        if changed:
            self.page.click("#replace-go")
            self.model.rewrite(changed)
        else:
            press(self.page, "Escape")
        self.page.locator("dialog").wait_for(state="detached")

    def filter(self, _: str) -> None:
        """Nothing that is hidden is lost."""
        self.page.fill("#search-en", "cat")
        self.page.wait_for_timeout(30)
        self.page.click("#reset")

    def order(self, _: str) -> None:
        self.page.select_option("#order", "words")
        self.page.select_option("#order", "document")

    def reload(self, _: str) -> None:
        self.page.reload()
        self.model.reload()


@pytest.mark.parametrize("seed", range(REVIEWERS))
def test_the_page_has_what_the_reviewer_did(browser: Browser, tmp_path: Path, seed: int) -> None:
    HtmlWriter().write([document()], (tmp_path / "essai.html",))
    with opened(browser, tmp_path / "essai.html") as page:
        reviewer = Reviewer(page, seed)
        for _ in range(ACTIONS):
            reviewer.act()
            assert page.evaluate(ROWS) == reviewer.model.rows()
        documents = json.loads(exported(page).read_text())["documents"]
        edits = {edit["id"]: edit for each in documents for edit in each["edits"]}
        assert {key: edit["state"] for key, edit in edits.items()} == {
            key: reviewer.model.state(key) for key in reviewer.model.edits
        }
        groups = [group["segments"] for each in documents for group in each["groups"]]
        assert sorted(map(str, groups)) == sorted(str(group["segments"]) for group in reviewer.model.groups)
