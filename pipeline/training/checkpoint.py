"""The state of a training run on disk, and the weights of a finished model read back to train on."""

from __future__ import annotations

import dataclasses
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.errors import InputError, ModelError
from pipeline.files.writing import atomic_bytes
from pipeline.training.model import ALIGNMENT_SHIFT, ModelShape, TranslationModel
from pipeline.training.vocabulary import load_vocabulary
from pipeline.translation.model_file import read_model_file
from pipeline.translation.package import open_package

FORMAT = "bitexte-checkpoint-1"
Weights = dict[str, Tensor]


@dataclasses.dataclass(frozen=True, slots=True)
class Start:
    """What a training run begins with: the model's shape and weights (float32), and its vocabulary (serialised).

    shift: where its aligning head has the row of a piece, see `model.ALIGNMENT_SHIFT`.
    """

    shape: ModelShape
    weights: Weights
    vocabulary: bytes
    shift: int = 0


def save(
    path: Path, *, shape: ModelShape, vocabulary: bytes, optimiser: dict[str, Any], progress: dict[str, float]
) -> None:
    """Write a checkpoint; the file at `path` is always a whole one."""
    content = {
        "format": FORMAT,
        "shape": dataclasses.asdict(shape),
        "shift": ALIGNMENT_SHIFT,
        "vocabulary": torch.frombuffer(bytearray(vocabulary), dtype=torch.uint8),
        "optimiser": optimiser,
        "progress": progress,
    }
    with atomic_bytes(path) as stream:
        torch.save(content, stream)


