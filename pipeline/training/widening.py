"""A trained model made twice as wide without changing what it computes, to be trained on with more room.

Function-preserving growth as in Net2Net (Chen, Goodfellow and Shlens 2016), for a pre-norm Transformer with tied
embeddings. Every number of the residual stream stands twice, side by side, so that layer norms, means over the width,
and the sines of the positions (nearly) stay what they were. Heads are copied behind the old ones, which keep their
numbers: the aligning and the pointing head stay the same. Where a matrix reads something that stands twice, its weights
are shared out unevenly between the two copies; so these get different gradients, and part.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import torch
from torch import Tensor

from pipeline.errors import ModelError
from pipeline.training.checkpoint import Start

_UNEVEN = 0.15  # standard deviation of the first copy's share around one half

_Share = Callable[[Tensor], Tensor]


def widened(start: Start, *, seed: int = 1) -> Start:
    """The start with twice the width, heads and inner width; heads keep their size.

    seed: of the shares. The outputs differ from the old ones by rounding and by the position vectors, whose rates are
    not quite the same (on this project's small model: 0.002 nats a piece). Raises ModelError for a parameter that is
    none of `TranslationModel`.
    """
    chance = torch.Generator().manual_seed(seed)

    def share(weight: Tensor) -> Tensor:
        return 0.5 + _UNEVEN * torch.randn(weight.shape, generator=chance)

    shape = start.shape
    wide = dataclasses.replace(shape, width=2 * shape.width, heads=2 * shape.heads, inner=2 * shape.inner)
    weights = {
        name: _widened(name, weight, shape.width, share).contiguous() for name, weight in sorted(start.weights.items())
    }
    return dataclasses.replace(start, shape=wide, weights=weights)


def _widened(name: str, weight: Tensor, width: int, share: _Share) -> Tensor:
    """One parameter; matrices are (out, in)."""
    owner, _, kind = name.rpartition(".")
    part = owner.rpartition(".")[2]
    if name == "output_bias":
        return weight
    if part == "embedding":  # its vectors are multiplied by the root of the width
        return weight.repeat_interleave(2, 1) / 2**0.5
    if part == "decoder_norm":  # the logits would be sums over twice as many products
        return weight.repeat_interleave(2) / 2**0.5
    if part.endswith("norm"):
        return weight.repeat_interleave(2)
    matrix = kind == "weight"
    if part in ("joint", "query"):  # (heads of each projection, stream)
        rows = torch.cat([torch.cat((one, one)) for one in weight.split(width)])
        return _beside(rows, share) if matrix else rows
    if part == "up":  # (hidden, stream)
        rows = torch.cat((weight, weight))
        return _beside(rows, share) if matrix else rows
    if part in ("output", "down"):  # (stream, heads or hidden)
        return (_behind(weight, share) if matrix else weight).repeat_interleave(2, 0)
    raise ModelError(f"a model with a parameter {name} cannot be widened")


def _beside(weight: Tensor, share: _Share) -> Tensor:
    """Columns for an input whose numbers stand twice, side by side."""
    first = share(weight)
    return torch.stack((weight * first, weight * (1 - first)), -1).flatten(1)


def _behind(weight: Tensor, share: _Share) -> Tensor:
    """Columns for an input that stands twice, the copy behind the whole."""
    first = share(weight)
    return torch.cat((weight * first, weight * (1 - first)), 1)
