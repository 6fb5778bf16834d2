"""One call that trains a model: corpus files in, an Argos Translate package out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, OutputError
from pipeline.files.opening import read_whole
from pipeline.training.checkpoint import start_from
from pipeline.training.export import write_package
from pipeline.training.loop import LOG, Training
from pipeline.training.model_card import model_card
from pipeline.training.options import TrainingOptions
from pipeline.training.preparation import prepare_examples
from pipeline.training.widening import widened
from pipeline.translation.package import file_sha256


@dataclass(frozen=True, slots=True)
class Trained:
    """What a call of `train` leaves.

    package: the `.argosmodel`; sha256 of that file. finished: whether the whole budget is spent (else
    call again). counts: of pairs, see `Prepared`. progress: see `loop.Progress`. dev_loss: nats a piece.
    """

    package: Path
    sha256: str
    finished: bool
    counts: dict[str, int]
    progress: dict[str, float]
    dev_loss: float | None
    log: Path


def train(options: TrainingOptions, report: Callable[[dict[str, Any]], None] = lambda row: None) -> Trained:
    """Train a model, or go on with the training in `options.out`, and export it.

    `report` is called with each finished stage and each row of the log. A call with the options of a
    finished training only exports it again (with other `notes`, say). Raises OptionError, InputError,
    OutputError and ModelError.
    """
    options.check()
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"--out {options.out}: cannot be made: {error.strerror}") from error
    start = start_from(options.start) if options.start is not None else None
    prepared = prepare_examples(options, start, report)
    if start is not None and options.widen:
        start = widened(start, seed=options.seed)
    training = Training(options, prepared, start)
    dev_loss = training.run(prepared, report)
    weights, progress = training.weights(), training.progress.as_dict()
    card = model_card(
        version=options.version,
        shape=training.model.shape,
        parameters=sum(weight.numel() for weight in weights.values()),
        quantisation=options.quantisation,
        corpora=[path.name for path in options.corpus],
        counts=prepared.counts,
        progress=progress,
        start=options.start.name if options.start is not None else None,
        dev_loss=dev_loss,
        notes=_notes(options.notes),
    )
    package = write_package(
        options.out / f"translate-fr_en-{options.version.replace('.', '_')}.argosmodel",
        shape=training.model.shape,
        weights=weights,
        vocabulary=prepared.vocabulary,
        version=options.version,
        card=card,
        quantisation=options.quantisation,
    )
    return Trained(
        package=package,
        sha256=file_sha256(package),
        finished=training.done() >= 1,
        counts=prepared.counts,
        progress=progress,
        dev_loss=dev_loss,
        log=options.out / LOG,
    )


def _notes(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return read_whole(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start})") from error
