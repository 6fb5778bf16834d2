# ruff: noqa: E402 - what follows needs torch
"""The model sees what it may see, and its loss is the one in the books."""

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from torch.nn import functional

from pipeline.training.model import SHAPES, ModelShape, TranslationModel, sinusoids

torch.set_num_threads(1)  # small tensors: threads would only wait for each other

SHAPE = ModelShape(40, width=16, heads=2, inner=32, encoder_layers=2, decoder_layers=2, positions=64)
SOURCE = torch.tensor([[5, 6, 7, 3], [8, 3, 0, 0]])
TARGET = torch.tensor([[2, 9, 10, 3], [2, 11, 3, 0]])
NO_LINKS = torch.zeros(0, 3, dtype=torch.int64)


@pytest.fixture
def model():
    torch.manual_seed(1)
    return TranslationModel(SHAPE).eval()


def logits(model, source, target):
    memory, mask = model.encode(source)
    return functional.linear(model.decode(target, memory, mask)[0], model.embedding.weight, model.output_bias)


def test_a_position_sees_nothing_after_it(model):
    changed = TARGET.clone()
    changed[:, 2] = 20
    torch.testing.assert_close(logits(model, SOURCE, TARGET)[:, :2], logits(model, SOURCE, changed)[:, :2])


def test_padding_changes_nothing(model):
    alone = logits(model, SOURCE[1:, :2], TARGET[1:, :3])
    torch.testing.assert_close(logits(model, SOURCE, TARGET)[1:, :3], alone)


def test_losses_count_real_tokens_and_alignment_pulls_the_head(model):
    links = torch.tensor([[0, 1, 0], [1, 0, 1]])
    without = model.losses(SOURCE, TARGET, NO_LINKS, smoothing=0.0, alignment=1.0)
    assert int(without.tokens) == 5
    torch.testing.assert_close(without.training, without.plain)
    guided = model.losses(SOURCE, TARGET, links, smoothing=0.0, alignment=1.0)
    attention = model.align(SOURCE, TARGET)
    expected = -(attention[0, 0, 1].log() + attention[1, 1, 0].log()) / 2
    torch.testing.assert_close(guided.alignment, expected)
    memory, mask = model.encode(SOURCE)
    _, seen = model.decode(TARGET[:, :-1], memory, mask)
    pointing = model.decoder[-1].cross.head(1, seen, memory, mask)
    pointed = -(pointing[0, 0, 1] + pointing[1, 1, 0]) / 2
    torch.testing.assert_close(guided.training, guided.plain + 5 * (expected + pointed))


def test_attention_is_a_distribution_over_the_source(model):
    attention = model.align(SOURCE, TARGET)
    assert attention.shape == (2, 2, 4)
    torch.testing.assert_close(attention.sum(-1), torch.ones(2, 2))
    assert float(attention[1, :, 2:].detach().max()) < 1e-6


def test_sinusoids():
    table = sinusoids(10, 8)
    torch.testing.assert_close(table[0], torch.tensor([0.0] * 4 + [1.0] * 4))
    torch.testing.assert_close(table[3, 0], torch.tensor(3.0).sin())
    torch.testing.assert_close(table[3, 7], torch.tensor(3e-4).cos())


@pytest.mark.parametrize(("name", "least", "most"), [("small", 10.5e6, 11.5e6), ("base", 30e6, 45e6)])
def test_named_shapes_have_the_size_they_are_said_to_have(name, least, most):
    with torch.device("meta"):
        assert least < sum(p.numel() for p in TranslationModel(SHAPES[name]).parameters()) < most
