"""The command line as a user meets it: what it prints where, and how it ends."""

import os
import pty
import signal
import subprocess
import sys
import time

import pytest
from conftest import SEED

from pipeline.cli.app import run
from pipeline.memory import Memory
from pipeline.memory.store import Approved

SMALL = "Il pleut.\nNous avons deux enfants et une voiture.\n"


def bitexte(*arguments, stdin=b"", **options):
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, check=False, input=stdin, capture_output=True, **options)


@pytest.fixture
def small(tmp_path, argos_home, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "small.txt"
    path.write_text(SMALL)
    return path


def test_translate_names_its_files_on_stdout_and_talks_on_stderr(small, capsys):
    assert run(["translate", str(small)]) == 0
    out, err = capsys.readouterr()
    assert out.split("\n")[0] == "out/small/small.en.txt"
    assert len(out.split()) == 8
    assert err.startswith("small: 2 segments in ")


def test_standard_input_comes_out_as_english(small):
    done = bitexte("translate", "-", stdin=SMALL.encode(), cwd=small.parent)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 2
    assert b"two children" in done.stdout
    assert done.stderr == b""
    assert not (small.parent / "out").exists()


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\r\n"])
def test_lines_in_and_lines_out_are_as_many(small, ending):
    text = "Il pleut. Il neige.\n\nUn\u2028deux\x0ctrois.\tQuatre.\r\n  \nMerci" + ending
    done = bitexte("translate", "--lines", "-", stdin=text.encode(), cwd=small.parent)
    assert done.returncode == 0
    output = done.stdout.decode()
    assert output.endswith("\n")
    assert output.count("\n") == text.removesuffix("\n").count("\n") + 1
    assert all(character not in output for character in "\u2028\x0c\r\t")


def test_lines_are_checked_where_asked(small, tmp_path):
    text = "Il pleut à Pékin.\n\nLe 3 %s mai.\n".encode()
    listed = bitexte("translate", "--lines", "--check", "-", stdin=text, cwd=tmp_path)
    assert listed.returncode == 0
    assert listed.stderr.decode().startswith("line\tseverity\tcode\tsource\ttarget\tmessage\n")
    filed = bitexte("translate", "--lines", "--check-to", "flags.tsv", "-", stdin=text, cwd=tmp_path)
    assert filed.stdout == listed.stdout
    header, *rows = (tmp_path / "flags.tsv").read_text("utf-8").split("\n")
    assert header.count("\t") == 5
    assert all(row.split("\t")[0] in {"1", "3"} for row in rows if row)


def test_check_goes_with_lines(small):
    done = bitexte("translate", str(small), "--check", cwd=small.parent)
    assert done.returncode == 2
    assert b"--check and --check-to go with --lines" in done.stderr


def test_no_bar_in_a_pipe_and_one_on_a_terminal(small):
    arguments = [sys.executable, "-m", "pipeline", "translate", str(small), "--no-memory"]
    master, terminal = pty.openpty()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=terminal, cwd=small.parent)
    os.close(terminal)
    shown = b""
    try:
        while chunk := os.read(master, 4096):
            shown += chunk
    except OSError:
        pass
    assert process.wait() == 0
    assert b"segments" in shown
    assert b"%|" in shown
    assert b"%|" not in bitexte("translate", small, "--no-memory", cwd=small.parent).stderr


def test_strict_fails_on_an_error_flag(small):
    """A reviewer approved a translation that breaks a `must` entry: a fault that no engine can mend."""
    small.write_text("Poutine est arrivé à Moscou.\n")
    translation = ["translate", str(small), "--strict"]
    assert run(translation) == 0
    with Memory(small.parent / "out" / ".bitexte" / "memory.sqlite") as memory:
        memory.approve([Approved("Poutine est arrivé à Moscou.", "The president has arrived in Moscow.", "small")])
    assert run(translation) == 1
    assert run(translation[:-1]) == 0


