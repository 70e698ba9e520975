"""Checks of `reduce_scatter`, `all_gather` and `all_reduce`: what arrives, and what is sent."""

import pytest
import torch

from . import probes


def tensors(draw, world, *shape):
    """One tensor of `shape` for each rank."""
    return list(draw.normal(world, *shape, dtype=torch.float64))


@pytest.mark.points(3)
def test_scatters_the_sums(agree, draw):
    """After `reduce_scatter` each rank has its own part of the sum."""
    for world, n in ((2, 6), (3, 6), (4, 12)):
        agree.run(probes.together, "reduce_scatter", tensors(draw, world, n))


@pytest.mark.points(3)
def test_gathers_in_order(agree, draw):
    """After `all_gather` each rank has all pieces, in the order of the ranks."""
    for world, size in ((2, 3), (3, 2), (4, 5)):
        agree.run(probes.together, "all_gather", tensors(draw, world, size))


@pytest.mark.points(2)
def test_reduces_in_two_halves(agree, draw):
    """`all_reduce` returns the whole sum on every rank, in the shape of the tensor."""
    for world, shape in ((2, (3, 4)), (3, (2, 3, 2)), (3, (1, 6)), (1, ())):
        agree.run(probes.together, "all_reduce", tensors(draw, world, *shape))


@pytest.mark.points(2)
def test_passes_on_to_the_right(agree, draw):
    """Each half sends `world - 1` messages of one part, all to the next rank."""
    for name, n in (("reduce_scatter", 8), ("all_gather", 3)):
        agree.run(probes.traffic, name, tensors(draw, 4, n))


def test_works_alone(agree, draw):
    """With one rank nothing is sent, and the sum is the tensor."""
    agree.run(probes.together, "all_reduce", tensors(draw, 2, 4))
    for name in ("reduce_scatter", "all_gather", "all_reduce"):
        agree.run(probes.traffic, name, tensors(draw, 1, 5))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_fills_up_with_zeros(agree, draw):
    """Numbers that do not divide evenly, or are fewer than the ranks, are followed by zeros."""
    agree.run(probes.together, "all_gather", tensors(draw, 3, 1))
    for world, n in ((2, 5), (3, 7), (4, 9), (4, 2), (5, 1)):
        agree.run(probes.together, "reduce_scatter", tensors(draw, world, n))
        agree.run(probes.together, "all_reduce", tensors(draw, world, n))


@pytest.mark.hidden
def test_leaves_its_arguments_alone(agree, draw):
    """No argument is changed, and results share no memory with it."""
    for world in (1, 3):
        agree.run(probes.kept, tensors(draw, world, 6))


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo, also for a transposed tensor."""
    agree.run(probes.real, tensors(draw, 2, 3, 4))
