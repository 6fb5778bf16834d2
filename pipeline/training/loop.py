"""The training loop: steps until the budget is spent, resumable at any time."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

import torch

from pipeline.errors import ModelError, OptionError
from pipeline.training import checkpoint
from pipeline.training.batches import Prefetcher, collate, in_order, schedule
from pipeline.training.checkpoint import Start
from pipeline.training.model import SHAPES, TranslationModel
from pipeline.training.optimiser import MuonAdam
from pipeline.training.options import TrainingOptions
from pipeline.training.preparation import Prepared
from pipeline.training.shards import Examples
from pipeline.training.vocabulary import load_vocabulary

CHECKPOINT, BEFORE_DECAY, LOG = "checkpoint.pt", "before-decay.pt", "log.jsonl"
_RISE = 0.05  # of the budget: a short training has no time for a long warm-up
_LOG_SECONDS, _DEV_SECONDS, _SAVE_SECONDS = 60.0, 300.0, 600.0

Report = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Progress:
    """How far a training has come, all calls together.

    steps; seconds of training; examples and target tokens seen, repeats counted; budget, the minutes
    or steps that it was last run with.
    """

    steps: int = 0
    seconds: float = 0.0
    examples: int = 0
    tokens: int = 0
    budget: float = 0.0

    def as_dict(self) -> dict[str, float]:
        """For a checkpoint or the log."""
        return {name: getattr(self, name) for name in self.__slots__}


def rate_scale(done: float, step: int, *, warmup: int, decay: float) -> float:
    """The learning rate's share of its height.

    done: share of the budget spent, 0 to 1. Rises over `warmup` steps, or the first twentieth of the
    budget where that is less, stays, and falls in a straight line to zero over the last `decay` of it.
    """
    rising = max((step + 1) / max(1, warmup), done / _RISE)
    falling = (1 - done) / decay if decay > 0 else float(done < 1)
    return max(0.0, min(1.0, rising, falling))


class Training:
    """One run's model, optimiser and progress."""

    def __init__(self, options: TrainingOptions, prepared: Prepared, start: Start | None) -> None:
        """Set up from the run's checkpoint where there is one, else from `start`, else from nothing."""
        self.options = options
        self.device = _device(options.device)
        self.precision = _precision(options.precision, self.device)
        if options.threads:
            torch.set_num_threads(options.threads)
        torch.manual_seed(options.seed)
        size = load_vocabulary(prepared.vocabulary).get_piece_size()
        self.vocabulary = prepared.vocabulary
        self.progress = Progress()
        self.budget = float(options.steps if options.steps is not None else (options.minutes or 0.0) * 60)
        saved = self._saved()
        if start is not None:
            start = checkpoint.extended(start, prepared.vocabulary)
            shape = start.shape
        else:
            asked = SHAPES[options.shape] if isinstance(options.shape, str) else options.shape
            shape = checkpoint.with_vocabulary(asked, size)
        if saved is not None and checkpoint.shape_of(saved) != shape:
            raise OptionError(
                f"--out {options.out}: holds the training of a model of another shape; name another folder"
            )
        self.model = TranslationModel(shape, dropout=options.dropout)
        if saved is None and start is not None:
            self.model.load_state_dict(start.weights)
        self.model.to(self.device)
        muon, adam = options.rates()
        self.optimiser = MuonAdam(self.model, muon_rate=muon, adam_rate=adam)
        self.model.to(self.precision)
        if saved is not None:
            self.optimiser.restore(saved["optimiser"])
            self.progress = Progress(**saved["progress"])
        self.progress.budget = self.budget

    def _saved(self) -> dict[str, Any] | None:
        """The checkpoint to go on from: the one before the decay where the budget has been changed since."""
        path = self.options.out / CHECKPOINT
        if not path.exists():
            return None
        saved = checkpoint.load(path)
        earlier = self.options.out / BEFORE_DECAY
        if saved["progress"]["budget"] != self.budget and earlier.exists():
            return checkpoint.load(earlier)
        return saved

    def weights(self) -> checkpoint.Weights:
        """The weights in float32, on the CPU."""
        return {name: weight.cpu() for name, weight in self.optimiser.master.items()}

    def save(self, name: str = CHECKPOINT) -> None:
        """Write the run's checkpoint."""
        checkpoint.save(
            self.options.out / name,
            shape=self.model.shape,
            vocabulary=self.vocabulary,
            optimiser=self.optimiser.state(),
            progress=self.progress.as_dict(),
        )

    @torch.no_grad()
    def dev_loss(self, examples: Examples) -> float:
        """Mean negative log-likelihood of the examples' target tokens, in nats."""
        self.model.eval()
        total = tokens = 0.0
        for rows in in_order(examples.lengths(), self.options.tokens):
            batch = collate(examples, rows).to(self.device)
            losses = self.model.losses(batch.source, batch.target, batch.links, smoothing=0.0, alignment=0.0)
            total, tokens = total + float(losses.plain), tokens + float(losses.tokens)
        self.model.train()
        return total / tokens

    def done(self) -> float:
        """The share of the budget that is spent."""
        spent = self.progress.steps if self.options.steps is not None else self.progress.seconds
        return min(1.0, spent / self.budget) if self.budget else 1.0

    def run(self, prepared: Prepared, report: Report) -> float | None:
        """Train until the budget, or this call's share of it, is spent. Returns the last loss on the dev examples.

        Raises ModelError where the training diverges.

        Rows of the log (`log.jsonl`): progress, `hours`, `loss` and `alignment_loss` (nats a token,
        means since the row before), `tokens_per_second`, `rate` (share of its height), `dev_loss`.
        """
        dev = Examples(prepared.dev) if prepared.dev else None
        if self.done() >= 1:
            return self.dev_loss(dev) if dev is not None else None
        examples = Examples(prepared.train)
        seed = self.options.seed + self.progress.steps
        rows = schedule(examples.lengths(), self.options.tokens, longest=self.options.longest, seed=seed)
        batches = Prefetcher(examples, rows, self.device)
        with (self.options.out / LOG).open("a", encoding="utf-8", newline="\n") as log:
            try:
                self._steps(batches, dev, log, report)
            except KeyboardInterrupt:
                self.save()
                raise
            finally:
                batches.close()
            self.save()
            return self._log({"rate": 0.0}, dev, log, report) if dev is not None else None

    def _steps(self, batches: Prefetcher, dev: Examples | None, log: IO[str], report: Report) -> None:
        options, progress = self.options, self.progress
        began, before = time.monotonic(), progress.seconds
        logged = measured = saved = began
        tally = _Tally()
        self.model.train()
        while self.done() < 1 and (options.this_run is None or time.monotonic() - began < options.this_run * 60):
            scale = rate_scale(self.done(), progress.steps, warmup=options.warmup, decay=options.decay)
            if self.done() >= 1 - options.decay and not (options.out / BEFORE_DECAY).exists():
                self.save(BEFORE_DECAY)
            for _ in range(options.accumulate):
                batch = batches.next()
                losses = self.model.losses(
                    batch.source, batch.target, batch.links, smoothing=options.smoothing, alignment=options.alignment
                )
                (losses.training / (losses.tokens * options.accumulate)).backward()
                tally.add(losses.plain, losses.alignment, losses.tokens)
                progress.examples += len(batch.source)
            self.optimiser.step(scale)
            progress.steps += 1
            now = time.monotonic()
            progress.seconds = before + now - began
            if now - logged >= _LOG_SECONDS or progress.steps == 1:
                row = tally.row(now - logged, progress)
                due = dev if now - measured >= _DEV_SECONDS else None
                self._log({**row, "rate": round(scale, 4)}, due, log, report)
                logged, tally = now, _Tally()
                measured = now if due is not None else measured
            if now - saved >= _SAVE_SECONDS:
                self.save()
                saved = now
        if tally.count:
            self._log({**tally.row(time.monotonic() - logged, progress), "rate": 0.0}, None, log, report)

    def _log(self, row: dict[str, Any], dev: Examples | None, log: IO[str], report: Report) -> float | None:
        if not math.isfinite(row.get("loss", 0.0)):
            raise ModelError(
                f"{self.options.out}: the training has diverged after {self.progress.steps} steps; go on from the last "
                "checkpoint with a smaller --muon-rate and --adam-rate"
            )
        loss = self.dev_loss(dev) if dev is not None else None
        whole = {**self.progress.as_dict(), "hours": round(self.progress.seconds / 3600, 4), **row}
        if loss is not None:
            whole["dev_loss"] = round(loss, 4)
        whole["seconds"] = round(self.progress.seconds, 1)
        log.write(json.dumps(whole) + "\n")
        log.flush()
        report(whole)
        return loss


