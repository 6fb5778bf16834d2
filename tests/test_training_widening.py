# ruff: noqa: E402 - what follows needs torch
"""A widened model says what the narrow one said, and has room to learn."""

import dataclasses

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from pipeline.errors import ModelError
from pipeline.training.checkpoint import Start
from pipeline.training.model import ModelShape, TranslationModel
from pipeline.training.widening import widened

torch.set_num_threads(1)

SHAPE = ModelShape(40, width=32, heads=4, inner=64, encoder_layers=2, decoder_layers=2, positions=32)
SOURCE = torch.tensor([[5, 6, 7, 8, 3], [8, 9, 3, 0, 0]])
TARGET = torch.tensor([[2, 9, 10, 12, 3], [2, 11, 3, 0, 0]])
LINKS = torch.tensor([[0, 1, 0], [1, 0, 1]])


def model_of(start: Start) -> TranslationModel:
    model = TranslationModel(start.shape).eval()
    model.load_state_dict(start.weights)
    return model


@pytest.fixture
def start() -> Start:
    torch.manual_seed(6)
    model = TranslationModel(SHAPE)
    with torch.no_grad():
        for parameter in model.parameters():  # norms and biases too, so that each has something to lose
            parameter.add_(torch.randn_like(parameter), alpha=0.05)
    return Start(SHAPE, {name: weight.detach().clone() for name, weight in model.named_parameters()}, b"", 1)


def test_outputs_and_attention_stay_but_for_rounding(start: Start) -> None:
    narrow, wide = model_of(start), model_of(widened(start))
    wide.positions = narrow.positions.repeat_interleave(2, 1)  # the sines of twice the width are others, nearly
    for one, other in zip(narrow.encode(SOURCE), wide.encode(SOURCE), strict=True):
        torch.testing.assert_close(one.repeat_interleave(2, -1) if one.dim() == 3 else one, other, rtol=1e-4, atol=1e-5)
    before, after = (model.losses(SOURCE, TARGET, LINKS, smoothing=0.1, alignment=0.1) for model in (narrow, wide))
    for name in before._fields:
        torch.testing.assert_close(getattr(before, name), getattr(after, name), rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(narrow.align(SOURCE, TARGET), wide.align(SOURCE, TARGET), rtol=1e-4, atol=1e-5)


def test_twins_part_with_the_first_steps(start: Start) -> None:
    wide = model_of(widened(start))
    optimiser = torch.optim.SGD(wide.parameters(), lr=0.1)
    for _ in range(3):
        wide.losses(SOURCE, TARGET, LINKS, smoothing=0.1, alignment=0.1).training.backward()
        optimiser.step()
        optimiser.zero_grad()
    hidden = wide.encoder[0].feed.up.bias
    assert not torch.allclose(hidden[:64], hidden[64:], atol=1e-6)
    stream = wide.encoder[0].feed.down.bias
    assert not torch.allclose(stream[0::2], stream[1::2], atol=1e-6)


def test_the_same_seed_gives_the_same_weights(start: Start) -> None:
    once, again, other = widened(start, seed=2), widened(start, seed=2), widened(start, seed=3)
    assert all(torch.equal(once.weights[name], again.weights[name]) for name in once.weights)
    assert any(not torch.equal(once.weights[name], other.weights[name]) for name in once.weights)
    assert (once.shape.width, once.shape.heads, once.shape.inner, once.shift) == (64, 8, 128, 1)


def test_another_models_parameter(start: Start) -> None:
    strange = dataclasses.replace(start, weights=start.weights | {"encoder.0.gate.weight": torch.ones(2, 2)})
    with pytest.raises(ModelError, match=r"encoder\.0\.gate\.weight"):
        widened(strange)
