"""DeepL's own library against the server, and what it never asks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_server import Client, api_server

from pipeline.api.keys import add_key, read_keys

deepl = pytest.importorskip("deepl", reason="DeepL's own library is in the extra `dev`")


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, str, str]]:
    folder = tmp_path_factory.mktemp("data")
    first, second = (add_key(folder / "keys", name) for name in ("Anne", "Ben"))
    with api_server(folder / "data", keys=read_keys(folder / "keys")) as client:
        yield client, first, second


@pytest.fixture
def translator(keyed: tuple[Client, str, str]) -> Any:
    client, key, _ = keyed
    return deepl.Translator(key, server_url=client.url.rstrip("/"), send_platform_info=False)


def test_texts_and_lists(translator: Any) -> None:
    one = translator.translate_text("Il a rencontré Kim Jong Un.", source_lang="FR", target_lang="EN-GB")
    assert "Kim Jong Un" in one.text
    assert one.detected_source_lang == "FR"
    both = translator.translate_text(["Il a rencontré Kim Jong Un.", "Il pleut."], target_lang="EN-US")
    assert both[0].text == one.text
    assert len(both) == 2


@pytest.mark.parametrize("handling", ["html", "xml"])
def test_tags_stay_where_they_belong(translator: Any, handling: str) -> None:
    text = "Le <b>chat</b> dort.<br/>Il pleut."
    made = translator.translate_text(text, source_lang="FR", target_lang="EN-US", tag_handling=handling).text
    assert made.count("<b>") == made.count("</b>") == made.count("<br/>") == 1


def test_a_glossary_holds_is_listed_and_goes(translator: Any) -> None:
    made = translator.create_glossary("animals", "FR", "EN", {"chat": "tomcat", "Il pleut": "It pours"})
    assert made.entry_count == 2
    assert made.ready
    assert [one.glossary_id for one in translator.list_glossaries()] == [made.glossary_id]
    assert translator.get_glossary_entries(made) == {"chat": "tomcat", "Il pleut": "It pours"}
    said = translator.translate_text("Le chat dort.", source_lang="FR", target_lang="EN-US", glossary=made).text
    assert "tomcat" in said.lower()
    assert (
        "tomcat" not in translator.translate_text("Le chat dort.", source_lang="FR", target_lang="EN-US").text.lower()
    )
    translator.delete_glossary(made)
    with pytest.raises(deepl.exceptions.GlossaryNotFoundException):
        translator.get_glossary(made.glossary_id)


def test_a_glossary_as_csv_and_what_is_wrong_with_one(translator: Any, keyed: tuple[Client, str, str]) -> None:
    made = translator.create_glossary_from_csv("csv", "FR", "EN", 'chat,"tomcat"\n')
    assert translator.get_glossary_entries(made) == {"chat": "tomcat"}
    translator.delete_glossary(made)
    client, key, _ = keyed
    fields = {"name": "n", "source_lang": "fr", "target_lang": "en", "entries_format": "tsv", "entries": "chat"}
    status, answer = client.json("/v2/glossaries", fields, Authorization=f"DeepL-Auth-Key {key}")
    assert status == 400
    assert answer == {"message": "entries: line 1: a source and a target are needed"}


def test_documents(translator: Any) -> None:
    made = io.BytesIO()
    original = b"# Un chat\n\nLe *chat* dort.\n"
    status = translator.translate_document(original, made, source_lang="FR", target_lang="EN-US", filename="a.md")
    assert status.done
    assert made.getvalue().startswith(b"# ")
    assert made.getvalue().count(b"*") == 2


def test_a_document_that_cannot_be_read(translator: Any) -> None:
    with pytest.raises(deepl.exceptions.DocumentTranslationException):
        translator.translate_document(b"no zip", io.BytesIO(), target_lang="EN-US", filename="a.docx")


def test_usage_and_languages(translator: Any) -> None:
    assert not translator.get_usage().any_limit_reached
    assert [one.code for one in translator.get_source_languages()] == ["FR"]
    assert {one.code for one in translator.get_target_languages()} == {"EN", "EN-GB", "EN-US"}
    (pair,) = translator.get_glossary_languages()
    assert (pair.source_lang, pair.target_lang) == ("fr", "en")


def test_keys(keyed: tuple[Client, str, str]) -> None:
    client, key, other = keyed
    fields = {"text": ["Il pleut."], "target_lang": "EN"}
    for header in ({}, {"Authorization": "DeepL-Auth-Key wrong"}, {"Authorization": "é"}):
        status, answer = client.json("/v2/translate", fields, **header)
        assert status == 403
        assert set(answer) == {"message"}
    for header in ({"Authorization": f"DeepL-Auth-Key {key}"}, {"X-API-Key": other}):
        assert client.json("/v2/translate", fields, **header)[0] == 200
    assert client.json("/translate", {"q": "a", "source": "fr", "target": "en", "api_key": key})[0] == 200
    assert client.json("/translate", {"q": "a", "source": "fr", "target": "en", "api_key": 5})[0] == 403
    assert client.get("/languages")[0] == 200
    assert client.get("/frontend/settings")[1]["keyRequired"]


def test_nobody_sees_anothers_glossaries_and_documents(keyed: tuple[Client, str, str]) -> None:
    client, key, other = keyed
    mine, theirs = ({"X-API-Key": each} for each in (key, other))
    fields = {"name": "n", "source_lang": "fr", "target_lang": "en", "entries_format": "tsv", "entries": "chat\ttom"}
    status, made = client.json("/v2/glossaries", fields, **mine)
    assert status == 201
    for method in ("GET", "DELETE"):
        assert client.ask(method, f"/v2/glossaries/{made['glossary_id']}", None, theirs)[0] == 404
    assert client.get("/v2/glossaries", **theirs)[1] == {"glossaries": []}
    assert client.ask("DELETE", f"/v2/glossaries/{made['glossary_id']}", None, mine)[0] == 204
    assert client.json("/v2/document/" + "0" * 32, {"document_key": "x"}, **theirs)[0] == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"target_lang": "EN"},
        {"text": "a"},
        {"text": "a", "target_lang": "DE"},
        {"text": "a", "target_lang": "EN", "source_lang": "DE"},
        {"text": "a", "target_lang": "EN", "tag_handling": "tex"},
        {"text": [1], "target_lang": "EN"},
        {"text": "a", "target_lang": "EN", "show_billed_characters": "maybe"},
    ],
)
def test_what_is_wrong_is_a_message(keyed: tuple[Client, str, str], fields: dict[str, object]) -> None:
    client, key, _ = keyed
    status, answer = client.json("/v2/translate", fields, Authorization=f"DeepL-Auth-Key {key}")
    assert status == 400
    assert set(answer) == {"message"}
    unknown = {"text": "a", "target_lang": "EN", "glossary_id": "none"}
    assert client.json("/v2/translate", unknown, Authorization=f"DeepL-Auth-Key {key}")[0] == 404


def test_a_glossary_survives_the_server(tmp_path: Path) -> None:
    fields = {"name": "n", "source_lang": "fr", "target_lang": "en", "entries_format": "tsv", "entries": "chat\ttom"}
    with api_server(tmp_path) as client:
        _, made = client.json("/v2/glossaries", fields)
    with api_server(tmp_path) as client:
        assert client.get(f"/v2/glossaries/{made['glossary_id']}") == (200, made)
