"""What a CTranslate2 model is made of, read from the heads of its variables."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from pipeline.errors import ModelError
from pipeline.translation.model_file import read_model_file

_LAYER = re.compile(r"(encoder|decoder)/layer_(\d+)/")


@dataclass(frozen=True, slots=True)
class Architecture:
    """Layers on either side, width of the model, number of parameters."""

    name: str
    encoder_layers: int
    decoder_layers: int
    width: int
    parameters: int

    def __str__(self) -> str:
        """One line for a person."""
        return (
            f"{self.name}, {self.encoder_layers}+{self.decoder_layers} layers, {self.width} wide, "
            f"{self.parameters / 1e6:.1f} M parameters"
        )


def read_architecture(model: bytes) -> Architecture | None:
    """The architecture in the bytes of a `model.bin`, or None for a layout that is not known here."""
    try:
        file = read_model_file(model)
    except ModelError:
        return None
    layers: dict[str, set[int]] = {"encoder": set(), "decoder": set()}
    parameters = width = 0
    for name, variable in file.variables.items():
        if match := _LAYER.match(name):
            layers[match[1]].add(int(match[2]))
        if name.endswith("layer_norm/gamma") and variable.shape:
            width = variable.shape[0]
        if name.endswith(("weight", "bias", "gamma", "beta")):
            parameters += math.prod(variable.shape)
    return Architecture(file.name, len(layers["encoder"]), len(layers["decoder"]), width, parameters)
