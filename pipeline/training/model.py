"""The translation model: an encoder–decoder Transformer that CTranslate2 runs unchanged.

Pre-norm (Vaswani et al. 2017; Xiong et al. 2020), one embedding table for source, target and output,
sinusoidal positions. One head of the last decoder layer's cross-attention is trained to align
(Garg et al. 2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.training.attention import attend, padding_mask
from pipeline.training.cross_entropy import ProjectedCrossEntropy
from pipeline.training.vocabulary import PAD

ALIGNMENT_SHIFT = 1
"""The aligning head's row for a target piece is that of the step after it, whose input the piece is: only
there has the decoder seen what it aligns (Chen et al. 2020). Packages declare it as `alignment_shift`."""

_ALIGNING = 0  # the head that CTranslate2 returns
_POINTING = 1  # pulled towards what the next piece will render: term marks are obeyed sooner with it


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The sizes of a model.

    width: of a token's vector; heads: of every attention, width/heads each; inner: width of the
    feed-forward part; positions: the longest sentence, in pieces.
    """

    vocabulary: int
    width: int = 512
    heads: int = 8
    inner: int = 2048
    encoder_layers: int = 6
    decoder_layers: int = 3
    positions: int = 512


SHAPES = {
    "small": ModelShape(16_000, width=256, heads=4, inner=1024, encoder_layers=6, decoder_layers=2),
    "base": ModelShape(16_000, width=512, heads=8, inner=2048, encoder_layers=6, decoder_layers=4),
}
"""Shapes by name; the size of the vocabulary is replaced by that of the one in use."""


def sinusoids(positions: int, width: int) -> Tensor:
    """Position vectors (positions, width): sines in the first half, cosines in the second."""
    half = width // 2
    rates = torch.exp(torch.arange(half) * (-math.log(10_000.0) / (half - 1)))
    angles = torch.outer(torch.arange(positions, dtype=torch.float32), rates)  # (positions, half)
    return torch.cat((angles.sin(), angles.cos()), dim=1)


def _heads_apart(x: Tensor, heads: int) -> Tensor:
    """(batch, length, width) as (batch, heads, length, width/heads)."""
    batch, length, _ = x.shape
    return x.view(batch, length, heads, -1).transpose(1, 2)


def _heads_together(x: Tensor) -> Tensor:
    """(batch, heads, length, size) as (batch, length, heads·size)."""
    return x.transpose(1, 2).flatten(2)


class SelfAttention(nn.Module):
    """Attention of a sequence to itself; queries, keys and values from one matrix, in this order."""

    def __init__(self, shape: ModelShape, *, causal: bool) -> None:
        """causal: a position sees none after it."""
        super().__init__()
        self.heads, self.causal = shape.heads, causal
        self.joint = nn.Linear(shape.width, 3 * shape.width)
        self.output = nn.Linear(shape.width, shape.width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: (batch, length, width); mask: of the padding, (batch, 1, 1, length). Returns the shape of x."""
        query, key, value = (_heads_apart(part, self.heads) for part in self.joint(x).chunk(3, dim=-1))
        return self.output(_heads_together(attend(query, key, value, mask, causal=self.causal)))


class CrossAttention(nn.Module):
    """Attention of the target to the encoded source."""

    def __init__(self, shape: ModelShape) -> None:
        """Keys and values come from one matrix, in this order."""
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.joint = nn.Linear(shape.width, 2 * shape.width)
        self.output = nn.Linear(shape.width, shape.width)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """x: (batch, T, width); memory: (batch, S, width); mask: (batch, 1, 1, S). Returns the shape of x."""
        query = _heads_apart(self.query(x), self.heads)
        key, value = (_heads_apart(part, self.heads) for part in self.joint(memory).chunk(2, dim=-1))
        return self.output(_heads_together(attend(query, key, value, mask)))

    def head(self, number: int, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Log attention of one head, (batch, T, S), in float32."""
        size = x.shape[-1] // self.heads
        own = slice(number * size, (number + 1) * size)
        query = functional.linear(x, self.query.weight[own], self.query.bias[own])  # (batch, T, size)
        key = functional.linear(memory, self.joint.weight[own], self.joint.bias[own])  # (batch, S, size)
        scores = (query @ key.mT).float() / math.sqrt(size)
        return (scores + mask[:, 0].float()).log_softmax(-1)


class FeedForward(nn.Module):
    """Two linear maps around a ReLU."""

    def __init__(self, shape: ModelShape) -> None:
        """width → inner → width."""
        super().__init__()
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)

    def forward(self, x: Tensor, dropout: float) -> Tensor:
        """x: (batch, length, width), and so is the result."""
        return self.down(functional.dropout(functional.relu(self.up(x)), dropout, self.training))


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each on a normalised copy and added to its input."""

    def __init__(self, shape: ModelShape) -> None:
        """A layer with fresh weights."""
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.width)
        self.attention = SelfAttention(shape, causal=False)
        self.feed_norm = nn.LayerNorm(shape.width)
        self.feed = FeedForward(shape)

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """x: (batch, S, width); mask: (batch, 1, 1, S)."""
        x = x + functional.dropout(self.attention(self.attention_norm(x), mask), dropout, self.training)
        return x + functional.dropout(self.feed(self.feed_norm(x), dropout), dropout, self.training)


class DecoderLayer(nn.Module):
    """Causal self-attention, cross-attention and feed-forward."""

    def __init__(self, shape: ModelShape) -> None:
        """A layer with fresh weights."""
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.width)
        self.attention = SelfAttention(shape, causal=True)
        self.cross_norm = nn.LayerNorm(shape.width)
        self.cross = CrossAttention(shape)
        self.feed_norm = nn.LayerNorm(shape.width)
        self.feed = FeedForward(shape)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor, dropout: float) -> tuple[Tensor, Tensor]:
        """x: (batch, T, width). Returns the layer's output and what its cross-attention saw, both (batch, T, width)."""
        x = x + functional.dropout(self.attention(self.attention_norm(x), None), dropout, self.training)
        seen = self.cross_norm(x)
        x = x + functional.dropout(self.cross(seen, memory, mask), dropout, self.training)
        return x + functional.dropout(self.feed(self.feed_norm(x), dropout), dropout, self.training), seen


