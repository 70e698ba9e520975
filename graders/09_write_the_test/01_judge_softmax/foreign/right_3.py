"""Right answers by people who had seen the exercise alone, of a third round."""

import math
from collections.abc import Callable

import torch

from torchdojo.grading import right


@right(
    "No torch.softmax anywhere: a slow oracle of math.exp in loops, and the Jacobian on paper for the gradient.",
    seen="lost points",
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
