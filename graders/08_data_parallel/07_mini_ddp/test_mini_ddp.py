"""Checks of `MiniDDP` on simulated ranks, and against the real wrapper on real processes."""

import pytest
import torch

from . import no_sync_probes, probes, real_probes


def double(draw, *shape):
    """Random numbers in float64."""
    return draw.normal(*shape, dtype=torch.float64)


def test_wraps_rank_zeros_module(agree, draw):
    """Every rank gets rank 0's parameters and buffers; `forward` passes on all arguments."""
    agree.run(probes.wrapped, double(draw, 4, 3), draw.int(0, 999))


@pytest.mark.points(3)
def test_averages_gradients(agree, draw):
    """After `finish`, gradients are the mean over the ranks, step after step."""
    for ranks in (2, 3):
        args = double(draw, ranks, 4, 3), double(draw, ranks, 4, 2)
        agree.run(probes.trained, *args, draw.int(0, 999))


@pytest.mark.points(3)
def test_sends_during_backward(agree, draw):
    """Gradients are sent in reverse order, as early as possible, and no rank waits for another."""
    agree.run(probes.overlapped, double(draw, 2, 4, 3))
    agree.run(probes.late, double(draw, 3, 4, 3))


@pytest.mark.points(2)
def test_no_sync_sends_nothing(agree, draw):
    """Under `no_sync` gradients add up on each rank; an error ends it, and then all is sent."""
    agree.run(no_sync_probes.gathered, double(draw, 3, 4, 3))


def test_nests_no_sync(agree, draw):
    """When a `no_sync` inside another one ends, nothing is sent before the outer one has ended."""
    agree.run(no_sync_probes.nested, double(draw, 3, 4, 3))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_sends_a_shared_weight_once(agree, draw):
    """A weight that two layers share is sent once, with both layers' gradients in it."""
    agree.run(probes.tied, draw.integers(0, 7, 3, 5))


@pytest.mark.hidden
@pytest.mark.points(3)
def test_bears_unused_and_frozen_parameters(agree, draw):
    """Ranks may use different layers: what is not used counts as zeros, frozen ones do not."""
    agree.run(probes.partly, double(draw, 3, 4, 3))


@pytest.mark.points(3)
@pytest.mark.limits(seconds=30)
def test_trains_with_the_real_one(agree, draw):
    """On gloo processes, `train_with_ddp` syncs once per step, and `MiniDDP` walks the same way."""
    sizes = [[3, 2], [4], [1, 2, 3]]
    steps = [
        [[(double(draw, n, 3), double(draw, n, 2)) for n in step] for step in sizes]
        for _ in range(2)
    ]
    agree.run(real_probes.real, steps, draw.int(0, 999))
