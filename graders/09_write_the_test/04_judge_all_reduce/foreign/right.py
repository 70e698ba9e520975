"""Right answers by people who had seen the exercise alone."""

import math
import torch
from torch.testing import assert_close

from torchdojo.grading import right


@right(
    "Six cases, each of another number of ranks, against a sum in float64 or whole numbers.",
    seen="full marks",
)
def test_all_reduce(all_reduce):
    def check(tensors, by_columns=False):
        world, n = len(tensors), tensors[0].numel()
        dtype = tensors[0].dtype
        wide = torch.float64 if dtype.is_floating_point else torch.int64
        total = torch.stack([t.to(wide) for t in tensors]).sum(0).to(dtype)
        known = [t.clone() for t in tensors]
        found = all_reduce(known, by_columns)
        assert len(found["tensors"]) == world
        first, *others = found["tensors"]
        close = {torch.float64: 1e-12, torch.float32: 1e-4}.get(dtype, 0)
        assert_close(first, total, rtol=close, atol=close)
        for other in others:
            assert other.dtype == dtype and torch.equal(first, other), "the ranks disagree"
        most = 2 * (world - 1) * -(-n // world)
        assert max(found["sent"]) <= most, f"a rank sends {max(found['sent'])} of {most}"

    check([torch.randn(2, 3)])
    check([torch.randint(-(2**60), 2**60, (6,)) for _ in range(2)])
    check([torch.randn(4, 5, dtype=torch.float64) for _ in range(3)], by_columns=True)
    check([torch.randn(3, dtype=torch.float64) * 10 for _ in range(4)])
    check([torch.randint(-(2**27), 2**27, (), dtype=torch.int32) for _ in range(5)])
    check([torch.randn(2, 4, 4) for _ in range(7)])


@right(
    "Each rank's number is a digit of its own, so that a wrong sum tells which rank was left out or counted twice.",
    seen="full marks",
)
def test_all_reduce(all_reduce):
    def digits(world, shape, dtype):
        places = torch.arange(torch.Size(shape).numel()).reshape(shape)
        return [((places % 7 + 1) * 16**rank).to(dtype) for rank in range(world)]

    def sent_at_most(found, world, n):
        limit = 2 * (world - 1) * math.ceil(n / world)
        assert all(count <= limit for count in found["sent"]), found["sent"]

    # whole numbers: nothing is rounded, and all must be exact
    for world, shape, dtype, by_columns in (
        (1, (5,), torch.int32, False),
        (15, (4,), torch.int64, False),
        (3, (3, 4, 2), torch.float64, True),
        (6, (), torch.float32, False),
    ):
        tensors = digits(world, shape, dtype)
        expected = sum(t.double() if dtype.is_floating_point else t for t in tensors).to(dtype)
        found = all_reduce(tensors, by_columns)
        for rank, t in enumerate(found["tensors"]):
            assert t.shape == expected.shape and t.dtype == dtype
            assert torch.equal(t, expected), f"rank {rank} of {world}: {t}"
        sent_at_most(found, world, tensors[0].numel())

    # numbers that are rounded: all must agree, and be near
    for world, shape, dtype, close in (
        (4, (11,), torch.float32, 1e-4),
        (2, (5, 3), torch.float64, 1e-12),
    ):
        tensors = [torch.randn(shape, dtype=dtype) * 3 for _ in range(world)]
        found = all_reduce(tensors)
        for t in found["tensors"]:
            assert t.dtype == dtype
            assert torch.equal(t, found["tensors"][0])
            assert_close(t.double(), sum(t.double() for t in tensors), rtol=close, atol=close)
        sent_at_most(found, world, tensors[0].numel())


@right(
    "Element by element in Python: exact sums of ints, math.fsum of floats, with room for the rounding of each addition.",
    seen="full marks",
)
def test_all_reduce(all_reduce):
    def judge(tensors, by_columns=False):
        world, n = len(tensors), tensors[0].numel()
        columns = list(zip(*(t.flatten().tolist() for t in tensors)))
        found = all_reduce(tensors, by_columns=by_columns)
        results = [t.flatten().tolist() for t in found["tensors"]]
        assert len(results) == len(found["sent"]) == world
        for t in found["tensors"]:
            assert (t.shape, t.dtype) == (tensors[0].shape, tensors[0].dtype)
        for result in results[1:]:
            assert result == results[0], "not all ranks have the same"
        for got, column in zip(results[0], columns, strict=True):
            if isinstance(got, int):
                assert got == sum(column)
            else:
                room = world * torch.finfo(tensors[0].dtype).eps * math.fsum(map(abs, column))
                assert abs(got - math.fsum(column)) <= room, (got, column)
        piece = (n + world - 1) // world
        for rank, count in enumerate(found["sent"]):
            assert count <= 2 * (world - 1) * piece, f"rank {rank} sends {count}"

    judge([torch.tensor(7)])
    judge([torch.randn(3, 2) * 1e6 for _ in range(2)], by_columns=True)
    judge([2**58 + torch.randint(-1000, 1000, (10,)) for _ in range(3)])
    judge([torch.randn(()) for _ in range(4)])
    judge([torch.randn(6, 4, dtype=torch.float64) * 10.0**k for k in range(5)], by_columns=True)
    judge([torch.randint(-99, 99, (3,), dtype=torch.int32) for _ in range(8)])
