"""What LibreTranslate's clients ask, and what they are answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from api_server import Client, api_server

from pipeline.api.call import Limits

TEXT = "Il est arrivé à Pyongyang. Il a rencontré Kim Jong Un.\n\nIl pleut."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with api_server(tmp_path_factory.mktemp("data")) as client:
        yield client


def test_a_text_keeps_its_paragraphs(client: Client) -> None:
    status, answer = client.json("/translate", {"q": TEXT, "source": "fr", "target": "en"})
    assert status == 200
    assert set(answer) == {"translatedText"}
    assert "Kim Jong Un" in answer["translatedText"]
    assert answer["translatedText"].count("\n\n") == 1


def test_forms_and_json_are_the_same(client: Client) -> None:
    fields = {"q": TEXT, "source": "fr", "target": "en", "format": "text"}
    assert client.form("/translate", **fields) == client.json("/translate", fields)


def test_a_list_gives_a_list_and_other_languages_stay(client: Client) -> None:
    texts = [
        "Le gouvernement a présenté son budget pour l'année prochaine.",
        "The government has presented its budget for the next year.",
    ]
    status, answer = client.json("/translate", {"q": texts, "source": "auto", "target": "en", "alternatives": 2})
    assert status == 200
    assert [found["language"] for found in answer["detectedLanguage"]] == ["fr", "en"]
    assert answer["translatedText"][0] != texts[0]
    assert answer["translatedText"][1] == texts[1]
    first, second = answer["alternatives"]
    assert 0 < len(first) <= 2
    assert answer["translatedText"][0] not in first
    assert second == []


def test_markup_stays_markup(client: Client) -> None:
    text = '<p>Le <b>chat</b> dort.</p><script>if (a < b) {}</script><img alt="x" src="y?a=1&amp;b=2">'
    _, answer = client.json("/translate", {"q": text, "source": "fr", "target": "en", "format": "html"})
    made = answer["translatedText"]
    assert made.startswith("<p>")
    assert "<b>" in made
    assert made.endswith('<script>if (a < b) {}</script><img alt="x" src="y?a=1&amp;b=2">')


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"source": "fr", "target": "en"}, "missing q parameter"),
        ({"q": "", "source": "fr", "target": "en"}, "missing q parameter"),
        ({"q": "a", "target": "en"}, "missing source parameter"),
        ({"q": "a", "source": "fr"}, "missing target parameter"),
        ({"q": "a", "source": "xx", "target": "en"}, "xx is not supported"),
        ({"q": "a", "source": "fr", "target": "de"}, "de is not supported"),
        ({"q": "a", "source": "en", "target": "fr"}, "not available as a target language"),
        ({"q": "a", "source": "fr", "target": "en", "format": "pdf"}, "pdf format is not supported"),
        ({"q": 5, "source": "fr", "target": "en"}, "q is not a text"),
        ({"q": ["a", 5], "source": "fr", "target": "en"}, "q is not a text"),
        ({"q": "a", "source": 5, "target": "en"}, "source is not a text"),
        ({"q": "a", "source": "fr", "target": "en", "alternatives": -1}, "alternatives is not a whole number"),
        ({"q": "x" * 100_001, "source": "fr", "target": "en"}, r"request \(100001\) exceeds text limit \(100000\)"),
    ],
)
def test_what_is_wrong_is_said(client: Client, fields: dict[str, object], reason: str) -> None:
    status, answer = client.json("/translate", fields)
    assert status == 400
    assert set(answer) == {"error"}
    assert re.search(reason, answer["error"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"\xff\xfe", b"[" * 100_000])
def test_broken_bodies(client: Client, body: bytes) -> None:
    status, _, data = client.ask("POST", "/translate", body, {"Content-Type": "application/json"})
    assert status == 400
    assert json.loads(data)["error"]


def test_a_body_of_another_kind(client: Client) -> None:
    assert client.ask("POST", "/translate", b"<q/>", {"Content-Type": "text/xml"})[0] == 415


def test_texts_without_words_stay(client: Client) -> None:
    for text in ("   ", "\n\n", "123", "🙂", "\u202e", "a\0b"):
        status, answer = client.json("/translate", {"q": text, "source": "fr", "target": "en"})
        assert status == 200, text
        assert isinstance(answer["translatedText"], str)
    assert client.json("/translate", {"q": "\ud800", "source": "fr", "target": "en"})[0] == 200


def test_detection(client: Client) -> None:
    status, (found,) = client.form("/detect", q="Bonjour tout le monde, comment allez-vous ?")
    assert (status, found["language"]) == (200, "fr")
    assert 0 <= found["confidence"] <= 100


def test_what_a_page_asks_first(client: Client) -> None:
    _, found = client.get("/languages")
    assert {one["code"]: one["targets"] for one in found} == {"fr": ["en", "fr"], "en": ["en"]}
    _, settings = client.get("/frontend/settings")
    assert settings["charLimit"] == 100_000
    assert ".docx" in settings["supportedFilesFormat"]
    assert not settings["keyRequired"]
    assert client.get("/health") == (200, {"status": "ok"})


def test_a_file_comes_back_in_english(client: Client) -> None:
    html = b"<!doctype html><title>Un chat</title><p>Le <em>chat</em> dort.</p>"
    status, answer = client.upload("/translate_file", "../../é.html", html, source="fr", target="en")
    assert status == 200
    path = urlsplit(answer["translatedFileUrl"]).path
    status, headers, data = client.ask("GET", path)
    assert status == 200
    assert data.startswith(b"<!doctype html><title>")
    assert b"<em>" in data
    assert "%C3%A9.en.html" in headers["content-disposition"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.exe", b"MZ", "file format not supported"),
        ("a.docx", b"not a zip", "Cannot translate file"),
        ("a.txt", b"\0\1\2\3" * 100, "Cannot translate file"),
        ("a.txt", b"", "empty file"),
    ],
)
def test_files_that_cannot_be_read(client: Client, name: str, data: bytes, reason: str) -> None:
    status, answer = client.upload("/translate_file", name, data, source="fr", target="en")
    assert status == 400
    assert reason in answer["error"]
    assert "/jobs/" not in answer["error"]


@pytest.mark.parametrize("name", ["x", "..%2F..%2Fetc%2Fpasswd", "0" * 32 + ".a.txt", "%00"])
def test_no_path_leads_to_another_file(client: Client, name: str) -> None:
    assert client.ask("GET", f"/download_file/{name}")[0] == 404


def test_a_suggestion_is_kept(client: Client) -> None:
    fields = {"q": "Bonjour", "s": "Good morning", "source": "fr", "target": "en"}
    assert client.form("/suggest", **fields) == (200, {"success": True})
    assert client.form("/suggest", q="Bonjour")[0] == 400


def test_the_real_client(client: Client) -> None:
    library = pytest.importorskip("libretranslatepy", reason="LibreTranslate's own client is in the extra `dev`")
    api = library.LibreTranslateAPI(client.url)
    assert "Kim Jong Un" in api.translate(TEXT, "fr", "en")
    assert api.detect("Bonjour tout le monde, comment allez-vous ?")[0]["language"] == "fr"
    assert {one["code"] for one in api.languages()} == {"fr", "en"}


def test_limits_are_those_that_were_set(tmp_path: Path) -> None:
    with api_server(tmp_path, limits=Limits(characters=10, batch=2), requests_a_minute=4) as client:
        fields = {"q": ["a"] * 3, "source": "fr", "target": "en"}
        assert client.json("/translate", fields)[0] == 400
        assert client.json("/translate", fields | {"q": "x" * 11})[0] == 400
        assert client.json("/translate", fields | {"q": "1"})[0] == 200
        assert client.json("/translate", fields | {"q": "1"})[0] == 200
        status, headers, data = client.ask(
            "POST", "/detect", b"q=1", {"Content-Type": "application/x-www-form-urlencoded"}
        )
        assert status == 429
        assert int(headers["retry-after"]) >= 1
        assert json.loads(data) == {"error": "Slowdown: too many requests"}
        assert client.get("/health")[0] == 200
