# ruff: noqa: E402 - what follows needs torch
"""Weights survive the way to a checkpoint or a package and back."""

import struct

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from pipeline.errors import InputError, ModelError
from pipeline.training import checkpoint
from pipeline.training.export import write_package
from pipeline.training.model import ModelShape, TranslationModel
from pipeline.training.vocabulary import extend_vocabulary, load_vocabulary, train_vocabulary
from pipeline.translation.catalogue import embedded_package

torch.set_num_threads(1)  # small tensors: threads would only wait for each other


@pytest.fixture(scope="module")
def model():
    vocabulary = train_vocabulary(["Le chat dort.", "The cat sleeps."] * 20, 300)
    size = load_vocabulary(vocabulary).get_piece_size()
    torch.manual_seed(1)
    shape = ModelShape(size, width=32, heads=2, inner=64, encoder_layers=2, decoder_layers=1, positions=64)
    weights = {name: weight.detach() for name, weight in TranslationModel(shape).named_parameters()}
    return checkpoint.Start(shape, weights, vocabulary)


def package(model, path, quantisation):
    return write_package(
        path,
        shape=model.shape,
        weights=model.weights,
        vocabulary=model.vocabulary,
        version="7.1",
        card="# Card\n",
        quantisation=quantisation,
    )


@pytest.mark.parametrize(("quantisation", "tolerance"), [("float32", 0.0), ("int8", 0.02)])
def test_a_package_gives_its_weights_back(model, tmp_path, quantisation, tolerance):
    before = {name: weight.clone() for name, weight in model.weights.items()}
    start = checkpoint.start_from(package(model, tmp_path / "a.argosmodel", quantisation))
    assert start.shape == model.shape
    assert start.vocabulary == model.vocabulary
    for name, weight in model.weights.items():
        assert torch.equal(weight, before[name])  # quantising leaves the training's weights alone
        torch.testing.assert_close(start.weights[name], weight, rtol=0, atol=tolerance * float(weight.abs().max()))


def test_a_checkpoint_gives_all_back(model, tmp_path):
    optimiser = {"master": model.weights, "first": {}, "second": {}, "steps": 3}
    path = tmp_path / "checkpoint.pt"
    checkpoint.save(
        path, shape=model.shape, vocabulary=model.vocabulary, optimiser=optimiser, progress={"seconds": 1.5}
    )
    content = checkpoint.load(path)
    assert content["progress"] == {"seconds": 1.5}
    assert content["optimiser"]["steps"] == 3
    start = checkpoint.start_from(path)
    assert start.shape == model.shape
    assert start.vocabulary == model.vocabulary
    assert all(torch.equal(start.weights[name], weight) for name, weight in model.weights.items())
    assert list(tmp_path.iterdir()) == [path]


def test_the_embedded_model_can_be_trained_on_and_given_signs():
    start = checkpoint.start_from(embedded_package().path)
    longer = checkpoint.extended(start, extend_vocabulary(start.vocabulary, "漢字"))
    size = load_vocabulary(longer.vocabulary).get_piece_size()
    assert size == start.shape.vocabulary + 2 == longer.shape.vocabulary
    assert len(longer.weights["embedding.weight"]) == len(longer.weights["output_bias"]) == size
    assert torch.equal(longer.weights["embedding.weight"][:-2], start.weights["embedding.weight"])
    with pytest.raises(ModelError, match="knows more pieces"):
        checkpoint.extended(longer, start.vocabulary)


def test_files_of_another_kind_are_refused(model, tmp_path):
    other = tmp_path / "other.pt"
    other.write_bytes(b"text")
    with pytest.raises(InputError, match="not a checkpoint"):
        checkpoint.start_from(other)
    torch.save({"weights": torch.zeros(1)}, other)
    with pytest.raises(InputError, match="not a checkpoint of this version"):
        checkpoint.start_from(other)
    with pytest.raises(InputError, match="no such checkpoint"):
        checkpoint.start_from(tmp_path / "missing.pt")
    with pytest.raises(ModelError, match="binary version 5"):
        checkpoint.read_variables(struct.pack("<IH2sII", 5, 2, b"T", 1, 0))
    with pytest.raises(ModelError, match="cannot be read"):
        checkpoint.read_variables(struct.pack("<IH", 6, 40))
