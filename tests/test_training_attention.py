# ruff: noqa: E402 - what follows needs torch
"""Attention written out is attention."""

import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from torch.nn import functional

from pipeline.training.attention import attend, padding_mask

torch.set_num_threads(1)


def heads(*shape):
    return torch.randn(*shape, requires_grad=True)


@pytest.mark.parametrize("causal", [False, True])
def test_values_and_gradients_are_those_of_torchs_kernel(causal):
    torch.manual_seed(5)
    query, key, value = heads(2, 3, 6, 4), heads(2, 3, 6, 4), heads(2, 3, 6, 4)
    padding = torch.tensor([[False] * 6, [False] * 4 + [True] * 2])
    mask = None if causal else padding_mask(padding, torch.float32)
    ours = attend(query, key, value, mask, causal=causal)
    theirs = functional.scaled_dot_product_attention(
        query, key, value, attn_mask=None if causal else ~padding[:, None, None, :], is_causal=causal
    )
    torch.testing.assert_close(ours, theirs)
    weights = torch.randn_like(ours)
    mine = torch.autograd.grad((ours * weights).sum(), (query, key, value))
    reference = torch.autograd.grad((theirs * weights).sum(), (query, key, value))
    for one, other in zip(mine, reference, strict=True):
        torch.testing.assert_close(one, other)


def test_a_row_of_nothing_but_padding_gives_no_nan():
    mask = padding_mask(torch.ones(1, 3, dtype=torch.bool), torch.float32)
    assert attend(heads(1, 1, 2, 4), heads(1, 1, 3, 4), heads(1, 1, 3, 4), mask).isfinite().all()
