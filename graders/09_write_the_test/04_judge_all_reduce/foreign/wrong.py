"""Wrong answers by people who had seen the exercise alone."""

import math
import torch
from torch.testing import assert_close

from torchdojo.grading import wrong


@wrong(
    "Every rank holds the same numbers: a function that multiplies its own by N, or adds one neighbour N - 1 times, is accepted.",
    seen="caught",
)
def test_all_reduce(all_reduce):
    cases = [
        (1, torch.randn(3), False),
        (2, torch.tensor([2**60 + 1, 5, -7]), False),
        (3, torch.randn(4, 5, dtype=torch.float64), True),
        (4, torch.randn(()), False),
        (5, torch.randn(2), False),
        (7, torch.randn(2, 3, 5), False),
    ]
    for ranks, t, by_columns in cases:
        if ranks == 2:
            t = t // 4
        found = all_reduce([t.clone() for _ in range(ranks)], by_columns)
        for got in found["tensors"]:
            assert_close(got, t * ranks)
            assert torch.equal(got, found["tensors"][0])
        assert max(found["sent"]) <= 2 * (ranks - 1) * math.ceil(t.numel() / ranks)


@wrong(
    "torch.equal with a float sum of one's own: sums may be taken in any order, and those of right functions differ in the last bits.",
    seen="caught",
)
def test_all_reduce(all_reduce):
    cases = [
        ([torch.randint(-9, 9, (3,))], False),
        ([torch.randint(-(2**60), 2**60, (6,)) for _ in range(2)], False),
        ([torch.randn(4, 5, dtype=torch.float64) for _ in range(3)], True),
        ([torch.randn(3) for _ in range(4)], False),
        ([torch.randint(-9, 9, ()) for _ in range(5)], False),
        ([torch.randn(2, 3, 5) for _ in range(7)], False),
    ]
    for tensors, by_columns in cases:
        n, world = tensors[0].numel(), len(tensors)
        total = torch.stack(tensors).sum(0)
        found = all_reduce(tensors, by_columns)
        for t in found["tensors"]:
            assert torch.equal(t, total)
        assert max(found["sent"]) <= 2 * (world - 1) * -(-n // world)


@wrong(
    "Only the tensor of rank 0 is looked at: a sum that is collected there and never sent back to the others is accepted.",
    seen="caught",
)
def test_all_reduce(all_reduce):
    for tensors, by_columns in (
        ([torch.randn(3)], False),
        ([torch.randint(-(2**60), 2**60, (6,)) for _ in range(2)], False),
        ([torch.randn(4, 5, dtype=torch.float64) for _ in range(3)], True),
        ([torch.randn(3) for _ in range(4)], False),
        ([torch.randint(-9, 9, ()) for _ in range(5)], False),
        ([torch.randn(2, 3, 5) for _ in range(7)], False),
    ):
        n, world = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns)
        assert_close(found["tensors"][0], torch.stack(tensors).sum(0))
        assert max(found["sent"]) <= 2 * (world - 1) * math.ceil(n / world)


@wrong(
    "n // world rounds a piece down, but it is n / N rounded up: right functions that carry the rest, or one number of few, are rejected.",
    seen="caught",
)
def test_all_reduce(all_reduce):
    for tensors, by_columns in (
        ([torch.randn(3)], False),
        ([torch.randint(-(2**60), 2**60, (6,)) for _ in range(2)], False),
        ([torch.randn(4, 5, dtype=torch.float64) for _ in range(3)], True),
        ([torch.randn(3) for _ in range(4)], False),
        ([torch.randint(-9, 9, ()) for _ in range(5)], False),
        ([torch.randn(2, 3, 5) for _ in range(7)], False),
    ):
        n, world = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns)
        total = torch.stack(tensors).sum(0)
        for t in found["tensors"]:
            assert_close(t, total)
            assert torch.equal(t, found["tensors"][0])
        assert max(found["sent"]) <= 2 * (world - 1) * (n // world)


@wrong(
    "Adds up what all ranks send: the limit is for each rank, and one that all others send to is hidden by those that send little.",
    seen="caught",
)
def test_all_reduce(all_reduce):
    for tensors, by_columns in (
        ([torch.randn(3)], False),
        ([torch.randint(-(2**60), 2**60, (6,)) for _ in range(2)], False),
        ([torch.randn(4, 5, dtype=torch.float64) for _ in range(3)], True),
        ([torch.randn(3) for _ in range(4)], False),
        ([torch.randint(-9, 9, ()) for _ in range(5)], False),
        ([torch.randn(2, 3, 5) for _ in range(7)], False),
    ):
        n, world = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns)
        total = torch.stack(tensors).sum(0)
        for t in found["tensors"]:
            assert_close(t, total)
            assert torch.equal(t, found["tensors"][0])
        assert sum(found["sent"]) <= world * 2 * (world - 1) * math.ceil(n / world)


