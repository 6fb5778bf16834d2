"""The interface of bitexte's own: units, lines that come as they are made, glossaries, jobs, suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from api_server import Client, api_server

from pipeline.formats.records import parse_unit
from pipeline.workflow.recipe import Recipe

TEXT = "Il a rencontré Kim Jong Un.\n\nLe chat dort."
TERM = {"source": "chat", "target": "tomcat"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("data")
    recipe = Recipe(model="embedded", memory=folder / "memory.sqlite")
    with api_server(folder / "data", recipe) as client:
        yield client


def test_a_text_comes_back_with_all_that_is_known_of_it(client: Client) -> None:
    status, made = client.json("/api/v1/translate", {"text": TEXT, "glossary": [TERM]})
    assert status == 200
    first, second = (parse_unit(record) for record in made["units"])
    assert [unit.source for unit in (first, second)] == ["Il a rencontré Kim Jong Un.", "Le chat dort."]
    assert [mention.rendering for mention in first.mentions] == ["Kim Jong Un"]
    assert second.mentions[0].rendering == "tomcat"
    assert first.links
    assert {term["term"] for term in made["terms"]} >= {"chat"}
    assert made["text"] == f"{first.target}\n\n{second.target}"
    assert "glossary" in made["signature"]


def test_units_come_as_lines_and_are_those_of_the_whole(client: Client) -> None:
    connection = HTTPConnection(client.address.netloc, timeout=120)
    body = json.dumps({"text": TEXT, "glossary": [TERM], "stream": True})
    connection.request("POST", "/api/v1/translate", body, JSON)
    first, *units, last = (json.loads(line) for line in connection.getresponse().read().split(b"\n") if line)
    connection.close()
    _, whole = client.json("/api/v1/translate", {"text": TEXT, "glossary": [TERM]})
    assert first == {"sources": [unit["source"] for unit in whole["units"]], "paragraphs": [0, 1]}
    assert sorted(unit["index"] for unit in units) == [0, 1]
    assert last == {"done": True} | whole


def test_other_versions_keep_the_glossary(client: Client) -> None:
    _, made = client.json("/api/v1/alternatives", {"source": "Le chat dort.", "most": 3, "glossary": [TERM]})
    assert len(made["alternatives"]) <= 3
    assert all("tomcat" in text.lower() for text in made["alternatives"])


def test_sentences_stand_where_they_are_said_to(client: Client) -> None:
    _, made = client.json("/api/v1/split", {"text": "M. 🙂 dort. Il rêve."})
    text = "M. 🙂 dort. Il rêve."
    assert [text[slice(*one["span"])] for one in made["sentences"]] == ["M. 🙂 dort.", "Il rêve."]


def test_texts_are_aligned(client: Client) -> None:
    pair = {"source": "Il pleut. Le chat dort.", "target": "It is raining. The cat is asleep."}
    _, made = client.json("/api/v1/align", pair)
    assert [unit["target"] for unit in made["units"]] == ["It is raining.", "The cat is asleep."]


def test_pairs_are_checked(client: Client) -> None:
    units = [{"source": "Il y en a 12.", "target": "There are 13."}, {"source": "Il pleut.", "target": "It rains."}]
    _, made = client.json("/api/v1/check", {"units": units})
    assert [bool(unit.get("flags")) for unit in made["units"]] == [True, False]


def test_a_glossary_is_swapped_by_its_version(client: Client) -> None:
    status, made = client.json("/api/v1/glossaries", {"name": "animals", "entries": [TERM]})
    assert status == 201
    path = f"/api/v1/glossaries/{made['id']}"
    asked = {"text": "Le chat dort.", "glossary_id": made["id"]}
    assert "tomcat" in client.json("/api/v1/translate", asked)[1]["text"].lower()
    other = [TERM | {"target": "pussycat"}]
    assert client.json(path, {"entries": other, "hash": "old"}, "PUT")[0] == 409
    status, changed = client.json(path, {"entries": other, "hash": made["hash"]}, "PUT")
    assert status == 200
    assert changed["hash"] != made["hash"]
    assert "pussycat" in client.json("/api/v1/translate", asked)[1]["text"].lower()
    assert client.get("/api/v1/glossaries")[1]["glossaries"][0]["count"] == 1
    assert client.ask("DELETE", path)[0] == 204
    assert client.get(path)[0] == 404


def test_a_job_tells_how_far_it_is_and_gives_its_files(client: Client) -> None:
    status, job = client.upload("/api/v1/jobs", "un été.txt", TEXT.encode(), glossary=json.dumps([TERM]))
    assert status == 202
    _, headers, events = client.ask("GET", f"/api/v1/jobs/{job['id']}/events")
    assert headers["content-type"].startswith("text/event-stream")
    last = json.loads(events.decode().rstrip().split("data: ")[-1])
    assert (last["state"], last["done"], last["total"]) == ("done", 2, 2)
    assert {"document.en.txt", "document.tmx", "document.html"} <= set(last["files"])
    status, headers, data = client.ask("GET", f"/api/v1/jobs/{job['id']}/files/document.en.txt")
    assert b"tomcat" in data
    assert "un%20%C3%A9t%C3%A9.en.txt" in headers["content-disposition"]
    assert client.ask("GET", f"/api/v1/jobs/{job['id']}/files/..%2Fsource.txt")[0] == 404
    assert job["id"] in {one["id"] for one in client.get("/api/v1/jobs")[1]["jobs"]}
    assert client.ask("DELETE", f"/api/v1/jobs/{job['id']}")[0] == 204
    assert client.get(f"/api/v1/jobs/{job['id']}")[0] == 404


def test_a_job_that_is_cancelled_stays_so(client: Client) -> None:
    text = "\n\n".join(f"Le chat numéro {number} dort sous la table de la cuisine." for number in range(400))
    _, job = client.upload("/api/v1/jobs", "long.txt", text.encode())
    assert client.json(f"/api/v1/jobs/{job['id']}/cancel", {})[1]["state"] == "cancelled"
    _, _, events = client.ask("GET", f"/api/v1/jobs/{job['id']}/events")
    assert events.count(b"event: cancelled") == 1


def test_a_suggestion_counts_once_it_is_approved(client: Client) -> None:
    said = {"q": "Le chien aboie.", "s": "The hound bays.", "source": "fr", "target": "en"}
    client.form("/suggest", **said)
    asked = {"q": "Le chien aboie.", "source": "fr", "target": "en"}
    assert client.json("/translate", asked)[1]["translatedText"] != said["s"]
    (kept,) = client.get("/api/v1/suggestions")[1]["suggestions"]
    assert client.json(f"/api/v1/suggestions/{kept['id']}/approve", {})[0] == 200
    assert client.json("/translate", asked)[1]["translatedText"] == said["s"]
    assert client.get("/api/v1/suggestions")[1] == {"suggestions": []}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/api/v1/translate", {}),
        ("/api/v1/translate", {"text": 5}),
        ("/api/v1/translate", {"text": "a", "stream": "maybe"}),
        ("/api/v1/translate", {"text": "a", "glossary": [{"source": "a"}]}),
        ("/api/v1/translate", {"text": "a", "glossary": "a"}),
        ("/api/v1/translate", {"text": "a", "glossary": [{"source": "a", "target": "b", "policy": "x"}]}),
        ("/api/v1/split", {"text": "a", "language": "de"}),
        ("/api/v1/align", {"source": "a"}),
        ("/api/v1/check", {"units": [5]}),
        ("/api/v1/check", {"units": [{"source": "a"}]}),
        ("/api/v1/alternatives", {"source": "a", "most": 99}),
        ("/api/v1/glossaries", {"name": "n"}),
        ("/api/v1/jobs", {}),
    ],
)
def test_what_is_wrong_is_said(client: Client, path: str, fields: dict[str, Any]) -> None:
    status, answer = client.json(path, fields)
    assert status == 400
    assert answer["error"]


def test_everything_is_described(client: Client) -> None:
    _, spec = client.get("/spec")
    assert spec["openapi"] == "3.1.0"
    operations = [operation for path in spec["paths"].values() for operation in path.values()]
    identifiers = [operation["operationId"] for operation in operations]
    assert len(set(identifiers)) == len(identifiers) > 40
    assert all(operation["summary"] for operation in operations)
    page = (Path(__file__).parent.parent / "docs" / "server.md").read_text("utf-8")
    assert [path for path in spec["paths"] if path.startswith("/api/v1/") and path.split("/{")[0] not in page] == []
