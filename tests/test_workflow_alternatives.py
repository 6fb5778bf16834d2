"""Segments that are translated again for a reviewer: by the embedded model, in the server and in its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import chromium
from served_folder import NAME, make_folder, served

from pipeline.errors import FormatError, ModelError
from pipeline.files.layout import result_path
from pipeline.formats.jsonl import read_jsonl
from pipeline.workflow.alternatives import LONGEST, MOST, Alternatives
from pipeline.workflow.recipe import Recipe

SOURCE = "Vladimir Poutine a rencontré Kim Jong-il à Komsomolsk-sur-l'Amour lors de sa visite."


@pytest.fixture(scope="module")
def alternatives() -> Alternatives:
    return Alternatives(Recipe(model="embedded"))


def test_versions_differ_and_the_glossary_holds_in_each(alternatives: Alternatives) -> None:
    found = alternatives.of(SOURCE)
    assert 2 <= len(set(found)) == len(found) <= MOST
    assert all("Kim Jong" in text and "Komsomolsk-on-Amur" in text for text in found)
    assert alternatives.of(SOURCE) == found


def test_a_glossary_that_is_given_is_in_force(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("source\ttarget\tkind\tpolicy\tnotes\nchat\ttomcat\tterm\tmust\t\n")
    found = Alternatives(Recipe(model="embedded", glossaries=(own,))).of("Le chat dort.")
    assert found
    assert all("tomcat" in text.lower() for text in found)


def test_what_cannot_be_translated_again(alternatives: Alternatives) -> None:
    assert alternatives.of(" ") == []
    with pytest.raises(FormatError, match="only a text of up to"):
        alternatives.of("a" * (LONGEST + 1))
    with pytest.raises(ModelError, match="there is no model to translate with"):
        Alternatives(Recipe(model="/nowhere/a.argosmodel")).of("Il pleut.")


def test_a_reviewer_chooses_another_version_or_none(tmp_path: Path) -> None:
    out = make_folder(tmp_path)
    with served(out, Recipe(model="embedded")) as client, chromium() as browser:
        status, answer = client.d("alternatives?id=s0003")
        assert status == 200
        versions = answer["alternatives"]
        assert client.d("alternatives?q=Le%20chat%20dort.")[1] == answer
        assert client.d("alternatives?id=s9999")[0] == 400
        wanted = next(text for text in versions if text != "The cat sleeps.")
        page = browser.new_page()
        page.goto(f"{client.origin}{client.address.path}d/{NAME}/")
        page.click("#s0003 .number")
        page.keyboard.press("a")
        page.locator(f'[data-version="{len(versions)}"]').wait_for()
        assert page.locator("#versions li").count() == len(versions)
        page.keyboard.press(str(versions.index(wanted) + 1))
        page.locator("#s0003.edited .en", has_text=wanted).wait_for()
        page.keyboard.press("u")
        page.keyboard.press("a")
        page.click("#reject")
        page.locator("#s0003.draft").wait_for()
        page.locator("#saved:text-is('saved')").wait_for()
    unit = read_jsonl(result_path(out, NAME)).units[2]
    assert (unit.target, unit.review.value) == ("", "draft")


def test_a_server_without_a_model_says_so(tmp_path: Path) -> None:
    out = make_folder(tmp_path)
    with served(out, Recipe(model="/nowhere/a.argosmodel")) as client, chromium() as browser:
        status, answer = client.d("alternatives?id=s0003")
        assert status == 500
        assert "there is no model to translate with" in answer["error"]
        page = browser.new_page()
        page.goto(f"{client.origin}{client.address.path}d/{NAME}/")
        page.click("#s0003 .number")
        page.keyboard.press("a")
        page.locator("#versions-line", has_text="there is no model to translate with").wait_for()
