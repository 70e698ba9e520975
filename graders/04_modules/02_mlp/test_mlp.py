"""Checks of `MLP` and `count_parameters`."""

from itertools import pairwise

import pytest
import torch

from . import probes


def values(draw, sizes, dtype=torch.float32):
    """Values for the weights and biases of each layer, in order."""
    found = []
    for n_in, n_out in pairwise(sizes):
        found += [draw.normal(n_out, n_in, dtype=dtype)]
        found += [draw.normal(n_out, dtype=dtype)]
    return found


@pytest.mark.points(2)
def test_registers_every_layer(agree):
    """The parameters of all layers are registered, in order, as soon as the network is made."""
    agree.run(probes.registered, [3, 5, 4, 2])


@pytest.mark.points(3)
def test_returns_logits(agree, draw, device):
    """An activation follows every layer but the last; the network returns logits."""
    x = draw.normal(6, 3)
    agree.run(probes.logits, [3, 5, 4, 2], "Tanh", values(draw, [3, 5, 4, 2]), x)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_takes_any_depth_and_activation(agree, draw):
    """A linear model, layers of the same size, and other activations work as well."""
    x = draw.normal(5, 4)
    agree.run(probes.logits, [4, 2, 5, 2], "Tanh", values(draw, [4, 2, 5, 2]), x)
    agree.run(probes.logits, [4, 4, 4, 4, 4, 4], "ReLU", values(draw, [4] * 6), x)
    agree.run(probes.logits, [4, 2], "ReLU", values(draw, [4, 2]), x)
    agree.run(probes.logits, [4, 6, 3], "a function", values(draw, [4, 6, 3]), x)


@pytest.mark.points(2)
def test_trains_as_it_should(agree, draw, device):
    """Three steps of gradient descent move every layer to where it should be."""
    x, y = draw.normal(5, 3, dtype=torch.float64), draw.normal(5, 2, dtype=torch.float64)
    sizes = [3, 4, 4, 2]
    agree.run(probes.trained, sizes, values(draw, sizes, torch.float64), x, y, 0.05)


@pytest.mark.points(2)
def test_is_saved_and_moved_whole(agree, draw):
    """A state dict brings all layers into another network, and `.to` moves them all."""
    agree.run(probes.reloaded, [3, 5, 2], draw.normal(4, 3))
    agree.run(probes.moved, [3, 5, 2], draw.normal(4, 3))


@pytest.mark.hidden
def test_refuses_too_few_sizes(agree):
    """Fewer than two sizes raise ValueError."""
    agree.run(probes.registered, [3, 2])
    agree.error("MLP", [4])
    agree.error("MLP", [])


@pytest.mark.points(2)
def test_counts_what_can_learn(agree):
    """`count_parameters` counts single numbers, once each, without frozen ones and buffers."""
    agree.run(probes.counted)
