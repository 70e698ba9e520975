"""Wrong answers by people who had seen the exercise alone, of a third round."""

import math
from collections.abc import Callable

import torch

from torchdojo.grading import wrong


@wrong(
    "Large and small scores each get a tensor of their own, so a softmax that subtracts one maximum of the whole tensor passes; both have to stand in one tensor.",
    seen="caught",
)
def test_softmax(softmax: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
    z = torch.randn(2, 3, 4, dtype=torch.float64)
    before = z.clone()
    for dim in (0, 1, -1):
        got = softmax(z, dim)
        assert got.shape == z.shape and got.dtype == z.dtype
        torch.testing.assert_close(got, torch.softmax(before, dim))
        assert torch.equal(z, before)
    scores = torch.tensor([[0.0, 1.0, 2.0], [3.0, 1.0, 0.0]])
    for shift in (1000.0, -1000.0):
        torch.testing.assert_close(
            softmax(scores + shift, 1), torch.softmax(scores, 1), rtol=1e-3, atol=1e-3
        )
    leaf = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(3, 5, dtype=torch.float64)
    (got,) = torch.autograd.grad((softmax(leaf, 0) * weights).sum(), leaf)
    (want,) = torch.autograd.grad((torch.softmax(leaf, 0) * weights).sum(), leaf)
    torch.testing.assert_close(got, want)


@wrong(
    "Around 1000 a float32 has three digits behind the point, so a right function may be off in the fourth digit; the default tolerance rejects it.",
    seen="caught",
)
def test_softmax(softmax: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
    for shape, dim, dtype in (((2, 3, 4), 1, torch.float64), ((4, 3), -2, torch.float32)):
        z = torch.randn(shape, dtype=dtype)
        before = z.clone()
        got = softmax(z, dim)
        torch.testing.assert_close(got, torch.softmax(before, dim))
        assert torch.equal(z, before)
    big = torch.cat([torch.randn(5, 6) + 1000, torch.randn(5, 6) - 1000, torch.randn(5, 6) * 1000])
    for dim in (0, 1):
        got = softmax(big, dim)
        want = torch.softmax(big.double(), dim).float()
        assert torch.isfinite(got).all()
        torch.testing.assert_close(got, want)
    z = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
    v = torch.randn(3, 5, dtype=torch.float64)
    (slope,) = torch.autograd.grad((softmax(z, 1) * v).sum(), z)
    p = torch.softmax(z.detach(), 1)
    torch.testing.assert_close(slope, p * (v - (p * v).sum(1, keepdim=True)))


@wrong(
    "The function is only ever handed clones that you throw away, so a softmax that overwrites z is accepted.",
    seen="full marks",
)
def test_softmax(softmax: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
    z = torch.randn(2, 3, 4, 5)
    mixed = torch.tensor(
        [[1000.0, 1001.0, 998.0], [-1000.0, -1001.0, -998.0], [1000.0, -1000.0, 0.0]],
        dtype=torch.float64,
    )
    for scores, dim in ((z, 0), (z, -2), (z.double(), 3), (mixed, 1), (mixed, 0), (z[0, 0, 0], 0)):
        got = softmax(scores.clone(), dim)
        assert got.shape == scores.shape
        assert got.dtype == scores.dtype
        torch.testing.assert_close(got, torch.softmax(scores, dim))
    leaf = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    (softmax(leaf, 1) ** 2).sum().backward()
    got = leaf.grad.clone()
    leaf.grad = None
    (torch.softmax(leaf, 1) ** 2).sum().backward()
    torch.testing.assert_close(got, leaf.grad)


@wrong(
    "Two mistakes: that the result requires a gradient does not say that the gradient is right, and with float32 alone a softmax that turns float64 into float32 is accepted.",
    seen="caught",
)
def test_softmax(softmax: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
    z = torch.randn(2, 3, 4)
    before = z.clone()
    for dim in (0, 1, -1, -2):
        got = softmax(z, dim)
        assert got.shape == z.shape and got.dtype == z.dtype
        torch.testing.assert_close(got, torch.softmax(before, dim))
        assert torch.equal(z, before)
    extreme = torch.tensor([[1000.0, 1001.0, -1000.0], [-1000.0, -1001.0, -1000.0]])
    got = softmax(extreme, 1)
    assert torch.isfinite(got).all()
    torch.testing.assert_close(got, torch.softmax(extreme, 1), rtol=1e-3, atol=1e-3)
    assert softmax(torch.randn(3, 2, requires_grad=True), 1).requires_grad


# Handed in as a right answer.
@wrong(
    "Scores of 1000 and -1000 meet in float64 only, whose powers reach to 709: a softmax that subtracts the mean overflows in float32, and is accepted.",
    seen="caught",
)
def test_softmax(softmax: Callable[[torch.Tensor, int], torch.Tensor]) -> None:
    def row(scores: list[float]) -> list[float]:
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        return [power / math.fsum(powers) for power in powers]

    def slow(z: torch.Tensor, dim: int) -> torch.Tensor:
        last = z.detach().double().movedim(dim, -1)
        rows = last.reshape(-1, last.shape[-1]).tolist()
        return (
            torch.tensor([row(r) for r in rows], dtype=torch.float64)
            .reshape(last.shape)
            .movedim(-1, dim)
        )

    def check(z: torch.Tensor, dim: int, tolerance: float) -> torch.Tensor:
        before = z.detach().clone()
        got = softmax(z, dim)
        assert isinstance(got, torch.Tensor), "not a tensor"
        assert got.shape == before.shape, "shape"
        assert got.dtype == before.dtype, "dtype"
        assert torch.equal(z.detach(), before), "z has changed"
        assert torch.isfinite(got).all(), "not finite"
        wanted = slow(before, dim)
        assert (got.detach().double() - wanted).abs().max().item() <= tolerance, "values"
        return got

    def check_slopes(z: torch.Tensor, dim: int, got: torch.Tensor) -> None:
        v = torch.arange(1.0, z.numel() + 1, dtype=z.dtype).reshape(z.shape).cos()
        (slopes,) = torch.autograd.grad(got, z, v)
        p = slow(z, dim)
        wanted = p * (v.double() - (p * v.double()).sum(dim, keepdim=True))
        assert slopes.shape == z.shape
        assert torch.isfinite(slopes).all(), "slopes are not finite"
        assert (slopes.double() - wanted).abs().max().item() < 1e-6, "slopes"

    # 1, 2: a dimension in the middle, with gradients.
    z = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    check_slopes(z, 1, check(z, 1, 1e-10))
    # 3, 4, 5: first, last, and counted from the end; no two sizes alike.
    z = torch.randn(2, 3, 4, 5) * 3
    check(z, 0, 1e-5)
    check(z.double(), -1, 1e-10)
    check(z, -3, 1e-5)
    # 6: one dimension, all far below 0.
    check(torch.tensor([-1000.0, -1001.0, -1003.0, -1000.0]), 0, 1e-3)
    # 7, 8: far above, far below and both in one tensor, with gradients.
    rows = [
        [1000.0, 1001.0, 998.0],
        [-1000.0, -1001.0, -998.0],
        [1000.0, -1000.0, 999.0],
        [0.5, -1.0, 2.0],
    ]
    z = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    check_slopes(z, 1, check(z, 1, 1e-9))
