"""Right answers by people who had seen the exercise alone, of a third round."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import torch

from torchdojo.grading import right


@right(
    "Sums are known exactly, as fractions, element by element; the tolerance follows from the size of the numbers and their dtype.",
    seen="full marks",
)
def test_all_reduce(all_reduce: Callable[..., dict[str, Any]]) -> None:
    def numbers(ranks: int, shape: tuple[int, ...], dtype: torch.dtype) -> list[torch.Tensor]:
        if dtype.is_floating_point:
            return [torch.randn(shape, dtype=dtype) * 10.0 ** (rank % 3) for rank in range(ranks)]
        return [torch.randint(2**55, 2**59, shape, dtype=dtype) for _ in range(ranks)]

    def check(
        ranks: int, shape: tuple[int, ...], dtype: torch.dtype, by_columns: bool = False
    ) -> None:
        tensors = numbers(ranks, shape, dtype)
        rows = [t.reshape(-1).tolist() for t in tensors]
        found = all_reduce(tensors, by_columns=by_columns)
        results, sent = found["tensors"], found["sent"]

        assert len(results) == len(sent) == ranks
        for t in results:
            assert t.shape == torch.Size(shape) and t.dtype == dtype, "another shape or dtype"
        for t in results[1:]:
            assert torch.equal(t, results[0]), "the ranks do not agree"

        for got, *parts in zip(results[0].reshape(-1).tolist(), *rows, strict=True):
            if dtype.is_floating_point:
                assert math.isfinite(got), "not finite"
                slack = (
                    Fraction(torch.finfo(dtype).eps) * sum(abs(Fraction(p)) for p in parts) * ranks
                )
            else:
                slack = 0
            assert abs(Fraction(got) - sum(Fraction(p) for p in parts)) <= slack, "not the sum"

        piece = math.ceil(math.prod(shape) / ranks)
        assert max(sent) <= 2 * (ranks - 1) * piece, "a rank sends too much"

    check(1, (2, 3), torch.float32, by_columns=True)
    check(2, (7,), torch.float64)
    check(3, (5, 7), torch.float32, by_columns=True)
    check(4, (), torch.int64)
    check(5, (3,), torch.float64)
    check(6, (4, 25), torch.float32)
