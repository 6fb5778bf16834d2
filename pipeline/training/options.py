"""What a training run is told, checked before anything is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OptionError

if TYPE_CHECKING:
    from pipeline.training.model import ModelShape


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """One training run. Files:

    corpus: `.tsv` or `.tmx` files, also `.gz` or `.zst`. out: the run's folder, made where missing.
    start: a package or checkpoint to train on; None begins from nothing. dev: a corpus file to measure
    on; by default one pair in a hundred, at most 1,000, is kept back. exclude: text files whose
    sentences must not be trained on. notes: Markdown put into the model card (data, licences, scores).

    Preparation: vocabulary, pieces at most (ignored with `start`); aligner, see `aligners.ALIGNERS`,
    or "auto": the starting model's head for fewer than 20,000 pairs, else "markov"; marked, share of
    the examples with term marks; quoted, share that get quotation marks on both sides; noise, whether
    French typography is varied; longest, pieces of a side.

    Model: shape, a name in `model.SHAPES` or a ModelShape (ignored with `start`); widen, whether `start` is made twice
    as wide first; dropout.

    Schedule: minutes of training, all runs of this folder together, or steps; this_run, minutes after
    which this call stops (and can be called again); tokens, positions a side in a batch; accumulate,
    batches a step; warmup, steps; decay, last share of the budget, in which the rate falls to zero.
    muon_rate, adam_rate: at their height; None takes 0.004 and 0.002, a tenth of it with `start`.
    smoothing: of the target distribution. alignment: weight of the aligning head's loss.

    Machine: device "auto", "cpu" or "cuda"; precision "auto", "float32" or "bfloat16" of the products
    (weights are kept in float32); threads, None for torch's choice; seed.

    Package: version; quantisation.
    """

    corpus: tuple[Path, ...]
    out: Path
    start: Path | None = None
    dev: Path | None = None
    exclude: tuple[Path, ...] = ()
    notes: Path | None = None

    vocabulary: int = 16_000
    aligner: str = "auto"
    marked: float = 0.15
    quoted: float = 0.1
    noise: bool = True
    longest: int = 170

    shape: str | ModelShape = "small"
    widen: bool = False
    dropout: float = 0.1

    minutes: float | None = None
    steps: int | None = None
    this_run: float | None = None
    tokens: int = 8_192
    accumulate: int = 1
    warmup: int = 200
    decay: float = 0.35
    muon_rate: float | None = None
    adam_rate: float | None = None
    smoothing: float = 0.1
    alignment: float = 0.1

    device: str = "auto"
    precision: str = "auto"
    threads: int | None = None
    seed: int = 1

    version: str = "0.2"
    quantisation: str = "int8"

    def check(self) -> None:
        """Raise OptionError for the first value that cannot be used."""
        from pipeline.training.aligners import ALIGNERS
        from pipeline.training.export import QUANTISATIONS
        from pipeline.training.model import SHAPES

        def one_of(name: str, value: str, valid: Iterable[str]) -> None:
            if value not in valid:
                raise OptionError(f"--{name} {value}: choose one of {', '.join(valid)}")

        if not self.corpus:
            raise OptionError("--corpus: give at least one .tsv or .tmx file")
        if (self.minutes is None) == (self.steps is None):
            raise OptionError("--minutes or --steps: give one of them, the budget of the whole training")
        if isinstance(self.shape, str):
            one_of("shape", self.shape, SHAPES)
        if self.widen and self.start is None:
            raise OptionError("--widen: goes with --from, the model that is made wider")
        one_of("aligner", self.aligner, ("auto", *ALIGNERS))
        one_of("device", self.device, ("auto", "cpu", "cuda"))
        one_of("precision", self.precision, ("auto", "float32", "bfloat16"))
        one_of("quantisation", self.quantisation, QUANTISATIONS)
        for name, low, high in (
            ("marked", 0.0, 1.0),
            ("quoted", 0.0, 1.0),
            ("dropout", 0.0, 0.9),
            ("decay", 0.0, 1.0),
            ("smoothing", 0.0, 0.5),
            ("vocabulary", 300, 65_000),
            ("longest", 8, 250),
            ("tokens", 64, 10_000_000),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise OptionError(f"--{name} {value}: must lie between {low} and {high}")
        if self.out.exists() and not self.out.is_dir():
            raise OptionError(f"--out {self.out}: is a file; name a folder")

    def rates(self) -> tuple[float, float]:
        """The height of the learning rates of Muon and of Adam."""
        share = 1.0 if self.start is None else 0.1
        return self.muon_rate or 0.004 * share, self.adam_rate or 0.002 * share

    def of_preparation(self) -> dict[str, str]:
        """The options that the prepared examples depend on, as text; those of files with their size."""
        inputs = ("corpus", "start", "dev", "exclude")
        names = (*inputs, "vocabulary", "aligner", "marked", "quoted", "noise", "longest", "seed")
        values = {}
        for field in dataclasses.fields(self):
            if field.name in names:
                value = getattr(self, field.name)
                files = value if isinstance(value, tuple) else (value,)
                values[field.name] = " ".join(
                    f"{item.name}:{item.stat().st_size if item.exists() else 0}"
                    if isinstance(item, Path)
                    else str(item)
                    for item in files
                )
        return values
