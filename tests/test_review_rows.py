"""Every row of a page is edited in a real browser: of the seed, of a hostile document and of 10,000 rows."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium, exported, opened

from pipeline.bitext import Bitext, Flag, Mention, Severity, Span, Unit, unit_identifier
from pipeline.glossary import Glossary
from pipeline.review.page import HtmlWriter
from pipeline.segmentation import split_sentences

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]

# Edits every row as a person would: a click, `e`, typing, Enter; gives the rows that do not show what was typed.
EDIT_EVERY_ROW = """() => {
    const key = (element, name) => element.dispatchEvent(
        new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
    const wrong = [];
    for (const row of document.querySelectorAll(".row[data-hash]")) {
        row.querySelector(".number").click();
        key(row, "e");
        const box = document.querySelector("textarea.edit");
        if (!box || !row.contains(box)) { wrong.push(`${row.id}: no box`); continue; }
        box.value += " +";
        box.dispatchEvent(new Event("input", { bubbles: true }));
        key(box, "Enter");
        if (document.querySelector("textarea.edit")) wrong.push(`${row.id}: still open`);
        if (!row.querySelector(".en").textContent.endsWith(" +")) wrong.push(row.id);
    }
    return wrong;
}"""
NOT_EDITED = """() => [...document.querySelectorAll(".row[data-hash]")]
    .filter((row) => !row.querySelector(".en").textContent.endsWith(" +")).map((row) => row.id)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def unit(index: int, source: str, renderings: list[tuple[str, str]]) -> Unit:
    """A unit whose English holds these renderings of French terms."""
    target, mentions = "The text says", []
    for term, rendering in renderings:
        span = Span(len(target) + 1, len(target) + 1 + len(rendering))
        place = source.find(term)
        mentions.append(Mention(term, rendering, "name", "must", Span(place, place + len(term)), span))
        target += f" {rendering}"
    return Unit(unit_identifier(index), source, target, index // 4, mentions=tuple(mentions))


def seed() -> Bitext:
    """The seed text, split, with what the glossaries find in it."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    glossary = Glossary.default()
    units = []
    for index, sentence in enumerate(split_sentences(text)):
        source = sentence.span.of(text)
        found = [(match.span.of(source), match.rendering) for match in glossary.find(source)]
        units.append(unit(index, source, found))
    return Bitext("seed", tuple(units))


def hostile() -> Bitext:
    """Renderings of every ASCII sign and of what breaks patterns, pages and text boxes."""
    forms = [f"a{sign}b" for sign in string.punctuation] + list(string.punctuation) + [f"{s}{s}" for s in "-[]()\\\\&$"]
    forms += [
        "Kim Jong-il",
        "Komsomolsk-on-Amur",
        "C++",
        ".NET",
        "$&",
        "\\\\u{1}",
        "(?<x>",
        "[^]",
        "[a--b]",
        "a|",
        "{2,1}",
        "\\\\",
    ]
    forms += [
        "</mark><script>alert(1)</script>",
        "<!--",
        "]]>",
        "&amp;",
        "\u202eabc",
        "שלום-עולם",
        "مرحبا",
        "e\u0301té",
        "👩‍👩‍👧-👦",
        "日本語",
    ]
    forms += ["two\nlines", "tab\there", "\u00a0", "İstanbul-ı", "ß", "constructor", "__proto__", "x" * 5000]
    return Bitext("hostile", tuple(unit(index, f"Il dit {form}.", [(form, form)]) for index, form in enumerate(forms)))


def large() -> Bitext:
    """10,000 rows, each with a name, a number and a flag."""
    flag = Flag("numbers", Severity.WARNING, "a number is missing")
    units = []
    for index in range(10_000):
        plain = unit(index, f"Kim Jong-il a vu {index} fusils.", [("Kim Jong-il", "Kim Jong-il")])
        units.append(
            Unit(plain.id, plain.source, plain.target, plain.paragraph, mentions=plain.mentions, flags=(flag,))
        )
    return Bitext("large", tuple(units))


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
        assert [line for line in wrong if not line.startswith("s0003")] == []
        assert page.is_visible("#fault")
        messages = [fault["message"] for fault in json.loads(exported(page).read_text())["faults"]]
        assert {"one", "two"} <= set(messages)
        assert len(messages) >= 3
