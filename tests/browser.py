"""Chromium for the tests of the review page: found, or the tests are skipped with the reason.

BITEXTE_BROWSER=required (as in CI) makes a missing browser a failure.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; skips the calling test where there is none."""
    reason = ""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        reason = "the playwright package is not installed: `make test` installs it"
    if path is None:
        reason = "no chromium on the PATH: `make browser` installs what the tests of the pages need"
    if reason:
        if os.environ.get("BITEXTE_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, path: Path, *, allowed: str = "") -> Iterator[Page]:
    """The page of a file; fails at the end if anything went wrong in it or it asked for anything from outside.

    allowed: the line of faults that the page shows may hold this.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: faults.append(f"a dialog: {dialog.message}"))
    page.on("request", lambda asked: None if asked.url.startswith(("file:", "blob:")) else faults.append(asked.url))
    page.goto(path.as_uri())
    yield page
    line = page.text_content("#fault") or ""
    context.close()
    assert faults == []
    assert allowed in line if allowed else not line


def shown(page: Page) -> list[str]:
    """The ids of the rows that are shown, in order."""
    return page.eval_on_selector_all(".block .row:not([hidden]):not(.title)", "all => all.map((row) => row.id)")


def current(page: Page) -> str:
    """The id of the current row."""
    return str(page.eval_on_selector(".row.current", "row => row.id"))


def target(page: Page, key: str) -> str:
    """The English that stands in a row."""
    return str(page.evaluate("(id) => document.getElementById(id).querySelector('.en').textContent", key))


def press(page: Page, *keys: str) -> None:
    """Presses keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def exported(page: Page, kind: str = "json", *, only_shown: bool = False) -> Path:
    """The file that the export dialog gives."""
    press(page, "x")
    page.set_checked("#only-shown", only_shown)
    with page.expect_download() as download:
        page.click(f'[data-export="{kind}"]')
    path = download.value.path()
    press(page, "Escape")
    page.locator("dialog").wait_for(state="detached")
    kept = Path(path).with_name(download.value.suggested_filename)
    kept.write_bytes(Path(path).read_bytes())
    return kept


def edits(page: Page) -> dict[str, Any]:
    """The edits of the exported patch by id."""
    (only,) = json.loads(exported(page).read_text())["documents"]
    return {edit["id"]: edit for edit in only["edits"]}