class _Tally:
    """Sums since the last row of the log, kept on the device until they are asked for."""

    def __init__(self) -> None:
        self.plain: Any = 0.0
        self.alignment: Any = 0.0
        self.tokens: Any = 0
        self.count = 0

    def add(self, plain: Any, alignment: Any, tokens: Any) -> None:
        self.plain, self.alignment, self.tokens = self.plain + plain, self.alignment + alignment, self.tokens + tokens
        self.count += 1

    def row(self, seconds: float, progress: Progress) -> dict[str, float]:
        tokens = int(self.tokens)
        progress.tokens += tokens
        return {
            "tokens": progress.tokens,
            "loss": round(float(self.plain) / max(1, tokens), 4),
            "alignment_loss": round(float(self.alignment) / max(1, self.count), 4),
            "tokens_per_second": round(tokens / max(seconds, 1e-9), 1),
        }


def _device(name: str) -> torch.device:
    if name == "cuda" and not torch.cuda.is_available():
        raise OptionError("--device cuda: torch finds no such device; use --device cpu")
    return torch.device("cuda" if name != "cpu" and torch.cuda.is_available() else "cpu")


def _precision(name: str, device: torch.device) -> torch.dtype:
    """The precision asked for; "auto" is bfloat16 on a GPU and on a CPU that multiplies faster in it."""
    if name != "auto":
        return torch.bfloat16 if name == "bfloat16" else torch.float32
    if device.type == "cuda":
        return torch.bfloat16
    seconds = {}
    for precision in (torch.float32, torch.bfloat16):
        matrix = torch.ones(512, 512, dtype=precision)
        matrix @ matrix
        began = time.perf_counter()
        for _ in range(8):
            matrix @ matrix
        seconds[precision] = time.perf_counter() - began
    return torch.bfloat16 if seconds[torch.bfloat16] < 0.7 * seconds[torch.float32] else torch.float32
