"""Checks of `reduce_scatter`, `all_gather` and `all_reduce`: what arrives, and what is sent."""

import math

import pytest
import torch

from torchdojo.ranks import simulate, spawn


def together(module, function, tensors):
    """Calls FUNCTION on all ranks, each with a tensor of its own"""

    def one(rank, module):
        return getattr(module, function)(tensors[rank].clone())

    return simulate(one, len(tensors), module).values


def traffic(module, function, tensors):
    """Counts each rank's messages and the numbers in them while FUNCTION runs"""

    def one(rank, module):
        return getattr(module, function)(tensors[rank].clone())

    ranks = simulate(one, len(tensors), module)
    found = []
    for value, calls in zip(ranks.values, ranks.calls, strict=True):
        kinds = [call.kind.removeprefix("i") for call in calls]
        sent = [call for call in calls if call.kind in ("send", "isend")]
        to = sorted({call.options for call in sent})
        sizes = sorted(math.prod(call.shape) for call in sent)
        others = sorted(set(kinds) - {"send", "recv"})
        found.append({"result": value, "sent": [to, sizes], "other communication": others})
    return found


def kept(module, tensors):
    """Calls all three functions, writes into what they return, looks at what they were given"""

    def one(rank, module):
        found = []
        for name in ("reduce_scatter", "all_gather", "all_reduce"):
            given = tensors[rank].clone()
            returned = getattr(module, name)(given)
            shown = returned.clone()
            returned.add_(1)
            found.append((name, shown, given))
        return found

    return simulate(one, len(tensors), module).values


def real(module, tensors):
    """Calls `all_reduce` and `reduce_scatter` on simulated ranks, then on processes with gloo"""

    def one(rank, module):
        t = tensors[rank]
        return module.all_reduce(t.clone().t()), module.reduce_scatter(t.flatten())

    world = len(tensors)
    return simulate(one, world, module).values, spawn(one, world, module, seconds=8)


def tensors(draw, world, *shape):
    """One tensor of `shape` for each rank."""
    return list(draw.normal(world, *shape, dtype=torch.float64))


@pytest.mark.points(3)
def test_scatters_the_sums(agree, draw):
    """After `reduce_scatter` each rank has its own part of the sum."""
    for world, n in ((2, 6), (3, 6), (4, 12)):
        agree.run(together, "reduce_scatter", tensors(draw, world, n))


@pytest.mark.points(3)
def test_gathers_in_order(agree, draw):
    """After `all_gather` each rank has all pieces, in the order of the ranks."""
    for world, size in ((2, 3), (3, 2), (4, 5)):
        agree.run(together, "all_gather", tensors(draw, world, size))


@pytest.mark.points(2)
def test_reduces_in_two_halves(agree, draw):
    """`all_reduce` returns the whole sum on every rank, in the shape of the tensor."""
    for world, shape in ((2, (3, 4)), (3, (2, 3, 2)), (3, (1, 6))):
        agree.run(together, "all_reduce", tensors(draw, world, *shape))


@pytest.mark.points(2)
def test_passes_on_to_the_right(agree, draw):
    """Each half sends `world - 1` messages of one part, all to the next rank."""
    for name, n in (("reduce_scatter", 8), ("all_gather", 3)):
        agree.run(traffic, name, tensors(draw, 4, n))


def test_works_alone(agree, draw):
    """With one rank nothing is sent, and the sum is the tensor."""
    agree.run(together, "all_reduce", tensors(draw, 2, 4))
    for name in ("reduce_scatter", "all_gather", "all_reduce"):
        agree.run(traffic, name, tensors(draw, 1, 5))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_fills_up_with_zeros(agree, draw):
    """Numbers that do not divide evenly, or are fewer than the ranks, are followed by zeros."""
    for world, n in ((2, 5), (3, 7), (4, 9), (4, 2), (5, 1)):
        agree.run(together, "reduce_scatter", tensors(draw, world, n))
        agree.run(together, "all_reduce", tensors(draw, world, n))


@pytest.mark.hidden
def test_leaves_its_arguments_alone(agree, draw):
    """No argument is changed, and results share no memory with it."""
    for world in (1, 3):
        agree.run(kept, tensors(draw, world, 6))


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo, also for a transposed tensor."""
    agree.run(real, tensors(draw, 2, 3, 4))
