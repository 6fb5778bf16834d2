"""The page under a linter and an accessibility checker (npm packages, see tests/web/package.json)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium
from sample_bitexts import sample

from pipeline.review.page import HtmlWriter
from pipeline.review.rendering import script

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WEB = Path(__file__).parent / "web"


def module(name: str) -> Path:
    """A file of an installed npm package; skips where it is missing, fails where CI requires it."""
    path = WEB / "node_modules" / name
    if not path.exists():
        reason = f"{name} is not installed: `make browser` installs what the tests of the pages need"
        if os.environ.get("BITEXTE_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def test_the_script_passes_the_linter(tmp_path: Path) -> None:
    eslint = module("eslint/bin/eslint.js")
    (WEB / "node_modules" / ".cache").mkdir(exist_ok=True)
    page = WEB / "node_modules" / ".cache" / "page.js"
    page.write_text(script(), encoding="utf-8")
    node = shutil.which("node")
    assert node
    command = [node, str(eslint), "--no-ignore", "--config", str(WEB / "eslint.config.mjs"), str(page)]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
@pytest.mark.parametrize(
    "keys",
    [[], ["j", "e"], ["?"], ["x"], ["j", "s"], ["j", "j", "c"], ["R"], ["j", "f"], ["j", "e", "y", "Enter", "d"]],
    ids="-".join,
)
def test_no_accessibility_fault(browser: Browser, tmp_path: Path, scheme: Any, width: int, keys: list[str]) -> None:
    axe = module("axe-core/axe.min.js").read_text(encoding="utf-8")
    HtmlWriter().write([sample()], (tmp_path / "a.html",))
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 850})
    page = context.new_page()
    page.goto((tmp_path / "a.html").as_uri())
    for key in keys:
        page.keyboard.press(key)
    page.evaluate(axe)
    faults = page.evaluate("axe.run().then((found) => found.violations)")
    context.close()
    assert [(fault["impact"], fault["id"], [node["target"] for node in fault["nodes"]]) for fault in faults] == []
