# ruff: noqa: E402 - what follows needs torch
"""The loss and its gradients are those in the books, whoever computes them."""

import shutil

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from torch.nn import functional

from pipeline.training import cross_entropy
from pipeline.training.cross_entropy import ProjectedCrossEntropy, by_torch, compiled

torch.set_num_threads(1)  # small tensors: threads would only wait for each other


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_loss_and_gradients_are_those_of_cross_entropy(smoothing, monkeypatch):
    monkeypatch.setitem(cross_entropy._CHUNK, "cpu", 3)
    torch.manual_seed(2)
    given = [torch.randn(8, 5), torch.randn(11, 5), torch.randn(11)]
    gold = torch.randint(11, (8,))
    ours, theirs = ([tensor.clone().requires_grad_() for tensor in given] for _ in range(2))
    total, plain = ProjectedCrossEntropy.apply(*ours, gold, smoothing)
    (total * 0.5).backward()
    expected = functional.cross_entropy(functional.linear(*theirs), gold, label_smoothing=smoothing, reduction="sum")
    (expected * 0.5).backward()
    torch.testing.assert_close(total, expected)
    torch.testing.assert_close(plain, functional.cross_entropy(functional.linear(*given), gold, reduction="sum"))
    for mine, reference in zip(ours, theirs, strict=True):
        torch.testing.assert_close(mine.grad, reference.grad)


@pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="no C compiler")
@pytest.mark.parametrize(("rows", "vocabulary"), [(1, 5), (7, 33), (40, 1000)])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("threads", [1, 3])
def test_the_compiled_kernel_is_as_exact_as_bfloat16(rows, vocabulary, smoothing, threads, monkeypatch):
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)
    torch.manual_seed(3)
    logits = (8 * torch.randn(rows, vocabulary)).bfloat16()
    gold = torch.randint(vocabulary, (rows,))
    kernel = compiled()
    assert kernel is not None
    ours, theirs = logits.clone(), logits.float()
    biases = torch.zeros(vocabulary), torch.zeros(vocabulary)
    mine, reference = kernel(ours, gold, biases[0], smoothing), by_torch(theirs, gold, biases[1], smoothing)
    torch.testing.assert_close(torch.tensor(mine.total), reference.total, rtol=1e-5, atol=1e-4, check_dtype=False)
    torch.testing.assert_close(torch.tensor(mine.plain), reference.plain, rtol=1e-5, atol=1e-4, check_dtype=False)
    torch.testing.assert_close(ours, theirs.bfloat16(), rtol=1e-2, atol=1e-6)
    torch.testing.assert_close(biases[0], biases[1], rtol=1e-4, atol=1e-5)


def test_without_a_compiler_torch_does_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert compiled.__wrapped__() is None


def test_in_bfloat16_the_loss_is_nearly_that_of_float32():
    torch.manual_seed(4)
    states, table, bias, gold = torch.randn(50, 16), torch.randn(90, 16) / 4, torch.randn(90), torch.randint(90, (50,))
    exact, _ = ProjectedCrossEntropy.apply(states, table, bias, gold, 0.1)
    halves = [tensor.bfloat16().requires_grad_() for tensor in (states, table, bias)]
    near, _ = ProjectedCrossEntropy.apply(*halves, gold, 0.1)
    torch.testing.assert_close(near, exact, rtol=1e-2, atol=0.0)
    near.backward()
    assert all(tensor.grad is not None and tensor.grad.isfinite().all() for tensor in halves)
