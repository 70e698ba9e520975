"""Wrong answers by people who had seen the exercise alone, of a third round."""

from collections.abc import Callable
from typing import Any

import torch

from torchdojo.grading import wrong


@wrong(
    "You try 1, 2, 4 and 8 ranks, all powers of two; a function that pairs ranks off by halves and goes wrong with 3 or 5 is accepted.",
    seen="full marks",
)
def test_all_reduce(all_reduce: Callable[..., dict[str, Any]]) -> None:
    cases = [
        ([torch.randn(3)], False),
        ([torch.randn(5, 7) for _ in range(2)], True),
        ([torch.randn(5, 7, dtype=torch.float64) for _ in range(4)], True),
        ([torch.randn(()) for _ in range(4)], False),
        ([torch.arange(5) + 2**60 + 3 * rank for rank in range(2)], False),
        ([torch.randn(101) for _ in range(8)], False),
    ]
    for tensors, by_columns in cases:
        n, count = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns=by_columns)
        want = torch.stack(tensors).sum(0)
        for got in found["tensors"]:
            torch.testing.assert_close(got, want)
            assert torch.equal(got, found["tensors"][0])
        assert max(found["sent"]) <= 2 * (count - 1) * (-(-n // count))


@wrong(
    "Each rank is compared with the total, within a tolerance, and never with another rank: ranks that end up with different last bits are accepted.",
    seen="caught",
)
def test_all_reduce(all_reduce: Callable[..., dict[str, Any]]) -> None:
    for count, shape, dtype, by_columns in (
        (1, (4,), torch.float32, False),
        (2, (9,), torch.int64, False),
        (3, (4, 5), torch.float32, True),
        (4, (), torch.float64, False),
        (5, (3,), torch.float32, False),
        (6, (2, 3, 7), torch.float64, False),
    ):
        if dtype == torch.int64:
            tensors = [torch.randint(2**54, 2**58, shape) for _ in range(count)]
        else:
            tensors = [torch.randn(shape, dtype=dtype) for _ in range(count)]
        found = all_reduce(tensors, by_columns=by_columns)
        want = torch.stack(tensors).sum(0)
        assert len(found["tensors"]) == count
        for got in found["tensors"]:
            torch.testing.assert_close(got, want)
        pieces = (want.numel() + count - 1) // count
        for sent in found["sent"]:
            assert sent <= 2 * (count - 1) * pieces


@wrong(
    "You limit what the ranks send on average. A function in which one rank sends everything to all others has a low average, and that rank clogs its line.",
    seen="caught",
)
def test_all_reduce(all_reduce: Callable[..., dict[str, Any]]) -> None:
    def check(tensors: list[torch.Tensor], by_columns: bool = False) -> None:
        ranks, numbers = len(tensors), tensors[0].numel()
        found = all_reduce(tensors, by_columns)
        first = found["tensors"][0]
        torch.testing.assert_close(first, torch.stack(tensors).sum(0))
        for other in found["tensors"]:
            assert torch.equal(other, first), "ranks differ"
        piece = -(-numbers // ranks)
        assert sum(found["sent"]) / ranks <= 2 * (ranks - 1) * piece, "too much is sent"

    check([torch.randn(2, 3)])
    check([torch.randn(7) for _ in range(2)])
    check([torch.randn(5, 4) for _ in range(3)], by_columns=True)
    check([torch.tensor(2**55 + 7 * rank) for rank in range(4)])
    check([torch.randn(2, dtype=torch.float64) for _ in range(5)])
    check([torch.randn(6, 10) for _ in range(6)])


@wrong(
    "Two mistakes: by_columns is never set, so a function that writes into a flattened copy of t is accepted, and the integers are so small that a detour over float32 does not show.",
    seen="caught",
)
def test_all_reduce(all_reduce: Callable[..., dict[str, Any]]) -> None:
    for tensors in (
        [torch.randn(3, 2)],
        [torch.randn(11) for _ in range(2)],
        [torch.randn(4, 5) for _ in range(3)],
        [torch.randint(0, 100, (3, 3)) for _ in range(4)],
        [torch.randn((), dtype=torch.float64) for _ in range(5)],
        [torch.randn(2, 3, 7) for _ in range(6)],
    ):
        n = len(tensors)
        found = all_reduce(tensors)
        want = sum(tensors)
        for got in found["tensors"]:
            assert got.dtype == want.dtype and got.shape == want.shape
            torch.testing.assert_close(got, want)
            assert torch.equal(got, found["tensors"][0])
        assert max(found["sent"]) <= 2 * (n - 1) * -(-want.numel() // n)
