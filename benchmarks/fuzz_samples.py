"""Good files of every kind, for `fuzz.py` to damage."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl

from pipeline.bitext import Bitext, Mention, Origin, Review, Span, Unit
from pipeline.cli.app import run
from pipeline.corpus.settings import default_settings
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


def write_samples(folder: Path) -> None:
    """Write good files of every kind into `folder`, which is then one that commands can be run in."""
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
    _write_strings(folder)
    space, relations = "http://schemas.openxmlformats.org/drawingml/2006/main", "http://schemas.openxmlformats.org"
    with zipfile.ZipFile(folder / "good.pptx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        link = f"{relations}/officeDocument/2006/relationships/officeDocument"
        file.writestr("_rels/.rels", f'<R><Relationship Type="{link}" Target="ppt/presentation.xml"/></R>')
        file.writestr("ppt/presentation.xml", "<p/>")
        run_ = "<a:r><a:rPr b='1'/><a:t>Il pleut.</a:t></a:r>"
        file.writestr("ppt/slides/slide1.xml", f'<p xmlns:a="{space}"><a:p>{run_ * 2}<a:br/>{run_}</a:p></p>')


def _write_strings(folder: Path) -> None:
    """Files of strings, subtitles with styles, packages of OpenDocument and EPUB."""
    texts = {
        "good.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Il pleut."\nmsgstr ""\n',
        "strings.json": '{"a": "Il pleut.", "b": ["Oui.", {"c": "Non \\u00e9."}], "d": 1}\n',
        "good.yaml": "a: Il pleut.\nb:\n  - 'Oui.'\n  - |\n    Non.\n",
        "good.properties": "a = Il pleut.\nb=Oui\\u00e9 \\\n  non\n",
        "good.ass": "[Script Info]\nTitle: x\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, "
        "MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Il {\\i1}pleut{\\i0}.\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Il <b>pleut</b>.</p></body></html>"
    opf = "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='a' href='a.xhtml' "
    opf += "media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>"
    box = "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
    box += "<rootfile full-path='a.opf'/></rootfiles></container>"
    book = {"mimetype": "application/epub+zip", "META-INF/container.xml": box, "a.opf": opf, "a.xhtml": page}
    names = "urn:oasis:names:tc:opendocument:xmlns"
    body = f"<o:document-content xmlns:o='{names}:office:1.0' xmlns:t='{names}:text:1.0'><o:body><o:text>"
    body += "<t:p>Il <t:span>pleut</t:span>.</t:p></o:text></o:body></o:document-content>"
    letter = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": body, "styles.xml": "<a/>"}
    for name, parts in (("good.epub", book), ("good.odt", letter)):
        with zipfile.ZipFile(folder / name, "w") as file:
            for part, text in parts.items():
                file.writestr(part, text)