class Losses(NamedTuple):
    """Sums over the target tokens of a batch, in nats; `tokens` is their number.

    training: what is minimised (label-smoothed, with the alignment's share); plain: the negative
    log-likelihood; alignment: mean negative log attention on the linked pieces.
    """

    training: Tensor
    plain: Tensor
    alignment: Tensor
    tokens: Tensor


class TranslationModel(nn.Module):
    """The whole model. Parameter names are the keys of a checkpoint."""

    def __init__(self, shape: ModelShape, *, dropout: float = 0.0) -> None:
        """Fresh weights, drawn from torch's generator."""
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.output_bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.register_buffer("positions", sinusoids(shape.positions, shape.width), persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        """Xavier for matrices; those that add to the residual stream smaller the more of them there are."""
        nn.init.normal_(self.embedding.weight, std=self.shape.width**-0.5)
        residual = 2 * self.shape.encoder_layers + 3 * self.shape.decoder_layers
        for name, parameter in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif parameter.dim() == 2 and not name.startswith("embedding"):
                nn.init.xavier_uniform_(
                    parameter, gain=(2 / residual) ** 0.5 if ".output." in name or ".down." in name else 1.0
                )

    def _embed(self, ids: Tensor) -> Tensor:
        """ids: (batch, length) → (batch, length, width)."""
        vectors = self.embedding(ids) * math.sqrt(self.shape.width) + self.positions[: ids.shape[1]]
        return functional.dropout(vectors, self.dropout, self.training)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """source: (batch, S) ids.

        Returns the encoded source (batch, S, width) and the mask of its padding (batch, 1, 1, S).
        """
        mask = padding_mask(source == PAD, self.embedding.weight.dtype)
        x = self._embed(source)
        for layer in self.encoder:
            x = layer(x, mask, self.dropout)
        return self.encoder_norm(x), mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """target: (batch, T) ids that begin with the start sign.

        Returns the states that predict the next token and what the last cross-attention saw, both (batch, T, width).
        """
        x = self._embed(target)
        seen = x
        for layer in self.decoder:
            x, seen = layer(x, memory, mask, self.dropout)
        return self.decoder_norm(x), seen

    def losses(self, source: Tensor, target: Tensor, links: Tensor, *, smoothing: float, alignment: float) -> Losses:
        """Losses of a batch laid out as in `batches.Batch`.

        smoothing: share of the probability spread over the vocabulary. alignment: weight of the
        mean loss of the aligning head, and of the pointing one, beside the mean translation loss; 0 leaves
        the heads alone.
        """
        memory, mask = self.encode(source)
        states, seen = self.decode(target[:, :-1], memory, mask)
        gold = target[:, 1:]
        real = gold != PAD
        total, plain = ProjectedCrossEntropy.apply(
            states[real], self.embedding.weight, self.output_bias, gold[real], smoothing
        )
        tokens = real.sum()
        apart = torch.zeros((), device=total.device)
        if alignment and len(links):
            row, i, j = links.unbind(1)
            cross = self.decoder[-1].cross
            apart = -cross.head(_ALIGNING, seen, memory, mask)[row, j + ALIGNMENT_SHIFT, i].mean()
            total = total + alignment * tokens * apart
            if cross.heads > _POINTING:
                total = total - alignment * tokens * cross.head(_POINTING, seen, memory, mask)[row, j, i].mean()
        return Losses(total, plain, apart.detach(), tokens)

    def align(self, source: Tensor, target: Tensor, *, shift: int = ALIGNMENT_SHIFT) -> Tensor:
        """Attention of the aligning head for targets between start and end sign (batch, T + 1): (batch, T - shift, S).

        Row j is that of the target's j-th piece, start sign not counted. shift: that of the model's training.
        """
        memory, mask = self.encode(source)
        _, seen = self.decode(target[:, :-1], memory, mask)
        return self.decoder[-1].cross.head(_ALIGNING, seen, memory, mask).exp()[:, shift:]
