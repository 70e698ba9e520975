"""Checks of `loss_and_optimizer` and `train_epoch`: the weights decide, not the loss."""

import pytest
import torch

from . import probes

RECIPE = {"loss": "CrossEntropyLoss", "optimizer": "SGD", "size": 4, "drop": False, "epochs": 3}


def setup(draw, n):
    """Weights with old gradients, `n` examples with classes, and the recipe to train with."""
    shapes = [(5, 3), (5,), (4, 5), (4,)]
    pair = [
        (draw.normal(*s, dtype=torch.float64), draw.normal(*s, dtype=torch.float64)) for s in shapes
    ]
    options = {"lr": 0.1 + 0.2 * draw.python.random(), "momentum": 0.7 + 0.2 * draw.python.random()}
    x, y = draw.normal(n, 3, dtype=torch.float64), draw.integers(0, 4, n)
    return pair, x, y, RECIPE | {"options": options}


@pytest.mark.points(3)
def test_trains_as_it_should(agree, draw, device):
    """After three epochs with a last batch of one example, every weight is where it should be."""
    agree.run(probes.trained, *setup(draw, 9), "weights")


@pytest.mark.points(2)
def test_reports_mean_per_example(agree, draw, device):
    """`train_epoch` returns a float, the mean loss per example, each epoch anew."""
    agree.run(probes.trained, *setup(draw, 9), "losses")


@pytest.mark.hidden
def test_counts_what_it_was_given(agree, draw):
    """The mean is right where the loader drops a last batch that is too small."""
    net, x, y, recipe = setup(draw, 11)
    agree.run(probes.trained, net, x, y, recipe | {"drop": True}, "losses")


@pytest.mark.points(2)
def test_switches_to_training(agree, draw):
    """A model that arrives in evaluation mode is trained in training mode, and left in it."""
    data = draw.normal(10, 3, dtype=torch.float64), draw.integers(0, 4, 10)
    agree.run(probes.normalised, draw.normal(4, 3, dtype=torch.float64), *data, 0.1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_uses_what_it_is_given(agree, draw):
    """Another loss and another optimizer, that must remember its state, work as well."""
    net, x, _, recipe = setup(draw, 9)
    recipe |= {"loss": "MSELoss", "optimizer": "Adam", "options": {"lr": 0.05}}
    agree.run(probes.trained, net, x, draw.normal(9, 4, dtype=torch.float64), recipe, "weights")


def test_updates_once_per_batch(agree, draw):
    """Each batch has a forward pass, a backward pass, and one step by its own gradients alone."""
    weights = [draw.normal(4, 3) for _ in range(2)]
    agree.run(probes.updates, *weights, draw.normal(9, 3), draw.integers(0, 4, 9), 0.1)


@pytest.mark.points(2)
def test_chooses_torchs_own(agree, draw):
    """`loss_and_optimizer` returns torch's own parts, set as asked; its SGD has all parameters."""
    lr, momentum = 0.01 * draw.int(2, 9), 0.1 * draw.int(5, 9)
    agree.run(probes.parts, lr, momentum, draw.normal(5, 3), draw.integers(0, 3, 5))
