"""Kill commands at random moments (`kill -9`), look at what they leave, and run them again.

    python benchmarks/kills.py [--kills N] [--scenes NAMES] [--seed N] [--interrupt]

For each scene a run that nobody kills says how long it takes and what its files are (SOURCE_DATE_EPOCH makes them the
same bytes each time). Then, N times, the command starts in a folder of its own and is killed somewhere in that time.
`half` counts files that are then neither as before nor as they should become, `lost` files that are gone, `settled
later` documents whose files the next command has to move into place. It is run again to its end: `failed` counts other
exit codes than 0, `unequal` files that differ from those of the run nobody killed, `left` temporary files that remain.
`pair` is two processes at once in one folder, one of them killed half the time. With --interrupt it is Ctrl-C instead,
for the command and all processes that it started, and `unsaid` counts those that did not end with exit code 130 and one
line that says so (or 0 and nothing, where all was done), `python` those among them that Python ended before it ran any
code of bitexte's. Exit code 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BITEXTE = (sys.executable, "-c", "from pipeline.__main__ import main; main()")
"""What the installed command runs."""
ROOT = Path(__file__).resolve().parent.parent
SENTENCES = (
    "Le ministre a parlé à Moscou.",
    "Il n'a pas répondu aux questions des journalistes.",
    "Les prix ont augmenté de 12 % en 2023.",
    "Elle habite à Lyon depuis trois ans.",
    "Nous avons reçu votre lettre du 4 mai.",
    "Le train part à 9 h 30.",
)
Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Scene:
    """A command, and what makes its folder. together: folders whose files must change together."""

    prepare: Callable[[Path], None]
    command: tuple[str, ...]
    together: bool = False
    both: bool = False


def texts(folder: Path) -> None:
    """A French text of some 60 sentences with a number each, so that none is like another, and one that renders it."""
    lines = [f"{number}. {SENTENCES[number % len(SENTENCES)]}" for number in range(60)]
    (folder / "a.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    (folder / "b.txt").write_text("\n\n".join(lines[::-1]) + "\n", encoding="utf-8")
    (folder / "a.en.txt").write_text("\n\n".join(f"{n}. Sentence {n} of this text." for n in range(60)) + "\n")


def corpus(folder: Path) -> None:
    """Sentence pairs enough for two shards."""
    with (folder / "x.tsv").open("w", encoding="utf-8") as stream:
        for number in range(60_000):
            sentence = SENTENCES[number % len(SENTENCES)]
            stream.write(f"{number} {sentence}\t{number} Some words about it, {len(sentence)}.\n")


def memory(folder: Path) -> None:
    """A TMX file of a thousand units."""
    units = (
        f'<tu><tuv xml:lang="fr"><seg>{n} {SENTENCES[n % len(SENTENCES)]}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{n} Some words.</seg></tuv></tu>\n'
        for n in range(1_000)
    )
    head = '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr" '
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">{head}datatype="plaintext"/><body>\n'
    (folder / "x.tmx").write_text(head + "".join(units) + "</body></tmx>\n", encoding="utf-8")


def reviewed(folder: Path) -> None:
    """A translated document and a patch for all of its units."""
    texts(folder)
    (folder / "a.txt").write_text("\n\n".join(SENTENCES) + "\n", encoding="utf-8")
    execute(folder, "translate", "a.txt", "--out", "out")
    execute(folder, "review", "export", "out", "--format", "xlf")
    exported = folder / "out" / "a" / "a.xlf"
    text = exported.read_text(encoding="utf-8")
    for state in ("needs-review-translation", "translated"):
        text = text.replace(f'state="{state}">', 'state="final">Really: ')
    (folder / "patch.xlf").write_text(text, encoding="utf-8")
    exported.unlink()


def glossary(folder: Path) -> None:
    """A long glossary."""
    rows = (f"mot{number} long\tword{number} long\tterm\tmust\t\n" for number in range(5_000))
    (folder / "g.tsv").write_text("source\ttarget\tkind\tpolicy\tnotes\n" + "".join(rows), encoding="utf-8")


def empty(_folder: Path) -> None:
    """Nothing is needed."""


SCENES = {
    "translate": Scene(texts, ("translate", "a.txt", "b.txt", "--out", "out"), together=True),
    "align": Scene(texts, ("align", "a.txt", "a.en.txt", "--no-model", "--out", "out"), together=True),
    "corpus": Scene(corpus, ("corpus", "build", "x.tsv", "--out", "out")),
    "apply": Scene(reviewed, ("review", "apply", "patch.xlf", "--out", "out"), together=True),
    "glossary": Scene(glossary, ("glossary", "convert", "g.tsv", "g.tbx")),
    "install": Scene(empty, ("model", "install", str(ROOT / "pipeline" / "models" / "translate-fr_en.argosmodel"))),
    "check": Scene(memory, ("check", "x.tmx")),
    "pair": Scene(texts, ("translate", "a.txt", "b.txt", "--out", "out"), both=True),
}


def environment(folder: Path) -> dict[str, str]:
    """Equal bytes from equal runs, this checkout's code, and packages of this folder's own."""
    own = {"SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder / "data")}
    return {**os.environ, **own}


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """The command in the folder, in the background, in a group of its own; what it says is in the file `said`."""
    with (folder / ".said").open("wb") as said:
        return subprocess.Popen(
            [*BITEXTE, *arguments],
            cwd=folder,
            env=environment(folder),
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )


def execute(folder: Path, *arguments: str) -> int:
    """The exit code of the command in the folder."""
    return start(folder, *arguments).wait()


def files(folder: Path) -> Files:
    """The files under a folder that are not hidden, by their relative names."""
    found = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            found[str(relative)] = path.read_bytes()
    return found


def temporary(folder: Path) -> list[Path]:
    """What is only there while a command writes."""
    return [
        path
        for path in folder.rglob(".*")
        if path.name.startswith((".new-", ".whole-", ".install-")) or path.suffix == ".part"
    ]


def mixed(before: Files, now: Files, after: Files) -> int:
    """Folders in which some files are as before and others as after, where before and after differ."""
    states: dict[Path, set[bool]] = {}
    for name in after:
        if before.get(name) != after[name] and Path(name).parent.parent.name == "out":
            states.setdefault(Path(name).parent, set()).add(now.get(name) == after[name])
    return sum(len(found) > 1 for found in states.values())


def play(scene: Scene, kills: int, chance: random.Random, counts: Counter[str], interrupt: bool) -> float:
    """Kill or interrupt, and compare; returns the seconds of a run that nobody kills."""
    with tempfile.TemporaryDirectory(prefix="kills-") as top:
        good, template = Path(top, "good"), Path(top, "template")
        template.mkdir()
        scene.prepare(template)
        shutil.copytree(template, good)
        begun = time.monotonic()
        if execute(good, *scene.command) != 0:
            raise SystemExit(f"{' '.join(scene.command)}: fails by itself")
        seconds = time.monotonic() - begun
        before, after = files(template), files(good)
        for number in range(kills):
            folder = Path(top, str(number))
            shutil.copytree(template, folder)
            if interrupt:
                _interrupt(scene, folder, seconds * chance.random(), counts)
            else:
                _kill(scene, folder, seconds * chance.random(), chance)
            now = files(folder)
            counts["half"] += sum(now[name] not in (before.get(name), after.get(name)) for name in now)
            counts["lost"] += sum(name not in now for name in before)
            if scene.together:
                counts["settled later"] += mixed(before, now, after)
            counts["failed"] += execute(folder, *scene.command) != 0
            now = files(folder)
            counts["unequal"] += sum(now.get(name) != after[name] for name in after) + len(now.keys() - after.keys())
            counts["left"] += len(temporary(folder))
            shutil.rmtree(folder)
    return seconds


def _interrupt(scene: Scene, folder: Path, seconds: float, counts: Counter[str]) -> None:
    process = start(folder, *scene.command)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    code, said = process.wait(), (folder / ".said").read_text(encoding="utf-8")
    told = code == 130 and "Traceback" not in said and "interrupted" in said.rstrip("\n").rpartition("\n")[2]
    if told or (code == 0 and "Traceback" not in said):
        return
    if f"{ROOT}{os.sep}" not in said and "pipeline.__main__" not in said:
        counts["python"] += 1
    else:
        counts["unsaid"] += 1
        print(code, said[-1500:], file=sys.stderr)


def _kill(scene: Scene, folder: Path, seconds: float, chance: random.Random) -> None:
    processes = [start(folder, *scene.command) for _ in range(2 if scene.both else 1)]
    time.sleep(seconds)
    if not scene.both or chance.random() < 0.5:
        processes[0].send_signal(signal.SIGKILL)
    for process in processes:
        process.wait()


def main(arguments: list[str] | None = None) -> int:
    """Play all scenes; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=5, help="of each scene")
    parser.add_argument("--scenes", default=",".join(SCENES), help=f"with commas: {','.join(SCENES)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--interrupt", action="store_true", help="Ctrl-C in place of kill -9")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what was started in the background has it ignored
    names = ("half", "lost", "settled later", "failed", "unequal", "left", *("unsaid", "python") * options.interrupt)
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    table.writerow(("scene", "kills", "seconds", *names))
    wrong = 0
    for scene in options.scenes.split(","):
        counts: Counter[str] = Counter()
        seconds = play(
            SCENES[scene], options.kills, random.Random(f"{options.seed}/{scene}"), counts, options.interrupt
        )
        table.writerow((scene, options.kills, round(seconds, 1), *(counts[name] for name in names)))
        sys.stdout.flush()
        wrong += sum(counts[name] for name in names if name not in ("settled later", "python"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
