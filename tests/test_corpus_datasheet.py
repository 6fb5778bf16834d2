from pathlib import Path

import pytest
from browser import chromium

from pipeline.corpus.build import build_corpus
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.settings import Settings
from pipeline.formats.provenance import tool_version

HOSTILE = "<script>alert(1)</script> | *a* `b` [c](d)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("datasheet")
    rows = [
        (f"Le document {k} parle du pont de la ville.", f"Document {k} speaks of the bridge of the town.", f"d{k % 7}")
        for k in range(60)
    ]
    rows += [
        (f"Le chat dort {HOSTILE}", f"Le chat dort {HOSTILE}", "d1"),
        ("Il pleut. " * 30, "It rains.", "d2"),
        rows[0],
    ]
    for word in ("nouveau", "vieux"):
        french = f"Le conseil de la ville a voté hier la réparation du {word} pont qui mène à la gare du nord."
        english = f"Yesterday the town council voted to repair the {word} bridge that leads to the northern station."
        rows.append((french, english.replace("nouveau", "new").replace("vieux", "old"), "d3"))
    (folder / "a.tsv").write_text("".join("\t".join(row) + "\n" for row in rows))
    (folder / "<b>.tsv").write_text(
        "id\tfr\ten\torigin\nx-s0001\tIl neige ce matin.\tIt snows this morning.\tmachine\n"
    )
    licences = {"a.tsv": "CC-BY-4.0 | <i>"}
    build_corpus([folder / "a.tsv", folder / "<b>.tsv"], folder / "out", Settings(near=False), licences=licences)
    return folder / "out"


def test_the_readme_says_where_from_what_and_why(built: Path) -> None:
    text = (built / "README.md").read_text()
    assert "| a.tsv | CC-BY-4.0 \\| \\<i\\> | TSV | 65 | 61 | 0 | 65 |" in text
    assert "| \\<b\\>.tsv | not stated | TSV | 1 | 1 | 1 | 0 |" in text
    assert tool_version() in text
    for name, filter_ in FILTERS.items():
        assert f"| {name} |" in text
        assert filter_.description.replace("_", "\\_") in text
    assert "| duplicate | | 1 | | 1.5\u00a0% |" in text
    assert "| similar | | 1 | | 1.5\u00a0% |" in text
    assert "similar:\n\n- Le conseil" in text
    assert "\\<script\\>" in text
    assert "<script>" not in text
    assert "1 of the pairs read are declared to be translated by a machine" in text


def test_equal_builds_give_equal_pages(built: Path, tmp_path: Path) -> None:
    sources = [built.parent / "a.tsv", built.parent / "<b>.tsv"]
    build_corpus(sources, tmp_path, Settings(near=False), licences={"a.tsv": "CC-BY-4.0 | <i>"})
    for name in ("README.md", "datasheet.html"):
        assert (tmp_path / name).read_text() == (built / name).read_text()


def test_the_page_in_a_browser(built: Path) -> None:
    with chromium() as browser:
        for scheme in ("light", "dark"):
            for width in (1280, 400):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                problems: list[str] = []
                page.on("console", lambda message, found=problems: found.append(message.text))
                page.on("dialog", lambda dialog, found=problems: (found.append("dialog"), dialog.dismiss()))
                page.on(
                    "request",
                    lambda request, found=problems: request.url.startswith("file:") or found.append(request.url),
                )
                page.goto((built / "datasheet.html").as_uri())
                assert problems == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                assert page.locator("svg").count() == len(FILTERS) + 3
                # every drawing has a name, a description and the same numbers in a table
                assert page.locator("svg[role=img] > title").count() == page.locator("svg > desc").count()
                assert page.locator("svg + dl + details table, svg + details table").count() == len(FILTERS) + 3
                assert page.evaluate("getComputedStyle(document.querySelector('rect.bar')).fill") in (
                    "rgb(31, 95, 139)",
                    "rgb(140, 196, 236)",
                )
                shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
                assert (shown == "rgb(255, 253, 248)") is (scheme == "light")
                page.close()
