"""The page under a linter and an accessibility checker (npm packages, see tests/web/package.json)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium
from sample_bitexts import sample
from served_folder import NAME, make_folder, served

from pipeline.review.page import HtmlWriter
from pipeline.review.rendering import dashboard_script, script

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


@pytest.mark.parametrize("code", [script, dashboard_script], ids=["page", "dashboard"])
def test_the_script_passes_the_linter(code: Callable[[], str]) -> None:
    eslint = module("eslint/bin/eslint.js")
    (WEB / "node_modules" / ".cache").mkdir(exist_ok=True)
    page = WEB / "node_modules" / ".cache" / f"page-{os.getpid()}.js"
    page.write_text(code(), encoding="utf-8")
    node = shutil.which("node")
    assert node
    command = [node, str(eslint), "--no-ignore", "--config", str(WEB / "eslint.config.mjs"), str(page)]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    page.unlink()
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
@pytest.mark.parametrize(
    "keys",
    [
        [],
        ["j", "e"],
        ["?"],
        ["x"],
        ["j", "s"],
        ["j", "j", "c"],
        ["R"],
        ["j", "f"],
        ["j", "e", "y", "Enter", "d"],
        ["j", "c", "y", "Enter"],
        ["j", "a"],
    ],
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_fault_on_a_server(browser: Browser, tmp_path: Path, scheme: Any) -> None:
    axe = module("axe-core/axe.min.js").read_text(encoding="utf-8")
    with served(make_folder(tmp_path)) as client:
        client.save("s0001", 0, target="It is pouring.")
        assert client.save("s0001", 0, target="Rain.")[0] == 409
        client.d("lock", {"client": "b", "reviewer": "Ann", "id": "s0002"})
        for path in ("", f"d/{NAME}/"):
            context = browser.new_context(color_scheme=scheme, bypass_csp=True)
            page = context.new_page()
            page.goto(f"{client.origin}{client.address.path}{path}")
            if path:
                page.get_by_text("is typing here").wait_for()
                page.get_by_role("button", name="dismiss").wait_for()
            page.evaluate(axe)
            faults = page.evaluate("axe.run().then((found) => found.violations)")
            context.close()
            assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in faults] == []
