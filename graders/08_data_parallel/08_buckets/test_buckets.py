"""Checks of `plan_buckets` and `average_in_buckets`: what is sent, and what becomes of it."""

import pytest
import torch

from . import probes

F32, F64, BF16 = "float32", "float64", "bfloat16"


SHAPES = [(4, 3), (5,), (3, 5), (), (2, 4), (6,)]


def gradients(draw, ranks, kinds=(F64,)):
    """Gradients for so many ranks, in each of the dtypes in turn."""
    types = [getattr(torch, kinds[i % len(kinds)]) for i in range(len(SHAPES))]
    pairs = list(zip(SHAPES, types, strict=True))
    return [[draw.normal(*shape, dtype=kind) for shape, kind in pairs] for _ in range(ranks)]


@pytest.mark.points(2)
def test_plans_from_the_last(agree, draw):
    """The plan goes from the last parameter to the first, and fills only the newest bucket."""
    sizes = [1, 7, 2, 3, 8, 2, 4, 1]
    for limit in (8, 9, draw.int(100, 999)):
        agree.run(probes.planned, sizes, [F32] * 8, [], limit)
    agree.run(probes.planned, [], [], [], 3)
    agree.error("plan_buckets", [torch.ones(3)], 0)
    agree.error("plan_buckets", [torch.ones(3)], -draw.int(1, 9))


@pytest.mark.points(3)
def test_averages_gradients(agree, draw):
    """After it each rank has the mean of all ranks' gradients, however the buckets fall."""
    for ranks, limit in ((2, 13), (3, 1000), (1, 13)):
        agree.run(probes.averaged, gradients(draw, ranks), limit, "simulated ranks")


@pytest.mark.points(2)
def test_sends_one_message_for_each_bucket(agree, draw):
    """There are as many all-reduces as buckets, each of one vector."""
    for limit in (1, 15, 24):
        agree.run(probes.averaged, gradients(draw, 2), limit, "simulated ranks")


@pytest.mark.points(2)
def test_writes_into_the_gradients(agree, draw):
    """A `.grad` stays the same tensor, also one that is transposed: only its numbers change."""
    for limit in (1, 20, 1000):
        agree.run(probes.kept, gradients(draw, 2), limit)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_gives_large_ones_their_own(agree, draw):
    """A parameter with more numbers than the limit is alone in its bucket."""
    agree.run(probes.planned, [1, 20, 1, 9, 30, 2], [F32] * 6, [], 8)
    agree.run(probes.planned, [1, 2, 9, 1], [F32] * 4, [], 8)
    agree.run(probes.averaged, gradients(draw, 2), 9, "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_dtypes_apart(agree, draw):
    """Each dtype has buckets of its own, and no gradient changes its dtype."""
    dtypes = [F32, F32, F64, F64, BF16, F32, F64]
    agree.run(probes.planned, [2, 3, 4, 1, 5, 2, 3], dtypes, [], 7)
    agree.run(probes.planned, [4, 4, 2], [F32, F32, F64], [], 7)
    agree.run(probes.averaged, gradients(draw, 2, (F32, F64)), 20, "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_missing_and_frozen_gradients(agree, draw):
    """A gradient that is None counts as zeros; a frozen parameter is in no bucket."""
    agree.run(probes.planned, [3, 1, 4, 2, 5], [F32] * 5, [1, 4], 6)
    agree.run(probes.missing, gradients(draw, 2), [[0, 2, 4], [4, 5]], 2, 12)
    agree.run(probes.missing, gradients(draw, 3), [[1], [], [0, 1, 3]], draw.int(4, 5), 100)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(probes.averaged, gradients(draw, 2), 14, "real processes")
