"""The page to translate with, in Chromium and Firefox: what a person does who never opens a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from api_server import Client, api_server
from browser import chromium
from firefox import firefox

from pipeline.api.keys import add_key, read_keys

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEXT = "Il a rencontré Kim Jong Un.\n\nLe chat dort."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with api_server(tmp_path_factory.mktemp("data")) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@contextmanager
def opened(browser: Browser, client: Client) -> Iterator[Page]:
    """The page; fails at the end if anything went wrong in it, or it asked for anything but this server."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(120_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    own = (client.url, f"blob:{client.url}")
    page.on("request", lambda asked: None if asked.url.startswith(own) else faults.append(asked.url))
    page.goto(client.url)
    yield page
    context.close()
    assert faults == []


def translated(page: Page, text: str) -> None:
    page.fill("#french", text)
    page.press("#french", "Control+Enter")
    page.locator("#said", has_text="done").wait_for()


def test_a_text_with_its_links_and_terms(browser: Browser, client: Client) -> None:
    with opened(browser, client) as page:
        translated(page, TEXT)
        assert page.locator("#rows .row").count() == 2
        assert "Kim Jong Un" in (page.locator("#rows .en mark").first.text_content() or "")
        page.locator("#rows .fr").last.hover(position={"x": 40, "y": 10})
        assert page.evaluate("CSS.highlights.get('link').size") >= 2
        assert "2 sentences" in (page.text_content("#findings") or "")


def test_a_term_is_added_on_the_spot_and_the_text_changes(browser: Browser, client: Client) -> None:
    with opened(browser, client) as page:
        translated(page, "Le chat dort.")
        assert "tomcat" not in (page.text_content("#rows .en") or "").lower()
        page.click("#terms summary")
        page.fill("#term-fr", "chat")
        page.fill("#term-en", "tomcat")
        page.press("#term-en", "Enter")
        page.locator("#rows .en mark", has_text="tomcat").wait_for()
        page.reload()
        translated(page, "Le chat dort.")
        page.locator("#rows .en mark", has_text="tomcat").wait_for()
        page.click("#term-list button")
        page.locator("#rows .en mark").wait_for(state="detached")


def test_another_version_is_chosen_with_the_keyboard_and_copied(browser: Browser, client: Client) -> None:
    with opened(browser, client) as page:
        translated(page, "Le gouvernement a présenté son budget.\n\nIl pleut.")
        page.locator("#rows .en").first.press("Enter")
        page.locator(".choices button").first.wait_for()
        chosen = page.locator(".choices button").first.text_content() or ""
        page.keyboard.press("Enter")
        page.locator(".choices").wait_for(state="detached")
        assert page.locator("#rows .en").first.text_content() == chosen
        page.click("#copy")
        page.locator("#said", has_text="copied").wait_for()
        second = page.locator("#rows .en").last.text_content()
        assert page.evaluate("navigator.clipboard.readText()") == f"{chosen}\n\n{second}"


def test_a_document_is_sent_followed_and_fetched(browser: Browser, client: Client, tmp_path: Path) -> None:
    (tmp_path / "un été.md").write_text("# Un chat\n\nLe *chat* dort.\n")
    (tmp_path / "broken.docx").write_text("no zip")
    with opened(browser, client) as page:
        page.set_input_files("#file", tmp_path / "un été.md")
        with page.expect_download() as download:
            page.locator(".job button", has_text=".en.md").click()
        assert download.value.suggested_filename == "un été.en.md"
        assert Path(download.value.path()).read_text().startswith("# ")
        page.set_input_files("#file", tmp_path / "broken.docx")
        page.locator(".job p", has_text="broken.docx: broken.docx").first.wait_for()


def test_what_goes_wrong_is_said(browser: Browser, tmp_path: Path) -> None:
    key = add_key(tmp_path / "keys", "Anne")
    with (
        api_server(tmp_path / "data", keys=read_keys(tmp_path / "keys")) as client,
        opened(browser, client) as page,
    ):
        page.fill("#french", "Il pleut.")
        page.click("#go")
        page.locator("#said.bad", has_text="API key").wait_for()
        page.fill("#key", key)
        translated(page, "Il pleut.")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits_every_screen(browser: Browser, client: Client, theme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(client.url)
    translated(page, TEXT)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_firefox(client: Client, tmp_path: Path) -> None:
    with firefox(tmp_path) as browser:
        browser.open(client.url)
        text = json.dumps(TEXT)
        browser.evaluate(f"(() => {{ document.getElementById('french').value = {text}; }})()")
        browser.evaluate("document.getElementById('french').focus()")
        browser.press("Control+Enter")
        said = "document.getElementById('said').textContent === 'done'"
        done = f"new Promise((done) => {{ const look = () => ({said}) ? done(true) : setTimeout(look, 50); look(); }})"
        assert browser.evaluate(done)
        marks = browser.evaluate("[...document.querySelectorAll('#rows .en mark')].map((mark) => mark.textContent)")
        assert "Kim Jong Un" in marks
        assert browser.faults == []
