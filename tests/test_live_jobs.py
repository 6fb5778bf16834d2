"""Documents in the background, as they are without a network: accepted, made, resumed after a kill, ended once."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_server import Client

from pipeline.errors import InputError
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.finding.glossary import Glossary
from pipeline.live.engine import LiveEngine
from pipeline.live.jobs import Jobs, UnknownJobError
from pipeline.live.queue import BusyError
from pipeline.live.store import CANCELLED, DONE, FAILED, QUEUED, Store
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

TEXT = b"Le chat dort.\n\nIl pleut.\n"


@pytest.fixture(scope="module")
def live() -> Iterator[LiveEngine]:
    engine = LiveEngine(Session(Recipe(model="embedded", glossaries=())))
    yield engine
    engine.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = Store(tmp_path / "server.sqlite")
    yield kept
    kept.close()


def test_a_document_is_made_with_its_own_glossary(live: LiveEngine, store: Store, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", store, live)
    job = jobs.accept(TEXT, "a.txt", "Anne", Glossary([Entry("chat", ("tomcat",))]))
    assert job.state == QUEUED
    jobs.run()
    done = jobs.wait(job.id, 120)
    jobs.close()
    assert (done.state, done.done, done.total, done.ends) == (DONE, 2, 2, 1)
    name, data = jobs.result(done)
    assert name == "a.en.txt"
    assert b"tomcat" in data
    assert {"document.tmx", "document.html", "document.jsonl"} <= set(jobs.files(done))


def test_what_was_running_is_taken_up_again_and_ends_once(live: LiveEngine, store: Store, tmp_path: Path) -> None:
    before = Jobs(tmp_path / "jobs", store, live)
    job = before.accept(TEXT, "a.txt", "")
    assert store.start(job.id)  # and here the server was killed
    after = Jobs(tmp_path / "jobs", store, live)
    after.run()
    done = after.wait(job.id, 120)
    after.close()
    assert (done.state, done.ends) == (DONE, 1)
    assert not store.end(job.id, CANCELLED)
    assert after.get(job.id).state == DONE


def test_a_broken_document_fails_in_one_line_without_a_path(live: LiveEngine, store: Store, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", store, live)
    jobs.run()
    done = jobs.wait(jobs.accept(b"no zip", "../../x.docx", "").id, 120)
    jobs.close()
    assert done.state == FAILED
    assert done.error.startswith("x.docx: ")
    assert str(tmp_path) not in done.error


def test_who_it_belongs_to(live: LiveEngine, store: Store, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", store, live)
    job = jobs.accept(TEXT, "a.txt", "Anne")
    with pytest.raises(UnknownJobError):
        jobs.get(job.id, "Ben")
    with pytest.raises(UnknownJobError):
        jobs.cancel(job.id, "Ben")
    assert jobs.cancel(job.id, "Anne").state == CANCELLED
    assert jobs.cancel(job.id, "Anne").ends == 1
    jobs.forget(job.id, "Anne")
    assert list((tmp_path / "jobs").iterdir()) == []


def test_too_many_and_unknown_formats_are_refused(live: LiveEngine, store: Store, tmp_path: Path) -> None:
    jobs = Jobs(tmp_path / "jobs", store, live, most=1)
    with pytest.raises(InputError, match="not supported"):
        jobs.accept(b"MZ", "a.exe", "")
    jobs.accept(TEXT, "a.txt", "")
    with pytest.raises(BusyError):
        jobs.accept(TEXT, "b.txt", "")


def test_a_killed_server_goes_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--data", str(tmp_path), "--model", "embedded"]
    text = "\n\n".join(f"Le chat numéro {number} dort sous la table." for number in range(20))
    accepted: list[str] = []
    for last in (False, True):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
            assert server.stdout is not None
            client = Client(server.stdout.readline().strip())
            try:
                if not last:
                    accepted += [client.upload("/api/v1/jobs", f"{n}.txt", text.encode())[1]["id"] for n in range(2)]
                else:
                    for identifier in accepted:
                        _, _, events = client.ask("GET", f"/api/v1/jobs/{identifier}/events")
                        job = json.loads(events.decode().rstrip().split("data: ")[-1])
                        assert (job["state"], job["done"], job["ends"]) == ("done", 20, 1)
            finally:
                server.kill()
    assert len(set(accepted)) == 2


def test_many_callers_get_what_each_alone_would_get(live: LiveEngine) -> None:
    from pipeline.live.texts import Caller, Texts

    texts = Texts(live)
    sentences = [f"Le chat numéro {number} dort." for number in range(12)]
    alone = [texts.translate([one], Caller("a"))[0].text for one in sentences]
    together: dict[str, str] = {}

    def ask(sentence: str) -> None:
        together[sentence] = texts.translate([sentence], Caller(sentence))[0].text

    threads = [threading.Thread(target=ask, args=(sentence,)) for sentence in sentences]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[sentence] for sentence in sentences] == alone
