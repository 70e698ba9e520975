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
    """`root` and its gradient are 0 where rounding leaves 0 or less, and only there; NaN stays."""
    squares = wide(draw, 3, 4).square()
    squares[0, 1], squares[1, 2], squares[2, 0] = 0.0, -1e-3, -1e-16
    agree.run(probes.slopes, "root", wide(draw, 3, 4), squares)
    agree.call("root", torch.tensor([4.0, float("nan"), draw.int(-9, -1), 0.25, torch.inf]))
    agree.run(probes.slopes, "root", wide(draw, 2), torch.tensor([1e-20, 0.0]).double())


@pytest.mark.points(2)
def test_measures_all_pairs(agree, draw, device):
    """`distances` has the distance of a[i] and b[j] at [i, j], even for no rows; dtypes stay."""
    agree.call("distances", wide(draw, 5, 3), wide(draw, 4, 3) + 1)
    agree.call("distances", draw.normal(1, 2), 3 * draw.normal(6, 2))
    agree.call("distances", draw.normal(4, 1), draw.normal(1, 1))
    for rows in ((0, 3), (4, 0)):
        agree.call("distances", *(draw.normal(n, 2) for n in rows))


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
    """Points that are shifted together keep their distances and neighbours, in float32 as well."""
    shift = (5000 + 1000 * draw.normal(3)) * torch.tensor([1, -1, 1])
    agree.call("distances", draw.normal(6, 3) + shift, draw.normal(4, 3) + shift, rtol=1e-3)
    points = torch.tensor(draw.shuffled(range(24))).reshape(12, 2) + 30_000.0 * torch.tensor(
        [1, -1]
    )
    agree.call(
        "nearest", points[draw.shuffled(range(12))] + draw.uniform(12, 2, high=0.3), points, 5
    )


@pytest.mark.points(3)
def test_needs_no_loop_and_little_memory(agree, policy, draw):
    """`distances` has no loop, no intermediate larger than inputs or result, and no `cdist`."""
    few, many = ([draw.normal(n, n + 1), draw.normal(2 * n, n + 1)] for n in (3, 20))
    agree.run(probes.growth, few, many)
    agree.run(probes.large, "distances", 12 * 9, draw.normal(12, 5), draw.normal(9, 5))
    two_columns_more = 3 * (20 + 2)
    agree.run(probes.large, "distances", two_columns_more, draw.normal(2, 20), draw.normal(3, 20))
    policy.forbids(*OTHERS_WORK, calling="distances", args=(draw.normal(4, 2), draw.normal(3, 2)))


@pytest.mark.points(2)
def test_finds_the_nearest(agree, draw, device):
    """`nearest` returns the index of the nearest point for each query, however many there are."""
    agree.call("nearest", wide(draw, 7, 2), wide(draw, 5, 2), 3)
    agree.call("nearest", draw.normal(4, 3), draw.normal(9, 3), 10)
    agree.call("nearest", draw.normal(2, 3), draw.normal(6, 3), 1)
    agree.call("nearest", draw.normal(0, 3), draw.normal(6, 3), 2)
    for rows in (0, -2):
        agree.error("nearest", draw.normal(4, 3), draw.normal(5, 3), rows)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_searches_in_little_memory(agree, draw):
    """`nearest` never has more distances at a time than `rows` times the number of points."""
    for count, rows in ((11, 4), (60, 5)):
        args = (draw.normal(count, 2), draw.normal(30, 2), rows)
        agree.run(probes.large, "nearest", rows * 30, *args)


@pytest.mark.hidden
def test_refuses_what_does_not_fit(agree, draw):
    """`distances` raises ValueError if the features differ, or for what is no matrix."""
    agree.call("distances", draw.normal(4, 3), draw.normal(2, 3))
    for a, b in [((4, 3), (2, 1)), ((4, 1), (2, 3)), ((3,), (2, 3)), ((4, 3), (3,))]:
        agree.error("distances", draw.normal(*a), draw.normal(*b))
    for a, b in [((4, 3, 3), (2, 3)), ((2, 3), (4, 3, 3)), ((3,), (3,)), ((2, 3, 3), (2, 3, 3))]:
        agree.error("distances", draw.normal(*a), draw.normal(*b))
    agree.error("distances", draw.normal(), draw.normal(2, 3))
