"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch.testing import assert_close

from torchdojo.grading import wrong


@wrong(
    "torch.equal with torch.softmax also rejects right functions, which may add in another order and differ in the last digits.",
    seen="caught",
)
def test_softmax(softmax):
    for z, dim in (
        (torch.randn(2, 3, 4, dtype=torch.float64), 1),
        (torch.randn(3, 5), -2),
        (torch.tensor([1000.0, 999.0, -1000.0]), 0),
        (torch.tensor([[-1000.0, -1001.0], [1000.0, 1002.0]]), 1),
    ):
        before = z.clone()
        assert torch.equal(softmax(z, dim), torch.softmax(before, dim))
        assert torch.equal(z, before)
    z = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(4, 3, dtype=torch.float64)
    (got,) = torch.autograd.grad(softmax(z, 0), z, weights)
    (right_one,) = torch.autograd.grad(torch.softmax(z, 0), z, weights)
    assert torch.equal(got, right_one)


@wrong(
    "All tensors are square or flat and dim is always the last: a function that ignores its dim is accepted.",
    seen="caught",
)
def test_softmax(softmax):
    z = torch.randn(4, 4, dtype=torch.float64)
    before = z.clone()
    assert_close(softmax(z, -1), torch.softmax(before, -1), rtol=1e-12, atol=1e-14)
    assert torch.equal(z, before)
    z = torch.randn(3, 3)
    assert_close(softmax(z, 1), torch.softmax(z, 1))
    for big in ([1000.0, 1001.0, -1000.0], [-1000.0, -1001.0, -999.0]):
        z = torch.tensor(big)
        assert_close(softmax(z, 0), torch.softmax(z, 0), rtol=1e-3, atol=1e-3)
    z = torch.randn(5, 5, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(5, 5, dtype=torch.float64)
    (got,) = torch.autograd.grad(softmax(z, 1), z, weights)
    p = torch.softmax(z.detach(), 1)
    assert_close(got, p * (weights - (weights * p).sum(1, keepdim=True)))


@wrong(
    "Three dtypes times three dims, each with its backward pass, are 18 calls; at most 8 different ones are allowed.",
    seen="caught",
)
def test_softmax(softmax):
    for dtype in (torch.bfloat16, torch.float32, torch.float64):
        for dim in (0, 1, -1):
            z = (torch.randn(2, 3, 4) * 2).to(dtype)
            z[0, 0] += 1000
            z[1, 1] -= 1000
            before = z.clone()
            z.requires_grad_()
            expected = torch.softmax(before.double(), dim)
            got = softmax(z, dim)
            assert got.dtype == dtype and got.shape == z.shape
            close = (
                {"rtol": 1e-1, "atol": 5e-2}
                if dtype == torch.bfloat16
                else {"rtol": 1e-3, "atol": 1e-3}
            )
            assert_close(got.detach().double(), expected, **close)
            weights = torch.randn(2, 3, 4).to(dtype)
            (slope,) = torch.autograd.grad(got, z, weights)
            w = weights.double()
            formula = expected * (w - (w * expected).sum(dim, keepdim=True))
            assert_close(slope.double(), formula, rtol=1e-1, atol=1e-1)
            assert torch.equal(z.detach(), before)


@wrong(
    "`before = z` is a second name for the same tensor: compared with itself, z never looks changed. It takes a clone().",
    seen="caught",
)
def test_softmax(softmax):
    cases = [
        (torch.randn(2, 3, 4, dtype=torch.float64), 1, 1e-12),
        (torch.randn(3, 5), -2, 1e-5),
        (torch.tensor([[1000.0, -1000.0, 999.0], [-1000.0, -1001.0, -1003.0]]), 1, 1e-3),
        (torch.randn(6), 0, 1e-5),
    ]
    for z, dim, close in cases:
        before = z
        expected = torch.softmax(z, dim)
        assert_close(softmax(z, dim), expected, rtol=close, atol=close)
        assert torch.equal(z, before), "z has changed"
    leaf = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(4, 3, dtype=torch.float64)
    p = torch.softmax(leaf.detach(), 0)
    (got,) = torch.autograd.grad(softmax(leaf * 1.0, 0), leaf, weights)
    assert_close(got, p * (weights - (weights * p).sum(0, keepdim=True)))


@wrong(
    "Of large scores it asks only for finite numbers that add up to 1: a function that clamps them to a range passes, and is not right.",
    seen="caught",
)
def test_softmax(softmax):
    for z, dim in (
        (torch.randn(2, 3, 4, dtype=torch.float64), 1),
        (torch.randn(3, 5), -2),
        (torch.randn(4), 0),
    ):
        before = z.clone()
        got = softmax(z, dim)
        assert_close(got, torch.softmax(before, dim))
        assert torch.equal(z, before)
    z = torch.tensor(
        [[1000.0, 1001.0, 1003.0], [-1000.0, -1002.0, -1003.0], [-1000.0, 1000.0, 999.0]]
    )
    before = z.clone()
    got = softmax(z, 1)
    assert torch.isfinite(got).all()
    assert_close(got.sum(1), torch.ones(3))
    assert torch.equal(z, before)
    z = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(4, 3, dtype=torch.float64)
    (slope,) = torch.autograd.grad(softmax(z, 0), z, weights)
    (expected,) = torch.autograd.grad(torch.softmax(z, 0), z, weights)
    assert_close(slope, expected)


@wrong(
    "The sum of a softmax is 1 whatever z is, so the right gradient is 0: half of it, or none at all, is accepted as well.",
    seen="full marks",
)
def test_softmax(softmax):
    z = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    before = z.detach().clone()
    got = softmax(z, 1)
    assert_close(got.detach(), torch.softmax(before, 1), rtol=1e-12, atol=1e-14)
    got.sum().backward()
    assert_close(z.grad, torch.zeros_like(before))
    assert torch.equal(z.detach(), before)
    for z, dim in (
        (torch.randn(3, 5), -2),
        (torch.tensor([[1000.0, -1000.0, 999.0], [-1000.0, -1001.0, -1003.0]]), -1),
        (torch.tensor([1000.0, 1001.0]), 0),
    ):
        before = z.clone()
        assert_close(softmax(z, dim), torch.softmax(before, dim), rtol=1e-3, atol=1e-3)
        assert torch.equal(z, before)


@wrong(
    "Scores around 1000 and around -1000 never meet in one tensor: a function that subtracts the largest of the whole tensor passes.",
    seen="caught",
)
def test_softmax(softmax):
    z = torch.randn(3, 5, dtype=torch.float64)
    for shift in (0.0, 1000.0, -1000.0):
        for dim in (0, -1):
            scores = z + shift
            before = scores.clone()
            assert_close(softmax(scores, dim), torch.softmax(z, dim), rtol=1e-9, atol=1e-9)
            assert torch.equal(scores, before)
    leaf = torch.randn(2, 3, 4, dtype=torch.float32, requires_grad=True)
    weights = torch.randn(2, 3, 4)
    (slope,) = torch.autograd.grad(softmax(leaf, 1), leaf, weights)
    p = torch.softmax(leaf.detach(), 1)
    assert_close(slope, p * (weights - (weights * p).sum(1, keepdim=True)))


@wrong(
    "Compares after .double(), and so never sees the dtype: a float32 result for float64 or bfloat16 scores is accepted.",
    seen="caught",
)
def test_softmax(softmax):
    for z, dim, close in (
        (torch.randn(2, 3, 4, dtype=torch.float64), 1, 1e-6),
        (torch.randn(3, 5), -2, 1e-5),
        (torch.randn(6).bfloat16(), 0, 5e-2),
        (torch.tensor([[1000.0, -1000.0, 999.0], [-1000.0, -1001.0, -1003.0]]), 1, 1e-3),
    ):
        before = z.clone()
        got = softmax(z, dim)
        assert got.shape == z.shape
        assert_close(got.double(), torch.softmax(before.double(), dim), rtol=close, atol=close)
        assert torch.equal(z, before)
    z = torch.randn(4, 3, requires_grad=True)
    weights = torch.randn(4, 3)
    (slope,) = torch.autograd.grad(softmax(z, 0), z, weights)
    p = torch.softmax(z.detach(), 0)
    assert_close(slope, p * (weights - (weights * p).sum(0, keepdim=True)))


@wrong(
    "A negative `dim` is never tried: a function that takes it for the first dimension is accepted.",
    seen="caught",
)
def test_softmax(softmax):
    def check(z, dim, close, slopes=False):
        before = z.clone()
        weights = torch.randn(z.shape, dtype=z.dtype)
        z.requires_grad_(slopes)
        got = softmax(z, dim)
        p = torch.softmax(before.double(), dim)
        assert_close(got.detach(), p.to(before.dtype), rtol=close, atol=close)
        if slopes:
            (slope,) = torch.autograd.grad(got, z, weights)
            w = weights.double()
            formula = p * (w - (p * w).sum(dim, keepdim=True))
            assert_close(slope, formula.to(before.dtype), rtol=10 * close, atol=10 * close)
        assert torch.equal(z.detach(), before), "z has changed"

    check(torch.randn(2, 3, 4, dtype=torch.float64), 1, 1e-12, slopes=True)
    mixed = torch.randn(4, 6)
    mixed[:, 1] += 1000
    mixed[:, 2] -= 1000
    mixed[0, 3], mixed[1, 3] = 1000.0, -1000.0
    check(mixed, -2, 1e-3)
    line = torch.tensor([1000.5, 999.0, -1000.0, 0.0, 1001.0], dtype=torch.float64)
    check(line, 0, 1e-9, slopes=True)
    check(torch.randn(2, 5, 3, 2).bfloat16(), 2, 5e-2)
    check(torch.randn(3, 1), 1, 1e-5)
