"""Checks of both kinds of all-reduce: sums, messages, and the tensors that were handed over."""

import pytest
import torch

from . import probes


def tensors(draw, ranks, *shape, dtype=torch.float64):
    """One tensor of `shape` for each rank."""
    return list(draw.normal(ranks, *shape, dtype=dtype))


@pytest.mark.points(2)
def test_naive_gives_the_sum(agree, draw):
    """`all_reduce_naive` returns the sum on every rank, for 2 ranks and for more."""
    for ranks in (2, 3, 4):
        agree.run(probes.summed, "all_reduce_naive", tensors(draw, ranks, 3, 5))
    agree.run(probes.summed, "all_reduce_naive", tensors(draw, 3))
    agree.run(probes.summed, "all_reduce_naive", list(draw.integers(2**40, 2**42, 3, 7)))


@pytest.mark.points(2)
def test_naive_leaves_the_tensor_alone(agree, draw):
    """The tensor handed to `all_reduce_naive` stays as it is, on rank 0, on others, and alone."""
    agree.run(probes.kept, tensors(draw, 3, 4))
    agree.run(probes.kept, tensors(draw, 1, 2, 3))


@pytest.mark.points(2)
def test_naive_goes_by_rank_zero(agree, draw):
    """Each rank sends its tensor to rank 0 once and gets the sum back once, by send and recv."""
    agree.run(probes.traffic, "all_reduce_naive", tensors(draw, 4, 2, 3))


@pytest.mark.points(3)
def test_ring_gives_the_sum(agree, draw):
    """`all_reduce_ring` leaves the sum in the tensor on every rank, the same to the last bit."""
    for ranks in (2, 3, 4):
        agree.run(probes.summed, "all_reduce_ring", tensors(draw, ranks, 3, 4, dtype=torch.float32))


@pytest.mark.points(3)
def test_ring_sends_pieces_to_the_right(agree, draw):
    """Each of N ranks sends 2(N - 1) messages to the next one, of pieces as equal as possible."""
    agree.run(probes.traffic, "all_reduce_ring", tensors(draw, 4, 6, 8))
    agree.run(probes.traffic, "all_reduce_ring", tensors(draw, 3, 6))
    for ranks, n in ((4, 10), (3, 8)):
        agree.run(probes.longest, tensors(draw, ranks, n))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_ring_takes_any_size(agree, draw):
    """Sizes that N does not divide, fewer elements than ranks, integers, and one rank alone."""
    for ranks, shape in ((2, (5,)), (4, (9,)), (4, (3, 2)), (3, (2,)), (3, ()), (1, (4,))):
        agree.run(probes.summed, "all_reduce_ring", tensors(draw, ranks, *shape))
    agree.run(probes.summed, "all_reduce_ring", list(draw.integers(2**40, 2**42, 3, 7)))


@pytest.mark.hidden
def test_ring_works_in_place(agree, draw):
    """A part of a larger tensor, transposed or every other element, is changed itself."""
    agree.run(probes.inside, tensors(draw, 3, 4, 6))


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """Both run on two processes that talk through gloo, also when `t` is not contiguous."""
    agree.run(probes.real, tensors(draw, 2, 3, 5))
