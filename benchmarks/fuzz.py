"""Give damaged files to every reader through the commands, and count what goes wrong.

    python benchmarks/fuzz.py [--inputs N] [--kinds NAMES] [--seed N] [--keep FOLDER]

For each kind of file a good one is made, damaged N times (by bytes, or by what it is made of: `mutations.py`) and given
to the commands that read it. Wrong is anything but the exit codes 0, 1 and 2: a traceback, more than --seconds, more
than --megabytes of memory, a killed process, a file outside the folder. Each fault is shown once by kind and place,
with how often it was met; --keep saves one input of each. The same seed gives the same inputs. Exit code 1 where
anything was wrong. Runs in one process of its own, which is replaced where it hangs.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import mutations as m
from fuzz_samples import inside, write_samples

from pipeline.bitext import Bitext, Unit
from pipeline.cli.app import run
from pipeline.documents.registry import read_source, write_document
from pipeline.errors import BitexteError
from pipeline.formats.registry import output_paths
from pipeline.memory import Memory
from pipeline.segmentation import split_sentences
from pipeline.workflow.writers import DOCUMENT_WRITERS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. path: where it lies in the folder. commands: what reads it; `{}` is its path. good: where
    the good one lies, `good` with the same suffix if it is not said.
    """

    path: str
    mutate: m.Mutation
    commands: tuple[str, ...]
    good: str = ""


CORPUS = ("corpus stats --json {}", "corpus dedupe {} --out a.tsv")
APPLY = ("review apply {} --out out",)
DOCUMENT = ("read-document {}",)
JSON = m.either(m.damaged, m.changed_json, m.changed_json)
XML = m.either(m.damaged, m.changed_xml, m.changed_xml)
TABLE = m.either(m.damaged, m.changed_table)
ZIP = m.either(m.changed_zip)
GOOD = "out/good/good.jsonl"
MEMORY = "out/.bitexte/memory.sqlite"
KINDS = {
    "text": Kind("x.txt", m.damaged, ("split {}", "align {} good.en.txt --no-model --out o")),
    "tmx": Kind("x.tmx", XML, ("check {}", *CORPUS, "review diff {} good.tmx")),
    "tsv": Kind("x.tsv", TABLE, CORPUS),
    "moses": Kind("x.fr", m.damaged, CORPUS),
    "parquet": Kind("x.parquet", m.either(m.damaged, m.changed_parquet, m.changed_parquet), CORPUS),
    "jsonl": Kind(
        GOOD,
        JSON,
        (
            *("corpus stats {}", "glossary audit {}", "review diff {} good.tmx", "review export out"),
            *("review export out --format xlsx", "review export out --format docx", "review apply good.json --out out"),
        ),
        GOOD,
    ),
    "settings": Kind("x.toml", m.damaged, ("corpus build good.tsv --out c --settings {}",)),
    "glossary-tsv": Kind("x.tsv", TABLE, ("glossary check {}", "glossary convert {} o.tbx"), "glossary.tsv"),
    "glossary-csv": Kind("x.csv", TABLE, ("glossary check {}", "glossary convert {} o.tsv"), "glossary.csv"),
    "tbx": Kind("x.tbx", XML, ("glossary check {}", "glossary convert {} o.tsv"), "glossary.tbx"),
    "patch": Kind("x.json", JSON, APPLY),
    "xliff": Kind("x.xlf", XML, APPLY),
    "excel": Kind("x.xlsx", ZIP, APPLY),
    "word": Kind("x.docx", ZIP, APPLY),
    "review-tmx": Kind("x.tmx", XML, APPLY),
    "memory": Kind(
        MEMORY,
        m.either(m.damaged, m.changed_sqlite, m.changed_sqlite),
        ("find-segments {}", "review apply good.json --out out", "review apply good.json --out out"),
        MEMORY,
    ),
    "package": Kind("x.argosmodel", ZIP, ("model info {}", "model install {}")),
    "html": Kind("x.html", XML, DOCUMENT),
    "markdown": Kind("x.md", m.damaged, DOCUMENT),
    "subtitles": Kind("x.srt", m.damaged, DOCUMENT),
    "web-subtitles": Kind("x.vtt", m.damaged, DOCUMENT),
    "styled-subtitles": Kind("x.ass", m.damaged, DOCUMENT),
    "word-document": Kind("x.docx", ZIP, DOCUMENT, "document.docx"),
    "excel-document": Kind("x.xlsx", ZIP, DOCUMENT, "document.xlsx"),
    "slides": Kind("x.pptx", ZIP, DOCUMENT),
    "letter": Kind("x.odt", ZIP, DOCUMENT),
    "book": Kind("x.epub", ZIP, DOCUMENT),
    "messages": Kind("x.po", m.damaged, DOCUMENT),
    "json-strings": Kind("x.json", JSON, DOCUMENT, "strings.json"),
    "yaml-strings": Kind("x.yaml", m.damaged, DOCUMENT),
    "properties": Kind("x.properties", m.damaged, DOCUMENT),
    "xliff-document": Kind("x.xlf", XML, DOCUMENT),
}


def make_samples(folder: Path) -> dict[str, bytes]:
    """Write the good files into `folder`, a run's folder, and return the bytes of one for each kind."""
    write_samples(folder)
    return {
        name: (folder / (kind.good or f"good{Path(kind.path).suffix}")).read_bytes() for name, kind in KINDS.items()
    }


