"""Right answers by people who had seen the exercise alone."""

import math
import torch
from torch.testing import assert_close

from torchdojo.grading import right


@right(
    "A slow loop over the rows by math.exp and math.fsum, and slopes by finite differences.",
    seen="full marks",
)
def test_softmax(softmax):
    def row(numbers):
        top = max(numbers)
        parts = [math.exp(v - top) for v in numbers]
        whole = math.fsum(parts)
        return [v / whole for v in parts]

    def slow(z, dim):
        turned = z.movedim(dim, -1)
        lines = [row(line.tolist()) for line in turned.reshape(-1, turned.shape[-1])]
        return torch.tensor(lines, dtype=torch.float64).reshape(turned.shape).movedim(-1, dim)

    def same(z, dim, close):
        known = z.clone()
        got = softmax(z, dim)
        assert got.dtype == known.dtype, f"{got.dtype} for scores of {known.dtype}"
        assert got.shape == known.shape
        assert torch.isfinite(got).all()
        assert_close(got.double(), slow(known, dim), rtol=close, atol=close)
        assert torch.equal(z, known), "the scores have been changed"

    same(torch.randn(3, 2, 4, dtype=torch.float64), 0, 1e-12)
    same(torch.randn(3, 2, 4).transpose(0, 2), -2, 1e-4)
    far = torch.tensor([[1000.0, 1001.0, 998.5, -1000.0], [-1000.0, -1003.0, -1001.0, -1000.5]])
    same(far, 1, 1e-3)
    same(far.T.contiguous().bfloat16()[:1], -1, 5e-2)
    same(torch.tensor([-1000.0, -1001.0, -1000.5], dtype=torch.float64), -1, 1e-9)

    z = torch.tensor(
        [[1000.0, 1.5, -0.5], [1000.7, 0.3, 0.9]], dtype=torch.float64, requires_grad=True
    )
    weights = torch.tensor([[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]], dtype=torch.float64)
    (softmax(z, 0) * weights).sum().backward()
    for i in range(2):
        for j in range(3):
            nudge = torch.zeros(2, 3, dtype=torch.float64)
            nudge[i, j] = 1e-5
            there = (slow(z.detach() + nudge, 0) * weights).sum()
            back = (slow(z.detach() - nudge, 0) * weights).sum()
            assert_close(z.grad[i, j], (there - back) / 2e-5, rtol=1e-5, atol=1e-5)


@right(
    "By properties that leave no other function: positive shares that add up to 1, and whose logarithms differ as the scores do.",
    seen="full marks",
)
def test_softmax(softmax):
    def shares(got, z, dim, close):
        assert got.shape == z.shape and got.dtype == z.dtype
        got, z = got.detach().double(), z.detach().double()
        assert_close(got.sum(dim), torch.ones_like(got.sum(dim)), rtol=close, atol=close)
        top = z.amax(dim, keepdim=True)
        of_top = got.gather(dim, z.argmax(dim, keepdim=True))
        assert (of_top > 0).all()
        # every share is that of the largest score, times exp of the distance
        assert_close(got, of_top * (z - top).exp(), rtol=close, atol=close)

    leaf = torch.randn(2, 4, 3, dtype=torch.float64, requires_grad=True)
    before = leaf.detach().clone()
    got = softmax(leaf, -2)
    shares(got, leaf, 1, 1e-12)
    weights = torch.randn(2, 4, 3, dtype=torch.float64)
    (slope,) = torch.autograd.grad(got, leaf, weights)
    p = got.detach()
    jacobian = (
        torch.diag_embed(p.movedim(1, 2))
        - p.movedim(1, 2)[..., None] * p.movedim(1, 2)[..., None, :]
    )
    assert_close(slope, torch.einsum("bijk,bki->bji", jacobian, weights), rtol=1e-9, atol=1e-9)
    assert torch.equal(leaf.detach(), before)

    near = torch.randn(3, 5)
    far = near.double() + torch.tensor([[1000.0], [-1000.0], [0.0]], dtype=torch.float64)
    far[2, :2] = torch.tensor([1000.0, -1000.0])
    for z, dim, close in (
        (near, 0, 1e-4),
        (far, 1, 1e-9),
        (far, -2, 1e-9),
        (near[0] * 2 - 1000, 0, 1e-3),
        (near.bfloat16()[:, None], 2, 5e-2),
    ):
        before = z.clone()
        shares(softmax(z, dim), before, dim, close)
        assert torch.equal(z, before)
