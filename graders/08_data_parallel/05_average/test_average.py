"""Checks of `sync_gradients` and `mean_loss`: the whole batch on one rank is the measure."""

import math

import pytest
import torch

from . import probes


def batch(draw, sizes):
    """Weights, features and targets for ranks with so many examples."""
    shapes = [(5, 3), (5,), (2, 5), (2,)]
    values = [draw.normal(*shape, dtype=torch.float64) for shape in shapes]
    x, y = (draw.normal(sum(sizes), n, dtype=torch.float64) for n in (3, 2))
    return values, x, y, sizes


@pytest.mark.points(3)
def test_equals_the_whole_batch(agree, draw):
    """Ranks with as many examples each get the loss and the gradients of the whole batch."""
    agree.run(probes.averaged, *batch(draw, [3, 3]), "simulated ranks")
    agree.run(probes.averaged, *batch(draw, [2, 2, 2]), "simulated ranks")


@pytest.mark.points(3)
def test_weighs_uneven_shares(agree, draw):
    """An example counts the same, however many others its rank has, NaN in its gradients too."""
    agree.run(probes.averaged, *batch(draw, [5, 1]), "simulated ranks")
    agree.run(probes.averaged, *batch(draw, draw.shuffled([1, 2, 4])), "simulated ranks")
    values, x, y, sizes = batch(draw, [2, 1])
    x[0] = math.nan
    agree.run(probes.averaged, values, x, y, sizes, "simulated ranks")


def test_works_alone(agree, draw):
    """With one rank, everything stays as it is."""
    agree.run(probes.averaged, *batch(draw, [4]), "simulated ranks")


def test_leaves_the_loss_alone(agree, draw):
    """`mean_loss` gives a float, hides no example's NaN or infinity, and leaves the loss alone."""
    agree.run(probes.kept, draw.uniform(3, low=1.0, high=4.0, dtype=torch.float64))
    for losses in ([math.inf, 1.5], [2.5, -math.inf], *draw.amid([1.5, 2.5], math.nan)):
        agree.run(probes.kept, torch.tensor(losses, dtype=torch.float64))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_a_rank_without_examples(agree, draw):
    """A rank without examples takes part, and gets the others' gradients and loss."""
    agree.run(probes.averaged, *batch(draw, [3, 0, 2]), "simulated ranks")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_bears_unused_and_frozen_parameters(agree, draw):
    """A gradient that is None counts as zeros; a frozen parameter is left alone."""
    agree.run(probes.unused, draw.normal(5, 4, dtype=torch.float64))


@pytest.mark.hidden
def test_refuses_an_empty_batch(agree):
    """If no rank has examples, both functions raise ValueError on every rank."""
    for function in ("sync_gradients", "mean_loss"):
        agree.run(probes.nobody, [2, 0, 1], function)
        agree.run(probes.nobody, [0, 0], function)


@pytest.mark.points(2)
def test_runs_on_real_processes(agree, draw):
    """The same holds for processes that talk through gloo."""
    agree.run(probes.averaged, *batch(draw, [1, 4]), "real processes")
