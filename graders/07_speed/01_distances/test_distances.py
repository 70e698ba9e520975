"""Checks of `root`, `distances` and `nearest`: the numbers, and what they cost."""

import pytest
import torch

from . import probes

OTHERS_WORK = ["cdist", "cdist_forward", "euclidean_dist", "pairwise_distance", "pdist"]


def wide(draw, *shape):
    """Numbers in float64, so that every digit counts."""
    return draw.normal(*shape, dtype=torch.float64)


@pytest.mark.points(2)
def test_takes_roots(agree, draw, device):
    """`root` is 0 with a gradient of 0 where rounding has left 0 or less; NaN stays NaN."""
    squares = wide(draw, 3, 4).square()
    squares[0, 1], squares[1, 2], squares[2, 0] = 0.0, -1e-3, -1e-16
    agree.run(probes.slopes, "root", wide(draw, 3, 4), squares)
    agree.call("root", torch.tensor([4.0, float("nan"), draw.int(-9, -1), 0.25]))


@pytest.mark.points(2)
def test_measures_all_pairs(agree, draw, device):
    """`distances` has the distance between a[i] and b[j] at [i, j]; the dtype stays."""
    agree.call("distances", wide(draw, 5, 3), wide(draw, 4, 3) + 1)
    agree.call("distances", draw.normal(1, 2), 3 * draw.normal(6, 2))


@pytest.mark.points(2)
def test_measures_a_point_to_itself(agree, draw, device):
    """In float32, where rounding errors may be negative, `distances` has no NaN."""
    x = draw.normal(40, 50)
    agree.call("distances", x, x, rtol=1e-2)


@pytest.mark.points(2)
def test_has_gradients(agree, draw):
    """The gradients of `distances` are right, and finite where two points are the same."""
    agree.run(probes.slopes, "distances", wide(draw, 5, 4), wide(draw, 5, 3), wide(draw, 4, 3))
    a = draw.integers(-9, 9, 4, 2).double()
    b = torch.cat([a[1:3], a[3:] + 1, -a.sum(0, keepdim=True) - a[:1]])
    agree.run(probes.slopes, "distances", wide(draw, 4, 4), a, b)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_measures_far_from_the_origin(agree, draw):
    """Points that are shifted together keep their distances, in float32 as well."""
    shift = 5000 + 1000 * draw.normal(3)
    agree.call("distances", draw.normal(6, 3) + shift, draw.normal(4, 3) + shift, rtol=1e-3)


@pytest.mark.points(3)
def test_needs_no_loop_and_little_memory(agree, policy, draw):
    """`distances` has no loop, no intermediate larger than inputs or result, and no `cdist`."""
    few, many = ([draw.normal(n, n + 1), draw.normal(2 * n, n + 1)] for n in (3, 20))
    agree.run(probes.growth, few, many)
    agree.run(probes.large, "distances", 12 * 9, draw.normal(12, 5), draw.normal(9, 5))
    policy.forbids(*OTHERS_WORK, calling="distances", args=(draw.normal(4, 2), draw.normal(3, 2)))


@pytest.mark.points(2)
def test_finds_the_nearest(agree, draw, device):
    """`nearest` returns the index of the nearest point for each query, in blocks of `rows`."""
    agree.call("nearest", wide(draw, 7, 2), wide(draw, 5, 2), 3)
    agree.call("nearest", draw.normal(4, 3), draw.normal(9, 3), 10)
    agree.call("nearest", draw.normal(2, 3), draw.normal(6, 3), 1)
    for rows in (0, -2):
        agree.error("nearest", draw.normal(4, 3), draw.normal(5, 3), rows)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_searches_in_little_memory(agree, draw):
    """`nearest` never has more distances at a time than `rows` times the number of points."""
    agree.run(probes.large, "nearest", 4 * 30, draw.normal(11, 2), draw.normal(30, 2), 4)


@pytest.mark.hidden
def test_refuses_what_does_not_fit(agree, draw):
    """`distances` raises ValueError if the features differ, or for what is no matrix."""
    agree.call("distances", draw.normal(4, 3), draw.normal(2, 3))
    for a, b in [((4, 3), (2, 1)), ((4, 1), (2, 3)), ((3,), (2, 3)), ((4, 3), (3,))]:
        agree.error("distances", draw.normal(*a), draw.normal(*b))
    agree.error("distances", draw.normal(4, 3, 3), draw.normal(2, 3))
    agree.error("distances", draw.normal(2, 3), draw.normal(4, 3, 3))
