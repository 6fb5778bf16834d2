"""What a CTranslate2 model is made of, read from the head of its variables.

The layout is that of ctranslate2.specs.model_spec, binary versions 4 to 6: strings are a 16-bit length
(a closing NUL included) and UTF-8; a variable is its name, 8-bit rank, 32-bit sizes, 8-bit type,
32-bit byte count and bytes, all little-endian.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

_BINARY_VERSIONS = range(4, 7)
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
        return _read(model)
    except (struct.error, UnicodeDecodeError, ValueError):
        return None


def _read(model: bytes) -> Architecture:
    position = 0

    def number(code: str) -> int:
        nonlocal position
        (value,) = struct.unpack_from("<" + code, model, position)
        position += struct.calcsize(code)
        return int(value)

    def string() -> str:
        nonlocal position
        length = number("H")
        value = model[position : position + length - 1].decode()
        position += length
        return value

    if number("I") not in _BINARY_VERSIONS:
        raise ValueError("another binary version")
    name = string()
    number("I")  # revision
    layers: dict[str, set[int]] = {"encoder": set(), "decoder": set()}
    parameters = width = 0
    for _ in range(number("I")):
        variable = string()
        shape = [number("I") for _ in range(number("B"))]
        number("B")  # type
        length = number("I")
        position += length
        if match := _LAYER.match(variable):
            layers[match[1]].add(int(match[2]))
        if variable.endswith("layer_norm/gamma"):
            width = shape[0]
        if variable.endswith(("weight", "bias", "gamma", "beta")):
            size = 1
            for extent in shape:
                size *= extent
            parameters += size
    return Architecture(name, len(layers["encoder"]), len(layers["decoder"]), width, parameters)
