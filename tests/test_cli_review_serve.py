"""`bitexte review serve` as a process of its own: killed, ended, and in the way of others."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from served_folder import NAME, make_folder, served_process

from pipeline.bitext import Review
from pipeline.cli.app import run
from pipeline.files.layout import MEMORY
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Memory


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "out")


def targets(out: Path, name: str = NAME) -> list[str]:
    return [unit.target for unit in read_jsonl(out / name / f"{name}.jsonl").units]


def test_a_killed_server_loses_nothing_whatever_comes_next(
    out: Path, tmp_path: Path, argos_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served_process(out) as (process, client):
        assert client.save("s0001", 0, target="It is pouring.", state="approved", comment="wet")[0] == 200
        assert client.save("s0002", 0, target="Cheers.", state="draft")[0] == 200
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert targets(out)[0] == "It rains.", "the files were still to be written"
    address = client.address
    with served_process(out) as (process, client):
        assert client.address == address, "open pages find it again"
        state = client.state()
        assert [(row["target"], row["state"]) for row in state["rows"]] == [
            ("It is pouring.", "approved"),
            ("Cheers.", "draft"),
        ]
        assert client.save("s0003", state["revision"], target="The cat naps.")[0] == 200
        process.send_signal(signal.SIGKILL)
        process.wait()
    source = tmp_path / f"{NAME}.txt"
    source.write_text("Le chat dort.\n\nIl pleut.\n\nIl neige.\n", encoding="utf-8")
    assert run(["translate", str(source), "--out", str(out), "--no-glossary", "--model", "embedded"]) == 0
    units = read_jsonl(out / NAME / f"{NAME}.jsonl").units
    assert [(unit.target, unit.review) for unit in units[:2]] == [
        ("The cat naps.", Review.EDITED),
        ("It is pouring.", Review.APPROVED),
    ]
    flags = [(flag.code, flag.message) for unit in units for flag in unit.flags]
    assert ("comment", "wet") in flags
    assert any(code == "review-conflict" and "Cheers." in message for code, message in flags)
    with Memory(out / MEMORY) as memory:
        assert [pair.target for pair in memory.approved().values()] == ["It is pouring."]


def test_a_served_folder_is_kept_from_others_who_are_told_by_whom(
    out: Path, tmp_path: Path, argos_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "autre.txt"
    source.write_text("Il pleut.", encoding="utf-8")
    patch = tmp_path / "patch.json"
    patch.write_text('{"format": "bitexte-review", "version": 2, "documents": [{"name": "autre", "edits": []}]}')
    files = {path: path.read_bytes() for path in out.glob("*/*.*") if path.parent.name != ".bitexte"}
    with served_process(out) as (process, client):
        for command in (
            ["review", "serve", str(out)],
            ["review", "apply", str(patch), "--out", str(out)],
            ["review", "export", str(out)],
            ["translate", str(source), "--out", str(out), "--model", "embedded"],
            ["align", str(source), str(source), "--out", str(out), "--model", "embedded"],
        ):
            assert run(command) == 2, command
            said = capsys.readouterr().err
            assert f"in use by `bitexte review serve` (process {process.pid} of " in said, command
            assert said.count("\n") == 1
        assert client.save("s0001", 0, target="x")[0] == 200
    assert {path: path.read_bytes() for path in files} == files


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_asked_to_end_writes_all_files(out: Path, how: signal.Signals) -> None:
    with served_process(out) as (process, client):
        assert client.save("s0001", 0, target="It is pouring.")[0] == 200
        process.send_signal(how)
        _, said = process.communicate(timeout=20)
        assert "Traceback" not in said
        assert process.returncode == 0
    assert targets(out)[0] == "It is pouring."
    assert targets(out, "autre")[0] == "It rains."
    with served_process(out, "--new-address") as (_, other):
        assert other.address.path != client.address.path
        assert other.ask("", prefix=client.address.path)[0] == 403
