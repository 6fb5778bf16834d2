"""A trained model as an Argos Translate package: CTranslate2 weights, vocabulary, metadata, model card."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

from pipeline.errors import OptionError
from pipeline.training.checkpoint import Weights, variable_name
from pipeline.training.model import ALIGNMENT_SHIFT, ModelShape, sinusoids
from pipeline.training.vocabulary import BEGIN, END, SPECIAL_PIECES, TERM_MARKS, UNKNOWN, load_vocabulary, pieces_of

QUANTISATIONS = ("int8", "int8_float32", "int16", "float16", "float32")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # equal weights give equal archives


def specification(shape: ModelShape, weights: Weights, pieces: Sequence[str]) -> transformer_spec.TransformerSpec:
    """CTranslate2's description of a model: weights in place, vocabulary and start token declared.

    The first head of the last decoder layer is declared as the one that aligns.
    """
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
        alignment_layer=-1,
        alignment_heads=1,
    )
    for name, weight in weights.items():
        _set(spec, variable_name(name), weight.detach().float().numpy().copy())  # a copy: quantising works in place
    table = spec.decoder.embeddings.weight
    spec.encoder.embeddings[0].weight = table
    spec.decoder.projection.weight = table
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = sinusoids(shape.positions, shape.width).numpy()
    spec.register_source_vocabulary(list(pieces))
    spec.register_target_vocabulary(list(pieces))
    spec.config.add_source_eos = True
    spec.config.unk_token = SPECIAL_PIECES[UNKNOWN]
    spec.config.bos_token = spec.config.decoder_start_token = SPECIAL_PIECES[BEGIN]
    spec.config.eos_token = SPECIAL_PIECES[END]
    return spec


def _set(spec: Any, path: str, value: np.ndarray[Any, Any]) -> None:
    """Put a value at a path such as `encoder/layer_0/ffn/linear_0/weight`; `layer_0` is item 0 of `layer`."""
    *owners, last = path.split("/")
    for owner in owners:
        if not hasattr(spec, owner):
            name, _, index = owner.rpartition("_")
            spec = getattr(spec, name)[int(index)]
            continue
        spec = getattr(spec, owner)
    setattr(spec, last, value)


def write_package(
    path: Path,
    *,
    shape: ModelShape,
    weights: Weights,
    vocabulary: bytes,
    version: str,
    card: str,
    quantisation: str = "int8",
) -> Path:
    """Write an `.argosmodel` at `path`, which is returned; `card` becomes its README.md.

    Equal arguments give equal bytes. Raises OptionError for a quantisation not in `QUANTISATIONS`.
    """
    if quantisation not in QUANTISATIONS:
        raise OptionError(f"quantisation {quantisation}: choose one of {', '.join(QUANTISATIONS)}")
    spec = specification(shape, weights, pieces_of(load_vocabulary(vocabulary)))
    spec.validate()
    spec.optimize(quantization=quantisation)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as name:
        folder = Path(name)
        model = folder / "model"
        model.mkdir()
        spec.save(str(model))
        (folder / "sentencepiece.model").write_bytes(vocabulary)
        (folder / "README.md").write_text(card, encoding="utf-8", newline="\n")
        metadata = json.dumps(_metadata(version), indent=2, ensure_ascii=False) + "\n"
        (folder / "metadata.json").write_text(metadata, encoding="utf-8", newline="\n")
        archive = folder / "package.zip"
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        with zipfile.ZipFile(archive, "w") as package:
            for file in files:
                entry = zipfile.ZipInfo(f"fr_en/{file.relative_to(folder).as_posix()}", _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                with file.open("rb") as content, package.open(entry, "w") as target:
                    shutil.copyfileobj(content, target, 1 << 20)
        archive.replace(path)
    return path


def _metadata(version: str) -> dict[str, Any]:
    return {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": "fr",
        "from_name": "French",
        "to_code": "en",
        "to_name": "English",
        "alignment": True,
        "alignment_shift": ALIGNMENT_SHIFT,
        "term_marks": list(TERM_MARKS),
        "ctranslate2_version": ctranslate2.__version__,
    }