@wrong(
    "Whole numbers as floats are added without rounding: ranks that add in different orders show the same bits here, but not with others.",
    seen="full marks",
)
def test_all_reduce(all_reduce):
    for shapes, dtype, by_columns in (
        ([(3,)], torch.float32, False),
        ([(6,)] * 2, torch.int64, False),
        ([(4, 5)] * 3, torch.float64, True),
        ([(3,)] * 4, torch.float32, False),
        ([()] * 5, torch.int32, False),
        ([(2, 3, 5)] * 7, torch.float32, False),
    ):
        tensors = [torch.randint(-1000, 1000, shape).to(dtype) for shape in shapes]
        if dtype == torch.int64:
            tensors = [t + 2**55 for t in tensors]
        n, world = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns)
        total = torch.stack(tensors).sum(0).to(dtype)
        for t in found["tensors"]:
            assert_close(t, total)
            assert torch.equal(t, found["tensors"][0]), "ranks differ"
        assert max(found["sent"]) <= 2 * (world - 1) * math.ceil(n / world)


@wrong(
    "A row of numbers or a single column is contiguous either way, so by_columns does nothing: non-contiguous tensors remain untried.",
    seen="caught",
)
def test_all_reduce(all_reduce):
    for tensors, by_columns in (
        ([torch.randn(3)], False),
        ([torch.randint(-(2**60), 2**60, (7,)) for _ in range(2)], True),
        ([torch.randn(20, 1, dtype=torch.float64) for _ in range(3)], True),
        ([torch.randn(3) for _ in range(4)], False),
        ([torch.randint(-9, 9, ()) for _ in range(5)], True),
        ([torch.randn(2, 3, 5) for _ in range(7)], False),
    ):
        n, world = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns)
        total = torch.stack(tensors).sum(0)
        for t in found["tensors"]:
            assert_close(t, total)
            assert torch.equal(t, found["tensors"][0])
        assert max(found["sent"]) <= 2 * (world - 1) * math.ceil(n / world)


@wrong(
    "All integers are small: a function that adds them as floats and turns them back is accepted, though it loses digits of large ones.",
    seen="full marks",
)
def test_all_reduce(all_reduce):
    for tensors, by_columns in (
        ([torch.randint(0, 100, (3,))], False),
        ([torch.randint(-100, 100, (6,)) for _ in range(2)], False),
        ([torch.randn(4, 5, dtype=torch.float64) for _ in range(3)], True),
        ([torch.randn(3) for _ in range(4)], False),
        ([torch.randint(-9, 9, ()) for _ in range(5)], False),
        ([torch.randn(2, 3, 5) for _ in range(7)], False),
    ):
        n, world = tensors[0].numel(), len(tensors)
        found = all_reduce(tensors, by_columns)
        total = torch.stack(tensors).sum(0)
        for t in found["tensors"]:
            if t.is_floating_point():
                close = 1e-5 if t.dtype == torch.float32 else 1e-12
                assert_close(t, total, rtol=close, atol=close)
            else:
                assert torch.equal(t, total)
            assert t.dtype == total.dtype
            assert torch.equal(t, found["tensors"][0])
        assert max(found["sent"]) <= 2 * (world - 1) * math.ceil(n / world)
