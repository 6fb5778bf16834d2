"""The parts of a CTranslate2 `model.bin`, as ctranslate2.specs.model_spec lays them out in binary versions 4 to 6.

Little-endian: version, name and revision of the specification, count, then for each variable its name,
rank (u8), sizes (u32), type (u8), byte length (u32) and content; in version 6 the aliases come last. Strings
have their length (u16, a closing NUL included) before them and are UTF-8.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import ModelError

_VERSIONS = range(4, 7)
_WITH_ALIASES = 6


@dataclass(frozen=True, slots=True)
class Variable:
    """kind: CTranslate2's number of the type (0 float32, 1 int8, 2 int16, 3 int32, 4 float16). start, length: bytes."""

    shape: tuple[int, ...]
    kind: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class ModelFile:
    """version: of the binary layout. name: of the specification. aliases: other names of variables."""

    version: int
    name: str
    variables: Mapping[str, Variable]
    aliases: Mapping[str, str]


def read_model_file(model: bytes) -> ModelFile:
    """Where everything stands in the bytes of a `model.bin`; no content is copied. Raises ModelError."""
    try:
        return _read(model)
    except (struct.error, UnicodeDecodeError, ValueError) as error:
        raise ModelError(f"model.bin cannot be read: {error}") from error


def _read(model: bytes) -> ModelFile:
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

    version = number("I")
    if version not in _VERSIONS:
        raise ValueError(f"binary version {version}; known: {_VERSIONS.start} to {_VERSIONS.stop - 1}")
    name = string()
    number("I")  # revision
    variables: dict[str, Variable] = {}
    for _ in range(number("I")):
        variable = string()
        shape = tuple(number("I") for _ in range(number("B")))
        kind, length = number("B"), number("I")
        if position + length > len(model):
            raise ValueError(f"{variable} is cut short")
        variables[variable] = Variable(shape, kind, position, length)
        position += length
    aliases = {string(): string() for _ in range(number("I"))} if version >= _WITH_ALIASES else {}
    return ModelFile(version, name, variables, aliases)
