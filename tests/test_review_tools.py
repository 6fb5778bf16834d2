"""Find and replace, looking up, the order of the rows, the filter by words, spelling and right-to-left text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import chromium, current, edits, opened, press, shown, target

from pipeline.bitext import Bitext, Review, Unit, unit_identifier
from pipeline.review.page import HtmlWriter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAIRS = [
    ("Le chat dort.", "The cat sleeps.", -0.5),
    ("Le chien du chat dort bien aujourd’hui.", "The dog of the cat sleeps well today.", -0.1),
    ("Un château.", "A castle (cat. 2).", -0.9),
    ("Les chats mangent.", "Cats eat.", -0.3),
    ("Oui.", "Yes.", -0.2),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    units = tuple(
        Unit(unit_identifier(at), fr, en, at, score=score, review=Review.APPROVED if at == 3 else Review.NONE)
        for at, (fr, en, score) in enumerate(PAIRS)
    )
    HtmlWriter().write([Bitext("essai", units)], (tmp_path / "essai.html",))
    with opened(browser, tmp_path / "essai.html") as page:
        yield page


def english(page: Page) -> list[str]:
    return [target(page, unit_identifier(at)) for at in range(len(PAIRS))]


def fill(page: Page, **fields: str | bool) -> None:
    """Fills the dialog of find and replace."""
    for name, value in fields.items():
        if isinstance(value, bool):
            page.set_checked(f"#replace-{name}", value)
        else:
            page.fill(f"#replace-{name}", value)
    page.wait_for_timeout(50)


def test_replacing_is_previewed_and_one_undo_takes_it_back(page: Page) -> None:
    press(page, "R")
    fill(page, english="cat", by="tomcat")
    assert page.inner_text("#replace-count") == "3 segments found"
    assert page.locator("#replace-list ins").first.inner_text() == "tomcat"
    assert english(page) == [en for _, en, _ in PAIRS]
    fill(page, french="\\bchat\\b", regex=True)
    assert page.inner_text("#replace-go") == "replace in 2 segments"
    page.uncheck("#replace-list li:nth-child(2) input")
    assert page.inner_text("#replace-go") == "replace in 1 segment"
    page.click("#replace-go")
    page.locator("dialog").wait_for(state="detached")
    assert english(page)[:3] == ["The tomcat sleeps.", "The dog of the cat sleeps well today.", "A castle (cat. 2)."]
    assert edits(page)["s0001"]["state"] == "edited"
    press(page, "u")
    assert english(page) == [en for _, en, _ in PAIRS]


def test_replacing_by_expressions_whole_words_and_capitals(page: Page) -> None:
    press(page, "R")
    fill(page, english="(cat)s?", by="<$1>", regex=True, whole=True, approved=True)
    assert page.inner_text("#replace-count") == "4 segments found"
    fill(page, exact=True)
    assert page.inner_text("#replace-count") == "3 segments found"
    page.click("#replace-go")
    assert english(page)[:4] == [
        "The <cat> sleeps.",
        "The dog of the <cat> sleeps well today.",
        "A castle (<cat>. 2).",
        "Cats eat.",
    ]
    press(page, "R")
    fill(page, english="(", by="[", regex=True)
    assert "not a regular expression" in page.inner_text("#replace-count")
    assert page.is_disabled("#replace-go")
    fill(page, regex=False)
    page.click("#replace-go")
    assert english(page)[2] == "A castle [<cat>. 2)."


def test_a_dollar_is_a_dollar_without_expressions(page: Page) -> None:
    press(page, "R")
    fill(page, english="Yes", by="$& $1")
    page.click("#replace-go")
    assert english(page)[4] == "$& $1."


def test_looking_up_goes_through_the_whole_document(page: Page) -> None:
    page.fill("#search-fr", "oui")
    page.wait_for_timeout(50)
    assert shown(page) == ["s0005"]
    page.click("#s0005 .number")
    press(page, "f")
    page.fill("#look-up", "CHÂT")
    assert page.inner_text("#look-up-count") == "4 segments of 5"
    assert page.locator("#look-up-list .hit").first.inner_text() == "chat"
    page.click("#look-up-list li:nth-child(3) button")
    assert current(page) == "s0003"
    assert len(shown(page)) == 5


def test_what_is_selected_while_editing_is_looked_up(page: Page) -> None:
    page.dblclick("#s0001 .en")
    page.evaluate("document.querySelector('textarea.edit').setSelectionRange(4, 7)")
    press(page, "Alt+f")
    assert page.input_value("#look-up") == "cat"
    assert page.inner_text("#look-up-count") == "4 segments of 5"


def test_the_order_of_the_rows(page: Page) -> None:
    page.select_option("#order", "score")
    assert shown(page) == ["s0003", "s0001", "s0004", "s0005", "s0002"]
    press(page, "j", "j")
    assert current(page) == "s0001"
    press(page, "m", "j")
    assert current(page) == "s0004"
    assert shown(page) == ["s0003", "s0001+", "s0004", "s0005"]
    page.select_option("#order", "words")
    assert shown(page)[0] == "s0001+"
    page.select_option("#order", "document")
    assert shown(page) == ["s0001+", "s0003", "s0004", "s0005"]
    press(page, "u")
    assert shown(page) == ["s0001", "s0002", "s0003", "s0004", "s0005"]


def test_the_riskiest_come_first(browser: Browser, tmp_path: Path) -> None:
    risks = [0.2, None, 0.9, 0.0]
    units = tuple(Unit(unit_identifier(at), "Oui.", "Yes.", at, risk=risk) for at, risk in enumerate(risks))
    HtmlWriter().write([Bitext("essai", units)], (tmp_path / "a.html",))
    with opened(browser, tmp_path / "a.html") as page:
        page.select_option("#order", "risk")
        assert shown(page) == ["s0003", "s0001", "s0004", "s0002"]


def test_the_filter_by_words(page: Page) -> None:
    page.fill("#words-from", "3")
    page.fill("#words-to", "6")
    page.wait_for_timeout(50)
    assert shown(page) == ["s0001", "s0004"]


def test_the_browser_checks_the_spelling_of_the_right_language(page: Page) -> None:
    press(page, "j", "e")
    box = page.evaluate("(({ lang, spellcheck, dir }) => [lang, spellcheck, dir])(document.activeElement)")
    assert box == ["en", True, "auto"]
    assert page.get_attribute("#s0001 .fr", "lang") == "fr"


def test_right_to_left_and_combining_text_edit_well(browser: Browser, tmp_path: Path) -> None:
    units = [Unit("s0001", "Il dit שלום.", "He says."), Unit("s0002", "👩‍👩‍👧" * 3 + "e\u0301" * 3, "x" * 8, 1)]
    HtmlWriter().write([Bitext("essai", tuple(units))], (tmp_path / "a.html",))
    with opened(browser, tmp_path / "a.html") as page:
        page.dblclick("#s0001 .en")
        page.fill("textarea.edit", "שלום, אמר")
        assert page.evaluate("getComputedStyle(document.activeElement).direction") == "rtl"
        press(page, "Home")
        page.keyboard.type("כן ")
        press(page, "Control+Enter")
        assert target(page, "s0001") == "כן שלום, אמר"
        assert page.evaluate("getComputedStyle(document.querySelector('#s0001 .en')).direction") == "rtl"
        assert page.evaluate("getComputedStyle(document.querySelector('#s0001 .fr')).direction") == "ltr"
        press(page, "s")
        page.evaluate("document.querySelector('dialog textarea').setSelectionRange(11, 11)")
        press(page, "Enter")
        assert page.inner_text('[id="s0002+1"] .fr') == "👩‍👩‍👧"
