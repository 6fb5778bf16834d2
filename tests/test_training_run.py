# ruff: noqa: E402 - what follows needs torch
"""From a corpus to a package: the model learns two hundred pairs by heart, aligns, and obeys a term mark."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
from pathlib import Path
from typing import NamedTuple

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from click.testing import CliRunner

from pipeline.cli.train import train_command
from pipeline.errors import OptionError
from pipeline.training import checkpoint
from pipeline.training.batches import collate_lists
from pipeline.training.loop import BEFORE_DECAY, CHECKPOINT
from pipeline.training.model import ModelShape, TranslationModel
from pipeline.training.options import TrainingOptions
from pipeline.training.run import Trained, train
from pipeline.training.vocabulary import load_vocabulary
from pipeline.translation.engine import Engine
from pipeline.translation.package import open_package

torch.set_num_threads(1)  # small tensors: threads would only wait for each other

NAMES = {
    "Poutine": "Putin",
    "Gorbatchev": "Gorbachev",
    "Eltsine": "Yeltsin",
    "Khrouchtchev": "Khrushchev",
    "Lénine": "Lenin",
    "Staline": "Stalin",
    "Zelensky": "Zelensky",
    "Merkel": "Merkel",
    "Obama": "Obama",
    "Netanyahou": "Netanyahu",
    "Sissi": "Sisi",
    "Kissinger": "Kissinger",
}
ROLES = {"le président": "President", "le ministre": "Minister"}
DEEDS = {"a visité": "visited", "a quitté": "left", "aime": "loves"}
PLACES = {"la ville": "the city", "l’usine": "the factory", "Moscou": "Moscow"}
PAIRS = [
    (f"Hier, {role} {name} {deed} {place}.", f"Yesterday, {ROLES[role]} {NAMES[name]} {DEEDS[deed]} {PLACES[place]}.")
    for name, role, deed, place in itertools.product(NAMES, ROLES, DEEDS, PLACES)
]
STEPS = 360


class Run(NamedTuple):
    options: TrainingOptions
    trained: Trained
    engine: Engine


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    corpus = folder / "corpus.tsv"
    corpus.write_text("".join(f"{french}\t{english}\n" for french, english in PAIRS), encoding="utf-8")
    options = TrainingOptions(
        corpus=(corpus,),
        out=folder / "run",
        shape=ModelShape(0, width=64, heads=2, inner=128, encoder_layers=2, decoder_layers=2, positions=128),
        vocabulary=400,
        marked=0.7,
        quoted=0.0,  # the few steps are for names
        steps=STEPS,
        tokens=1024,
        warmup=20,
        dropout=0.0,
        alignment=0.5,
        precision="float32",
        threads=1,
        quantisation="float32",
        version="9.9",
    )
    rows = []
    trained = train(options, rows.append)
    assert [row["stage"] for row in rows if "stage" in row] == ["cleaned", "vocabulary", "aligner", "encoded"]
    return Run(options, trained, Engine(open_package(trained.package), threads=1))


def test_it_knows_its_corpus_by_heart(run):
    found = run.engine.translate([french for french, _ in PAIRS])
    right = sum(translation.best.text == english for translation, (_, english) in zip(found, PAIRS, strict=True))
    assert right / len(PAIRS) > 0.95


def test_it_obeys_a_term_mark(run):
    asked = [
        (f"Hier, le ministre ⦃ {name} ⇒ {rendering} ⦄ a quitté Moscou.", rendering)
        for name, rendering in itertools.product(NAMES, NAMES.values())
        if NAMES[name] != rendering
    ]
    found = run.engine.translate([sentence for sentence, _ in asked])
    obeyed = sum(rendering in translation.best.text for translation, (_, rendering) in zip(found, asked, strict=True))
    assert obeyed / len(asked) >= 0.75


def test_the_head_aligns(run):
    french, english = PAIRS[17]
    (translation,) = run.engine.translate([french], attention=True)
    assert translation.best.text == english
    pieces = run.engine.pieces(french)
    name = next(name for name in NAMES if name in french)
    at_name = {i for i, piece in enumerate(pieces) if piece.strip("▁") and piece.strip("▁") in name}
    start = len("".join(translation.best.pieces).split(NAMES[name])[0])
    reached, hits, wanted = 0, 0, 0
    for piece, row in zip(translation.best.pieces, translation.best.attention, strict=True):
        if start <= reached < start + len(NAMES[name]):
            wanted += 1
            hits += max(range(len(pieces)), key=lambda i: row[i]) in at_name
        reached += len(piece)
    assert wanted
    assert hits == wanted


def test_ctranslate2_gives_the_probabilities_of_torch(run):
    saved = checkpoint.load(run.options.out / CHECKPOINT)
    model = TranslationModel(checkpoint.shape_of(saved)).eval()
    model.load_state_dict(saved["optimiser"]["master"])
    processor = load_vocabulary(bytes(saved["vocabulary"].numpy()))
    chosen = [PAIRS[0], PAIRS[40], (PAIRS[3][0], "Yesterday, Minister Merkel visited Paris.")]
    for (french, english), score in zip(chosen, run.engine.score(chosen), strict=True):
        batch = collate_lists([processor.encode(french)], [processor.encode(english)])
        with torch.inference_mode():
            losses = model.losses(batch.source, batch.target, batch.links, smoothing=0.0, alignment=0.0)
        assert -float(losses.plain) / int(losses.tokens) == pytest.approx(score, abs=1e-3)


def test_the_package_says_what_it_is(run):
    package = open_package(run.trained.package)
    assert (package.version, package.alignment, package.term_marks) == ("9.9", True, ("⦃", "⇒", "⦄"))
    assert package.archive
    assert f"{len(PAIRS)} pairs kept" in package_card(package)
    assert run.trained.finished
    assert run.trained.progress["steps"] == STEPS


def package_card(package):
    return package.read("README.md").decode()


def test_the_log_can_be_plotted(run):
    rows = [json.loads(line) for line in run.trained.log.read_text().split("\n") if line]
    assert rows[0]["steps"] == 1
    assert rows[-1]["steps"] == STEPS
    assert {"hours", "loss", "tokens_per_second", "rate"} <= rows[0].keys()
    assert rows[0]["loss"] > math.log(50)
    assert rows[-1]["dev_loss"] < 1


def test_a_finished_run_is_only_exported_again(run):
    before = run.trained.package.read_bytes()
    again = train(run.options)
    assert again.progress == run.trained.progress
    assert again.package.read_bytes() == before
    notes = run.options.out / "notes.md"
    notes.write_text("## Licences\n\nOur own.\n", encoding="utf-8")
    renamed = train(dataclasses.replace(run.options, notes=notes, version="9.10"))
    assert package_card(open_package(renamed.package)).endswith("## Licences\n\nOur own.\n")


def test_a_run_of_another_shape_needs_another_folder(run):
    with pytest.raises(OptionError, match="another shape"):
        train(dataclasses.replace(run.options, shape="small"))


def test_a_longer_budget_goes_on_from_before_the_decay(run):
    assert (run.options.out / BEFORE_DECAY).exists()
    copy = dataclasses.replace(run.options, out=run.options.out.parent / "longer", steps=STEPS + 1)
    (copy.out / "prepared").mkdir(parents=True)
    for file in run.options.out.rglob("*"):
        if file.is_file():
            (copy.out / file.relative_to(run.options.out)).write_bytes(file.read_bytes())
    longer = train(dataclasses.replace(copy, this_run=0.0))
    assert not longer.finished
    assert longer.progress["steps"] == math.ceil(STEPS * (1 - run.options.decay))


def test_a_model_is_adapted_to_a_new_corpus(run, tmp_path):
    corpus = tmp_path / "own.tsv"
    lines = [
        f"{french.replace('Hier', 'Demain')}\t{english.replace('Yesterday', 'Soon')}\n" for french, english in PAIRS
    ]
    corpus.write_text("".join(lines[::2]), encoding="utf-8")
    options = dataclasses.replace(
        run.options, corpus=(corpus,), out=tmp_path / "run", start=run.trained.package, steps=60, muon_rate=0.004
    )
    reported = []
    adapted = train(options, reported.append)
    assert {"stage": "aligner", "aligner": "model"} in reported
    engine = Engine(open_package(adapted.package), threads=1)
    sentence = PAIRS[1][0].replace("Hier", "Demain")
    assert engine.translate([sentence])[0].best.text.startswith("Soon, President Putin")
    assert "trained on from" in package_card(open_package(adapted.package)).lower()


def test_a_widened_model_says_what_it_said(run, tmp_path):
    options = dataclasses.replace(run.options, out=tmp_path / "run", start=run.trained.package, widen=True, steps=0)
    wide = train(options)
    narrow, twice = (Engine(open_package(path), threads=1) for path in (run.trained.package, wide.package))
    sentences = [french for french, _ in PAIRS[:8]]
    said = [[found.best.text for found in engine.translate(sentences)] for engine in (narrow, twice)]
    assert sum(one == other for one, other in zip(*said, strict=True)) >= 7
    assert wide.package.stat().st_size > 2 * run.trained.package.stat().st_size


def test_from_the_command_line(run, tmp_path):
    arguments = ["--corpus", str(run.options.corpus[0]), "--out", str(tmp_path / "run"), "--steps", "0"]
    done = CliRunner().invoke(
        train_command, [*arguments, "--vocabulary", "400", "--threads", "1"], catch_exceptions=False
    )
    assert done.exit_code == 0
    path, _, digest = done.stdout.strip().partition("  sha256 ")
    assert open_package(Path(path)).version == "0.2"
    assert len(digest) == 64
