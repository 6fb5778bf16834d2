"""The review page in Firefox: every row edited, the three states, undo, the tools and an export, by real keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from firefox import Firefox, firefox
from review_documents import EDIT_EVERY_ROW, NOT_EDITED, hostile, seed

from pipeline.review.page import HtmlWriter


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture
def page(browser: Firefox, tmp_path: Path) -> Iterator[Firefox]:
    # Files share the storage, in which each content has its place.
    HtmlWriter().write([replace(seed(), name=tmp_path.name)], (tmp_path / "a.html",))
    browser.open(tmp_path / "a.html")
    yield browser
    assert browser.evaluate("document.getElementById('fault').textContent") == ""
    assert browser.faults == []


def english(page: Firefox, key: str) -> str:
    return str(page.evaluate(f"document.querySelector('#{key} .en').textContent"))


def text(page: Firefox, selector: str) -> str:
    return str(page.evaluate(f"document.querySelector({json.dumps(selector)}).textContent"))


@pytest.mark.parametrize("make", [seed, hostile])
def test_every_row_is_edited_and_stays_so(page: Firefox, tmp_path: Path, make: Any) -> None:
    HtmlWriter().write([make()], (tmp_path / "b.html",))
    page.open(tmp_path / "b.html")
    assert page.evaluate(f"({EDIT_EVERY_ROW})()") == []
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    page.reload()
    assert page.evaluate(f"({NOT_EDITED})()") == []


def test_typing_states_and_undo(page: Firefox) -> None:
    before = english(page, "s0001")
    page.press("j", "e")
    page.type(" Really")
    page.press("Escape")
    assert english(page, "s0001") == before
    page.press("u")
    assert english(page, "s0001") == f"{before} Really"
    assert text(page, "#done") == "0 approved, 1 draft"
    page.press("e")
    page.type("!")
    page.press("Control+Enter")
    assert english(page, "s0001") == f"{before} Really!"
    assert text(page, "#done") == "1 approved"
    page.press("Space")
    assert text(page, "#done") == "2 approved"
    page.press("u", "u")
    assert text(page, "#done") == "0 approved, 1 draft"


def test_forms_tools_and_the_patch(page: Firefox) -> None:
    row = str(page.evaluate("document.querySelector('.term').closest('.row').id"))
    page.evaluate(f"document.querySelector('#{row} .number').click()")
    page.press("e")
    page.evaluate("document.activeElement.select()")
    page.type("Guns")
    page.press("Alt+g", "Enter")
    form = text(page, f"#{row} .term bdi:nth-of-type(2)")
    assert english(page, row) == f"Guns {form}"
    page.press("R")
    page.evaluate("document.getElementById('replace-english').value = 'Guns'")
    page.evaluate("document.getElementById('replace-by').value = 'Rifles'")
    page.evaluate("document.getElementById('replace').dispatchEvent(new Event('input'))")
    page.evaluate("new Promise((done) => setTimeout(done, 100))")
    assert text(page, "#replace-go") == "replace in 1 segment"
    page.evaluate("document.getElementById('replace-go').click()")
    assert english(page, row) == f"Rifles {form}"
    page.press("x")
    patch = json.loads(page.download("void document.querySelector('[data-export=json]').click()").read_text())
    (edit,) = patch["documents"][0]["edits"]
    assert (edit["target"], edit["state"]) == (f"Rifles {form}", "edited")
    assert "faults" not in patch
