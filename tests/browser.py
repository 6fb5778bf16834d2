"""Chromium for the tests of the review page: found, or the tests are skipped with the reason.

BITEXTE_BROWSER=required (as in CI) makes a missing browser a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
