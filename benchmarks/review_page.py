"""How quick the review page is: first paint, an edit, a search and a reload, in Chromium.

    python benchmarks/review_page.py [--rows 10000] [--from out/NAME/NAME.jsonl]

Without `--from` the rows are made from a few sentences, each with glossary marks, a number and a flag. Prints the
median of `--runs` measurements of each, in milliseconds. `edit` is from Enter in the text box to the next frame drawn,
`open` from `e` to the frame with the text box in it; `reload` is the page with an edit in every tenth row.
Needs Chromium and the `playwright` package.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.bitext import Bitext, Flag, Mention, Severity, Span, Unit, unit_identifier
from pipeline.formats.jsonl import read_jsonl
from pipeline.review.page import HtmlWriter

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SENTENCES = [
    ("Kim Jong-il a visité {n} usines de la région.", "Kim Jong-il visited {n} factories in the region."),
    ("Selon Kim Jong-il, « tout ira bien » en {n}.", "According to Kim Jong-il, “all will be well” in {n}."),
    (
        "Le fusil de Kim Jong-il, offert par un hôte, pèse {n} grammes.",
        "Kim Jong-il’s rifle, a gift, weighs {n} grams.",
    ),
]
_TO_NEXT_FRAME = """(act) => new Promise((done) => {
    const start = performance.now();
    act();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
})"""


def made(rows: int) -> Bitext:
    """A bitext of so many rows."""
    flag = Flag("number", Severity.WARNING, "number 7 is not in the translation")
    units = []
    for index in range(rows):
        french, english = (text.format(n=index) for text in _SENTENCES[index % len(_SENTENCES)])
        name = "Kim Jong-il"
        places = (Span(text.index(name), text.index(name) + len(name)) for text in (french, english))
        mention = Mention(name, name, "person", "must", *places)
        flags = (flag,) if index % 5 == 0 else ()
        units.append(Unit(unit_identifier(index), french, english, index // 4, mentions=(mention,), flags=flags))
    return Bitext("rows", tuple(units))


def many(bitext: Bitext, rows: int) -> Bitext:
    """So many rows: those of `bitext`, again and again."""
    units = (bitext.units[index % len(bitext.units)] for index in range(rows))
    return replace(bitext, units=tuple(replace(unit, id=unit_identifier(at)) for at, unit in enumerate(units)))


def measure(page: Page, path: Path, rows: int) -> dict[str, float]:
    """One measurement of everything, in milliseconds; the page's storage is empty before."""
    times: dict[str, float] = {}
    page.goto(path.as_uri())
    page.evaluate("localStorage.clear()")
    times["first paint"] = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    times["ready"] = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    key = "new KeyboardEvent('keydown', { key: '%s', bubbles: true, cancelable: true })"
    row = unit_identifier(rows // 2)
    page.evaluate(f"document.querySelector('#{row} .number').click()")
    send = f"document.activeElement.dispatchEvent({key})"
    times["open"] = page.evaluate(f"({_TO_NEXT_FRAME})(() => {send % 'e'})")
    page.keyboard.type(" More")
    times["edit"] = page.evaluate(f"({_TO_NEXT_FRAME})(() => {send % 'Enter'})")
    content = page.evaluate("JSON.parse(document.getElementById('data').textContent).content")
    edits = {unit_identifier(at): {"target": f"Text {at}.", "state": "edited"} for at in range(0, rows, 10)}
    kept = json.dumps({"edits": edits, "groups": []})
    page.goto("about:blank")
    page.goto(path.as_uri())
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"bitexte-review:{content}", kept])
    page.reload()
    assert page.inner_text("#count-edited") == f"{len(edits):,}"
    times["reload"] = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    search = "document.getElementById('search-fr'); box.value = 'fusil'; box.dispatchEvent(new Event('input'))"
    times["search"] = page.evaluate(
        "() => new Promise((done) => { const start = performance.now();"
        "new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0)))"
        ".observe(document.getElementById('shown'), { childList: true });"
        f"const box = {search}; }})"
    )
    return times


def main() -> None:
    """Prints the figures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--from", dest="source", type=Path, help="a .jsonl of bitexte, repeated to the number of rows")
    options = parser.parse_args()
    bitext = many(read_jsonl(options.source), options.rows) if options.source else made(options.rows)
    path_to_browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "rows.html"
        HtmlWriter().write([bitext], (path,))
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path_to_browser, args=flags)
        measured: list[dict[str, Any]] = []
        for _ in range(options.runs):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            measured.append(measure(context.new_page(), path, options.rows))
            context.close()
        print(f"{options.rows:,} rows, {path.stat().st_size / 1e6:.1f} MB, Chromium {browser.version}")
        for name in measured[0]:
            values = [each[name] for each in measured]
            print(f"{name:12} {statistics.median(values):7.0f} ms  (worst {max(values):.0f})")
        browser.close()


if __name__ == "__main__":
    main()
