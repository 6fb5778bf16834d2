"""Muon for the hidden matrices (Jordan et al. 2024), Adam for embeddings, biases and norms.

Both step 32-bit master copies; the model's own parameters may be 16-bit.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import torch
from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of the quintic iteration that Muon's authors chose
_ITERATIONS = 5


def orthogonalised(matrices: Tensor, precision: torch.dtype = torch.float32) -> Tensor:
    """Matrices (count, rows, columns) with their singular values brought near 1, by Newton–Schulz iteration.

    precision: of the products; bfloat16 is enough. The result is float32.
    """
    a, b, c = _COEFFICIENTS
    x = matrices.to(precision)
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (torch.linalg.matrix_norm(x.float(), keepdim=True) + 1e-7).to(x.dtype)
    for _ in range(_ITERATIONS):
        square = x @ x.mT
        x = a * x + (b * square + c * (square @ square)) @ x
    return (x.mT if tall else x).float()


class MuonAdam:
    """One optimiser for all parameters of a model, with clipping of the whole gradient's norm."""

    def __init__(
        self,
        model: nn.Module,
        *,
        muon_rate: float,
        adam_rate: float,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.98),
        weight_decay: float = 0.01,
    ) -> None:
        """Rates are those at scale 1 of `step`. Takes the masters from the model, so make it before rounding that."""
        self.muon_rate, self.adam_rate = muon_rate, adam_rate
        self.momentum, self.betas, self.weight_decay = momentum, betas, weight_decay
        self._parameters: dict[str, Tensor] = dict(model.named_parameters())
        self.master = {name: p.detach().float().clone() for name, p in self._parameters.items()}
        self._first = {name: torch.zeros_like(m) for name, m in self.master.items()}
        self._groups: dict[tuple[int, int, int], list[str]] = defaultdict(list)
        for name, weight in self.master.items():
            if weight.dim() == 2 and not name.startswith("embedding"):
                # a joint matrix holds several projections; each is orthogonalised for itself
                parts = weight.shape[0] // weight.shape[1] if ".joint." in name else 1
                self._groups[parts, weight.shape[0] // parts, weight.shape[1]].append(name)
        hidden = {name for names in self._groups.values() for name in names}
        self._second = {name: torch.zeros_like(m) for name, m in self.master.items() if name not in hidden}
        self.steps = 0

    @torch.no_grad()
    def step(self, scale: float, *, clip: float = 1.0) -> float:
        """Apply the gradients at `scale` times the rates, then clear them. Returns their norm before clipping."""
        gradients = {name: p.grad.float() for name, p in self._parameters.items() if p.grad is not None}
        norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in gradients.values()]))
        factor = (clip / (norm + 1e-6)).clamp(max=1.0)
        for gradient in gradients.values():
            gradient.mul_(factor)
        self.steps += 1
        self._adam(gradients, scale)
        self._muon(gradients, scale)
        for name, parameter in self._parameters.items():
            parameter.copy_(self.master[name])
            parameter.grad = None
        return float(norm)

    def _adam(self, gradients: dict[str, Tensor], scale: float) -> None:
        fast, slow = self.betas
        rate = self.adam_rate * scale * math.sqrt(1 - slow**self.steps) / (1 - fast**self.steps)
        for name, second in self._second.items():
            if name in gradients:
                gradient, first = gradients[name], self._first[name]
                first.lerp_(gradient, 1 - fast)
                second.lerp_(gradient.square(), 1 - slow)
                self.master[name].addcdiv_(first, second.sqrt().add_(1e-9), value=-rate)

    def _muon(self, gradients: dict[str, Tensor], scale: float) -> None:
        for (parts, rows, columns), names in self._groups.items():
            ahead = []  # Nesterov: the gradient as it will be after this momentum
            for name in names:
                gradient, first = gradients[name], self._first[name]
                first.lerp_(gradient, 1 - self.momentum)
                ahead.append(gradient.lerp(first, self.momentum).view(parts, rows, columns))
            update = orthogonalised(torch.cat(ahead), self._parameters[names[0]].dtype).view(
                len(names), parts * rows, columns
            )
            rate = self.muon_rate * scale
            for name, change in zip(names, update, strict=True):
                weight = self.master[name]
                # 0.2·√max makes the update's size like Adam's (Liu et al. 2025)
                weight.mul_(1 - rate * self.weight_decay).sub_(change, alpha=rate * 0.2 * math.sqrt(max(rows, columns)))

    def state(self) -> dict[str, Any]:
        """Masters, moments and step count, for a checkpoint."""
        return {"master": self.master, "first": self._first, "second": self._second, "steps": self.steps}

    @torch.no_grad()
    def restore(self, state: dict[str, Any]) -> None:
        """Take up what `state` gave, and set the model's parameters by it."""
        for mine, saved in (
            (self.master, state["master"]),
            (self._first, state["first"]),
            (self._second, state["second"]),
        ):
            for name, tensor in mine.items():
                tensor.copy_(saved[name])
        self.steps = int(state["steps"])
        for name, parameter in self._parameters.items():
            parameter.copy_(self.master[name])
