"""Drafts, edits and approvals in the page; marks and checks of an edited row; nothing jumps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import chromium, current, edits, exported, opened, press, target

from pipeline.bitext import Bitext, Flag, Mention, Origin, Review, Severity, Span, Unit, unit_identifier
from pipeline.quality.registry import run_checks
from pipeline.review.applying import apply_patch
from pipeline.review.page import HtmlWriter
from pipeline.review.patch import read_patch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHECKED_IN_PAGE = ("term-missing", "empty", "spans", "number", "quotes-lost", "quotes-empty")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def mention(term: str, rendering: str, source: str, target: str, policy: str = "must") -> Mention:
    """A mention with its places looked up; without one in the target it is missing."""
    start, place = source.index(term), target.find(rendering)
    found = Span(place, place + len(rendering)) if place >= 0 else None
    span = Span(start, start + len(term))
    return Mention(term, rendering, "term", policy, span, found, "plain" if found else "missing")


def document() -> Bitext:
    """A held term, a missed one, one that is only preferred, a number, a quotation, and a note on the whole."""
    pairs = [
        ("Le cosmonaute est rentré.", "The cosmonaut is back.", [("cosmonaute", "cosmonaut", "must")]),
        ("Le missile a volé 300 km.", "The rocket flew 300 km.", [("missile", "missile", "prefer")]),
        ("Il a dit « oui » hier.", "He said “yes” yesterday.", []),
        ("Le fusil est vieux.", "The gun is old.", [("fusil", "rifle", "must")]),
        ("Rien à dire.", "Nothing to say.", []),
    ]
    units = tuple(
        Unit(unit_identifier(at), fr, en, at, mentions=tuple(mention(*pair[:2], fr, en, pair[2]) for pair in found))
        for at, (fr, en, found) in enumerate(pairs)
    )
    flagged = replace(units[4], flags=(Flag("word-unknown", Severity.WARNING, "looks odd"),))
    return run_checks(Bitext("essai", (*units[:4], flagged)), CHECKED_IN_PAGE)


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    HtmlWriter().write([document()], (tmp_path / "essai.html",))
    with opened(browser, tmp_path / "essai.html") as page:
        yield page


def count(page: Page, name: str) -> str:
    return page.inner_text(f"#count-{name}")


def chip(page: Page, code: str) -> str:
    return page.inner_text(f'.chip[data-value="{code}"] b')


def write(page: Page, key: str, text: str, end: str = "Enter") -> None:
    """Replaces the English of a row as a person would."""
    page.dblclick(f"#{key} .en")
    page.fill("textarea.edit", text)
    press(page, end)


def test_what_is_being_typed_is_a_draft_what_is_finished_is_edited_what_is_right_is_approved(page: Page) -> None:
    page.dblclick("#s0003 .en")
    page.fill("textarea.edit", "He said “yes” yest")
    page.wait_for_timeout(250)
    page.reload()
    assert (count(page, "draft"), count(page, "edited"), count(page, "approved")) == ("1", "0", "0")
    assert edits(page)["s0003"]["state"] == "draft"
    page.dblclick("#s0003 .en")
    page.click("h1")
    assert count(page, "draft") == "1"
    page.dblclick("#s0003 .en")
    press(page, "Enter")
    assert (count(page, "draft"), count(page, "edited")) == ("0", "1")
    press(page, "k", "Space")
    assert count(page, "approved") == "1"
    press(page, "k", "Space")
    assert count(page, "edited") == "1"


def test_changing_an_approved_text_takes_the_approval_back(page: Page) -> None:
    press(page, "j", "Space")
    assert count(page, "approved") == "1"
    write(page, "s0001", "The cosmonaut has returned.")
    assert (count(page, "approved"), count(page, "edited")) == ("0", "1")


def test_escape_discards_and_undo_brings_it_back(page: Page) -> None:
    page.dblclick("#s0003 .en")
    page.keyboard.type(" Really")
    press(page, "Escape")
    assert target(page, "s0003") == "He said “yes” yesterday."
    assert page.inner_text("#done") == "0 approved"
    assert "discarded" in page.inner_text("#told")
    press(page, "u")
    assert target(page, "s0003") == "He said “yes” yesterday. Really"
    assert count(page, "draft") == "1"
    press(page, "U")
    assert target(page, "s0003") == "He said “yes” yesterday."


def test_an_emptied_english_is_not_translated_and_never_approved(page: Page) -> None:
    write(page, "s0003", "", "Control+Enter")
    assert (count(page, "draft"), count(page, "approved")) == ("1", "0")
    assert "nothing to approve" in page.inner_text("#told")
    assert "empty" in page.inner_text("#s0003 .flag.now")
    page.click("#s0003 .number")
    press(page, "Space")
    assert count(page, "approved") == "0"
    patch = read_patch(exported(page))
    applied = apply_patch(document(), patch.documents[0])
    assert applied.approved == ()
    assert applied.bitext.units[2].review is Review.DRAFT


def test_a_machine_alignment_is_no_review_and_n_goes_to_every_flag(browser: Browser, tmp_path: Path) -> None:
    units = tuple(replace(unit, origin=Origin.HUMAN) for unit in document().units)
    HtmlWriter().write([Bitext("essai", units)], (tmp_path / "a.html",))
    with opened(browser, tmp_path / "a.html") as page:
        assert page.inner_text("#done") == "0 approved"
        assert page.evaluate("document.getElementById('meter').value") == 0
        places = []
        for _ in range(4):
            press(page, "n")
            places.append(current(page))
        assert places == ["s0002", "s0004", "s0005", "s0005"]
        press(page, "N", "Space")
        press(page, "k", "k", "n")
        assert current(page) == "s0004"


def test_marks_flags_and_counts_follow_the_edit(page: Page) -> None:
    def french_mark(key: str) -> str:
        return page.get_attribute(f"#{key} .fr mark", "class") or ""

    assert chip(page, "term-missing") == "2"
    write(page, "s0001", "The astronaut is back.")
    assert "missing" in french_mark("s0001")
    assert chip(page, "term-missing") == "3"
    assert "should read “cosmonaut”" in page.inner_text("#s0001 .flag.now")
    write(page, "s0004", "The rifle is old.")
    assert "missing" not in french_mark("s0004")
    assert page.inner_text("#s0004 .en mark") == "rifle"
    assert chip(page, "term-missing") == "2"
    press(page, "u", "u")
    assert "missing" not in french_mark("s0001")
    assert "missing" in french_mark("s0004")
    assert chip(page, "term-missing") == "2"
    assert page.locator(".flag.now").count() == 0


def test_a_flag_that_cannot_be_checked_here_is_said_to_be_out_of_date(page: Page) -> None:
    assert not page.is_visible('.chip[data-value="stale"]')
    write(page, "s0005", "Nothing at all.")
    assert "stale" in (page.get_attribute("#s0005 .flag", "class") or "")
    assert chip(page, "stale") == "1"
    assert chip(page, "word-unknown") == "0"
    press(page, "u")
    assert chip(page, "word-unknown") == "1"


def test_a_preferred_term_that_is_missed_is_no_error(page: Page) -> None:
    def colour(key: str) -> str:
        return str(page.evaluate(f"getComputedStyle(document.querySelector('#{key} .fr mark')).borderBottomColor"))

    assert len({colour("s0001"), colour("s0002"), colour("s0004")}) == 3


def test_one_key_hides_all_marks(page: Page) -> None:
    drawn = "getComputedStyle(document.querySelector('#s0004 .fr mark')).borderBottomColor"
    before = page.evaluate(drawn)
    press(page, "h")
    assert page.evaluate(drawn) == "rgba(0, 0, 0, 0)"
    press(page, "h")
    assert page.evaluate(drawn) == before


def test_choosing_and_editing_a_row_moves_nothing(page: Page) -> None:
    tops = "[...document.querySelectorAll('.row[data-hash]')].map((row) => row.getBoundingClientRect().top)"
    for number in range(1, 6):
        before = page.evaluate(tops)
        page.click(f"#s{number:04d} .number", position={"x": 3, "y": 3})
        assert page.evaluate(tops) == before
        press(page, "e")
        assert max(abs(a - b) for a, b in zip(page.evaluate(tops), before, strict=True)) <= 1
        press(page, "Escape")
        assert page.evaluate(tops) == before


def test_nothing_jumps_in_a_long_document_either(browser: Browser, tmp_path: Path) -> None:
    """Rows of all heights, some of them half behind a bar: a click leaves every row where it is."""
    units = tuple(replace(unit, id=f"a{at}{unit.id}") for at in range(30) for unit in document().units)
    long = tuple(replace(unit, source=unit.source * (at % 9 + 1)) for at, unit in enumerate(units))
    HtmlWriter().write([Bitext("essai", long)], (tmp_path / "a.html",))
    places = """(id) => ['#' + id, ':not(#' + id + ')'].map((which) =>
        [...document.querySelectorAll('.row[data-hash]' + which)].map((row) => row.getBoundingClientRect())
            .find((box) => box.top > 250 && box.top < 700)?.top)"""
    with opened(browser, tmp_path / "a.html") as page:
        for at in range(0, 30, 3):
            key = f"a{at}s0004"
            page.evaluate("(id) => document.getElementById(id).scrollIntoView({ block: 'center' })", key)
            page.wait_for_timeout(30)
            before = page.evaluate(places, key)
            page.dblclick(f"#{key} .en")
            after = page.evaluate(places, key)
            assert max(abs(a - b) for a, b in zip(before, after, strict=True) if a is not None) <= 1
            press(page, "Escape")


def test_glossary_forms_are_put_in_by_a_click_and_by_a_key(page: Page) -> None:
    page.dblclick("#s0004 .en")
    page.fill("textarea.edit", "The old")
    press(page, "Alt+g")
    assert page.input_value("textarea.edit") == "The old rifle"
    press(page, "Alt+g")
    assert page.input_value("textarea.edit") == "The old rifle"
    page.fill("textarea.edit", "The is old.")
    page.evaluate("document.querySelector('textarea.edit').setSelectionRange(4, 4)")
    page.click("#forms button")
    assert page.input_value("textarea.edit") == "The rifle is old."
    press(page, "Enter")
    assert target(page, "s0004") == "The rifle is old."


# French, the machine's English, the reviewer's English.
EDITS = [
    ("Il a 12 500 hommes.", "He has 12,500 men.", "He has 12,600 men."),
    ("Il a 12 500 hommes.", "He has 12,500 men.", "He has 12.5 thousand men."),
    ("Il a 12 500 hommes.", "He has 12,500 men.", "He has many men."),
    ("Le 3 mai à 14 h 30.", "On 3 May at 2:30 p.m.", "On May 3, at 14:30."),
    ("Le 3 mai à 14 h 30.", "On 3 May at 2:30 p.m.", "On May 4, at 14:30."),
    ("Deux chats.", "Two cats.", "Two 2 cats and 7 dogs."),
    ("Trois chats.", "Three cats.", "3 cats."),
    ("Une hausse de 3,5 %.", "A rise of 3.5%.", "A rise of 35%."),
    ("Une hausse de 3,5 %.", "A rise of 3.5%.", "A rise of 3.5 per cent."),
    ("Les années 60.", "The 1960s.", "The Sixties, or 1960s."),
    ("Voir https://a.example/x.", "See https://a.example/x.", "See it."),
    ("Voir https://a.example/x.", "See https://a.example/x.", "Look at https://a.example/x!"),
    ("Bonjour {name} !", "Hello {name}!", "Hello {nom}!"),
    ("Bonjour {name} !", "Hello {name}!", "Hi, {name}!"),
    ("<b>Gras</b> ici.", "<b>Bold</b> here.", "Bold here."),
    ("Écrivez à a.b@c.example.", "Write to a.b@c.example.", "Write to a@c.example."),
    ("Il a dit « oui ».", "He said “yes”.", "He said yes."),
    ("Il a dit « oui ».", "He said “yes”.", "He said 'yes'."),
    ("Il a dit « oui ».", "He said “yes”.", "He said “”."),
    ("Il pleut.", "It rains.", "It rained."),
    ("Il pleut.", "It rains.", " "),
    ("3 milliards d’euros.", "3 billion euros.", "3 million euros, or 3bn."),
]


def test_the_checks_of_the_page_say_what_the_program_says(browser: Browser, tmp_path: Path) -> None:
    """The same codes for the same texts, whether checked in the page or by the registry."""
    plain = [Unit(unit_identifier(at), fr, en, at) for at, (fr, en, _) in enumerate(EDITS)]
    bitext = run_checks(Bitext("essai", tuple(plain)), CHECKED_IN_PAGE)
    HtmlWriter().write([bitext], (tmp_path / "a.html",))
    edited = Bitext("essai", tuple(replace(unit, target=new) for unit, (*_, new) in zip(plain, EDITS, strict=True)))
    expected = [sorted({flag.code for flag in unit.flags}) for unit in run_checks(edited, CHECKED_IN_PAGE).units]
    with opened(browser, tmp_path / "a.html") as page:
        for unit, (*_, new) in zip(plain, EDITS, strict=True):
            write(page, unit.id, new)
        codes = page.evaluate(
            "[...document.querySelectorAll('.row[data-hash]')].map((row) => "
            "[...new Set([...row.querySelectorAll('.flag:not([hidden])')].map((flag) => flag.dataset.code))].sort())"
        )
    told = [(*edit, *said) for edit, *said in zip(EDITS, codes, expected, strict=True)]
    assert [each for each in told if each[3] != each[4]] == []


def test_equal_french_is_offered_the_same_english_and_only_where_asked(browser: Browser, tmp_path: Path) -> None:
    units = tuple(Unit(unit_identifier(at), "Rien à dire.", f"Nothing {at}.", at) for at in range(3))
    other = Unit(unit_identifier(3), "Autre chose.", "Something else.", 3)
    HtmlWriter().write([Bitext("essai", (*units, other))], (tmp_path / "a.html",))
    with opened(browser, tmp_path / "a.html") as page:
        write(page, "s0001", "No comment.")
        assert "2 other segments have the same French" in page.inner_text("#offer")
        assert target(page, "s0002") == "Nothing 1."
        press(page, "p")
        assert [target(page, f"s000{n}") for n in range(1, 5)] == ["No comment."] * 3 + ["Something else."]
        assert not page.is_visible("#offer")
        assert count(page, "edited") == "3"
        press(page, "u")
        assert [target(page, f"s000{n}") for n in range(1, 4)] == ["No comment.", "Nothing 1.", "Nothing 2."]
        write(page, "s0004", "Something other.")
        assert not page.is_visible("#offer")


def test_what_was_changed_is_shown_in_the_row(page: Page) -> None:
    write(page, "s0003", "He said “no” yesterday.")
    press(page, "d")
    assert page.inner_text("#s0003 .machine del") == "yes"
    assert page.inner_text("#s0003 .machine ins") == "no"
    assert page.locator(".machine").count() == 1
    assert target(page, "s0003") == "He said “no” yesterday."
    press(page, "d")
    assert page.locator(".machine").count() == 0


def test_what_an_earlier_page_kept_is_read(page: Page) -> None:
    key = page.evaluate("'bitexte-review:' + JSON.parse(document.getElementById('data').textContent).content")
    old = {"edits": {"s0001": {"target": "x"}, "s0002": {"reviewed": True}}, "groups": []}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(old)])
    page.reload()
    assert (count(page, "edited"), count(page, "approved")) == ("1", "1")


def test_what_the_storage_of_the_browser_loses_is_still_there_after_a_reload(page: Page) -> None:
    """On a busy machine Chromium gives an empty storage after a reload now and then (3 of 225 here)."""
    write(page, "s0003", "He said “no”.")
    page.evaluate("localStorage.clear()")
    page.reload()
    assert target(page, "s0003") == "He said “no”."
    write(page, "s0001", "The cosmonaut rests.")
    page.wait_for_function("() => Object.keys(localStorage).length === 1")  # the whole is saved
    press(page, "u")
    page.reload()
    assert target(page, "s0001") == "The cosmonaut is back."
    assert target(page, "s0003") == "He said “no”."


def test_a_keystroke_is_kept_before_the_browser_does_anything_else(page: Page) -> None:
    page.click("#s0003 .number")
    press(page, "e")
    typed = """() => {
        const box = document.querySelector("textarea.edit");
        box.value = "He said “no”.";
        box.dispatchEvent(new Event("input"));
        return Object.values(localStorage).join(" ");
    }"""
    assert "He said “no”." in page.evaluate(typed)
    other = page.context.new_page()  # as after a crash: nothing was told that the page is left
    other.goto(page.url)
    assert target(other, "s0003") == "He said “no”."
    assert count(other, "draft") == "1"
    other.close()


def test_who_leaves_while_the_browser_keeps_nothing_is_asked(browser: Browser, tmp_path: Path) -> None:
    HtmlWriter().write([document()], (tmp_path / "essai.html",))
    page = browser.new_page()
    page.goto((tmp_path / "essai.html").as_uri())
    broken = """() => {
        Storage.prototype.setItem = () => { throw new Error("full"); };
        history.replaceState = () => { throw new Error("full"); };
    }"""
    page.evaluate(broken)
    write(page, "s0003", "He said “no”.")
    page.locator("#saved.bad").wait_for()
    with page.expect_event("dialog") as asked:
        page.evaluate("() => { setTimeout(() => location.reload(), 0); }")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    assert target(page, "s0003") == "He said “no”."
    page.context.close()
