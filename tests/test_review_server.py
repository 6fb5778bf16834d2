"""The review server: loopback, token, no other site, every edit saved."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from browser import chromium
from sample_bitexts import sample

from pipeline.bitext import Origin
from pipeline.errors import OutputError
from pipeline.review.fingerprint import segment_hash
from pipeline.review.server import ReviewServer, Saved

SAMPLE = replace(sample(), name="un été / test")
PATH = "un%20%C3%A9t%C3%A9%20%2F%20test"


class Running:
    def __init__(self) -> None:
        self.saved: list[Saved] = []
        self.fail = ""
        self.server = ReviewServer([SAMPLE, replace(sample(), name="autre")], self._save)
        self.thread = threading.Thread(target=self.server.serve)
        self.thread.start()
        self.address = urlsplit(self.server.url)
        self.origin = f"http://{self.address.netloc}"

    def _save(self, saved: Saved) -> None:
        if self.fail:
            raise OutputError(self.fail)
        self.saved.append(saved)

    def ask(
        self, path: str, body: object = None, headers: dict[str, str] | None = None, prefix: str | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection(self.address.netloc, timeout=10)
        every = {} if body is None else {"Origin": self.origin, "Content-Type": "application/json"}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body)
        where = (self.address.path if prefix is None else prefix) + path
        connection.request("GET" if body is None else "POST", where, data, every | (headers or {}))
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


@pytest.fixture
def running() -> Iterator[Running]:
    it = Running()
    yield it
    it.server.close()
    it.thread.join()


def patch(target: str, revision: int = 0, **fields: object) -> dict[str, object]:
    edit = {"id": "s0001", "hash": segment_hash(SAMPLE.units[0].source), "target": target, "reviewed": True}
    edit |= fields
    documents = [{"name": SAMPLE.name, "edits": [edit] if target else []}]
    return {"revision": revision, "patch": {"format": "bitexte-review", "version": 1, "documents": documents}}


def test_index_and_pages(running: Running) -> None:
    status, text = running.ask("")
    assert status == 200
    assert f'href="{PATH}"' in text
    status, text = running.ask(PATH)
    assert status == 200
    assert "connect-src &#39;self&#39;" in text
    assert running.ask("none")[0] == 404


def test_an_edit_is_saved_and_shown(running: Running) -> None:
    assert running.ask(PATH, patch("Mr Putin spoke.")) == (200, '{"conflicts": [], "approved": 1}')
    (saved,) = running.saved
    assert saved.name == SAMPLE.name
    assert [unit.target for unit in saved.applied.approved_units()] == ["Mr Putin spoke."]
    assert running.server.documents()[SAMPLE.name].units[0].origin is Origin.HUMAN
    assert "Mr <mark" in running.ask(PATH)[1]
    assert "> 1</td>" in running.ask("")[1]


def test_what_is_taken_back_is_withdrawn(running: Running) -> None:
    running.ask(PATH, patch("x"))
    running.ask(PATH, patch(""))
    assert [unit.target for unit in running.saved[1].withdrawn] == ["x"]
    assert running.server.documents()[SAMPLE.name] == SAMPLE


def test_an_old_page_cannot_overwrite_a_newer_one(running: Running) -> None:
    running.ask(PATH)
    running.ask(PATH, patch("x"))
    running.ask(PATH)
    assert running.ask(PATH, patch("y"))[0] == 409
    assert running.ask(PATH, patch("y", revision=1))[0] == 200


def test_conflicts_and_failures_are_told(running: Running) -> None:
    status, text = running.ask(PATH, patch("x", hash="0"))
    assert status == 200
    assert "no longer the one reviewed" in text
    running.fail = "disk full"
    assert running.ask(PATH, patch("x")) == (500, '{"error": "disk full"}')
    assert running.server.documents()[SAMPLE.name] == SAMPLE


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_no_other_site_may_post(running: Running, headers: dict[str, str], status: int) -> None:
    assert running.ask(PATH, patch("x"), headers)[0] == status
    assert running.saved == []


@pytest.mark.parametrize("prefix", ["/", "/wrong/", ""])
def test_the_token_is_needed(running: Running, prefix: str) -> None:
    assert running.ask(PATH, prefix=prefix or "/x/")[0] == 403
    assert running.ask(PATH, patch("x"), prefix=prefix or "/x/")[0] == 403


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"revision": 0}', b'{"revision": 0, "patch": {}}', b"\xff"])
def test_bad_patches_are_refused(running: Running, body: bytes) -> None:
    assert running.ask(PATH, body)[0] == 400


def test_a_taken_port_is_one_clear_error(running: Running) -> None:
    with pytest.raises(OutputError, match=f"port {running.address.port} of 127.0.0.1 cannot be used"):
        ReviewServer([], running._save, port=running.address.port or 0)


def test_equal_names_are_refused() -> None:
    with pytest.raises(ValueError, match="two documents"):
        ReviewServer([sample(), sample()], lambda saved: None)


def test_edits_in_the_browser_reach_the_server(running: Running) -> None:
    with chromium() as browser:
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(running.server.url)
        page.click("text=un été")
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.type("!")
        page.keyboard.press("Escape")
        page.locator("#saved", has_text="saved").wait_for()
        page.locator("#saved:text-is('saved')").wait_for()
        assert running.server.documents()[SAMPLE.name].units[0].target == "Putin spoke.!"
        page.keyboard.press("u")
        page.wait_for_timeout(400)
        page.locator("#saved:text-is('saved')").wait_for()
        assert running.server.documents()[SAMPLE.name].units[0].target == "Putin spoke."
        page.keyboard.press("j")
        page.keyboard.press("m")
        page.wait_for_timeout(400)
        page.locator("#saved:text-is('saved')").wait_for()
        page.reload()
        assert [unit.id for unit in running.server.documents()[SAMPLE.name].units] == ["s0001", "s0002"]
        assert page.locator(".block .row").count() == 2
        assert page.inner_text("#count-edited") == "0"
        assert faults == []
