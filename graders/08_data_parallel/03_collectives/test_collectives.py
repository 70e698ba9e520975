"""Checks of both kinds of all-reduce: sums, messages, and the tensors that were handed over."""

import math

import pytest
import torch

from torchdojo.ranks import simulate, spawn


def summed(module, function, tensors):
    """Gives each rank one of some tensors and calls FUNCTION on all of them"""

    def one(rank, module):
        t = tensors[rank].clone()
        returned = getattr(module, function)(t)
        return t if function == "all_reduce_ring" else returned

    values = simulate(one, len(tensors), module).values
    usable = all(isinstance(v, torch.Tensor) and v.shape == values[0].shape for v in values)
    return {"sums": values, "same bits": usable and all(torch.equal(v, values[0]) for v in values)}


def kept(module, tensors):
    """Calls `all_reduce_naive`, adds 1 to what it returns, looks at the tensor handed over"""

    def one(rank, module):
        t = tensors[rank].clone()
        returned = module.all_reduce_naive(t)
        shown = returned.clone() if isinstance(returned, torch.Tensor) else "no tensor"
        if isinstance(returned, torch.Tensor):
            returned += 1
        return {"t": t, "returned": shown}

    return simulate(one, len(tensors), module).values


def inside(module, tensors):
    """Calls `all_reduce_ring` on parts of larger tensors that are not contiguous"""

    def one(rank, module):
        whole, line = tensors[rank].clone(), tensors[rank].flatten()
        returned = module.all_reduce_ring(whole[1:, :-1].t())
        module.all_reduce_ring(line[::2])
        return {"whole": whole, "line": line, "returned": type(returned).__name__}

    return simulate(one, len(tensors), module).values


def traffic(module, function, tensors):
    """Counts each rank's messages and the numbers in them while FUNCTION runs"""

    def one(rank, module):
        t = tensors[rank].clone()
        returned = getattr(module, function)(t)
        return t if returned is None else returned

    ranks = simulate(one, len(tensors), module)
    found = []
    for value, calls in zip(ranks.values, ranks.calls, strict=True):
        routes = {}
        for call in calls:
            messages, numbers = routes.get(f"{call.kind} {call.options}", (0, 0))
            routes[f"{call.kind} {call.options}"] = (messages + 1, numbers + math.prod(call.shape))
        found.append({"sum": value, "messages and numbers": dict(sorted(routes.items()))})
    return found


def real(module, tensors):
    """Runs both functions on simulated ranks, then on real processes that talk by gloo"""

    def one(rank, module):
        naive = module.all_reduce_naive(tensors[rank].clone().t())
        ring = tensors[rank].clone()
        module.all_reduce_ring(ring.t())
        return naive, ring

    return simulate(one, 2, module).values, spawn(one, 2, module, seconds=8)


def tensors(draw, ranks, *shape, dtype=torch.float64):
    """One tensor of `shape` for each rank."""
    return list(draw.normal(ranks, *shape, dtype=dtype))


@pytest.mark.points(2)
def test_naive_gives_the_sum(agree, draw):
    """`all_reduce_naive` returns the sum on every rank, for 2 ranks and for more."""
    for ranks in (2, 3, 4):
        agree.run(summed, "all_reduce_naive", tensors(draw, ranks, 3, 5))
    agree.run(summed, "all_reduce_naive", list(draw.integers(2**40, 2**42, 3, 7)))


@pytest.mark.points(2)
def test_naive_leaves_the_tensor_alone(agree, draw):
    """The tensor handed to `all_reduce_naive` stays as it is, on rank 0, on others, and alone."""
    agree.run(kept, tensors(draw, 3, 4))
    agree.run(kept, tensors(draw, 1, 2, 3))


@pytest.mark.points(2)
def test_naive_goes_by_rank_zero(agree, draw):
    """Each rank sends its tensor to rank 0 once and gets the sum back once, by send and recv."""
    agree.run(traffic, "all_reduce_naive", tensors(draw, 4, 2, 3))


@pytest.mark.points(3)
def test_ring_gives_the_sum(agree, draw):
    """`all_reduce_ring` leaves the sum in the tensor on every rank, the same to the last bit."""
    for ranks in (2, 3, 4):
        agree.run(summed, "all_reduce_ring", tensors(draw, ranks, 3, 4, dtype=torch.float32))


@pytest.mark.points(3)
def test_ring_sends_pieces_to_the_right(agree, draw):
    """Each of N ranks sends 2(N - 1) messages of an N-th of the tensor to the next one."""
    agree.run(traffic, "all_reduce_ring", tensors(draw, 4, 6, 8))
    agree.run(traffic, "all_reduce_ring", tensors(draw, 3, 6))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_ring_takes_any_size(agree, draw):
    """Sizes that N does not divide, fewer elements than ranks, integers, and one rank alone."""
    for ranks, shape in ((2, (5,)), (4, (9,)), (4, (3, 2)), (3, (2,)), (3, ()), (1, (4,))):
        agree.run(summed, "all_reduce_ring", tensors(draw, ranks, *shape))
    agree.run(summed, "all_reduce_ring", list(draw.integers(2**40, 2**42, 3, 7)))


@pytest.mark.hidden
def test_ring_works_in_place(agree, draw):
    """A part of a larger tensor, transposed or every other element, is changed itself."""
    agree.run(inside, tensors(draw, 3, 4, 6))


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """Both run on two processes that talk through gloo, also when `t` is not contiguous."""
    agree.run(real, tensors(draw, 2, 3, 5))
