"""Every row of a page is edited in a real browser: of the seed, of a hostile document and of a long one.

BITEXTE_ROWS sets the length of the last; with 10000 it takes some minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium, exported, opened
from review_documents import EDIT_EVERY_ROW, NOT_EDITED, hostile, large, seed

from pipeline.review.page import HtmlWriter

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("make", [seed, hostile, large])
def test_every_row_is_edited_and_stays_so(browser: Browser, tmp_path: Path, make: Any) -> None:
    bitext = make()
    HtmlWriter().write([bitext], (tmp_path / "a.html",))
    with opened(browser, tmp_path / "a.html") as page:
        assert page.evaluate(EDIT_EVERY_ROW) == []
        page.reload()
        assert page.evaluate(NOT_EDITED) == []
        assert len(json.loads(exported(page).read_text())["documents"][0]["edits"]) == len(bitext.units)


def test_a_fault_stops_nothing_is_shown_and_goes_out(browser: Browser, tmp_path: Path) -> None:
    """A row that cannot be drawn, an error in a listener and a refused promise."""
    HtmlWriter().write([seed()], (tmp_path / "a.html",))
    with opened(browser, tmp_path / "a.html", allowed="Something went wrong") as page:
        page.evaluate("document.querySelector('#s0003 > .notes').remove()")
        page.evaluate("document.addEventListener('own', () => { throw new Error('one') })")
        page.evaluate("document.dispatchEvent(new Event('own'))")
        page.evaluate("void Promise.reject(new Error('two'))")
        wrong = page.evaluate(EDIT_EVERY_ROW)
        assert wrong == []
        assert page.is_visible("#fault")
        messages = [fault["message"] for fault in json.loads(exported(page).read_text())["faults"]]
        assert {"one", "two"} <= set(messages)
        assert len(messages) >= 3
