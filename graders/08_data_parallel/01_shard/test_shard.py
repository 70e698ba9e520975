"""Checks of `bounds`, `my_share` and `owner`: the shares fit together, whoever asks."""

import pytest
import torch

HUGE = 10**18 + 7


def all_bounds(module, n, world):
    """Asks `bounds` for every rank's share"""
    return {f"bounds of rank {rank}": module.bounds(n, rank, world) for rank in range(world)}


def all_shares(module, batch, world):
    """Asks `my_share` for every rank's share"""
    return {f"share of rank {rank}": module.my_share(batch, rank, world) for rank in range(world)}


def all_owners(module, n, world):
    """Asks `owner` for every example"""
    return {f"owner of example {index}": module.owner(index, n, world) for index in range(n)}


@pytest.mark.points(2)
def test_bounds_fit_together(agree, draw):
    """`bounds` gives each rank its part, one behind the other, and the larger ones first."""
    world = draw.int(3, 6)
    for n in (2 * world + draw.int(1, world - 1), 3 * world, world + 1):
        agree.run(all_bounds, n, world)
    agree.run(all_bounds, 6, 4)
    agree.run(all_bounds, draw.int(5, 9), 1)


@pytest.mark.points(3)
def test_shares_the_batch(agree, draw, device):
    """`my_share` gives each example to exactly one rank, and keeps the order."""
    agree.run(all_shares, draw.normal(9, 2), 4)
    agree.run(all_shares, draw.normal(5, 2, 3), 3)
    agree.run(all_shares, draw.integers(0, 99, 6), 1)


@pytest.mark.points(2)
def test_shares_pairs(agree, draw, device):
    """`my_share` cuts all tensors of a tuple in one place; other lengths raise ValueError."""
    n = draw.choice([7, 10])
    agree.run(all_shares, (draw.normal(n, 2), draw.integers(0, 9, n)), 3)
    agree.run(all_shares, (draw.normal(5, 3), draw.normal(5), draw.integers(0, 9, 5, 2)), 2)
    for lengths in ((7, 6), (1, 6), *draw.amid([6, 6], 7), (4, 3, 5), (0, 2)):
        agree.error("my_share", tuple(draw.normal(n, 2) for n in lengths), 0, 3)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_shares_less_than_there_are_ranks(agree, draw):
    """With more ranks than examples, the last shares are empty, and keep shape and dtype."""
    agree.run(all_shares, draw.integers(0, 9, 2, 3, dtype=torch.int32), 5)
    agree.run(all_shares, (draw.normal(9, 2, dtype=torch.float64), draw.integers(0, 9, 9)), 6)
    agree.run(all_shares, draw.normal(0, 4), 2)


@pytest.mark.points(2)
def test_finds_the_owner(agree, draw):
    """`owner` names the rank whose share holds an example."""
    world = draw.int(3, 5)
    for n in (2 * world + draw.int(1, world - 1), 3 * world, world - 1, world + 1):
        agree.run(all_owners, n, world)
    agree.run(all_owners, 6, 4)
    agree.run(all_owners, 4, 1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_calculates_for_huge_data(agree, draw):
    """`bounds` and `owner` make no list of the examples, and are exact for very large numbers."""
    world = draw.choice([11, 13, 17])
    for rank in (0, world // 3, world - 1):
        agree.call("bounds", HUGE, rank, world)
    for index in (draw.int(0, HUGE // 2), HUGE - 1):
        agree.call("owner", index, HUGE, world)


@pytest.mark.points(2)
def test_refuses_unknown_ranks(agree, draw):
    """A rank that does not exist, or a world without ranks, raises ValueError."""
    agree.call("bounds", 7, 2, 3)
    agree.call("my_share", draw.normal(7, 2), 2, 3)
    for rank, world in [(3, 3), (-1, 3), (4, 3), (0, 0), (-1, 0), (0, -2), (1, 1)]:
        agree.error("bounds", draw.int(5, 9), rank, world)
        agree.error("my_share", draw.normal(7, 2), rank, world)
        agree.error("my_share", (draw.normal(7, 2), draw.normal(7)), rank, world)


@pytest.mark.hidden
def test_refuses_unknown_examples(agree):
    """`owner` raises ValueError for an example that does not exist, or a world without ranks."""
    agree.call("owner", 6, 7, 3)
    for index, n, world in [(7, 7, 3), (9, 7, 3), (-1, 7, 3), (0, 0, 2), (3, 7, 0), (3, 7, -1)]:
        agree.error("owner", index, n, world)
