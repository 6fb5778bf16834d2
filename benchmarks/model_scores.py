"""BLEU, chrF and speed of translation models on the same sentences, also against Argos's shape of model.

    python benchmarks/model_scores.py [--source FILE.fr --reference FILE.en] [--lines N] [--no-shape]
                                      [PACKAGE ...]

PACKAGE: `.argosmodel` files, folders or names as `--model` takes them (default: the default model). To
compare int8 with float32, give both exports of one checkpoint. FILE.fr and FILE.en hold one segment a
line (default: a few sentences of our own, enough to try the script). Scores carry sacrebleu's signature.

Seconds a sentence: each sentence alone, on one core, beam as in translation. A model of random weights
stops nowhere, so for that comparison the output of either model is forced to the length, in pieces, that
the first package chose; the shape compared with is that of Argos's own packages, a base Transformer of
6 + 6 layers, 512 wide, 8 heads, 32,000 pieces, int8.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import ctranslate2
import numpy as np

from pipeline.translation.catalogue import select_package
from pipeline.translation.engine import Engine

SAMPLE = (
    ("Le président a quitté Moscou mardi.", "The president left Moscow on Tuesday."),
    ("La guerre a coûté trois milliards d’euros.", "The war has cost three billion euros."),
    ("Les négociations reprendront la semaine prochaine.", "The talks will resume next week."),
    ("Il n’a pas répondu à nos questions.", "He did not answer our questions."),
)
VOCABULARY = 32_000
TIMED = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE")
    parser.add_argument("--source", type=Path)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--lines", type=int, help="only the first lines")
    parser.add_argument("--no-shape", action="store_true", help="leave out the comparison with a 6+6-layer model")
    options = parser.parse_args()
    if bool(options.source) != bool(options.reference):
        parser.error("--source and --reference go together")
    if options.source:
        source, reference = lines(options.source)[: options.lines], lines(options.reference)[: options.lines]
    else:
        source, reference = map(list, zip(*SAMPLE, strict=True))
    if len(source) != len(reference):
        parser.error(f"{options.source} has {len(source)} lines, {options.reference} {len(reference)}")

    engines = {name or "default": Engine(select_package(name)) for name in options.packages or [None]}
    for name, engine in engines.items():
        score(name, engine, source, reference)
    if not options.no_shape:
        compare_shapes(next(iter(engines.values())), source)


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def score(name: str, engine: Engine, source: list[str], reference: list[str]) -> None:
    from sacrebleu.metrics import BLEU, CHRF

    began = time.perf_counter()
    translations = [translation.best.text for translation in engine.stream(source)]
    seconds = time.perf_counter() - began
    print(f"{name}: version {engine.package.version}, {engine.package.size / 1e6:.1f} MB unpacked")
    for metric in (BLEU(), CHRF()):
        result = metric.corpus_score(translations, [reference])
        print(f"  {result.name} {result.score:.2f}  {metric.get_signature()}")
    print(f"  {len(source)} lines in {seconds:.1f} s, {len(source) / seconds:.1f} a second on {engine.threads} threads")


def compare_shapes(engine: Engine, source: list[str]) -> None:
    """Seconds a sentence of the engine's model and of a base Transformer, both forced to the same lengths."""
    every = max(1, len(source) // TIMED)
    pieces = [engine.pieces(sentence) for sentence in source[::every]][:TIMED]
    chosen = [len(translation.best.pieces) for translation in engine.translate(source[::every])][:TIMED]
    files = engine.package.model_files()
    ours = ctranslate2.Translator(str(engine.package.path), files=files, inter_threads=1, intra_threads=1)
    with tempfile.TemporaryDirectory() as folder:
        base_transformer(Path(folder))
        theirs = ctranslate2.Translator(folder, inter_threads=1, intra_threads=1)
        chance = np.random.default_rng(1)
        words = [[f"w{number}" for number in chance.integers(10, VOCABULARY, len(row))] for row in pieces]
        times: dict[str, list[float]] = {"ours": [], "base": []}
        for ours_row, their_row, length in zip(pieces, words, chosen, strict=True):
            times["ours"].append(seconds_of(ours, ours_row, length, engine.beam_size))
            times["base"].append(seconds_of(theirs, their_row, length, engine.beam_size))
    means = {name: statistics.fmean(values) for name, values in times.items()}
    print(f"seconds a sentence, {len(pieces)} sentences, one core, beam {engine.beam_size}, equal lengths forced:")
    ratio = means["base"] / means["ours"]
    print(f"  ours {means['ours']:.4f}  base Transformer 6+6 {means['base']:.4f}  ratio {ratio:.2f}")


def seconds_of(model: ctranslate2.Translator, row: list[str], length: int, beam: int) -> float:
    """The better of two runs."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        model.translate_batch([row], beam_size=beam, min_decoding_length=length, max_decoding_length=length)
        times.append(time.perf_counter() - began)
    return min(times)


def base_transformer(folder: Path) -> None:
    """Write a CTranslate2 model of random weights: 6 + 6 layers, 512 wide, 2,048 inner, int8."""
    from ctranslate2.specs import attention_spec, common_spec, transformer_spec

    width, inner, chance = 512, 2048, np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return (chance.standard_normal((rows, columns)) * columns**-0.5).astype(np.float32)

    def fill_linear(spec: common_spec.LinearSpec, rows: int, columns: int) -> None:
        spec.weight, spec.bias = matrix(rows, columns), np.zeros(rows, np.float32)

    def fill_norm(spec: common_spec.LayerNormSpec) -> None:
        spec.gamma, spec.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    def fill_attention(spec: attention_spec.MultiHeadAttentionSpec, sizes: tuple[int, ...]) -> None:
        fill_norm(spec.layer_norm)
        for linear, rows in zip(spec.linear, sizes, strict=True):
            fill_linear(linear, rows, width)

    spec = transformer_spec.TransformerSpec.from_config((6, 6), 8, pre_norm=True)
    table = matrix(VOCABULARY, width)
    positions = np.zeros((512, width), np.float32)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = spec.decoder.projection.weight = table
    spec.decoder.projection.bias = np.zeros(VOCABULARY, np.float32)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
        side.position_encodings.encodings = positions
        fill_norm(side.layer_norm)
        for layer in side.layer:
            fill_attention(layer.self_attention, (3 * width, width))
            fill_norm(layer.ffn.layer_norm)
            fill_linear(layer.ffn.linear_0, inner, width)
            fill_linear(layer.ffn.linear_1, width, inner)
    for layer in spec.decoder.layer:
        fill_attention(layer.attention, (width, 2 * width, width))
    pieces = ["<unk>", "<s>", "</s>", *(f"w{number}" for number in range(3, VOCABULARY))]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


if __name__ == "__main__":
    main()
