"""Output projection and label-smoothed cross entropy, a few thousand tokens at a time.

The logits of a whole batch would need vocabulary × tokens numbers; here a chunk's logits turn into its gradients at
once and are let go. On a CPU, in bfloat16, that is done by `cross_entropy.c`, compiled when it is first wanted; where
there is no compiler, and for all else, by torch.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

_CHUNK = {"cpu": 2_048, "cuda": 16_384}  # target tokens whose logits are held at once
_SOURCE = Path(__file__).with_name("cross_entropy.c")
_COMPILERS = ("cc", "gcc", "clang")
_OPTIONS = ("-O3", "-march=native", "-fopenmp-simd", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC")
_PATIENCE = 60  # seconds that a compiler may take


class Loss(NamedTuple):
    """Of a chunk: the smoothed and the plain loss, summed, in nats."""

    total: Tensor | float
    plain: Tensor | float


Kernel = Callable[[Tensor, Tensor, Tensor, float], Loss]
"""Turns logits (tokens, vocabulary) into the gradient of the smoothed loss, in place, for the wanted ids (tokens), and
adds the gradient's sum to that of the bias (vocabulary, float32)."""


class ProjectedCrossEntropy(torch.autograd.Function):
    """The loss of states that a table projects; its gradients are there as soon as it is."""

    @staticmethod
    def forward(
        context: Any, states: Tensor, table: Tensor, bias: Tensor, gold: Tensor, smoothing: float
    ) -> tuple[Tensor, Tensor]:
        """states: (tokens, width); table: (vocabulary, width); bias: (vocabulary); gold: (tokens) ids.

        Returns the smoothed and the plain loss, summed.
        """
        total, plain = (torch.zeros((), device=states.device) for _ in range(2))
        state_gradient = torch.empty_like(states)
        table_gradient = torch.zeros(table.shape, device=table.device)
        bias_gradient = torch.zeros(bias.shape, device=bias.device)
        size = _CHUNK.get(states.device.type, _CHUNK["cpu"])
        fast = compiled() if states.device.type == "cpu" and states.dtype == torch.bfloat16 else None
        for part, state, wanted in zip(state_gradient.split(size), states.split(size), gold.split(size), strict=True):
            if fast is not None:
                gradient = torch.addmm(bias, state, table.mT)
                loss = fast(gradient, wanted, bias_gradient, smoothing)
            else:
                logits = (state @ table.mT).float().add_(bias)
                loss = by_torch(logits, wanted, bias_gradient, smoothing)
                gradient = logits.to(states.dtype)
            total += loss.total
            plain += loss.plain
            torch.mm(gradient, table, out=part)
            table_gradient += gradient.mT @ state
        context.save_for_backward(state_gradient, table_gradient.to(table.dtype), bias_gradient.to(bias.dtype))
        context.mark_non_differentiable(plain)
        return total, plain

    @staticmethod
    def backward(context: Any, scale: Tensor, _: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of the states, the table and the bias."""
        return (*(gradient * scale for gradient in context.saved_tensors), None, None)


def by_torch(logits: Tensor, gold: Tensor, bias_gradient: Tensor, smoothing: float) -> Loss:
    """The kernel in torch's operations; logits in float32."""
    normaliser = logits.logsumexp(-1)
    surprise = (normaliser - logits.gather(1, gold[:, None])[:, 0]).sum()
    spread = (normaliser - logits.mean(-1)).sum()
    # gradient: probabilities less the smoothed distribution
    logits.sub_(normaliser[:, None]).exp_().sub_(smoothing / logits.shape[1])
    logits[torch.arange(len(gold), device=logits.device), gold] -= 1 - smoothing
    bias_gradient += logits.sum(0)
    return Loss((1 - smoothing) * surprise + smoothing * spread, surprise)


@lru_cache(maxsize=1)
def compiled() -> Kernel | None:
    """The kernel for bfloat16 on this CPU; None where nothing here compiles it."""
    compiler = next(filter(None, map(shutil.which, _COMPILERS)), None)
    if compiler is None or os.name != "posix":
        return None
    with tempfile.TemporaryDirectory(prefix="bitexte-") as folder:
        library = Path(folder) / "cross_entropy.so"
        command = [compiler, *_OPTIONS, "-o", str(library), str(_SOURCE), "-lm"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
            function = ctypes.CDLL(str(library)).cross_entropy
        except (OSError, subprocess.SubprocessError):
            return None
    pointer, number = ctypes.c_void_p, ctypes.c_int64
    sums = ctypes.POINTER(ctypes.c_double)
    function.argtypes = [pointer, pointer, pointer, number, number, ctypes.c_double, sums, sums]
    function.restype = None
    return _threaded(function)


def _threaded(function: Any) -> Kernel:
    """The compiled function over the rows of a chunk, shared out among as many threads as torch uses."""
    threads = ThreadPoolExecutor(max(1, os.cpu_count() or 1), "cross-entropy")

    def share(logits: Tensor, gold: Tensor, bias_gradient: Tensor, smoothing: float) -> Loss:
        total, plain = ctypes.c_double(), ctypes.c_double()
        rows, vocabulary = logits.shape
        addresses = logits.data_ptr(), gold.data_ptr(), bias_gradient.data_ptr()
        function(*addresses, rows, vocabulary, smoothing, total, plain)
        return Loss(total.value, plain.value)

    def kernel(logits: Tensor, gold: Tensor, bias_gradient: Tensor, smoothing: float) -> Loss:
        size = max(1, -(-len(gold) // torch.get_num_threads()))
        parts = list(zip(logits.split(size), gold.contiguous().split(size), strict=True))
        biases = [bias_gradient, *(torch.zeros_like(bias_gradient) for _ in parts[1:])]
        found = list(threads.map(share, *zip(*parts, strict=True), biases, [smoothing] * len(parts)))
        for bias in biases[1:]:
            bias_gradient += bias
        return Loss(sum(loss.total for loss in found), sum(loss.plain for loss in found))

    return kernel