def work(channel: Connection, template: Path, megabytes: int) -> None:
    """Run what comes through the channel and say what went wrong, "" for nothing; in a process of its own."""
    limit = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit * 4, limit * 4))
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    while (task := channel.recv()) is not None:
        name, data = task
        with tempfile.TemporaryDirectory(prefix="fuzz-") as top:
            folder = Path(top, "in")
            shutil.copytree(template, folder)
            os.environ |= {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
            place = folder / KINDS[name].path
            place.write_bytes(data)
            fault = ""
            with inside(folder):
                for command in KINDS[name].commands:
                    fault = fault or _run(command.format(KINDS[name].path).split())
            if [path.name for path in Path(top).iterdir()] != ["in"]:
                fault = "wrote outside its folder"
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > limit >> 10:
            fault = fault or f"more than {megabytes} MB"
        channel.send(fault)


def find_segments(path: str) -> int:
    """What a translation asks of a memory: 0, or 2 for one that is refused."""
    try:
        with Memory(Path(path)) as memory:
            memory.find([f"ks{number:04d}" for number in range(9)])
            memory.approved()
    except BitexteError:
        return 2
    return 0


def read_document(path: str) -> int:
    """What a translation does to a document but for the model: 0, or 2 for one that is refused."""
    try:
        source, original = read_source(Path(path))
        document = replace(source.document, sentences=split_sentences(source.document.text))
        units = [
            Unit(str(number), sentence.span.of(document.text), "Other words.", source_span=sentence.span)
            for number, sentence in enumerate(document.sentences)
        ]
        if document.format:
            write_document(original, document, units)
        bitext = Bitext("x", tuple(units), document=document)
        for name in ("jsonl", "tmx", "html"):
            DOCUMENT_WRITERS[name].write([bitext], output_paths(DOCUMENT_WRITERS[name], Path("o"), "x"))
    except BitexteError:
        return 2
    return 0


COMMANDS = {"find-segments": find_segments, "read-document": read_document}


def _run(arguments: list[str]) -> str:
    streams = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    try:
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            code = COMMANDS[arguments[0]](arguments[1]) if arguments[0] in COMMANDS else run(["--debug", *arguments])
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if f"{os.sep}pipeline{os.sep}" in frame.filename] or frames
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
        return f"{' '.join(arguments[:2])}: {type(error).__name__} at {place}: {str(error)[:90]!r}"
    if code not in (0, 1, 2):
        return f"{' '.join(arguments[:2])}: exit code {code}"
    return f"{' '.join(arguments[:2])}: a traceback" if "Traceback" in streams[1].getvalue() else ""


class Worker:
    """The process that runs commands, started again where it hangs or dies."""

    def __init__(self, template: Path, seconds: float, megabytes: int) -> None:
        self._settings = template, megabytes
        self._seconds = seconds
        self._start()

    def _start(self) -> None:
        self._channel, there = multiprocessing.Pipe()
        context = multiprocessing.get_context("fork")
        self._process = context.Process(target=work, args=(there, *self._settings), daemon=True)
        self._process.start()
        there.close()

    def judge(self, name: str, data: bytes) -> str:
        """What goes wrong with this input, "" for nothing."""
        fault = ""
        self._channel.send((name, data))
        try:
            if self._channel.poll(self._seconds):
                fault = self._channel.recv()
            else:
                fault = f"more than {self._seconds:.0f} s"
                self._process.kill()
        except EOFError:
            fault = "the process died"
        if not self._process.is_alive() or fault.startswith(("more", "the process")):
            self._process.kill()
            self._process.join()
            if fault == "the process died":
                fault += f" (exit code {self._process.exitcode})"
            self._start()
        return fault

    def end(self) -> None:
        """Let the process end."""
        self._channel.send(None)
        self._process.join()


def inputs(name: str, sample: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The damaged files of a kind; each depends on its number alone."""
    for number in range(count):
        yield KINDS[name].mutate(sample, random.Random(f"{seed}/{name}/{number}"))


def main(arguments: list[str] | None = None) -> int:
    """Run all kinds; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20, help="damaged files of each kind")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"with commas: {','.join(KINDS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20, help="for all commands on one input")
    parser.add_argument("--megabytes", type=int, default=1500, help="of the process that runs the commands")
    parser.add_argument("--keep", type=Path, help="save one input of each fault here")
    options = parser.parse_args(arguments)
    table = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    table.writerow(("kind", "inputs", "wrong", "seconds"))
    faults: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="fuzz-template-") as folder:
        samples = make_samples(Path(folder))
        worker = Worker(Path(folder), options.seconds, options.megabytes)
        for name in options.kinds.split(","):
            begun, wrong = time.monotonic(), 0
            for data in inputs(name, samples[name], options.inputs, options.seed):
                if fault := worker.judge(name, data):
                    wrong += 1
                    if not faults[key := f"{name}: {fault}"] and options.keep is not None:
                        save(options.keep, f"{name}-{len(faults)}{Path(KINDS[name].path).suffix}", data)
                    faults[key] += 1
            table.writerow((name, options.inputs, wrong, round(time.monotonic() - begun, 1)))
            sys.stdout.flush()
        worker.end()
    for fault, count in faults.most_common():
        table.writerow((count, fault))
    return 1 if faults else 0


def save(folder: Path, name: str, data: bytes) -> None:
    """Keep an input that shows a fault."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