BAD_GLOSSARIES = {
    "missing columns": "source\ttarget\tkind\tpolicy\tnotes\nPoutine\n",
    "contradiction": "source\ttarget\tkind\tpolicy\tnotes\nA B\tC\tterm\tmust\t\nA B\tD\tterm\tmust\t\n",
    "duplicate": "source\ttarget\tkind\tpolicy\tnotes\nA B\tC\tterm\tmust\t\nA B\tC\tterm\tmust\t\n",
    "unknown policy": "source\ttarget\tkind\tpolicy\tnotes\nA B\tC\tterm\talways\t\n",
}


@pytest.mark.parametrize("content", BAD_GLOSSARIES.values(), ids=BAD_GLOSSARIES.keys())
def test_a_bad_glossary_stops_the_run_with_its_line(small, tmp_path, capsys, content):
    path = tmp_path / "bad.tsv"
    path.write_text(content)
    assert run(["translate", str(small), "--glossary", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{path}:{content.count(chr(10))}" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()
    assert run(["glossary", "check", str(path)]) == 1
    assert f"{path}:{content.count(chr(10))}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["translate", "none.txt"], "none.txt: no such file"),
        (["translate", "binary.bin"], "binary.bin: is binary"),
        (["translate", "small.txt", "--formats", "docx"], "valid names"),
        (["translate", "small.txt", "--model", "nonsense"], "at hand: embedded"),
        (["translate", "small.txt", "--model", "small.txt"], "not an Argos package"),
        (["translate", "small.txt", "--no-glossary", "--glossary", "x"], "--no-glossary goes with neither"),
        (["translate", "small.txt", "--glossary", "none.tsv"], "none.tsv"),
        (["translate", "-", "small.txt"], "cannot stand beside"),
        (["translate", "small.txt", "--lines", "--formats", "tmx"], "--lines goes with neither"),
        (["translate", "small.txt", "--out", "binary.bin"], "binary.bin"),
        (["translate"], "Missing argument"),
        (["translate", "small.txt", "--threads", "0"], "--threads"),
        (["transalte"], "No such command"),
        (["split", "none.txt"], "none.txt: no such file"),
        (["split", "small.txt", "--lang", "de"], "--lang"),
        (["check", "none.tmx"], "none.tmx"),
        (["check", "small.txt"], "small.txt"),
        (["score", "small.txt", "empty.txt"], "ends after line 0"),
        (["score", "empty.txt", "empty.txt"], "nothing to score"),
        (["model", "install", "small.txt"], "not an Argos package"),
        (["model", "info", "none"], "at hand"),
        (["glossary", "check"], "Missing argument"),
        (["glossary", "check", "none.tsv"], "none.tsv"),
        (["glossary", "audit", "none.jsonl"], "none.jsonl"),
        (["translate", "-", "--formats", "tmx"], "--formats goes with -"),
        (["align", "small.txt"], "two files, two folders"),
        (["align", "x.tmx", "--lines"], "only checked"),
        (["words", "small.txt", "small.txt", "--no-model", "--model", "x"], "--no-model"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_costs_one_clear_line_and_exit_2(small, tmp_path, capsys, arguments, expected):
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "empty.txt").write_text("")
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert expected in out + err
    assert "Traceback" not in err


def test_an_empty_file_is_said_to_be_empty(small, tmp_path, capsys):
    (tmp_path / "empty.txt").write_text("")
    assert run(["translate", "empty.txt"]) == 0
    assert "nothing to translate" in capsys.readouterr().err
    assert (tmp_path / "out" / "empty" / "empty.en.txt").read_text() == ""


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        ("Il a été là.\n".encode("cp1252"), "Windows-1252"),
        (b"\xef\xbb\xbf" + "Il a été là.\r\n".encode(), None),
        (b"Il\x00 pleut\x07.\n", "control character"),
        ("👩‍🚀 a dit « e\u0301te\u0301 » et مرحبا.\n".encode(), None),
        (b"a" * 100_000, None),
        (("mot " * 2_000).encode(), None),
        (("Poutine a parlé à Moscou et " * 300).encode(), None),
    ],
    ids=["cp1252", "bom-crlf", "nul", "emoji-rtl-combining", "no-space", "no-stop", "names-without-a-stop"],
)
def test_odd_input_goes_through(small, tmp_path, capsys, content, warning):
    (tmp_path / "odd.txt").write_bytes(content)
    assert run(["translate", "odd.txt"]) == 0
    err = capsys.readouterr().err
    assert warning is None or warning in err
    assert (tmp_path / "out" / "odd" / "odd.tmx").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(small, tmp_path, capsys):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert run(["translate", "small.txt", "--out", "locked"]) == 2
    assert "locked" in capsys.readouterr().err


