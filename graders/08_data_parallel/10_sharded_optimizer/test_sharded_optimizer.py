"""Checks of `assign` and `ShardedOptimizer`: one plain optimizer for everything is the measure."""

import pytest
import torch

from . import probes

SHAPES = [(5, 3), (5,), (4, 5), (4,), (2, 4)]
ADAM = ("Adam", {"lr": 0.1})
MOMENTUM = ("SGD", {"lr": 0.05, "momentum": 0.9})


def numbers(draw, count):
    """Values for the parameters, and so many rounds of gradients."""
    values, *rounds = [
        [draw.normal(*shape, dtype=torch.float64) for shape in SHAPES] for _ in range(count + 1)
    ]
    return values, rounds


@pytest.mark.points(2)
def test_assigns_by_size(agree, draw):
    """`assign` gives the next largest parameter to the rank that holds the least."""
    for world in (1, 2, 3):
        agree.call("assign", draw.shuffled([12, 3, 40, 5, 5, 8, 23]), world)
    agree.call("assign", draw.shuffled([6, 6, 6, 4, 4, 1]), 4)
    agree.call("assign", [7, 9], 4)
    agree.call("assign", [], 2)
    for sizes, world in (([4, 2], 0), ([4, 2], -2), ([], 0)):
        agree.error("assign", sizes, world)


@pytest.mark.points(3)
def test_trains_as_one(agree, draw):
    """All ranks have the weights of one plain optimizer after each step, in place."""
    for way in (ADAM, MOMENTUM):
        values, rounds = numbers(draw, 3)
        for world in (2, 3):
            agree.run(probes.trained, values, rounds, *way, world, "simulated ranks")


@pytest.mark.points(3)
def test_keeps_only_its_share(agree, draw):
    """Each rank's optimizer has the parameters that it owns, and state for nothing else."""
    values, (grads,) = numbers(draw, 1)
    for world in (2, 3):
        agree.run(probes.kept, values, grads, world)


@pytest.mark.points(2)
def test_gathers_the_state(agree, draw):
    """`gather_state` returns what a plain optimizer would keep, on every rank, by position."""
    values, (grads, *_) = numbers(draw, 1)
    agree.run(probes.gathered, values, grads, 2)
    grads[draw.int(0, 4)] = None
    agree.run(probes.gathered, values, grads, 3)


@pytest.mark.hidden
@pytest.mark.points(3)
def test_goes_on_with_other_ranks(agree, draw):
    """State gathered on 2 ranks can be loaded on 3 and on 1, and replaces what was kept before."""
    agree.run(probes.moved, *numbers(draw, 4), [2, 3, 1, 2])
    for left_out in ([draw.int(0, 4)], [0, 1, 2, 3, 4]):
        agree.run(probes.reloaded, *numbers(draw, 2), left_out)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_idle_ranks(agree, draw):
    """A rank that owns nothing takes part, and a parameter without gradient stays as it is."""
    values, rounds = numbers(draw, 3)
    for grads in rounds[1:]:
        grads[draw.int(0, 4)] = None
    agree.run(probes.trained, values, rounds, *ADAM, 7, "simulated ranks")
    agree.run(probes.trained, values[:2], [g[:2] for g in rounds], *MOMENTUM, 3, "simulated ranks")
    agree.run(probes.gathered, values[:2], rounds[0][:2], 3)


@pytest.mark.hidden
def test_refuses_to_train_nothing(agree):
    """Without parameters there is a ValueError on every rank."""
    agree.run(probes.without)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(probes.trained, *numbers(draw, 2), *ADAM, 2, "real processes")
