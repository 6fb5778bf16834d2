# ruff: noqa: E402 - what follows needs torch
"""Muon and Adam go downhill, and can be interrupted."""

import copy

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from pipeline.training.model import ModelShape, TranslationModel
from pipeline.training.optimiser import MuonAdam, orthogonalised

torch.set_num_threads(1)  # small tensors: threads would only wait for each other

SHAPE = ModelShape(30, width=16, heads=2, inner=32, encoder_layers=1, decoder_layers=1, positions=16)
BATCH = (torch.tensor([[5, 6, 3]]), torch.tensor([[2, 7, 8, 3]]), torch.zeros(0, 3, dtype=torch.int64))


def loss(model):
    return model.losses(*BATCH, smoothing=0.0, alignment=0.0).training


@pytest.mark.parametrize("size", [(12, 12), (24, 8), (8, 24)])
def test_singular_values_come_near_one(size):
    torch.manual_seed(1)
    values = torch.linalg.svdvals(orthogonalised(torch.randn(3, *size)))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3


@pytest.fixture
def model():
    torch.manual_seed(1)
    return TranslationModel(SHAPE)


@pytest.mark.parametrize("precision", [torch.float32, torch.bfloat16])
def test_it_goes_downhill_and_resumes_where_it_was(model, precision):
    optimiser = MuonAdam(model, muon_rate=0.01, adam_rate=0.01)
    model.to(precision)
    before = float(loss(model).detach())
    for _ in range(10):
        loss(model).backward()
        assert optimiser.step(1.0) > 0
    state = copy.deepcopy(optimiser.state())
    assert float(loss(model).detach()) < before / 2

    again = TranslationModel(SHAPE)
    restored = MuonAdam(again, muon_rate=0.01, adam_rate=0.01)
    again.to(precision)
    restored.restore(state)
    for one, other in ((model, optimiser), (again, restored)):
        loss(one).backward()
        other.step(1.0)
    for mine, theirs in zip(again.parameters(), model.parameters(), strict=True):
        assert torch.equal(mine, theirs)


def test_scale_zero_leaves_all_as_it_is(model):
    optimiser = MuonAdam(model, muon_rate=0.01, adam_rate=0.01)
    before = [p.clone() for p in model.parameters()]
    loss(model).backward()
    optimiser.step(0.0)
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