def test_a_damaged_memory_is_set_aside_and_said_so(small, tmp_path, capsys):
    (tmp_path / "out" / ".bitexte").mkdir(parents=True)
    (tmp_path / "out" / ".bitexte" / "memory.sqlite").write_bytes(b"nonsense" * 100)
    assert run(["translate", "small.txt"]) == 0
    assert "set aside as memory.sqlite.damaged-1" in capsys.readouterr().err


def test_ctrl_c_keeps_what_is_done(small, tmp_path):
    source = tmp_path / "long.txt"
    source.write_text("".join(f"Le ministre numéro {number} a rencontré les députés.\n" for number in range(5000)))
    command = [sys.executable, "-m", "pipeline", "translate", str(source), "--no-glossary", "--model", "embedded"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    memory = tmp_path / "out" / ".bitexte" / "memory.sqlite-wal"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (memory.exists() and memory.stat().st_size > 50_000):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.decode().strip().count("\n") == 0
    assert "interrupted; out/.bitexte/memory.sqlite keeps what is finished" in err.decode()


def test_a_reader_that_leaves_is_no_error(small, tmp_path):
    (tmp_path / "many.txt").write_text(SMALL * 5000)
    done = subprocess.run(
        f"{sys.executable} -m pipeline split many.txt | head -n 1",
        check=True,
        shell=True,
        capture_output=True,
        cwd=tmp_path,
    )
    assert done.stdout == b"Il pleut.\n"
    assert done.stderr == b""


def test_split_prints_one_sentence_a_line(capsys):
    assert run(["split", str(SEED)]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert len(lines) == 26
    assert lines[0].startswith("Le Russe Poutine")
    assert lines[25] == ""


def test_split_offsets_point_into_the_file(capsys):
    assert run(["split", "--offsets", str(SEED)]) == 0
    text = SEED.read_text()
    rows = [line.split("\t") for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    assert all(text[int(start) : int(end)] == sentence for start, end, _, sentence in rows)
    assert rows[-1][2] == "19"


def test_check_reads_what_translate_wrote(small, capsys):
    run(["translate", str(small), "--formats", "tmx"])
    capsys.readouterr()
    assert run(["check", "out/small/small.tmx"]) == 0
    assert "2 segments, 0 format problems" in capsys.readouterr().err


def test_check_names_the_line_of_a_fault(small, tmp_path, capsys):
    (tmp_path / "bad.tmx").write_text(
        '<tmx version="1.4">\n<header/>\n<body>\n<tu><tuv><seg>a</seg></tuv></tu></body></tmx>'
    )
    assert run(["check", "bad.tmx"]) == 2
    assert "line 2" in capsys.readouterr().out


def test_score_prints_three_signed_scores(small, capsys):
    assert run(["score", "small.txt", "small.txt"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.rstrip().split("\n")]
    assert [(name, value) for name, value, _ in rows] == [("BLEU", "100.00"), ("chrF2", "100.00"), ("TER", "0.00")]
    assert all("version:" in signature for _, _, signature in rows)


def test_model_commands(small, capsys):
    assert run(["model", "list"]) == 0
    assert capsys.readouterr().out.startswith("* embedded\t")
    assert run(["model", "info"]) == 0
    out = capsys.readouterr().out
    assert "architecture: Transformer" in out
    assert "sha256:" in out
    assert run(["model", "check"]) == 0
    assert capsys.readouterr().out.count("ok ") == 4


def test_the_packaged_glossaries_have_no_error(capsys):
    from pipeline.glossary.finding.glossary import default_paths

    assert run(["glossary", "check", *map(str, default_paths())]) == 0


GLOSSARY = "source\ttarget\tkind\tpolicy\tnotes\nPoutine\tPutin\tperson\tmust\t\nMoscou\tMoscow\tplace\tmust\t\n"


def test_glossary_convert_and_back(small, tmp_path):
    (tmp_path / "g.tsv").write_text(GLOSSARY)
    for name in ("g.csv", "g.tbx", "back.tsv"):
        before = {"g.csv": "g.tsv", "g.tbx": "g.csv", "back.tsv": "g.tbx"}[name]
        assert run(["glossary", "convert", before, name]) == 0
    rows = [line.split("\t")[:4] for line in (tmp_path / "back.tsv").read_text().split("\n") if "\t" in line]
    assert rows == [line.split("\t")[:4] for line in GLOSSARY.rstrip("\n").split("\n")]
    assert run(["glossary", "convert", "g.tsv", "g.xyz"]) == 2


def test_glossary_suggest_drafts_what_no_glossary_has(small, tmp_path, capsys):
    (tmp_path / "names.txt").write_text("Il a vu Zorblatt hier. Ensuite, le ministre a salué Zorblatt à Paris.\n")
    assert run(["glossary", "suggest", "names.txt"]) == 0
    out = capsys.readouterr().out
    assert "Zorblatt\t" in out
    assert "2 mentions" in out
    assert "Paris\t" not in out
    assert run(["glossary", "suggest", "names.txt", "--output", "draft.tsv"]) == 0
    assert run(["glossary", "check", "draft.tsv"]) == 0


def test_glossary_audit_adds_up_documents(small, tmp_path, capsys):
    small.write_text("Poutine est arrivé à Moscou.\n")
    run(["translate", "small.txt"])
    capsys.readouterr()
    assert run(["glossary", "audit", "out/small/small.jsonl", "out/small/small.tmx"]) == 0
    rows = dict(line.split("\t", 1) for line in capsys.readouterr().out.rstrip("\n").split("\n"))
    assert rows["Poutine"].startswith("must\t2\t")
    assert run(["glossary", "audit", "small.txt"]) == 2


def test_score_measures_terms(small, tmp_path, capsys):
    (tmp_path / "g.tsv").write_text(GLOSSARY)
    (tmp_path / "s.fr").write_text("Poutine est à Moscou.\nPoutine dort.\n")
    (tmp_path / "h.en").write_text("Putin is in Moscow.\nPoutine sleeps.\n")
    (tmp_path / "r.en").write_text("Putin is in Moscow.\nPutin sleeps.\n")
    assert run(["score", "h.en", "r.en", "--terms", "g.tsv", "--source", "s.fr"]) == 0
    rows = dict(line.split("\t")[:2] for line in capsys.readouterr().out.rstrip("\n").split("\n"))
    assert (rows["terms"], rows["exact"], rows["accepted"]) == ("3", "66.67", "66.67")
    assert run(["score", "h.en", "r.en", "--terms", "g.tsv"]) == 2


def test_review_commands(small, tmp_path, capsys):
    from pipeline.review.fingerprint import segment_hash
    from pipeline.review.patch import DocumentPatch, Edit, Patch

    run(["translate", "small.txt"])
    before = (tmp_path / "out" / "small" / "small.jsonl").read_bytes()
    (tmp_path / "before.jsonl").write_bytes(before)
    edits = (Edit("s0001", segment_hash("Il pleut."), "It's pouring."), Edit("s0002", "0" * 16, "nothing"))
    (tmp_path / "patch.json").write_text(Patch((DocumentPatch("small", edits),)).to_json())
    capsys.readouterr()
    assert run(["review", "apply", "patch.json"]) == 1
    out, err = capsys.readouterr()
    assert "s0002" in err
    assert "small.rejected.json" in err
    assert "out/small/small.tmx" in out
    assert run(["review", "diff", "before.jsonl", "out/small/small.jsonl", "--page", "diff.html"]) == 0
    assert "1 of 2 segments differ" in capsys.readouterr().err
    assert "pouring" in (tmp_path / "diff.html").read_text()
    assert run(["review", "export", "--format", "xlf"]) == 0
    assert capsys.readouterr().out == "out/small/small.xlf\n"
    assert run(["review", "serve", "nothing-here"]) == 2


def test_a_reader_that_leaves_does_not_stop_the_translation(small, tmp_path):
    (tmp_path / "other.txt").write_text(SMALL)
    command = f"{sys.executable} -m pipeline translate small.txt other.txt | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True, capture_output=True, cwd=tmp_path)
    assert done.stdout == b"out/small/small.en.txt\n"
    assert (tmp_path / "out" / "corpus.en").read_text().count("\n") == 4


def test_corpus_build_and_its_settings(small, tmp_path, capsys):
    rows = [
        f"Le document {k} parle du pont de la ville.\tDocument {k} speaks of the bridge of the town." for k in range(30)
    ]
    (tmp_path / "pairs.tsv").write_text(
        "\n".join([*rows, rows[0], "Le chat dort bien ici.\tLe chat dort bien ici."]) + "\n"
    )
    assert run(["corpus", "settings"]) == 0
    (tmp_path / "settings.toml").write_text(capsys.readouterr().out.replace("near = true", "near = false"))
    command = ["corpus", "build", "pairs.tsv", "--out", "corpus", "--settings", "settings.toml"]
    assert run([*command, "--licence", "pairs.tsv=CC0"]) == 0
    out, err = capsys.readouterr()
    assert "32 pairs read, 2 rejected" in err
    assert "corpus/train.tsv" in out
    assert "CC0" in (tmp_path / "corpus" / "README.md").read_text()
    assert run([*command, "--licence", "nonsense"]) == 2
    assert run(["corpus", "build", "small.txt", "--out", "corpus"]) == 2


def test_what_is_unforeseen_costs_one_line(small, capsys, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("deep\ninside")

    monkeypatch.setattr("pipeline.cli.split.split_command.callback", fail)
    assert run(["split", "small.txt"]) == 70
    err = capsys.readouterr().err
    assert err.startswith("bitexte: unforeseen failure: ZeroDivisionError: deep inside at test_cli:")
    assert err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        run(["--debug", "split", "small.txt"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [("caf\udce9.txt", "café"), ("a\nb.txt", "a_b"), ("-rf.txt", "-rf"), ("é" * 120 + ".txt", "é" * 75 + "-9e390b26")],
    ids=["not-utf-8", "line-break", "dash", "long"],
)
def test_names_of_files_become_names_of_documents(small, tmp_path, capsys, name, expected):
    (tmp_path / name).write_text("Il pleut.\n")
    (tmp_path / "o.en.txt").write_text("It rains.\n")
    assert run(["align", "--no-model", "--out", "out", "--formats", "jsonl,tmx", "--", name, "o.en.txt"]) == 0
    assert sorted(path.name for path in (tmp_path / "out" / expected).iterdir()) == [
        f"{expected}.jsonl",
        f"{expected}.tmx",
    ]
    assert run(["review", "export", "out"]) == 0


def test_limits_are_raised_by_an_option_before_the_command(small, tmp_path, capsys):
    (tmp_path / "a.tsv").write_text(f"un\t{'x' * 2_000_000}\n")
    assert run(["--limit", "record=1M", "corpus", "stats", "a.tsv"]) == 2
    assert "a.tsv: line 1: refused: more than 1,048,576 bytes in a line" in capsys.readouterr().err
    assert run(["corpus", "stats", "a.tsv"]) == 0
    assert run(["--limit", "depth=1", "corpus", "stats", "a.tsv"]) == 2
    assert "valid are NAME=NUMBER" in capsys.readouterr().err


def test_a_name_that_is_too_long_is_the_users_mistake(small, capsys):
    assert run(["translate", "small.txt", "--model", "a" * 300]) == 2
    assert "File name too long" in capsys.readouterr().err


def test_standard_input_has_limits_too(tmp_path):
    for command in (["split", "-"], ["translate", "-"], ["translate", "--lines", "-"]):
        with open("/dev/zero", "rb") as endless:  # noqa: PTH123
            done = subprocess.run(
                [sys.executable, "-m", "pipeline", "--limit", "whole=1M", "--limit", "record=1M", *command],
                cwd=tmp_path,
                stdin=endless,
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 2
        assert "standard input" in done.stderr
        assert "refused: more than 1,048,576 bytes" in done.stderr
