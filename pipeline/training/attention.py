"""Attention of the model in training, written out on a CPU.

On a CPU the backward pass of torch's `scaled_dot_product_attention` takes many times its forward pass in bfloat16
(`benchmarks/training_speed.py`); two products and a softmax, which keep the weights, take less than either. On a GPU
the kernel is the faster one by far.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

_HIDDEN = -1e9
"""Added to the score of what must not be seen; finite, so that a row of nothing but padding gives no NaN."""


def padding_mask(padding: Tensor, precision: torch.dtype) -> Tensor:
    """What is added to scores, (batch, 1, 1, length), from where padding stands (batch, length)."""
    return (padding.to(precision) * _HIDDEN)[:, None, None, :]


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, *, causal: bool = False) -> Tensor:
    """The values mixed by the attention of the queries: (batch, heads, T, size).

    query: (batch, heads, T, size); key and value: (batch, heads, S, size). mask: from `padding_mask`, of the keys.
    causal: a position sees none after it, and there is no mask.
    """
    if query.device.type != "cpu":
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)
    scores = (query * (1 / math.sqrt(query.shape[-1]))) @ key.mT
    if causal:
        length = query.shape[-2]
        scores = scores + torch.full((length, length), _HIDDEN, dtype=scores.dtype).triu(1)
    elif mask is not None:
        scores = scores.add_(mask)
    return scores.softmax(-1) @ value