def load(path: Path) -> dict[str, Any]:
    """A checkpoint's content as `save` laid it out, on the CPU. Runs no code from the file.

    Raises InputError where it cannot be read or is of another kind.
    """
    if not zipfile.is_zipfile(path):
        raise InputError(f"{path}: not a checkpoint" if path.exists() else f"{path}: no such checkpoint")
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, pickle.UnpicklingError, EOFError) as error:
        first = str(error).split("\n", 1)[0]
        raise InputError(f"{path}: not a checkpoint: {first}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise InputError(f"{path}: not a checkpoint of this version ({FORMAT})")
    return content


def shape_of(content: dict[str, Any]) -> ModelShape:
    """The model's shape in a checkpoint's content."""
    return ModelShape(**content["shape"])


def with_vocabulary(shape: ModelShape, size: int) -> ModelShape:
    """The shape with another number of pieces."""
    return dataclasses.replace(shape, vocabulary=size)


def start_from(path: Path) -> Start:
    """The model to train on: a checkpoint (`.pt`) or a package that this project's training made.

    A package's int8 weights are turned back into numbers. Raises InputError or ModelError where the file cannot serve.
    """
    if path.suffix == ".pt":
        content = load(path)
        vocabulary = bytes(content["vocabulary"].numpy())
        start = Start(shape_of(content), content["optimiser"]["master"], vocabulary, int(content.get("shift", 0)))
    else:
        package = open_package(path)
        if package.tokeniser != "sentencepiece.model":
            raise ModelError(f"{path}: only a package with sentencepiece.model can be trained on")
        variables = read_variables(package.read("model/model.bin"))
        shape, weights = _from_variables(path, variables)
        start = Start(shape, weights, package.read("sentencepiece.model"), package.alignment_shift)
    return start


def extended(start: Start, vocabulary: bytes) -> Start:
    """The start with a vocabulary to which `extend_vocabulary` has added pieces.

    Their vectors are the mean of all: a random one could outbid every trained one.
    """
    size = int(load_vocabulary(vocabulary).get_piece_size())
    table, bias = start.weights["embedding.weight"], start.weights["output_bias"]
    added = size - len(table)
    if added < 0:
        raise ModelError(f"the model knows more pieces ({len(table)}) than its vocabulary has ({size})")
    weights = start.weights | {
        "embedding.weight": torch.cat((table, table.mean(0, keepdim=True).expand(added, -1))),
        "output_bias": torch.cat((bias, bias.min().expand(added))),
    }
    return Start(with_vocabulary(start.shape, size), weights, vocabulary, start.shift)


_VERSION = 6
_TYPES: dict[int, np.dtype[Any]] = {
    0: np.dtype(np.float32),
    1: np.dtype(np.int8),
    2: np.dtype(np.int16),
    3: np.dtype(np.int32),
    4: np.dtype(np.float16),
}


def read_variables(model: bytes) -> dict[str, NDArray[Any]]:
    """The variables of a CTranslate2 `model.bin` (binary version 6), aliases included. Raises ModelError for others."""
    file = read_model_file(model)
    if file.version != _VERSION:
        raise ModelError(f"model.bin has binary version {file.version}; only {_VERSION} can be trained on")
    try:
        variables = {
            name: np.frombuffer(model, _TYPES[one.kind], one.length // _TYPES[one.kind].itemsize, one.start).reshape(
                one.shape
            )
            for name, one in file.variables.items()
        }
        return variables | {alias: variables[name] for alias, name in file.aliases.items()}
    except (KeyError, ValueError) as error:
        raise ModelError(f"model.bin cannot be read: {error}") from error


def _from_variables(path: Path, variables: dict[str, NDArray[Any]]) -> tuple[ModelShape, Weights]:
    """Shape and weights out of CTranslate2's variables. The names are those that `export` gives them."""

    def number(name: str) -> NDArray[Any]:
        array = variables[name].astype(np.float32)
        scale = variables.get(f"{name}_scale")
        return array if scale is None else array / scale.reshape(-1, *[1] * (array.ndim - 1)).astype(np.float32)

    try:
        norms = [name for name in variables if name.endswith("/self_attention/layer_norm/gamma")]
        layers = [sum(name.startswith(side) for name in norms) for side in ("encoder", "decoder")]
        table = variables["decoder/embeddings/weight"]
        shape = ModelShape(
            vocabulary=table.shape[0],
            width=table.shape[1],
            heads=int(variables["decoder/num_heads"]),
            inner=variables["encoder/layer_0/ffn/linear_0/weight"].shape[0],
            encoder_layers=layers[0],
            decoder_layers=layers[1],
            positions=variables["decoder/position_encodings/encodings"].shape[0],
        )
        with torch.device("meta"):
            expected = {name: weight.shape for name, weight in TranslationModel(shape).named_parameters()}
        weights = {name: torch.from_numpy(np.ascontiguousarray(number(variable_name(name)))) for name in expected}
    except (KeyError, ValueError, IndexError) as error:
        raise ModelError(f"{path}: not a model of this project's training (no {error})") from error
    for name, size in expected.items():
        if weights[name].shape != size:
            raise ModelError(f"{path}: not a model of this project's training ({name} is {tuple(weights[name].shape)})")
    return shape, weights


_PARTS = {
    "attention_norm": "self_attention/layer_norm",
    "attention.joint": "self_attention/linear_0",
    "attention.output": "self_attention/linear_1",
    "cross_norm": "attention/layer_norm",
    "cross.query": "attention/linear_0",
    "cross.joint": "attention/linear_1",
    "cross.output": "attention/linear_2",
    "feed_norm": "ffn/layer_norm",
    "feed.up": "ffn/linear_0",
    "feed.down": "ffn/linear_1",
}


def variable_name(parameter: str) -> str:
    """What CTranslate2 calls a parameter of `TranslationModel`.

    `encoder.0.feed.up.bias` is `encoder/layer_0/ffn/linear_0/bias`.
    """
    if parameter == "embedding.weight":
        return "decoder/embeddings/weight"
    if parameter == "output_bias":
        return "decoder/projection/bias"
    owner, kind = parameter.rsplit(".", 1)
    norm_kind = {"weight": "gamma", "bias": "beta"}[kind]
    if owner in ("encoder_norm", "decoder_norm"):
        return f"{owner.removesuffix('_norm')}/layer_norm/{norm_kind}"
    side, layer, part = owner.split(".", 2)
    return f"{side}/layer_{layer}/{_PARTS[part]}/{norm_kind if part.endswith('norm') else kind}"
