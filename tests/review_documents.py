"""Documents for the tests of the page that edit every row, and the script that does it."""

from __future__ import annotations

import os
import string
from pathlib import Path

from pipeline.bitext import Bitext, Flag, Mention, Severity, Span, Unit, unit_identifier
from pipeline.glossary import Glossary
from pipeline.segmentation import split_sentences

ROOT = Path(__file__).parents[1]

# Edits every row as a person would: a click, `e`, typing, Enter; gives the rows that do not show what was typed.
EDIT_EVERY_ROW = """() => {
    const key = (element, name) => element.dispatchEvent(
        new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
    const wrong = [];
    for (const row of document.querySelectorAll(".row[data-hash]")) {
        row.querySelector(".number").click();
        key(row, "e");
        const box = row.querySelector("textarea.edit");
        if (!box) { wrong.push(`${row.id}: no box`); continue; }
        box.value += " +";
        box.dispatchEvent(new Event("input", { bubbles: true }));
        key(box, "Enter");
        if (row.querySelector("textarea.edit")) wrong.push(`${row.id}: still open`);
        if (!row.querySelector(".en").textContent.endsWith(" +")) wrong.push(row.id);
    }
    if (document.querySelector("textarea.edit")) wrong.push("a box is still open");
    return wrong;
}"""
NOT_EDITED = """() => [...document.querySelectorAll(".row[data-hash]")]
    .filter((row) => !row.querySelector(".en").textContent.endsWith(" +")).map((row) => row.id)"""


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
    """A thousand rows, or as many as BITEXTE_ROWS says, each with a name, a number and a flag."""
    flag = Flag("numbers", Severity.WARNING, "a number is missing")
    units = []
    for index in range(int(os.environ.get("BITEXTE_ROWS", "1000"))):
        plain = unit(index, f"Kim Jong-il a vu {index} fusils.", [("Kim Jong-il", "Kim Jong-il")])
        units.append(
            Unit(plain.id, plain.source, plain.target, plain.paragraph, mentions=plain.mentions, flags=(flag,))
        )
    return Bitext("large", tuple(units))
