"""The review page in a real browser: every key, filter, edit, autosave and export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import chromium, current, edits, exported, opened, press, shown, target
from sample_bitexts import sample

from pipeline.bitext import Bitext, Flag, Origin, Review, Severity, Unit, unit_identifier
from pipeline.formats.tmx_reading import read_tmx
from pipeline.review.applying import apply_patch
from pipeline.review.fingerprint import segment_hash
from pipeline.review.page import HtmlWriter
from pipeline.review.patch import read_patch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def document() -> Bitext:
    """The sample and seven plain units, one of them a person's and approved."""
    words = ["Élève à l’œuvre.", "Deux phrases. La seconde.", "Trois 😀 mots.", "Quatre.", "Cinq.", "Six.", "Sept."]
    units = [
        Unit(unit_identifier(3 + index), word, f"Target {index}. Second part.", 2 + index // 2)
        for index, word in enumerate(words)
    ]
    units[6] = replace(units[6], origin=Origin.HUMAN, review=Review.APPROVED)
    return replace(sample(), units=(*sample().units, *units))


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "essai.html"
    HtmlWriter().write([document()], (path,))
    with opened(browser, path) as page:
        yield page


def test_moving_with_keys(page: Page) -> None:
    press(page, "j", "j")
    assert current(page) == "s0002"
    press(page, "k", "ArrowDown", "ArrowDown", "ArrowUp")
    assert current(page) == "s0002"
    press(page, "n")
    assert current(page) == "s0003"
    press(page, "N")
    assert current(page) == "s0002"
    assert page.evaluate("document.activeElement.id") == "s0002"


def test_permalinks(page: Page) -> None:
    page.click("#s0005 .number a")
    assert page.url.endswith("#s0005")
    page.reload()
    assert current(page) == "s0005"


@pytest.mark.parametrize(
    ("french", "english", "regex", "expected"),
    [
        ("eleve", "", False, ["s0004"]),
        ("OEUVRE", "", False, ["s0004"]),
        ("l'œuvre", "", False, ["s0004"]),
        ("<script>", "", False, ["s0003"]),
        ("😀", "target 2", False, ["s0006"]),
        ("", "putin|he said", True, ["s0001", "s0002"]),
        ("^Quatre", r"\d\.", True, ["s0007"]),
        ("(", "", False, ["s0003"]),
        ("introuvable", "", False, []),
    ],
)
def test_two_search_boxes(page: Page, french: str, english: str, regex: bool, expected: list[str]) -> None:
    page.set_checked("#regex", regex)
    page.fill("#search-fr", french)
    page.fill("#search-en", english)
    page.wait_for_timeout(50)
    assert shown(page) == expected
    assert page.inner_text("#shown") == f"{len(expected)} of 10 segments"
    assert page.is_visible("#nothing") == (not expected)
    page.click("#reset")
    assert len(shown(page)) == 10


def test_hits_are_highlighted_in_their_own_column(page: Page) -> None:
    page.fill("#search-fr", "oeuvre")
    page.wait_for_timeout(50)
    hits = page.evaluate(
        "[...CSS.highlights.get('hit')].map((r) => [r.toString(), r.startContainer.parentElement.className])"
    )
    assert hits == [["œuvre", "fr"]]


def test_a_bad_expression_is_said_and_filters_nothing(page: Page) -> None:
    page.set_checked("#regex", True)
    page.fill("#search-fr", "(")
    page.wait_for_timeout(50)
    assert page.get_attribute("#search-fr", "aria-invalid") == "true"
    assert len(shown(page)) == 10


@pytest.mark.parametrize(
    ("chips", "expected"),
    [
        (["severity=error"], ["s0003"]),
        (["flag=quotes", "flag=copied"], ["s0002", "s0003"]),
        (["origin=memory"], ["s0001"]),
        (["origin=human"], ["s0010"]),
        (["state=approved"], ["s0010"]),
        (["state=unapproved", "origin=human"], []),
        (["severity=error", "origin=memory"], []),
    ],
)
def test_chips_filter(page: Page, chips: list[str], expected: list[str]) -> None:
    for chip in chips:
        group, value = chip.split("=")
        page.click(f'[data-group="{group}"][data-value="{value}"]')
    assert shown(page) == expected


def test_score_filter(page: Page) -> None:
    page.fill("#score-to", "-0.3")
    page.wait_for_timeout(50)
    assert shown(page) == ["s0003"]
    page.fill("#score-from", "-0.3")
    page.fill("#score-to", "")
    page.wait_for_timeout(50)
    assert shown(page) == ["s0001"]


def test_glossary_and_links_light_up_on_both_sides(page: Page) -> None:
    page.hover("#s0001 .fr mark")
    assert page.eval_on_selector_all("mark.lit", "all => all.map((mark) => mark.textContent)") == ["Poutine", "Putin"]
    linked = page.evaluate("[...CSS.highlights.get('link')].map(String)")
    assert linked == ["Poutine", "Putin"]
    assert "Putin" in page.inner_text("#s0001 .term")


def test_editing_is_saved_and_survives_a_reload(page: Page) -> None:
    press(page, "j", "e")
    page.keyboard.type(" And <b>more</b>.")
    press(page, "Enter", "k")
    assert target(page, "s0001") == "Putin spoke. And <b>more</b>."
    assert current(page) == "s0001"
    assert page.locator("#s0001 .en mark").inner_text() == "Putin"
    page.reload()
    assert target(page, "s0001") == "Putin spoke. And <b>more</b>."
    assert page.inner_text("#count-edited") == "1"
    press(page, "j", "r")
    assert target(page, "s0001") == "Putin spoke."
    page.wait_for_function("() => localStorage.length === 0")  # there is nothing to keep


def test_typing_is_saved_before_the_box_is_left(page: Page) -> None:
    page.dblclick("#s0004 .en")
    page.fill("textarea.edit", "Half a thou")
    page.wait_for_timeout(250)
    page.reload()
    assert target(page, "s0004") == "Half a thou"


def test_a_removed_rendering_is_said(page: Page) -> None:
    press(page, "j", "e")
    page.fill("textarea.edit", "He spoke.")
    press(page, "Enter")
    assert "missing" in (page.get_attribute("#s0001 .term", "class") or "")


def test_enter_goes_on_and_control_enter_approves(page: Page) -> None:
    press(page, "j", "e", "!", "Enter")
    assert current(page) == "s0002"
    press(page, "e", "?", "Control+Enter")
    assert current(page) == "s0003"
    assert page.inner_text("#count-approved") == "2"
    assert edits(page)["s0001"]["state"] == "edited"
    assert edits(page)["s0002"] | {"hash": ""} == {
        "id": "s0002", "hash": "", "target": "“No,” he said.?", "before": "“No,” he said.", "state": "approved",
    }  # fmt: skip


def test_undo_and_redo(page: Page) -> None:
    press(page, "j", "e", "1", "Enter", "k", "e", "2", "Enter", "k", "Space", "u", "u")
    assert target(page, "s0001") == "Putin spoke.1"
    press(page, "Control+z")
    assert target(page, "s0001") == "Putin spoke."
    press(page, "U", "Control+y", "Control+Shift+z")
    assert target(page, "s0001") == "Putin spoke.12"
    assert page.inner_text("#count-approved") == "2"


def test_approving_goes_on_and_can_be_taken_back(page: Page) -> None:
    press(page, "j", "Space")
    assert current(page) == "s0002"
    assert page.inner_text("#done") == "2 approved"
    press(page, "k", "Space")
    assert current(page) == "s0001"
    assert page.inner_text("#done") == "1 approved"


def thread(page: Page, key: str) -> list[str]:
    """The notes that are shown beside a row."""
    return page.eval_on_selector_all(f"#{key} .note-line bdi", "all => all.map((note) => note.textContent)")


def test_notes_have_a_name_and_answers(page: Page) -> None:
    page.fill("#reviewer", "Anna")
    page.click("#s0003 .number")
    assert thread(page, "s0003") == ["vérifier"]
    press(page, "c")
    page.fill("textarea.remark", "c’est <vu>\n\nici")
    press(page, "Enter")
    assert thread(page, "s0003") == ["vérifier", "c’est <vu>\nici"]
    page.locator("#s0003 .note-line").first.get_by_text("answer").click()
    page.fill("textarea.remark", "oui")
    press(page, "Enter")
    assert thread(page, "s0003") == ["vérifier", "oui", "c’est <vu>\nici"]
    assert page.locator("#s0003 .note-line.answer b").inner_text() == "Anna"
    stamp = r"Anna, \d{4}-\d\d-\d\d \d\d:\d\d: "
    said = edits(page)["s0003"]["comment"]
    assert re.fullmatch(rf"vérifier\n\n↳ {stamp}oui\n\n{stamp}c’est <vu>\nici", said)
    assert json.loads(exported(page).read_text())["reviewer"] == "Anna"
    page.reload()
    assert thread(page, "s0003") == ["vérifier", "oui", "c’est <vu>\nici"]
    page.click("#s0003 .number")
    page.locator("#s0003 .note-line").nth(1).get_by_text("change").click()
    assert page.input_value("textarea.remark") == "oui"
    page.fill("textarea.remark", "non")
    press(page, "Enter")
    assert thread(page, "s0003")[1] == "non"
    page.locator("#s0003 .note-line").first.get_by_text("remove").click()
    assert thread(page, "s0003") == ["non", "c’est <vu>\nici"]
    press(page, "u", "u")
    assert thread(page, "s0003") == ["vérifier", "oui", "c’est <vu>\nici"]


def test_a_note_that_is_being_written_outlives_a_reload(page: Page) -> None:
    page.click("#s0003 .number")
    press(page, "c")
    page.fill("textarea.remark", "à demi")
    page.reload()
    assert page.input_value("textarea.remark") == "à demi"
    press(page, "Enter")
    assert thread(page, "s0003") == ["vérifier", "à demi"]
    page.reload()
    assert page.locator("textarea.remark").count() == 0


def test_merging_and_splitting(page: Page) -> None:
    page.click("#s0004 .number")
    press(page, "m")
    assert "s0005" not in shown(page)
    assert target(page, "s0004+") == "Target 0. Second part. Target 1. Second part."
    press(page, "s")
    page.wait_for_selector("dialog.split")
    press(page, "Enter")
    assert [target(page, f"s0004+{n}") for n in (1, 2)] == ["Target 0. Second part.", "Target 1. Second part."]
    assert page.inner_text('[id="s0004+1"] .fr') == "Élève à l’œuvre."
    page.wait_for_timeout(250)
    page.reload()
    assert shown(page)[3:6] == ["s0004+1", "s0004+2", "s0006"]
    (only,) = json.loads(exported(page).read_text())["documents"]
    (group,) = only["groups"]
    assert group["ids"] == ["s0004", "s0005"]
    assert group["hashes"] == [segment_hash(unit.source) for unit in document().units[3:5]]
    page.click('[id="s0004+1"] .number')
    press(page, "r")
    assert shown(page)[3:5] == ["s0004", "s0005"]
    press(page, "u")
    assert shown(page)[3:5] == ["s0004+1", "s0004+2"]


def test_undoing_a_merge_brings_the_rows_back(page: Page) -> None:
    press(page, "j", "e", "!", "Enter", "k", "m", "m", "u", "u")
    assert len(shown(page)) == 10
    assert target(page, "s0001") == "Putin spoke.!"


def test_the_boundary_moves_between_neighbours(page: Page) -> None:
    page.click("#s0004 .number")
    press(page, "e", "Home", *["ArrowRight"] * 9, "Alt+ArrowDown", "Escape")
    assert target(page, "s0004") == "Target 0."
    assert target(page, "s0005") == "Second part. Target 1. Second part."
    press(page, "j", "e", "Home", *["ArrowRight"] * 12, "Alt+ArrowUp", "Escape")
    assert target(page, "s0004") == "Target 0. Second part."
    assert target(page, "s0005") == "Target 1. Second part."
    assert page.inner_text("#count-edited") == "0"


def test_exports_hold_everything_or_exactly_what_is_shown_and_say_so(page: Page) -> None:
    press(page, "j", "e", "!", "Enter", "j", "Space")
    page.click('[data-group="severity"][data-value="error"]')
    assert list(edits(page)) == ["s0001", "s0003"]
    press(page, "x")
    words = page.inner_text("dialog")
    assert "The patch holds 2 changes" in words
    assert "1 change in segments that the filter hides is in it too." in words
    page.check("#only-shown")
    assert "The patch holds 1 change " in page.inner_text("dialog")
    assert "1 change in segments that the filter hides is left out." in page.inner_text("dialog")
    press(page, "Escape")
    table = [line.split("\t") for line in exported(page, "tsv", only_shown=True).read_text().split("\n")]
    assert [row[0] for row in table] == ["id", "s0003", ""]
    assert table[1][4:8] == ["human", "copied,comment", "approved", "vérifier"]
    bitext = read_tmx(exported(page, "tmx", only_shown=True))
    assert [(unit.source, unit.target) for unit in bitext.units] == [(u.source, u.target) for u in sample().units[2:]]
    assert bitext.units[0].flags == (Flag("comment", Severity.NOTE, "vérifier"),)
    page.click("#reset")
    assert [unit.origin.value for unit in read_tmx(exported(page, "tmx")).units][:3] == ["human", "machine", "human"]


def test_reading_modes(page: Page) -> None:
    press(page, "v")
    assert page.is_visible("#s0001 .fr")
    assert not page.is_visible("#s0001 .en")
    press(page, "v")
    assert not page.is_visible("#s0001 .fr")
    press(page, "v")
    assert page.is_visible("#s0001 .fr")
    assert page.is_visible("#s0001 .en")


def test_help_lists_every_key(page: Page) -> None:
    press(page, "?")
    caps = page.locator("dialog kbd").all_inner_texts()
    assert set(caps) >= {"Esc", "Space", "Enter", *"jknNe?uUcmsrxvhpd/\\"}
    press(page, "Escape")
    page.locator("dialog").wait_for(state="detached")
    press(page, "j", "/")
    assert page.evaluate("document.activeElement.id") == "search-fr"
    page.keyboard.type("jkn")
    press(page, "Escape")
    assert page.input_value("#search-fr") == ""
    assert current(page) == "s0001"


def test_the_toolbar_does_what_the_keys_do(page: Page) -> None:
    page.click("#s0002 .number")
    page.click('.toolbar [data-action="approve"]')
    assert "approved" in (page.get_attribute("#s0002", "class") or "")
    page.click('.toolbar [data-action="edit"]')
    assert page.evaluate("document.activeElement.className") == "edit"


def test_a_narrow_window_stacks_the_languages(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    french, english = page.locator("#s0001 .fr").bounding_box(), page.locator("#s0001 .en").bounding_box()
    assert french is not None
    assert english is not None
    assert english["y"] >= french["y"] + french["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_edits_come_home(page: Page) -> None:
    press(page, "j", "e", "!", "Enter", "Space", "c")
    page.keyboard.type("entendu")
    press(page, "Enter")
    page.click("#s0004 .number")
    press(page, "m", "j", "s")
    page.wait_for_selector("dialog.split")
    press(page, "Enter")
    patch = read_patch(exported(page))
    applied = apply_patch(document(), patch.documents[0])
    assert applied.conflicts == ()
    units = {unit.id: unit for unit in applied.bitext.units}
    assert list(units) == ["s0001", "s0002", "s0003", "s0004", "s0006", "s0006a", *(f"s{n:04d}" for n in range(7, 11))]
    assert units["s0001"].target == "Putin spoke.!"
    assert units["s0004"].source == "Élève à l’œuvre. Deux phrases. La seconde."
    assert (units["s0006"].source, units["s0006a"].source) == ("Trois", "😀 mots.")
    assert units["s0003"].flags[-1].message == "vérifier\n\nentendu"
    changed = replace(document(), units=tuple(replace(unit, source=f"{unit.source} !") for unit in document().units))
    refused = apply_patch(changed, patch.documents[0])
    assert refused.bitext == changed
    assert len(refused.conflicts) == len(refused.rejected) == len(patch.documents[0])


def test_a_selection_stays_in_its_column(page: Page) -> None:
    page.mouse.move(*middle(page, "#s0001 .fr"))
    page.mouse.down()
    page.mouse.move(*middle(page, "#s0004 .fr"))
    page.mouse.up()
    text = page.evaluate("getSelection().toString()")
    assert "dit-il." in text
    assert "he said" not in text


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + 60, box["y"] + box["height"] / 2


def test_ten_thousand_rows(browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Works at this size; prints how long things take, for a person to judge."""
    base = document().units
    units = tuple(replace(base[index % 10], id=unit_identifier(index), paragraph=index // 4) for index in range(10_000))
    HtmlWriter().write([Bitext("grand", units)], (tmp_path / "grand.html",))
    page = browser.new_page()
    page.goto((tmp_path / "grand.html").as_uri())
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    load = page.evaluate("performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart")
    measure = """([id, value]) => new Promise((done) => {
        const [box, shown, start] = [document.getElementById(id), document.getElementById("shown"), performance.now()];
        new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0)))
            .observe(shown, { childList: true });
        box.value = value;
        box.dispatchEvent(new Event("input"));
    })"""
    search = page.evaluate(measure, ["search-fr", "oeuvre"])
    assert page.inner_text("#shown") == "1,000 of 10,000 segments"
    clear = page.evaluate(measure, ["search-fr", ""])
    page.goto(page.url + "#s9000")
    assert current(page) == "s9000"
    press(page, "e", "!", "Enter")
    assert target(page, "s9000").endswith("!")
    page.close()
    times = f"first paint {paint:.0f} ms, ready {load:.0f} ms, search {search:.0f} ms, clear {clear:.0f} ms"
    with capsys.disabled():
        print(f"\n10,000 rows: {times}")
