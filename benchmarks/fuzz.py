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
import json
import multiprocessing
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import docx
import mutations as m
import openpyxl

from pipeline.bitext import Bitext, Mention, Origin, Review, Span, Unit
from pipeline.cli.app import run
from pipeline.corpus.settings import default_settings
from pipeline.documents.registry import read_source, write_document
from pipeline.errors import BitexteError
from pipeline.formats.reading import decode_document
from pipeline.formats.registry import CORPUS_WRITERS, output_paths
from pipeline.memory import Approved, Finished, Memory
from pipeline.review.exchange import EXCHANGES
from pipeline.review.fingerprint import segment_hash, target_hash
from pipeline.segmentation import split_sentences
from pipeline.workflow.writers import DOCUMENT_WRITERS

TEXT = (
    "date 2023-09 Poutine a parlé à Moscou. « Non », dit-il, « pas 12 % ! »\n\n"
    "M. Kim n'est pas venu.\nIl coûte 3,5 euros : voir http://exemple.fr/a?b=c.\n"
)
ENGLISH = (
    "Putin spoke in Moscow. “No,” he said, “not 12%!”\n\nMr Kim did not come.\n"
    "It costs 3.5 euros: see http://exemple.fr/a?b=c.\n"
)
GLOSSARY = (
    "source\ttarget\tkind\tpolicy\tnotes\nPoutine\tPutin\tperson\tmust\t\nfusil d'assaut\tassault rifle|rifle\tterm\t"
    "prefer\tx\nKim\t\tperson\tkeep\t\ncoûter\tcost\tterm\tforbid\t\n"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. path: where it lies in the folder. commands: what reads it; `{}` is its path."""

    path: str
    mutate: m.Mutation
    commands: tuple[str, ...]


CORPUS = ("corpus stats --json {}", "corpus dedupe {} --out a.tsv")
APPLY = ("review apply {} --out out",)
KINDS = {
    "text": Kind("x.txt", m.damaged, ("split {}", "align {} good.en.txt --no-model --out o")),
    "tmx": Kind("x.tmx", m.either(m.damaged, m.changed_xml), ("check {}", *CORPUS, "review diff {} good.tmx")),
    "tsv": Kind("x.tsv", m.either(m.damaged, m.changed_table), CORPUS),
    "moses": Kind("x.fr", m.damaged, CORPUS),
    "parquet": Kind("x.parquet", m.either(m.damaged, m.changed_parquet, m.changed_parquet), CORPUS),
    "jsonl": Kind(
        "out/good/good.jsonl",
        m.either(m.damaged, m.changed_json, m.changed_json, m.changed_json),
        (
            *("corpus stats {}", "glossary audit {}", "review diff {} good.tmx", "review export out"),
            *("review export out --format xlsx", "review export out --format docx", "review apply good.json --out out"),
        ),
    ),
    "settings": Kind("x.toml", m.damaged, ("corpus build good.tsv --out c --settings {}",)),
    "glossary-tsv": Kind(
        "x.tsv", m.either(m.damaged, m.changed_table), ("glossary check {}", "glossary convert {} o.tbx")
    ),
    "glossary-csv": Kind(
        "x.csv", m.either(m.damaged, m.changed_table), ("glossary check {}", "glossary convert {} o.tsv")
    ),
    "tbx": Kind(
        "x.tbx", m.either(m.damaged, m.changed_xml, m.changed_xml), ("glossary check {}", "glossary convert {} o.tsv")
    ),
    "patch": Kind("x.json", m.either(m.damaged, m.changed_json, m.changed_json), APPLY),
    "xliff": Kind("x.xlf", m.either(m.damaged, m.changed_xml, m.changed_xml), APPLY),
    "excel": Kind("x.xlsx", m.either(m.changed_zip), APPLY),
    "word": Kind("x.docx", m.either(m.changed_zip), APPLY),
    "review-tmx": Kind("x.tmx", m.either(m.damaged, m.changed_xml), APPLY),
    "memory": Kind(
        "out/.bitexte/memory.sqlite",
        m.either(m.damaged, m.changed_sqlite, m.changed_sqlite),
        ("find-segments {}", "review apply good.json --out out", "review apply good.json --out out"),
    ),
    "html": Kind("x.html", m.either(m.damaged, m.changed_xml), ("read-document {}",)),
    "markdown": Kind("x.md", m.damaged, ("read-document {}",)),
    "subtitles": Kind("x.srt", m.damaged, ("read-document {}",)),
    "web-subtitles": Kind("x.vtt", m.damaged, ("read-document {}",)),
    "word-document": Kind("x.docx", m.either(m.changed_zip), ("read-document {}",)),
    "excel-document": Kind("x.xlsx", m.either(m.changed_zip), ("read-document {}",)),
    "slides": Kind("x.pptx", m.either(m.changed_zip), ("read-document {}",)),
    "package": Kind("x.argosmodel", m.either(m.changed_zip), ("model info {}", "model install {}")),
}


def make_samples(folder: Path) -> dict[str, bytes]:
    """Write the good files into `folder`, a run's folder, and return the bytes of one for each kind."""
    document = decode_document(TEXT.encode(), "good").document
    document = replace(document, sentences=split_sentences(TEXT))
    spans = [sentence.span for sentence in document.sentences]
    targets = ["Putin spoke.", "“No,” he said.", "Mr Kim did not come.", "It costs 3.5 euros.", "x"]
    units = tuple(
        Unit(f"s{number + 1:04d}", span.of(TEXT), target, number // 2, span, origin=Origin.MACHINE, score=-0.5)
        for number, (span, target) in enumerate(zip(spans, targets, strict=False))
    )
    hit = Mention("Poutine", "Putin", "person", "must", Span(0, 7), Span(0, 5))
    bitext = Bitext("good", (_with(units[0], hit), *units[1:]), document=document)
    for name in ("jsonl", "tmx", "tsv", "moses", "html"):
        DOCUMENT_WRITERS[name].write([bitext], output_paths(DOCUMENT_WRITERS[name], folder / "out" / "good", "good"))
    for suffix, exchange in EXCHANGES.items():
        if exchange.writer is not None:
            exchange.writer.write([bitext], (folder / f"good{suffix}",))
    CORPUS_WRITERS["parquet"].write([bitext], (folder / "good.parquet",))
    for name, text in (("good.txt", TEXT), ("good.en.txt", ENGLISH), ("glossary.tsv", GLOSSARY)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "good.toml").write_text(default_settings(), encoding="utf-8")
    for path in (folder / "out" / "good").iterdir():
        if path.suffix in (".tmx", ".tsv"):
            shutil.copy(path, folder / path.name)
    (folder / "good.fr").write_text("un\ndeux\n", encoding="utf-8")
    (folder / "x.en").write_text("one\ntwo\n", encoding="utf-8")
    (folder / "good.json").write_text(_patch(bitext), encoding="utf-8")
    with Memory(folder / "out" / ".bitexte" / "memory.sqlite") as memory:
        memory.store((f"k{unit.id}", unit.source, Finished(unit.target, -0.5, unit.mentions)) for unit in units)
        memory.approve(Approved(unit.source, unit.target, "good") for unit in units)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), inside(folder):
        for made in ("glossary.csv", "glossary.tbx"):
            assert run(["glossary", "convert", "glossary.tsv", made]) == 0
    _write_package(folder / "good.argosmodel")
    _write_documents(folder)
    own = {"glossary-tsv": "glossary.tsv", "glossary-csv": "glossary.csv", "tbx": "glossary.tbx"}
    own |= {"word-document": "document.docx", "excel-document": "document.xlsx"}
    samples = {
        name: (folder / own.get(name, f"good{Path(kind.path).suffix}")).read_bytes()
        for name, kind in KINDS.items()
        if not kind.path.startswith("out/")
    }
    return samples | {name: (folder / KINDS[name].path).read_bytes() for name in ("jsonl", "memory")}


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """The folder is the current one meanwhile."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _with(unit: Unit, mention: Mention) -> Unit:
    return replace(unit, mentions=(mention,), review=Review.EDITED, links=((Span(0, 7), Span(0, 5)),))


def _patch(bitext: Bitext) -> str:
    edits = [
        {
            "id": unit.id,
            "hash": segment_hash(unit.source),
            "base": target_hash(unit.target),
            "target": unit.target + "!",
            "state": "approved",
            "comment": "x",
        }
        for unit in bitext.units
    ]
    return json.dumps({"format": "bitexte-review", "version": 2, "documents": [{"name": "good", "edits": edits}]})


def _write_package(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        metadata = {"from_code": "fr", "to_code": "en", "package_version": "1.0", "term_marks": ["a", "b", "c"]}
        file.writestr("fr_en/metadata.json", json.dumps(metadata | {"alignment": True, "alignment_shift": 1}))
        file.writestr("fr_en/model/model.bin", b"\x06\x00\x00\x00TransformerSpec" + bytes(200))
        file.writestr("fr_en/model/config.json", json.dumps({"bos_token": "<s>", "add_source_eos": True}))
        file.writestr("fr_en/model/shared_vocabulary.json", json.dumps(["<s>", "</s>", "<unk>", "▁a"]))
        file.writestr("fr_en/sentencepiece.model", b"\x0a\x0e\x0a\x05<unk>" + bytes(50))


def _write_documents(folder: Path) -> None:
    """A document of each format with styles inside its sentences."""
    line = "Il <b>pleut</b> sur <a href='x'>la ville</a>. Elle dort."
    (folder / "good.html").write_text(f"<html><head><title>Un</title></head><body><p>{line}</p></body></html>")
    (folder / "good.md").write_text("# Un titre\n\nIl **pleut** sur [la ville](x).\n\n- un\n- deux\n\n```\ncode\n```\n")
    cue = "00:00:01,000 --> 00:00:02,000\nIl <i>pleut</i>\n"
    (folder / "good.srt").write_text(f"1\n{cue}\n2\n{cue}")
    (folder / "good.vtt").write_text(f"WEBVTT\n\n{cue.replace(',', '.')}")
    word, book = docx.Document(), openpyxl.Workbook()
    paragraph = word.add_paragraph("Il ")
    paragraph.add_run("pleut").bold = True
    word.add_table(1, 2).cell(0, 0).text = "Oui."
    word.save(str(folder / "document.docx"))
    book.worksheets[0].append(["Il pleut.", "=1+1"])
    book.save(folder / "document.xlsx")
    space, relations = "http://schemas.openxmlformats.org/drawingml/2006/main", "http://schemas.openxmlformats.org"
    with zipfile.ZipFile(folder / "good.pptx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        link = f"{relations}/officeDocument/2006/relationships/officeDocument"
        file.writestr("_rels/.rels", f'<R><Relationship Type="{link}" Target="ppt/presentation.xml"/></R>')
        file.writestr("ppt/presentation.xml", "<p/>")
        run_ = "<a:r><a:rPr b='1'/><a:t>Il pleut.</a:t></a:r>"
        file.writestr("ppt/slides/slide1.xml", f'<p xmlns:a="{space}"><a:p>{run_ * 2}<a:br/>{run_}</a:p></p>')


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
