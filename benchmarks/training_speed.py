"""Speed of a training step on this CPU, by width: as it is, and with each thing that makes it fast taken away.

    python benchmarks/training_speed.py [--widths 256 512] [--tokens 8192] [--steps 3] [--vocabulary 16000]

Batches are drawn by chance: sentences of 32 pieces a side, so that nothing is padding. `rate` is the share of the
machine's own rate in products of large matrices (bfloat16, measured in the same run) that the step's products reach.
The cases take turns, and medians are printed. Memory is the fourth thing that counts: run it under the environment that
`bitexte train` starts itself with (`--allocator` asks for both).
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from unittest import mock

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.training import cross_entropy, model
from pipeline.training.allocator import CHOSEN, keeping_memory
from pipeline.training.model import ModelShape, TranslationModel
from pipeline.training.optimiser import MuonAdam

LENGTH = 32
BATCHES = 2  # a step: the optimiser's work is shared out over them


def kernel(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, *, causal: bool = False) -> Tensor:
    return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)


CASES: dict[str, tuple[tuple[object, str, object], ...]] = {
    "as it is": (),
    "torch's attention": ((model, "attend", kernel),),
    "torch's cross entropy": ((cross_entropy, "compiled", lambda: None),),
    "both of torch": ((model, "attend", kernel), (cross_entropy, "compiled", lambda: None)),
}


def matrix_rate() -> float:
    """Floating point operations a second in a product of two large bfloat16 matrices, the best of some."""
    a, b = (torch.ones(2048, 2048, dtype=torch.bfloat16) for _ in range(2))
    best = 0.0
    for _ in range(12):
        began = time.perf_counter()
        a @ b
        best = max(best, 2 * 2048**3 / (time.perf_counter() - began))
    return best


def products(shape: ModelShape, tokens: int) -> float:
    """Floating point operations in the products of one batch, forward and backward; attention's own included."""
    weights = sum(p.numel() for name, p in TranslationModel(shape).named_parameters() if p.dim() == 2)
    layers = shape.encoder_layers + 2 * shape.decoder_layers
    return 3 * 2 * tokens * (weights + layers * 2 * LENGTH * shape.width)


def step(trained: TranslationModel, optimiser: MuonAdam, batch: tuple[Tensor, Tensor, Tensor]) -> float:
    began = time.perf_counter()
    for _ in range(BATCHES):
        losses = trained.losses(*batch, smoothing=0.1, alignment=0.1)
        (losses.training / (losses.tokens * BATCHES)).backward()
    optimiser.step(1.0)
    return time.perf_counter() - began


def measure(shape: ModelShape, tokens: int, steps: int) -> None:
    rows = tokens // LENGTH
    torch.manual_seed(1)
    source, target = (torch.randint(7, shape.vocabulary, (rows, LENGTH + extra)) for extra in (0, 1))
    links = torch.stack([torch.arange(rows), torch.full((rows,), 3), torch.full((rows,), 4)], 1)
    trained = TranslationModel(shape, dropout=0.0)
    optimiser = MuonAdam(trained, muon_rate=1e-4, adam_rate=1e-4)
    trained.to(torch.bfloat16).train()
    seconds: dict[str, list[float]] = {name: [] for name in CASES}
    for number in range(steps + 1):
        for name, changes in CASES.items():
            with ExitStack() as changed:
                for owner, attribute, value in changes:
                    changed.enter_context(mock.patch.object(owner, attribute, value))
                taken = step(trained, optimiser, (source, target, links))
            if number:  # the first round compiles, and fills caches
                seconds[name].append(taken)
    reference = statistics.median(seconds["as it is"])
    rate = matrix_rate()
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        share = BATCHES * products(shape, tokens) / middle / rate
        print(
            f"{shape.width}\t{name}\t{BATCHES * rows / middle:.1f}\t{middle / reference:.2f}\t{share:.2f}", flush=True
        )


def in_both_memories(arguments: list[str]) -> None:
    """The same run as the system's allocator has it, and with memory that is kept."""
    import ctypes.util

    plain = {name: value for name, value in os.environ.items() if name not in (CHOSEN, "LD_PRELOAD")}
    kept = keeping_memory(plain, ctypes.util.find_library("jemalloc")) or plain
    for name, environment in (("the system's memory", plain), (kept.get(CHOSEN, "?"), kept)):
        print(f"# {name}", flush=True)
        subprocess.run([sys.executable, __file__, *arguments], env=environment, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--widths", type=int, nargs="+", default=[256, 512])
    parser.add_argument("--tokens", type=int, default=8192, help="positions a side in a batch")
    parser.add_argument("--steps", type=int, default=3, help="of each case, beside one to warm up")
    parser.add_argument("--vocabulary", type=int, default=16_000)
    parser.add_argument("--allocator", action="store_true", help="run it twice: the system's memory, and kept memory")
    options = parser.parse_args()
    if options.allocator:
        in_both_memories([argument for argument in sys.argv[1:] if argument != "--allocator"])
        return
    print("width\tcase\texamples/s\ttime\trate")
    for width in options.widths:
        shape = ModelShape(options.vocabulary, width, width // 64, 4 * width, encoder_layers=6, decoder_layers=2)
        measure(shape, options.tokens, options.steps)
    faults = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"# system time {faults.ru_stime / (faults.ru_stime + faults.ru_utime):.0%} of {faults.ru_minflt:,} page faults"
    )


if __name__ == "__main__":
    main()
