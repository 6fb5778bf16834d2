"""The review server over HTTP: saving, merging, conflicts, locks, events, files."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from browser import chromium
from served_folder import HASHES, NAME, UNITS, Client, make_folder, served

from pipeline.bitext import Origin, Review
from pipeline.errors import InputError, OptionError, OutputError
from pipeline.files.layout import MEMORY
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Memory
from pipeline.workflow.artefacts import write_artefacts
from pipeline.workflow.serving import review_server

D = f"d/{quote(NAME, safe='')}/"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


@pytest.fixture
def client(out: Path) -> Iterator[Client]:
    with served(out) as it:
        yield it


def document(out: Path, name: str = NAME):
    """What stands on disk, without what the checks foretell."""
    bitext = read_jsonl(out / name / f"{name}.jsonl")
    return replace(bitext, units=tuple(replace(unit, risk=None) for unit in bitext.units))


def test_dashboard_and_pages(client: Client) -> None:
    status, text = client.ask("")
    assert status == 200
    assert f'href="{D}"' in text
    status, text = client.ask(D)
    assert status == 200
    assert "connect-src &#39;self&#39;" in text
    assert client.ask("d/none/")[0] == 404
    first, second = json.loads(client.ask("dashboard")[1])["documents"]
    assert (first["name"], first["segments"], first["words"]) == ("autre", 4, 7)
    assert second["name"] == NAME


def test_what_is_saved_is_in_the_state_the_page_and_the_files(out: Path) -> None:
    with served(out) as client:
        status, answer = client.save("s0001", 0, target="It is pouring.", state="approved", comment="wet")
        assert (status, answer["revision"], answer["conflicts"]) == (200, 1, [])
        (row,) = answer["rows"]
        assert row["machine"] == "It rains."
        assert client.state()["rows"] == [row]
        assert "It is pouring." in client.ask(D)[1]
        assert "It is pouring." in client.ask(f"{D}file/tmx")[1]
        assert json.loads(client.ask("dashboard")[1])["documents"][1]["approved"] == 1
        assert client.ask(f"{D}file/exe")[0] == 400
    unit = document(out).units[0]
    assert (unit.target, unit.review, unit.origin) == ("It is pouring.", Review.APPROVED, Origin.HUMAN)
    assert [flag.message for flag in unit.flags if flag.code == "comment"] == ["wet"]
    assert document(out, "autre").units == UNITS
    with Memory(out / MEMORY) as memory:
        assert [pair.target for pair in memory.approved().values()] == ["It is pouring."]
    with served(out) as client:
        status, answer = client.save("s0001", 1, target="It rains.", state="", comment="")
        assert status == 200
    assert document(out).units == UNITS
    with Memory(out / MEMORY) as memory:
        assert memory.approved() == {}


def test_drafts_and_edits_are_not_remembered(out: Path) -> None:
    with served(out) as client:
        client.save("s0001", 0, target="It is pour", state="draft")
        client.save("s0002", 0, target="Thank you.")
        client.save("s0003", 0, target=" ", state="approved")
    units = document(out).units
    assert [unit.review for unit in units] == [Review.DRAFT, Review.EDITED, Review.DRAFT, Review.NONE]
    with Memory(out / MEMORY) as memory:
        assert memory.approved() == {}


def test_two_pages_change_different_things_and_both_stay(client: Client) -> None:
    other = Client(f"{client.origin}{client.address.path}", "b")
    assert client.save("s0001", 0, target="It is pouring.")[0] == 200
    assert other.save("s0001", 0, comment="too wet")[0] == 200
    assert other.save("s0002", 0, target="Thank you.")[0] == 200
    rows = {row["id"]: row for row in client.state()["rows"]}
    assert (rows["s0001"]["target"], rows["s0001"]["comment"]) == ("It is pouring.", "too wet")
    assert rows["s0002"]["reviewer"] == "b"


def test_the_last_writer_never_silently_wins(client: Client) -> None:
    other = Client(f"{client.origin}{client.address.path}", "b")
    client.save("s0001", 0, target="mine")
    status, answer = other.save("s0001", 0, target="theirs")
    assert status == 409
    (conflict,) = answer["conflicts"]
    assert conflict["yours"] == {"target": "theirs"}
    assert conflict["theirs"]["target"] == "mine"
    assert client.state()["conflicts"] == [conflict]
    assert client.d("resolve", {"client": "c", "reviewer": "c", "number": conflict["number"]})[0] == 200
    assert client.state()["conflicts"] == []
    assert other.save("s0001", 1, target="theirs")[0] == 200


def test_french_that_is_gone_is_a_conflict(client: Client) -> None:
    status, answer = client.save("s0001", 0, hash="0", target="x")
    assert status == 409
    assert answer["conflicts"][0]["theirs"] is None


def test_a_request_sent_again_saves_nothing_twice(client: Client) -> None:
    first = client.save("s0001", 0, "same", target="x")
    assert client.save("s0001", 0, "same", target="x") == first
    assert client.state()["revision"] == 1


def test_a_row_that_somebody_types_in_is_locked(client: Client) -> None:
    other = Client(f"{client.origin}{client.address.path}", "b")
    assert client.d("lock", {"client": "c", "reviewer": "Ann", "id": "s0001"})[0] == 200
    status, answer = other.d("lock", {"client": "b", "reviewer": "Bob", "id": "s0001"})
    assert (status, answer["lock"]["reviewer"]) == (423, "Ann")
    assert other.save("s0001", 0, target="x")[0] == 409
    assert client.d("unlock", {"client": "c", "id": "s0001"})[0] == 200
    assert other.save("s0001", 0, target="y")[0] == 200


def test_a_page_that_is_closed_locks_nothing_even_by_a_request_that_was_overtaken(client: Client) -> None:
    other = Client(f"{client.origin}{client.address.path}", "b")
    taken = {"client": "c", "reviewer": "Ann", "id": "s0001"}
    client.d("lock", taken)
    assert client.d("leave", {"client": "c"})[0] == 200
    client.d("lock", taken)
    assert client.state()["locks"] == []
    assert other.save("s0001", 0, target="x")[0] == 200
    client.events()
    client.d("lock", taken)
    assert [lock["client"] for lock in client.state()["locks"]] == ["c"], "it listens again"


def test_rows_cut_anew_and_taken_apart_again(out: Path) -> None:
    segments = [{"source": "Il pleut. Merci.", "target": "It rains. Thanks.", "state": "approved"}]
    group = {"ids": ["s0001", "s0002"], "hashes": [HASHES["s0001"], HASHES["s0002"]], "bases": [0, 0]}
    with served(out) as client:
        status, answer = client.d("save", client.request([], [group | {"segments": segments}]))
        assert status == 200
        assert answer["rows"][0]["group"]["ids"] == ["s0001", "s0002"]
        assert answer["rows"][1]["in"] == "s0001"
        assert "Il pleut. Merci." in client.ask(f"{D}file/txt")[1] + client.ask(f"{D}file/tsv")[1]
        assert client.save("s0002", 2, target="x")[0] == 409
    assert document(out).units[0].source == "Il pleut. Merci."
    with served(out) as client:
        back = group | {"segments": [], "bases": [2, 2]}
        assert client.d("save", client.request([], [back]))[0] == 200
    assert [unit.source for unit in document(out).units] == [unit.source for unit in UNITS]


def test_events_are_told_and_told_again_after_a_break(client: Client) -> None:
    client.save("s0001", 0, target="one")
    client.save("s0002", 0, target="two")
    client.d("lock", {"client": "c", "reviewer": "Ann", "id": "s0003"})
    events = client.events()
    assert [name for name, _ in events] == ["row", "row", "lock", "ready"]
    assert [data["target"] for name, data in client.events(after=1) if name == "row"] == ["two"]
    heard: list[object] = []
    thread = threading.Thread(target=lambda: heard.extend(client.events(after=2, until="row")))
    thread.start()
    while not json.loads(client.ask("dashboard")[1])["present"]:
        pass
    client.save("s0004", 0, target="three")
    thread.join(10)
    assert heard[-1][1]["target"] == "three"  # type: ignore[index]
    assert client.events(after=99, until="document")[0][0] == "document"


def test_a_document_made_anew_on_disk_is_not_overwritten(out: Path) -> None:
    with served(out) as client:
        client.save("s0001", 0, target="It is pouring.")
        changed = document(out)
        units = (changed.units[0], *(unit for unit in UNITS[1:3]))
        write_artefacts(type(changed)(NAME, units), out / NAME)
        assert client.ask(f"{D}file/txt")[0] == 200
        assert "It is pouring." in [row["target"] for row in client.state()["rows"]]
    assert [unit.target for unit in document(out).units] == ["It is pouring.", "Thanks.", "The cat sleeps."]


def test_the_memory_is_searched(out: Path) -> None:
    with served(out) as client:
        client.save("s0001", 0, target="It is pouring.", state="approved")
        client.ask(f"{D}file/txt")
        assert json.loads(client.ask("memory?q=PLEUT")[1])["pairs"][0]["target"] == "It is pouring."


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Length": "99999999999"}, 413),
    ],
)
def test_no_other_site_may_post(client: Client, headers: dict[str, str], status: int) -> None:
    assert client.ask(f"{D}save", client.request([]), headers)[0] == status
    assert client.state()["revision"] == 0


@pytest.mark.parametrize("prefix", ["/", "/wrong/", "/x/"])
def test_the_token_is_needed(client: Client, prefix: str) -> None:
    for path in ("", "dashboard", D, f"{D}save"):
        assert client.ask(path, prefix=prefix)[0] == 403
    assert client.ask(f"{D}save", {}, prefix=prefix)[0] == 403


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"client": "c"}', b'{"client": "c", "key": "k", "rows": [1]}', b"\xff", b"[" * 100_000]
)
def test_bad_requests_are_refused(client: Client, body: bytes) -> None:
    status, text = client.ask(f"{D}save", body)
    assert status == 400
    assert "error" in json.loads(text)


@pytest.mark.parametrize(
    "request_line",
    [b"GET http://[x/ HTTP/1.1", b"POST / HTTP/1.1\r\nContent-Length: \xc2\xb2", b"\x16\x03\x01", b"GET / HTTP/9.9"],
)
def test_broken_requests_leave_no_traceback(
    client: Client, request_line: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    client.raw(request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert client.ask("dashboard")[0] == 200
    assert "Traceback" not in "".join(capfd.readouterr())


def test_half_open_connections_do_not_block(client: Client) -> None:
    address = (client.address.hostname or "", client.address.port or 0)
    links = []
    for _ in range(1_000):
        link = socket.create_connection(address, timeout=10)
        link.sendall(b"GET / HTTP/1.1\r\nHost:")
        links.append(link)
    assert client.ask("dashboard")[0] == 200
    assert client.save("s0001", 0, target="x")[0] == 200
    with contextlib.suppress(ConnectionResetError):
        assert links[0].recv(1) == b""  # the oldest have made room
    for link in links:
        link.close()


def test_a_taken_port_and_a_bad_address_are_one_clear_error(out: Path, client: Client) -> None:
    port = client.address.port or 0
    with pytest.raises(OutputError, match=f"port {port} of 127.0.0.1 cannot be used"):
        review_server(out, port=port)
    with pytest.raises(OptionError, match="valid are addresses"):
        review_server(out, host="example")
    with pytest.raises(InputError, match="no document here"):
        review_server(out / "none")


def test_a_name_inside_a_document_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    out = make_folder(tmp_path / "out")
    path = out / "autre" / "autre.jsonl"
    path.write_text(path.read_text().replace('"autre"', '"../../victim"'))
    with served(out) as client:
        client.document = "autre"
        assert client.save("s0001", 0, target="x")[0] == 200
        assert client.ask("d/autre/file/tmx")[0] == 200
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]
    assert document(out, "autre").units[0].target == "x"


def test_two_browsers_on_one_document(out: Path) -> None:
    with served(out) as client, chromium() as browser:
        faults: list[str] = []
        pages = [browser.new_page() for _ in range(2)]
        for page in pages:
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{client.origin}{client.address.path}{D}")
        first, second = pages
        first.keyboard.press("j")
        first.keyboard.press("e")
        second.get_by_text("is typing here").wait_for()
        first.keyboard.type(" Hard!")
        first.keyboard.press("Enter")
        first.locator("#saved:text-is('saved')").wait_for()
        second.locator("#s0001 .en", has_text="It rains. Hard!").wait_for()
        assert client.state()["rows"][-1]["state"] == "edited"
        second.keyboard.press("j")
        second.keyboard.press("Space")
        first.locator("#s0001.approved").wait_for()
        second.keyboard.press("u")
        first.locator("#s0001:not(.approved)").wait_for()
        first.keyboard.press("u")  # somebody else has been in that row since, so it takes back nothing
        first.keyboard.press("k")
        assert first.locator("#s0001.current .en").text_content() == "It rains. Hard!"
        first.keyboard.press("r")
        second.locator("#s0001 .en:text-is('It rains.')").wait_for()
        second.locator("#saved:text-is('saved')").wait_for()
        first.keyboard.press("m")
        second.locator(".row .fr", has_text="Il pleut. Merci.").wait_for()
        second.reload()
        second.locator(".row .fr", has_text="Il pleut. Merci.").wait_for()
        first.keyboard.press("u")
        second.locator("#s0002").wait_for(state="visible")
        assert faults == []
    assert document(out).units == UNITS


def test_the_page_keeps_what_the_server_does_not_take_yet(out: Path) -> None:
    with served(out) as client, chromium() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{client.origin}{client.address.path}{D}")
        page.locator("#tools").wait_for()
        context.set_offline(True)
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.type(" Hard!")
        page.keyboard.press("Enter")
        page.locator("#saved", has_text="not saved on the server").wait_for()
        assert client.state()["rows"] == []
        context.set_offline(False)
        page.reload()
        page.locator("#s0001 .en", has_text="It rains. Hard!").wait_for()
        page.locator("#saved:text-is('saved')").wait_for()
    assert document(out).units[0].target == "It rains. Hard!"


def test_a_keystroke_is_kept_before_the_browser_does_anything_else(out: Path) -> None:
    with served(out) as client, chromium() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{client.origin}{client.address.path}{D}")
        page.locator("#tools").wait_for()
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.locator("textarea.edit").wait_for()
        context.set_offline(True)
        typed = """() => {
            const box = document.querySelector("textarea.edit");
            box.value = "It pours.";
            box.dispatchEvent(new Event("input"));
            return Object.values(localStorage).join(" ");
        }"""
        assert "It pours." in page.evaluate(typed)
        context.set_offline(False)
        other = context.new_page()  # as after a crash: nothing was told that the page is left
        other.goto(page.url)
        other.locator("#s0001.draft .en", has_text="It pours.").wait_for()
    assert document(out).units[0].target == "It pours."


def test_a_conflict_is_shown_beside_its_row(out: Path) -> None:
    with served(out) as client, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{client.origin}{client.address.path}{D}")
        page.locator("#tools").wait_for()
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.type("!")
        page.locator("#saved:text-is('saved')").wait_for()
        client.name = "Ann"
        assert client.save("s0001", 0, target="Rain.")[0] == 409
        page.locator("#s0001 bdi", has_text="Rain.").wait_for()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="take this").click()
        page.locator("#s0001 .en", has_text="Rain.").wait_for()
        page.locator("#saved:text-is('saved')").wait_for()
        while client.state()["conflicts"] or client.state()["rows"][0]["target"] != "Rain.":
            pass
        assert page.get_by_role("button", name="take this").count() == 0
    assert document(out).units[0].target == "Rain."


def test_the_page_looks_words_up_in_the_memory_and_shows_the_flags_of_the_server(out: Path) -> None:
    with served(out) as client, chromium() as browser:
        client.save("s0001", 0, target="It rains 7.", state="approved")
        while not json.loads(client.ask("memory?q=pleut")[1])["pairs"]:
            pass
        page = browser.new_page()
        page.goto(f"{client.origin}{client.address.path}{D}")
        page.keyboard.press("f")
        page.fill("#look-up", "pleut")
        page.locator("#look-up-list li", has_text="memory").wait_for()
        page.keyboard.press("Escape")
        client.save("s0002", 0, target="Thanks 12.", state="edited")
        page.locator("#s0002 .flag.now", has_text="number 12 is not in the source").wait_for()
        assert page.locator("#s0002 .flag.stale").count() == 0


def test_the_list_of_documents_follows_what_is_done(out: Path) -> None:
    with served(out) as client, chromium() as browser:
        faults: list[str] = []
        page = browser.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{client.origin}{client.address.path}")
        row = page.locator(f'tr[data-name="{NAME}"]')
        assert row.locator('[data-field="approved"]').text_content() == "0"
        client.name = "Ann <b>"
        client.save("s0001", 0, target="It is pouring.", state="approved")
        client.save("s0001", 0, target="Rain.")
        row.locator('[data-field="approved"]:text-is("1")').wait_for()
        assert row.locator('[data-field="conflicts"]').text_content() == "1"
        assert row.locator('[data-field="reviewers"]').text_content() == "Ann <b>"
        with page.expect_download() as download:
            row.get_by_role("link", name="txt").click()
        assert "It is pouring." in Path(download.value.path()).read_text("utf-8")
        assert faults == []
