"""What people install: the built wheel, by pip, in a new environment. It is small, and translates without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, SEED

MOST_BYTES = 300_000_000
NO_INDEX = (
    "No matching distribution",
    "Could not find a version",
    "Connection",
    "Name or service",
    "resolve",
    "timed out",
)
OWN = {"pip", "setuptools", "wheel"}  # which a new environment of old Pythons has anyway

# A network name space of its own has no network; where the system allows none, sockets are refused in the process.
ALONE = ["unshare", "--map-root-user", "--net"]
REFUSE = (
    "import sys\n"
    "def refuse(event, args):\n"
    "    if event in ('socket.connect', 'socket.getaddrinfo'):\n"
    "        raise SystemExit(f'the network was asked for: {args}')\n"
    "sys.addaudithook(refuse)\n"
    "from pipeline.__main__ import main\n"
    "main()\n"
)
SIZES = (
    "import importlib.metadata as m, json, os\n"
    "print(json.dumps({d.name: sum(os.path.getsize(f.locate()) for f in d.files or [] if f.locate().is_file())"
    " for d in m.distributions()}))\n"
)


def run(command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def pip(python: Path | str, *arguments: str | Path) -> None:
    done = run([python, "-m", "pip", "--disable-pip-version-check", "--retries", "0", *arguments])
    if done.returncode and any(sign in done.stderr for sign in NO_INDEX):
        pytest.skip(f"no package index can be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    wanted = ("pipeline", "glossaries", "pyproject.toml", "README.md", "LICENSE")
    for name in wanted:  # a copy, so that no build of this checkout is touched
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / "source").mkdir(exist_ok=True)
            shutil.copy(origin, folder / "source")
    venv = folder / "venv"
    assert run([sys.executable, "-m", "venv", venv]).returncode == 0
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip(python, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, folder / "source")
    (wheel,) = folder.glob("*.whl")
    pip(python, "install", "--quiet", wheel)
    return python


def outside(tmp_path: Path) -> dict[str, str]:
    """An environment of variables in which nothing of this checkout is found."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ARGOS", "XDG"))}
    return kept | {"HOME": str(tmp_path)}


def test_it_brings_less_than_300_megabytes(environment: Path, tmp_path: Path) -> None:
    done = run([environment, "-c", SIZES], env=outside(tmp_path), cwd=tmp_path)
    sizes = {name: size for name, size in json.loads(done.stdout).items() if name not in OWN}
    assert "bitexte" in sizes
    assert sum(sizes.values()) < MOST_BYTES, sizes
    assert not {"torch", "stanza", "spacy", "minisbd", "argostranslate"} & set(sizes)


def test_it_translates_the_seed_without_a_network(environment: Path, tmp_path: Path) -> None:
    alone = ALONE if shutil.which("unshare") and run([*ALONE, "true"]).returncode == 0 else []
    done = run(
        [*alone, environment, "-c", REFUSE, "translate", SEED, "--out", "out"], env=outside(tmp_path), cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    english = (tmp_path / "out" / SEED.stem / f"{SEED.stem}.en.txt").read_text("utf-8")
    assert "Kim Jong Un" in english
    assert "Putin" in english


def test_what_an_extra_brings_is_said_in_one_line(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "a").mkdir(parents=True)
    (tmp_path / "out" / "a" / "a.jsonl").write_text("")
    commands = {
        "serve": ["review", "serve", "out"],
        "score": ["score", SEED, SEED],
        "argos": ["model", "install", "fr_en"],
    }
    for extra, arguments in commands.items():
        done = run([environment, "-m", "pipeline", *arguments], env=outside(tmp_path), cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.endswith(f"pip install 'bitexte[{extra}]'\n")
        assert done.stderr.count("\n") == 1
